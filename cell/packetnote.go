package cell

import (
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"

	"bulkhead/box"
)

func addBody(b *cryptobyte.Builder, body []byte) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(body) })
}

func readBody(s *cryptobyte.String, body *[]byte) bool {
	return s.ReadUint16LengthPrefixed((*cryptobyte.String)(body)) && len(*body) <= MaxBody && utf8.Valid(*body)
}

// note goes up, hop by hop, to the founders. Nothing in it says whose it is.
//
//	 16  id
//	2+n  body, UTF-8
type note struct {
	id   ID
	body []byte
}

func (*note) kind() uint8                      { return kindNote }
func (p *note) add(b *cryptobyte.Builder)      { b.AddBytes(p.id[:]); addBody(b, p.body) }
func (p *note) read(s *cryptobyte.String) bool { return s.CopyBytes(p.id[:]) && readBody(s, &p.body) }

// reply goes down the way of a note.
//
//	 16  id of the note
//	  1  founder
//	  1  number of this founder's reply to this note, from 1
//	2+n  body, UTF-8
//	 64  the founder's signature over the above
type reply struct {
	id      ID
	founder Founder
	number  uint8
	body    []byte
	sig     signature
}

func (*reply) kind() uint8 { return kindReply }

func (p *reply) add(b *cryptobyte.Builder) {
	p.addSigned(b)
	b.AddBytes(p.sig[:])
}

func (p *reply) addSigned(b *cryptobyte.Builder) {
	b.AddBytes(p.id[:])
	b.AddUint8(uint8(p.founder))
	b.AddUint8(p.number)
	addBody(b, p.body)
}

func (p *reply) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.id[:]) && p.founder.read(s) && s.ReadUint8(&p.number) && p.number > 0 && readBody(s, &p.body) && s.CopyBytes(p.sig[:])
}

// notice goes down from a founder to everybody.
//
//	 16  id
//	  1  founder
//	  4  round in which it was issued
//	  4  last round in which it is shown and passed on
//	2+n  body, UTF-8
//	 64  the founder's signature over the above
type notice struct {
	id      ID
	founder Founder
	issued  box.Round
	expires box.Round
	body    []byte
	sig     signature
}

func (*notice) kind() uint8 { return kindNotice }

func (p *notice) add(b *cryptobyte.Builder) {
	p.addSigned(b)
	b.AddBytes(p.sig[:])
}

func (p *notice) addSigned(b *cryptobyte.Builder) {
	b.AddBytes(p.id[:])
	b.AddUint8(uint8(p.founder))
	b.AddUint32(uint32(p.issued))
	b.AddUint32(uint32(p.expires))
	addBody(b, p.body)
}

func (p *notice) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.id[:]) && p.founder.read(s) &&
		s.ReadUint32((*uint32)(&p.issued)) && s.ReadUint32((*uint32)(&p.expires)) &&
		lifetimeOK(p.issued, p.expires) && readBody(s, &p.body) && s.CopyBytes(p.sig[:])
}

// revocation takes a notice back: signed by the founder who did not issue it.
//
//	16  id of the notice
//	 1  founder who issued the notice
//	 4  round in which the notice was issued
//	 4  last round of the notice
//	64  the other founder's signature over the above
type revocation struct {
	id      ID
	founder Founder
	issued  box.Round
	expires box.Round
	sig     signature
}

func (*revocation) kind() uint8 { return kindRevocation }

func (p *revocation) add(b *cryptobyte.Builder) {
	p.addSigned(b)
	b.AddBytes(p.sig[:])
}

func (p *revocation) addSigned(b *cryptobyte.Builder) {
	b.AddBytes(p.id[:])
	b.AddUint8(uint8(p.founder))
	b.AddUint32(uint32(p.issued))
	b.AddUint32(uint32(p.expires))
}

func (p *revocation) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.id[:]) && p.founder.read(s) &&
		s.ReadUint32((*uint32)(&p.issued)) && s.ReadUint32((*uint32)(&p.expires)) &&
		lifetimeOK(p.issued, p.expires) && s.CopyBytes(p.sig[:])
}

// MaxNoticeRounds is the longest life of a notice, in rounds: one year of 15
// minutes. It bounds for how long a device must remember that it had one.
const MaxNoticeRounds = 35_040

func lifetimeOK(issued, expires box.Round) bool {
	return expires > issued && expires-issued <= MaxNoticeRounds
}
