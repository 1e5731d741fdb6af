package device

import (
	"bytes"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/round"

	"golang.org/x/crypto/cryptobyte"
)

const (
	readyVersion = 1

	// newSets is how many sets of starts are made for each pouch, if there is
	// room: so many openings in a row, without a real one in between, change
	// every start.
	newSets = 2

	// allSets are those and one of the pouch before: between saving the vault
	// and replacing the pouch the power may go.
	allSets = newSets + 1
)

// ready is what a decoy or duress compartment keeps for the moment it is
// opened: other beginnings for everything that the pouch will write. Those of
// a duress compartment carry the silent alarm; without a link's keys nobody
// can tell which ones do. Its binary form, all integers big-endian:
//
//	1    version, 1
//	4    the loops' hit rate
//	1    number of sets, 0 to 3; then for each, older pouch's first:
//	     8 the pouch's tag, 4 its first round, 1 S, 1 PL, 32 seed,
//	     PL × S × 116 heads in the order of the file
//
// A loop's head is random.
type ready struct {
	hit  round.HitRate
	sets []readySet
}

// readySet holds one start for each entry of one pouch.
type readySet struct {
	tag    [pouch.TagSize]byte
	first  box.Round
	slots  int
	rounds int
	seed   link.Seed
	heads  []byte // rounds × slots × link.HeadLen
}

// readySize is the length in bytes of ready with n sets for such a pouch.
func readySize(p pouch.Plan, n int) int {
	return 1 + round.HitRateSize + 1 + n*(pouch.TagSize+4+1+1+link.SeedSize+p.Rounds*p.Slots*link.HeadLen)
}

func (r *ready) marshal() []byte {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint8(readyVersion)
	hit := r.hit.Bytes()
	b.AddBytes(hit[:])
	b.AddUint8(uint8(len(r.sets)))
	for i := range r.sets {
		s := &r.sets[i]
		b.AddBytes(s.tag[:])
		b.AddUint32(uint32(s.first))
		b.AddUint8(uint8(s.slots))
		b.AddUint8(uint8(s.rounds))
		b.AddBytes(s.seed.Bytes())
		b.AddBytes(s.heads)
	}
	return b.BytesOrPanic() // fixed lengths
}

// readReady shares kept's memory. Nothing kept is no set.
func readReady(kept []byte) (*ready, error) {
	r := &ready{hit: round.StartHitRate()}
	if len(kept) == 0 {
		return r, nil
	}
	in := cryptobyte.String(kept)
	var version, n uint8
	var hit [round.HitRateSize]byte
	if !in.ReadUint8(&version) || version != readyVersion || !in.CopyBytes(hit[:]) || !in.ReadUint8(&n) || n > allSets {
		return nil, ErrState
	}
	var err error
	if r.hit, err = round.HitRateOf(hit); err != nil {
		return nil, ErrState
	}
	r.sets = make([]readySet, n)
	for i := range r.sets {
		if !r.sets[i].read(&in) {
			return nil, ErrState
		}
	}
	if !in.Empty() {
		return nil, ErrState
	}
	return r, nil
}

func (s *readySet) read(in *cryptobyte.String) bool {
	var slots, rounds uint8
	var seed []byte
	if !in.CopyBytes(s.tag[:]) || !in.ReadUint32((*uint32)(&s.first)) || !in.ReadUint8(&slots) || !in.ReadUint8(&rounds) ||
		!in.ReadBytes(&seed, link.SeedSize) || !in.ReadBytes(&s.heads, int(slots)*int(rounds)*link.HeadLen) {
		return false
	}
	s.slots, s.rounds = int(slots), int(rounds)
	var err error
	s.seed, err = link.SeedOf(seed)
	return err == nil
}

// unusedReady is what a notebook keeps beside which there never was a device:
// random sets in the commonest shape, so that its compartment looks like any
// other decoy's.
func unusedReady(rand io.Reader) ([]byte, error) {
	const slots, rounds = 6, 192
	b := make([]byte, allSets*rounds*slots*link.HeadLen)
	if _, err := io.ReadFull(rand, b); err != nil {
		return nil, fmt.Errorf("drawing starts: %w", err)
	}
	r := &ready{hit: round.StartHitRate()}
	for i := range allSets {
		seed, err := link.ReadSeed(rand)
		if err != nil {
			return nil, fmt.Errorf("drawing a seed: %w", err)
		}
		s := readySet{first: 1, slots: slots, rounds: rounds, seed: seed, heads: b[i*len(b)/allSets:][:len(b)/allSets]}
		if _, err := io.ReadFull(rand, s.tag[:]); err != nil {
			return nil, fmt.Errorf("drawing a tag: %w", err)
		}
		r.sets = append(r.sets, s)
	}
	return r.marshal(), nil
}

