package link

import (
	"golang.org/x/crypto/cryptobyte"

	"bulkhead/internal/next"
)

// Versions of a saved link: its first byte.
const (
	firstSaved   = 4 // older ones are not read
	savedVersion = firstSaved + next.Ahead
)

// warnOffset is where a saved link keeps its count of boxes that did not open,
// 5 bytes: the only part that such a box changes.
const warnOffset = 1 + 1 + 2 + 4 + 4

// Marshal returns the link's whole state, secrets and messages in clear, at
// most MaxSaved bytes, for a vault. Equal states give equal bytes.
func (l *Link) Marshal() ([]byte, error) {
	if l.out.epochs == nil {
		return nil, ErrErased
	}
	b := cryptobyte.NewBuilder(make([]byte, 0, 4096+len(l.outbox.list)*64+l.outbox.bytes+
		len(l.inbox.held)*(cellPayload+16)+(len(l.out.kept)+len(l.in.kept))*138+len(l.outbox.placed)*17))
	b.AddUint8(savedVersion)
	b.AddUint8(uint8(l.role))
	b.AddUint16(uint16(l.pouch))
	b.AddUint32(uint32(l.now))
	b.AddUint32(uint32(l.floor))
	b.AddUint8(l.bad)
	b.AddUint32(l.badAt)
	b.AddUint8(uint8(l.reason))
	l.ladder.save(b)
	l.out.save(b)
	l.in.save(b)
	l.saveSealings(b)
	l.outbox.save(b)
	l.outbox.saveParcels(b)
	l.inbox.save(b)
	l.hand.save(b)
	l.inbox.saveParcels(b)
	return b.Bytes()
}

func addBool(b *cryptobyte.Builder, v bool) {
	if v {
		b.AddUint8(1)
	} else {
		b.AddUint8(0)
	}
}

func (s *sealed) save(b *cryptobyte.Builder) {
	b.AddUint32(s.gen)
	b.AddBytes(s.tag[:])
	b.AddUint32(s.lo)
	b.AddUint32(s.hi)
}

func (l *Link) saveSealings(b *cryptobyte.Builder) {
	b.AddUint32(l.gen)
	addBool(b, l.lost)
	for g := min(l.gen, ownTags); g > 0; g-- {
		b.AddBytes(l.tags[(l.gen-g+1)%ownTags][:])
	}
	l.echo.save(b)
	b.AddUint8(uint8(len(l.peers)))
	for i := range l.peers {
		l.peers[i].save(b)
	}
	b.AddUint32(l.last)
	b.AddUint8(l.peerReads)
}

func (k *ladder) save(b *cryptobyte.Builder) {
	b.AddUint32(k.epoch)
	b.AddUint32(uint32(k.base))
	b.AddBytes(k.transcript[:])
	b.AddBytes(k.step.Bytes())
	b.AddBytes(k.pkHash[:])
	b.AddBytes(k.ctHash[:])
	for _, w := range k.words {
		for _, n := range w {
			b.AddUint16(n)
		}
	}
	addBool(b, k.making)
	if k.making {
		b.AddBytes(k.seed.Bytes())
		b.AddBytes(k.pk)
	}
	addBool(b, k.ct != nil)
	b.AddBytes(k.ct)
}

// Marks of a saved epoch.
const (
	savedTurned = 1 << iota
	savedContent
	savedID
)

func (d *direction) save(b *cryptobyte.Builder) {
	b.AddUint32(uint32(d.at))
	b.AddUint32(uint32(d.heard))
	addBool(b, d.trial)
	b.AddUint8(uint8(len(d.epochs)))
	for i := range d.epochs {
		d.epochs[i].save(b)
	}
	n := 0
	for i := range d.kept {
		if !d.kept[i].erased {
			n++
		}
	}
	b.AddUint16(uint16(n))
	for i := range d.kept {
		if !d.kept[i].erased {
			d.kept[i].save(b)
		}
	}
}

func (e *epochKeys) save(b *cryptobyte.Builder) {
	var marks uint8
	if e.turned {
		marks |= savedTurned
	}
	if e.content.live {
		marks |= savedContent
	}
	if e.id.live {
		marks |= savedID
	}
	b.AddUint8(marks)
	b.AddUint32(e.e)
	b.AddUint32(uint32(e.base))
	if e.turned {
		b.AddUint64(uint64(e.turn))
	}
	if e.content.live {
		b.AddUint32(uint32(e.content.at))
		b.AddBytes(e.content.tip.Bytes())
	}
	if e.id.live {
		b.AddUint32(uint32(e.id.at))
		b.AddBytes(e.id.tip.Bytes())
	}
}

