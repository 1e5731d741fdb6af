package cell

import (
	"errors"
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/card"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// maxNames is how many cards signed by one founder are remembered at most: two,
	// which void each other.
	maxNames = 2

	// aheadSerials is how far beyond the base's serial a revocation is remembered: of
	// the one card by one that may follow the base, and of the one that may follow the
	// next base. Of a later one, a device that is behind hears again.
	aheadSerials = 3

	// maxRevokedCards is how many revocations of cards are remembered at most: of
	// each founder's, the odd serials within aheadSerials.
	maxRevokedCards = 2 * (aheadSerials + 1) / 2

	// cardAgain is after how long a peer that is still behind is told again: the
	// lifetime of what was sent.
	cardAgain = 7 * 24 * time.Hour

	// maxOverLifeline is the longest message that takes one cell of a link, in bytes:
	// what a lifeline has room for. A card of four drops fits, one with the keys of
	// gateways does not.
	maxOverLifeline = 1268

	domainCard        = "bulkhead/cell/1 card\x00"
	domainCardRevoked = "bulkhead/cell/1 card revoked\x00"
)

// Errors of founders who change places.
var (
	ErrNoProposal   = errors.New("the other founder has proposed no card that could be signed")
	ErrProposalLate = errors.New("the proposed card begins too soon: everybody must hear of it first; propose it anew")
	ErrChanging     = errors.New("a change of places is still under way")
	ErrNoCard       = errors.New("there is no card that the other founder signed alone")
	ErrCardUnsigned = errors.New("this card is not signed by the founders of this group")
	ErrCardOld      = errors.New("this card is not newer than the one in force")
	ErrOtherCard    = errors.New("this is not the card that the invitation names")
	ErrOneAlready   = errors.New("one founder changes places once; the next card needs both signatures")
)

// cards is what a device goes by of the outside: the newest card of both founders, what
// was in force before it, and what one of them signed since. See docs/protocol/card.md,
// "New cards".
type cards struct {
	base     card.Signed
	old      card.Signed // in force before the base, until its change is over; zero: none
	alone    card.Signed // the first card of names that came; zero: none
	from     box.Round   // the first round in which alone counts, if it stands
	names    []name      // cards by one founder, of base serial + 1; none of a founder whose card was revoked
	revoked  []cardRevoked
	proposed card.Signed // founders: the newest card by both that lacks a signature; zero: none
}

// name is a card by one founder, as it is named where the card itself has no room.
//
//	 1  founder
//	 2  serial
//	32  digest
//	64  the founder's signature of the card
type name struct {
	founder Founder
	serial  uint16
	digest  card.Digest
	sig     signature
}

func (n *name) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(n.founder))
	b.AddUint16(n.serial)
	b.AddBytes(n.digest[:])
	b.AddBytes(n.sig[:])
}

func (n *name) read(s *cryptobyte.String) bool {
	return n.founder.read(s) && s.ReadUint16(&n.serial) && n.serial%2 == 1 && s.CopyBytes(n.digest[:]) && s.CopyBytes(n.sig[:])
}

// same reports whether two names are of one card of one founder.
func (n *name) same(o *name) bool {
	return n.founder == o.founder && n.serial == o.serial && n.digest == o.digest
}

// addSigned is what a founder signs of a card.
func addSignedCard(serial uint16, d card.Digest) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		b.AddUint16(serial)
		b.AddBytes(d[:])
	}
}

// cardRevoked takes back what one founder signed alone.
//
//	 1  founder whose card it is
//	 2  serial
//	64  the other founder's signature
type cardRevoked struct {
	founder Founder
	serial  uint16
	sig     signature
}

func (*cardRevoked) kind() uint8 { return kindCardRevoked }

func (p *cardRevoked) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.founder))
	b.AddUint16(p.serial)
	b.AddBytes(p.sig[:])
}

func (p *cardRevoked) read(s *cryptobyte.String) bool {
	return p.founder.read(s) && s.ReadUint16(&p.serial) && p.serial%2 == 1 && s.CopyBytes(p.sig[:])
}

// signed returns what is signed, in a group.
func (p *cardRevoked) signed(group card.Hash) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		b.AddBytes(group[:])
		b.AddUint8(uint8(p.founder))
		b.AddUint16(p.serial)
	}
}

