package cell

import (
	"slices"
	"testing"
)

// Whoever was cut does not come back over a lifeline that is still there.

// adopted is the branch after g, who led i and j, was lost: d leads them now.
func adopted(t testing.TB, seed uint64) (*world, map[string]*person) {
	t.Helper()
	w, people := branch(t, seed)
	w.ripen()
	w.lose(people["g"])
	for range 5 {
		w.later(40, people["g"])
	}
	for _, name := range []string{"i", "j"} {
		if w.leadOf(people[name]) != people["d"] {
			t.Fatalf("%s is not led by d", name)
		}
	}
	return w, people
}

// TestWhoWasCutIsNotAdoptedAgain: d adopted i, and its owner then confirms that
// i was taken. i asks on, and the witness of its lost lead still stands.
func TestWhoWasCutIsNotAdoptedAgain(t *testing.T) {
	w, people := adopted(t, 70)
	d, i := people["d"], people["i"]
	own := *w.lifelineTo(i, d)
	l := w.held(d, own.id)
	w.hands(d, l.tie, &orphan{l.ref})
	effects, err := d.s.ConfirmTaken(l.given, w.now, w.rand)
	w.must(err)
	w.do(d, effects)
	before := d.count(OrphanAdopted, "")
	for range 3 {
		w.now += 20
		w.keeps(d)
	}
	if d.count(OrphanAdopted, "") != before {
		t.Error("confirmed as taken, cut, and adopted again by the device itself")
	}
	if d.s.lifelineOf(own.id) != nil {
		t.Error("the one who was cut has its lifeline still")
	}
}

// TestAnOrphanDoesNotGoBackToTheLeadItCut: i finds out that d, who adopted it,
// was taken as well.
func TestAnOrphanDoesNotGoBackToTheLeadItCut(t *testing.T) {
	w, people := adopted(t, 71)
	d, i := people["d"], people["i"]
	back := w.lifelineTo(i, d).tie
	other := w.lifelineTo(i, people["A"]).tie
	effects, err := i.s.ConfirmTaken(i.s.only(Lead).ID, w.now, w.rand)
	w.must(err)
	w.do(i, effects)
	asked := map[TieID]int{}
	for range 6 {
		w.now += 100
		for _, e := range w.keeps(i) {
			if s, ok := e.(Send); ok && s.Message[0] == kindOrphan {
				asked[s.Tie]++
			}
		}
	}
	if asked[back] != 0 || i.s.tie(back) != nil {
		t.Errorf("i asked the lead that it cut %d times for a new lead", asked[back])
	}
	if asked[other] == 0 {
		t.Error("i asks nobody")
	}
}

// TestAPartnerThatWasCutDoesNotComeBackAsAnOrphan: c, in a captor's hands, plants
// a lifeline at its partner just before it is cut. The cut of the tie that
// brought it is no witness.
func TestAPartnerThatWasCutDoesNotComeBackAsAnOrphan(t *testing.T) {
	w, people := branch(t, 72)
	w.ripen()
	c, d := people["c"], people["d"]
	planted := anAsk(w, 1, stepAnswerer)
	w.hands(d, w.tie(d, c), planted)
	w.now += d.s.group.rounds(ripeAfter) - 1
	d.confirm(w, c)
	people["A"].confirm(w, c)
	w.hands(d, w.held(d, planted.id).tie, &orphan{})
	w.keeps(d)
	if n := d.count(OrphanAdopted, ""); n != 0 {
		t.Error("the partner that d cut as taken is back, as one whom d leads")
	}
	asks := slices.ContainsFunc(d.s.Lifelines(w.now), func(v LifelineView) bool { return v.Asks })
	if !asks {
		t.Error("d's owner is not shown that somebody asks")
	}
}

// TestWhoWasConfirmedTakenIsNotAdoptedOnItsPartnersAsk: i, adopted by its new
// lead's own word, says that its partner j was taken. j asks with the same number.
func TestWhoWasConfirmedTakenIsNotAdoptedOnItsPartnersAsk(t *testing.T) {
	w, people := branch(t, 73)
	w.ripen()
	d, g, i, j := people["d"], people["g"], people["i"], people["j"]
	i.confirm(w, g)
	own := *w.lifelineTo(i, d)
	w.later(1, g, j)
	w.later(maxWait, g, j)
	w.must(d.s.Adopt(w.held(d, own.id).tie, w.now))
	w.later(1, g, j)
	w.later(20, g, j)
	if w.leadOf(i) != d {
		t.Fatal("i is not led by d")
	}
	i.confirm(w, j)
	w.later(1, g, j)
	if d.count(SaidTaken, "") != 1 {
		t.Error("d does not hear that j was taken")
	}
	ref := w.held(d, own.id).ref
	if ref == [refLen]byte{} {
		t.Fatal("i named no pair")
	}
	w.hands(d, w.held(d, w.lifelineTo(j, d).id).tie, &orphan{ref})
	w.keeps(d)
	if n := d.count(OrphanAdopted, ""); n != 1 {
		t.Errorf("%d adopted, want i alone", n)
	}
}
