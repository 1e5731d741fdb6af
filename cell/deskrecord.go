package cell

import (
	"crypto/ed25519"
	"errors"
	"slices"

	"bulkhead/box"
	"bulkhead/report/seal"
)

// Records of desks and their revocations: what founders sign, and how it spreads.

// ErrNoDeskRecord is the error of taking back what is not here, or is taken back already.
var ErrNoDeskRecord = errors.New("no such desk's record, or it was revoked before")

func (s *State) sealGroup() seal.Group { return seal.Group(s.groupHash()) }

// sealFounders are the founders' keys as far as they are known.
func (s *State) sealFounders() (f seal.Founders) {
	f[0] = ed25519.PublicKey(s.keys.first[:])
	if s.keys.both {
		f[1] = ed25519.PublicKey(s.keys.second[:])
	}
	return f
}

func verifyRaw(k ed25519.PublicKey, message []byte, sig *signature) bool {
	return ed25519.Verify(k, message, sig[:])
}

// signRaw signs a message that has its domain already.
func signRaw(k *signingKey, message []byte) [ed25519.SignatureSize]byte {
	private := ed25519.NewKeyFromSeed(k.Bytes())
	defer clear(private)
	return [ed25519.SignatureSize]byte(ed25519.Sign(private, message))
}

// NewDeskRecord returns a record of this group for a desk with the given public key and name,
// issued now and good for the given rounds from then. It is for SignDesk, in a group of two
// founders by both. seal.ErrRecord.
func (s *State) NewDeskRecord(public [seal.PublicSize]byte, name string, rounds uint32, now box.Round) (*seal.Record, error) {
	r := &seal.Record{Group: s.sealGroup(), Issued: now, Begins: now, Expires: after(now, box.Round(rounds)), Public: public, Name: name}
	return r, r.Check()
}

// Desks returns the desks that stand, in the order of their digests.
func (s *State) Desks(now box.Round) []seal.Standing {
	return s.desks.Standing(now, int(s.group.PouchRounds))
}

// SignDesk signs a desk's record for this founder, and sends it to everybody. With the other
// founder's signature here it is by both, and counts at once. ErrNotFounder, ErrNotVouched,
// and a [seal.Refusal].
func (s *State) SignDesk(r *seal.Record, now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	digest, err := r.Digest()
	if err != nil {
		return nil, err
	}
	signed := seal.Signed{Record: *r, By: 1 << s.founderIndex()}
	signed.Signatures[s.founderIndex()] = signRaw(&s.key, digest.Message())
	return s.takeDesk(signed, digest, 0, now)
}

// takeDesk takes a signed record in, shows it and passes it on, if it says more than is known.
func (s *State) takeDesk(signed seal.Signed, digest seal.Digest, from TieID, now box.Round) ([]Effect, error) {
	before, by := s.desks.Sum(), s.deskBy(digest)
	if err := s.desks.Take(signed, now, s.sealGroup(), s.sealFounders()); err != nil {
		return nil, err
	}
	known := s.knownDesk(digest)
	if known.By == by {
		return nil, nil
	}
	shown := Show{What: DeskSigned, Tie: from, ID: ID(digest[:idLen])}
	if known.By != 3 {
		shown.What, shown.Founder = DeskByOne, Founder(known.By-1)
		s.namedAt = 0
	}
	out := append([]Effect{shown}, s.spreadDesk(&deskRecord{known.Signed}, from, before, now)...)
	if by == 0 {
		out = append(out, s.learnedDesk(digest.Name())...)
	}
	return out, nil
}

// knownDesk returns the record of a digest; nil if it is not here.
func (s *State) knownDesk(digest seal.Digest) *seal.Known {
	if i := slices.Index(s.desks.Digests(), digest); i >= 0 {
		return &s.desks.Known[i]
	}
	return nil
}

