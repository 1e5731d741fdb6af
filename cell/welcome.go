package cell

import (
	"io"

	"bulkhead/box"
)

// onWelcome makes a joining device a member, a desk's, or the second founder.
func (s *State) onWelcome(t *Tie, p *welcome, now box.Round, rand io.Reader) ([]Effect, error) {
	if s.standing != Joining {
		return s.onWelcomeBack(t, p), nil
	}
	if t.Relation != Unknown {
		return refuse(t, p, NotAllowed), nil
	}
	if base := &s.cards.base; base.Card.Serial > 0 && (!verifiedBy(base, &p.keys, FirstFounder) || !verifiedBy(base, &p.keys, SecondFounder)) {
		return refuse(t, p, BadSignature), nil // the card that the invitation named is not of these founders
	}
	shown := Show{What: Welcomed, Tie: t.ID, Rel: p.relation}
	if p.relation == Lead {
		t.Relation, s.standing, s.checkIn, s.keys = Lead, Member, p.checkIn, p.keys
		return []Effect{shown}, nil
	}
	if p.relation == Liaison {
		t.Relation, s.standing, s.checkIn, s.keys = Liaison, AtDesk, p.checkIn, p.keys
		return []Effect{shown}, nil
	}
	if p.keys.both {
		return refuse(t, p, OtherKey), nil
	}
	key, public, err := newSigningKey(rand)
	if err != nil {
		return nil, err
	}
	t.Relation, s.standing, s.checkIn, s.keys, s.key = Partner, FounderB, p.checkIn, p.keys, key
	offer := &keyOffer{key: public, sig: sign(&key, domainOffer, public.addTo)}
	return []Effect{shown, Send{t.ID, marshal(offer), lasting(now)}}, nil
}

// onKeyOffer lets the first founder vouch for the second one's key.
func (s *State) onKeyOffer(t *Tie, p *keyOffer, now box.Round) []Effect {
	switch {
	case s.standing != FounderA || t.Relation != Partner:
		return refuse(t, p, NotAllowed)
	case s.keys.both && s.keys.second == p.key:
		return nil
	case s.keys.both || p.key == s.keys.first:
		return refuse(t, p, OtherKey)
	case t.Quarantined():
		return refuse(t, p, Quarantined)
	case !verify(&p.key, &p.sig, domainOffer, p.key.addTo):
		return refuse(t, p, BadSignature)
	}
	s.keys.both, s.keys.second = true, p.key
	s.keys.vouch = sign(&s.key, domainFounderKey, p.key.addTo)
	return append([]Effect{Show{What: KeyLearned, Tie: t.ID}}, s.passOnKey(s.vouched(), 0, now)...)
}

// passOnKey sends the second founder's key to partner and led, and to desks: they check cards
// by it.
func (s *State) passOnKey(p *founderKey, from TieID, now box.Round) []Effect {
	out := s.passOn(p, from, lasting(now))
	for _, t := range s.ties {
		if t.live() && t.Relation == Desk {
			out = append(out, Send{t.ID, marshal(p), lasting(now)})
		}
	}
	return out
}

func (s *State) vouched() *founderKey { return &founderKey{s.keys.second, s.keys.vouch} }

// onFounderKey takes in the second founder's key, once.
func (s *State) onFounderKey(t *Tie, p *founderKey, now box.Round) []Effect {
	switch {
	case t.Relation != Lead && t.Relation != Partner && t.Relation != Liaison || s.standing == FounderA:
		return refuse(t, p, NotAllowed)
	case !verify(&s.keys.first, &p.sig, domainFounderKey, p.key.addTo):
		return refuse(t, p, BadSignature)
	case s.keys.both && s.keys.second == p.key:
		return nil
	case s.keys.both, s.standing == FounderB && publicOf(&s.key) != p.key:
		return refuse(t, p, OtherKey)
	case t.Quarantined():
		return refuse(t, p, Quarantined)
	}
	s.keys.both, s.keys.second, s.keys.vouch = true, p.key, p.sig
	return append([]Effect{Show{What: KeyLearned, Tie: t.ID}}, s.passOnKey(p, t.ID, now)...)
}
