package pebblestore

import (
	"fmt"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// pageSize is what writes to a segment begin and end at, in bytes, so that the
// system never has to read a page before it can write it: that of every
// machine a drop runs on, or a divisor.
const pageSize = 4096

// segment is one life of a segment file: from its first box to the expiry of
// its last round. Then the file is a spare, and begins another life.
type segment struct {
	seq    uint64
	layout layout
	file   vfs.File // for ReadAt by anyone, WriteAt and Sync by the committer alone; nil if it is gone
	rounds span     // of these its boxes may be

	// Written by the committer while the segment is filled, then by nobody.
	n           int       // records
	least, most box.Round // of the records, if n > 0
	tallies     tallies

	mu     sync.RWMutex
	sealed bool // it takes no more records; guarded by mu
	// at has the records' numbers until they are in the index, and is nil
	// then. Guarded by mu.
	at   map[box.Ref]uint32
	list []byte // its entries, until they are in the file's list: the committer's, then the indexer's
}

func newSegment(seq uint64, file vfs.File, l layout, rounds span) *segment {
	return &segment{seq: seq, layout: l, file: file, rounds: rounds, at: make(map[box.Ref]uint32)}
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
	g.tallies.add(g.rounds, ref, uint32(g.n))
	g.n++
}

// read reads record n, as it is on the disk.
func (g *segment) read(n uint32, r *record) error {
	if g.file == nil {
		return dropserver.ErrDamaged
	}
	if _, err := g.file.ReadAt(r[:], g.layout.recordAt(int(n))); err != nil {
		return fmt.Errorf("reading a segment: %w", dropserver.ErrDamaged)
	}
	return nil
}

// readListed reads the list's entry of record n.
func (g *segment) readListed(n uint32, e *entry) error {
	if g.file == nil {
		return dropserver.ErrDamaged
	}
	if _, err := g.file.ReadAt(e[:], int64(n)*entrySize); err != nil {
		return fmt.Errorf("reading a segment: %w", dropserver.ErrDamaged)
	}
	return nil
}

// writeList writes the file's list of a segment that is full. Whoever changes
// what lives calls it.
func (g *segment) writeList() error {
	if g.list == nil {
		return nil
	}
	if err := store(g.file, g.list[:(g.n*entrySize+pageSize-1)/pageSize*pageSize], 0); err != nil {
		return err
	}
	g.list = nil
	return nil
}

// judge says what record n of segment seq is, by its entries and its content.
// It returns the entry that holds, nil if none does, and whether the content is
// that of the box. r's own entry is set to it.
func judge(seq uint64, n int, listed *entry, r *record) (*entry, bool) {
	own := r.entry()
	switch {
	case own.holds(seq, n):
		if own.kind() == kindBox && r.hasContent() {
			return own, true
		}
	case r.entryBehind().holds(seq, n):
		*own = *r.entryBehind()
	case listed.holds(seq, n):
		*own = *listed
	default:
		return nil, false
	}
	// An entry is damaged, or the content, or its checksum: the sum in an entry
	// that holds is proof.
	return own, own.kind() == kindBox && own.canHeal(r.content())
}
