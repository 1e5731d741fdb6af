package pebblestore

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
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
	// Now is the current round, by the drop's clock, and Keep for how many rounds
	// it keeps a box. They are asked for where nothing on the disk says of which
	// rounds boxes were lost: those up to the one after Now are in doubt then,
	// and those that are kept no more are not counted. Zeros: the clock is not
	// known.
	Now  box.Round
	Keep int
	// Old says that the folder was a store's before. If nothing of it is there,
	// all its boxes were lost; otherwise the folder is taken for a new one.
	Old bool
}

// DefaultSegmentSize is the default length of a segment file, in bytes.
const DefaultSegmentSize = 64 << 20

// Open opens the store in dir, making it if there is none; the folder above
// must be there. Every box whose put had returned is there, or is damaged and
// known to be. What is whole in a damaged segment is moved to another.
// [Store.Found] says what was found.
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
	s, err := openFolder(dir, o)
	if errors.Is(err, errIndex) {
		// What a scan does not read of the index may be damaged: its filters.
		if err := o.FS.RemoveAll(o.FS.PathJoin(dir, "index")); err != nil {
			return nil, fmt.Errorf("removing a damaged index: %w", err)
		}
		return openFolder(dir, o)
	}
	return s, err
}

// openFolder does the work of Open. Its error is errIndex if the index is
// damaged and must be made anew.
func openFolder(dir string, o Options) (*Store, error) {
	boxes := o.FS.PathJoin(dir, "boxes")
	if err := o.FS.MkdirAll(boxes, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of boxes: %w", err)
	}
	if err := errors.Join(syncDir(o.FS, dir), syncDir(o.FS, o.FS.PathDir(dir))); err != nil {
		return nil, fmt.Errorf("making the folder of boxes: %w", err)
	}
	s := &Store{
		claims:   newClaims(),
		live:     make(map[uint64]*segment),
		sealed:   make(chan *segment, indexLag),
		again:    make(chan struct{}, 1),
		indexed:  make(chan struct{}),
		layout:   layoutOf(o.SegmentSize),
		indexDir: o.FS.PathJoin(dir, "index"),
		spares:   newSpares(o.FS, boxes, o.SegmentSize, int(o.Reserve/o.SegmentSize)),
	}
	s.unindexed.Store(new([]*segment))
	s.doubtful.Store(new([]span))
	s.records.New = func() any { return new(record) }
	if err := s.open(o, boxes); err != nil {
		return nil, err
	}
	return s, nil
}

// open takes in what is there. It keeps nothing open if it fails.
func (s *Store) open(o Options, boxes string) error {
	fs := o.FS
	lock, err := fs.Lock(fs.PathJoin(boxes, "lock"))
	if err != nil {
		return errors.New("the store is in use by another process, or cannot be locked")
	}
	s.lock = lock
	roster, there, whole, err := openRoster(fs, boxes)
	if err != nil {
		return errors.Join(err, lock.Close())
	}
	s.roster = roster
	if s.mark, err = openAcked(fs, boxes); err != nil {
		return errors.Join(err, roster.close(), lock.Close())
	}
	x, newIndex, err := openIndex(s.indexDir, fs)
	if err != nil {
		return errors.Join(err, s.closeFolder())
	}
	s.index = x
	r := &recovery{store: s, options: o, fs: o.FS, dir: boxes, files: make(map[vfs.File]uint64), surveys: make(map[uint64]*survey)}
	if err := r.run(there, whole, newIndex); err != nil {
		return errors.Join(err, r.abandon(), s.index.close(), s.closeFolder())
	}
	go s.spares.run()
	s.spares.waitReserve()
	go s.log.run()
	go s.runIndexer()
	if err := errors.Join(r.moveRest(), s.spares.trim()); err != nil {
		return errors.Join(err, s.Close())
	}
	return nil
}
