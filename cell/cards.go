package cell

import (
	"errors"
	"io"
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

// Errors of cards, and of founders who change places.
var (
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
	begins   box.Round   // the first round in which the base counts here; 0 for the founding card
	old      card.Signed // in force before the base, until its change is over here; zero: none
	alone    card.Signed // the first card of names that came; zero: none
	from     box.Round   // the first round in which alone counts, if it stands
	names    []name      // cards by one founder, of base serial + 1; none of a founder whose card was revoked
	revoked  []cardRevoked
	proposed proposal // founders: see there
}

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
		return card.Pair{InForce: c.old.Card, Coming: c.base.Card, From: c.begins}.Settled(now)
	}
	return card.Pair{InForce: c.base.Card}
}

// standsByOne reports whether a card by one founder stands, and is here: it is the only
// one that is named.
func (s *State) standsByOne() bool { return len(s.cards.names) == 1 && !s.cards.alone.Card.IsZero() }

// Fetched returns the card that an invitation of this device names, with its
// signatures: the newest by both that is in force, or the founding one.
func (s *State) Fetched(now box.Round) card.Signed {
	c := &s.cards
	if c.old.Card.IsZero() || c.old.Card.ByOne() || c.begins <= now {
		return c.base
	}
	return c.old
}

// NewestOfBoth returns the newest card that both founders signed, or the founding one.
func (s *State) NewestOfBoth() card.Signed { return s.cards.base }

// changing reports whether the change to the base is under way here, or to come.
func (s *State) changing(now box.Round) bool {
	b := &s.cards
	return b.base.Card.Serial != 0 && uint64(now) < uint64(b.begins)+uint64(b.base.Card.Change())
}

// tickCards forgets the old card once the change is over.
func (s *State) tickCards(now box.Round) {
	if !s.changing(now) {
		s.cards.old = card.Signed{}
	}
}

// onCard takes in a card.
func (s *State) onCard(t *Tie, p *newCard, now box.Round, rand io.Reader) ([]Effect, error) {
	c := &p.signed
	if t.Relation == Lifeline && c.Card.ByOne() {
		return refuse(t, p, NotAllowed), nil
	}
	if why := s.ofGroup(&c.Card); why != 0 {
		return refuse(t, p, why), nil
	}
	base := &s.cards.base.Card
	switch {
	case since(c.Card.Issued, now) > aheadOfUs:
		return refuse(t, p, Expired), nil // of a round that has not come: it comes again
	case c.Card == *base:
		return nil, nil
	case c.Card.ByOne() && c.Card.Serial > base.Serial:
		return s.onCardByOne(t, p, now), nil
	case !c.Card.Outranks(base):
		return s.onLowerCard(t, c, now), nil
	case s.signedByBoth(c):
		if !s.follows(&c.Card) {
			return refuse(t, p, NotAllowed), nil
		}
		out := s.rebase(*c, t.ID, max(c.Card.Begins, now), now)
		return append(out, s.spreadEverywhere(p, t.ID, now)...), nil
	case s.founder() && t.Relation == Partner:
		return s.onProposal(t, p, now, rand)
	}
	return refuse(t, p, BadSignature), nil
}

// signedByBoth reports whether both founders' signatures of a card are here and right.
func (s *State) signedByBoth(c *card.Signed) bool {
	return s.verified(c, FirstFounder) && s.verified(c, SecondFounder)
}

// signedAsNeeded reports whether a card has the signatures that its serial asks for, all
// of them right, and no other.
func (s *State) signedAsNeeded(c *card.Signed) bool {
	_, one := s.signerOf(c)
	switch {
	case c.Card.Serial == 0:
		return c.By == 0
	case c.Card.ByOne():
		return one
	}
	return s.signedByBoth(c)
}

// parentOf returns the card that another names as its parent, if it is here; else nil.
func (s *State) parentOf(c *card.Card) *card.Signed {
	for _, before := range []*card.Signed{&s.cards.base, &s.cards.alone, &s.cards.old} {
		if !before.Card.IsZero() && before.Card.Hash() == c.Parent {
			return before
		}
	}
	return nil
}

// follows reports whether a card by both is what the rules make of its parent, if that is
// here. Whoever missed the parent goes by the signatures: a founder's device signs nothing
// else.
func (s *State) follows(c *card.Card) bool {
	before := s.parentOf(c)
	return before == nil || c.Follows(&before.Card) == nil
}

// ofGroup says why a card cannot be this group's; 0: it can.
func (s *State) ofGroup(c *card.Card) Why {
	if !c.OfOneGroup(&s.cards.base.Card) {
		return OtherGroup
	}
	return 0
}