// newCard is a card on its way.
//
//	  1  whose signatures are here: 1 the first founder's, 2 the second's
//	 64  each
//	2+n  card
type newCard struct{ signed card.Signed }

func (*newCard) kind() uint8                 { return kindCard }
func (p *newCard) add(b *cryptobyte.Builder) { addSigned(b, &p.signed) }
func (p *newCard) read(s *cryptobyte.String) bool {
	return readSigned(s, &p.signed) && !p.signed.Card.IsZero()
}

// addSigned writes a card with its signatures; none at all as zeros.
func addSigned(b *cryptobyte.Builder, s *card.Signed) {
	b.AddUint8(s.By)
	for n := range s.Signatures {
		if s.IsSigned(n) {
			b.AddBytes(s.Signatures[n][:])
		}
	}
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		if s.Card.IsZero() {
			return
		}
		all, err := s.Card.MarshalBinary()
		if err != nil {
			b.SetError(err)
		}
		b.AddBytes(all)
	})
}

func readSigned(in *cryptobyte.String, s *card.Signed) bool {
	var bytes cryptobyte.String
	if !in.ReadUint8(&s.By) || s.By > 3 {
		return false
	}
	for n := range s.Signatures {
		if s.IsSigned(n) && !in.CopyBytes(s.Signatures[n][:]) {
			return false
		}
	}
	if !in.ReadUint16LengthPrefixed(&bytes) {
		return false
	}
	if len(bytes) == 0 {
		return s.By == 0
	}
	return s.Card.UnmarshalBinary(bytes) == nil
}

// cardNamed is a name on its way.
type cardNamed struct{ name }

func (*cardNamed) kind() uint8 { return kindCardNamed }

// verified reports whether a card has a founder's signature that is right.
func (s *State) verified(c *card.Signed, f Founder) bool { return verifiedBy(c, &s.keys, f) }

func verifiedBy(c *card.Signed, ring *keyring, f Founder) bool {
	key := ring.of(f)
	return key != nil && c.IsSigned(int(f)) &&
		verify(key, (*signature)(&c.Signatures[f]), domainCard, addSignedCard(c.Card.Serial, c.Card.Digest()))
}

// signCard adds the owner's signature.
func (s *State) signCard(c *card.Signed) {
	f := s.founderIndex()
	c.By |= 1 << f
	c.Signatures[f] = sign(&s.key, domainCard, addSignedCard(c.Card.Serial, c.Card.Digest()))
}

// Cards returns the card in force and the one that is coming.
func (s *State) Cards(now box.Round) card.Pair {
	c := &s.cards
	switch {
	case s.standsByOne():
		return card.Pair{InForce: c.base.Card, Coming: c.alone.Card, From: c.from}.Settled(now)
	case !c.old.Card.IsZero():
		return card.Pair{InForce: c.old.Card, Coming: c.base.Card, From: c.base.Card.Begins}.Settled(now)
	}
	return card.Pair{InForce: c.base.Card}
}

// standsByOne reports whether a card by one founder stands, and is here: it is the only
// one that is named.
func (s *State) standsByOne() bool { return len(s.cards.names) == 1 && !s.cards.alone.Card.IsZero() }

// Serial returns the serial of the newest card that stands: what headers name.
func (s *State) Serial() uint16 {
	if s.standsByOne() {
		return s.cards.alone.Card.Serial
	}
	return s.cards.base.Card.Serial
}

// Fetched returns the card that an invitation of this device names, with its
// signatures: the newest by both that is in force, or the founding one.
func (s *State) Fetched(now box.Round) card.Signed {
	c := &s.cards
	if c.old.Card.IsZero() || c.old.Card.ByOne() || c.base.Card.Begins <= now {
		return c.base
	}
	return c.old
}

// NewestOfBoth returns the newest card that both founders signed, or the founding one.
func (s *State) NewestOfBoth() card.Signed { return s.cards.base }

// changing reports whether the change to the base is under way, or to come.
func (s *State) changing(now box.Round) bool {
	b := &s.cards.base.Card
	return b.Serial != 0 && uint64(now) < uint64(b.Begins)+uint64(b.Change())
}

