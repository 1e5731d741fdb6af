package cell

import (
	"io"

	"bulkhead/box"
)

// usualNamed is how many people a member's device names beside its owner in the
// usual shape: partner, lead and a pair.
const usualNamed = 4

// Exposure is the answer to "X was taken": what a captor with X's open device
// learns, as far as this device can tell, and what its owner does about it.
type Exposure struct {
	Tie      TieID
	Relation Relation

	// Names are those of this device's ties whom X's device names as well.
	// The owner is always named.
	Names []TieID

	// Others is how many more X's device may name, whom this device cannot know:
	// X's own pair, its lead, its partner. At most, in the usual shape.
	Others int

	// Most is the same where X leads as many pairs as its slots allow.
	Most int

	// Notes tells that notes went through X, whose device could read them on
	// their way: where X is the lead (or the other founder), the owner's and
	// those of everybody below; where X is led, those from there.
	Notes bool

	Tell  []Telling // whom the device tells, in this order, first
	Sever []TieID   // which ties go, in this order, then
	Delay bool      // after 1 to 16 rounds, not at once
}

// Exposure answers for the tie X and changes nothing. ErrNoTie.
func (s *State) Exposure(id TieID) (Exposure, error) {
	x, err := s.namedTie(id)
	if err != nil {
		return Exposure{}, err
	}
	e := Exposure{Tie: id, Relation: x.Relation, Tell: s.tells(x), Sever: []TieID{id}, Delay: x.Relation == Led}
	if t := s.teller(x); t != nil {
		e.Names = append(e.Names, t.ID)
	}
	up := s.up()
	e.Notes = x.Relation == Led || up != nil && up.ID == id
	known := 1 + len(e.Names)
	e.Most = max(s.MaxLinks()-known, 0)
	e.Others = min(max(usualNamed-known, 0), e.Most)
	if x.Relation == Desk { // it has no circle, but other liaisons
		e.Others = e.Most
	}
	return e, nil
}

// Drill answers as Exposure does and carries all of it out: see
// [State.ConfirmTaken], whose errors it has.
func (s *State) Drill(id TieID, now box.Round, rand io.Reader) (Exposure, []Effect, error) {
	e, err := s.Exposure(id)
	if err != nil {
		return Exposure{}, nil, err
	}
	effects, err := s.ConfirmTaken(id, now, rand)
	if err != nil {
		return Exposure{}, nil, err
	}
	return e, effects, nil
}
