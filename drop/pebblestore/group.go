package pebblestore

import (
	"sync"

	"bulkhead/box"
)

// groupMax is the most boxes that one write and one sync make durable.
const groupMax = 512

// group is a run of records of one segment, written and synced at once. Each
// put writes its own record into buf, next to the others, while the group
// before is on its way to the disk.
type group struct {
	seq    uint64 // of the segment
	first  int    // number of the first record
	rounds span   // the segment's, if it has records or the group has
	refs   []box.Ref
	buf    []byte         // the end of the page before, the records, the rest of the last page
	filled sync.WaitGroup // all records that were promised are in buf
	done   chan struct{}  // closed when err is set
	err    error          // of all puts of the group
}

// pad is how many bytes of the first record's page go before it.
func (g *group) pad() int { return g.first * recordSize % pageSize }

// record returns the place of the i-th record in buf.
func (g *group) record(i int) *record { return (*record)(g.buf[g.pad()+i*recordSize:]) }

// takes reports whether a box of round r may be in the group's segment.
func (g *group) takes(r box.Round) bool {
	return g.first+len(g.refs) == 0 || g.rounds.has(r)
}

// end returns where the records end in buf.
func (g *group) end() int { return g.pad() + len(g.refs)*recordSize }