// tickCards forgets the old card once the change is over.
func (s *State) tickCards(now box.Round) {
	if !s.changing(now) {
		s.cards.old = card.Signed{}
	}
}

// onCard takes in a card.
func (s *State) onCard(t *Tie, p *newCard, now box.Round) []Effect {
	c := &p.signed
	if t.Relation == Lifeline && c.Card.ByOne() {
		return refuse(t, p, NotAllowed)
	}
	if why := s.ofGroup(&c.Card); why != 0 {
		return refuse(t, p, why)
	}
	base := &s.cards.base.Card
	switch {
	case since(c.Card.Issued, now) > aheadOfUs:
		return refuse(t, p, Expired) // of a round that has not come: it comes again
	case c.Card.Serial < base.Serial:
		return s.onOldCard(c, now)
	case c.Card.ByOne():
		return s.onCardByOne(t, p, now)
	case c.Card.Serial == base.Serial:
		return nil
	case s.verified(c, FirstFounder) && s.verified(c, SecondFounder):
		return append(s.rebase(*c, t.ID, now), s.spreadEverywhere(p, t.ID, now)...)
	case s.founder() && t.Relation == Partner && s.verified(c, s.founderIndex().other()):
		if c.Card.Serial != base.Serial+2 {
			return refuse(t, p, Expired)
		}
		s.cards.proposed = *c
		return []Effect{Show{What: CardProposed, Tie: t.ID, Expires: c.Card.Begins}}
	}
	return refuse(t, p, BadSignature)
}

// ofGroup says why a card cannot be this group's; 0: it can.
func (s *State) ofGroup(c *card.Card) Why {
	base := &s.cards.base.Card
	if c.GroupHash() != base.GroupHash() || c.Calendar != base.Calendar || c.Slots != base.Slots || c.PouchRounds != base.PouchRounds {
		return OtherGroup
	}
	return 0
}

// onOldCard takes in what was in force before the base, which who joined during a
// change has not seen. The base's own hash of it vouches for it.
func (s *State) onOldCard(c *card.Signed, now box.Round) []Effect {
	b := &s.cards
	if b.old.Card.IsZero() && s.changing(now) && c.Card.Hash() == b.base.Card.Parent {
		b.old = *c
		return []Effect{Show{What: PlacesChange, Expires: b.base.Card.Begins}}
	}
	return nil
}

// rebase makes a card by both the base.
func (s *State) rebase(c card.Signed, from TieID, now box.Round) []Effect {
	b := &s.cards
	old := b.base
	switch {
	case s.standsByOne() && b.from <= now:
		old = b.alone
	case !b.old.Card.IsZero() && b.base.Card.Begins > now:
		old = b.old
	}
	b.base, b.old = c, old
	b.alone, b.from, b.names = card.Signed{}, 0, nil
	b.revoked = slices.DeleteFunc(b.revoked, func(r cardRevoked) bool { return r.serial < c.Card.Serial })
	if b.proposed.Card.Serial <= c.Card.Serial {
		b.proposed = card.Signed{}
	}
	s.tickCards(now)
	return []Effect{Show{What: PlacesChange, Tie: from, Expires: c.Card.Begins}}
}

// signerOf returns who signed a card by one, if that signature is right and no other
// is there.
func (s *State) signerOf(c *card.Signed) (Founder, bool) {
	for _, f := range []Founder{FirstFounder, SecondFounder} {
		if c.By == 1<<f && s.verified(c, f) {
			return f, true
		}
	}
	return 0, false
}

