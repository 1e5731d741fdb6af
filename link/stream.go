package link

import "crypto/sha256"

const chainSize = 16

type (
	// chainValue is M(j): the first 16 bytes of SHA-256(M(j−1) ‖ message).
	chainValue [chainSize]byte
	// shortChain is what cells and receipts carry of it.
	shortChain [8]byte
)

func (c chainValue) short() shortChain { return shortChain(c[:8]) }

// follow returns M(j) from M(j−1) and the message.
func (c chainValue) follow(message []byte) chainValue {
	if len(message) <= 2048 { // on the stack
		var b [chainSize + 2048]byte
		copy(b[:], c[:])
		n := chainSize + copy(b[chainSize:], message)
		h := sha256.Sum256(b[:n])
		clear(b[:n])
		return chainValue(h[:chainSize])
	}
	h := sha256.New()
	h.Write(c[:])
	h.Write(message)
	var sum [sha256.Size]byte
	return chainValue(h.Sum(sum[:0])[:chainSize])
}

// mark is what is known of one cell of a numbered message.
type mark struct {
	held    bool   // the other end has it
	sealed  bool   // it is in the last sealing, or was written
	stored  bool   // the drop confirmed a box with it
	carried bool   // it is in a box that was sealed by hand
	last    uint32 // round of the last such box
}

// outgoing is a message that is not confirmed. Once part of it may have left,
// it has its place in the stream; if its lifetime passes then, it stays as an
// empty place, until the other end is beyond it.
type outgoing struct {
	id       MessageID
	expires  uint32
	data     []byte
	gone     bool // expired: data is erased
	manifest bool // of the parcel that has its id, or of one withdrawn
	cells    []mark
	first    uint32     // number of the first cell
	before   chainValue // M(j−1)
	chain    chainValue // M(j)
}

func (o *outgoing) numbered() bool { return o.cells != nil }
func (o *outgoing) end() uint32    { return o.first + uint32(len(o.cells)) }

// cellsOf returns how many cells a message of n bytes makes.
func cellsOf(n int) int { return (chainSize + n + cellPayload - 1) / cellPayload }

// fill writes the payload of the message's k-th cell behind b's 16-byte head,
// and the head.
func (o *outgoing) fill(b []byte, k int) {
	n, at := 0, k*cellPayload
	p := b[cellHead:cellSize]
	if k == 0 {
		n = copy(p, o.before[:])
	} else {
		at -= chainSize
	}
	n += copy(p[n:], o.data[at:])
	var marks uint8
	if k == 0 {
		marks |= markFirst
	}
	if k == len(o.cells)-1 {
		marks |= markLast
	}
	if o.manifest {
		marks |= markManifest
	}
	putCell(b, cellFragment, marks, o.first+uint32(k), o.chain.short(), n)
}
