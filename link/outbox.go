package link

import (
	"crypto/sha256"

	"bulkhead/box"
)

// MessageID names a message that this end sends. Ids count from 1.
type MessageID uint64

// Stage is how far a message has come, as far as this end can know.
type Stage uint8

// Stages of a message.
const (
	Waiting Stage = iota // accepted, not whole in the last sealing
	Sealed               // every cell is in the last sealing
	Written              // every cell is in a box that the drop confirmed
	Stuck                // the link froze: undelivered, as far as is known
)

// String says it in one word.
func (s Stage) String() string {
	switch s {
	case Waiting:
		return "waiting"
	case Sealed:
		return "sealed"
	case Written:
		return "written"
	}
	return "stuck"
}

// Outgoing describes one message that is neither confirmed nor expired.
type Outgoing struct {
	ID      MessageID
	Size    int       // bytes
	Expires box.Round // last round that carries it; it is erased after that one
	Stage   Stage
}

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
	held   bool   // the other end has it
	sealed bool   // it is in the last sealing, or was written
	stored bool   // the drop confirmed a box with it
	last   uint32 // round of the last such box
}

// outgoing is a message that is not confirmed. Once part of it may have left,
// it has its place in the stream; if its lifetime passes then, it stays as an
// empty place, until the other end is beyond it.
type outgoing struct {
	id      MessageID
	expires uint32
	data    []byte
	gone    bool // expired: data is erased
	cells   []mark
	first   uint32     // number of the first cell
	before  chainValue // M(j−1)
	chain   chainValue // M(j)
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
	putCell(b, cellFragment, marks, o.first+uint32(k), o.chain.short(), n)
}

// outbox is the sending side of the stream of cells.
type outbox struct {
	next    MessageID // for the next message
	bytes   int       // of messages neither confirmed nor gone
	count   int
	list    []outgoing // in order; numbered ones first
	end     uint32     // number of the next new cell
	tip     chainValue // M of the last numbered message
	peer    uint32     // the other end's next, as last accepted
	peerTip shortChain // and its chain value there
	placed  []placement
}

// placement is which cells one box of a sealing carries.
type placement struct {
	round uint32
	slot  uint8
	n     uint8
	cells [boxCells]uint32
}

// Send takes a message of 0 to MaxMessage bytes, which it copies, to be carried
// in rounds up to expires and erased after that one. It is accepted once the
// caller has saved the link.
// In epoch 0 it waits. Errors: ErrTooLong, ErrOutboxFull, ErrFrozen,
// ErrEnded, ErrErased.
func (l *Link) Send(message []byte, expires box.Round) (MessageID, error) {
	o := &l.outbox
	switch {
	case l.out.epochs == nil:
		return 0, ErrErased
	case l.reason != NotFrozen:
		return 0, ErrFrozen
	case len(message) > MaxMessage:
		return 0, ErrTooLong
	case o.count >= MaxOutboxMessages || o.bytes+len(message) > MaxOutbox:
		return 0, ErrOutboxFull
	case o.end >= lastCell:
		return 0, ErrEnded
	}
	id := o.next
	o.next++
	o.count++
	o.bytes += len(message)
	o.list = append(o.list, outgoing{id: id, expires: uint32(expires), data: append([]byte{}, message...)})
	return id, nil
}

// Cancel gives up a message as if its lifetime had passed: it is erased now,
// and the other end may have it already. False if there is none by that id.
func (l *Link) Cancel(id MessageID) bool {
	o := &l.outbox
	for i := range o.list {
		if m := &o.list[i]; m.id == id && !m.gone {
			o.forget(m)
			o.sweep()
			return true
		}
	}
	return false
}

// Outbox lists what is neither confirmed nor expired, in the order of sending.
func (l *Link) Outbox() []Outgoing {
	var out []Outgoing
	for i := range l.outbox.list {
		m := &l.outbox.list[i]
		if !m.gone {
			out = append(out, Outgoing{m.id, len(m.data), box.Round(m.expires), m.stage(l.reason != NotFrozen)})
		}
	}
	return out
}

func (o *outgoing) stage(frozen bool) Stage {
	if frozen {
		return Stuck
	}
	s := Waiting
	if o.numbered() {
		s = Written
	}
	for _, c := range o.cells {
		if !c.stored && !c.held && s > Sealed {
			s = Sealed
		}
		if !c.sealed && !c.stored && !c.held {
			return Waiting
		}
	}
	return s
}

// forget erases a message whose lifetime passed.
func (o *outbox) forget(m *outgoing) {
	o.bytes -= len(m.data)
	o.count--
	clear(m.data)
	m.data, m.gone = nil, true
}

// sweep drops what has no place in the stream, or whose place is passed.
func (o *outbox) sweep() {
	kept := o.list[:0]
	for _, m := range o.list {
		if m.gone && (!m.numbered() || m.end() <= o.peer) {
			continue
		}
		kept = append(kept, m)
	}
	clear(o.list[len(kept):])
	o.list = kept
}

// expire erases the messages whose last round is over.
func (o *outbox) expire(now int64) (events []Event) {
	for i := range o.list {
		if m := &o.list[i]; !m.gone && int64(m.expires) < now {
			o.forget(m)
			events = append(events, Expired{m.id})
		}
	}
	if events != nil {
		o.sweep()
	}
	return events
}

// base is the first cell that may still come.
func (o *outbox) base() uint32 {
	for i := range o.list {
		if m := &o.list[i]; !m.gone {
			if m.numbered() {
				return m.first
			}
			break
		}
	}
	return o.end
}

// number gives the next messages their places, as far as the other end's
// window reaches.
func (o *outbox) number() {
	for i := range o.list {
		m := &o.list[i]
		if m.numbered() || m.gone {
			continue
		}
		if o.end-o.peer >= window || o.end >= lastCell {
			return
		}
		m.first, m.before = o.end, o.tip
		m.cells = make([]mark, cellsOf(len(m.data)))
		m.chain = o.tip.follow(m.data)
		o.end, o.tip = m.end(), m.chain
	}
}

// backlog counts the cells that still have to be brought over, from round
// first on.
func (o *outbox) backlog(first int64) (n int) {
	for i := range o.list {
		m := &o.list[i]
		if m.gone || int64(m.expires) < first {
			continue
		}
		if !m.numbered() {
			n += cellsOf(len(m.data))
		}
		for _, c := range m.cells {
			if !c.held {
				n++
			}
		}
	}
	return n
}

// markOf returns the mark of a cell that is still to be brought over.
func (o *outbox) markOf(number uint32) *mark {
	for i := range o.list {
		if m := &o.list[i]; m.numbered() && number >= m.first && number < m.end() {
			return &m.cells[number-m.first]
		}
	}
	return nil
}