func (s *State) onCardByOne(t *Tie, p *newCard, now box.Round) []Effect {
	c := &p.signed
	f, right := s.signerOf(c)
	n := name{f, c.Card.Serial, c.Card.Digest(), signature(c.Signatures[f])}
	switch {
	case !right:
		return refuse(t, p, BadSignature)
	case s.isRevoked(f, n.serial):
		return nil // whoever sent it hears so by the header: see CardHeard
	case s.changing(now), n.serial != s.cards.base.Card.Serial+1:
		return nil // too early here: it comes again
	case c.Card.Follows(&s.cards.base.Card) != nil:
		return refuse(t, p, NotAllowed)
	}
	known := slices.ContainsFunc(s.cards.names, func(o name) bool { return n.same(&o) })
	if known && !s.cards.alone.Card.IsZero() || len(s.cards.names) > 1 {
		return nil
	}
	if !known && len(s.cards.names) == 1 {
		return s.contradicted(&n, t.ID, now)
	}
	s.cards.names = []name{n}
	s.cards.alone, s.cards.from = *c, max(c.Card.Begins, after(now, c.Card.Change()))
	out := []Effect{Show{What: PlacesByOne, Tie: t.ID, Founder: f, Expires: s.cards.from}}
	out = append(out, s.spread(p, t.ID, now)...)
	if known {
		return out // it was named before, and went on
	}
	return append(out, s.overLifelines(&cardNamed{n}, false, t.ID, now)...)
}

// contradicted takes in a second name: none stands any more.
func (s *State) contradicted(n *name, from TieID, now box.Round) []Effect {
	p := &cardNamed{*n}
	s.cards.names = append(s.cards.names, *n)
	out := []Effect{Show{What: PlacesContradicted, Tie: from, Founder: n.founder}}
	for i := range s.cards.names { // both: whoever has heard of one alone learns of the other
		out = append(out, s.spread(&cardNamed{s.cards.names[i]}, from, now)...)
	}
	return append(out, s.overLifelines(p, false, from, now)...)
}

// onCardNamed takes in a name.
func (s *State) onCardNamed(t *Tie, p *cardNamed, now box.Round) []Effect {
	key := s.keys.of(p.founder)
	switch {
	case key == nil || !verify(key, &p.sig, domainCard, addSignedCard(p.serial, p.digest)):
		return refuse(t, p, BadSignature)
	case p.serial != s.cards.base.Card.Serial+1, s.isRevoked(p.founder, p.serial), s.changing(now), len(s.cards.names) > 1,
		slices.ContainsFunc(s.cards.names, func(o name) bool { return p.name.same(&o) }):
		return nil
	case len(s.cards.names) == 1:
		return s.contradicted(&p.name, t.ID, now)
	}
	s.cards.names = []name{p.name}
	out := []Effect{Show{What: PlacesNamed, Tie: t.ID, Founder: p.founder}}
	out = append(out, s.spread(p, t.ID, now)...)
	return append(out, s.overLifelines(p, false, t.ID, now)...)
}

func (s *State) isRevoked(f Founder, serial uint16) bool {
	return slices.ContainsFunc(s.cards.revoked, func(r cardRevoked) bool { return r.founder == f && r.serial == serial })
}

// onCardRevoked takes in the other founder's word that a card by one is not to be.
func (s *State) onCardRevoked(t *Tie, p *cardRevoked, now box.Round) []Effect {
	key := s.keys.of(p.founder.other())
	switch {
	case key == nil || !verify(key, &p.sig, domainCardRevoked, p.signed(s.groupHash())):
		return refuse(t, p, BadSignature)
	case p.serial < s.cards.base.Card.Serial, p.serial > s.cards.base.Card.Serial+aheadSerials, s.isRevoked(p.founder, p.serial):
		return nil
	}
	return append(s.revokeCard(p, t.ID), s.spreadEverywhere(p, t.ID, now)...)
}

// revokeCard remembers a revocation: names of the founder and serial go.
func (s *State) revokeCard(p *cardRevoked, from TieID) []Effect {
	b := &s.cards
	b.revoked = append(b.revoked, *p)
	b.names = slices.DeleteFunc(b.names, func(n name) bool { return n.founder == p.founder && n.serial == p.serial })
	if len(b.names) == 0 || !b.alone.Card.IsZero() && b.names[0].digest != b.alone.Card.Digest() {
		b.alone, b.from = card.Signed{}, 0 // of two of one founder both went, so one is left at most
	}
	return []Effect{Show{What: PlacesRevoked, Tie: from, Founder: p.founder}}
}

func (s *State) groupHash() card.Hash { return s.cards.base.Card.GroupHash() }

