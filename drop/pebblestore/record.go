package pebblestore

import (
	"encoding/binary"
	"hash/crc32"

	"bulkhead/box"
)

// A record is one box in a segment file.
//
//	   0   64  its entry
//	  64 4096  content; zeros if it is lost
//	4160    4  CRC-32C of the content, big-endian
//	4164   64  its entry again
const recordSize = entrySize + box.Size + 4 + entrySize

type record [recordSize]byte

func (r *record) entry() *entry { return (*entry)(r[:entrySize]) }

func (r *record) entryBehind() *entry { return (*entry)(r[recordSize-entrySize:]) }

func (r *record) content() *box.Content { return (*box.Content)(r[entrySize:]) }

// set fills r: record n of segment seq, the i-th of its group.
func (r *record) set(seq uint64, n, i int, b *boxed) {
	r.entry().set(seq, n, i, b.kind, b.ref, b.sum)
	*r.entryBehind() = *r.entry()
	copy(r[entrySize:], b.content[:])
	binary.BigEndian.PutUint32(r[entrySize+box.Size:], r.check())
}

func (r *record) check() uint32 { return crc32.Checksum(r.content()[:], castagnoli) }

// hasContent reports whether the content is as it was set.
func (r *record) hasContent() bool {
	return binary.BigEndian.Uint32(r[entrySize+box.Size:]) == r.check()
}

// boxed is what a record is made of.
type boxed struct {
	kind    int
	ref     box.Ref
	sum     sum
	content *box.Content
}

// castagnoli is the table of CRC-32C, which processors compute; never changed.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// layout is how a segment file of a size is laid out: a list of entries, in
// whole pages, and the records. The list is written when the segment is full, so
// that an opening need not read the records to know them.
type layout struct {
	size     int64
	capacity int   // records
	base     int64 // where the records begin
}

func layoutOf(size int64) layout {
	pages := func(n int64) int64 { return (n + pageSize - 1) / pageSize * pageSize }
	n := size / (recordSize + entrySize)
	for pages(n*entrySize)+n*recordSize > size {
		n--
	}
	return layout{size: size, capacity: int(n), base: pages(n * entrySize)}
}

func (l layout) recordAt(n int) int64 { return l.base + int64(n)*recordSize }

// place is where a box lies: the record with number n of a segment.
//
//	0 8  the segment's number
//	8 4  n
type place struct {
	seq uint64
	n   uint32
}

const placeSize = 8 + 4

func (p place) append(b []byte) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(b, p.seq), p.n)
}

func placeOf(b []byte) (place, bool) {
	if len(b) != placeSize {
		return place{}, false
	}
	return place{binary.BigEndian.Uint64(b), binary.BigEndian.Uint32(b[8:])}, true
}
