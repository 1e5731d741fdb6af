package cell

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/card"
)

// give has a state take in a packet over a tie, and keeps and opens the state again.
func (w *world) give(s *State, from TieID, p packet) (*State, []Effect) {
	w.t.Helper()
	effects, err := s.Receive(from, marshal(p), w.now, w.rand)
	w.must(err)
	return w.saved(s), effects
}

// byOneWith is a card that a founder signs alone, with another place.
func byOneWith(s *State, place byte, issued, begins box.Round) card.Signed {
	b := &s.cards.base.Card
	c, err := b.Next(append(slices.Clone(b.Places[:b.Count()]), dropAt(place)), nil, true, issued, begins)
	if err != nil {
		panic(err)
	}
	signed := card.Signed{Card: c}
	s.signCard(&signed)
	return signed
}

// byBoth is a card that both founders sign, after a's base.
func byBoth(a, b *State, now box.Round, places ...card.Place) card.Signed {
	return byBothAfter(&a.cards.base.Card, a, b, now, places...)
}

// byBothAfter is one that was made from a card.
func byBothAfter(before *card.Card, a, b *State, now box.Round, places ...card.Place) card.Signed {
	c, err := before.Next(places, nil, false, now, now+before.Change())
	if err != nil {
		panic(err)
	}
	return signedBy(c, a, b)
}

// signedBy is a card with these founders' signatures, whatever is on it.
func signedBy(c card.Card, founders ...*State) card.Signed {
	signed := card.Signed{Card: c}
	for _, f := range founders {
		f.signCard(&signed)
	}
	return signed
}

// Promise: what stands depends on what was heard, never on the order: cards by one founder
// or the other, two of one founder, and revocations, in every order, each heard again as
// it is from whoever is not behind.
func TestWhatStandsDependsOnWhatWasHeardAlone(t *testing.T) {
	w, people := seven(t, 110)
	a, b, c := people["A"].s, people["B"].s, people["c"]
	from := w.tie(c, people["d"])
	all := []packet{
		&newCard{byOneWith(a, 66, w.now, w.now+576)}, &newCard{byOneWith(a, 67, w.now, w.now+576)}, &newCard{byOneWith(b, 68, w.now, w.now+576)},
		revokedBy(b, 1), revokedBy(a, 1),
	}
	// by set of what was heard: which card stands
	stands := func(set int) uint16 {
		n := 0
		for i, revoked := range []int{3, 3, 4} {
			if set&(1<<i) != 0 && set&(1<<revoked) == 0 {
				n++
			}
		}
		if n == 1 {
			return 1
		}
		return 0
	}
	tried := 0
	var each func(order []int, set int)
	each = func(order []int, set int) {
		s := w.saved(c.s)
		for range 2 {
			for _, i := range order {
				s, _ = w.give(s, from, all[i])
			}
		}
		tried++
		pair := s.Cards(w.now)
		if got := s.Serial(); got != stands(set) || pair.Coming.IsZero() != (got == 0) {
			t.Errorf("heard %v: serial %d stands, want %d", order, got, stands(set))
		}
		for i := range all {
			if set&(1<<i) == 0 {
				each(append(slices.Clone(order), i), set|1<<i)
			}
		}
	}
	each(nil, 0)
	if tried < 300 {
		t.Errorf("%d orders were tried", tried)
	}
}