// spread sends to partner, lead and led, but not back, and notes that they were told.
func (s *State) spread(p packet, from TieID, now box.Round) (out []Effect) {
	message, lasts := marshal(p), after(now, s.group.rounds(cardAgain))
	for i := range s.ties {
		t := &s.ties[i]
		if t.live() && t.ID != from && t.Relation != Lifeline && t.Relation != Unknown && t.Cut == 0 {
			t.cardTold, t.cardAt = s.cardState(), max(now, 1)
			out = append(out, Send{Tie: t.ID, Message: message, Expires: lasts})
		}
	}
	return out
}

// overLifelines sends over the owner's own lifelines, and over those held for others if
// held says so.
func (s *State) overLifelines(p packet, held bool, from TieID, now box.Round) (out []Effect) {
	message, lasts := marshal(p), after(now, s.group.lifelineRounds(cardAgain))
	if len(message) > maxOverLifeline {
		return nil
	}
	for _, l := range s.lifelines {
		if l.tie != from && (held || !l.held) && s.tie(l.tie).Phase >= Unconfirmed {
			out = append(out, Send{Tie: l.tie, Message: message, Expires: lasts})
		}
	}
	return out
}

func (s *State) spreadEverywhere(p packet, from TieID, now box.Round) []Effect {
	return append(s.spread(p, from, now), s.overLifelines(p, true, from, now)...)
}

// cardState is what a peer is told of at once: the serial that stands, and how many
// names and revocations void what does not.
func (s *State) cardState() uint32 {
	return uint32(s.Serial())<<8 | uint32(len(s.cards.names))<<4 | uint32(min(len(s.cards.revoked), 15))
}

// CardHeard takes in the serial that a tie's boxes name: whoever is behind is sent what
// it lacks, once in 7 days. Ties without a slot of their own name none. ErrNoTie.
func (s *State) CardHeard(id TieID, serial uint16, now box.Round) ([]Effect, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	if s.Pace(id) != nil || t.Relation == Unknown || t.Cut != 0 || t.Phase < Unconfirmed ||
		t.cardTold == s.cardState() && since(now, t.cardAt) < uint64(s.group.rounds(cardAgain)) {
		return nil, nil
	}
	var lacks []packet
	b := &s.cards
	switch stands := s.Serial(); {
	case serial < stands:
		if serial < b.base.Card.Serial {
			lacks = append(lacks, &newCard{b.base})
		}
		if s.standsByOne() {
			lacks = append(lacks, &newCard{b.alone})
		}
	case serial == b.base.Card.Serial+1 && serial > stands:
		for i := range b.names {
			lacks = append(lacks, &cardNamed{b.names[i]})
		}
		for i := range b.revoked {
			if b.revoked[i].serial == serial {
				lacks = append(lacks, &b.revoked[i])
			}
		}
	}
	if len(lacks) == 0 {
		return nil, nil
	}
	t.cardTold, t.cardAt = s.cardState(), max(now, 1)
	var out []Effect
	for _, p := range lacks {
		out = append(out, Send{Tie: id, Message: marshal(p), Expires: after(now, s.group.rounds(cardAgain))})
	}
	return out, nil
}

// cardsFor is what the other end of a tie that has no slot may lack: its headers do not
// say.
func (s *State) cardsFor(id TieID, now box.Round) (out []Effect) {
	b := &s.cards
	if b.base.Card.Serial > 0 {
		out = append(out, Send{id, marshal(&newCard{b.base}), lasting(now)})
	}
	if s.standsByOne() {
		out = append(out, Send{id, marshal(&newCard{b.alone}), lasting(now)})
	}
	for i := range b.revoked {
		out = append(out, Send{id, marshal(&b.revoked[i]), lasting(now)})
	}
	return out
}

// oldCardFor is the old card for somebody who joins during a change: the invitation
// names the newer one.
func (s *State) oldCardFor(id TieID, now box.Round) []Effect {
	b := &s.cards
	if b.old.Card.IsZero() || s.Fetched(now).Card != b.base.Card || b.old.Card.Hash() != b.base.Card.Parent {
		return nil
	}
	return []Effect{Send{id, marshal(&newCard{b.old}), lasting(now)}}
}

