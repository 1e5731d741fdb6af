package linktest

import (
	"reflect"
	"testing"

	"bulkhead/box"
)

// A seed names one history: whoever runs it again sees the same.
func TestASeedReplays(t *testing.T) {
	for _, plan := range []func(uint64) Plan{NewPlan, NewTheftPlan} {
		p := plan(5)
		p.PL, p.Rounds = 16, 120
		first, err := live(p, NoFault)
		if err != nil {
			t.Fatal(err)
		}
		second, err := live(p, NoFault)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(first, second) {
			t.Errorf("seed %d: two runs differ:\n%v\n%v", p.Seed, first, second)
		}
	}
}

// The largest backlog that an outbox takes, both ways at once:
// gone within half as many rounds as it fills cells, and four.
func TestAFullOutboxIsGoneInTime(t *testing.T) {
	p := Plan{Seed: 1, PL: 16}
	w, err := NewWorld(p)
	if err != nil {
		t.Fatal(err)
	}
	w.quiet = true
	if err := w.settle(); err != nil {
		t.Fatal(err)
	}
	for _, d := range w.devices {
		for range 15 {
			m := &message{serial: w.written, from: int(d.role), bytes: make([]byte, 65536), expires: 1 << 20}
			m.bytes[0] = byte(w.written)
			w.written++
			if _, err := d.session.link.Send(m.bytes, box.Round(1<<20)); err != nil {
				t.Fatal(err)
			}
			d.session.sent = append(d.session.sent, m)
		}
		if err := d.save(); err != nil {
			t.Fatal(err)
		}
	}
	cells := w.backlog()
	if err := w.calm(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cells each way: gone in %d rounds, %d allowed", cells, w.tally.WorstBacklog, w.tally.WorstBound)
}
