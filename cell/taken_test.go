package cell

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

// TestWhoMaySayThatWhomWasTaken sends every word from every relation to every
// standing: only of whom both know, and said by the one who shares them.
func TestWhoMaySayThatWhomWasTaken(t *testing.T) {
	w, _, all := seats(t)
	allowed := map[string]bool{
		"2 member from its partner": true, "1 member from its lead": true,
		"3 first founder from a led": true, "3 second founder from a led": true, "3 member from a led": true,
	}
	for whom := Partner; whom <= Led; whom++ {
		for _, seat := range all {
			name := fmt.Sprintf("%d %s", whom, seat.name)
			s := w.saved(seat.p.s)
			effects, err := s.Receive(seat.from, marshal(&taken{whom: whom}), w.now, w.rand)
			w.must(err)
			if refused(effects) == allowed[name] {
				t.Errorf("%s: refused %v", name, refused(effects))
			}
			if refused(effects) && (len(effects) != 1 || !bytes.Equal(w.bytes(s), w.bytes(seat.p.s))) {
				t.Errorf("%s: refused, and yet something changed", name)
			}
		}
	}
}

// TestAWordReachesWhoKnowsThePersonTooAndNobodyElse: and never the person.
func TestAWordReachesWhoKnowsThePersonTooAndNobodyElse(t *testing.T) {
	for _, c := range []struct{ by, about, to string }{
		{"c", "A", "d"}, {"d", "A", "c"}, {"c", "d", "A"}, {"A", "c", "d"}, {"B", "e", "f"},
		{"A", "B", ""}, {"g", "c", ""}, {"c", "g", ""},
	} {
		for _, confirmed := range []bool{false, true} {
			w, people := seven(t, 80)
			by, about := people[c.by], people[c.about]
			was := map[string]int{}
			for name, p := range people {
				was[name] = len(p.heard)
			}
			said := w.tie(by, about)
			if confirmed {
				w.confirm(by, about)
			} else {
				w.suspect(by, about)
			}
			w.run()
			for name, p := range people {
				want := 0
				if name == c.to {
					want = 1
				}
				if got := len(p.heard) - was[name]; got != want {
					t.Errorf("%s about %s: %s heard %d packets, want %d", c.by, c.about, name, got, want)
				}
			}
			if c.to == "" {
				continue
			}
			to := people[c.to]
			tie, _ := to.s.Tie(w.tie(to, about))
			if !tie.Quarantined() || tie.Told != w.now || to.count(SaidTaken, "") != 1 || to.count(QuarantineBegan, "") != 1 {
				t.Errorf("%s about %s: %s has the tie %+v", c.by, c.about, c.to, tie)
			}
			if tie, _ := by.s.Tie(said); tie.live() == (confirmed && tie.Relation != Led) {
				t.Errorf("%s about %s, confirmed %v: still there %v", c.by, c.about, confirmed, tie.live())
			}
		}
	}
}

// TestOnlyBothWordsOfAPairCutTheirLead tries every set and order of the things
// that can happen: the cut comes exactly when both words stand.
func TestOnlyBothWordsOfAPairCutTheirLead(t *testing.T) {
	events := []string{"own", "partner's", "own back", "partner's back", "silence", "alarm"}
	w, people := seven(t, 81)
	lead, partner := w.tie(people["c"], people["A"]), w.tie(people["c"], people["d"])
	var try func(done []string)
	try = func(done []string) {
		c := &person{s: w.saved(people["c"].s)}
		var own, other, want bool
		for _, e := range done {
			switch e {
			case "own":
				_, err := c.s.Suspect(lead, w.now)
				own = true
				w.must(err)
			case "own back":
				_, err := c.s.TakeBack(lead, w.now)
				if (err == nil) != own && !want {
					t.Fatalf("%v: taking back: %v", done, err)
				}
				own = false
			case "partner's", "partner's back":
				other = e == "partner's"
				_, err := c.s.Receive(partner, marshal(&taken{Lead, !other}), w.now, w.rand)
				w.must(err)
			case "silence":
				for range listenFor {
					c.s.Listened(w.now + 100)
				}
				c.s.Tick(w.now + 100)
			case "alarm":
				_, err := c.s.Alarmed(lead, true, true)
				w.must(err)
			}
			want = want || own && other
			if tie, _ := c.s.Tie(lead); tie.live() == want {
				t.Fatalf("%v: cut %v, want %v", done, !tie.live(), want)
			}
			if want {
				return
			}
		}
		if len(done) == 4 {
			return
		}
		for _, e := range events {
			try(append(done[:len(done):len(done)], e))
		}
	}
	try(nil)
}

