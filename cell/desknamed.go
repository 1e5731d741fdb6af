package cell

import (
	"slices"

	"bulkhead/box"
	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

// A captured founder's device can send a record that it alone has signed to those below it, and
// not to the other founder. Their lifelines end elsewhere. So over these, while the record waits,
// goes its name.

// maxDeskNames is how many names of each founder a device remembers.
const maxDeskNames = seal.MaxByOne

// deskNamed is a record by one founder, without the record.
//
//	 1  founder
//	32  digest of the record
//	64  the founder's signature of it
type deskNamed struct {
	founder Founder
	digest  seal.Digest
	sig     signature
}

func (*deskNamed) kind() uint8 { return kindDeskNamed }

func (p *deskNamed) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.founder))
	b.AddBytes(p.digest[:])
	b.AddBytes(p.sig[:])
}

func (p *deskNamed) read(s *cryptobyte.String) bool {
	return p.founder.read(s) && s.CopyBytes(p.digest[:]) && s.CopyBytes(p.sig[:])
}

// NamedDesk is a record that a founder alone has signed and that has not come here.
type NamedDesk struct {
	Founder Founder
	Digest  seal.Digest

	heard box.Round
}

// NamedDesks returns the records by one founder that have not come to this device, and that
// others have. The other founder takes one back by [State.RevokeDesk].
func (s *State) NamedDesks() []NamedDesk { return slices.Clone(s.named) }

// nameDesks tells over the owner's own lifelines, each day, which records by one founder wait
// here to count.
func (s *State) nameDesks(now box.Round) (out []Effect) {
	if s.namedAt != 0 && since(now, s.namedAt) < uint64(s.group.stampRounds()) {
		return nil
	}
	for i := range s.desks.Known {
		k := &s.desks.Known[i]
		if k.By == 3 || since(now, k.Heard) >= uint64(s.deskWait()) {
			continue
		}
		digest, err := k.Record.Digest()
		if err != nil {
			continue
		}
		f := Founder(k.By - 1)
		message := marshal(&deskNamed{f, digest, k.Signatures[f]})
		for _, l := range s.lifelines {
			if !l.held && s.tie(l.tie).Phase >= Unconfirmed {
				s.namedAt = max(now, 1)
				out = append(out, Send{Tie: l.tie, Message: message, Expires: after(now, s.deskWait())})
			}
		}
	}
	return out
}

// deskWait is how long a record by one founder waits to count.
func (s *State) deskWait() box.Round { return 3 * box.Round(s.group.PouchRounds) }

// onDeskNamed takes in that a founder alone has signed a record. Where the record is here it
// has gone up by itself. Else its name does.
func (s *State) onDeskNamed(t *Tie, p *deskNamed, now box.Round) []Effect {
	if t.Relation != Lifeline && t.Relation != Led && !(s.founder() && t.Relation == Partner) {
		return refuse(t, p, NotAllowed)
	}
	key := s.sealFounders()[p.founder]
	if key == nil || !verifyRaw(key, p.digest.Message(), &p.sig) {
		return refuse(t, p, BadSignature)
	}
	of := 0
	for _, n := range s.named {
		if n.Digest == p.digest {
			return nil
		}
		if n.Founder == p.founder {
			of++
		}
	}
	switch {
	case s.knownDesk(p.digest) != nil, s.deskRevoked(p.digest):
		return nil
	case of >= maxDeskNames:
		return refuse(t, p, TooOften) // it comes again each day, and is heard once one of these is taken back
	}
	s.named = append(s.named, NamedDesk{p.founder, p.digest, now})
	var out []Effect
	if s.founder() {
		out = append(out, Show{What: DeskNamed, Tie: t.ID, Founder: p.founder, ID: ID(p.digest[:idLen])})
	}
	if up := s.up(); up != nil && up.ID != t.ID {
		out = append(out, Send{Tie: up.ID, Message: marshal(p), Expires: after(now, s.deskWait())})
	}
	return out
}

func (s *State) deskRevoked(d seal.Digest) bool {
	return slices.ContainsFunc(s.desks.Revoked, func(v seal.Revoked) bool { return v.Digest == d })
}

// tickNamed forgets names that have a record here, were taken back, or whose wait is over.
func (s *State) tickNamed(now box.Round) {
	s.named = slices.DeleteFunc(s.named, func(n NamedDesk) bool {
		return since(now, n.heard) > uint64(s.deskWait()) || s.knownDesk(n.Digest) != nil || s.deskRevoked(n.Digest)
	})
}

// add writes a name: founder 1, digest 32, heard 4.
func (n *NamedDesk) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(n.Founder))
	b.AddBytes(n.Digest[:])
	b.AddUint32(uint32(n.heard))
}

func (n *NamedDesk) read(s *cryptobyte.String) bool {
	return n.Founder.read(s) && s.CopyBytes(n.Digest[:]) && s.ReadUint32((*uint32)(&n.heard))
}

// namedHold: no more than there may be of each founder, each once.
func (s *State) namedHold() bool {
	of := map[Founder]int{}
	for i, n := range s.named {
		if of[n.Founder]++; of[n.Founder] > maxDeskNames || slices.ContainsFunc(s.named[:i], func(o NamedDesk) bool { return o.Digest == n.Digest }) {
			return false
		}
	}
	return s.standing != AtDesk || len(s.named) == 0
}
