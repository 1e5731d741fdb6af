package cell

import (
	"testing"

	"bulkhead/box"
)

// pass lets rounds pass at p, whose others are heard of with an unlock in the last of them.
func (w *world) pass(p *person, rounds box.Round, heard ...*person) (out []Effect) {
	w.t.Helper()
	w.now += rounds
	for _, o := range heard {
		effects, err := p.s.Heard(w.tie(p, o), w.now, w.now, w.now)
		w.must(err)
		out = append(out, effects...)
	}
	out = append(out, p.s.Tick(w.now)...)
	w.do(p, out)
	p.s = w.saved(p.s)
	return out
}

// leading is a founder with two whom it leads, who are no pair yet.
func leading(t *testing.T, seed uint64) (w *world, a, c, d *person) {
	w = newWorld(t, seed)
	a = w.found("A", group())
	c, d = w.join(a, Led, "c"), w.join(a, Led, "d")
	w.run()
	return w, a, c, d
}

// TestAnIntroductionThatIsRefusedIsToldAtBothEnds: one device refuses it, since its lead
// was silent for long. Its owner is told at once. The lead's device is sent nothing, and
// tells its owner by itself once the quarantine must be over; then it works.
func TestAnIntroductionThatIsRefusedIsToldAtBothEnds(t *testing.T) {
	w, a, c, d := leading(t, 330)
	span := a.s.group.QuarantineRounds()
	for range listenFor + 1 { // c's own phone was on, and its lead did not open theirs
		w.now += box.Round(c.s.checkIn.Every)
		c.s.Listened(w.now)
	}
	w.do(c, c.s.Tick(w.now))
	lead := w.tie(c, a)
	if !c.s.tie(lead).Quarantined() {
		t.Fatal("a silent lead is not in quarantine")
	}

	effects, err := a.s.Introduce(w.tie(a, c), w.tie(a, d), w.now, w.rand)
	w.must(err)
	w.do(a, effects)
	w.run()
	if n := c.count(IntroductionRefused, ""); n != 1 || c.shown[len(c.shown)-1].Why != Quarantined {
		t.Errorf("c was told %d times of a refused introduction, want once, for the quarantine", n)
	}
	if d.count(PartnerIntroduced, "") != 1 || a.count(PairReady, "") != 0 {
		t.Fatal("d did not take it in, or the lead takes the two for a pair")
	}

	w.pass(a, span-1, c, d)
	if n := a.count(IntroductionOpen, ""); n != 0 {
		t.Errorf("the lead was told before c's quarantine was over")
	}
	w.pass(a, 1, c, d)
	if n := a.count(IntroductionOpen, ""); n != 1 || a.shown[len(a.shown)-1].Tie != w.tie(a, c) {
		t.Errorf("the lead was told %d times that an introduction came to nothing, want once, of c", n)
	}
	w.pass(a, 10*span, c, d)
	if n := a.count(IntroductionOpen, ""); n != 1 {
		t.Errorf("the lead was told %d times of one introduction", n)
	}

	w.pass(c, 0, a)
	w.introduce(a, c, d) // fails if the two are no pair then
	if n := a.count(PairReady, ""); n != 1 {
		t.Errorf("introduced again, the two were ready %d times", n)
	}
	w.pass(a, 10*span, c, d)
	if n := a.count(IntroductionOpen, ""); n != 1 {
		t.Errorf("told that an introduction came to nothing which did not")
	}
}

// TestOfAnIntroductionThatNobodyCouldTakeInYetNothingIsSaid: whoever was not heard of is
// overdue, and whoever was cut is gone.
func TestOfAnIntroductionThatNobodyCouldTakeInYetNothingIsSaid(t *testing.T) {
	w, a, c, d := leading(t, 331)
	span := a.s.group.QuarantineRounds()
	effects, err := a.s.Introduce(w.tie(a, c), w.tie(a, d), w.now, w.rand)
	w.must(err)
	w.do(a, effects) // and it is not delivered
	w.pass(a, span-1, c)
	w.pass(a, 10*span)
	if n := a.count(IntroductionOpen, ""); n != 0 {
		t.Errorf("told %d times of people who were not heard of since", n)
	}
	effects, err = a.s.Sever(w.tie(a, d), false, w.now)
	w.must(err)
	w.do(a, effects)
	w.pass(a, 1, c)
	if n := a.count(IntroductionOpen, ""); n != 0 {
		t.Errorf("told %d times of an introduction to somebody who was cut", n)
	}
}
