package pouch

import (
	"errors"
	"fmt"

	"bulkhead/box"
	"bulkhead/round"
)

const (
	// AddressRoom is the greatest length in bytes of a drop's address.
	AddressRoom = 160

	// TagSize is the length in bytes of a sealing's random tag.
	TagSize = 8
)

// Plan is what the invitation fixed: it is the same in every pouch of a
// device.
type Plan struct {
	Calendar round.Calendar
	Slots    int    // S, writes and reads in each round
	Rounds   int    // PL, how many rounds a sealing fills
	Address  []byte // where the drop is, as its room encodes it; at most AddressRoom bytes, opaque here
}

// ErrPlan is the error of a plan that cannot be run, or that is not the one of
// the pouch to be replaced.
var ErrPlan = errors.New("not a plan that a pouch can follow")

// Check returns an error matching ErrPlan unless p can be run.
func (p Plan) Check() error {
	if err := p.Calendar.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrPlan, err)
	}
	if p.Slots < round.MinSlots || p.Slots > round.MaxSlots {
		return fmt.Errorf("%w: %d slots; possible are %d to %d", ErrPlan, p.Slots, round.MinSlots, round.MaxSlots)
	}
	if p.Rounds < round.MinPouchRounds || p.Rounds > round.MaxPouchRounds {
		return fmt.Errorf("%w: %d rounds; possible are %d to %d", ErrPlan, p.Rounds, round.MinPouchRounds, round.MaxPouchRounds)
	}
	if len(p.Address) > AddressRoom {
		return fmt.Errorf("%w: the drop's address takes %d bytes; there is room for %d", ErrPlan, len(p.Address), AddressRoom)
	}
	return nil
}

// Size returns the length in bytes of every pouch of this plan.
func (p Plan) Size() int64 { return int64(p.shape().size()) }

func (p Plan) shape() shape { return shape{p.Slots, p.Rounds} }

// shape is where things lie in a file of this many slots and rounds.
type shape struct{ slots, rounds int }

func (s shape) entries() int { return (s.rounds + 1) * s.slots }
func (s shape) metaEnd() int {
	end := headSize + s.entries()*metaSize
	return (end + box.Size - 1) / box.Size * box.Size
}
func (s shape) metaAt(entry int) int  { return headSize + entry*metaSize }
func (s shape) writeAt(entry int) int { return s.metaEnd() + entry*box.Size }
func (s shape) readAt(entry int) int  { return s.metaEnd() + (s.entries()+entry)*box.Size }
func (s shape) size() int             { return s.keptAt() + keptArea }