// deskBy returns whose signatures of a record are here; 0: it is not.
func (s *State) deskBy(digest seal.Digest) uint8 {
	if k := s.knownDesk(digest); k != nil {
		return k.By
	}
	return 0
}

func (s *State) onDeskRecord(t *Tie, p *deskRecord, now box.Round) []Effect {
	if !isCellTie(t) {
		return refuse(t, p, NotAllowed)
	}
	digest, err := p.signed.Record.Digest()
	if err != nil {
		return refuse(t, p, Malformed)
	}
	out, err := s.takeDesk(p.signed, digest, t.ID, now)
	if err != nil {
		return refuse(t, p, whyDesk(err))
	}
	return out
}

// whyDesk is a refusal of a record as a packet's.
func whyDesk(err error) Why {
	switch err {
	case seal.ErrGroup:
		return OtherGroup
	case seal.ErrSignature:
		return BadSignature
	case seal.ErrEarly, seal.ErrExpired:
		return Expired
	case seal.ErrRevoked:
		return Revoked
	case seal.ErrNoRoom:
		return TooOften
	}
	return Malformed
}

// RevokeDesk takes a desk's record back, whoever signed it, everywhere. A founder may do so
// before the record is here. ErrNotFounder, ErrNotVouched, ErrNoDeskRecord if this founder
// has revoked it before; seal.ErrNoRoom beyond 32 in a year.
func (s *State) RevokeDesk(digest seal.Digest, now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	v := seal.Revocation{Group: s.sealGroup(), Digest: digest, Founder: uint8(s.founderIndex())}
	v.Signature = signRaw(&s.key, v.Message())
	out, err := s.takeDeskRevoked([]seal.Revocation{v}, 0, now)
	if err == nil && out == nil {
		err = ErrNoDeskRecord
	}
	return out, err
}

// takeDeskRevoked takes revocations in, shows those that are new and passes them on. The
// error is of the first that was refused; the others count.
func (s *State) takeDeskRevoked(all []seal.Revocation, from TieID, now box.Round) (out []Effect, err error) {
	before, fresh := s.desks.Sum(), &deskRevoked{}
	for _, v := range all {
		had := len(s.desks.Revoked)
		if refused := s.desks.Revoke(v, now, s.sealGroup(), s.sealFounders()); refused != nil && err == nil {
			err = refused
		}
		if len(s.desks.Revoked) > had {
			fresh.all = append(fresh.all, v)
			s.reached = slices.DeleteFunc(s.reached, func(r reach) bool { return r.name == v.Digest.Name() })
			out = append(out, Show{What: DeskRevoked, Tie: from, ID: ID(v.Digest[:idLen]), Founder: Founder(v.Founder)})
		}
	}
	if len(fresh.all) == 0 {
		return nil, err
	}
	out = append(out, s.spreadDesk(fresh, from, before, now)...)
	return append(out, s.revokedOverLifelines(fresh, from, now)...), err
}

// DeskRevoked reports whether a desk whose key has this name was taken back, as far as was heard.
// No report for it is passed on.
func (s *State) DeskRevoked(name seal.Name) bool {
	return slices.ContainsFunc(s.desks.Revoked, func(v seal.Revoked) bool { return v.Digest.Name() == name })
}

// revokedOverLifelines sends revocations over all lifelines, one in each packet: whoever is
// below a captured founder hears of them over these alone.
func (s *State) revokedOverLifelines(p *deskRevoked, from TieID, now box.Round) (out []Effect) {
	for _, v := range p.all {
		message := marshal(&deskRevoked{[]seal.Revocation{v}})
		for _, l := range s.lifelines {
			if l.tie != from && s.tie(l.tie).Phase >= Unconfirmed {
				out = append(out, Send{Tie: l.tie, Message: message, Expires: after(now, s.group.lifelineRounds(cardAgain))})
			}
		}
	}
	return out
}

