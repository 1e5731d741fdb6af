package pebblestore

import (
	"errors"
	"io"
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
	index    *index
	log      *log
	spares   *spares
	claims   *claims
	seen     *seen
	roster   *roster
	mark     *acked
	lock     io.Closer // keeps a second process out
	layout   layout
	indexDir string

	found    Found                  // at opening
	damaged  atomic.Int64           // answers ErrDamaged
	doubtful atomic.Pointer[[]span] // rounds of which unknown boxes were lost; replaced under changing

	// unindexed are the segments whose places the index does not have yet,
	// latest first. Read by anyone, replaced under mu.
	unindexed atomic.Pointer[[]*segment]

	records sync.Pool // of *record, to read into

	mu      sync.RWMutex
	live    map[uint64]*segment // all segments with boxes, by number
	sealed  chan *segment       // from the committer to the indexer
	again   chan struct{}       // to the indexer: there may be room now
	waiting atomic.Int64        // segments that the index could not take
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
	if err := s.hasPlaces(); err != nil {
		return 0, err
	}
	if err := s.log.put(&boxed{kindBox, ref, sumOf(content), content}); err != nil {
		return 0, err
	}
	return dropserver.Created, nil
}

// hasPlaces returns dropserver.ErrFull if the index has no room for the places
// of more boxes, and has it look again.
func (s *Store) hasPlaces() error {
	if s.waiting.Load() < indexLag {
		return nil
	}
	s.retry()
	return dropserver.ErrFull
}

// retry has the indexer look again whether there is room.
func (s *Store) retry() {
	select {
	case s.again <- struct{}{}:
	default: // it will
	}
}

// compare returns Same or Conflict if a box is kept, 0 if not. A damaged box
// whose bytes these provably are is written again.
func (s *Store) compare(ref box.Ref, content *box.Content) (dropserver.PutOutcome, error) {
	kept := s.records.Get().(*record)
	defer s.records.Put(kept)
	found, err := s.read(ref, kept)
	switch {
	case err == dropserver.ErrDamaged && kept.entry().canHeal(content):
		if err := s.log.put(&boxed{kindBox, ref, kept.entry().sum(), content}); err != nil {
			return 0, err
		}
		return dropserver.Same, nil
	case err != nil:
		return 0, s.tellDamage(err)
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
		return false, s.tellDamage(err)
	}
	*content = *r.content()
	return true, nil
}

// tellDamage counts answers of damaged boxes.
func (s *Store) tellDamage(err error) error {
	if err != nil {
		s.damaged.Add(1)
	}
	return err
}

// read finds a box and reads and checks its record. With ErrDamaged, r's entry
// says what is known of the box.
func (s *Store) read(ref box.Ref, r *record) (bool, error) {
	clear(r.entry()[:])
	g, n, err := s.find(ref)
	if g == nil || err != nil {
		return false, s.orDoubt(ref, err)
	}
	err = g.read(n, r)
	if own := r.entry(); err == nil && own.kind() == kindBox && own.ref() == ref && own.holds(g.seq, int(n)) && r.hasContent() {
		return true, nil
	}
	if !s.isLive(g) {
		return false, nil // its round was dropped in the meantime
	}
	var listed entry
	if g.readListed(n, &listed) != nil {
		clear(listed[:])
	}
	held, whole := judge(g.seq, int(n), &listed, r)
	if held == nil || held.ref() != ref {
		r.entry().set(g.seq, int(n), 0, kindUnknown, ref, sum{})
		return false, dropserver.ErrDamaged
	}
	if whole {
		return true, nil
	}
	return false, dropserver.ErrDamaged
}

// orDoubt is the error of a box that is not found: none, unless boxes of its
// round were lost of which not even the ids are known.
func (s *Store) orDoubt(ref box.Ref, err error) error {
	if err != nil {
		return dropserver.ErrDamaged
	}
	for _, d := range *s.doubtful.Load() {
		if d.has(ref.Round) {
			return dropserver.ErrDamaged
		}
	}
	return nil
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
func (s *Store) begun(g *segment) error {
	if err := s.roster.begin(g, s.spares.number(g.file)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.live[g.seq] = g
	list := append([]*segment{g}, *s.unindexed.Load()...)
	s.unindexed.Store(&list)
	return nil
}

// acked implements segments. The mark of a segment's first group is synced: so
// that a power cut leaves one that says the segment had boxes.
func (s *Store) acked(g *segment, n int) error {
	if err := s.mark.write(g.seq, n); err != nil || g.n > 0 {
		return err
	}
	return writeError(s.mark.file.SyncData())
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
	s.roster.full(g)
	s.sealed <- g
}

// runIndexer puts full segments into the index, one after another. One that
// cannot be put there is tried again with the next, whenever rounds are dropped
// and when boxes are refused for it: its places stay in memory.
func (s *Store) runIndexer() {
	defer close(s.indexed)
	var waiting []*segment
	for more := true; more; {
		var g *segment
		select {
		case g, more = <-s.sealed:
			if more {
				waiting = append(waiting, g)
			}
		case <-s.again:
		}
		for len(waiting) > 0 && s.intoIndex(waiting[0]) == nil {
			waiting = waiting[1:]
			s.waiting.Store(int64(len(waiting))) // boxes need not be refused until the last is done
		}
		s.waiting.Store(int64(len(waiting)))
	}
}

func (s *Store) intoIndex(g *segment) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	if !s.isLive(g) {
		return nil // all its rounds were dropped in the meantime
	}
	if err := s.index.mend(s.roster.lowest()); err != nil {
		return err
	}
	if err := g.writeList(); err != nil {
		return err
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
	errs := []error{s.roster.change(func() {}), s.index.close(), s.spares.close()}
	for _, g := range s.live {
		if g.file != nil {
			errs = append(errs, g.file.Close())
		}
	}
	return errors.Join(append(errs, s.closeFolder())...)
}

// closeFolder closes what a store has but segments and their index.
func (s *Store) closeFolder() error {
	return errors.Join(s.roster.close(), s.mark.close(), s.lock.Close())
}
