package cell

import (
	"errors"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/internal/seeds"
)

// founders is a group whose first founder proposes a card, which has arrived.
func founders(t testing.TB, seed uint64, places ...card.Place) (w *world, a, b *person) {
	w, people := seven(t, seed)
	a, b = people["A"], people["B"]
	w.propose(a, places...)
	return w, a, b
}

func (w *world) propose(p *person, places ...card.Place) {
	w.t.Helper()
	effects, err := p.s.ProposeCard(places, nil, w.now+700, w.now)
	w.must(err)
	w.do(p, effects)
	w.run()
}

// Promise: a founder signs the card that it was shown, or none. Whatever comes from the
// other one's phone after that has another code, and so has the same card at another
// device: whoever makes a proposal can choose neither.
func TestAFounderSignsWhatItWasShownOrNothing(t *testing.T) {
	w, a, b := founders(t, 210, dropAt(1), dropAt(2))
	shown := b.s.Places(w.now)
	if shown.Code == 0 || shown.Mine || !a.s.Places(w.now).Mine || a.s.Places(w.now).Code != 0 {
		t.Fatalf("the codes are %q at the signer and %q at the proposer", shown.Code.Text(), a.s.Places(w.now).Code.Text())
	}
	again := &newCard{a.s.cards.proposed.signed}
	b.s, _ = w.give(b.s, w.tie(b, a), again)
	if b.s.Places(w.now).Code != shown.Code {
		t.Error("the same proposal has another code when it comes again")
	}
	other := w.saved(b.s)
	other.cards.proposed = proposal{}
	other, _ = w.give(other, w.tie(b, a), again)
	if other.Places(w.now).Code == shown.Code {
		t.Error("what was proposed says which code it has")
	}
	w.now++
	w.propose(a, dropAt(66)) // from a captor's hands, before the owner signs
	if now := b.s.Places(w.now); now.Code == shown.Code || now.Proposed.Places[0] != dropAt(66) {
		t.Fatal("the newer proposal has not come, or has the code of the other")
	}
	for _, code := range []ProposalCode{shown.Code, 0, shown.Code ^ 1} {
		if _, err := b.s.SignCard(code, w.now); !errors.Is(err, ErrOtherProposal) {
			t.Errorf("with the code %q: %v", code.Text(), err)
		}
	}
	if b.s.Serial() != 0 {
		t.Fatal("a founder signed what it was not shown")
	}
	effects, err := b.s.SignCard(b.s.Places(w.now).Code, w.now)
	w.must(err)
	w.do(b, effects)
	if b.s.Serial() != 2 {
		t.Error("with its code it is not signed")
	}
	for _, c := range []ProposalCode{1, 1<<proposalCodeBits - 1, shown.Code} {
		if back, err := ParseProposalCode(c.Text()); err != nil || back != c {
			t.Errorf("code %q does not come back: %v", c.Text(), err)
		}
	}
	for _, text := range []string{"", "ABCDE", "ABCDEFG", "ABCDE1", "ABCD F"} {
		if _, err := ParseProposalCode(text); !errors.Is(err, ErrProposalCode) {
			t.Errorf("%q is a code: %v", text, err)
		}
	}
}

