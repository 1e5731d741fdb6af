package cell

import (
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/internal/seeds"
)

// Promise: both founders move the group from one drop to another, though people's phones
// are on seldom. When the old place is left for good, at most one in 200 has not heard of
// it; and nobody is cut off: everybody's boxes meet afterwards.
func TestACardReachesEverybodyInTime(t *testing.T) {
	n, seeds := 62, uint64(1)
	if *long {
		n, seeds = 300, 3
	}
	for i, p := range append(presences, presence{name: "all of these but hours"}) {
		of := func(int) presence { return p }
		if p.runs == nil {
			of = func(n int) presence { return presences[n%3] }
		}
		for seed := uint64(1); seed <= seeds; seed++ {
			w := newPlacesWorld(t, 100*seed+uint64(i), n, false)
			change := 3 * int(group().PouchRounds)
			w.live(2*change+20*96, of)
			w.both(dropAt(2))
			behind := func() (n int) {
				for _, m := range w.members {
					if m.s.Serial() != 2 {
						n++
					}
				}
				return n
			}
			w.runRounds(change)
			before := behind()
			w.runRounds(change)
			late := behind()
			w.runRounds(10 * 96)
			from := w.now
			w.runRounds(10 * 96)
			silent := 0
			for _, v := range w.ways {
				if v.crossed < from {
					silent++
				}
			}
			t.Logf("%s, seed %d: of %d members %d have not heard when it begins, %d when the old place is left, %d ten days later; %d of %d directions are silent then",
				p.name, seed, n, before, late, behind(), silent, len(w.ways))
			if late*200 > n || silent > 0 {
				t.Errorf("%s, seed %d: %d of %d not reached in time, %d directions silent", p.name, seed, late, n, silent)
			}
		}
	}
}

// TestAControlThatMustCutOff: without the header's serial and without anybody passing it
// on, the same world is cut off: what the test above measures is there to be seen.
func TestACardThatIsNotPassedOnCutsOff(t *testing.T) {
	w := newPlacesWorld(t, 7, 30, false)
	change := 3 * int(group().PouchRounds)
	w.live(2*change+20*96, func(int) presence { return presences[0] })
	w.both(dropAt(2))
	for _, v := range w.ways { // the founders alone know of it
		v.waits = nil
		v.from.said = 0
	}
	for _, m := range w.members[:2] {
		m.opening = make([]bool, len(m.opening))
	}
	w.runRounds(2*change + 96)
	if w.members[5].s.Serial() == 2 {
		t.Error("somebody heard of a card that nobody sent")
	}
}

// stolen is a group whose first founder's phone is a captor's: it makes 1,000 notices of
// noise, then signs its own place alone. toAll says whether the other founder hears of it
// from that phone, or only by way of lifelines. It returns the world after so many days.
func stolen(t *testing.T, seed uint64, n int, p presence, toAll, revokes bool, days int) *placesWorld {
	w := newPlacesWorld(t, seed, n, true)
	w.live((days+1)*96, func(int) presence { return p })
	a, b := w.members[0], w.members[1]
	a.deaf, b.reacts = true, revokes
	w.captor = dropAt(66)
	signed := byOne(a.s, w.now)
	for _, v := range w.ways {
		if v.from != a || v.slow || v.to == b && !toAll {
			continue
		}
		for i := range 1000 {
			no := &notice{founder: FirstFounder, issued: w.now - box.Round(i), expires: w.now + 9000, body: []byte("noise")}
			w.rand.Read(no.id[:])
			no.sig = sign(&a.s.key, domainNotice, no.addSigned)
			v.to.in[v.toTie] = append(v.to.in[v.toTie], marshal(no))
		}
		v.to.in[v.toTie] = append(v.to.in[v.toTie], marshal(&newCard{signed}))
	}
	w.seal(a)
	w.claims(a, &signed.Card)
	for range days * 96 {
		a.opened = w.now // it is always on
		w.runRounds(1)
	}
	return w
}

// conflict is a world in which two cards of one serial are given to two halves of a group,
// and a part of what is said of cards is lost for good, as if it had expired.
type conflict struct {
	name string
	make func(w *placesWorld, a, b *State) (x, y card.Signed) // x for the first founder's half
	both bool                                                 // both founders' phones are honest: each has signed its own
	end  func(a, b *State, x, y card.Signed) card.Card        // on which all end
}

var conflicts = []conflict{
	{"two by one founder's stolen phone", func(w *placesWorld, a, b *State) (x, y card.Signed) {
		return byOneWith(a, 66, w.now, w.now+576), byOneWith(a, 67, w.now, w.now+576)
	}, false, func(a, b *State, x, y card.Signed) card.Card { return *cardOf(group()) }},
	{"one by each founder", func(w *placesWorld, a, b *State) (x, y card.Signed) {
		return byOneWith(a, 7, w.now, w.now+576), byOneWith(b, 8, w.now, w.now+576)
	}, true, func(a, b *State, x, y card.Signed) card.Card { return *cardOf(group()) }},
	{"two of both, finished by a stolen phone", func(w *placesWorld, a, b *State) (x, y card.Signed) {
		return byBoth(a, b, w.now-700, dropAt(2)), byBoth(a, b, w.now-650, dropAt(3))
	}, false, func(a, b *State, x, y card.Signed) card.Card { return y.Card }},
}

