package cell

import (
	"bulkhead/box"
	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

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
