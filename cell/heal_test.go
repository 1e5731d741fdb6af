package cell

import (
	"testing"
)

// ripen lets lifelines come up, and get as old as a witness wants them.
func (w *world) ripen() {
	w.t.Helper()
	w.later(1)
	w.later(w.people[0].s.group.rounds(ripeAfter))
}

// heal lets enough time go by for orphans to wait, to ask over both lifelines
// and to be answered.
func (w *world) heal(gone ...*person) {
	w.t.Helper()
	for range 12 {
		w.later(maxWait, gone...)
	}
}

// lose has everybody who knows somebody taken confirm it.
func (w *world) lose(gone ...*person) {
	w.t.Helper()
	for _, p := range w.people {
		for _, g := range gone {
			if !contains(gone, p) {
				for id, to := range p.peers {
					if tie := p.s.tie(id); to.p == g && tie.live() && tie.Relation != Lifeline && tie.Cut == 0 {
						effects, err := p.s.ConfirmTaken(id, w.now, w.rand)
						w.must(err)
						w.do(p, effects)
						break
					}
				}
			}
		}
	}
}

func (w *world) leadOf(p *person) *person {
	if lead := p.s.only(Lead); lead != nil {
		return p.peers[lead.ID].p
	}
	return nil
}

// reaches reports whether everybody still there sees a notice by a founder.
func (w *world) reaches(founder *person, gone ...*person) {
	w.t.Helper()
	_, effects, err := founder.s.Issue("is everybody here", 96, w.now, w.rand)
	w.must(err)
	w.do(founder, effects)
	w.runWithout(gone...)
	for _, p := range w.people {
		if p != founder && !contains(gone, p) && p.count(NoticeArrived, "is everybody here") != 1 {
			w.t.Errorf("%s is not reached", p.name)
		}
	}
}

// TestTheGroupHealsWhoeverIsLost takes one, a pair, two levels, a pair with its
// lead, a founder: all the others have a lead again and hear of a notice.
func TestTheGroupHealsWhoeverIsLost(t *testing.T) {
	for name, lost := range map[string][]string{
		"a lead":                       {"g"},
		"a lead near the top":          {"c"},
		"a lead and its pair's other":  {"g", "h"},
		"two adjacent levels":          {"c", "g"},
		"a pair with its lead":         {"c", "d"},
		"a leaf and its lead":          {"i", "g"},
		"the first founder":            {"A"},
		"the second founder":           {"B"},
		"a founder and one it leads":   {"A", "d"},
		"a lead and a lifeline of its": {"g", "d"},
	} {
		t.Run(name, func(t *testing.T) {
			w, people := branch(t, 5)
			w.ripen()
			var gone []*person
			for _, n := range lost {
				gone = append(gone, people[n])
			}
			w.lose(gone...)
			w.heal(gone...)
			founder := people["A"]
			if contains(gone, founder) {
				founder = people["B"]
			}
			for n, p := range people {
				if contains(gone, p) {
					continue
				}
				if p.s.Orphan() {
					t.Errorf("%s has no lead", n)
				} else if lead := w.leadOf(p); lead != nil && contains(gone, lead) {
					t.Errorf("%s is led by %s, who is lost", n, lead.name)
				}
				for _, shown := range p.shown {
					if shown.What == Refused || shown.What == IntroductionRefused {
						t.Errorf("%s refused a packet of kind %d: %s", p.name, shown.Kind, shown.Why)
					}
				}
			}
			w.reaches(founder, gone...)
			before := map[*person]int{}
			for _, p := range gone {
				before[p] = len(p.heard)
			}
			w.heal(gone...)
			for _, p := range gone {
				for id := range p.in {
					if len(p.in[id]) > 0 && p.peers[id].p != nil {
						if _, live := p.peers[id].p.peers[p.peers[id].tie]; live && !contains(gone, p.peers[id].p) &&
							p.peers[id].p.s.tie(p.peers[id].tie).Relation != Lifeline {
							t.Errorf("%s still writes to %s", p.peers[id].p.name, p.name)
						}
					}
				}
			}
		})
	}
}

