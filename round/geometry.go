package round

import "time"

// The geometry of a group: T, S and PL. An invitation fixes all three for the
// whole group, and whatever bounds them stands here once.
const (
	// MinLength and MaxLength bound T, the length of a round. Below MinLength a
	// request and its repeat do not fit into half a round on any network;
	// above MaxLength a pouch of the fewest rounds would outlast any promise
	// of how long a message takes.
	MinLength = 100 * time.Millisecond
	MaxLength = 24 * time.Hour

	// MinSlots and MaxSlots bound S, how many boxes a device writes and how many
	// it reads in a round. MinSlots is one link's; with MaxSlots and the most
	// rounds a pouch takes 26 MB. DefaultSlots is a lead's four links and the
	// spare ones.
	MinSlots     = 1 + SpareSlots
	MaxSlots     = 16
	DefaultSlots = 4 + SpareSlots

	// SpareSlots is how many of a device's slots carry no link (docs/design.md,
	// "Rounds": S ≥ links + 2), so that the loops hide how many do.
	SpareSlots = 2

	// MinPouchRounds and MaxPouchRounds bound PL, how many rounds a pouch holds
	// (docs/design.md, "Rounds"): enough that short rounds survive a pause, few
	// enough that the file stays near 10 MB with the usual slots.
	MinPouchRounds = 16
	MaxPouchRounds = 192

	// pouchTime is how long a pouch lasts (docs/design.md, "Pouch"): a phone not
	// unlocked by then goes silent, and its cell sees it overdue.
	pouchTime = 48 * time.Hour
)

// PouchRounds returns PL for rounds of this length: 48 h of them, within
// MinPouchRounds and MaxPouchRounds.
func PouchRounds(length time.Duration) int {
	return int(min(max(pouchTime/length, MinPouchRounds), MaxPouchRounds))
}