// Promise: both founders' devices make nothing but what the rules give: parent, serial and
// table of a proposal are computed anew, when it comes and when it is signed; and whoever
// has the parent computes them too.
func TestACardOfBothIsOneThatFollows(t *testing.T) {
	w, people := seven(t, 211)
	a, b, c := people["A"].s, people["B"].s, people["c"]
	fromA, fromD := w.tie(people["B"], people["A"]), w.tie(c, people["d"])
	base := a.cards.base.Card
	good, err := base.Next([]card.Place{dropAt(1), dropAt(2)}, nil, false, w.now, w.now+700)
	w.must(err)
	evil := byOneWith(a, 66, w.now, w.now+576).Card
	for name, spoil := range map[string]func(*card.Card){
		"a parent that was never the group's": func(c *card.Card) { c.Parent = evil.Hash() },
		"another table":                       func(c *card.Card) { c.Table[5], c.Table[6] = c.Table[6], c.Table[5] },
		"a table with one entry moved":        func(c *card.Card) { c.Table[11] ^= 1 },
		"a serial further on":                 func(c *card.Card) { c.Serial += 2 },
	} {
		bad := good
		spoil(&bad)
		if err := bad.Check(); err != nil {
			t.Fatalf("%s is no card: %v", name, err)
		}
		s, effects := w.give(w.saved(b), fromA, &newCard{signedBy(bad, a)})
		if !refused(effects) || s.Places(w.now).Proposed != (card.Card{}) {
			t.Errorf("%s is proposed: %v", name, effects)
		}
		if name == "a parent that was never the group's" {
			continue // a member goes by the signatures: no founder's device gives the second
		}
		if s, effects := w.give(w.saved(c.s), fromD, &newCard{signedBy(bad, a, b)}); !refused(effects) || s.Serial() != 0 {
			t.Errorf("%s, signed by both, is taken by a member: %v", name, effects)
		}
		both := signedBy(bad, a, b)
		if _, err := w.saved(c.s).TakeCard(&both, w.now); !errors.Is(err, ErrCardUnsigned) {
			t.Errorf("%s, signed by both, is taken by hand: %v", name, err)
		}
	}
	// What was in force when it was proposed need not be any more when it is signed.
	s, _ := w.give(w.saved(b), fromA, &newCard{signedBy(good, a)})
	code := s.Places(w.now).Code
	if _, err := w.saved(s).SignCard(code, w.now); err != nil {
		t.Fatalf("the control is not signed: %v", err)
	}
	s, _ = w.give(s, fromA, &newCard{byOneWith(a, 7, w.now, w.now+576)})
	late, err := base.Next([]card.Place{dropAt(1), dropAt(2)}, nil, false, w.now, w.now+2300)
	w.must(err)
	s, _ = w.give(s, fromA, &newCard{signedBy(late, a)})
	if _, err := s.SignCard(s.Places(w.now).Code, w.now+1200); !errors.Is(err, ErrProposalOld) {
		t.Errorf("a card made from what is not in force is signed: %v", err)
	}
}

// Promise: the old card, for who joins during a change, has the signatures that its serial
// needs: that the newer one names it is not enough.
func TestAnOldCardNeedsItsSignatures(t *testing.T) {
	w, people := seven(t, 212)
	a, b, c := people["A"].s, people["B"].s, people["c"]
	from := w.tie(c, people["d"])
	older := byBoth(a, b, w.now, dropAt(5))
	for name, try := range map[string]struct {
		old   card.Card
		right []*State
		wrong [][]*State
	}{
		"the founding card":   {old: a.cards.base.Card, wrong: [][]*State{{a}, {a, b}}},
		"one by one founder":  {old: byOneWith(a, 66, w.now, w.now+576).Card, right: []*State{b}, wrong: [][]*State{nil, {a, b}}},
		"one by the founders": {old: older.Card, right: []*State{a, b}, wrong: [][]*State{nil, {a}, {b}}},
	} {
		next, err := try.old.Next([]card.Place{dropAt(8), dropAt(9)}, nil, false, w.now+2000, w.now+2600)
		w.must(err)
		joined := w.saved(c.s) // as one who joined with the newer card
		joined.cards = cards{base: signedBy(next, a, b), begins: next.Begins}
		now := w.now
		w.now = next.Begins + 10
		for i, by := range append(try.wrong, try.right) {
			s, _ := w.give(w.saved(joined), from, &newCard{signedBy(try.old, by...)})
			if took, want := !s.cards.old.Card.IsZero(), i == len(try.wrong); took != want {
				t.Errorf("%s with %d signatures is taken as the old one: %v", name, len(by), took)
			}
		}
		w.now = now
	}
}

// Promise: a proposal has the other founder's signature and no other. With one of the
// receiver's made up beside it, it would be shown as its own.
func TestAProposalIsSignedByTheOtherFounderAlone(t *testing.T) {
	w, a, b := founders(t, 213, dropAt(1), dropAt(2))
	mine := w.saved(b.s)
	_, err := mine.ProposeCard([]card.Place{dropAt(3)}, nil, w.now+700, w.now)
	w.must(err)
	w.now++
	c, err := a.s.cards.base.Card.Next([]card.Place{dropAt(66)}, nil, false, w.now, w.now+600)
	w.must(err)
	p := signedBy(c, a.s)
	p.By, p.Signatures[1] = 3, [card.SignatureSize]byte{7}
	s, effects := w.give(mine, w.tie(b, a), &newCard{p})
	if v := s.Places(w.now); !refused(effects) || !v.Mine || v.Proposed.Places[0] != dropAt(3) {
		t.Errorf("it takes the place of the own one: %v", effects)
	}
	own := signedBy(c, b.s)
	if s, effects := w.give(s, w.tie(b, a), &newCard{own}); !refused(effects) || s.Places(w.now).Proposed.Places[0] != dropAt(3) {
		t.Error("what the owner signed comes back as a proposal")
	}
}

