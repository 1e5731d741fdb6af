package cell

import (
	"bytes"
	"testing"
)

// A hostile member, with its own ties and lifelines, and what it can and
// cannot do with them.

// lies has a member send a packet over a tie as if its rules did.
func (p *person) lies(w *world, tie TieID, packets ...packet) {
	w.t.Helper()
	for _, lie := range packets {
		w.do(p, []Effect{Send{Tie: tie, Message: marshal(lie)}})
	}
	w.run()
}

// TestAFakeOrphanIsAdoptedByNobody on its own word, and the one who leads its
// lead hears what it said.
func TestAFakeOrphanIsAdoptedByNobody(t *testing.T) {
	w, people := branch(t, 20)
	w.ripen()
	c, d, i := people["c"], people["d"], people["i"]
	for range 5 {
		for _, l := range i.s.lifelines {
			i.lies(w, l.tie, &orphan{ref: i.s.only(Partner).ref})
		}
		w.later(96)
	}
	for name, p := range people {
		if n := p.count(OrphanAdopted, ""); n != 0 {
			t.Errorf("%s adopted it", name)
		}
	}
	if d.count(OrphanAsks, "") != 1 {
		t.Errorf("d's owner was told %d times that somebody asks", d.count(OrphanAsks, ""))
	}
	if c.count(SaidLeadLost, "") == 0 {
		t.Error("c was not told what is said of g")
	}
}

// TestTwoHostileOfAPairAreNotAdopted while their lead lives, since one phone can
// make up the other; c hears what is said of g. If c lies as well they are: they
// get a link that names nobody and carries texts, and nobody is cut.
func TestTwoHostileOfAPairAreNotAdopted(t *testing.T) {
	w, people := branch(t, 21)
	w.ripen()
	c, d, g := people["c"], people["d"], people["g"]
	for _, liar := range []*person{people["i"], people["j"]} {
		l := w.lifelineTo(liar, d)
		l.woken = true
		liar.lies(w, l.tie, &orphan{ref: liar.s.only(Partner).ref})
	}
	w.later(1, people["i"], people["j"]) // who keep what they get
	if n := d.count(OrphanAdopted, ""); n != 0 {
		t.Errorf("%d adopted", n)
	}
	if c.count(SaidLeadLost, "") != 2 {
		t.Errorf("c was told %d times", c.count(SaidLeadLost, ""))
	}
	for name, p := range people {
		if n := p.count(TieSevered, ""); n != 0 {
			t.Errorf("%s lost a tie", name)
		}
	}
	if g.s.only(Lead) == nil {
		t.Error("g lost its lead")
	}
	for _, way := range c.s.passed {
		if way.to == w.tie(c, d) {
			c.lies(w, way.to, &lifelineLost{way.id, lostLead})
		}
	}
	w.later(1, people["i"], people["j"])
	if n := d.count(OrphanAdopted, ""); n != 2 {
		t.Errorf("with c's word %d were adopted; the documentation says 2", n)
	}
}

// TestWhatIsSaidTwiceOverALifelineCountsOnce: a repeated orphan is not adopted
// again, a repeated adoption makes no second lead.
func TestWhatIsSaidTwiceOverALifelineCountsOnce(t *testing.T) {
	w, people := branch(t, 22)
	w.ripen()
	d, g, i := people["d"], people["g"], people["i"]
	w.lose(g)
	l := w.lifelineTo(i, d).tie
	w.heal(g)
	ties := len(d.s.Ties())
	for range 3 {
		i.lies(w, l, &orphan{ref: i.s.only(Partner).ref})
		w.later(40, g)
	}
	if got := len(d.s.Ties()); got != ties {
		t.Errorf("d has %d ties after repetitions, had %d", got, ties)
	}
	lead := i.s.only(Lead).ID
	for id, to := range d.peers {
		if to.p == i && d.s.tie(id).Relation == Lifeline {
			d.lies(w, id, &adoption{base: w.now, paced: true}, &adoption{base: w.now})
		}
	}
	if i.s.only(Lead).ID != lead || i.s.count(Lead) != 1 {
		t.Error("a repeated adoption changed the lead")
	}
}

// TestAnAdoptionThatNobodyAskedForGetsNoAnswer: who holds the phone that keeps a
// lifeline cannot ask by one whether the other end has a lead.
func TestAnAdoptionThatNobodyAskedForGetsNoAnswer(t *testing.T) {
	w, people := branch(t, 27)
	w.later(1)
	i := people["i"]
	before := w.bytes(i.s)
	effects, err := i.s.Receive(w.lifelineTo(i, people["d"]).tie, marshal(&adoption{base: w.now, paced: true}), w.now, w.rand)
	w.must(err)
	if len(effects) != 0 || !bytes.Equal(before, w.bytes(i.s)) {
		t.Errorf("%d effects", len(effects))
	}
}

// TestALeadThatWithholdsIsSeen: no lifeline comes up, the member is told of
// none, and everything else goes on.
func TestALeadThatWithholdsIsSeen(t *testing.T) {
	w, people := branch(t, 23)
	g, i := people["g"], people["i"]
	asked := 0
	for range 6 {
		w.now += i.s.group.rounds(askAgain)
		effects, err := i.s.Upkeep(w.now, w.rand)
		w.must(err)
		asked += len(effects) // g takes them and says nothing
	}
	if len(i.s.lifelines) != 0 || asked < 6 {
		t.Errorf("%d lifelines; asked %d times", len(i.s.lifelines), asked)
	}
	if got := len(g.s.passed); got != 0 {
		t.Errorf("g passed %d on", got)
	}
}

