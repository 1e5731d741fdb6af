package link

import (
	"bytes"

	"golang.org/x/crypto/cryptobyte"
)

func (o *outbox) load(r *reader) {
	o.next = MessageID(r.u64())
	o.end = r.u32()
	r.into(o.tip[:])
	o.peer = r.u32()
	r.into(o.peerTip[:])
	n := int(r.u16())
	r.need(n <= MaxOutboxMessages+window)
	end, tip, open := o.peer, chainValue{}, false
	for i := 0; i < n && !r.bad; i++ {
		o.list = append(o.list, outgoing{})
		m := &o.list[i]
		m.load(r)
		r.need(m.id < o.next && (i == 0 || o.list[i-1].id < m.id))
		if m.numbered() {
			r.need(!open && m.first == end && (i == 0 || m.before == tip) && m.end() > end)
			end, tip = m.end(), m.chain
		} else {
			open = true
			r.need(!m.gone)
		}
		if !m.gone {
			o.count++
			o.bytes += len(m.data)
		}
	}
	r.need(end == o.end && o.end <= lastCell+window+maxCells && o.end-o.peer < window+maxCells && (end == o.peer || tip == o.tip))
	r.need(o.count <= MaxOutboxMessages && o.bytes <= MaxOutbox)
	o.loadPlaced(r)
}

func (o *outbox) loadPlaced(r *reader) {
	n := int(r.u16())
	r.need(n <= maxPlaced)
	for i := 0; i < n && !r.bad; i++ {
		p := placement{round: r.u32(), slot: r.u8(), n: r.u8()}
		r.need(p.slot <= MaxExtras && p.n >= 1 && p.n <= boxCells)
		for k := 0; k < int(p.n) && !r.bad; k++ {
			p.cells[k] = r.u32()
		}
		if i > 0 {
			q := &o.placed[i-1]
			r.need(q.round < p.round || q.round == p.round && q.slot < p.slot)
		}
		o.placed = append(o.placed, p)
	}
}

func (m *outgoing) load(r *reader) {
	m.id, m.expires, m.gone = MessageID(r.u64()), r.u32(), r.flag()
	var data cryptobyte.String
	r.need(r.s.ReadUint24LengthPrefixed(&data) && len(data) <= MaxMessage && (!m.gone || len(data) == 0))
	if !m.gone {
		m.data = bytes.Clone(data)
	}
	n := int(r.u8())
	r.need(n <= maxCells && (n == 0 || m.gone || n == cellsOf(len(m.data))))
	if n == 0 || r.bad {
		return
	}
	m.first = r.u32()
	r.into(m.before[:])
	r.into(m.chain[:])
	m.cells = make([]mark, n)
	for i := range m.cells {
		marks := r.u8()
		r.need(marks <= savedHeld|savedSealed|savedStored)
		m.cells[i] = mark{marks&savedHeld != 0, marks&savedSealed != 0, marks&savedStored != 0, r.u32()}
	}
}

func (n *inbox) load(r *reader) {
	n.next = r.u32()
	r.into(n.tip[:])
	n.jumped = r.flag()
	count := int(r.u8())
	r.need(count <= window)
	for i := 0; i < count && !r.bad; i++ {
		c := heldCell{number: r.u32(), marks: r.u8()}
		r.into(c.chain[:])
		var payload cryptobyte.String
		r.need(r.s.ReadUint16LengthPrefixed(&payload) && len(payload) <= cellPayload)
		c.payload = bytes.Clone(payload)
		r.need(c.number-n.next < window && c.number >= n.next && (i == 0 || n.held[i-1].number < c.number))
		n.held = append(n.held, c)
	}
}
