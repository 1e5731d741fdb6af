package pebblestore

import (
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"

	"bulkhead/box"
)

// An entry says which box a record of a segment file is. It stands in front of
// the content and behind it, more than a page apart, so that no one damaged page
// takes both, and, once the segment is full, in the list at the file's beginning.
// All integers are big-endian.
//
//	 0  4  CRC-32C of the rest and of the record's number
//	 4  8  the segment's number: entries of the file's earlier lives have another
//	12  2  how many records of the same group go before it
//	14  2  kind
//	16 36  round and id, as box.Ref.Key
//	52 12  the first 12 bytes of the content's SHA-256
type entry [entrySize]byte

const (
	entrySize = 4 + 8 + 2 + 2 + box.KeySize + sumSize
	sumSize   = 12
)

// The kinds of records.
const (
	kindBox     = 1 // a box
	kindLost    = 2 // a box whose bytes the disk has lost, and their sum
	kindUnknown = 3 // the same, of which the sum is not known either
)

// sum tells, beyond the reach of who could gain by it, whether bytes are those
// of a box: 96 bits against a second preimage.
type sum [sumSize]byte

func sumOf(content *box.Content) sum {
	h := sha256.Sum256(content[:])
	return sum(h[:sumSize])
}

// set fills e for record n of segment seq, the i-th of its group.
func (e *entry) set(seq uint64, n, i, kind int, ref box.Ref, s sum) {
	binary.BigEndian.PutUint64(e[4:12], seq)
	binary.BigEndian.PutUint16(e[12:14], uint16(i))
	binary.BigEndian.PutUint16(e[14:16], uint16(kind))
	key := ref.Key()
	copy(e[16:52], key[:])
	copy(e[52:], s[:])
	binary.BigEndian.PutUint32(e[:4], e.check(n))
}

func (e *entry) check(n int) uint32 {
	number := binary.BigEndian.AppendUint32(nil, uint32(n))
	return crc32.Update(crc32.Checksum(e[4:], castagnoli), castagnoli, number)
}

// isOf reports whether e is whole and says what record n of any segment is.
func (e *entry) isOf(n int) bool {
	if binary.BigEndian.Uint32(e[:4]) != e.check(n) {
		return false
	}
	return e.kind() >= kindBox && e.kind() <= kindUnknown
}

// holds reports whether e is whole and says what record n of segment seq is.
func (e *entry) holds(seq uint64, n int) bool { return e.segment() == seq && e.isOf(n) }

func (e *entry) segment() uint64 { return binary.BigEndian.Uint64(e[4:12]) }
func (e *entry) inGroup() int    { return int(binary.BigEndian.Uint16(e[12:14])) }
func (e *entry) kind() int       { return int(binary.BigEndian.Uint16(e[14:16])) }
func (e *entry) ref() box.Ref    { return box.RefOfKey([box.KeySize]byte(e[16:52])) }
func (e *entry) sum() sum        { return sum(e[52:]) }

// canHeal reports whether content is provably what the entry's box was.
func (e *entry) canHeal(content *box.Content) bool {
	return (e.kind() == kindBox || e.kind() == kindLost) && e.sum() == sumOf(content)
}
