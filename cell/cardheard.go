package cell

import (
	"slices"

	"bulkhead/box"
	"bulkhead/card"
)

// CardSaid is what a header says of the newest card that stands at a device, as [card.Card.Said]
// makes it: the low byte of its serial, and a mark of the card itself. Zero: the founding
// card, or nothing.
type CardSaid uint16

func said(c *card.Card, unlocked box.Round) CardSaid { return CardSaid(c.Said(unlocked)) }

// newest returns the newest card that stands.
func (s *State) newest() *card.Signed {
	if s.standsByOne() {
		return &s.cards.alone
	}
	return &s.cards.base
}

// Serial returns the serial of the newest card that stands.
func (s *State) Serial() uint16 { return s.newest().Card.Serial }

// CardSaid returns what headers say of the newest card that stands, in boxes that say that
// the last passphrase was given in the round unlocked.
func (s *State) CardSaid(unlocked box.Round) CardSaid { return said(&s.newest().Card, unlocked) }

// cardState sums up what a peer is told of at once: when it changes, the peer is told again
// without a wait.
//
//	16 bits  the serial that stands
//	 8 bits  first byte of the base's digest: another card of the same serial may take its place
//	 4 bits  how many names there are
//	 4 bits  how many revocations
//
// Of two bases one in 256 pairs has one state. That peer is told after the usual wait.
func (s *State) cardState() uint32 {
	digest := s.cards.base.Card.Digest()
	return uint32(s.Serial())<<16 | uint32(digest[0])<<8 | uint32(len(s.cards.names))<<4 | uint32(len(s.cards.revoked))
}

// The two counts of a state have 4 bits each.
const (
	_ = uint(15 - maxNames)
	_ = uint(15 - maxRevokedCards)
)

// wasToldCards reports whether the other end of a tie was told what there is to tell, in the
// time of toldAgain.
func (s *State) wasToldCards(t *Tie, now box.Round) bool {
	return t.cardAt != 0 && t.cardTold == s.cardState() && since(now, t.cardAt) < uint64(s.toldAgain(now))
}

// tellsCards notes that the other end of a tie is told what there is to tell.
func (s *State) tellsCards(t *Tie, now box.Round) { t.cardTold, t.cardAt = s.cardState(), max(now, 1) }

// toldAgain is after how many rounds a peer that still lacks something is told again: after
// PL during a change, since that is over after three of them.
func (s *State) toldAgain(now box.Round) box.Round {
	if s.changing(now) {
		return box.Round(s.group.PouchRounds)
	}
	return s.group.rounds(cardAgain)
}

// CardHeard takes in what a tie's boxes say of the other end's card, and the round of that
// end's last passphrase that stands beside it. Whoever is behind, or stands on another card
// of the same serial, is sent what it lacks, once in 7 days, or in PL during a change. Ties
// without a slot of their own say nothing. ErrNoTie.
func (s *State) CardHeard(id TieID, h CardSaid, unlocked, now box.Round) ([]Effect, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	if s.Pace(id) != nil || t.Relation == Unknown || t.Cut != 0 || t.Phase < Unconfirmed || s.wasToldCards(t, now) {
		return nil, nil
	}
	lacks := s.lacks(h, unlocked)
	if len(lacks) == 0 {
		return nil, nil
	}
	s.tellsCards(t, now)
	var out []Effect
	for _, p := range lacks {
		out = append(out, Send{Tie: id, Message: marshal(p), Expires: after(now, s.group.rounds(cardAgain))})
	}
	return out, nil
}

// lacks returns what a peer lacks whose header says h.
func (s *State) lacks(h CardSaid, unlocked box.Round) (out []packet) {
	b := &s.cards
	base, newest := &b.base.Card, &s.newest().Card
	// The peer's serial is the nearest to the own one with this low byte.
	ahead := int(int8(uint8(h>>8) - uint8(newest.Serial)))
	peer := int(newest.Serial) + ahead
	if ahead == 0 && h == said(newest, unlocked) {
		return nil
	}
	revocations := func() {
		for i := range b.revoked {
			if b.revoked[i].serial == base.Serial+1 {
				out = append(out, &b.revoked[i])
			}
		}
	}
	switch {
	case ahead <= 0: // behind, or on another card
		if base.Serial > 0 && (peer < int(base.Serial) || ahead == 0 || h != said(base, unlocked)) {
			out = append(out, &newCard{b.base})
		}
		if s.standsByOne() {
			revocations() // before the card: what contradicts it at the other end goes first
			out = append(out, &newCard{b.alone})
		}
	case peer == int(base.Serial)+1 && !s.standsByOne():
		for i := range b.names {
			out = append(out, &cardNamed{b.names[i]})
		}
		revocations()
		if len(out) > 0 && base.Serial > 0 { // the peer's may stand on another base, and this is all that it is told for now
			out = slices.Insert(out, 0, packet(&newCard{b.base}))
		}
	}
	return out
}
