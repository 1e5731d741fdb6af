package cell

import (
	"testing"
	"time"

	"bulkhead/box"
)

// TestNothingIsSentOverALinkThatTheSameTurnCuts: a founder's stamp goes to whom it
// adopted, and that one, who never came, is cut: its pace is gone by then.
func TestNothingIsSentOverALinkThatTheSameTurnCuts(t *testing.T) {
	w, people := branch(t, 97)
	w.later(1)
	a := people["A"]
	l := w.held(a, w.lifelineTo(people["i"], a).id)
	id := l.id
	w.hands(a, l.tie, &orphan{})
	w.must(a.s.Adopt(l.tie, w.now))
	w.keeps(a)
	given := w.held(a, id).given
	if a.s.Pace(given) == nil {
		t.Fatal("not paced")
	}
	w.now += a.s.group.unheardRounds() + 1
	a.s.Tick(w.now)
	effects, err := a.s.Upkeep(w.now, w.rand)
	w.must(err)
	stamps, dropped := 0, false
	for _, e := range effects {
		switch e := e.(type) {
		case Send:
			if e.Tie == given {
				t.Error("a packet for a link that the same step ends")
			}
			if e.Message[0] == kindStamp {
				stamps++
			}
		case DropLink:
			dropped = dropped || e.Tie == given
		}
	}
	if stamps == 0 || !dropped {
		t.Errorf("%d stamps; the one who never came was cut: %v", stamps, dropped)
	}
}

// TestWhoHasASlowLinkIsNotOverdueByIt: somebody adopted who unlocks every twelve
// hours, whatever a round is, and of whose boxes every third is lost.
func TestWhoHasASlowLinkIsNotOverdueByIt(t *testing.T) {
	for _, period := range []time.Duration{15 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour} {
		g := group()
		g.Calendar.Length, g.PouchRounds = period, 16
		w := newWorld(t, 98)
		inv := &Invitation{Base: w.now, Card: cardOf(g).Hash()}
		w.rand.Read(inv.Secret.Bytes())
		p, err := newPace(1, inv, &g, adoptedBlock)
		w.must(err)
		s := &State{standing: Member, group: g, checkIn: DefaultCheckIn(g.Calendar), last: 1, paces: []Pace{p},
			ties: []Tie{{ID: 1, Relation: Led, Phase: Unconfirmed, Adopted: true, Alias: "x", Since: w.now, Unlocked: w.now}}}
		overdue, every := 0, max(box.Round(12*time.Hour/period), 1)
		for now := w.now + 1; now < w.now+2000; now++ {
			if k, ok := p.At(now); ok && k > p.base && k%3 != 0 {
				_, err := s.Heard(1, p.Real(k), p.Real(p.Latest(now-max(now%every, 1))), now)
				w.must(err)
			}
			s.Listened(now)
			for _, e := range s.Tick(now) {
				if show, ok := e.(Show); ok && show.What == OverdueBegan {
					overdue++
				}
			}
		}
		if overdue > 0 {
			t.Errorf("rounds of %d min: overdue %d times in 2000", period/60_000, overdue)
		}
	}
}
