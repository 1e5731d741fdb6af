package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

const (
	// indexBatch is the size of a memory table, in bytes: below twice a full
	// segment's batch (some 50 bytes a record), so that Pebble writes such a
	// batch as one table without copying it again.
	indexBatch = 1 << 20

	// indexCache holds the index's filters (10 bits a box: 19 MB for the 15
	// million boxes of 250,000 phones) and warm blocks, in bytes.
	indexCache = 64 << 20

	// filterBits is the bits a box of the filters that answer, in 99 of 100
	// cases, that a table does not have a box.
	filterBits = 10
)

// index has the places of all boxes but those of the latest segments, in
// Pebble. Nothing is written to it box by box, and it has no log of its own:
// a segment's places come in one batch and are flushed to a table. At opening
// it is held to the segments' own lists, and made anew if it is not what they
// say.
//
//	'b' box.Ref.Key  place  a box
//
// A batch is in the index whole or not at all. A disk that cannot take it
// freezes the index: see freezer. All methods may be called concurrently, except
// close and mend.
type index struct {
	disk vfs.FS
	dir  string

	mu sync.RWMutex // guards what follows, which mend alone changes
	db *pebble.DB   // nil if it could not be opened again
	fs *freezer
}

// openIndex opens the index in dir, or a new one where there is none or in the
// place of one that is unreadable. The caller keeps other processes away from
// it. Its error is dropserver.ErrFull if the disk has no room to open one.
func openIndex(dir string, fs vfs.FS) (x *index, anew bool, err error) {
	if d, err := pebble.Peek(dir, fs); err == nil && d.Exists {
		switch x, err := tryIndex(dir, fs); {
		case err == nil:
			return x, false, nil
		case errors.Is(err, dropserver.ErrFull):
			return nil, false, err
		}
	}
	x, err = newIndex(dir, fs)
	return x, true, err
}

// newIndex opens a new index in the place of what is in dir.
func newIndex(dir string, fs vfs.FS) (*index, error) {
	if err := fs.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("removing an unreadable index: %w", err)
	}
	return tryIndex(dir, fs)
}

// tryIndex opens an index that the disk can hold.
func tryIndex(dir string, fs vfs.FS) (*index, error) {
	x := &index{disk: fs, dir: dir}
	if err := x.open(); err != nil {
		return nil, err
	}
	if err := x.fs.frozen(); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the index: %w", err), x.close())
	}
	return x, nil
}

// open opens Pebble on what the disk holds. Pebble may panic at what is damaged.
func (x *index) open() (err error) {
	defer func() {
		if recover() != nil {
			err = errIndex
		}
	}()
	cache := pebble.NewCache(indexCache)
	defer cache.Unref()
	x.fs = newFreezer(x.disk)
	o := &pebble.Options{
		FS:     x.fs,
		Cache:  cache,
		Logger: silent{},
		EventListener: &pebble.EventListener{
			// Whoever meets it gets an error. By itself Pebble would end the process.
			DataCorruption: func(pebble.DataCorruptionInfo) {},
		},
		DisableWAL:            true,
		MemTableSize:          indexBatch,
		L0CompactionThreshold: 8,
		L0StopWritesThreshold: 1000, // a late compaction must not stop boxes
		FormatMajorVersion:    pebble.FormatValueSeparation,
	}
	for i := range o.Levels {
		o.Levels[i].FilterPolicy = bloom.FilterPolicy(filterBits)
		// Ids and places are random: there is nothing to compress.
		o.Levels[i].Compression = func() *sstable.CompressionProfile { return sstable.NoCompression }
	}
	db, err := pebble.Open(x.dir, o)
	if err != nil {
		return fmt.Errorf("opening the index: %w", err)
	}
	x.db = db
	return nil
}

// silent keeps Pebble's messages, which may quote keys, out of every log. Pebble
// calls Fatalf where it cannot go on: for a manifest that cannot be written, of
// which the freezer never tells it, and for errors of its own.
type silent struct{}

func (silent) Infof(string, ...any)  {}
func (silent) Errorf(string, ...any) {}
func (silent) Fatalf(string, ...any) {
	panic("the index contradicts itself: the drop must start again")
}

// errIndex is the error of an index that is not as it was written.
var errIndex = errors.New("the index is damaged")

