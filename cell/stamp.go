package cell

import (
	"time"

	"golang.org/x/crypto/cryptobyte"

	"bulkhead/box"
)

const (
	// stampEvery is how often a founder's device issues a stamp, if it is opened
	// so often.
	stampEvery = 24 * time.Hour

	// stampRounds is the same in rounds at least, where rounds are long.
	stampRounds = 8

	// provenIn is after how many stamps' time a new lead that has shown none is
	// doubted.
	provenIn = 8

	// minProven is the same in rounds at least: the new link's first key exchange
	// takes some ten boxes each way, and the stamp comes after it.
	minProven = 24 * adoptedBlock

	domainStamp = "bulkhead/cell/1 stamp\x00"
)

// stamp is a founder's sign of life: it goes down to everybody, and whoever was
// cut off has none that is newer than that. So a new lead that brings none, after
// it adopted, is led by nobody.
//
//	 1  founder
//	 4  round in which it was issued
//	64  the founder's signature over the above
type stamp struct {
	founder Founder
	issued  box.Round
	sig     signature
}

func (*stamp) kind() uint8 { return kindStamp }

func (p *stamp) add(b *cryptobyte.Builder) {
	p.addSigned(b)
	b.AddBytes(p.sig[:])
}

func (p *stamp) addSigned(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.founder))
	b.AddUint32(uint32(p.issued))
}

func (p *stamp) read(s *cryptobyte.String) bool {
	return p.founder.read(s) && s.ReadUint32((*uint32)(&p.issued)) && s.CopyBytes(p.sig[:])
}

// stampRounds is how many rounds lie between two stamps.
func (g *Group) stampRounds() box.Round { return max(g.rounds(stampEvery), stampRounds) }

// provenRounds is provenIn in rounds.
func (g *Group) provenRounds() box.Round { return max(provenIn*g.stampRounds(), minProven) }

// tickStamp issues a founder's stamp once a day.
func (s *State) tickStamp(now box.Round) []Effect {
	if s.maySign() != nil {
		return nil
	}
	f, every := s.founderIndex(), s.group.stampRounds()
	if s.stamps[f] != 0 && since(now, s.stamps[f]) < uint64(every) {
		return nil
	}
	p := &stamp{founder: f, issued: max(now, 1)}
	p.sig = sign(&s.key, domainStamp, p.addSigned)
	s.stamps[f] = p.issued
	return s.passOn(p, 0, after(now, 7*every))
}

// onStamp takes in a stamp, for the one who brings it as well: an adopted
// member's new lead has proven itself by one issued after that.
func (s *State) onStamp(t *Tie, p *stamp, now box.Round) []Effect {
	if t.Relation != Lead && t.Relation != Partner {
		return refuse(t, p, NotAllowed)
	}
	key := s.keys.of(p.founder)
	if key == nil || !verify(key, &p.sig, domainStamp, p.addSigned) {
		return refuse(t, p, BadSignature)
	}
	if since(p.issued, now) > 1 {
		return refuse(t, p, Expired) // of a round that has not come
	}
	if t.Adopted && t.Relation == Lead && p.issued > t.Since {
		t.Proven = true
	}
	if last := s.stamps[p.founder]; p.issued <= last || last != 0 && since(p.issued, last) < uint64(s.group.stampRounds()) {
		return nil // no founder's device issues two so soon
	}
	s.stamps[p.founder] = p.issued
	return s.passOn(p, t.ID, after(now, 7*s.group.stampRounds()))
}

// unproven reports whether a tie is a new lead that has not proven itself.
func (t *Tie) unproven() bool {
	return t.Adopted && t.Relation == Lead && !t.Proven && t.Phase != Confirmed
}
