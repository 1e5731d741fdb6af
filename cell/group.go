package cell

import (
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/card"
	"bulkhead/round"
)

const (
	// MaxCheckIn is the longest check-in, in lengths T: a year of 15 minutes, as far
	// as a link's chain is walked.
	MaxCheckIn = 35_040

	checkInEvery = 12 * time.Hour // docs/design.md, "Cells"
	checkInGrace = 4 * time.Hour  // docs/design.md, "Cells"

	// checkInGraceHours bounds the grace in a group with hours: with one span a day, more
	// puts the chance that a contact is taken before anybody notices above critical.
	checkInGraceHours = time.Hour
)

// Group is what the cards of a group have in common: fixed when it is founded. What a
// drop announces changes none of it. Groups compare with ==.
type Group struct {
	Calendar    round.Calendar // when rounds are
	Slots       uint8          // S, writes and reads of a device in a round, 3 to 16
	PouchRounds uint8          // PL, the length of a pouch in rounds, 16 to 192
}

// GroupOf returns what a card says of its group.
func GroupOf(c *card.Card) Group { return Group{c.Calendar, c.Slots, c.PouchRounds} }

// Format implements [fmt.Formatter] and prints nothing of the group.
func (Group) Format(f fmt.State, _ rune) { io.WriteString(f, "cell.Group(hidden)") }

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
	}
	return nil
}

// CheckIn is how often a person is expected to unlock their device. It is time of
// the clock, in lengths T, whether or not there are rounds in it: in a group with
// hours a missed span is found out in the next.
type CheckIn struct {
	Every uint32 // between two unlocks, 1 to 35,040 lengths T
	Grace uint32 // after that, before others see the person overdue, 1 to 35,040 lengths T
}

// DefaultTimes returns the times of the check-in that a group of a calendar has unless
// its founder says otherwise: every 12 hours with 4 hours of grace. With hours it is the
// longest time from the beginning of one span to that of the next, so that nobody is
// overdue who is there in every one, with half of the shortest span as grace, an hour at
// most: so whoever misses the span in which they are due is missed before it ends.
func DefaultTimes(c round.Calendar) (every, grace time.Duration) {
	every, grace = checkInEvery, checkInGrace
	if c.HasHours() {
		every = c.LongestWait()
		for _, s := range c.Whole() {
			grace = min(grace, checkInGraceHours, max(s.Length/2/c.Length*c.Length, c.Length))
		}
	}
	return every, grace
}

// DefaultCheckIn is [DefaultTimes] in lengths T.
func DefaultCheckIn(c round.Calendar) CheckIn {
	every, grace := DefaultTimes(c)
	return CheckInOf(c, every, grace)
}

// CheckInOf is a check-in in lengths T of a calendar, rounded up, and kept within what
// a check-in can be.
func CheckInOf(c round.Calendar, every, grace time.Duration) CheckIn {
	rounds := func(d time.Duration) uint32 {
		return uint32(min(max((d+c.Length-1)/c.Length, 1), MaxCheckIn))
	}
	return CheckIn{rounds(every), rounds(grace)}
}

func (c CheckIn) check() error {
	if c.Every < 1 || c.Every > MaxCheckIn || c.Grace < 1 || c.Grace > MaxCheckIn {
		return fmt.Errorf("%w: check-in every %d rounds, grace %d", ErrGroup, c.Every, c.Grace)
	}
	return nil
}