// onLowerCard takes in what was in force before the base, which who joined during a change
// has not seen: the base names it by its hash, and it has the signatures that it needs.
// Whoever holds another card of the base's serial, which the base outranks, is sent the base,
// as often as by its header: once in the time of toldAgain, however often its card comes.
func (s *State) onLowerCard(t *Tie, c *card.Signed, now box.Round) []Effect {
	b := &s.cards
	switch {
	case !s.signedAsNeeded(c):
		return nil
	case c.Card.Serial == b.base.Card.Serial:
		base := marshal(&newCard{b.base})
		if t.Cut != 0 || s.wasToldCards(t, now) || t.Relation == Lifeline && len(base) > maxOverLifeline {
			return nil
		}
		s.tellsCards(t, now)
		lasts := s.group.rounds(cardAgain)
		if t.Relation == Lifeline {
			lasts = s.group.lifelineRounds(cardAgain)
		}
		return []Effect{Send{t.ID, base, after(now, lasts)}}
	case b.old.Card.IsZero() && s.changing(now) && c.Card.Hash() == b.base.Card.Parent:
		b.old = *c
		return []Effect{Show{What: PlacesChange, Expires: b.begins}}
	}
	return nil
}

// rebase makes a card by both the base, which counts here from the round begins on.
func (s *State) rebase(c card.Signed, from TieID, begins, now box.Round) []Effect {
	b := &s.cards
	old := b.base
	switch before := s.parentOf(&c.Card); {
	case before != nil: // all others come from there
		old = *before
	case s.standsByOne() && b.from <= now && c.Card.Outranks(&b.alone.Card): // else it is of the base's serial
		old = b.alone
	case !b.old.Card.IsZero() && b.begins > now:
		old = b.old
	}
	b.base, b.begins, b.old = c, begins, old
	b.alone, b.from, b.names = card.Signed{}, 0, nil
	b.revoked = slices.DeleteFunc(b.revoked, func(r cardRevoked) bool { return r.serial < c.Card.Serial })
	b.proposed.signed = card.Signed{}
	b.proposed.code = 0
	s.tickCards(now)
	return []Effect{Show{What: PlacesChange, Tie: from, Expires: begins}}
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
	s.tickCards(now) // the change is over: see above
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
	s.cards.names = append(s.cards.names, *n)
	out := []Effect{Show{What: PlacesContradicted, Tie: from, Founder: n.founder}}
	for i := range s.cards.names { // both: whoever has heard of one alone learns of the other
		out = append(out, s.spreadEverywhere(&cardNamed{s.cards.names[i]}, from, now)...)
	}
	return out
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
			s.tellsCards(t, now)
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
		if t := s.tie(l.tie); l.tie != from && (held || !l.held) && t.Phase >= Unconfirmed {
			s.tellsCards(t, now)
			out = append(out, Send{Tie: l.tie, Message: message, Expires: lasts})
		}
	}
	return out
}

func (s *State) spreadEverywhere(p packet, from TieID, now box.Round) []Effect {
	return append(s.spread(p, from, now), s.overLifelines(p, true, from, now)...)
}

// cardsFor is what the other end of a tie that has no slot may lack, since its headers do
// not say: all that [State.CardHeard] could send.
func (s *State) cardsFor(id TieID, now box.Round) (out []Effect) {
	for _, p := range s.cardNews(!s.standsByOne()) {
		out = append(out, Send{id, marshal(p), lasting(now)})
	}
	return out
}

// cardNews is all that is known of cards after the founding one. Cards by one are named or,
// if named is false, the one that stands is sent itself.
func (s *State) cardNews(named bool) (all []packet) {
	b := &s.cards
	if b.base.Card.Serial > 0 {
		all = append(all, &newCard{b.base})
	}
	for i := range b.revoked { // before the card: what contradicts it there goes first
		all = append(all, &b.revoked[i])
	}
	if !named {
		return append(all, &newCard{b.alone})
	}
	for i := range b.names {
		all = append(all, &cardNamed{b.names[i]})
	}
	return all
}

