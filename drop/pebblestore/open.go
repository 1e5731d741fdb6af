package pebblestore

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/drop/dropserver"
)

// Options of a store. The zero value is the defaults on the machine's disk.
type Options struct {
	// FS is the disk; the operating system's by default.
	FS vfs.FS
	// SegmentSize is the length of a segment file, in bytes, a multiple of
	// 4,096: 64 MiB (16,194 boxes) by default. The disk holds a segment until
	// the last of its rounds has expired. A folder keeps the size that it was
	// made with; opening it with another is an error.
	SegmentSize int64
	// Reserve is how much of the disk segment files take before Open returns,
	// in bytes. More are made as they are needed, and then kept.
	Reserve int64
}

// DefaultSegmentSize is the default length of a segment file, in bytes.
const DefaultSegmentSize = 64 << 20

// Open opens the store in dir, making it if there is none; the folder above
// must be there. After a crash it
// scans the few segments of which the index may know nothing; every box whose
// put had returned is there.
func Open(dir string, o Options) (*Store, error) {
	if o.FS == nil {
		o.FS = vfs.Default
	}
	if o.SegmentSize == 0 {
		o.SegmentSize = DefaultSegmentSize
	}
	if o.SegmentSize%pageSize != 0 || o.SegmentSize < 16*pageSize {
		return nil, errors.New("a segment is a multiple of 4,096 bytes, and 65,536 at least")
	}
	boxes := o.FS.PathJoin(dir, "boxes")
	if err := o.FS.MkdirAll(boxes, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of boxes: %w", err)
	}
	if err := errors.Join(syncDir(o.FS, dir), syncDir(o.FS, o.FS.PathDir(dir))); err != nil {
		return nil, fmt.Errorf("making the folder of boxes: %w", err)
	}
	x, err := openIndex(o.FS.PathJoin(dir, "index"), o.FS) // also keeps a second process out
	if err != nil {
		return nil, err
	}
	s := &Store{
		index:   x,
		claims:  newClaims(),
		live:    make(map[uint64]*segment),
		sealed:  make(chan *segment, indexLag),
		indexed: make(chan struct{}),
		spares:  newSpares(o.FS, boxes, o.SegmentSize, int(o.Reserve/o.SegmentSize)),
	}
	s.unindexed.Store(new([]*segment))
	s.records.New = func() any { return new(record) }
	r := &recovery{store: s, fs: o.FS, dir: boxes, capacity: int(o.SegmentSize / recordSize), size: o.SegmentSize}
	if err := r.run(); err != nil {
		return nil, errors.Join(err, r.abandon(), x.close())
	}
	go s.spares.run()
	s.spares.waitReserve()
	go s.log.run()
	go s.runIndexer()
	if err := errors.Join(r.moveRest(), s.spares.trim()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// recovery finds out, at opening, what every segment file holds.
type recovery struct {
	store    *Store
	fs       vfs.FS
	dir      string
	capacity int
	size     int64
	opened   []vfs.File

	small []*segment // less than half full, to be moved
}

func (r *recovery) run() error {
	names, err := list(r.fs, r.dir)
	if err != nil {
		return fmt.Errorf("listing segments: %w", err)
	}
	marks, err := r.store.index.marks()
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := r.file(name, marks); err != nil {
			return err
		}
	}
	opening, err := r.countOpening()
	if err != nil {
		return err
	}
	var from uint64 // of earlier rounds there may be boxes already
	for _, g := range r.store.live {
		from = max(from, uint64(g.most)+1)
	}
	r.store.seen = newSeen(from)
	r.store.log = newLog(r.store.spares, r.capacity, uint64(opening)<<32, r.store)
	return nil
}

// countOpening returns the number of this opening, durably: the upper half of
// its segments' numbers. No two openings share one, so whatever the one before
// left in a file, unsynced and unanswered, is of another life than what this
// one writes there.
func (r *recovery) countOpening() (uint32, error) {
	n, known, err := r.store.index.openings()
	if err != nil {
		return 0, err
	}
	if !known { // a new store, or a new index for old segments
		for _, f := range r.opened {
			seq, err := highest(f, r.capacity)
			if err != nil {
				return 0, err
			}
			n = max(n, uint32(seq>>32))
		}
	}
	return n + 1, r.store.index.setOpenings(n + 1)
}

// file takes one segment file in: as spare, or as a segment.
func (r *recovery) file(name string, marks map[uint64]mark) error {
	f, err := r.fs.OpenReadWrite(r.fs.PathJoin(r.dir, name), vfs.WriteCategoryUnspecified)
	if err != nil {
		return fmt.Errorf("opening a segment: %w", err)
	}
	r.opened = append(r.opened, f)
	if info, err := f.Stat(); err != nil || info.Size() != r.size {
		return errors.New("a segment file is not of the size that the store was opened with")
	}
	r.store.spares.adopt(f, name)
	g, err := r.look(f, marks)
	if err != nil {
		return err
	}
	if g.n == 0 {
		r.store.spares.give(f, g.seq)
		return nil
	}
	g.sealed = true
	r.store.live[g.seq] = g
	if g.n < r.capacity/2 {
		r.small = append(r.small, g)
	}
	return nil
}

// look finds out what a file holds: by the index's mark of it, or by scanning
// it and then marking it. A segment without records is one that has ended, or
// none at all.
func (r *recovery) look(f vfs.File, marks map[uint64]mark) (*segment, error) {
	var first record
	g := newSegment(0, f)
	if err := g.read(0, &first); err != nil {
		return nil, err
	}
	if !first.isWhole() {
		return g, nil
	}
	if m, ok := marks[first.segment()]; ok {
		g.seq, g.n, g.least, g.most, g.at = first.segment(), m.n, m.least, m.most, nil
		return g, nil
	}
	g, err := scan(f, r.capacity)
	if err != nil {
		return nil, err
	}
	if err := r.store.index.add(g); err != nil {
		return nil, err
	}
	g.indexed()
	return g, nil
}

// moveAtOnce is how many boxes moveRest has on their way to the disk.
const moveAtOnce = 128

// moveRest writes the boxes of segments that were left less than half full to
// the log again, so that many short runs do not fill the disk. (Appending to
// them would be wrong: behind what was synced there may be whole records of
// puts that failed.) On a full disk it leaves them where they are.
func (r *recovery) moveRest() error {
	for _, g := range r.small {
		switch err := r.move(g); {
		case errors.Is(err, dropserver.ErrFull):
			return nil
		case err != nil:
			return err
		}
		if err := r.store.retire(g); err != nil {
			return err
		}
	}
	return nil
}

// move writes the boxes of g that have not expired to the log again.
func (r *recovery) move(g *segment) error {
	var moving sync.WaitGroup
	var failed atomic.Pointer[error]
	slots := make(chan struct{}, moveAtOnce)
	for n := range uint32(g.n) {
		slots <- struct{}{}
		moving.Go(func() {
			if err := r.moveBox(g, n); err != nil {
				failed.Store(&err)
			}
			<-slots
		})
	}
	moving.Wait()
	if err := failed.Load(); err != nil {
		return fmt.Errorf("moving boxes at opening: %w", *err)
	}
	return nil
}

func (r *recovery) moveBox(g *segment, n uint32) error {
	var rec record
	if err := g.read(n, &rec); err != nil {
		return err
	}
	p, ok, err := r.store.index.find(rec.ref())
	if err != nil {
		return err
	}
	if !ok || p != (place{g.seq, n}) {
		return nil // expired, or moved before
	}
	if !rec.isWhole() {
		return ErrDamaged
	}
	return r.store.log.put(rec.ref(), rec.content())
}

// abandon closes what a failed opening has opened.
func (r *recovery) abandon() error {
	var errs []error
	for _, f := range r.opened {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}