// TestAfterProbationTheHealedHaveLifelinesAgain, relative to their new lead.
func TestAfterProbationTheHealedHaveLifelinesAgain(t *testing.T) {
	w, people := branch(t, 6)
	w.ripen()
	g, d, i := people["g"], people["d"], people["i"]
	w.lose(g)
	w.heal(g)
	w.later(i.s.group.rounds(probationSpan), g)
	for range 4 {
		w.later(48, g)
	}
	if w.leadOf(i) != d {
		t.Fatal("i is not led by d")
	}
	if w.lifelineTo(i, people["B"]) == nil {
		t.Error("i has no lifeline to the partner of its new lead's lead")
	}
	if l := w.lifelineTo(i, d); l != nil {
		t.Error("the lifeline to who is its lead now is still there")
	}
}

// TestALostPartnerIsReplaced: the lead invites somebody new and introduces.
func TestALostPartnerIsReplaced(t *testing.T) {
	w, people := branch(t, 7)
	g, i, j := people["g"], people["i"], people["j"]
	w.lose(j)
	w.later(maxDelay+1, j)
	k := w.join(g, Led, "k")
	w.runWithout(j)
	effects, err := g.s.Introduce(w.tie(g, i), w.tie(g, k), w.now, w.rand)
	w.must(err)
	w.do(g, effects)
	w.runWithout(j)
	if partner := i.s.only(Partner); partner == nil || i.peers[partner.ID].p != k {
		t.Error("i has no new partner")
	}
}

// TestALeadLostBeforeTheLifelinesAreUp: the member meets somebody else and goes
// on with the same device, partner and led; or its partner's new lead helps.
func TestALeadLostBeforeTheLifelinesAreUp(t *testing.T) {
	w, people := branch(t, 8)
	g, h, i, j := people["g"], people["h"], people["i"], people["j"]
	if i.s.MayRejoin() {
		t.Error("i, who lost nobody, may rejoin")
	}
	w.lose(g) // nobody's Upkeep has run
	w.heal(g)
	if !i.s.Orphan() || len(i.s.usable()) != 0 {
		t.Fatal("i has a lifeline from nowhere")
	}
	if !i.s.MayRejoin() || h.s.MayRejoin() {
		t.Errorf("rejoining: i, who lost its lead, %v; h, who lost one it leads or a partner, %v", i.s.MayRejoin(), h.s.MayRejoin())
	}
	inv, effects, err := h.s.Invite(Led, "", w.now, w.rand)
	w.must(err)
	w.do(h, effects)
	effects, err = i.s.Rejoin(inv, nil, "", w.now, w.rand)
	w.must(err)
	w.do(i, effects)
	w.runWithout(g)
	if w.leadOf(i) != h || i.s.only(Partner) == nil {
		t.Fatal("i does not go on under h with its partner")
	}
	w.later(1, g)
	if w.lifelineTo(i, people["d"]) == nil {
		t.Error("i got no lifeline from its new lead")
	}
	if !j.s.Orphan() {
		t.Fatal("j is no orphan any more")
	}
	if _, err := i.s.Rejoin(inv, nil, "", w.now, w.rand); err != ErrHaveLead || i.s.MayRejoin() {
		t.Errorf("an invitation taken up with a lead: %v, may %v", err, i.s.MayRejoin())
	}
}

// TestAnOrphanWithoutLifelinesIsHelpedByItsPartner: j has none; i, its partner,
// was adopted, and hands on j's ask to the new lead.
func TestAnOrphanWithoutLifelinesIsHelpedByItsPartner(t *testing.T) {
	w, people := branch(t, 9)
	w.ripen()
	d, g, i, j := people["d"], people["g"], people["i"], people["j"]
	for _, l := range append([]lifeline(nil), j.s.lifelines...) {
		effects, err := j.s.Sever(l.tie, false, w.now)
		w.must(err)
		w.do(j, effects)
	}
	w.lose(g)
	w.heal(g)
	w.later(i.s.group.rounds(probationSpan), g)
	w.heal(g)
	if w.leadOf(i) != d {
		t.Fatal("i was not adopted")
	}
	for _, l := range d.s.Lifelines(w.now) {
		if l.Asks {
			w.must(d.s.Adopt(l.Tie, w.now))
		}
	}
	w.later(1, g)
	if w.leadOf(j) != d {
		t.Error("j was not adopted")
	}
}