// start returns the set's start for an entry; false if it has none for it.
func (s *readySet) start(e pouch.Entry) (start [link.StartLen]byte, ok bool) {
	if e.Round < s.first || e.Round-s.first >= box.Round(s.rounds) || e.Slot >= s.slots {
		return start, false
	}
	at := (int(e.Round-s.first)*s.slots + e.Slot) * link.HeadLen
	return link.StartOf(&s.seed, e.ID, (*[link.HeadLen]byte)(s.heads[at:])), true
}

// change is what the opening of a decoy does to the pouch: the next set of
// starts that fits it and that it does not hold yet, and loops at its end, so
// that what leaves the device goes on for as long as after any other opening.
func (r *ready) change(v *pouch.View, rand io.Reader) pouch.Change {
	c := pouch.Change{Append: true, Hit: r.hit}
	set := r.next(v)
	if set == nil {
		return c
	}
	c.Starts = func(e pouch.Entry) (start [link.StartLen]byte, ok bool) {
		if start, ok = set.start(e); ok {
			return start, true
		}
		if _, err := io.ReadFull(rand, start[:]); err != nil {
			return start, false
		}
		return start, true // a loop that an earlier opening appended
	}
	return c
}

// unchanged leaves the pouch as it is, at the cost of a decoy's opening.
func unchanged(v *pouch.View) pouch.Change {
	plan := v.Plan()
	r := &ready{sets: []readySet{{
		tag: v.Tag(), first: v.First(), slots: plan.Slots, rounds: plan.Rounds,
		heads: make([]byte, plan.Rounds*plan.Slots*link.HeadLen),
	}}}
	set := r.next(v)
	return pouch.Change{Starts: func(e pouch.Entry) ([link.StartLen]byte, bool) {
		start, _ := set.start(e)
		return start, false
	}}
}

// next returns the set to be used; nil if none fits.
func (r *ready) next(v *pouch.View) *readySet {
	var fit []*readySet
	for i := range r.sets {
		if r.sets[i].tag == v.Tag() {
			fit = append(fit, &r.sets[i])
		}
	}
	for i := len(fit) - 1; i >= 0; i-- {
		if fit[i].isIn(v) {
			return fit[min(i+1, len(fit)-1)]
		}
	}
	if len(fit) == 0 {
		return nil
	}
	return fit[0]
}

// isIn reports whether the pouch's unsent entries begin as the set says.
func (s *readySet) isIn(v *pouch.View) bool {
	for e := range v.Unsent() {
		if start, ok := s.start(e); ok {
			return bytes.Equal(start[:], v.Start(e))
		}
	}
	return false
}

// alternatives are the starts that a sealing made, until they have their
// places: by kind, then set, then by the box they belong to.
type alternatives struct {
	seeds [kinds][]link.Seed
	heads map[box.ID]*link.Write
}

// Kinds of starts.
const (
	plain = iota
	flagged
	kinds
)

// newAlternatives draws the seeds of n sets of each kind.
func newAlternatives(n int, rand io.Reader) (*alternatives, error) {
	a := &alternatives{heads: map[box.ID]*link.Write{}}
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
		if a != nil {
			a.heads[s.Writes[i].ID] = &s.Writes[i]
		}
	}
}

// sets lays the starts of one kind out in the order of the pouch's file.
func (a *alternatives) sets(kind int, fill *pouch.Fill, p pouch.Plan, first box.Round, tag [pouch.TagSize]byte, rand io.Reader) ([]readySet, error) {
	sets := make([]readySet, len(a.seeds[kind]))
	for i := range sets {
		heads := make([]byte, p.Rounds*p.Slots*link.HeadLen)
		if _, err := io.ReadFull(rand, heads); err != nil {
			return nil, fmt.Errorf("drawing loops' starts: %w", err)
		}
		at := 0
		for ref := range fill.Writes() {
			if w := a.heads[ref.ID]; w != nil {
				copy(heads[at:], [kinds][][link.HeadLen]byte{plain: w.Plain, flagged: w.Duress}[kind][i][:])
			}
			at += link.HeadLen
		}
		sets[i] = readySet{tag: tag, first: first, slots: p.Slots, rounds: p.Rounds, seed: a.seeds[kind][i], heads: heads}
	}
	return sets, nil
}
