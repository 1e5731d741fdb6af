package pebblestore

import (
	"encoding/binary"
	"sync"
	"sync/atomic"

	"bulkhead/box"
)

const (
	// firstLayer is how many boxes the first layer of a round's filter is for;
	// each further one is for twice as many.
	firstLayer = 1 << 16

	// layerBits and layerProbes make a layer that is full take one box in 400
	// for one that it has seen, at 16 bits a box: 4 MB for a round of 1.5
	// million.
	layerBits   = 16
	layerProbes = 4
)

// seen knows which boxes may be kept, so that nobody looks for the others: for
// most puts, and for gets of boxes that were never written. It is a filter (B.
// H. Bloom, 1970) for each round that began after the store was opened; of
// earlier ones it knows nothing. Ids are random to whoever writes honest boxes;
// whoever does not makes the filter worse, not wrong.
//
// add is for the committer; the others may be called concurrently.
type seen struct {
	from uint64 // a round, or one more than the last; of those before, nothing is known

	mu     sync.RWMutex
	rounds map[box.Round]*filter // guarded by mu
}

// filter is one round's: its layers, smallest first, the last one not full.
type filter struct {
	layers atomic.Pointer[[]*layer]
	left   int // boxes that the last layer takes; the committer's
}

type layer []atomic.Uint64

func newSeen(from uint64) *seen {
	return &seen{from: from, rounds: make(map[box.Round]*filter)}
}

// maybe reports whether a box may be kept.
func (s *seen) maybe(ref box.Ref) bool {
	if uint64(ref.Round) < s.from {
		return true
	}
	s.mu.RLock()
	f := s.rounds[ref.Round]
	s.mu.RUnlock()
	if f == nil {
		return false
	}
	for _, l := range *f.layers.Load() {
		if l.has(&ref.ID) {
			return true
		}
	}
	return false
}

// add notes a box.
func (s *seen) add(ref box.Ref) {
	if uint64(ref.Round) < s.from {
		return
	}
	s.mu.RLock()
	f := s.rounds[ref.Round]
	s.mu.RUnlock()
	if f == nil {
		f = new(filter)
		f.layers.Store(new([]*layer))
		s.mu.Lock()
		s.rounds[ref.Round] = f
		s.mu.Unlock()
	}
	f.add(&ref.ID)
}

// dropBefore forgets the rounds before first.
func (s *seen) dropBefore(first box.Round) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for r := range s.rounds {
		if r < first {
			delete(s.rounds, r)
		}
	}
}

func (f *filter) add(id *box.ID) {
	layers := *f.layers.Load()
	if f.left == 0 {
		f.left = firstLayer << len(layers)
		l := make(layer, f.left*layerBits/64)
		layers = append(layers[:len(layers):len(layers)], &l)
		f.layers.Store(&layers)
	}
	f.left--
	layers[len(layers)-1].add(id)
}

// probe returns the i-th bit of an id in l.
func (l layer) probe(id *box.ID, i int) (word int, bit uint64) {
	at := binary.LittleEndian.Uint32(id[4*i:]) % uint32(len(l)*64)
	return int(at / 64), 1 << (at % 64)
}

func (l layer) has(id *box.ID) bool {
	for i := range layerProbes {
		if word, bit := l.probe(id, i); l[word].Load()&bit == 0 {
			return false
		}
	}
	return true
}

func (l layer) add(id *box.ID) {
	for i := range layerProbes {
		word, bit := l.probe(id, i)
		l[word].Or(bit)
	}
}
