package ready

import (
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/link"
	"bulkhead/pouch"
)

// Lids are the lids that one sealing makes, until they are kept. All methods but
// Keep may be called on nil, for a device that has no other compartments.
type Lids struct {
	seeds [kinds][]link.Seed
	made  map[box.ID]*link.Write // by the box that they belong to
}

// Kind is a kind of lids.
type Kind int

const (
	Plain   Kind = iota // say what the box's own lid says
	Flagged             // and raise the silent alarm
	kinds
)

// Sets returns how many sets of lids are made for each pouch, in compartments of a
// capacity: so many openings in a row, without an ordinary one in between, change
// every lid. 0 if not even one fits beside one of the pouch before.
func Sets(p pouch.Plan, capacity int) int { return max(0, newShelf(p, Len(capacity)).places-1) }

// NewLids draws the seeds of n sets of each kind.
func NewLids(n int, rand io.Reader) (*Lids, error) {
	a := &Lids{made: map[box.ID]*link.Write{}}
	for kind := range a.seeds {
		for range n {
			seed, err := link.ReadSeed(rand)
			if err != nil {
				return nil, fmt.Errorf("drawing a seed: %w", err)
			}
			a.seeds[kind] = append(a.seeds[kind], seed)
		}
	}
	return a, nil
}

// Ask has a sealing make them.
func (a *Lids) Ask(m *link.Moment) {
	if a != nil {
		m.Plain, m.Duress = a.seeds[Plain], a.seeds[Flagged]
	}
}

// Note remembers what a sealing made.
func (a *Lids) Note(s *link.Sealing) {
	for i := range s.Writes {
		a.NoteWrite(&s.Writes[i])
	}
}

// NoteWrite remembers one write of it.
func (a *Lids) NoteWrite(w *link.Write) {
	if a != nil {
		a.made[w.ID] = w
	}
}

// set returns the n-th set of a kind, laid out in the order of the pouch's
// file.
func (a *Lids) set(kind Kind, n int, fill *pouch.Fill, s shelf, rand io.Reader) (*Set, error) {
	heads, err := Noise(s.heads(), rand) // loops keep it
	if err != nil {
		return nil, err
	}
	at := 0
	for ref := range fill.Writes() {
		if w := a.made[ref.ID]; w != nil {
			copy(heads[at:], w.Alternatives(kind == Flagged)[n][:])
		}
		at += link.HeadLen
	}
	return &Set{seed: a.seeds[kind][n], heads: heads}, nil
}

// Sealing is what lids are kept for: a pouch, before it replaces another.
type Sealing struct {
	Plan  pouch.Plan
	Fill  *pouch.Fill // finished
	First box.Round
	Tag   [pouch.TagSize]byte
	Old   *pouch.Pouch // which is still there; nil: none that is believed
}

// Keep returns what a compartment of a capacity keeps from now on: the sets of a new
// pouch, and before them one of the pouch that is still there, from was, which it kept
// until now.
func (a *Lids) Keep(kind Kind, p Sealing, capacity int, was []byte, rand io.Reader) ([]byte, error) {
	kept, err := Noise(Len(capacity), rand)
	if err != nil {
		return nil, err
	}
	s := newShelf(p.Plan, len(kept))
	if err := s.keepOne(kept, was, p.Old, rand); err != nil {
		return nil, err
	}
	for i := 1; i < s.places; i++ {
		set, err := a.set(kind, i-1, p.Fill, s, rand)
		if err != nil {
			return nil, err
		}
		set.first = p.First
		if err := s.seal(s.place(kept, i), i, p.Tag, set, rand); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// keepOne puts into place 0 the next set of the pouch that is still there,
// whatever was saved for others that never got there.
func (s shelf) keepOne(kept, was []byte, old *pouch.Pouch, rand io.Reader) error {
	if old == nil || s.places == 0 {
		return nil
	}
	sets := s.all(was, old.Tag())
	set := sets[nextOf(sets)]
	if set == nil {
		return nil
	}
	return s.seal(s.place(kept, 0), 0, old.Tag(), set, rand)
}