func (k *kept) save(b *cryptobyte.Builder) {
	b.AddUint32(uint32(k.round))
	b.AddBytes(k.first.content.Bytes())
	b.AddBytes(k.first.id.Bytes())
	addBool(b, k.second != nil)
	if k.second == nil {
		return
	}
	b.AddBytes(k.second.content.Bytes())
	addBool(b, k.second.hasID)
	if k.second.hasID {
		b.AddBytes(k.second.id.Bytes())
	}
}

func (o *outbox) save(b *cryptobyte.Builder) {
	b.AddUint64(uint64(o.next))
	b.AddUint32(o.end)
	b.AddBytes(o.tip[:])
	b.AddUint32(o.peer)
	b.AddBytes(o.peerTip[:])
	b.AddUint16(uint16(len(o.list)))
	for i := range o.list {
		o.list[i].save(b)
	}
	b.AddUint32(o.chunkEnd)
	b.AddUint16(uint16(len(o.placed)))
	for i := range o.placed {
		p := &o.placed[i]
		b.AddUint32(p.round)
		b.AddUint8(p.n | p.chunk<<4)
		for _, n := range p.cells[:p.n] {
			b.AddUint16(uint16(n)) // see near
		}
	}
}

// saveParcels keeps the parcels that this end sends.
func (o *outbox) saveParcels(b *cryptobyte.Builder) {
	b.AddUint32(o.parcelGen)
	b.AddUint8(uint8(len(o.parcels)))
	for i := range o.parcels {
		p := &o.parcels[i]
		b.AddUint64(uint64(p.id))
		b.AddUint32(p.expires)
		p.Parcel.save(b)
		addBool(b, p.noRoom)
		addBool(b, p.gone)
		addBool(b, p.sealed)
		b.AddUint16(uint16(p.next))
		b.AddBytes(p.held)
		b.AddBytes(p.stored)
	}
}

func (p *Parcel) save(b *cryptobyte.Builder) {
	b.AddUint32(p.First)
	b.AddUint32(uint32(p.Length))
	b.AddUint32(uint32(p.Packet))
	b.AddBytes(p.Sum[:])
}

// saveParcels keeps the parcels that the other end sends.
func (n *inbox) saveParcels(b *cryptobyte.Builder) {
	b.AddUint32(n.chunkEnd)
	b.AddUint8(uint8(len(n.parcels)))
	for i := range n.parcels {
		p := &n.parcels[i]
		p.Parcel.save(b)
		b.AddUint8(uint8(p.state))
		b.AddUint32(p.until)
		b.AddBytes(p.held)
	}
}

// Marks of a saved cell.
const (
	savedHeld = 1 << iota
	savedSealed
	savedStored
	savedCarried
)

// Marks of a saved message.
const (
	savedGone = 1 << iota
	savedManifest
)

func (m *outgoing) save(b *cryptobyte.Builder) {
	b.AddUint64(uint64(m.id))
	b.AddUint32(m.expires)
	var kind uint8
	if m.gone {
		kind |= savedGone
	}
	if m.manifest {
		kind |= savedManifest
	}
	b.AddUint8(kind)
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(m.data) })
	b.AddUint8(uint8(len(m.cells)))
	if !m.numbered() {
		return
	}
	b.AddUint32(m.first)
	b.AddBytes(m.before[:])
	b.AddBytes(m.chain[:])
	for _, c := range m.cells {
		var marks uint8
		if c.held {
			marks |= savedHeld
		}
		if c.sealed {
			marks |= savedSealed
		}
		if c.stored {
			marks |= savedStored
		}
		if c.carried {
			marks |= savedCarried
		}
		b.AddUint8(marks)
		b.AddUint32(c.last)
	}
}

func (n *inbox) save(b *cryptobyte.Builder) {
	b.AddUint32(n.next)
	b.AddBytes(n.tip[:])
	addBool(b, n.jumped)
	b.AddUint8(uint8(len(n.held)))
	for i := range n.held {
		c := &n.held[i]
		b.AddUint32(c.number)
		b.AddUint8(c.marks)
		b.AddBytes(c.chain[:])
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(c.payload) })
	}
}
