package device

import (
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/link"
	"bulkhead/pouch"
)

// alternatives are the starts that a sealing made, until they have their
// places.
type alternatives struct {
	seeds [kinds][]link.Seed
	made  map[box.ID]*link.Write // by the box that they belong to
}

// Kinds of starts.
const (
	plain   = iota // say what the box's own start says
	flagged        // and raise the silent alarm
	kinds
)

// newAlternatives draws the seeds of n sets of each kind.
func newAlternatives(n int, rand io.Reader) (*alternatives, error) {
	a := &alternatives{made: map[box.ID]*link.Write{}}
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

// ask has a sealing make them. Nobody asks a nil one.
func (a *alternatives) ask(m *link.Moment) {
	if a != nil {
		m.Plain, m.Duress = a.seeds[plain], a.seeds[flagged]
	}
}

// note remembers what a sealing made.
func (a *alternatives) note(s *link.Sealing) {
	for i := range s.Writes {
		a.noteWrite(&s.Writes[i])
	}
}

func (a *alternatives) noteWrite(w *link.Write) {
	if a != nil {
		a.made[w.ID] = w
	}
}

// set returns the n-th set of a kind, laid out in the order of the pouch's
// file.
func (a *alternatives) set(kind, n int, fill *pouch.Fill, s shelf, rand io.Reader) (*readySet, error) {
	heads, err := noise(s.heads(), rand) // loops keep it
	if err != nil {
		return nil, err
	}
	at := 0
	for ref := range fill.Writes() {
		if w := a.made[ref.ID]; w != nil {
			copy(heads[at:], w.Alternatives(kind == flagged)[n][:])
		}
		at += link.HeadLen
	}
	return &readySet{seed: a.seeds[kind][n], heads: heads}, nil
}
