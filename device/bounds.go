package device

import (
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/round"
)

// Some rooms that must not know each other keep a bound each. This room knows
// both and does not compile unless they agree.
var (
	// A link's pouch is its group's: links and calendars know nothing of each other.
	_ [0]struct{} = [link.MinPouch - round.MinPouchRounds]struct{}{}
	_ [0]struct{} = [link.MaxPouch - round.MaxPouchRounds]struct{}{}

	// Whatever the cell waits for, a link's chain is walked as far.
	_ [0]struct{} = [link.MaxWalk - cell.MaxCheckIn]struct{}{}
	_ [0]struct{} = [link.MaxWalk - cell.MaxNoticeRounds]struct{}{}

	// The longest packet is the longest message that a link takes whole.
	_ [0]struct{} = [link.MaxMessage - cell.MaxMessage]struct{}{}

	// S travels in one byte of an invitation, and PL as well.
	_ uint8 = round.MaxSlots
	_ uint8 = round.MaxPouchRounds
)
