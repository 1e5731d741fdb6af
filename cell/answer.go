package cell

import (
	"crypto/hpke"
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

// answer keeps a lifeline for the one who asks, if there is room.
func (s *State) answer(t *Tie, p *lifelineAsk, now box.Round, rand io.Reader) ([]Effect, error) {
	if !s.roomForLifeline(t.ID) || s.full() {
		return []Effect{Send{t.ID, marshal(&lifelineLost{p.id, lostNone}), lasting(now)}}, nil
	}
	secret, err := keys.Read[secretUse](rand)
	if err != nil {
		return nil, err
	}
	inv := &Invitation{Secret: secret, Base: max(now, 1) + s.group.answerTravels(), Card: s.groupHash()}
	sealed, err := sealLifeline(p, inv)
	if err != nil {
		return refuse(t, p, Malformed), nil // no key
	}
	out, err := s.newLifeline(lifeline{rank: p.rank, held: true, id: p.id, over: t.ID}, inv, Shower, now)
	if err != nil {
		return nil, err
	}
	return append(out, Send{t.ID, marshal(sealed), lasting(now)}), nil
}

// roomForLifeline reports whether one more can be held for those behind a tie.
func (s *State) roomForLifeline(over TieID) bool {
	n := 0
	for _, l := range s.lifelines {
		if l.held && l.over == over {
			n++
		}
	}
	own := maxOwn
	if s.founder() {
		own = 0
	}
	held := 0
	for _, l := range s.lifelines {
		if l.held {
			held++
		}
	}
	return n < maxOver && held < MaxLifelines-own
}

// onAnswer takes in the answer to the owner's ask, or hands it down.
func (s *State) onAnswer(t *Tie, p *lifelineAnswer, now box.Round) ([]Effect, error) {
	for i := range s.passed {
		if w := &s.passed[i]; w.id == p.id && w.to == t.ID {
			return []Effect{Send{w.from, marshal(p), lasting(now)}}, nil
		}
	}
	at := slices.IndexFunc(s.asks, func(a ask) bool { return a.id == p.id && a.over == t.ID })
	switch {
	case at < 0:
		return nil, nil // asked again since, or never
	case t.Quarantined():
		return refuse(t, p, Quarantined), nil
	}
	if s.full() {
		return refuse(t, p, NoRoom), nil
	}
	if !s.affords(t, now) {
		return refuse(t, p, TooOften), nil
	}
	a := &s.asks[at]
	inv, err := openLifeline(p, a, s.groupHash())
	if err != nil || !fairBase(inv.Base, now+s.group.answerTravels()) {
		return refuse(t, p, Malformed), nil
	}
	l := lifeline{rank: a.rank, id: a.id, over: t.ID}
	a.seed.Erase()
	s.asks = slices.Delete(s.asks, at, at+1)
	s.spend(t.ID, now)
	return s.newLifeline(l, inv, Scanner, now)
}

// lifelineInfo binds an answer to its ask and to the group.
func lifelineInfo(id ID, group card.Hash) []byte {
	b := cryptobyte.NewBuilder([]byte("bulkhead/cell/1 lifeline"))
	b.AddBytes(id[:])
	b.AddBytes(group[:])
	return b.BytesOrPanic()
}

// sealLifeline seals secret and base of a lifeline's link to an ask's key: HPKE
// (RFC 9180), MLKEM768X25519, HKDF-SHA-256, ChaCha20-Poly1305.
func sealLifeline(p *lifelineAsk, inv *Invitation) (*lifelineAnswer, error) {
	key, err := hpke.MLKEM768X25519().NewPublicKey(p.key[:])
	if err != nil {
		return nil, err
	}
	plain := append(make([]byte, 0, keys.Size+4), inv.Secret.Bytes()...)
	plain = append(plain, byte(inv.Base>>24), byte(inv.Base>>16), byte(inv.Base>>8), byte(inv.Base))
	defer clear(plain)
	sealed, err := hpke.Seal(key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), lifelineInfo(p.id, inv.Card), plain)
	if err != nil {
		return nil, err
	}
	if len(sealed) != answerLen {
		return nil, fmt.Errorf("an answer of %d bytes", len(sealed))
	}
	a := &lifelineAnswer{id: p.id}
	copy(a.sealed[:], sealed)
	return a, nil
}

func openLifeline(p *lifelineAnswer, a *ask, group card.Hash) (*Invitation, error) {
	key, err := hpke.MLKEM768X25519().NewPrivateKey(a.seed.Bytes())
	if err != nil {
		return nil, err
	}
	plain, err := hpke.Open(key, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), lifelineInfo(p.id, group), p.sealed[:])
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	in := cryptobyte.String(plain)
	var secret []byte
	var base uint32
	if !in.ReadBytes(&secret, keys.Size) || !in.ReadUint32(&base) || base == 0 || !in.Empty() {
		return nil, errPacket
	}
	k, err := keys.Of[secretUse](secret)
	return &Invitation{Secret: k, Base: box.Round(base), Card: group}, err
}
