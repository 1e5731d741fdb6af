package cell

import "testing"

// Whatever others send in whatever order, a device can keep its state: one that
// breaks the rules could not be opened again.

// TestAFullShelfOfLifelinesCanBeKept: i keeps as many as it is let for others,
// and its own come on top, again and again.
func TestAFullShelfOfLifelinesCanBeKept(t *testing.T) {
	w, people := branch(t, 93)
	w.later(1)
	g, i, j := people["g"], people["i"], people["j"]
	x := w.join(i, Led, "x")
	w.runWithout()
	for range maxOver + 2 {
		w.hands(i, w.tie(i, j), anAsk(w, 1, stepAnswerer))
		w.hands(i, w.tie(i, x), anAsk(w, 2, stepAnswerer))
	}
	lead := w.tie(i, g)
	for n := range 2 * MaxLifelines {
		effects, err := i.s.askFor(uint8(1+n%lastRank), lead, w.now, w.rand)
		w.must(err)
		w.do(i, w.answered(i, effects[0], w.now))
		i.s = w.saved(i.s)
	}
	own, kept := 0, 0
	for _, l := range i.s.lifelines {
		if l.held {
			kept++
		} else {
			own++
		}
	}
	if own != maxOwn || own+kept != MaxLifelines {
		t.Errorf("i has %d lifelines of its own and keeps %d, want %d in all", own, kept, MaxLifelines)
	}
}

// TestAnIntroductionAnewForgetsTheWordOfTheFirst: g, introduced to h, says that h
// was taken before h has taken it in; c introduces g to somebody else.
func TestAnIntroductionAnewForgetsTheWordOfTheFirst(t *testing.T) {
	w := newWorld(t, 94)
	wide := group()
	wide.Slots = 8
	c := w.found("A", wide)
	w.must(c.s.AcceptMorePairs())
	g, h, k := w.join(c, Led, "g"), w.join(c, Led, "h"), w.join(c, Led, "k")
	w.run()
	effects, err := c.s.Introduce(w.tie(c, g), w.tie(c, h), w.now, w.rand)
	w.must(err)
	w.do(c, effects)
	h.in[w.tie(h, c)] = nil // h does not open its device
	w.run()
	w.hands(c, w.tie(c, g), &taken{Led, false})
	if c.count(SaidTaken, "") != 1 {
		t.Fatal("g's word does not count")
	}
	_, err = c.s.Introduce(w.tie(c, g), w.tie(c, k), w.now, w.rand)
	w.must(err)
	w.bytes(c.s)
	if told := c.s.tie(w.tie(c, h)).Told; told != 0 {
		t.Error("the word stands of one who has nothing to do with h any more")
	}
}

// TestAFounderWhoMeetsTheOtherAnewInvitesNoThird: one of the two is to come.
func TestAFounderWhoMeetsTheOtherAnewInvitesNoThird(t *testing.T) {
	w, people := seven(t, 95)
	a := people["A"]
	a.confirm(w, people["B"])
	inv := &Invitation{Base: w.now, Card: cardOf(group()).Hash()}
	w.rand.Read(inv.Secret.Bytes())
	effects, err := a.s.Rejoin(inv, nil, "", w.now, w.rand)
	w.must(err)
	w.do(a, effects)
	if _, _, err := a.s.Invite(Partner, "", w.now, w.rand); err != ErrNotPartner {
		t.Errorf("an invitation for a second partner: %v, want ErrNotPartner", err)
	}
	w.bytes(a.s)
}

// TestLifelinesThatCameAndWentPushNoNameOut of what an owner wanted to keep.
func TestLifelinesThatCameAndWentPushNoNameOut(t *testing.T) {
	for _, when := range []string{"before", "after"} {
		t.Run(when, func(t *testing.T) {
			w, people := seven(t, 96)
			c, d := people["c"], people["d"]
			lead, partner := w.tie(d, people["A"]), w.tie(d, c)
			comeAndGo := func() {
				for range maxSevered + 1 {
					a := anAsk(w, 1, stepAnswerer)
					w.hands(d, partner, a)
					_, err := d.s.Sever(w.held(d, a.id).tie, false, w.now)
					w.must(err)
					w.now++
				}
			}
			if when == "before" {
				comeAndGo()
			}
			_, err := d.s.Sever(lead, true, w.now)
			w.must(err)
			if when == "after" {
				comeAndGo()
			}
			if tie := d.s.tie(lead); tie == nil || tie.Alias == "" {
				t.Error("a lead cut with its alias to be kept is forgotten")
			}
		})
	}
}
