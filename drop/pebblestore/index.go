package pebblestore

import (
	"context"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/sstable"
	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
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
// A batch is in the index whole or not at all. All methods may be called
// concurrently, except close.
type index struct{ db *pebble.DB }

// openIndex opens the index in dir, or a new one where there is none or in the
// place of one that is unreadable. The caller keeps other processes away from
// it.
func openIndex(dir string, fs vfs.FS) (x *index, anew bool, err error) {
	if d, err := pebble.Peek(dir, fs); err == nil && d.Exists {
		if x, err := tryIndex(dir, fs); err == nil {
			return x, false, nil
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

// tryIndex opens an index. Pebble may panic at what is damaged.
func tryIndex(dir string, fs vfs.FS) (x *index, err error) {
	defer func() {
		if recover() != nil {
			x, err = nil, errIndex
		}
	}()
	cache := pebble.NewCache(indexCache)
	defer cache.Unref()
	o := &pebble.Options{
		FS:     fs,
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
	db, err := pebble.Open(dir, o)
	if err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	return &index{db}, nil
}

// silent keeps Pebble's messages, which may quote keys, out of every log.
type silent struct{}

func (silent) Infof(string, ...any)  {}
func (silent) Errorf(string, ...any) {}
func (silent) Fatalf(string, ...any) { panic("the index cannot be written: the drop cannot go on") }

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

// add puts the places of g's boxes into the index. It is durable on return.
func (x *index) add(g *segment) error {
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
	return nil
}

// drop removes all rounds before first, as whole tables where it can.
func (x *index) drop(first box.Round) error {
	if first == 0 {
		return nil
	}
	low, high := keyOf(box.Ref{}), keyOf(box.Ref{Round: first})
	if err := x.db.Excise(context.Background(), pebble.KeyRange{Start: low[:], End: high[:]}); err != nil {
		return fmt.Errorf("dropping rounds from the index: %w", err)
	}
	return nil
}

func (x *index) close() error {
	if err := x.db.Close(); err != nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	return nil
}
