package cell

import (
	"errors"
	"unicode/utf8"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/internal/next"
	"bulkhead/keys"
	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// MaxMessage is the longest packet in bytes: what a link takes whole.
	MaxMessage = 65_536

	// MaxText is the longest text to one other member, in bytes of UTF-8.
	MaxText = MaxMessage - 1

	// MaxBody is the longest note, reply or notice, in bytes of UTF-8: each
	// hop carries it again, a box at a time.
	MaxBody = 4096

	idLen  = 16
	refLen = 8
	keyLen = 32 // an Ed25519 public key
	sigLen = 64 // an Ed25519 signature
)

// ID names one note or one notice: random bytes, drawn by its writer.
type ID [idLen]byte

// Kinds of packets, the first byte of each. 0 is none. Those above kindLast are of later
// versions; a program that does not know them says so, and changes nothing.
const (
	kindWelcome      = 1
	kindKeyOffer     = 2
	kindFounderKey   = 3
	kindText         = 4
	kindIntroduction = 5
	kindReady        = 6
	kindNote         = 7
	kindNoteStopped  = 8
	kindReply        = 9
	kindNotice       = 10
	kindRevocation   = 11
	kindTaken        = 12

	kindLifelineAsk    = 13
	kindLifelineAnswer = 14
	kindLifelineLost   = 15
	kindOrphan         = 16
	kindAdoption       = 17
	kindSettled        = 18
	kindStamp          = 19
	kindReplyStopped   = 20

	kindCard        = 21
	kindCardRevoked = 22
	kindCardNamed   = 23

	kindReport        = seal.KindPacket
	kindDeskReply     = seal.KindReply
	kindDeskRecord    = 26
	kindDeskRevoked   = 27
	kindDeskReached   = 28
	kindReportStopped = 29
	kindDeskNamed     = 30
	kindLast          = kindDeskNamed

	// noteKind is how this program writes notes: the next version has a kind of its own
	// for them, so that the rules of kinds can be tested (internal/next).
	noteKind = kindNote + next.Ahead*(kindLast+1-kindNote)
)

// VersionsOn returns how many versions of the link's header after the first a packet's kind
// has come with. Nobody is sent it who does not say that they read that one: a packet that
// they do not know would count as received by them.
func VersionsOn(message []byte) uint8 {
	if len(message) > 0 && message[0] > kindLast {
		return 1
	}
	return 0
}

var (
	errPacket = errors.New("not a packet")
	errNewer  = errors.New("a packet of a newer program's")
)

// packet is one application message in a link: its kind in one byte, then its
// fields, all integers big-endian, nothing after them.
type packet interface {
	kind() uint8
	add(b *cryptobyte.Builder)
	read(s *cryptobyte.String) bool
}

func marshal(p packet) []byte {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint8(p.kind())
	p.add(b)
	return b.BytesOrPanic() // every field was checked when p was made
}

func parsePacket(message []byte) (packet, error) {
	s := cryptobyte.String(message)
	var k uint8
	if len(message) > MaxMessage || !s.ReadUint8(&k) {
		return nil, errPacket
	}
	p := newPacket(k)
	switch {
	case k == 0:
		return nil, errPacket
	case p == nil:
		return nil, errNewer
	case p.read(&s) && s.Empty():
		return p, nil
	case holdsNewer(k, message[1:]):
		return nil, errNewer
	}
	return nil, errPacket
}

// holdsNewer reports whether a packet that is none holds a card, an invitation or a
// desk's record of a newer program's.
func holdsNewer(kind uint8, fields cryptobyte.String) bool {
	switch kind {
	case kindCard:
		return errors.Is(readSigned(&fields, new(card.Signed)), card.ErrNewer)
	case kindIntroduction:
		var inv cryptobyte.String
		return fields.Skip(refLen+1) && fields.ReadUint8LengthPrefixed(&inv) &&
			errors.Is(new(Invitation).UnmarshalBinary(inv), ErrInvitationNewer)
	case kindDeskRecord:
		return errors.Is(new(seal.Signed).UnmarshalBinary(fields), seal.ErrNewer)
	}
	return false
}