// ProposeCard makes a card with other places for both founders to sign, which begins
// in the given round at the earliest, and sends it to the other one. ErrNotFounder,
// ErrNotVouched, ErrNoTie without another founder, ErrChanging, and card.ErrCard.
func (s *State) ProposeCard(places []card.Place, gateways []string, begins, now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	other := s.only(Partner)
	if other == nil || !s.keys.both {
		return nil, ErrNoTie
	}
	c, err := s.nextCard(places, gateways, false, begins, now)
	if err != nil {
		return nil, err
	}
	s.signCard(&c)
	s.cards.proposed = c
	return []Effect{Send{other.ID, marshal(&newCard{c}), after(now, s.group.rounds(cardAgain))}}, nil
}

// nextCard makes the card that follows the base.
func (s *State) nextCard(places []card.Place, gateways []string, byOne bool, begins, now box.Round) (card.Signed, error) {
	if s.changing(now) {
		return card.Signed{}, ErrChanging
	}
	before := &s.cards.base.Card
	if pair := s.Cards(now); !byOne && pair.InForce.ByOne() {
		before = &pair.InForce
	}
	c, err := before.Next(places, gateways, byOne, now, max(begins, after(now, before.Change())))
	return card.Signed{Card: c}, err
}

// SignCard signs what the other founder has proposed, and sends it to everybody.
// ErrNotFounder, ErrNotVouched, ErrNoProposal, ErrProposalLate.
func (s *State) SignCard(now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	c := s.cards.proposed
	switch {
	case c.Card.IsZero() || c.IsSigned(int(s.founderIndex())):
		return nil, ErrNoProposal
	case uint64(c.Card.Begins) < uint64(now)+uint64(c.Card.Change()):
		return nil, ErrProposalLate
	}
	s.signCard(&c)
	p := &newCard{c}
	return append(s.rebase(c, 0, now), s.spreadEverywhere(p, 0, now)...), nil
}

// ChangePlaces makes and signs a card by this founder alone, and sends it to everybody.
// ErrNotFounder, ErrNotVouched, ErrChanging, ErrOneAlready, and card.ErrCard:
// card.ErrByOne if it changes more than one founder may.
func (s *State) ChangePlaces(places []card.Place, gateways []string, begins, now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	if len(s.cards.names) > 0 || s.isRevoked(s.founderIndex(), s.cards.base.Card.Serial+1) {
		return nil, ErrOneAlready
	}
	c, err := s.nextCard(places, gateways, true, begins, now)
	if err != nil {
		return nil, err
	}
	s.signCard(&c)
	n := name{s.founderIndex(), c.Card.Serial, c.Card.Digest(), signature(c.Signatures[s.founderIndex()])}
	s.cards.names, s.cards.alone, s.cards.from = []name{n}, c, c.Card.Begins
	out := append([]Effect{Show{What: PlacesByOne, Founder: n.founder, Expires: s.cards.from}}, s.spread(&newCard{c}, 0, now)...)
	return append(out, s.overLifelines(&cardNamed{n}, true, 0, now)...), nil
}

// RevokeCard takes back what the other founder signed alone, whether it came or is only
// feared: the one card that it can sign until both sign one. ErrNotFounder,
// ErrNotVouched, ErrNoTie without another founder, ErrNoCard if it is revoked already.
func (s *State) RevokeCard(now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	p := &cardRevoked{founder: s.founderIndex().other(), serial: s.cards.base.Card.Serial + 1}
	switch {
	case !s.keys.both:
		return nil, ErrNoTie
	case s.isRevoked(p.founder, p.serial):
		return nil, ErrNoCard
	}
	p.sig = sign(&s.key, domainCardRevoked, p.signed(s.groupHash()))
	return append(s.revokeCard(p, 0), s.spreadEverywhere(p, 0, now)...), nil
}

// TakeCard takes in a card that came by hand, from whomever: the founders' signatures
// count. ErrJoining, ErrGroup, ErrCardUnsigned, ErrCardOld.
func (s *State) TakeCard(c *card.Signed, now box.Round) ([]Effect, error) {
	switch {
	case s.standing == Joining:
		return nil, ErrJoining
	case s.ofGroup(&c.Card) != 0:
		return nil, ErrGroup
	case c.Card.Serial <= s.cards.base.Card.Serial || c.Card.ByOne():
		return nil, ErrCardOld
	case !s.verified(c, FirstFounder) || !s.verified(c, SecondFounder):
		return nil, ErrCardUnsigned
	}
	return append(s.rebase(*c, 0, now), s.spreadEverywhere(&newCard{*c}, 0, now)...), nil
}