func (s *State) onDeskRevoked(t *Tie, p *deskRevoked, now box.Round) []Effect {
	if !isCellTie(t) && t.Relation != Lifeline {
		return refuse(t, p, NotAllowed)
	}
	out, err := s.takeDeskRevoked(p.all, t.ID, now)
	if err != nil {
		out = append(out, refuse(t, p, whyDesk(err))...)
	}
	return out
}

// isCellTie reports whether a tie is to partner, lead or led: who hears of desks.
func isCellTie(t *Tie) bool {
	return t.Relation == Partner || t.Relation == Lead || t.Relation == Led
}

// spreadDesk sends what is new of desks to partner, lead and led, not back. Those go first who
// are nearer to the other founder: a record by one alone must reach who can revoke it. before
// is the sum of what was known.
func (s *State) spreadDesk(p packet, from TieID, before uint32, now box.Round) (out []Effect) {
	message, lasts, sum := marshal(p), after(now, s.group.rounds(cardAgain)), s.desks.Sum()
	for _, first := range []bool{true, false} {
		for i := range s.ties {
			t := &s.ties[i]
			if !t.live() || !isCellTie(t) || t.Cut != 0 || first != (t.Relation == Lead || s.founder() && t.Relation == Partner) {
				continue
			}
			if t.deskTold == before {
				t.deskTold, t.deskAt = sum, max(now, 1)
			}
			if t.ID != from {
				out = append(out, Send{Tie: t.ID, Message: message, Expires: lasts})
			}
		}
	}
	return out
}

// tellDesks tells those below, the other founder, and a lead that adopted, all that stands of
// desks, where they were told something else: who joins or is adopted. It tells them again
// after 7 days in which nothing tells that they have taken in what was sent.
func (s *State) tellDesks(now box.Round) (out []Effect) {
	if len(s.desks.Known)+len(s.desks.Revoked) == 0 {
		return nil
	}
	var news [][]byte
	sum := s.desks.Sum()
	for i := range s.ties {
		t := &s.ties[i]
		below := t.Relation == Led || s.founder() && t.Relation == Partner || t.Relation == Lead && t.Adopted
		missed := since(now, t.deskAt) >= uint64(s.group.rounds(cardAgain)) && uint64(t.Unlocked) < uint64(t.deskAt)+uint64(s.group.PouchRounds)
		if !t.live() || !below || t.Cut != 0 || t.Phase < Unconfirmed || t.deskTold == sum && !missed {
			continue
		}
		if news == nil {
			news = s.deskNews()
		}
		t.deskTold, t.deskAt = sum, max(now, 1)
		for _, message := range news {
			out = append(out, Send{Tie: t.ID, Message: message, Expires: after(now, s.group.rounds(cardAgain))})
		}
	}
	return out
}

// deskNews is all that stands of desks, as packets: what takes back goes first, then what one
// founder signed alone.
func (s *State) deskNews() (all [][]byte) {
	for f := range uint8(2) {
		p := &deskRevoked{}
		for i := range s.desks.Revoked {
			if v := &s.desks.Revoked[i]; v.Founder == f {
				p.all = append(p.all, v.Revocation)
			}
		}
		if len(p.all) > 0 {
			all = append(all, marshal(p))
		}
	}
	for _, alone := range []bool{true, false} {
		for i := range s.desks.Known {
			if k := &s.desks.Known[i]; alone == (k.By != 3) {
				all = append(all, marshal(&deskRecord{k.Signed}))
			}
		}
	}
	return all
}

// tickDesks forgets records and revocations whose time is over. Nobody is told for that.
func (s *State) tickDesks(now box.Round) {
	s.tickNamed(now)
	known := len(s.desks.Known) + len(s.desks.Revoked)
	if known == 0 {
		return
	}
	before := s.desks.Sum()
	s.desks.Tidy(now)
	if len(s.desks.Known)+len(s.desks.Revoked) == known {
		return
	}
	after := s.desks.Sum()
	for i := range s.ties {
		if t := &s.ties[i]; t.deskTold == before {
			t.deskTold = after
		}
	}
}
