package pebblestore

import (
	"errors"
	"sync"
	"sync/atomic"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// indexLag is how many full segments may wait for the index before puts wait
// for it: their places are in memory, some 2 MB a segment.
const indexLag = 8

// Store is a drop's store in one folder. See [Open]. Any number of goroutines
// may use it; three of its own run until Close.
type Store struct {
	index  *index
	log    *log
	spares *spares
	claims *claims
	seen   *seen

	// unindexed are the segments whose places the index does not have yet,
	// latest first. Read by anyone, replaced under mu.
	unindexed atomic.Pointer[[]*segment]

	records sync.Pool // of *record, to read into

	mu      sync.RWMutex
	live    map[uint64]*segment // all segments with boxes, by number
	sealed  chan *segment       // from the committer to the indexer
	indexed chan struct{}       // closed when the indexer has ended

	// changing is held while the index or what is in it changes: by the
	// indexer and by DropBefore.
	changing sync.Mutex
}

var _ dropserver.Store = (*Store)(nil)

// Put implements [dropserver.Store].
func (s *Store) Put(ref box.Ref, content *box.Content) (dropserver.PutOutcome, error) {
	mine := s.claims.claim(ref)
	defer s.claims.free(ref, mine)
	outcome, err := s.compare(ref, content)
	if outcome != 0 || err != nil {
		return outcome, err
	}
	if err := s.log.put(ref, content); err != nil {
		return 0, err
	}
	return dropserver.Created, nil
}

// compare returns Same or Conflict if a box is kept, 0 if not.
func (s *Store) compare(ref box.Ref, content *box.Content) (dropserver.PutOutcome, error) {
	kept := s.records.Get().(*record)
	defer s.records.Put(kept)
	found, err := s.read(ref, kept)
	switch {
	case err != nil:
		return 0, err
	case found && *kept.content() == *content:
		return dropserver.Same, nil
	case found:
		return dropserver.Conflict, nil
	default:
		return 0, nil
	}
}

// Get implements [dropserver.Store].
func (s *Store) Get(ref box.Ref, content *box.Content) (bool, error) {
	r := s.records.Get().(*record)
	defer s.records.Put(r)
	found, err := s.read(ref, r)
	if err != nil || !found {
		return false, err
	}
	*content = *r.content()
	return true, nil
}

// ErrDamaged is the error of a box whose bytes on the disk are not those that
// were written.
var ErrDamaged = errors.New("a box on the disk is damaged")

// read finds a box and reads and checks its record.
func (s *Store) read(ref box.Ref, r *record) (bool, error) {
	g, n, err := s.find(ref)
	if g == nil || err != nil {
		return false, err
	}
	err = g.read(n, r)
	if err == nil && r.segment() == g.seq && r.ref() == ref && r.isWhole() {
		return true, nil
	}
	if !s.isLive(g) {
		return false, nil // its round was dropped in the meantime
	}
	if err == nil {
		err = ErrDamaged
	}
	return false, err
}

// find returns the segment and the record number of a box, or no segment.
func (s *Store) find(ref box.Ref) (*segment, uint32, error) {
	if !s.seen.maybe(ref) {
		return nil, 0, nil
	}
	for _, g := range *s.unindexed.Load() {
		if n, ok := g.find(ref); ok {
			return g, n, nil
		}
	}
	p, ok, err := s.index.find(ref)
	if err != nil || !ok {
		return nil, 0, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.live[p.seq], p.n, nil // no segment if its life is over
}

func (s *Store) isLive(g *segment) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.live[g.seq] == g
}

// begun implements segments.
func (s *Store) begun(g *segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.live[g.seq] = g
	list := append([]*segment{g}, *s.unindexed.Load()...)
	s.unindexed.Store(&list)
}

// kept implements segments.
func (s *Store) kept(g *segment, refs []box.Ref) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, ref := range refs {
		g.add(ref)
		s.seen.add(ref)
	}
}

// full implements segments.
func (s *Store) full(g *segment) {
	g.mu.Lock()
	g.sealed = true
	g.mu.Unlock()
	s.sealed <- g
}

// runIndexer puts full segments into the index, one after another. One that
// cannot be put there is tried again with the next: its places stay in memory.
func (s *Store) runIndexer() {
	defer close(s.indexed)
	var waiting []*segment
	for g := range s.sealed {
		waiting = append(waiting, g)
		for len(waiting) > 0 && s.intoIndex(waiting[0]) == nil {
			waiting = waiting[1:]
		}
	}
}

func (s *Store) intoIndex(g *segment) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if !s.isLive(g) {
		return nil // all its rounds were dropped in the meantime
	}
	if err := s.index.add(g); err != nil {
		return err
	}
	s.forgetPlaces(g)
	return nil
}

// forgetPlaces takes g off the list of segments that the index lacks.
func (s *Store) forgetPlaces(g *segment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []*segment
	for _, o := range *s.unindexed.Load() {
		if o != g {
			list = append(list, o)
		}
	}
	s.unindexed.Store(&list)
}

// Close implements [dropserver.Store]. It leaves nothing to scan at the next
// opening.
func (s *Store) Close() error {
	s.log.end()
	close(s.sealed)
	<-s.indexed
	errs := []error{s.index.close(), s.spares.close()}
	for _, g := range s.live {
		errs = append(errs, g.file.Close())
	}
	return errors.Join(errs...)
}