// Promise: two cards of one serial, whoever signed them and whoever was given which, leave
// half of the table in common at every time, if one founder signed each; and all end on one
// card, though three in ten packets about cards are lost for good.
func TestTwoCardsOfOneSerialEndAsOne(t *testing.T) {
	n, days, kinds := 30, 30, presences[:1]
	if *long {
		n, days, kinds = 300, 60, presences[:3]
	}
	seed := seeds.One(t)
	for i, p := range kinds {
		for k, c := range conflicts {
			w := newPlacesWorld(t, seed+uint64(10*i+k), n, true)
			w.live((days+1)*96, func(int) presence { return p })
			a, b := w.members[0], w.members[1]
			x, y := c.make(w, a.s, b.s)
			for _, half := range []struct {
				of *member
				c  card.Signed
			}{{a, x}, {b, y}} {
				for _, v := range w.ways {
					if v.from == half.of && !v.slow && v.to != a && v.to != b {
						v.to.in[v.toTie] = append(v.to.in[v.toTie], marshal(&newCard{half.c}))
					}
				}
			}
			a.deaf = !c.both
			if c.both {
				for m, signed := range map[*member]card.Signed{a: x, b: y} {
					m.s.cards.names, m.s.cards.alone, m.s.cards.from = []name{nameOf(signed, Founder(signed.By-1))}, signed, signed.Card.Begins
				}
			} else {
				w.claims(a, &x.Card)
			}
			w.seal(a)
			w.seal(b)
			w.lost = .3
			end, least, split := c.end(a.s, b.s, x, y), card.Entries, 0
			for r := range days * 96 {
				if a.deaf {
					a.opened = w.now
				}
				w.runRounds(1)
				least = min(least, w.inCommon())
				if r == 5*96 {
					split = w.cardsThatStand()
				}
			}
			behind := 0
			for _, m := range w.members {
				if !m.deaf && m.s.newest().Card != end {
					behind++
				}
			}
			t.Logf("%s, %s: %d of %d stand on another card after %d days; on the 6th day %d cards stood; any two have at least %d of 12 entries in common",
				p.name, c.name, behind, n, days, split, least)
			if behind > 0 || least < card.Entries/2 && x.Card.ByOne() {
				t.Errorf("%s, %s: %d of %d stand on another card; %d of 12 entries in common", p.name, c.name, behind, n, least)
			}
		}
	}
}

// inCommon returns how many entries of the table any two honest members have in common at
// least, in this round.
func (w *placesWorld) inCommon() int {
	var tables [][card.Entries]card.Place
	for _, m := range w.members {
		if m.deaf {
			continue
		}
		var is [card.Entries]card.Place
		for e := range is {
			is[e], _, _ = m.pair.At(m.pair.Place(box.ID{3: byte(e)}, w.now))
		}
		if !slices.Contains(tables, is) {
			tables = append(tables, is)
		}
	}
	least := card.Entries
	for i, x := range tables {
		for _, y := range tables[:i] {
			n := 0
			for e := range x {
				if x[e] == y[e] {
					n++
				}
			}
			least = min(least, n)
		}
	}
	return least
}

// cardsThatStand counts them at honest members.
func (w *placesWorld) cardsThatStand() int {
	stand := map[card.Card]bool{}
	for _, m := range w.members {
		if !m.deaf {
			stand[m.s.newest().Card] = true
		}
	}
	return len(stand)
}

// claims has a captor's headers speak of a card, over the links to these members; to all
// without any.
func (w *placesWorld) claims(a *member, c *card.Card, to ...*member) {
	for _, v := range w.ways {
		if v.from == a && (len(to) == 0 || slices.Contains(to, v.to)) {
			v.claims = c
		}
	}
}

func (w *placesWorld) movedAway() (n int) {
	for _, m := range w.members {
		if m.moved {
			n++
		}
	}
	return n
}

// Promise: one founder's stolen phone, with 1,000 notices of noise before its card, moves
// nobody to its own places, whether it tells the other founder or not.
func TestAStolenFoundersPhoneMovesNobody(t *testing.T) {
	n, kinds := 12, []presence{presences[0]}
	if *long {
		n, kinds = 300, presences[:3]
	}
	for i, p := range kinds {
		for _, toAll := range []bool{true, false} {
			w := stolen(t, 40+uint64(i), n, p, toAll, true, 30)
			known := 0
			for _, m := range w.members {
				if m.s.isRevoked(FirstFounder, 1) {
					known++
				}
			}
			t.Logf("%s, told %v: %d of %d moved; %d know that it was revoked", p.name, toAll, w.movedAway(), n, known)
			if w.movedAway() > 0 || known < n-1 { // all but the stolen phone
				t.Errorf("%s, told %v: %d of %d were moved, %d know of the revocation", p.name, toAll, w.movedAway(), n, known)
			}
		}
	}
	// The control: a founder who does not revoke has half of the table go there.
	if w := stolen(t, 50, 12, presences[0], true, false, 30); w.movedAway() < 10 {
		t.Errorf("without a revocation %d of 12 were moved: the test sees nothing", w.movedAway())
	} else if c := w.members[9].pair.InForce; c.Table.Share(1) > card.Entries/2 {
		t.Errorf("one founder moved %d of 12 entries", c.Table.Share(1))
	}
}