// newPacket returns an empty packet of a kind; nil if this program knows none.
func newPacket(kind uint8) packet {
	if kind == noteKind {
		return new(note)
	}
	switch kind {
	case kindWelcome:
		return new(welcome)
	case kindKeyOffer:
		return new(keyOffer)
	case kindFounderKey:
		return new(founderKey)
	case kindText:
		return new(text)
	case kindIntroduction:
		return new(introduction)
	case kindReady:
		return new(ready)
	case kindNote:
		return new(note)
	case kindNoteStopped:
		return new(noteStopped)
	case kindReply:
		return new(reply)
	case kindNotice:
		return new(notice)
	case kindRevocation:
		return new(revocation)
	case kindTaken:
		return new(taken)
	case kindLifelineAsk:
		return new(lifelineAsk)
	case kindLifelineAnswer:
		return new(lifelineAnswer)
	case kindLifelineLost:
		return new(lifelineLost)
	case kindOrphan:
		return new(orphan)
	case kindAdoption:
		return new(adoption)
	case kindSettled:
		return new(settled)
	case kindStamp:
		return new(stamp)
	case kindReplyStopped:
		return new(replyStopped)
	case kindCard:
		return new(newCard)
	case kindCardRevoked:
		return new(cardRevoked)
	case kindCardNamed:
		return new(cardNamed)
	case kindReport:
		return new(sealedReport)
	case kindDeskReply:
		return new(deskReply)
	case kindDeskRecord:
		return new(deskRecord)
	case kindDeskRevoked:
		return new(deskRevoked)
	case kindDeskReached:
		return new(deskReached)
	case kindReportStopped:
		return new(reportStopped)
	case kindDeskNamed:
		return new(deskNamed)
	}
	return nil
}

// welcome is the inviter's first packet.
//
//	1  relation of the sender to the receiver: Partner, Lead or Liaison
//	4  check-in, rounds
//	4  grace, rounds
//	   the founders' keys, as a keyring
type welcome struct {
	relation Relation
	checkIn  CheckIn
	keys     keyring
}

func (*welcome) kind() uint8 { return kindWelcome }

func (p *welcome) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.relation))
	b.AddUint32(p.checkIn.Every)
	b.AddUint32(p.checkIn.Grace)
	p.keys.add(b)
}

func (p *welcome) read(s *cryptobyte.String) bool {
	return s.ReadUint8((*uint8)(&p.relation)) && (p.relation == Partner || p.relation == Lead || p.relation == Liaison) &&
		s.ReadUint32(&p.checkIn.Every) && s.ReadUint32(&p.checkIn.Grace) && p.checkIn.check() == nil &&
		p.keys.read(s)
}

// keyOffer is the second founder's key on its way to the first.
//
//	32  key
//	64  its own signature over itself
type keyOffer struct {
	key PublicKey
	sig signature
}

func (*keyOffer) kind() uint8                 { return kindKeyOffer }
func (p *keyOffer) add(b *cryptobyte.Builder) { b.AddBytes(p.key[:]); b.AddBytes(p.sig[:]) }
func (p *keyOffer) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.key[:]) && s.CopyBytes(p.sig[:])
}

// founderKey is the second founder's key, vouched for by the first.
//
//	32  key
//	64  the first founder's signature over it
type founderKey struct {
	key PublicKey
	sig signature
}

func (*founderKey) kind() uint8                 { return kindFounderKey }
func (p *founderKey) add(b *cryptobyte.Builder) { b.AddBytes(p.key[:]); b.AddBytes(p.sig[:]) }
func (p *founderKey) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.key[:]) && s.CopyBytes(p.sig[:])
}

// text is what one member writes to another: the rest of the packet, UTF-8.
type text struct{ body []byte }

func (*text) kind() uint8                 { return kindText }
func (p *text) add(b *cryptobyte.Builder) { b.AddBytes(p.body) }
func (p *text) read(s *cryptobyte.String) bool {
	return s.ReadBytes(&p.body, len(*s)) && utf8.Valid(p.body)
}

// introduction is how a lead makes two of its led a pair.
//
//	  8  number of the introduction, the same for both
//	  1  role in the new link: 0 shower, 1 scanner
//	1+n  invitation
type introduction struct {
	ref        [refLen]byte
	role       Role
	invitation Invitation
}

func (*introduction) kind() uint8 { return kindIntroduction }

func (p *introduction) add(b *cryptobyte.Builder) {
	b.AddBytes(p.ref[:])
	b.AddUint8(uint8(p.role))
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { p.invitation.add(b, true) })
}

func (p *introduction) read(s *cryptobyte.String) bool {
	var inv cryptobyte.String
	return s.CopyBytes(p.ref[:]) && s.ReadUint8((*uint8)(&p.role)) && p.role <= Scanner &&
		s.ReadUint8LengthPrefixed(&inv) && p.invitation.UnmarshalBinary(inv) == nil
}

// ready tells the lead that an introduction was taken in.
//
//	8  number of the introduction
type ready struct{ ref [refLen]byte }

func (*ready) kind() uint8                      { return kindReady }
func (p *ready) add(b *cryptobyte.Builder)      { b.AddBytes(p.ref[:]) }
func (p *ready) read(s *cryptobyte.String) bool { return s.CopyBytes(p.ref[:]) }

