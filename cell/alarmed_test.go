package cell

import "testing"

// What a device may do by itself with one that said that it is in a captor's
// hands, or of which somebody else says so.

// TestACoercedOrphanIsAdoptedByItsNewLeadsWordAlone: the witness stands, but
// whoever made the owner unlock would be the one who comes.
func TestACoercedOrphanIsAdoptedByItsNewLeadsWordAlone(t *testing.T) {
	w, people := branch(t, 90)
	w.ripen()
	c, d, g, i := people["c"], people["d"], people["g"], people["i"]
	c.confirm(w, g)
	w.later(1+maxDelay, g, i)
	l := w.held(d, w.lifelineTo(i, d).id)
	if l.witnessed == 0 {
		t.Fatal("c cut g, and d is no witness")
	}
	effects, err := d.s.Alarmed(l.tie, true, false)
	w.must(err)
	w.do(d, effects)
	w.hands(d, l.tie, &orphan{})
	w.keeps(d)
	if d.count(OrphanAdopted, "") != 0 {
		t.Fatal("a device whose owner was made to open it was adopted without a person's word")
	}
	w.must(d.s.Adopt(l.tie, w.now))
	w.keeps(d)
	if d.count(OrphanAdopted, "") != 1 {
		t.Error("nor with it")
	}
}

// TestACoercedPartnerDoesNotHearOfACut: d, at the lifelines of those whom g led,
// said in secret that its owner was made to unlock.
func TestACoercedPartnerDoesNotHearOfACut(t *testing.T) {
	for _, coerced := range []bool{false, true} {
		w, people := branch(t, 91)
		w.ripen()
		c, d, g := people["c"], people["d"], people["g"]
		effects, err := c.s.Alarmed(w.tie(c, d), coerced, false)
		w.must(err)
		w.do(c, effects)
		effects, err = c.s.ConfirmTaken(w.tie(c, g), w.now, w.rand)
		w.must(err)
		w.now += 1 + maxDelay
		n := 0
		for _, e := range append(effects, c.s.Tick(w.now)...) {
			if s, ok := e.(Send); ok && s.Tie == w.tie(c, d) {
				n++
			}
		}
		if want := map[bool]int{false: 2, true: 0}[coerced]; n != want {
			t.Errorf("coerced %v: d gets %d packets in the round of the cut, want %d", coerced, n, want)
		}
	}
}

// TestAWordThatTheAdoptedWereTakenPutsThemInQuarantine: g and h say that c, who
// leads them, is lost, and B's owner believes it; c says that it is they.
func TestAWordThatTheAdoptedWereTakenPutsThemInQuarantine(t *testing.T) {
	w, people := branch(t, 92)
	w.later(1)
	b, c, g, h := people["B"], people["c"], people["g"], people["h"]
	var ids []ID
	for _, liar := range []*person{g, h} {
		l := w.held(b, w.lifelineTo(liar, b).id)
		ids = append(ids, l.id)
		w.hands(b, l.tie, &orphan{[refLen]byte{7}})
		w.must(b.s.Adopt(l.tie, w.now))
	}
	w.keeps(b)
	for _, id := range ids {
		if tie := b.s.tie(w.held(b, id).given); tie == nil || tie.Quarantined() {
			t.Fatal("not adopted, or in quarantine before anybody said a word")
		}
	}
	c.confirm(w, g)
	c.confirm(w, h)
	w.now += 1 + maxDelay
	w.keeps(c)
	w.runWithout(g, h)
	for _, id := range ids {
		l := w.held(b, id)
		if !l.doubted || !b.s.tie(l.given).Quarantined() {
			t.Errorf("doubted: %v; what came of it is in quarantine: %v", l.doubted, b.s.tie(l.given).Quarantined())
		}
	}
	if n := b.count(SaidTaken, ""); n != 2 {
		t.Errorf("B's owner is told %d times, want 2", n)
	}
}