// Promise: the wait of a card by one founder counts from hearing of it, whatever is written
// on it; and a revocation ends it whenever it is heard, before, within and after.
func TestABackdatedCardWaitsAndARevocationAlwaysWins(t *testing.T) {
	w, people := seven(t, 111)
	w.now = 100_000
	a, b, c := people["A"].s, people["B"].s, people["c"]
	from := w.tie(c, people["d"])
	back := byOneWith(a, 66, w.now-5000, w.now-4000)
	heard := w.now
	s, _ := w.give(w.saved(c.s), from, &newCard{back})
	for _, at := range []box.Round{0, 574, 576, 3000, 100_000} {
		pair := s.Cards(heard + at)
		var new bool
		for r := heard + at; r < heard+at+2; r++ {
			for e := range byte(12) {
				place, _, _ := pair.At(pair.Place(box.ID{3: e}, r))
				new = new || place == dropAt(66)
			}
		}
		if new != (at >= 576) {
			t.Errorf("%d rounds after it was heard of the captor's place is used: %v", at, new)
		}
	}
	for _, at := range []box.Round{0, 600, 2000, 50_000} {
		w.now = heard + at
		revoked, _ := w.give(w.saved(s), from, revokedBy(b, 1))
		if pair := revoked.Cards(w.now); pair != (card.Pair{InForce: *cardOf(group())}) {
			t.Errorf("revoked %d rounds after it was heard of, it counts", at)
		}
		if again, effects := w.give(revoked, from, &newCard{back}); again.Serial() != 0 || len(effects) != 0 {
			t.Errorf("a revoked card that comes again: serial %d, %v", again.Serial(), effects)
		}
	}
	w.now = heard
	if s, _ := w.give(w.saved(c.s), from, revokedBy(a, 1)); s.isRevoked(FirstFounder, 1) {
		t.Error("a founder revoked its own card in the other's name")
	}
	own := revokedBy(b, 1)
	own.founder = SecondFounder
	if s, effects := w.give(w.saved(c.s), from, own); len(s.cards.revoked) > 0 || !refused(effects) {
		t.Error("a founder's word counts against itself")
	}
}

// Promise: a card by both needs both; an old one, one of another group, of other settings,
// or of a round that has not come changes nothing, and what one may not sign is refused.
func TestWhatIsNoNewCardChangesNothing(t *testing.T) {
	w, people := seven(t, 112)
	a, b, c := people["A"].s, people["B"].s, people["c"]
	from := w.tie(c, people["g"]) // from below as well
	earlier := byBoth(a, b, w.now, dropAt(9))
	good := byBothAfter(&earlier.Card, a, b, w.now, dropAt(2))
	s, effects := w.give(w.saved(c.s), from, &newCard{good})
	to := map[TieID]bool{}
	for _, e := range effects {
		if send, is := e.(Send); is {
			to[send.Tie] = true
		}
	}
	if up := w.tie(c, people["A"]); !to[up] || !to[w.tie(c, people["d"])] || to[from] || len(to) != 2 {
		t.Errorf("a card from below goes to %d ties; to the lead: %v, back: %v", len(to), to[up], to[from])
	}
	if s.Serial() != 4 || refused(effects) || s.Cards(w.now).Coming != good.Card {
		t.Fatal("a card of both is not taken in")
	}
	forged := good
	forged.Signatures[1][3] ^= 1
	one := good
	one.By, one.Signatures[1] = 1, [card.SignatureSize]byte{}
	twice := good
	twice.Signatures[1] = twice.Signatures[0]
	later := byBoth(a, b, w.now+100, dropAt(2))
	slots := good
	slots.Card.Slots++
	a.signCard(&slots)
	b.signCard(&slots)
	elsewhere := good
	elsewhere.Card.Group[0] ^= 1
	a.signCard(&elsewhere)
	b.signCard(&elsewhere)
	greedy := byOneWith(a, 66, w.now, w.now+576)
	for i := range greedy.Card.Table {
		greedy.Card.Table[i] = uint8(min(i, 1))
	}
	greedy.By = 0
	a.signCard(&greedy)
	second := byOneWith(a, 66, w.now, w.now+576)
	second.Card.Serial = 3
	second.By = 0
	a.signCard(&second)
	for name, p := range map[string]card.Signed{
		"a forged signature": forged, "one signature of two": one, "one founder twice": twice, "a round to come": later,
		"another S": slots, "another group": elsewhere, "ten of twelve entries by one": greedy, "a later serial by one": second,
	} {
		if s, effects := w.give(w.saved(c.s), from, &newCard{p}); s.Serial() != 0 || len(s.cards.names) > 0 {
			t.Errorf("%s is taken in: %v", name, effects)
		}
	}
	for name, p := range map[string]card.Signed{"an older card of both": earlier, "the same again": good,
		"one of one founder after the founding card": byOneWith(a, 66, w.now, w.now+576)} {
		again, effects := w.give(w.saved(s), from, &newCard{p})
		if again.Serial() != 4 || again.Cards(w.now) != s.Cards(w.now) || len(effects) > 0 {
			t.Errorf("%s after it: serial %d, %v", name, again.Serial(), effects)
		}
	}
}

