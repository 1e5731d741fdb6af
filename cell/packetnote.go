package cell

import (
	"unicode/utf8"

	"bulkhead/box"

	"golang.org/x/crypto/cryptobyte"
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

func (*note) kind() uint8                      { return noteKind }
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

// stopped says why a note or a reply went no further.
type stopped uint8

const (
	stoppedNoWay stopped = iota // nobody to pass it to
	stoppedFull                 // the way on has no room for more from here
	stoppedLate                 // its lifetime ended before the way on had room
	stoppedLast  = stoppedLate
)

// why is what the person is told.
func (w stopped) why() Why {
	return [...]Why{stoppedNoWay: NoWay, stoppedFull: WayFull, stoppedLate: TooLate}[w]
}

// maxStopped is how many notes one packet can stop: a device has one such packet
// on its way over a tie, and what is stopped meanwhile joins the next.
const maxStopped = 64

// noteStopped goes back down the way of notes that could not go on.
//
//	    1  why: 0 nobody to pass them to, 1 the way is full, 2 their lifetime ended
//	1…64×16  ids of the notes
type noteStopped struct {
	why stopped
	ids []ID
}

func (*noteStopped) kind() uint8 { return kindNoteStopped }

func (p *noteStopped) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.why))
	for _, id := range p.ids {
		b.AddBytes(id[:])
	}
}

func (p *noteStopped) read(s *cryptobyte.String) bool {
	if !s.ReadUint8((*uint8)(&p.why)) || p.why > stoppedLast {
		return false
	}
	for len(p.ids) < maxStopped && !s.Empty() {
		var id ID
		if !s.CopyBytes(id[:]) {
			return false
		}
		p.ids = append(p.ids, id)
	}
	return len(p.ids) > 0
}

// replyStopped goes back up the way of a reply that could not go on, to the
// founder who wrote it.
//
//	16  id of the note
//	 1  founder
//	 1  number of the reply
//	 1  why, as in noteStopped
type replyStopped struct {
	id      ID
	founder Founder
	number  uint8
	why     stopped
}

func (*replyStopped) kind() uint8 { return kindReplyStopped }

func (p *replyStopped) add(b *cryptobyte.Builder) {
	b.AddBytes(p.id[:])
	b.AddUint8(uint8(p.founder))
	b.AddUint8(p.number)
	b.AddUint8(uint8(p.why))
}

func (p *replyStopped) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.id[:]) && p.founder.read(s) && s.ReadUint8(&p.number) && p.number > 0 &&
		s.ReadUint8((*uint8)(&p.why)) && p.why <= stoppedLast
}

// JoinStopped makes one message of two that say which notes, or which reports, stopped, so that a
// flood is answered by few. It returns false if they are no such messages, give
// different reasons, or stop more notes than one may.
func JoinStopped(a, b []byte) ([]byte, bool) {
	if p, is := parsed[*reportStopped](a); is {
		q, is := parsed[*reportStopped](b)
		if !is || p.why != q.why || len(p.ways)+len(q.ways) > maxStopped {
			return nil, false
		}
		p.ways = append(p.ways, q.ways...)
		return marshal(p), true
	}
	p, isA := parsed[*noteStopped](a)
	q, isB := parsed[*noteStopped](b)
	if !isA || !isB || p.why != q.why || len(p.ids)+len(q.ids) > maxStopped {
		return nil, false
	}
	p.ids = append(p.ids, q.ids...)
	return marshal(p), true
}

func parsed[P packet](message []byte) (P, bool) {
	var none P
	p, err := parsePacket(message)
	if err != nil {
		return none, false
	}
	q, is := p.(P)
	return q, is
}
