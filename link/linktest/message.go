package linktest

import (
	"encoding/binary"

	"bulkhead/box"
)

// message is what a member wrote, as the world remembers it: for ever, and
// whatever becomes of the device that it was written on.
type message struct {
	serial  int // over all messages of the world, in the order of writing
	from    int // role
	bytes   []byte
	expires box.Round
	parcel  bool // it goes in chunks, or is no message at all: a withdrawal
	key     parcelKey
}

// marked is the length, in bytes, from which a message names its own serial,
// so that no two messages of a world are alike.
const marked = 12

// cellPayload and cellChain are the specification's figures, not the room's:
// a cell's payload, and the chain value before a message's first byte.
const cellPayload, cellChain = 1284, 16

// cells is how many cells a message fills.
func (m *message) cells() int {
	return (len(m.bytes) + cellChain + cellPayload - 1) / cellPayload
}

// compose draws the next message of a member.
func (w *World) compose(d *device, now box.Round) *message {
	m := &message{serial: w.written, from: int(d.role)}
	w.written++
	n := w.c.between(0, 60)
	switch {
	case w.c.hit(w.plan.Large) && w.c.hit(.2):
		n = 65536
	case w.c.hit(w.plan.Large):
		n = w.c.between(0, 65536)
	case w.c.hit(.1):
		n = w.c.between(1266, 1270) // about the end of the first cell
	case w.c.hit(.2):
		n = w.c.between(0, 9000)
	}
	if w.plan.Theft != honest {
		n = max(n, marked)
	}
	m.bytes = make([]byte, n)
	life := w.c.between(w.plan.Lifetime[0], w.plan.Lifetime[1])
	if n < marked {
		// Two such messages may be alike, so none of them may be left out.
		clear(m.bytes)
		life = 1 << 20
	} else {
		w.c.Read(m.bytes[:min(n, 64)])
		binary.BigEndian.PutUint64(m.bytes, uint64(m.serial))
		m.bytes[n-1] = byte(m.serial)
	}
	m.expires = now + box.Round(life)
	w.messages[string(m.bytes)] = m
	return m
}
