package cell

import "testing"

// One phone in a captor's hands that speaks for several: it is one all the same.

// TestOnePhoneIsNotBothOfAPair: i asks for a second lifeline, to be its own
// partner over it.
func TestOnePhoneIsNotBothOfAPair(t *testing.T) {
	for _, when := range []string{"at once", "after a pause"} {
		t.Run(when, func(t *testing.T) {
			w, people := branch(t, 74)
			w.later(1)
			d, g, i := people["d"], people["g"], people["i"]
			first, second := w.held(d, w.lifelineTo(i, d).id).id, anAsk(w, 1, stepAsker)
			if when == "after a pause" {
				w.now += g.s.group.rounds(askPause)
			}
			w.hands(g, w.tie(g, i), second)
			w.runWithout()
			has := d.s.lifelineOf(second.id) != nil
			switch {
			case when == "at once" && has:
				t.Fatal("two lifelines for one member, asked for in one day")
			case when == "after a pause" && !has:
				t.Fatal("no lifeline after the pause either")
			case has && !w.held(d, first).doubted:
				t.Error("d does not hear that the one before was given up")
			}
			ref := i.s.only(Partner).ref
			for _, l := range append([]lifeline(nil), d.s.lifelines...) {
				if l.id == first || l.id == second.id {
					w.hands(d, l.tie, &orphan{ref})
				}
			}
			w.keeps(d)
			if d.count(OrphanAdopted, "") != 0 {
				t.Error("a leaf is its own second witness")
			}
		})
	}
}

// TestOneLeadCannotMakeUpItsLed: g asks c, who leads it, for two lifelines of
// members that are not there, and says over both that it, g, was lost.
func TestOneLeadCannotMakeUpItsLed(t *testing.T) {
	w, people := branch(t, 75)
	w.ripen()
	c, d, g := people["c"], people["d"], people["g"]
	asks := []*lifelineAsk{anAsk(w, 1, stepLead), anAsk(w, 1, stepLead)}
	for _, a := range asks {
		w.hands(c, w.tie(c, g), a)
	}
	w.runWithout()
	for _, a := range asks {
		w.hands(d, w.held(d, a.id).tie, &orphan{[refLen]byte{1}})
	}
	w.keeps(d)
	w.runWithout()
	if n := d.count(OrphanAdopted, ""); n != 0 {
		t.Errorf("one lead has %d new ties to its lead's partner", n)
	}
	if n := c.count(SaidLeadLost, ""); n != 2 {
		t.Errorf("c, who leads g, was told %d times that g is said to be lost, want 2", n)
	}
}

// TestOneOrphanTakesOnePlace: one who was adopted says in turn that it has a lead
// and that it has none.
func TestOneOrphanTakesOnePlace(t *testing.T) {
	w, people := adopted(t, 76)
	d := people["d"]
	l := w.held(d, w.lifelineTo(people["i"], d).id)
	id, ref, before, led := l.id, l.ref, d.count(OrphanAdopted, ""), d.s.count(Led)
	for range 10 {
		w.now++
		l := w.held(d, id)
		effects, err := d.s.Heard(l.given, w.now, w.now, w.now)
		w.must(err)
		w.do(d, effects)
		w.hands(d, l.tie, &settled{})
		w.hands(d, l.tie, &orphan{ref})
		w.keeps(d)
	}
	if n := d.count(OrphanAdopted, ""); n != before || d.s.count(Led) != led {
		t.Errorf("adopted %d times more; d leads %d, led %d before", n-before, d.s.count(Led), led)
	}
	w.must(d.s.Adopt(w.held(d, id).tie, w.now)) // its owner may know better
	w.keeps(d)
	if n := d.s.count(Led); n != led {
		t.Errorf("by its owner's word d leads %d, want the new one in place of the old", n)
	}
	w.bytes(d.s)
}

// TestAFloodOfAsksLeavesTheOthersTheirs: i asks nine times for each rank before
// anybody else behind c does.
func TestAFloodOfAsksLeavesTheOthersTheirs(t *testing.T) {
	w, people := branch(t, 77)
	g, i, j := people["g"], people["i"], people["j"]
	for range 9 {
		w.hands(g, w.tie(g, i), anAsk(w, 1, stepAsker))
		w.hands(g, w.tie(g, i), anAsk(w, 2, stepAsker))
		w.runWithout()
	}
	w.later(1)
	for _, to := range []string{"d", "A"} {
		if w.lifelineTo(j, people[to]) == nil {
			t.Errorf("i asked nine times, and j has no lifeline to %s", to)
		}
	}
}

// TestAFloodOfAsksUndoesNoWitness: nor are those forgotten who asked before,
// even if g, hostile, says of them first that it cut them.
func TestAFloodOfAsksUndoesNoWitness(t *testing.T) {
	for _, lies := range []bool{false, true} {
		w, people := branch(t, 78)
		w.ripen()
		c, d, g, i, j := people["c"], people["d"], people["g"], people["i"], people["j"]
		if lies {
			for _, way := range append([]passed(nil), g.s.passed...) {
				w.hands(c, w.tie(c, g), &lifelineLost{way.id, lostAsker})
			}
			w.now += c.s.group.rounds(ripeAfter) - 1
		} else {
			for range 2 * maxPassed {
				w.now += g.s.group.rounds(askPause) // as often as i is let
				w.hands(g, w.tie(g, i), anAsk(w, 1, stepAsker))
				w.runWithout()
			}
		}
		for range 2 * maxPassed { // and as often as g likes
			w.hands(c, w.tie(c, g), anAsk(w, 1, stepLead))
		}
		w.runWithout()
		c.confirm(w, g)
		w.later(1+maxDelay, g)
		if w.held(d, w.lifelineTo(j, d).id).witnessed == 0 {
			t.Errorf("g lies %v: c cut g, and d is not told so for j", lies)
		}
	}
}