// scan shows all places of rounds from first on, in the order of their refs. It
// ends at what is damaged.
func (x *index) scan(first box.Round, visit func(box.Ref, place)) (err error) {
	defer func() {
		if recover() != nil {
			err = errIndex
		}
	}()
	low := keyOf(box.Ref{Round: first})
	x.mu.RLock()
	defer x.mu.RUnlock()
	it, err := x.db.NewIter(&pebble.IterOptions{LowerBound: low[:], UpperBound: []byte{'b' + 1}})
	if err != nil {
		return errIndex
	}
	for ok := it.First(); ok; ok = it.Next() {
		p, isPlace := placeOf(it.Value())
		if len(it.Key()) != len(boxKey{}) || !isPlace {
			return errors.Join(errIndex, it.Close())
		}
		visit(box.RefOfKey([box.KeySize]byte(it.Key()[1:])), p)
	}
	return errors.Join(it.Error(), it.Close())
}

// isAsListed reports whether every table holds what Pebble's own list says of it:
// its first and its last key are found. A scan reads two tables of one length that
// lie in each other's place as if nothing were amiss; a look for one box goes by
// the list and would say that it is absent. Ids are random, so that tables with the
// same two keys are the same.
func (x *index) isAsListed() (well bool) {
	defer func() {
		if recover() != nil {
			well = false
		}
	}()
	x.mu.RLock()
	levels, err := x.db.SSTables()
	x.mu.RUnlock()
	if err != nil {
		return false
	}
	for _, level := range levels {
		for _, table := range level {
			for _, k := range [][]byte{table.Smallest.UserKey, table.Largest.UserKey} {
				if len(k) != len(boxKey{}) {
					return false
				}
				if _, there, err := x.find(box.RefOfKey([box.KeySize]byte(k[1:]))); err != nil || !there {
					return false
				}
			}
		}
	}
	return true
}

type boxKey [1 + box.KeySize]byte

func keyOf(ref box.Ref) (k boxKey) {
	key := ref.Key()
	k[0] = 'b'
	copy(k[1:], key[:])
	return k
}

// find returns the place of a box.
func (x *index) find(ref box.Ref) (place, bool, error) {
	k := keyOf(ref)
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.db == nil {
		return place{}, false, errIndex
	}
	v, done, err := x.db.Get(k[:])
	if errors.Is(err, pebble.ErrNotFound) {
		return place{}, false, nil
	}
	if err != nil {
		return place{}, false, errIndex
	}
	p, ok := placeOf(v)
	if err := done.Close(); err != nil || !ok {
		return place{}, false, errIndex
	}
	return p, true, nil
}

// add puts the places of g's boxes into the index. They are durable on return.
// Its error is dropserver.ErrFull if the disk has no room; some of the places
// may be found then, until mend.
func (x *index) add(g *segment) error {
	if err := x.fs.frozen(); err != nil {
		return err
	}
	b := x.db.NewBatchWithSize(16 + len(g.at)*(1+1+len(boxKey{})+1+placeSize))
	defer b.Close()
	var v []byte
	for ref, n := range g.at { // nobody writes to it while the caller holds changing
		k := keyOf(ref)
		v = place{g.seq, n}.append(v[:0])
		if err := b.Set(k[:], v, nil); err != nil {
			return fmt.Errorf("indexing a segment: %w", err)
		}
	}
	if err := x.db.Apply(b, pebble.NoSync); err != nil {
		return fmt.Errorf("writing to the index: %w", err)
	}
	if err := x.db.Flush(); err != nil {
		return fmt.Errorf("flushing the index: %w", err)
	}
	return x.fs.frozen()
}

// drop removes all rounds before first, as whole tables where it can. From a
// frozen index they are gone until mend, which is told them again.
func (x *index) drop(first box.Round) error {
	if first == 0 || x.db == nil {
		return nil
	}
	low, high := keyOf(box.Ref{}), keyOf(box.Ref{Round: first})
	if err := x.db.Excise(context.Background(), pebble.KeyRange{Start: low[:], End: high[:]}); err != nil {
		return fmt.Errorf("dropping rounds from the index: %w", err)
	}
	return nil
}

func (x *index) close() error {
	if x.db == nil {
		return nil
	}
	x.fs.end()
	if err := x.db.Close(); err != nil && x.fs.frozen() == nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	return nil
}
