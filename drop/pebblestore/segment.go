package pebblestore

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
)

// pageSize is what writes to a segment begin and end at, in bytes, so that the
// system never has to read a page before it can write it: that of every
// machine a drop runs on, or a divisor.
const pageSize = 4096

// segment is one life of a segment file: from its first box to the expiry of
// its last round. Then the file is a spare, and begins another life.
type segment struct {
	seq    uint64
	file   vfs.File // for ReadAt by anyone, WriteAt and Sync by the committer alone
	before uint64   // the segment that the file held before, 0 for none or unknown

	// Written by the committer while the segment is filled, then by nobody.
	n           int       // records
	least, most box.Round // of the records, if n > 0

	mu     sync.RWMutex
	sealed bool // it takes no more records; guarded by mu
	// at has the records' numbers until they are in the index, and is nil
	// then. Guarded by mu.
	at map[box.Ref]uint32
}

func newSegment(seq uint64, file vfs.File) *segment {
	return &segment{seq: seq, file: file, at: make(map[box.Ref]uint32)}
}

// find returns the record number of a box that is not in the index yet.
func (g *segment) find(ref box.Ref) (uint32, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	n, ok := g.at[ref]
	return n, ok
}

// add notes the next record. Committer only.
func (g *segment) add(ref box.Ref) {
	if g.n == 0 {
		g.least, g.most = ref.Round, ref.Round
	}
	g.least, g.most = min(g.least, ref.Round), max(g.most, ref.Round)
	g.at[ref] = uint32(g.n) // under mu, which the caller holds
	g.n++
}

// indexed forgets the record numbers: they are in the index now.
func (g *segment) indexed() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.at = nil
}

// read reads record n as it is on the disk, right or wrong.
func (g *segment) read(n uint32, r *record) error {
	if _, err := g.file.ReadAt(r[:], int64(n)*recordSize); err != nil {
		return fmt.Errorf("reading a segment: %w", err)
	}
	return nil
}

// scan finds the records of a file whose places were lost, up to the first
// that is not whole or is of another life.
func scan(file vfs.File, capacity int) (*segment, error) {
	g := newSegment(0, file)
	err := records(file, capacity, func(r *record) bool {
		if !r.isWhole() || g.n > 0 && r.segment() != g.seq {
			return false
		}
		g.seq = r.segment()
		g.add(r.ref())
		return true
	})
	return g, err
}

// highest returns the highest number of a segment of which file has a record,
// wherever it is.
func highest(file vfs.File, capacity int) (seq uint64, err error) {
	err = records(file, capacity, func(r *record) bool {
		if r.isWhole() {
			seq = max(seq, r.segment())
		}
		return true
	})
	return seq, err
}

// records shows the records of a file, whole or not, until visit says no.
func records(file vfs.File, capacity int, visit func(*record) bool) error {
	const batch = 64 // read at once
	buf := make([]byte, batch*recordSize)
	for first := 0; first < capacity; first += batch {
		n, err := file.ReadAt(buf, int64(first)*recordSize)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("scanning a segment: %w", err)
		}
		for i := range min(n/recordSize, capacity-first) {
			if !visit((*record)(buf[i*recordSize:])) {
				return nil
			}
		}
	}
	return nil
}