// Knows reports whether a hash is that of a card which this device has, or names its
// group.
func (s *State) Knows(h card.Hash) bool {
	for _, c := range []*card.Signed{&s.cards.base, &s.cards.old, &s.cards.alone} {
		if !c.Card.IsZero() && c.Card.Hash() == h {
			return true
		}
	}
	return h == s.groupHash()
}

// PlacesView is what a person may see of the group's places.
type PlacesView struct {
	Pair     card.Pair
	ByOne    bool    // the newest card was signed by one founder
	Signer   Founder // by which, if ByOne or Named
	Named    bool    // a card that one founder signed is known, and does not stand: it has not come, or another contradicts it
	Revoked  bool    // the other founder revoked the card of this serial
	Proposed card.Card
	Mine     bool // Proposed was signed by the owner, and waits for the other founder
}

// Places returns what a person may see of the group's places.
func (s *State) Places(now box.Round) PlacesView {
	b := &s.cards
	v := PlacesView{Pair: s.Cards(now), ByOne: s.standsByOne(), Named: len(b.names) > 0 && !s.standsByOne(), Proposed: b.proposed.Card}
	if len(b.names) > 0 {
		v.Signer = b.names[0].founder
	}
	v.Revoked = slices.ContainsFunc(b.revoked, func(r cardRevoked) bool { return r.serial == b.base.Card.Serial+1 })
	v.Mine = s.founder() && !b.proposed.Card.IsZero() && b.proposed.IsSigned(int(s.founderIndex()))
	return v
}

// add writes the cards:
//
//	    base, old, the card by one, the proposed one: each as on its way, none as zeros
//	  4 the first round in which the card by one counts
//	2+n names
//	2+n revocations
func (b *cards) add(to *cryptobyte.Builder) {
	for _, c := range []*card.Signed{&b.base, &b.old, &b.alone, &b.proposed} {
		addSigned(to, c)
	}
	to.AddUint32(uint32(b.from))
	addList(to, b.names)
	addList(to, b.revoked)
}

func (b *cards) read(in *cryptobyte.String) bool {
	for _, c := range []*card.Signed{&b.base, &b.old, &b.alone, &b.proposed} {
		if !readSigned(in, c) {
			return false
		}
	}
	return in.ReadUint32((*uint32)(&b.from)) && readList(in, &b.names) && readList(in, &b.revoked)
}

// cardsHold: there is a base, all are of one group, and what one signed follows it.
func (s *State) cardsHold() bool {
	b := &s.cards
	for _, c := range []*card.Signed{&b.old, &b.alone, &b.proposed} {
		if !c.Card.IsZero() && s.ofGroup(&c.Card) != 0 {
			return false
		}
	}
	if b.base.Card.IsZero() || len(b.names) > maxNames || len(b.revoked) > maxRevokedCards || b.alone.Card.IsZero() != (b.from == 0) ||
		!b.old.Card.IsZero() && b.old.Card.Serial >= b.base.Card.Serial || !b.old.Card.IsZero() && !b.alone.Card.IsZero() {
		return false
	}
	if !b.alone.Card.IsZero() && (b.alone.Card.Follows(&b.base.Card) != nil ||
		!slices.ContainsFunc(b.names, func(n name) bool { return n.digest == b.alone.Card.Digest() })) {
		return false
	}
	for i, n := range b.names {
		if n.serial != b.base.Card.Serial+1 || s.isRevoked(n.founder, n.serial) ||
			slices.ContainsFunc(b.names[:i], func(o name) bool { return n.same(&o) }) {
			return false
		}
	}
	for i, r := range b.revoked {
		again := slices.ContainsFunc(b.revoked[:i], func(o cardRevoked) bool { return o.founder == r.founder && o.serial == r.serial })
		if again || r.serial < b.base.Card.Serial || r.serial > b.base.Card.Serial+aheadSerials {
			return false
		}
	}
	return b.proposed.Card.IsZero() || s.founder() && b.proposed.Card.Serial > b.base.Card.Serial
}
