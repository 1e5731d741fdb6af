package pouch

import (
	"fmt"

	"errors"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/round"
)

// TagSize is the length in bytes of a sealing's random tag.
const TagSize = 8

// Plan is what all devices of a group go by: the card in force and the one that is
// coming, if there is one. Calendar, S and PL are fixed for the group's life; the
// places can change from one sealing to the next. Plans compare with ==.
type Plan struct{ Cards card.Pair }

// ErrPlan is the error of a plan that cannot be run, or that is not of the same group
// as the pouch to be replaced.
var ErrPlan = errors.New("not a plan that a pouch can follow")

// Calendar says which round it is.
func (p Plan) Calendar() round.Calendar { return p.Cards.InForce.Calendar }

// Slots returns S, how many writes and how many reads each round has.
func (p Plan) Slots() int { return int(p.Cards.InForce.Slots) }

// Rounds returns PL, how many rounds a sealing fills.
func (p Plan) Rounds() int { return int(p.Cards.InForce.PouchRounds) }

// Check returns an error matching ErrPlan unless p can be run.
func (p Plan) Check() error {
	if err := p.Cards.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrPlan, err)
	}
	return nil
}

// Size returns the length in bytes of every pouch of so many slots and rounds,
// whatever stands on the cards.
func Size(slots, rounds int) int64 { return int64(shape{slots, rounds}.size()) }

func (p *Plan) shape() shape { return shape{p.Slots(), p.Rounds()} }

// sameGroup reports whether both plans have one calendar, S and PL: the file's form.
func (p *Plan) sameGroup(o *Plan) bool {
	return p.Calendar() == o.Calendar() && p.shape() == o.shape()
}

// shape is where things lie in a file of this many slots and rounds.
type shape struct{ slots, rounds int }

func (s shape) entries() int { return (s.rounds + 1) * s.slots }
func (s shape) metaEnd() int { return pages(metaStart + s.entries()*metaSize) }

func (s shape) metaAt(entry int) int  { return metaStart + entry*metaSize }
func (s shape) writeAt(entry int) int { return s.metaEnd() + entry*box.Size }
func (s shape) readAt(entry int) int  { return s.metaEnd() + (s.entries()+entry)*box.Size }
func (s shape) size() int             { return s.keptAt() + keptArea }

// pages rounds a length up to whole pages of a box's length.
func pages(n int) int { return (n + box.Size - 1) / box.Size * box.Size }