// Promise: a founder signs for both what is above all that it signed before. So the other
// one, who holds earlier signatures, can bring nobody back to what they were given for.
func TestAFounderSignsInOneOrder(t *testing.T) {
	w, people := seven(t, 214)
	a, b := people["A"], people["B"]
	effects, err := b.s.ProposeCard([]card.Place{dropAt(1), dropAt(3)}, nil, w.now+700, w.now)
	w.must(err)
	withheld := b.s.cards.proposed.signed // what a captor of the first founder's phone holds
	_ = effects
	crossing, err := a.s.cards.base.Card.Next([]card.Place{dropAt(4)}, nil, false, w.now-1, w.now+700)
	w.must(err)
	if s, effects := w.give(w.saved(b.s), w.tie(b, a), &newCard{signedBy(crossing, a.s)}); !refused(effects) || !s.Places(w.now).Mine {
		t.Error("a proposal below the own one takes its place")
	}
	_, err = b.s.ProposeCard([]card.Place{dropAt(1), dropAt(2)}, nil, w.now+700, w.now) // in the same round
	w.must(err)
	if !b.s.cards.proposed.signed.Card.Outranks(&withheld.Card) {
		t.Error("the second proposal of a round is below the first")
	}
	if _, err := b.s.ProposeCard([]card.Place{dropAt(1), dropAt(5)}, nil, w.now+700, w.now); !errors.Is(err, ErrProposedOften) {
		t.Errorf("a third one: %v", err)
	}
	w.now += 2
	w.propose(a, dropAt(1), dropAt(6))
	effects, err = b.s.SignCard(b.s.Places(w.now).Code, w.now)
	w.must(err)
	w.do(b, effects)
	w.run()
	signed := b.s.NewestOfBoth().Card
	// The captor signs the withheld one now: nobody takes it, before, after or at once.
	both := withheld
	a.s.signCard(&both)
	for _, p := range []*person{people["c"], people["g"], b} {
		for tie := range p.peers {
			p.s, _ = w.give(p.s, tie, &newCard{both})
		}
		if p.s.NewestOfBoth().Card != signed {
			t.Errorf("%s goes back to what was signed before", p.name)
		}
	}
	e := people["e"]
	e.s.cards = cards{base: card.Signed{Card: *cardOf(group())}}
	e.s, _ = w.give(e.s, w.tie(e, b), &newCard{both})
	e.s, _ = w.give(e.s, w.tie(e, b), &newCard{b.s.NewestOfBoth()})
	if e.s.NewestOfBoth().Card != signed {
		t.Error("who has the earlier one does not come to the later one")
	}
}

// Promise: a card by both that comes late leaves the old places in even rounds for 3 PL
// from then: whoever holds the second signature back until it has begun cuts nobody off.
func TestACardThatWasHeldBackIsWaitedForAllTheSame(t *testing.T) {
	w, people := seven(t, 215)
	c := people["c"]
	held := byBoth(people["A"].s, people["B"].s, w.now, dropAt(2))
	for _, after := range []box.Round{0, 500, 576, 800, 1152, 5000} {
		w.now = held.Card.Issued + after
		s, _ := w.give(w.saved(c.s), w.tie(c, people["d"]), &newCard{held})
		first := max(held.Card.Begins, w.now)
		for r := w.now; r < first+600; r++ {
			s, _ := s, s.Tick(r)
			pair := s.Cards(r)
			place, _, _ := pair.At(pair.Place(box.ID{}, r))
			want := dropAt(1)
			if r >= first && r%2 == 1 || r >= first+576 {
				want = dropAt(2)
			}
			if place != want {
				t.Fatalf("heard of %d rounds after its issue, in round %d the place is another", after, r-held.Card.Issued)
			}
		}
	}
}

