package cell

import (
	"bulkhead/box"
	"bulkhead/card"
)

// byOne is a card that a founder signs alone: it adds a drop.
func byOne(s *State, now box.Round) card.Signed {
	b := &s.cards.base.Card
	c, err := b.Next(append(append([]card.Place(nil), b.Places[:b.Count()]...), dropAt(66)), nil, true, now, now+b.Change())
	if err != nil {
		panic(err)
	}
	signed := card.Signed{Card: c}
	s.signCard(&signed)
	return signed
}

func nameOf(c card.Signed, f Founder) name {
	return name{f, c.Card.Serial, c.Card.Digest(), signature(c.Signatures[f])}
}

// revokedBy is a founder's word against the other's card.
func revokedBy(s *State, serial uint16) *cardRevoked {
	p := &cardRevoked{founder: s.founderIndex().other(), serial: serial}
	p.sig = sign(&s.key, domainCardRevoked, p.signed(s.groupHash()))
	return p
}
