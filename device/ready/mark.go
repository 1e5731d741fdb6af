package ready

import (
	"fmt"
	"io"

	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// Mark is what of a pouch says which sets are its own. The zero Mark is of no pouch,
// or of none that is sound: nothing is its own.
type Mark struct {
	plan pouch.Plan
	tag  [pouch.TagSize]byte
	some bool
}

// MarkOf returns a pouch's mark.
func MarkOf(p *pouch.Pouch) Mark { return Mark{p.Plan(), p.Tag(), true} }

// Open returns what lies in each place of what is kept; nil where there is nothing of
// this pouch's.
func (m Mark) Open(kept []byte) []*Set {
	if !m.some {
		return nil
	}
	return newShelf(m.plan, len(kept)).all(kept, m.tag)
}

// Renew returns what a decoy keeps ready once it was opened, or once its
// duress was: forced is what the duress compartment kept, nil for the decoy's
// own passphrase. The next unused set becomes a used one. With duress it, and
// those behind it, are the duress compartment's; those before it, which an
// earlier opening has put into the pouch, stay the decoy's. So from what is
// kept and from the pouch, before and after, nobody can tell one from the
// other. Both are the same work.
func (m Mark) Renew(decoy vault.Content, forced *vault.Content, rand io.Reader) []byte {
	kept := append([]byte(nil), decoy.Ready...)
	s := newShelf(m.plan, len(kept))
	if !m.some || s.places == 0 {
		return kept
	}
	if forced == nil {
		forced = &decoy
	}
	own, theirs := s.all(kept, m.tag), s.all(forced.Ready, m.tag)
	next, scratch := nextOf(own), make([]byte, s.size())
	for i := range own {
		set, place := own[i], s.place(kept, i)
		if i >= next && theirs[i] != nil {
			set = theirs[i]
		}
		if set == nil { // nothing to be sealed here, at the same cost
			set, place = &Set{heads: s.place(decoy.Ready, i)[:s.heads()]}, scratch
		}
		set.used = i <= next
		if err := s.seal(place, i, m.tag, set, rand); err != nil {
			return append([]byte(nil), decoy.Ready...) // no randomness: nothing else works either
		}
	}
	return kept
}

// nextOf is the place of the set that an opening uses: the first that is
// unused, or, if all were used, the last.
func nextOf(sets []*Set) int {
	next := 0
	for i := range sets {
		if sets[i] == nil {
			continue
		}
		next = i
		if !sets[i].used {
			break
		}
	}
	return next
}

// Current returns the set that the last opening marked as used; nil if there
// is none for this pouch.
func (m Mark) Current(kept []byte) (set *Set) {
	for _, s := range m.Open(kept) {
		if s != nil && s.used {
			set = s
		}
	}
	return set
}

// Left counts the sets that no opening has used.
func (m Mark) Left(kept []byte) (n int) {
	for _, s := range m.Open(kept) {
		if s != nil && !s.used {
			n++
		}
	}
	return n
}

// Spoilt returns what a duress compartment would keep, if there were one beside
// the decoy, with heads that open nowhere: for a panic key without a duress
// passphrase.
func (m Mark) Spoilt(decoy vault.Content, rand io.Reader) (*vault.Content, error) {
	kept, err := Noise(len(decoy.Ready), rand)
	if err != nil || !m.some {
		return &vault.Content{Ready: kept}, err
	}
	s := newShelf(m.plan, len(kept))
	for i, set := range s.all(decoy.Ready, m.tag) {
		if set == nil {
			continue
		}
		if set.heads, err = Noise(s.heads(), rand); err != nil {
			return nil, err
		}
		if set.seed, err = link.ReadSeed(rand); err != nil {
			return nil, fmt.Errorf("drawing a seed: %w", err)
		}
		if err := s.seal(s.place(kept, i), i, m.tag, set, rand); err != nil {
			return nil, err
		}
	}
	return &vault.Content{Ready: kept}, nil
}

// Noise returns n random bytes: what is kept where there is nothing.
func Noise(n int, rand io.Reader) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(rand, b); err != nil {
		return nil, fmt.Errorf("drawing noise: %w", err)
	}
	return b, nil
}
