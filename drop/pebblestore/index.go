package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"os"

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
// a segment's places come in one batch and are flushed to a table. What a crash
// takes from it is found again by scanning segments that have no mark.
//
//	'b' box.Ref.Key  place           a box
//	'm' segment      n, least, most  the mark of a segment: all of it is here,
//	                                 or, with n = 0, none of it is needed
//	'o'              n               how often the store was opened
//
// A batch is in the index whole or not at all. All methods may be called
// concurrently, except close.
type index struct{ db *pebble.DB }

// openIndex opens the index in dir, or a new one in the place of one that a
// crash left unreadable.
func openIndex(dir string, fs vfs.FS) (*index, error) {
	x, err := tryIndex(dir, fs)
	if err == nil || !pebble.IsCorruptionError(err) && !errors.Is(err, os.ErrNotExist) {
		return x, err
	}
	if err := fs.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("removing an unreadable index: %w", err)
	}
	return tryIndex(dir, fs)
}

func tryIndex(dir string, fs vfs.FS) (*index, error) {
	cache := pebble.NewCache(indexCache)
	defer cache.Unref()
	o := &pebble.Options{
		FS:                    fs,
		Cache:                 cache,
		Logger:                silent{},
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
		return place{}, false, errors.New("the index cannot be read")
	}
	p, ok := placeOf(v)
	if err := done.Close(); err != nil || !ok {
		return place{}, false, errors.New("the index holds something else than a place")
	}
	return p, true, nil
}

// add puts the places of g's boxes into the index, and g's mark. It is durable
// on return.
func (x *index) add(g *segment) error {
	b := x.db.NewBatchWithSize(16 + (len(g.at)+1)*(1+1+len(boxKey{})+1+placeSize))
	defer b.Close()
	var v []byte
	for ref, n := range g.at { // nobody writes to it while the caller holds changing
		k := keyOf(ref)
		v = place{g.seq, n}.append(v[:0])
		if err := b.Set(k[:], v, nil); err != nil {
			return fmt.Errorf("indexing a segment: %w", err)
		}
	}
	if err := b.Set(markKey(g.seq), markOf(g).append(nil), nil); err != nil {
		return fmt.Errorf("indexing a segment: %w", err)
	}
	if g.before != 0 { // no record of it is left
		if err := b.Delete(markKey(g.before), nil); err != nil {
			return fmt.Errorf("indexing a segment: %w", err)
		}
	}
	return x.apply(b)
}

// apply writes b to a table.
func (x *index) apply(b *pebble.Batch) error {
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