// TestWhoeverIsBehindIsSentTheCardOnce in 7 days, by whoever sees it, and who has what was
// voided is told so.
func TestWhoeverIsBehindIsSentTheCardOnce(t *testing.T) {
	w, people := seven(t, 113)
	a, b, c, g := people["A"].s, people["B"].s, people["c"], people["g"]
	to, from := w.tie(c, g), w.tie(c, people["d"])
	sent := func(s *State, serial uint16) (kinds []uint8) {
		h := CardSaid(serial) << 8
		for _, c := range []*card.Card{&s.cards.base.Card, &s.cards.alone.Card} {
			if serial > 0 && c.Serial == serial {
				h = said(c, 70)
			}
		}
		effects, err := s.CardHeard(to, h, 70, w.now)
		w.must(err)
		for _, e := range effects {
			kinds = append(kinds, e.(Send).Message[0])
		}
		return kinds
	}
	s, _ := w.give(w.saved(c.s), from, &newCard{byBoth(a, b, w.now, dropAt(2))})
	if got := sent(s, 0); got != nil {
		t.Errorf("the card is on its way, and is sent again: %v", got)
	}
	w.now += 700
	if got := sent(s, 0); !slices.Equal(got, []uint8{kindCard}) {
		t.Errorf("a peer that is behind for a week is sent %v", got)
	}
	if got := append(sent(s, 0), append(sent(s, 2), sent(s, 5)...)...); got != nil {
		t.Errorf("again, or to a peer that is not behind: %v", got)
	}
	s, _ = w.give(w.saved(c.s), from, &newCard{byOneWith(a, 66, w.now, w.now+576)})
	s, _ = w.give(s, from, revokedBy(b, 1))
	w.now += 700
	if got := sent(s, 1); !slices.Equal(got, []uint8{kindCardRevoked}) {
		t.Errorf("a peer with a revoked card is sent %v", got)
	}
	s, _ = w.give(w.saved(c.s), from, &newCard{byOneWith(a, 66, w.now, w.now+576)})
	s, _ = w.give(s, from, &newCard{byOneWith(a, 67, w.now, w.now+576)})
	w.now += 700
	if got := sent(s, 1); !slices.Equal(got, []uint8{kindCardNamed, kindCardNamed}) {
		t.Errorf("a peer with one of two cards that void each other is sent %v", got)
	}
}

// TestFoundersChangePlaces: one proposes, the other signs; who joins meanwhile has both
// cards; everybody has the new one.
func TestFoundersChangePlaces(t *testing.T) {
	w, people := seven(t, 114)
	a, b, c := people["A"], people["B"], people["c"]
	if _, err := c.s.ProposeCard([]card.Place{dropAt(2)}, nil, 0, w.now); !errors.Is(err, ErrNotFounder) {
		t.Errorf("a member proposes: %v", err)
	}
	if _, err := b.s.SignCard(1, w.now); !errors.Is(err, ErrNoProposal) {
		t.Errorf("nothing is signed: %v", err)
	}
	effects, err := a.s.ProposeCard([]card.Place{dropAt(1), dropAt(2)}, nil, w.now+700, w.now)
	w.must(err)
	w.do(a, effects)
	w.run()
	if b.count(CardProposed, "") != 1 || a.s.Places(w.now).Mine == b.s.Places(w.now).Mine {
		t.Fatal("the other founder does not hear of it")
	}
	code := b.s.Places(w.now).Code
	if _, err := a.s.SignCard(code, w.now); !errors.Is(err, ErrNoProposal) {
		t.Errorf("a founder signs twice: %v", err)
	}
	if _, err := w.saved(b.s).SignCard(code, w.now+200); !errors.Is(err, ErrProposalLate) {
		t.Errorf("signed too late: %v", err)
	}
	effects, err = b.s.SignCard(code, w.now)
	w.must(err)
	w.do(b, effects)
	w.run()
	for _, p := range w.people {
		if pair := p.s.Cards(w.now); pair.Coming.Serial != 2 || pair.InForce.Serial != 0 || p.count(Refused, "") > 0 {
			t.Errorf("%s: %d is in force, %d is coming, %d refusals", p.name, pair.InForce.Serial, pair.Coming.Serial, p.count(Refused, ""))
		}
	}
	if _, err := a.s.ChangePlaces([]card.Place{dropAt(1), dropAt(2), dropAt(3)}, nil, 0, w.now); !errors.Is(err, ErrChanging) {
		t.Errorf("a change within the change: %v", err)
	}
	for n, at := range []box.Round{w.now, w.now + 800, w.now + 2000} {
		w.now = at
		j := w.join([]*person{people["g"], people["d"], people["e"]}[n], Led, fmt.Sprint("j", n))
		w.run()
		if n == 0 { // its header says that it is behind
			effects, err := people["g"].s.CardHeard(w.tie(people["g"], j), j.s.CardSaid(70), 70, w.now)
			w.must(err)
			w.do(people["g"], effects)
			w.run()
		}
		w.do(people["d"], people["d"].s.Tick(w.now))
		if got, want := j.s.Cards(w.now), people["d"].s.Cards(w.now); got != want {
			t.Errorf("who joined in round %d has %d and %d, others %d and %d", at, got.InForce.Serial, got.Coming.Serial, want.InForce.Serial, want.Coming.Serial)
		}
	}
	w.do(a, a.s.Tick(w.now))
	effects, err = a.s.ChangePlaces([]card.Place{dropAt(1), dropAt(2), dropAt(3)}, nil, 0, w.now)
	w.must(err)
	w.do(a, effects)
	for _, p := range w.people {
		w.do(p, p.s.Tick(w.now))
	}
	w.run()
	if c.s.Serial() != 3 || c.count(PlacesByOne, "") != 1 {
		t.Errorf("one founder's card does not arrive: serial %d", c.s.Serial())
	}
	if _, err := a.s.ChangePlaces([]card.Place{dropAt(1), dropAt(2)}, nil, 0, w.now); !errors.Is(err, ErrOneAlready) {
		t.Errorf("a second one: %v", err)
	}
	effects, err = b.s.RevokeCard(w.now)
	w.must(err)
	w.do(b, effects)
	w.run()
	for _, p := range w.people {
		if p.s.Serial() != 2 {
			t.Errorf("%s has card %d after the revocation", p.name, p.s.Serial())
		}
	}
	if _, err := b.s.RevokeCard(w.now); !errors.Is(err, ErrNoCard) {
		t.Errorf("revoked twice: %v", err)
	}
}