// twoOf are two devices that hear each other alone.
type twoOf struct {
	*world
	ends [2]*State
	ties [2]TieID
}

// hear lets one end hear what the other's header says, and carries what it sends, and what
// comes of that, until nothing is on its way. It reports whether anything was sent.
func (w *twoOf) hear(at int) (sent bool) {
	w.t.Helper()
	effects, err := w.ends[at].CardHeard(w.ties[at], w.ends[1-at].CardSaid(w.now), w.now, w.now)
	w.must(err)
	for turn := at; ; turn = 1 - turn {
		var next []Effect
		for _, e := range effects {
			if s, is := e.(Send); is && s.Tie == w.ties[turn] {
				sent = true
				more, err := w.ends[1-turn].Receive(w.ties[1-turn], s.Message, w.now, w.rand)
				w.must(err)
				next = append(next, more...)
			}
		}
		if effects = next; len(effects) == 0 {
			return sent
		}
	}
}

// Promise: whatever two devices have heard of two cards of both of one serial, of cards that
// one founder or the other signed after them, and of revocations, in whatever order: once
// they hear each other's headers, they end on one card, and are quiet.
func TestTwoDevicesThatHearEachOtherEndOnOneCard(t *testing.T) {
	rounds := 60
	if *long {
		rounds = 3000
	}
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		w, people := seven(t, seed)
		a, b := people["A"].s, people["B"].s
		start := w.now
		c2, c3 := byBoth(a, b, w.now, dropAt(2)), byBoth(a, b, w.now+1, dropAt(3), dropAt(4))
		after := func(base card.Signed, f *State, place byte) packet {
			places := append(slices.Clone(base.Card.Places[:base.Card.Count()]), dropAt(place))
			c, err := base.Card.Next(places, nil, true, start+1300, start+2000)
			w.must(err)
			return &newCard{signedBy(c, f)}
		}
		bases := []packet{&newCard{c2}, &newCard{c3}}
		later := []packet{
			after(c2, a, 66), after(c2, a, 67), after(c2, b, 68), after(c3, a, 66), after(c3, b, 68),
			revokedBy(a, 3), revokedBy(b, 3), after(c3, a, 69),
		}
		for n := 2; n < 8; n++ { // and all of the cards as names
			if c, is := later[n%5].(*newCard); is {
				later = append(later, &cardNamed{nameOf(c.signed, Founder(c.signed.By-1))})
			}
		}
		met := map[uint16]int{}
		for range rounds {
			w.now = start + 2
			two := &twoOf{world: w, ends: [2]*State{w.saved(people["c"].s), w.saved(people["d"].s)},
				ties: [2]TieID{w.tie(people["c"], people["d"]), w.tie(people["d"], people["c"])}}
			told := func(all []packet, odds int) {
				for i := range two.ends {
					for _, n := range w.rng.Perm(len(all)) {
						if w.rng.IntN(odds) == 0 {
							two.ends[i], _ = w.give(two.ends[i], two.ties[i], all[n])
						}
					}
				}
			}
			told(bases, 2)
			w.now = start + 1400
			told(later, 4+w.rng.IntN(12))
			busy := 0
			for range 14 {
				w.now += 700
				for i := range two.ends {
					if two.step(i) {
						busy++
					}
				}
			}
			w.now += 700
			if two.hear(0) || two.hear(1) {
				t.Fatal("they go on telling each other")
			}
			x, y := &two.ends[0].newest().Card, &two.ends[1].newest().Card
			if *x != *y || two.ends[0].cards.base != two.ends[1].cards.base {
				t.Fatalf("one ends on card %d, the other on another, %d, after %d exchanges", x.Serial, y.Serial, busy)
			}
			met[x.Serial]++
		}
		t.Logf("they met on cards %v", met)
		if met[2] == 0 || *long && (met[3] == 0 || met[0] == 0) {
			t.Errorf("they met on %v", met)
		}
	}, 3181434290204512319)
}

// step has an end do its rules, hear, and be kept and opened again.
func (w *twoOf) step(i int) bool {
	w.ends[i].Tick(w.now)
	sent := w.hear(i)
	w.ends[i] = w.saved(w.ends[i])
	return sent
}

