package cell

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
)

// Round numbers the fixed stretches of time, as in package box.
type Round uint32

const (
	// SpareSlots is how many of a device's slots carry no link (docs/design.md,
	// "Rounds": S ≥ links + 2), so that the loops hide how many do.
	SpareSlots = 2

	minPeriod      = 100                      // ms; shorter rounds leave no time for a request
	maxPeriod      = 24 * 60 * 60 * 1000      // ms
	minSlots       = 1 + SpareSlots           // one link
	maxSlots       = 16                       // as many as a pouch holds
	minPouchRounds = 16                       // docs/design.md, "Rounds"
	maxPouchRounds = 192                      // docs/design.md, "Rounds"
	pouchSpan      = 48 * time.Hour           // docs/design.md, "Rounds"
	checkInEvery   = 12 * time.Hour           // docs/design.md, "Cells"
	checkInGrace   = 4 * time.Hour            // docs/design.md, "Cells"
	maxCheckIn     = 35_040                   // rounds; one year of 15 min, as a chain walk
	maxAddresses   = maxInvitation - fixedLen // bytes of drop and relay together
)

// Group is what every device of a group has in common. It is fixed when the
// group is founded and travels in every invitation; what a drop announces
// changes none of it.
type Group struct {
	Period      uint32 // T, the length of a round in milliseconds, 100 to 86,400,000
	Slots       uint8  // S, writes and reads of a device in a round, 3 to 16
	PouchRounds uint8  // PL, the length of a pouch in rounds, 16 to 192
	Origin      uint32 // when round 0 began, in seconds of Unix time
	Drop        []byte // the drop's address, opaque here, not empty
	Relay       []byte // the relay's address, opaque here, may be empty
}

// PouchRounds returns PL for rounds of the given length: 48 hours of them,
// kept within 16 and 192.
func PouchRounds(period time.Duration) uint8 {
	return uint8(min(max(int64(pouchSpan/period), minPouchRounds), maxPouchRounds))
}

// ErrGroup is the error of settings that no group can have.
var ErrGroup = errors.New("no group can have these settings")

func (g *Group) check() error {
	switch {
	case g.Period < minPeriod || g.Period > maxPeriod:
		return fmt.Errorf("%w: rounds of %d ms", ErrGroup, g.Period)
	case g.Slots < minSlots || g.Slots > maxSlots:
		return fmt.Errorf("%w: %d slots", ErrGroup, g.Slots)
	case g.PouchRounds < minPouchRounds || g.PouchRounds > maxPouchRounds:
		return fmt.Errorf("%w: a pouch of %d rounds", ErrGroup, g.PouchRounds)
	case len(g.Drop) == 0:
		return fmt.Errorf("%w: no drop", ErrGroup)
	case len(g.Drop)+len(g.Relay) > maxAddresses:
		return fmt.Errorf("%w: addresses of %d bytes, more than %d", ErrGroup, len(g.Drop)+len(g.Relay), maxAddresses)
	}
	return nil
}

func (g *Group) equal(o *Group) bool {
	return g.Period == o.Period && g.Slots == o.Slots && g.PouchRounds == o.PouchRounds &&
		g.Origin == o.Origin && bytes.Equal(g.Drop, o.Drop) && bytes.Equal(g.Relay, o.Relay)
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

// DefaultCheckIn is every 12 hours with 4 hours of grace, in rounds of the given
// length in milliseconds.
func DefaultCheckIn(period uint32) CheckIn { return CheckInOf(period, checkInEvery, checkInGrace) }

// CheckInOf is a check-in in rounds of the given length in milliseconds, rounded
// up, and kept within what a check-in can be.
func CheckInOf(period uint32, every, grace time.Duration) CheckIn {
	rounds := func(d time.Duration) uint32 {
		r := (d.Milliseconds() + int64(period) - 1) / int64(period)
		return uint32(min(max(r, 1), maxCheckIn))
	}
	return CheckIn{rounds(every), rounds(grace)}
}

func (c CheckIn) check() error {
	if c.Every < 1 || c.Every > maxCheckIn || c.Grace < 1 || c.Grace > maxCheckIn {
		return fmt.Errorf("%w: check-in every %d rounds, grace %d", ErrGroup, c.Every, c.Grace)
	}
	return nil
}