// tellPaced tells ties without a slot, whose headers say nothing, all that is known of
// cards: once their link is secured, once something changes, and again after PL during a
// change, and after 7 days while there are names or revocations.
func (s *State) tellPaced(now box.Round) (out []Effect) {
	news := s.cardNews(true)
	if len(news) == 0 {
		return nil
	}
	state, lasts := s.cardState(), s.group.lifelineRounds(cardAgain)
	open := s.changing(now) || len(s.cards.names)+len(s.cards.revoked) > 0
	for i := range s.ties {
		t := &s.ties[i]
		switch {
		case !t.live() || t.Phase < Unconfirmed || t.Cut != 0 || t.Relation != Lifeline && (t.Relation == Unknown || s.Pace(t.ID) == nil),
			s.wasToldCards(t, now), !open && t.cardAt != 0 && t.cardTold == state:
			continue
		}
		s.tellsCards(t, now)
		for _, p := range news {
			if m := marshal(p); len(m) <= maxOverLifeline || t.Relation != Lifeline {
				out = append(out, Send{t.ID, m, after(now, lasts)})
			}
		}
		if t.Relation != Lifeline && s.standsByOne() {
			out = append(out, Send{t.ID, marshal(&newCard{s.cards.alone}), after(now, lasts)})
		}
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

// nextCard makes the card that follows the base or, if it is for both to sign, what is in
// force.
func (s *State) nextCard(places []card.Place, gateways []string, byOne bool, issued, begins, now box.Round) (card.Signed, error) {
	if s.changing(now) {
		return card.Signed{}, ErrChanging
	}
	before := &s.cards.base.Card
	if pair := s.Cards(now); !byOne && pair.InForce.ByOne() {
		before = &pair.InForce
	}
	c, err := before.Next(places, gateways, byOne, issued, max(begins, after(issued, before.Change())))
	return card.Signed{Card: c}, err
}

// ChangePlaces makes and signs a card by this founder alone, and sends it to everybody.
// places is what the founder wishes for: see [card.Card.Next]. ErrNotFounder, ErrNotVouched,
// ErrChanging, ErrOneAlready, and card.ErrCard: card.ErrByOne if it is more than one founder
// may change.
func (s *State) ChangePlaces(places []card.Place, gateways []string, begins, now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	if len(s.cards.names) > 0 || s.isRevoked(s.founderIndex(), s.cards.base.Card.Serial+1) {
		return nil, ErrOneAlready
	}
	c, err := s.nextCard(places, gateways, true, now, begins, now)
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
// count. It counts from the round on it: whoever hands it over has it in force. ErrJoining,
// ErrGroup, ErrCardUnsigned, ErrCardOld.
func (s *State) TakeCard(c *card.Signed, now box.Round) ([]Effect, error) {
	switch {
	case s.standing == Joining:
		return nil, ErrJoining
	case s.ofGroup(&c.Card) != 0:
		return nil, ErrGroup
	case c.Card.ByOne(), !c.Card.Outranks(&s.cards.base.Card):
		return nil, ErrCardOld
	case !s.signedByBoth(c), !s.follows(&c.Card), since(c.Card.Issued, now) > aheadOfUs:
		return nil, ErrCardUnsigned
	}
	return append(s.rebase(*c, 0, c.Card.Begins, now), s.spreadEverywhere(&newCard{*c}, 0, now)...), nil
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
	Code     ProposalCode // by which Proposed is signed; 0: it is the owner's
	Mine     bool         // Proposed was signed by the owner, and waits for the other founder
}

// Places returns what a person may see of the group's places.
func (s *State) Places(now box.Round) PlacesView {
	b := &s.cards
	v := PlacesView{Pair: s.Cards(now), ByOne: s.standsByOne(), Named: len(b.names) > 0 && !s.standsByOne()}
	if len(b.names) > 0 {
		v.Signer = b.names[0].founder
	}
	v.Revoked = slices.ContainsFunc(b.revoked, func(r cardRevoked) bool { return r.serial == b.base.Card.Serial+1 })
	v.Proposed, v.Code = b.proposed.signed.Card, b.proposed.code
	v.Mine = !v.Proposed.IsZero() && v.Code == 0
	return v
}

// add writes the cards:
//
//	    base, old, the card by one: each as on its way, none as zeros
//	4+4 the first round in which the base counts, and the card by one
//	2+n names
//	2+n revocations
//	    proposal
func (b *cards) add(to *cryptobyte.Builder) {
	for _, c := range []*card.Signed{&b.base, &b.old, &b.alone} {
		addSigned(to, c)
	}
	to.AddUint32(uint32(b.begins))
	to.AddUint32(uint32(b.from))
	addList(to, b.names)
	addList(to, b.revoked)
	b.proposed.add(to)
}

func (b *cards) read(in *cryptobyte.String) bool {
	for _, c := range []*card.Signed{&b.base, &b.old, &b.alone} {
		if readSigned(in, c) != nil {
			return false
		}
	}
	return in.ReadUint32((*uint32)(&b.begins)) && in.ReadUint32((*uint32)(&b.from)) &&
		readList(in, &b.names) && readList(in, &b.revoked) && b.proposed.read(in)
}

// cardsHold: there is a base, all are of one group, and what one signed follows it.
func (s *State) cardsHold() bool {
	b := &s.cards
	for _, c := range []*card.Signed{&b.old, &b.alone, &b.proposed.signed} {
		if !c.Card.IsZero() && s.ofGroup(&c.Card) != 0 {
			return false
		}
	}
	if b.base.Card.IsZero() || len(b.names) > maxNames || len(b.revoked) > maxRevokedCards || b.alone.Card.IsZero() != (b.from == 0) ||
		b.begins < b.base.Card.Begins || b.base.Card.Serial == 0 && b.begins != 0 ||
		!b.old.Card.IsZero() && !b.base.Card.Outranks(&b.old.Card) || !b.old.Card.IsZero() && !b.alone.Card.IsZero() {
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
	return s.proposalHolds()
}