// Promise: when the base gives way to another card of the same serial, whoever stands on the
// old one hears so at once, though it was told of that one just before. And a card below the
// base is answered once in the time of the header, however often it comes.
func TestAnotherCardOfTheSameSerialIsToldAtOnceAndOnce(t *testing.T) {
	w, people := seven(t, 116)
	a, b, c := people["A"].s, people["B"].s, people["c"]
	to, from := w.tie(c, people["g"]), w.tie(c, people["d"])
	low, high := byBoth(a, b, w.now, dropAt(2)), byBoth(a, b, w.now+1, dropAt(3))
	cards := func(effects []Effect) (n int) {
		for _, e := range effects {
			if send, is := e.(Send); is && send.Tie == to && send.Message[0] == kindCard {
				n++
			}
		}
		return n
	}
	onLow := func(s *State) int {
		effects, err := s.CardHeard(to, said(&low.Card, 70), 70, w.now)
		w.must(err)
		return cards(effects)
	}
	s, effects := w.give(w.saved(c.s), from, &newCard{low})
	if cards(effects) != 1 {
		t.Fatal("the first card was not passed on")
	}
	before := s.cardState()
	s, _ = w.give(s, to, &newCard{high}) // it comes from the very peer that is restored to the first one afterwards
	if s.NewestOfBoth().Card != high.Card || s.cardState() == before {
		t.Fatalf("the base is another of serial %d, and what a peer was told of is not", s.Serial())
	}
	if got := onLow(s) + onLow(s); got != 1 {
		t.Errorf("a peer on the card that gave way was sent %d cards at once, want 1", got)
	}

	s, _ = w.give(w.saved(c.s), to, &newCard{high})
	over := high.Card.Begins + high.Card.Change()
	for _, at := range []struct {
		round box.Round
		want  int
	}{{w.now, 1}, {w.now + 191, 0}, {w.now + 192, 1}, {w.now + 383, 0}, {over, 1}, {over + 671, 0}, {over + 672, 1}} {
		w.now = at.round
		got := 0
		for range 50 {
			s, effects = w.give(s, to, &newCard{low})
			got += cards(effects)
		}
		if got += onLow(s); got != at.want {
			t.Errorf("in round %d, 50 cards below the base and a header are answered %d times, want %d", at.round, got, at.want)
		}
	}
}