// TestAMarkTellsCardsOfOneSerialApart in all rounds but one of 256 or so, whoever made them.
func TestAMarkTellsCardsOfOneSerialApart(t *testing.T) {
	_, people := seven(t, 216)
	a := people["A"].s
	x, y := byOneWith(a, 66, 1000, 1600), byOneWith(a, 67, 1000, 1600)
	alike := 0
	for r := range box.Round(4096) {
		if said(&x.Card, r) == said(&y.Card, r) {
			alike++
		}
		if said(&x.Card, r)>>8 != 1 || said(&a.cards.base.Card, r) != 0 {
			t.Fatal("a header says another serial, or something of the founding card")
		}
	}
	if alike < 4 || alike > 40 {
		t.Errorf("two cards have one mark in %d of 4,096 rounds, want about 16", alike)
	}
}

// Promise: who is adopted, or gets a lifeline after the fact, hears that the card it stands
// on is void: neither tie has a header that would show it.
func TestATieWithoutASlotIsToldWhatVoidsACard(t *testing.T) {
	w, people := seven(t, 217)
	a, b, c := people["A"].s, people["B"].s, people["c"]
	x, y := byOneWith(a, 66, w.now, w.now+576), byOneWith(a, 67, w.now, w.now+576)
	m, _ := w.give(w.saved(c.s), w.tie(c, people["d"]), &newCard{x})
	if m.Serial() != 1 {
		t.Fatal("the control does not stand")
	}
	fromA := w.tie(people["B"], people["A"])
	one, _ := w.give(w.saved(b), fromA, &newCard{x})
	void, _ := w.give(w.saved(one), fromA, &newCard{y})
	revoked, _ := w.give(w.saved(one), fromA, revokedBy(b, 1))
	for name, knows := range map[string]*State{"two that void each other": void, "a revocation": revoked} {
		for kind, effects := range map[string][]Effect{"adopted": knows.cardsFor(1, w.now), "over a lifeline": overNew(knows, w.now)} {
			s := w.saved(m)
			for _, e := range effects {
				if len(e.(Send).Message) > maxOverLifeline && kind != "adopted" {
					t.Errorf("%s, %s: %d bytes", name, kind, len(e.(Send).Message))
				}
				_, err := s.Receive(w.tie(c, people["d"]), e.(Send).Message, w.now, w.rand)
				w.must(err)
			}
			if s.Serial() != 0 || len(effects) == 0 {
				t.Errorf("%s, %s: %d packets, and it goes on standing on card %d", name, kind, len(effects), s.Serial())
			}
		}
	}
	if got := overNew(w.saved(b), w.now); len(got) > 0 {
		t.Errorf("of the founding card %d packets go over a lifeline", len(got))
	}
}

// overNew is what goes over a lifeline that was secured just now, and once more after each 7
// days.
func overNew(s *State, now box.Round) []Effect {
	s.ties = append(slices.Clone(s.ties), Tie{ID: s.last + 1, Relation: Lifeline, Phase: Securing})
	if early := s.tellPaced(now); len(early) > 0 {
		return nil
	}
	s.ties[len(s.ties)-1].Phase = Unconfirmed
	out := s.tellPaced(now)
	if again := s.tellPaced(now + 1); len(again) > 0 {
		return nil
	}
	if again := s.tellPaced(now + s.group.lifelineRounds(cardAgain)); len(again) != len(out) {
		return nil
	}
	return out
}

// Promise: who is in the change to one card of both, and hears of another of the same serial,
// keeps the places that both come from in even rounds: there it meets who has either.
func TestTwoCardsOfBothShareThePlacesTheyComeFrom(t *testing.T) {
	w, people := seven(t, 218)
	a, b, c := people["A"].s, people["B"].s, people["c"]
	x, y := byBoth(a, b, w.now, dropAt(2)), byBoth(a, b, w.now+1, dropAt(3))
	w.now += 1000 // both have begun
	s, _ := w.give(w.saved(c.s), w.tie(c, people["d"]), &newCard{x})
	w.now += 100
	s, _ = w.give(s, w.tie(c, people["d"]), &newCard{y})
	pair := s.Cards(w.now)
	even, _, _ := pair.At(pair.Place(box.ID{}, w.now))
	odd, _, _ := pair.At(pair.Place(box.ID{}, w.now+1))
	if w.now%2 != 0 || even != dropAt(1) || odd != dropAt(3) {
		t.Error("the places are others than the old ones in even rounds and the new ones in odd ones")
	}
}
