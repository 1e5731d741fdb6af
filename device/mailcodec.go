package device

import (
	"slices"

	"bulkhead/cell"
	"bulkhead/link"

	"golang.org/x/crypto/cryptobyte"
)

// add writes the mail:
//
//	4  the number last given
//	2  number of messages received, then for each:
//	   4 number, 1 what, 2 tie, 16 id, 1 founder, 1 sure, 1 read, 1 doubt,
//	   4 came, 4 taken in, 4 forgotten, 3+n text
//	2  number of other things the person is told, at most 256, then for each
//	   52 bytes: see told.go
//	2  number of sent, then for each:
//	   4 number, 1 kind, 16 id, 1 nth, 4 written, 4 expires, 3+n text,
//	   1 number of parts, then for each: 2 tie, 1 stage, 8 id in the link, 1 reason
func (m *mail) add(b *cryptobyte.Builder) {
	b.AddUint32(m.last)
	b.AddUint16(uint16(len(m.received)))
	for i := range m.received {
		m.received[i].add(b)
	}
	b.AddUint16(uint16(len(m.told)))
	for i := range m.told {
		m.told[i].add(b)
	}
	b.AddUint16(uint16(len(m.sent)))
	for i := range m.sent {
		m.sent[i].add(b)
	}
}

func (m *mail) read(in *cryptobyte.String) bool {
	var n uint16
	if !in.ReadUint32(&m.last) || !in.ReadUint16(&n) {
		return false
	}
	for range n {
		var r Received
		if !r.read(in) {
			return false
		}
		m.received = append(m.received, r)
	}
	if !m.readTold(in) || !in.ReadUint16(&n) {
		return false
	}
	for range n {
		var s Sent
		if !s.read(in) {
			return false
		}
		m.sent = append(m.sent, s)
	}
	return true
}

func (m *mail) readTold(in *cryptobyte.String) bool {
	var n uint16
	if !in.ReadUint16(&n) || n > maxTold {
		return false
	}
	for range n {
		var t told
		if !t.read(in) {
			return false
		}
		m.told = append(m.told, t)
	}
	return true
}

func (r *Received) add(b *cryptobyte.Builder) {
	b.AddUint32(r.Number)
	b.AddUint8(uint8(r.What))
	b.AddUint16(uint16(r.Tie))
	b.AddBytes(r.ID[:])
	for _, v := range []uint8{uint8(r.Founder), flag(r.Sure), flag(r.Read), flag(r.Doubt)} {
		b.AddUint8(v)
	}
	b.AddUint32(uint32(r.Came))
	b.AddUint32(uint32(r.At))
	b.AddUint32(uint32(r.Gone))
	addText(b, r.Text)
}

func (r *Received) read(in *cryptobyte.String) bool {
	var v [4]uint8
	if !in.ReadUint32(&r.Number) || !in.ReadUint8((*uint8)(&r.What)) || !in.ReadUint16((*uint16)(&r.Tie)) ||
		!brings(r.What) || !in.CopyBytes(r.ID[:]) || !in.CopyBytes(v[:]) || v[1] > 1 || v[2] > 1 || v[3] > 1 ||
		!in.ReadUint32((*uint32)(&r.Came)) || !in.ReadUint32((*uint32)(&r.At)) ||
		!in.ReadUint32((*uint32)(&r.Gone)) || !readText(in, &r.Text) {
		return false
	}
	r.Founder, r.Sure, r.Read, r.Doubt = cell.Founder(v[0]), v[1] == 1, v[2] == 1, v[3] == 1
	r.First, r.Count = r.At, 1
	return true
}

func (s *Sent) add(b *cryptobyte.Builder) {
	b.AddUint32(s.Number)
	b.AddUint8(uint8(s.What))
	b.AddBytes(s.ID[:])
	b.AddUint8(s.Nth)
	b.AddUint32(uint32(s.At))
	b.AddUint32(uint32(s.Expires))
	addText(b, s.Text)
	b.AddUint8(uint8(len(s.Parts)))
	for _, p := range s.Parts {
		b.AddUint16(uint16(p.Tie))
		b.AddUint8(uint8(max(p.Stage, Kept)))
		b.AddUint64(uint64(p.id))
		b.AddUint8(uint8(p.Reason))
	}
}

func (s *Sent) read(in *cryptobyte.String) bool {
	var parts uint8
	if !in.ReadUint32(&s.Number) || !in.ReadUint8((*uint8)(&s.What)) || s.What < Text || s.What > Reply ||
		!in.CopyBytes(s.ID[:]) || !in.ReadUint8(&s.Nth) || !in.ReadUint32((*uint32)(&s.At)) || !in.ReadUint32((*uint32)(&s.Expires)) ||
		!readText(in, &s.Text) || !in.ReadUint8(&parts) {
		return false
	}
	for range parts {
		p := Part{kept: true}
		var id uint64
		if !in.ReadUint16((*uint16)(&p.Tie)) || !in.ReadUint8((*uint8)(&p.Stage)) || p.Stage < Kept || p.Stage > Undelivered ||
			!in.ReadUint64(&id) || !in.ReadUint8((*uint8)(&p.Reason)) || !p.Reason.valid() {
			return false
		}
		p.id = link.MessageID(id)
		s.Parts = append(s.Parts, p)
	}
	return true
}

func addText(b *cryptobyte.Builder, text string) {
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(text)) })
}

func readText(in *cryptobyte.String, text *string) bool {
	var v cryptobyte.String
	if !in.ReadUint24LengthPrefixed(&v) {
		return false
	}
	*text = string(slices.Clone(v))
	return true
}

func flag(v bool) uint8 {
	if v {
		return 1
	}
	return 0
}
