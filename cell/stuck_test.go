package cell

import (
	"slices"
	"testing"

	"bulkhead/box"
)

// Nothing that others send, withhold or delay keeps a device from lifelines, or
// from a new lead, for good.

// answered has p's lead answer an ask that p has just sent over it, with a
// lifeline of that base.
func (w *world) answered(p *person, e Effect, base box.Round) []Effect {
	w.t.Helper()
	sent, err := parsePacket(e.(Send).Message)
	w.must(err)
	inv := &Invitation{Base: base, Card: p.s.groupHash()}
	w.rand.Read(inv.Secret.Bytes())
	sealed, err := sealLifeline(sent.(*lifelineAsk), inv)
	w.must(err)
	out, err := p.s.Receive(e.(Send).Tie, marshal(sealed), w.now, w.rand)
	w.must(err)
	return out
}

// TestAnAnswerThatLeadsNowhereIsAskedAgain: g's lead answers g's ask itself, with
// a link of another time, or with one that never comes to life.
func TestAnAnswerThatLeadsNowhereIsAskedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		base  box.Round
		taken bool
	}{
		"of long ago":               {1, false},
		"of the end of all rounds":  {^box.Round(0) - 5, false},
		"of now, with nobody there": {70_000, true},
	} {
		t.Run(name, func(t *testing.T) {
			w, people := seven(t, 80)
			w.now = 70_000
			g := people["g"]
			asks := w.keeps(g)
			if len(asks) != 2 {
				t.Fatalf("g sends %d packets, want two asks", len(asks))
			}
			for _, e := range asks {
				if got := !refused(w.answered(g, e, c.base)); got != c.taken {
					t.Errorf("taken in: %v, want %v", got, c.taken)
				}
			}
			again := 0
			for range 8 {
				w.now += g.s.group.rounds(unsecuredFor) / 4
				again += sends(w.keeps(g), w.tie(g, people["c"]), kindLifelineAsk)
			}
			if again < 2 {
				t.Errorf("asked again %d times in 28 days", again)
			}
		})
	}
}

// TestADoubtedLifelineIsTriedInItsTurn: g, in a captor's hands, speaks against
// the one of i's lifelines that works; the other is dead.
func TestADoubtedLifelineIsTriedInItsTurn(t *testing.T) {
	w, people := branch(t, 81)
	w.later(1)
	g, i := people["g"], people["i"]
	good, dead := *w.lifelineTo(i, people["d"]), *w.lifelineTo(i, people["A"])
	w.hands(i, w.tie(i, g), &lifelineLost{good.id, lostAnswerer})
	if !i.s.lifeline(good.tie).doubted {
		t.Fatal("not doubted")
	}
	i.confirm(w, g)
	tried := map[TieID]int{}
	for range 10 {
		w.now += i.s.group.rounds(wakeNext)
		out := w.keeps(i)
		for _, tie := range []TieID{good.tie, dead.tie} {
			tried[tie] += sends(out, tie, kindOrphan)
		}
	}
	if tried[good.tie] < 3 || tried[dead.tie] < 3 {
		t.Errorf("in ten days tried %d times, and %d times the other one", tried[good.tie], tried[dead.tie])
	}
}

// TestAnInvitationThatComesToNothingLeavesAnOrphan, who asks its lifelines again.
func TestAnInvitationThatComesToNothingLeavesAnOrphan(t *testing.T) {
	w, people := branch(t, 82)
	w.later(1)
	i := people["i"]
	i.confirm(w, people["g"])
	inv := &Invitation{Base: w.now, Card: cardOf(group()).Hash()}
	w.rand.Read(inv.Secret.Bytes())
	effects, err := i.s.Rejoin(inv, nil, "", w.now, w.rand)
	w.must(err)
	w.do(i, effects)
	if i.s.Orphan() {
		t.Fatal("an orphan with an invitation taken up")
	}
	own, asked := w.lifelineTo(i, people["d"]).tie, 0
	for range 10 {
		w.now += i.s.group.rounds(unheardFor) / 4
		asked += sends(w.keeps(i), own, kindOrphan)
	}
	if asked == 0 {
		t.Error("17 days after an invitation that nobody answered the orphan has not asked")
	}
}

// TestALifelineWhoseEndWasCutIsReplaced: the lead's lead's partner is taken, and
// somebody new takes its place.
func TestALifelineWhoseEndWasCutIsReplaced(t *testing.T) {
	w, people := branch(t, 83)
	w.later(1)
	a, c, d, i := people["A"], people["c"], people["d"], people["i"]
	c.confirm(w, d)
	a.confirm(w, d)
	w.later(1+maxDelay, d)
	if i.count(LifelineDoubted, "") != 1 {
		t.Error("i does not hear that the end of its lifeline was cut")
	}
	x := w.join(a, Led, "x")
	w.runWithout(d)
	w.introduce(a, c, x)
	for range 4 {
		w.later(200, d)
	}
	if w.lifelineTo(i, x) == nil {
		t.Error("i's only lifeline of the first rank goes to the one who was taken")
	}
}

// TestAnOrphanIsTakenInAgainIfNothingCameOfIt: an adoption that never came to
// life, or that the orphan lost again, is made again by its owner's word.
func TestAnOrphanIsTakenInAgainIfNothingCameOfIt(t *testing.T) {
	for _, how := range []string{"never heard", "lost again"} {
		t.Run(how, func(t *testing.T) {
			w, people := branch(t, 84)
			w.later(1)
			d := people["d"]
			l := w.held(d, w.lifelineTo(people["i"], d).id)
			id, tie := l.id, l.tie
			w.hands(d, tie, &orphan{})
			w.must(d.s.Adopt(tie, w.now))
			w.keeps(d)
			if how == "lost again" {
				effects, err := d.s.Heard(w.held(d, id).given, w.now, w.now, w.now)
				w.must(err)
				w.do(d, effects)
			}
			w.now += d.s.group.unheardRounds() + d.s.group.wordRounds() + 5
			w.keeps(d)
			w.hands(d, tie, &orphan{})
			if !slices.ContainsFunc(d.s.Lifelines(w.now), func(v LifelineView) bool { return v.Tie == tie && v.Asks }) {
				t.Error("the owner is not shown that it asks again")
			}
			w.must(d.s.Adopt(tie, w.now))
			w.keeps(d)
			if d.count(OrphanAdopted, "") != 2 || d.s.count(Led) != 1 {
				t.Errorf("adopted %d times, want 2; d leads %d, want 1", d.count(OrphanAdopted, ""), d.s.count(Led))
			}
		})
	}
}
