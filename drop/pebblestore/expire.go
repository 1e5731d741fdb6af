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
	if err := s.index.drop(first); err != nil {
		return err
	}
	ended, turn := s.takeEnded(first)
	if turn {
		s.log.turn()
	}
	return s.free(ended)
}

// free makes the files of segments that are not among the living any more
// spares.
func (s *Store) free(ended []*segment) error {
	var seqs []uint64
	for _, g := range ended {
		seqs = append(seqs, g.seq)
		s.forgetPlaces(g)
	}
	err := s.index.end(seqs)
	for _, g := range ended { // without marks too: the next opening finds out
		s.spares.give(g.file, g.seq)
	}
	if err != nil {
		return errors.New("freeing segments: the index cannot be written")
	}
	return nil
}

// retire frees a segment whose boxes are elsewhere too, durably.
func (s *Store) retire(g *segment) error {
	s.mu.Lock()
	delete(s.live, g.seq)
	s.mu.Unlock()
	return s.free([]*segment{g})
}

// takeEnded takes the segments without a box of round first or later out of
// the living, and reports whether the active segment has boxes that have
// expired, so that it should be followed by another.
func (s *Store) takeEnded(first box.Round) (ended []*segment, turn bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for seq, g := range s.live {
		switch sealed, least, most := g.state(); {
		case sealed && most < first:
			delete(s.live, seq)
			ended = append(ended, g)
		case !sealed && least < first:
			turn = true
		}
	}
	return ended, turn
}

// state returns whether g is full and which rounds its records are of.
func (g *segment) state() (sealed bool, least, most box.Round) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.sealed, g.least, g.most
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
