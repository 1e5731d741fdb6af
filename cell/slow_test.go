package cell

import (
	"testing"

	"bulkhead/box"
)

// inTheirTime lets rounds go by in which every link carries what was sent by
// then and no more: an answer takes as many steps as its way has hops.
func (w *world) inTheirTime(step box.Round) {
	w.t.Helper()
	w.now += step
	ready := map[end]int{}
	for _, p := range w.people {
		for id, waiting := range p.in {
			ready[end{p, id}] = len(waiting)
		}
	}
	for _, p := range w.people {
		for _, tie := range p.s.Ties() {
			if tie.live() && p.peers[tie.ID].p != nil {
				effects, err := p.s.Heard(tie.ID, w.now, w.now, w.now)
				w.must(err)
				w.do(p, effects)
			}
		}
		w.keeps(p)
	}
	for _, p := range w.people {
		for id := TieID(1); id <= p.s.last; id++ {
			for n := min(ready[end{p, id}], len(p.in[id])); n > 0; n-- {
				w.deliver(end{p, id})
			}
		}
	}
}

// TestPeopleWhoSeldomOpenTheirDevicesHaveLifelines: at a day and a half for each
// of six hops an answer comes later than the next ask.
func TestPeopleWhoSeldomOpenTheirDevicesHaveLifelines(t *testing.T) {
	w, people := branch(t, 85)
	hop := w.people[0].s.group.rounds(askAgain)/6 + 16
	for range 16 {
		w.inTheirTime(hop)
	}
	for name, want := range map[string][]string{
		"c": {"B"}, "d": {"B"}, "g": {"B"}, "h": {"B"}, "i": {"d", "A"}, "j": {"d", "A"},
	} {
		p := people[name]
		for _, to := range want {
			if l := w.lifelineTo(p, people[to]); l == nil || p.s.tie(l.tie).Phase < Unconfirmed || l.doubted {
				t.Errorf("%s has no sound lifeline to %s", name, to)
			}
		}
		if n := p.count(Refused, ""); n != 0 {
			t.Errorf("%s refused %d packets", name, n)
		}
	}
	if n := len(people["d"].s.lifelines); n > 1+4 {
		t.Errorf("d has %d lifelines, want its own and two for each of i and j at most", n)
	}
}
