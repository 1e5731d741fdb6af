package mail

import (
	"errors"
	"slices"

	"bulkhead/cell"
	"bulkhead/link"

	"golang.org/x/crypto/cryptobyte"
)

// Marshal returns the mail's bytes, all integers big-endian:
//
//	4  the number last given
//	2  number of messages received, then for each:
//	   4 number, 1 what, 2 tie, 16 id, 1 founder, 1 sure, 1 read, 1 doubt,
//	   4 came, 4 taken in, 4 forgotten, 3+n text
//	2  number of other things the person is told, at most 256, then for each
//	   52 bytes: see told
//	2  number of sent, then for each:
//	   4 number, 1 kind, 16 id, 1 nth, 4 written, 4 expires, 3+n text,
//	   1 number of parts, then for each: 2 tie, 1 stage, 8 id in the link, 1 reason
//	2  number of messages on their way, then for each: 2 tie, 4 expires,
//	   4 number of the owner's or 0, 2 tie it is passed on for or 0, 1 class,
//	   8 number in its link or 0, 3 length, 3+n message, or a stub of one in a link
func (m *Mail) Marshal() []byte {
	var b cryptobyte.Builder
	b.AddUint32(m.last)
	addAll(&b, m.received, (*Received).add)
	addAll(&b, m.told, (*told).add)
	addAll(&b, m.sent, (*Sent).add)
	addAll(&b, m.carried, (*Carried).add)
	return b.BytesOrPanic() // no text or message is as long as 16 MiB
}

// ErrFormat is the error of bytes that are no mail of this version.
var ErrFormat = errors.New("not what a device keeps of messages")

// Unmarshal reads what Marshal returned, and nothing else. ErrFormat.
func Unmarshal(data []byte) (m Mail, err error) {
	in := cryptobyte.String(data)
	if !in.ReadUint32(&m.last) || !readAll(&in, &m.received, (*Received).read) || !readAll(&in, &m.told, (*told).read) || len(m.told) > maxTold ||
		!readAll(&in, &m.sent, (*Sent).read) || !readAll(&in, &m.carried, (*Carried).read) || !in.Empty() {
		return Mail{}, ErrFormat
	}
	return m, nil
}

func addAll[T any](b *cryptobyte.Builder, all []T, add func(*T, *cryptobyte.Builder)) {
	b.AddUint16(uint16(len(all)))
	for i := range all {
		add(&all[i], b)
	}
}

func readAll[T any](in *cryptobyte.String, all *[]T, read func(*T, *cryptobyte.String) bool) bool {
	var n uint16
	if !in.ReadUint16(&n) {
		return false
	}
	for range n {
		var one T
		if !read(&one, in) {
			return false
		}
		*all = append(*all, one)
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
		!Brings(r.What) || !in.CopyBytes(r.ID[:]) || !in.CopyBytes(v[:]) || v[1] > 1 || v[2] > 1 || v[3] > 1 ||
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
	b.AddUint24(uint32(s.Size))
	addText(b, s.Text)
	b.AddUint8(uint8(len(s.Parts)))
	for _, p := range s.Parts {
		b.AddUint16(uint16(p.Tie))
		b.AddUint8(uint8(max(p.Stage, Saved)))
		b.AddUint64(uint64(p.id))
		b.AddUint8(uint8(p.Reason))
	}
}

func (s *Sent) read(in *cryptobyte.String) bool {
	var parts uint8
	var size uint32
	if !in.ReadUint32(&s.Number) || !in.ReadUint8((*uint8)(&s.What)) || s.What < Text || s.What > Report ||
		!in.CopyBytes(s.ID[:]) || !in.ReadUint8(&s.Nth) || !in.ReadUint32((*uint32)(&s.At)) || !in.ReadUint32((*uint32)(&s.Expires)) ||
		!in.ReadUint24(&size) || !readText(in, &s.Text) || !in.ReadUint8(&parts) {
		return false
	}
	s.Size = int(size)
	for range parts {
		p := Part{saved: true}
		var id uint64
		if !in.ReadUint16((*uint16)(&p.Tie)) || !in.ReadUint8((*uint8)(&p.Stage)) || p.Stage < Saved || p.Stage > Undelivered ||
			!in.ReadUint64(&id) || !in.ReadUint8((*uint8)(&p.Reason)) || !p.Reason.valid() {
			return false
		}
		p.id = link.MessageID(id)
		s.Parts = append(s.Parts, p)
	}
	return true
}

func (c *Carried) add(b *cryptobyte.Builder) {
	b.AddUint16(uint16(c.Send.Tie))
	b.AddUint32(uint32(c.Send.Expires))
	b.AddUint32(c.Number)
	b.AddUint16(uint16(c.From))
	b.AddUint8(uint8(c.Class))
	b.AddUint64(uint64(c.ID))
	b.AddUint24(uint32(c.Size))
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(c.Send.Message) })
}

func (c *Carried) read(in *cryptobyte.String) bool {
	var id uint64
	var size uint32
	var message cryptobyte.String
	if !in.ReadUint16((*uint16)(&c.Send.Tie)) || !in.ReadUint32((*uint32)(&c.Send.Expires)) || !in.ReadUint32(&c.Number) ||
		!in.ReadUint16((*uint16)(&c.From)) || !in.ReadUint8((*uint8)(&c.Class)) || c.Class > cell.Reached ||
		!in.ReadUint64(&id) || !in.ReadUint24(&size) || !in.ReadUint24LengthPrefixed(&message) {
		return false
	}
	c.ID, c.Size, c.Send.Message = link.MessageID(id), int(size), slices.Clone([]byte(message))
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
