package cell

import (
	"bytes"
	"crypto/hpke"
	"testing"

	"bulkhead/box"
)

// anAsk is an ask with a key of its own.
func anAsk(w *world, rank, step uint8) *lifelineAsk {
	id, err := newID(w.rand)
	w.must(err)
	seed := make([]byte, 32)
	w.rand.Read(seed)
	private, err := hpke.MLKEM768X25519().NewPrivateKey(seed)
	w.must(err)
	p := &lifelineAsk{id: id, rank: rank, step: step}
	copy(p.key[:], private.PublicKey().Bytes())
	return p
}

// aStamp is a founder's stamp of this round.
func aStamp(w *world, founder *person) *stamp {
	p := &stamp{founder: founder.s.founderIndex(), issued: w.now}
	p.sig = sign(&founder.s.key, domainStamp, p.addSigned)
	return p
}

// branch is the group of seven with two more levels under c: g and h, whom c
// leads, and i and j, whom g leads.
func branch(t testing.TB, seed uint64) (*world, map[string]*person) {
	t.Helper()
	w, people := seven(t, seed)
	c, g := people["c"], people["g"]
	h := w.join(c, Led, "h")
	w.introduce(c, g, h)
	i, j := w.join(g, Led, "i"), w.join(g, Led, "j")
	w.introduce(g, i, j)
	people["h"], people["i"], people["j"] = h, i, j
	return w, people
}

// later lets rounds go by on everybody's device, except for those who are gone.
func (w *world) later(rounds box.Round, gone ...*person) {
	w.t.Helper()
	w.now += rounds
	for _, p := range w.people {
		if contains(gone, p) {
			continue
		}
		for _, tie := range p.s.Ties() {
			if tie.live() && p.peers[tie.ID].p != nil && !contains(gone, p.peers[tie.ID].p) {
				effects, err := p.s.Heard(tie.ID, w.now, w.now, w.now)
				w.must(err)
				w.do(p, effects)
			}
		}
		w.do(p, p.s.Tick(w.now))
		effects, err := p.s.Upkeep(w.now, w.rand)
		w.must(err)
		w.do(p, effects)
		p.s = w.saved(p.s)
	}
	w.runWithout(gone...)
}

// runWithout delivers everything, except to those who are gone.
func (w *world) runWithout(gone ...*person) {
	w.t.Helper()
	for {
		quiet := true
		for _, p := range w.people {
			for id := TieID(1); id <= p.s.last && !contains(gone, p); id++ {
				for len(p.in[id]) > 0 {
					w.deliver(end{p, id})
					quiet = false
				}
			}
		}
		if quiet {
			return
		}
	}
}

func contains(all []*person, p *person) bool {
	for _, o := range all {
		if o == p {
			return true
		}
	}
	return false
}

// lifelineTo returns p's own lifeline whose other end is to.
func (w *world) lifelineTo(p, to *person) *lifeline {
	for i := range p.s.lifelines {
		if l := &p.s.lifelines[i]; !l.held && p.peers[l.tie].p == to {
			return l
		}
	}
	return nil
}

// TestLifelinesGoToTheLeadsLeadsPartnerAndLead, or for founders' led to the
// other founder, and name nobody.
func TestLifelinesGoToTheLeadsLeadsPartnerAndLead(t *testing.T) {
	w, people := branch(t, 1)
	w.ripen()
	for name, want := range map[string][]string{
		"A": nil, "B": nil, "c": {"B"}, "d": {"B"}, "e": {"A"}, "f": {"A"},
		"g": {"B"}, "h": {"B"}, "i": {"d", "A"}, "j": {"d", "A"},
	} {
		p, own := people[name], 0
		for _, l := range p.s.lifelines {
			if !l.held {
				own++
			}
		}
		if own != len(want) {
			t.Errorf("%s has %d lifelines, want %v", name, own, want)
		}
		for _, to := range want {
			if w.lifelineTo(p, people[to]) == nil {
				t.Errorf("%s has no lifeline to %s", name, to)
			}
		}
		for _, named := range p.s.Exposes() {
			if named.Relation == Lifeline {
				t.Errorf("%s's device names the other end of a lifeline", name)
			}
		}
		for other := range people {
			for _, l := range []string{"d", "A"} {
				if other != name && w.holds(people["i"], canaryAlias("i", l)) {
					t.Error("i's device knows who is at its lifelines")
				}
			}
		}
		if n := p.count(Refused, ""); n != 0 {
			t.Errorf("%s saw %d refusals", name, n)
		}
	}
	before := len(people["i"].s.lifelines)
	w.later(1000)
	if got := len(people["i"].s.lifelines); got != before {
		t.Errorf("after a while i has %d lifelines, had %d", got, before)
	}
}

// TestNobodyOnTheWayLearnsALifelinesSecret: what passes through a lead holds
// neither secret nor pace.
func TestNobodyOnTheWayLearnsALifelinesSecret(t *testing.T) {
	w, people := branch(t, 2)
	w.ripen()
	i := people["i"]
	for _, l := range i.s.lifelines {
		pace := i.s.Pace(l.tie)
		for _, hop := range []string{"g", "c"} {
			for _, message := range people[hop].heard {
				if bytes.Contains(message, pace.seed.Bytes()) {
					t.Errorf("%s was handed what the lifeline's pace comes from", hop)
				}
			}
			if bytes.Contains(w.bytes(people[hop].s), pace.seed.Bytes()) {
				t.Errorf("%s keeps the lifeline's pace", hop)
			}
		}
	}
}

