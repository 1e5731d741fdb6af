package cell

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/round"
)

const (
	// MaxCheckIn is the longest check-in, in rounds: a year of 15 minutes, as far
	// as a link's chain is walked.
	MaxCheckIn = 35_040

	// MaxAddresses is how many bytes the addresses of drop and relay take
	// together at most, in a group without hours.
	MaxAddresses = maxInvitation - fixedLen

	checkInEvery = 12 * time.Hour // docs/design.md, "Cells"
	checkInGrace = 4 * time.Hour  // docs/design.md, "Cells"
)

// Group is what every device of a group has in common. It is fixed when the
// group is founded and travels in every invitation; what a drop announces
// changes none of it.
type Group struct {
	Calendar    round.Calendar // when rounds are
	Slots       uint8          // S, writes and reads of a device in a round, 3 to 16
	PouchRounds uint8          // PL, the length of a pouch in rounds, 16 to 192
	Drop        []byte         // the drop's address, opaque here, not empty
	Relay       []byte         // the relay's address, opaque here, may be empty
}

// SlotsFor returns the S of a group whose leads lead so many pairs: partner, lead,
// those one leads, and [round.SpareSlots].
func SlotsFor(pairs int) int { return 2 + 2*pairs + round.SpareSlots }

// ErrGroup is the error of settings that no group can have.
var ErrGroup = errors.New("no group can have these settings")

func (g *Group) check() error {
	switch {
	case g.Calendar.Check() != nil:
		return fmt.Errorf("%w: %w", ErrGroup, g.Calendar.Check())
	case g.Slots < round.MinSlots || g.Slots > round.MaxSlots:
		return fmt.Errorf("%w: %d slots", ErrGroup, g.Slots)
	case g.PouchRounds < round.MinPouchRounds || g.PouchRounds > round.MaxPouchRounds:
		return fmt.Errorf("%w: a pouch of %d rounds", ErrGroup, g.PouchRounds)
	case len(g.Drop) == 0:
		return fmt.Errorf("%w: no drop", ErrGroup)
	case len(g.Drop)+len(g.Relay)+g.spans()*spanSize > MaxAddresses:
		return fmt.Errorf("%w: addresses and hours of %d bytes, more than %d", ErrGroup, len(g.Drop)+len(g.Relay)+g.spans()*spanSize, MaxAddresses)
	}
	return nil
}

func (g *Group) equal(o *Group) bool {
	return g.Calendar == o.Calendar && g.Slots == o.Slots && g.PouchRounds == o.PouchRounds &&
		bytes.Equal(g.Drop, o.Drop) && bytes.Equal(g.Relay, o.Relay)
}

func (g *Group) clone() Group {
	c := *g
	c.Drop, c.Relay = bytes.Clone(g.Drop), bytes.Clone(g.Relay)
	return c
}

// Format implements [fmt.Formatter] and prints no address.
func (Group) Format(f fmt.State, _ rune) { io.WriteString(f, "cell.Group(hidden)") }

// CheckIn is how often a person is expected to unlock their device.
type CheckIn struct {
	Every uint32 // rounds between two unlocks, 1 to 35,040
	Grace uint32 // rounds after that before others see the person overdue, 1 to 35,040
}

// DefaultCheckIn is every 12 hours with 4 hours of grace, in rounds of a calendar.
func DefaultCheckIn(c round.Calendar) CheckIn { return CheckInOf(c, checkInEvery, checkInGrace) }

// CheckInOf is a check-in in rounds of a calendar, rounded up, and kept within what
// a check-in can be.
func CheckInOf(calendar round.Calendar, every, grace time.Duration) CheckIn {
	rounds := func(d time.Duration) uint32 {
		return uint32(min(max(calendar.Rounds(d), 1), MaxCheckIn))
	}
	return CheckIn{rounds(every), rounds(grace)}
}

func (c CheckIn) check() error {
	if c.Every < 1 || c.Every > MaxCheckIn || c.Grace < 1 || c.Grace > MaxCheckIn {
		return fmt.Errorf("%w: check-in every %d rounds, grace %d", ErrGroup, c.Every, c.Grace)
	}
	return nil
}
