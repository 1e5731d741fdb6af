package pebblestore

import (
	"errors"

	"bulkhead/box"
)

// DropBefore implements [dropserver.Store]. What it forgot is gone from every
// answer at once, and its room is written over from now on. It is forgotten
// durably but for the latest segments: after a crash their boxes may be back
// until the next call.
func (s *Store) DropBefore(first box.Round) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	for _, g := range *s.unindexed.Load() {
		g.forgetBefore(first)
	}
	s.seen.dropBefore(first)
	ended, roll := s.takeEnded(first)
	if roll {
		s.log.roll()
	}
	var seqs []uint64
	for _, g := range ended {
		seqs = append(seqs, g.seq)
	}
	// If the roster cannot be written, the next opening finds more than is
	// needed.
	err := s.roster.end(seqs, first)
	s.doubt(s.roster.doubted())
	err = errors.Join(err, s.index.drop(first), s.spares.dropDamaged(first))
	s.retry() // there may be room for what waits, or it is needed no more
	for _, g := range ended {
		s.forgetPlaces(g)
		s.spares.give(g.file)
	}
	return err
}

// doubt sets the rounds of which unknown boxes were lost.
func (s *Store) doubt(spans []span) { s.doubtful.Store(&spans) }

// retire ends a segment whose boxes are elsewhere too, durably. Its file is a
// spare then, or set aside if it is damaged.
func (s *Store) retire(g *segment, damaged bool) error {
	if err := s.roster.retire(g.seq); err != nil {
		return err
	}
	s.mu.Lock()
	delete(s.live, g.seq)
	s.mu.Unlock()
	s.forgetPlaces(g)
	if damaged && g.file != nil {
		return s.spares.setAside(g.file, g.rounds.high)
	}
	s.spares.give(g.file)
	return nil
}

// takeEnded takes the segments without a box of round first or later out of
// the living, and reports whether the active segment has boxes that have
// expired, so that it should be followed by another.
func (s *Store) takeEnded(first box.Round) (ended []*segment, roll bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for seq, g := range s.live {
		switch sealed, most := g.state(); {
		case sealed && most < first:
			delete(s.live, seq)
			ended = append(ended, g)
		case !sealed && g.rounds.low < first: // whatever comes lies in a window that is not dropped
			roll = true
		}
	}
	return ended, roll
}

// state returns whether g is full and the last round that its records are of.
func (g *segment) state() (sealed bool, most box.Round) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.sealed, g.most
}

// forgetBefore forgets the places of boxes of the rounds before first.
func (g *segment) forgetBefore(first box.Round) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.n == 0 || g.least >= first {
		return
	}
	for ref := range g.at {
		if ref.Round < first {
			delete(g.at, ref)
		}
	}
}