// taken is a member's word that somebody whom the receiver knows too is in a
// captor's hands, or that this word is taken back.
//
//	1  whom, as a relation to the receiver: 1 its partner (says its lead),
//	   2 its lead (says its partner), 3 the other of the pair that the sender
//	   is in (says one whom it leads)
//	1  0 said, 1 taken back
type taken struct {
	whom Relation
	back bool
}

func (*taken) kind() uint8 { return kindTaken }

func (p *taken) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.whom))
	addBool(b, p.back)
}

func (p *taken) read(s *cryptobyte.String) bool {
	return s.ReadUint8((*uint8)(&p.whom)) && p.whom >= Partner && p.whom <= Led && readBool(s, &p.back)
}

const (
	askKeyLen = 1216               // a public key of MLKEM768X25519, in bytes
	answerLen = 1120 + 32 + 4 + 16 // encapsulation, secret, base, tag
)

// lifelineAsk goes up to whoever is to keep a lifeline for the one who asks.
//
//	  16  id
//	   1  rank: 1 the lead's lead's partner, 2 the lead's lead's lead; 0, over a
//	      partner, the partner's lead
//	   1  step: 1 from the one who asks, 2 from its lead, 3 to the one who answers
//	1216  public key, MLKEM768X25519
type lifelineAsk struct {
	id   ID
	rank uint8
	step uint8
	key  [askKeyLen]byte
}

func (*lifelineAsk) kind() uint8 { return kindLifelineAsk }

func (p *lifelineAsk) add(b *cryptobyte.Builder) {
	b.AddBytes(p.id[:])
	b.AddUint8(p.rank)
	b.AddUint8(p.step)
	b.AddBytes(p.key[:])
}

func (p *lifelineAsk) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.id[:]) && s.ReadUint8(&p.rank) && p.rank <= lastRank &&
		s.ReadUint8(&p.step) && p.step >= stepAsker && p.step <= stepAnswerer && s.CopyBytes(p.key[:])
}

// lifelineAnswer goes back down the way of an ask.
//
//	  16  id
//	1172  sealed to the ask's key, see sealLifeline
type lifelineAnswer struct {
	id     ID
	sealed [answerLen]byte
}

func (*lifelineAnswer) kind() uint8 { return kindLifelineAnswer }

func (p *lifelineAnswer) add(b *cryptobyte.Builder) {
	b.AddBytes(p.id[:])
	b.AddBytes(p.sealed[:])
}

func (p *lifelineAnswer) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.id[:]) && s.CopyBytes(p.sealed[:])
}

// lifelineLost tells one end of a lifeline, or of an ask, what became of
// somebody on its way.
//
//	16  id of the ask
//	 1  whom: 0 nobody, there is none to be had; 1 the one who asked, 2 that one's
//	    lead, 3 the one who answered was cut off; 4 the one who asked says that its
//	    lead was lost
type lifelineLost struct {
	id   ID
	whom whomLost
}

func (*lifelineLost) kind() uint8 { return kindLifelineLost }

func (p *lifelineLost) add(b *cryptobyte.Builder) {
	b.AddBytes(p.id[:])
	b.AddUint8(uint8(p.whom))
}

func (p *lifelineLost) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.id[:]) && s.ReadUint8((*uint8)(&p.whom)) && p.whom <= lostSaid
}

// orphan is said over a lifeline by somebody whose lead was lost.
//
//	8  number of the introduction that made its pair; zeros: it has no partner
type orphan struct{ ref [refLen]byte }

func (*orphan) kind() uint8                      { return kindOrphan }
func (p *orphan) add(b *cryptobyte.Builder)      { b.AddBytes(p.ref[:]) }
func (p *orphan) read(s *cryptobyte.String) bool { return s.CopyBytes(p.ref[:]) }

// adoption is the answer: the secret of a link of their own.
//
//	32  secret
//	 4  base round
//	 1  1 if the link has no slot of its own, else 0
type adoption struct {
	secret Secret
	base   box.Round
	paced  bool
}

func (*adoption) kind() uint8 { return kindAdoption }

func (p *adoption) add(b *cryptobyte.Builder) {
	b.AddBytes(p.secret.Bytes())
	b.AddUint32(uint32(p.base))
	addBool(b, p.paced)
}

func (p *adoption) read(s *cryptobyte.String) bool {
	var secret []byte
	if !s.ReadBytes(&secret, keys.Size) || !s.ReadUint32((*uint32)(&p.base)) || !readBool(s, &p.paced) {
		return false
	}
	var err error
	p.secret, err = keys.Of[secretUse](secret)
	return err == nil
}

// settled is said over a lifeline that was asked, by an orphan that another
// has adopted.
type settled struct{}

func (*settled) kind() uint8                  { return kindSettled }
func (*settled) add(*cryptobyte.Builder)      {}
func (*settled) read(*cryptobyte.String) bool { return true }
