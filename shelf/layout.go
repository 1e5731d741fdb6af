package shelf

import (
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/keys"
)

// A page, 4,096 bytes:
//
//	  0   24  nonce
//	 24  172  sealed head (156 + tag 16); associated data: the rest of the page
//	196 3900  three rooms: a chunk each, 1,284 bytes padded with zeros, + tag 16
//
// The head's plaintext:
//
//	 0   8  serial of the turn that wrote the page
//	 8   2  place that the page belongs to
//	10  24  for each room: u32 handle, u16 index of the chunk, u16 length; zeros: empty
//	34 122  zero
const (
	pageSize = 4096

	// PageRooms is how many chunks a page has room for.
	PageRooms = 3
	// ChunkSize is the length of every chunk of a parcel but the last, in bytes: the payload
	// of a link's cell (docs/protocol/link.md, section 5).
	ChunkSize = 1284
	// MaxChunks is how many chunks the longest parcel has (docs/protocol/parcel.md).
	MaxChunks = 1664

	tagSize  = chacha20poly1305.Overhead
	headAt   = chacha20poly1305.NonceSizeX
	roomSize = ChunkSize + tagSize
	roomsAt  = pageSize - PageRooms*roomSize
	headSize = roomsAt - headAt - tagSize
	entryAt  = 10
	entry    = 8
)

// What a head says fits into it.
const _ = uint(headSize - entryAt - PageRooms*entry)

type (
	headUse   struct{}
	parcelUse struct{}
	headKey   = keys.Key[headUse]
	parcelKey = keys.Key[parcelUse]
)

// Handle names a parcel on the shelf. None is given twice; 0 is none.
type Handle uint32

// content is what a room holds; the zero content is an empty room.
type content struct {
	handle Handle
	index  uint16
	length uint16
}

func (c content) put(b []byte) {
	binary.BigEndian.PutUint32(b, uint32(c.handle))
	binary.BigEndian.PutUint16(b[4:], c.index)
	binary.BigEndian.PutUint16(b[6:], c.length)
}

func contentOf(b []byte) content {
	return content{Handle(binary.BigEndian.Uint32(b)), binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:])}
}

// head is what a page says of itself.
type head struct {
	serial uint64
	place  int
	rooms  [PageRooms]content
}

// sealHead completes a page whose nonce and rooms are there.
func (k *sealer) sealHead(page []byte, h *head) {
	var plain [headSize]byte
	binary.BigEndian.PutUint64(plain[:], h.serial)
	binary.BigEndian.PutUint16(plain[8:], uint16(h.place))
	for i, c := range h.rooms {
		c.put(plain[entryAt+i*entry:])
	}
	k.of(k.head.Bytes()).Seal(page[headAt:headAt], page[:headAt], plain[:], page[roomsAt:])
}

// openHead reads a page's head; false if the page is not as it was made.
func (k *sealer) openHead(page []byte) (h head, ok bool) {
	var plain [headSize]byte
	if _, err := k.of(k.head.Bytes()).Open(plain[:0], page[:headAt], page[headAt:roomsAt], page[roomsAt:]); err != nil {
		return head{}, false
	}
	h.serial, h.place = binary.BigEndian.Uint64(plain[:]), int(binary.BigEndian.Uint16(plain[8:]))
	for i := range h.rooms {
		h.rooms[i] = contentOf(plain[entryAt+i*entry:])
	}
	return h, true
}

// room returns the bytes of a page's room.
func room(page []byte, i int) []byte { return page[roomsAt+i*roomSize:][:roomSize] }

// nonce is the page's with its last byte changed for a room: two rooms may have one key.
func (k *sealer) nonce(page []byte, i int) []byte {
	copy(k.spare[:], page[:headAt])
	k.spare[headAt-1] ^= byte(i + 1)
	return k.spare[:]
}

// sealRoom seals a chunk into a page whose nonce is there.
func (k *sealer) sealRoom(page []byte, i int, c content, key *parcelKey, chunk *[ChunkSize]byte) {
	var aad [entry]byte
	c.put(aad[:])
	k.of(key.Bytes()).Seal(room(page, i)[:0], k.nonce(page, i), chunk[:], aad[:])
}

// openRoom opens one; false if it does not open.
func (k *sealer) openRoom(chunk *[ChunkSize]byte, page []byte, i int, c content, key *parcelKey) bool {
	var aad [entry]byte
	c.put(aad[:])
	_, err := k.of(key.Bytes()).Open(chunk[:0], k.nonce(page, i), room(page, i), aad[:])
	return err == nil
}