// TestASubstitutedLifelineAdoptsAndIsNotProven: g answers i's asks itself. Once
// it is cut off, and i asks for a new lead, g can be it; it has no founder's
// stamp of a later day, so i is told, and no more than texts ever pass.
func TestASubstitutedLifelineAdoptsAndIsNotProven(t *testing.T) {
	w, people := branch(t, 24)
	g, i := people["g"], people["i"]
	effects, err := i.s.Upkeep(w.now, w.rand)
	w.must(err)
	for _, e := range effects {
		p, err := parsePacket(e.(Send).Message)
		w.must(err)
		sent, err := g.s.answer(g.s.tie(w.tie(g, i)), p.(*lifelineAsk), w.now, w.rand)
		w.must(err)
		w.do(g, sent)
	}
	w.run()
	w.later(1)
	for name, p := range people {
		for _, l := range p.s.lifelines {
			if l.held && p.peers[l.tie].p == i && name != "g" {
				t.Fatalf("%s keeps a lifeline for i", name)
			}
		}
	}
	w.lose(g)
	for range 4 {
		w.later(maxWait, g)
	}
	for _, l := range g.s.lifelines { // the captor's device does as it likes
		if l.held && l.asks == 0 && g.peers[l.tie].p == i {
			g.s.lifeline(l.tie).asks = w.now
		}
	}
	for _, l := range append([]lifeline(nil), g.s.lifelines...) {
		if g.peers[l.tie].p == i {
			out, err := g.s.adopt(g.s.lifeline(l.tie), w.now, w.rand)
			w.must(err)
			w.do(g, out)
			break
		}
	}
	w.runWithout()
	if w.leadOf(i) != g {
		t.Fatal("the captor did not get in: the documentation says that it does")
	}
	for range provenIn + 4 {
		w.now += i.s.group.rounds(stampEvery)
		heard, err := i.s.Heard(i.s.only(Lead).ID, w.now, w.now, w.now)
		w.must(err)
		w.do(i, heard)
		for _, p := range w.people {
			if p != g {
				effects, err := p.s.Upkeep(w.now, w.rand)
				w.must(err)
				w.do(p, effects)
			}
		}
		w.runWithout(g)
	}
	if i.count(LeadUnproven, "") != 1 || i.count(ProbationOver, "") != 0 {
		t.Errorf("told %d times that it is not proven; the probation ended %d times",
			i.count(LeadUnproven, ""), i.count(ProbationOver, ""))
	}
}

// TestAWordAboutALifelineDropsNone: a lead says that one it leads was lost, or
// that a keeper was; they are doubted, and healing takes a person's word.
func TestAWordAboutALifelineDropsNone(t *testing.T) {
	w, people := branch(t, 25)
	w.ripen()
	d, g, i := people["d"], people["g"], people["i"]
	up, down := g.s.only(Lead).ID, w.tie(g, i)
	for _, way := range append([]passed(nil), g.s.passed...) {
		if way.from == down {
			g.lies(w, up, &lifelineLost{way.id, lostAsker})
			g.lies(w, down, &lifelineLost{way.id, lostAnswerer})
		}
	}
	if i.count(LifelineDoubted, "") != 2 || d.count(LifelineDoubted, "") != 1 {
		t.Errorf("doubted: %d at i, %d at d", i.count(LifelineDoubted, ""), d.count(LifelineDoubted, ""))
	}
	w.lose(g)
	w.heal(g)
	if w.leadOf(i) != nil {
		t.Error("adopted by a device, though its lead said that it was cut off")
	}
	for _, l := range d.s.Lifelines(w.now) {
		if l.Asks {
			w.must(d.s.Adopt(l.Tie, w.now))
		}
	}
	w.later(1, g)
	if w.leadOf(i) != d {
		t.Error("not adopted by d's owner's word either")
	}
}

// TestAFloodOfAsksFillsNobodysLifelines: whoever asks again and again gets what
// one tie may have, and others keep theirs.
func TestAFloodOfAsksFillsNobodysLifelines(t *testing.T) {
	w, people := branch(t, 26)
	w.ripen()
	d, g, c := people["d"], people["g"], people["c"]
	for range 100 {
		g.lies(w, w.tie(g, c), anAsk(w, 1, stepLead), anAsk(w, 2, stepLead), anAsk(w, 1, stepAsker))
	}
	if kept := len(d.s.lifelines); kept > MaxLifelines-1 {
		t.Errorf("d keeps %d lifelines", kept)
	}
	over := 0
	for _, l := range d.s.lifelines {
		if l.held && l.over == w.tie(d, c) {
			over++
		}
	}
	if over > maxOver {
		t.Errorf("%d of them over one tie, want at most %d", over, maxOver)
	}
	w.lose(g)
	w.heal(g)
	if w.leadOf(people["i"]) == nil {
		t.Error("i found no new lead after the flood")
	}
}
