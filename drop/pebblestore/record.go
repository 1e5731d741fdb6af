package pebblestore

import (
	"encoding/binary"
	"hash/crc32"

	"bulkhead/box"
)

// A record is one box in a segment file. All integers are big-endian.
//
//	 0    4  CRC-32C of the rest of the record
//	 4    8  the segment's number: records of the file's earlier lives have another
//	12   36  round and id, as box.Ref.Key
//	48 4096  content
const (
	headerSize = 4 + 8 + box.KeySize
	recordSize = headerSize + box.Size
)

type record [recordSize]byte

func (r *record) segment() uint64 { return binary.BigEndian.Uint64(r[4:12]) }

func (r *record) ref() box.Ref { return box.RefOfKey([box.KeySize]byte(r[12:headerSize])) }

func (r *record) content() *box.Content { return (*box.Content)(r[headerSize:]) }

// set fills r with a box of segment seq.
func (r *record) set(seq uint64, ref box.Ref, content *box.Content) {
	binary.BigEndian.PutUint64(r[4:12], seq)
	key := ref.Key()
	copy(r[12:], key[:])
	copy(r[headerSize:], content[:])
	binary.BigEndian.PutUint32(r[:4], r.sum())
}

// isWhole reports whether r is as it was set.
func (r *record) isWhole() bool { return binary.BigEndian.Uint32(r[:4]) == r.sum() }

func (r *record) sum() uint32 { return crc32.Checksum(r[4:], castagnoli) }

// castagnoli is the table of CRC-32C, which processors compute; never changed.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

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
