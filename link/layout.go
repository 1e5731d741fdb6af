package link

import (
	"encoding/binary"

	"bulkhead/box"
)

// A box's content, 4,096 bytes:
//
//	  0   32  fresh random bytes for the header
//	 32  116  sealed header (100 + tag 16)
//	148   32  fresh random bytes for the body
//	180 3916  sealed body: 3 cells of 1,300 bytes, + tag 16
//
// The two parts are sealed apart, so that the first can be replaced without
// any key: see [LidOf].
const (
	freshSize = 32
	tagSize   = 16

	headerSize = 100
	cellSize   = 1300
	boxCells   = 3
	bodySize   = boxCells * cellSize

	headAt  = freshSize
	bodyTop = headAt + headerSize + tagSize // 148, also the length of a lid
	bodyAt  = bodyTop + freshSize
	boxEnd  = bodyAt + bodySize + tagSize
	aadSize = freshSize - nonceSize + 1 + box.IDSize + 4 + 1 // 46
)

// A box is filled to its last byte.
var _ [0]struct{} = [boxEnd - box.Size]struct{}{}

// Flags of a header.
const (
	flagDuress = 1 << iota
	flagClone
	flagFrozen
)

// header is the plaintext of a box's first part:
//
//	 0  1   version of this table, 2
//	 1  1   flags
//	 2  2   zero; ignored
//	 4  4+4 sealed = max(now, floor); round of the last passphrase
//	12  4+4 epoch; its turn (zero in epoch 0)
//	20  4+8 own gen; tag
//	32  4+8 echo: gen and tag in the highest round of the peer opened
//	44  4   that round
//	48  4+8 next; first 8 bytes of the chain value of the last message taken in
//	60  16  bitmap: bit k (byte k/8, value 1<<(k%8)) = cell next+1+k held
//	76  4   base
//	80  8   zero; ignored
//	88  8   presence: the link only carries it
//	96  1   highest version that this end reads; 0 counts as 2
//	97  1   zero; ignored
//	98  2   of the newest card; the link only carries it
type header struct {
	version          uint8
	flags            uint8
	sealed, unlocked uint32
	epoch, turn      uint32
	gen              uint32
	tag              Tag
	echoGen          uint32
	echoTag          Tag
	echoRound        uint32
	receipt          receipt
	base             uint32
	presence         Presence
	reads            uint8
	card             uint16
}

// receipt is what one end says it has of the other's cells.
type receipt struct {
	next   uint32
	chain  shortChain
	bitmap [window / 8]byte
}

func (h *header) put(b *[headerSize]byte) {
	be := binary.BigEndian
	clear(b[:])
	b[0], b[1] = h.version, h.flags
	be.PutUint32(b[4:], h.sealed)
	be.PutUint32(b[8:], h.unlocked)
	be.PutUint32(b[12:], h.epoch)
	be.PutUint32(b[16:], h.turn)
	be.PutUint32(b[20:], h.gen)
	copy(b[24:32], h.tag[:])
	be.PutUint32(b[32:], h.echoGen)
	copy(b[36:44], h.echoTag[:])
	be.PutUint32(b[44:], h.echoRound)
	be.PutUint32(b[48:], h.receipt.next)
	copy(b[52:60], h.receipt.chain[:])
	copy(b[60:76], h.receipt.bitmap[:])
	be.PutUint32(b[76:], h.base)
	copy(b[88:96], h.presence[:])
	b[96] = h.reads
	be.PutUint16(b[98:], h.card)
}

// get reads what put wrote. Of a version that is not read, only the first byte
// counts.
func (h *header) get(b *[headerSize]byte) {
	be := binary.BigEndian
	*h = header{
		version:  b[0],
		flags:    b[1],
		sealed:   be.Uint32(b[4:]),
		unlocked: be.Uint32(b[8:]),
		epoch:    be.Uint32(b[12:]),
		turn:     be.Uint32(b[16:]),
		gen:      be.Uint32(b[20:]),
		echoGen:  be.Uint32(b[32:]),
		tag:      Tag(b[24:32]),
		echoTag:  Tag(b[36:44]),

		echoRound: be.Uint32(b[44:]),
		receipt: receipt{
			next:   be.Uint32(b[48:]),
			chain:  shortChain(b[52:60]),
			bitmap: [window / 8]byte(b[60:76]),
		},
		base: be.Uint32(b[76:]),

		presence: Presence(b[88:96]),
		reads:    max(b[96], FirstVersion),
		card:     be.Uint16(b[98:]),
	}
}

// Kinds of cell.
const (
	cellEmpty = iota
	cellFragment
	cellPK
	cellCT
	cellChunk    // of a parcel: number is the chunk's, chain the first bytes of the parcel's sum
	cellReceipts // of parcels
)

// Marks of a fragment.
const (
	markFirst = 1 << iota
	markLast
	markManifest // the message announces a parcel
)

// A cell, 1,300 bytes:
//
//	 0    1  kind
//	 1    1  marks: 1 first, 2 last, 4 manifest of a parcel
//	 2    2  payload length, at most 1,284
//	 4    4  cell number; for PK and CT: the step's epoch; for a chunk its own
//	 8    8  first 8 bytes of the message's chain value, or of a parcel's sum; zero otherwise
//	16 1284  payload, then zeros
const (
	cellHead    = 16
	cellPayload = cellSize - cellHead
)

// cell is a view into a box's body.
type cell struct {
	kind, marks uint8
	number      uint32
	chain       shortChain
	payload     []byte
}

// putCell writes the cell's 16-byte head; the payload lies behind it already.
func putCell(b []byte, kind, marks uint8, number uint32, chain shortChain, length int) {
	b[0], b[1] = kind, marks
	binary.BigEndian.PutUint16(b[2:], uint16(length))
	binary.BigEndian.PutUint32(b[4:], number)
	copy(b[8:16], chain[:])
}

// getCell reads one cell; false if its length is beyond its room.
func getCell(b []byte) (cell, bool) {
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n > cellPayload {
		return cell{}, false
	}
	return cell{
		kind: b[0], marks: b[1],
		number:  binary.BigEndian.Uint32(b[4:]),
		chain:   shortChain(b[8:16]),
		payload: b[cellHead : cellHead+n],
	}, true
}