func TestAWordOlderThanAFortnightCutsNothing(t *testing.T) {
	for _, ticks := range []bool{false, true} {
		w, people := seven(t, 82)
		c, a, d := people["c"], people["A"], people["d"]
		w.suspect(c, a)
		w.run()
		w.now += c.s.group.wordRounds()
		if ticks {
			w.do(c, c.s.Tick(w.now))
			w.do(d, d.s.Tick(w.now))
		}
		w.suspect(d, a)
		w.run()
		for _, p := range []*person{c, d} {
			if tie, _ := p.s.Tie(w.tie(p, a)); !tie.live() || !tie.Quarantined() {
				t.Errorf("%s, after a Tick %v: the tie is %+v", p.name, ticks, tie)
			}
		}
		w.suspect(c, a)
		w.run()
		for _, p := range []*person{c, d} {
			if p.count(TieSevered, "") != 1 {
				t.Errorf("%s, after a Tick %v: a word said anew is not counted", p.name, ticks)
			}
		}
	}
}

// TestACoercedPartnersWordDoesNotCutTheLead: it is the captor's, and a captor
// is told nothing either.
func TestACoercedPartnersWordDoesNotCutTheLead(t *testing.T) {
	w, people := seven(t, 83)
	c, a, d := people["c"], people["A"], people["d"]
	_, err := c.s.Alarmed(w.tie(c, d), true, false)
	w.must(err)
	w.suspect(d, a)
	w.suspect(c, a)
	before := len(d.heard)
	w.run()
	if tie, _ := c.s.Tie(w.tie(c, a)); !tie.live() || !tie.Quarantined() {
		t.Error("a captor's word was half of a cut")
	}
	if len(d.heard) != before {
		t.Error("a captor was told who is suspected")
	}
}

// TestAWordOfAnEarlierPartnerDoesNotMeanTheNewOne: the lead counts it for
// nobody until the pair is ready.
func TestAWordOfAnEarlierPartnerDoesNotMeanTheNewOne(t *testing.T) {
	w, people := seven(t, 84)
	a, c, d := people["A"], people["c"], people["d"]
	effects, err := a.s.Sever(w.tie(a, d), false, w.now)
	w.must(err)
	w.do(a, effects)
	n := w.join(a, Led, "n")
	w.run()
	effects, err = a.s.Introduce(w.tie(a, c), w.tie(a, n), w.now, w.rand)
	w.must(err)
	w.do(a, effects)
	w.suspect(c, d)
	w.run()
	if tie, _ := a.s.Tie(w.tie(a, n)); tie.Quarantined() {
		t.Error("a word about the earlier partner fell on the new one")
	}
	if a.count(SaidTaken, "") != 1 {
		t.Error("the word was not shown")
	}
}

func (w *world) suspect(by, about *person) {
	w.t.Helper()
	effects, err := by.s.Suspect(w.tie(by, about), w.now)
	w.must(err)
	w.do(by, effects)
}

func (w *world) confirm(by, about *person) {
	w.t.Helper()
	effects, err := by.s.ConfirmTaken(w.tie(by, about), w.now, w.rand)
	w.must(err)
	w.do(by, effects)
}

func TestNothingIsTakenBackThatWasNotSaid(t *testing.T) {
	w, people := seven(t, 85)
	c, g := people["c"], people["g"]
	id := w.tie(c, g)
	if _, err := c.s.TakeBack(id, w.now); !errors.Is(err, ErrNotSuspected) {
		t.Errorf("nothing said: %v, want ErrNotSuspected", err)
	}
	w.confirm(c, g)
	for name, err := range map[string]error{
		"taking back": second(c.s.TakeBack(id, w.now)), "suspecting": second(c.s.Suspect(id, w.now)),
		"confirming again": second(c.s.ConfirmTaken(id, w.now, w.rand)), "drill": third(c.s.Drill(id, w.now, w.rand)),
	} {
		if !errors.Is(err, ErrConfirmed) {
			t.Errorf("%s what was confirmed: %v, want ErrConfirmed", name, err)
		}
	}
	if _, err := c.s.Suspect(99, w.now); !errors.Is(err, ErrNoTie) {
		t.Errorf("nobody: %v, want ErrNoTie", err)
	}
}
