package link

import (
	"crypto/sha256"
	"encoding/binary"

	"bulkhead/box"
)

// Parcels (docs/protocol/parcel.md): what takes more than one box. A manifest goes in the
// ordered stream, chunks in cells that nothing else needs. Their bytes are never in a link:
// the caller keeps them, and hands out and takes single chunks.
const (
	// ChunkSize is the length of every chunk of a parcel but the last, in bytes.
	ChunkSize = cellPayload

	// MaxPlain is the longest message that fits into one box, in bytes: what is longer is
	// to be a parcel.
	MaxPlain = boxCells*cellPayload - chainSize

	// MaxParcelChunks and MaxParcel bound one parcel.
	MaxParcelChunks = 1664
	MaxParcel       = MaxParcelChunks * ChunkSize

	// MaxParcels and MaxParcelsChunks bound the parcels of a direction that are on the way,
	// and what their chunks are together.
	MaxParcels       = 8
	MaxParcelsChunks = 2048

	maxSettled   = 8 // whole or refused parcels of the other end that are remembered
	receiptEvery = 4 // rounds between two receipts, while there are chunks to send

	manifestSize = 4 + 4 + 4 + 4 + sha256.Size
	receiptEntry = 4 + 1
)

// All receipts fit into one cell.
const _ = uint(cellPayload - (MaxParcels+maxSettled)*(receiptEntry+2) - MaxParcelsChunks/8 - MaxParcels)

// Parcel is what a manifest says of a parcel.
type Parcel struct {
	First  uint32 // number of its first chunk: the sender's link gives it
	Length int    // bytes, 1 to MaxParcel
	Packet int    // how many of them, from the front, are the packet: 1 to MaxMessage
	Sum    [sha256.Size]byte
}

// Chunks is how many chunks it has.
func (p *Parcel) Chunks() int { return (p.Length + ChunkSize - 1) / ChunkSize }

// Size is the length of one of its chunks.
func (p *Parcel) Size(index int) int { return min(ChunkSize, p.Length-index*ChunkSize) }

func (p *Parcel) end() uint32 { return p.First + uint32(p.Chunks()) }

// tag is what a chunk's cell says of its parcel.
func (p *Parcel) tag() shortChain { return shortChain(p.Sum[:8]) }

func (p *Parcel) valid() bool {
	return p.Length >= 1 && p.Length <= MaxParcel && p.Packet >= 1 && p.Packet <= min(p.Length, MaxMessage)
}

// manifest is the message that announces a parcel:
//
//	 0  4 first
//	 4  4 length; 0: the parcel is withdrawn, and the rest is zero
//	 8  4 packet
//	12  4 last round in which the sender carries it
//	16 32 SHA-256 of all bytes
func (p *Parcel) manifest(expires box.Round) []byte {
	b := make([]byte, manifestSize)
	binary.BigEndian.PutUint32(b, p.First)
	binary.BigEndian.PutUint32(b[4:], uint32(p.Length))
	binary.BigEndian.PutUint32(b[8:], uint32(p.Packet))
	binary.BigEndian.PutUint32(b[12:], uint32(expires))
	copy(b[16:], p.Sum[:])
	return b
}

// withdrawal is the manifest that takes one back.
func withdrawal(first uint32) []byte {
	b := make([]byte, manifestSize)
	binary.BigEndian.PutUint32(b, first)
	return b
}

// parcelOf reads a manifest; false if it is none.
func parcelOf(b []byte) (p Parcel, expires uint32, ok bool) {
	if len(b) != manifestSize {
		return p, 0, false
	}
	p = Parcel{
		First: binary.BigEndian.Uint32(b), Length: int(binary.BigEndian.Uint32(b[4:])),
		Packet: int(binary.BigEndian.Uint32(b[8:])), Sum: [sha256.Size]byte(b[16:]),
	}
	return p, binary.BigEndian.Uint32(b[12:]), true
}

// chunkSet is a set of a parcel's chunks: bit k is byte k/8, value 1<<(k%8).
type chunkSet []byte

func newChunks(n int) chunkSet    { return make(chunkSet, (n+7)/8) }
func (b chunkSet) has(k int) bool { return b[k/8]&(1<<(k%8)) != 0 }
func (b chunkSet) put(k int, on bool) {
	if b[k/8] &^= 1 << (k % 8); on {
		b[k/8] |= 1 << (k % 8)
	}
}

// count returns how many of the first n are in it.
func (b chunkSet) count(n int) (c int) {
	for k := range n {
		if b.has(k) {
			c++
		}
	}
	return c
}

// Events of parcels.

// Announced: the other end has announced a parcel. Of one that is Open its chunks follow, and
// [Link.Holds] tells which of them the caller has, durably. One that is not has found no
// room: see [Link.Admit].
type Announced struct {
	Parcel
	Open bool
}

// Chunk: a chunk of an open parcel has come, which was not held. The slice is the caller's.
type Chunk struct {
	First uint32 // of its parcel
	Index int
	Data  []byte
}

// Ended: the other end withdrew a parcel, or its time is over: the caller forgets it.
type Ended struct{ First uint32 }

// Refused: the other end will not take a parcel that this end sent.
type Refused struct{ ID MessageID }

func (Announced) event() {}
func (Chunk) event()     {}
func (Ended) event()     {}
func (Refused) event()   {}