// TestAnOrphanIsAdoptedWithASecondWitness: g, the lead of i and j, is taken. c,
// who leads g, confirms it, and so do i and j: each finds a new lead at the
// other end of its first lifeline.
func TestAnOrphanIsAdoptedWithASecondWitness(t *testing.T) {
	for _, witness := range []string{"the lead of the lost one", "the owner"} {
		t.Run(witness, func(t *testing.T) {
			w, people := branch(t, 3)
			w.ripen()
			c, d, g, i := people["c"], people["d"], people["g"], people["i"]
			i.confirm(w, g)
			w.later(1, g)
			w.later(maxWait, g)
			if i.count(LeadLost, "") != 1 || d.count(OrphanAsks, "") != 1 {
				t.Fatalf("i was told %d times that its lead is lost; d heard %d orphans", i.count(LeadLost, ""), d.count(OrphanAsks, ""))
			}
			w.later(10, g)
			if i.count(LeadFound, "") != 0 {
				t.Fatal("adopted on one word alone")
			}
			switch witness {
			case "the lead of the lost one":
				c.confirm(w, g)
			case "the owner":
				for _, l := range d.s.Lifelines(w.now) {
					if l.Asks {
						w.must(d.s.Adopt(l.Tie, w.now))
					}
				}
			}
			for range 3 {
				w.later(maxWait, g)
			}
			if i.count(LeadFound, "") != 1 || i.s.Orphan() {
				t.Fatal("not adopted")
			}
			lead := i.s.only(Lead)
			if to := i.peers[lead.ID].p; to != d {
				t.Fatalf("adopted by %s, want d", to.name)
			}
			effects, err := i.s.SendText(lead.ID, "here we are")
			w.must(err)
			w.do(i, effects)
			w.runWithout(g)
			if d.count(TextArrived, "here we are") != 1 {
				t.Error("what the orphan writes does not reach its new lead")
			}
			_, effects, err = people["A"].s.Issue("to all", 96, w.now, w.rand)
			w.must(err)
			w.do(people["A"], effects)
			w.runWithout(g)
			if i.count(NoticeArrived, "to all") != 1 {
				t.Error("a founder's notice does not reach the orphan")
			}
		})
	}
}

func (p *person) confirm(w *world, taken *person) {
	w.t.Helper()
	effects, err := p.s.ConfirmTaken(w.tie(p, taken), w.now, w.rand)
	w.must(err)
	w.do(p, effects)
}

// TestOnProbationOnlyTextsAndNoticesPass, and after it everything does.
func TestOnProbationOnlyTextsAndNoticesPass(t *testing.T) {
	w, people := branch(t, 4)
	w.ripen()
	d, g, i, j := people["d"], people["g"], people["i"], people["j"]
	w.lose(g)
	for range 4 {
		w.later(40, g)
	}
	if i.s.Orphan() || j.s.Orphan() {
		t.Fatal("not adopted")
	}
	if _, _, err := i.s.SendNote("up", w.now, w.rand); err != ErrNoLead {
		t.Errorf("a note on probation: %v, want ErrNoLead", err)
	}
	if _, err := d.s.Introduce(w.tie(d, i), w.tie(d, j), w.now, w.rand); err == nil {
		t.Error("introduced on probation")
	}
	effects, err := d.s.Receive(w.tie(d, i), marshal(&note{body: []byte("pressed")}), w.now, w.rand)
	w.must(err)
	if !refused(effects) {
		t.Error("a note is taken in on probation")
	}
	w.later(d.s.group.rounds(probationSpan), g)
	w.later(1, g)
	if d.count(ProbationOver, "") != 2 || i.count(ProbationOver, "") != 1 {
		t.Fatal("the probation does not end")
	}
	_, effects, err = i.s.SendNote("up at last", w.now, w.rand)
	w.must(err)
	w.do(i, effects)
	w.runWithout(g)
	if people["A"].count(NoteArrived, "up at last") != 1 {
		t.Error("after the probation a note does not reach the founders")
	}
}

// TestAWordAboutALifelineSaidAgainKeepsNobodyInQuarantine: whoever the lifeline came
// over says day after day that its other end was cut off. The one who was adopted over
// it is in quarantine once in 14 days, and not for good.
func TestAWordAboutALifelineSaidAgainKeepsNobodyInQuarantine(t *testing.T) {
	w, people := branch(t, 3)
	w.ripen()
	d, g, i := people["d"], people["g"], people["i"]
	i.confirm(w, g)
	w.later(1, g)
	for range 4 {
		w.later(maxWait, g)
	}
	for _, l := range d.s.Lifelines(w.now) {
		if l.Asks {
			w.must(d.s.Adopt(l.Tie, w.now))
		}
	}
	for range 3 {
		w.later(maxWait, g)
	}
	var adopted *Tie
	free, days := 0, 140
	for _, l := range d.s.lifelines {
		if l.given == 0 || l.over == 0 {
			continue
		}
		adopted = d.s.tie(l.given)
		for range days {
			w.now += w.people[0].s.group.rounds(quarantineSpan) / 3
			_, err := d.s.Receive(l.over, marshal(&lifelineLost{l.id, lostAsker}), w.now, w.rand)
			w.must(err)
			d.s.Tick(w.now)
			if !adopted.Quarantined() {
				free++
			}
		}
	}
	if free < days*2/3 {
		t.Errorf("who was adopted is free of quarantine on %d of %d days", free, days)
	}
}
