package testworld

import (
	"fmt"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/internal/seeds"
)

// crossing counts the boxes of one way between two members: those that one wrote and the
// other asked for.
type crossing struct{ asked, lost, refused int }

func (c crossing) String() string {
	return fmt.Sprintf("%.1f %% of %d", 100*float64(c.lost)/float64(c.asked), c.asked)
}

// spanOf lets one evening go by with two clocks that are wrong by so much, and counts what
// crosses between them.
func (w *World) spanOf(t *testing.T, ahead [2]time.Duration) (c crossing) {
	t.Helper()
	day := w.now.Truncate(24 * time.Hour)
	if w.now.Sub(day) > 17*time.Hour {
		day = day.Add(24 * time.Hour)
	}
	w.runUntil(day.Add(17 * time.Hour))
	for _, m := range w.Members {
		if err := m.Unlock(); err != nil {
			t.Fatal(err)
		}
		if err := m.Lock(); err != nil {
			t.Fatal(err)
		}
	}
	writer, found := map[box.Ref]int{}, map[box.Ref]bool{}
	asked := map[int]map[box.Ref]bool{0: {}, 1: {}}
	w.Drop.Lie = func(q Asked) (outcome carrier.Outcome, lied bool) {
		if q.Write {
			if outcome = w.Drop.put(q.Ref, q.Content); outcome == carrier.Refused {
				c.refused++
			}
			writer[q.Ref] = q.Member
			return outcome, true
		}
		if outcome = w.Drop.get(q.Ref, q.Content); outcome == carrier.Refused {
			c.refused++
		}
		asked[q.Member][q.Ref] = true
		found[q.Ref] = found[q.Ref] || outcome == carrier.Found
		return outcome, true
	}
	for n, m := range w.Members {
		m.SwitchOn()
		m.SetClock(ahead[n])
	}
	w.runUntil(day.Add(21 * time.Hour))
	for _, m := range w.Members {
		m.SetClock(0)
		m.SwitchOff()
	}
	w.Drop.Lie = nil
	for reader, refs := range asked {
		for ref := range refs {
			if by, wrote := writer[ref]; wrote && by != reader {
				c.asked++
				if !found[ref] {
					c.lost++
				}
			}
		}
	}
	return c
}

// TestWhatAClocksErrorCosts prints how many boxes of a link are lost while clocks are
// wrong, in hours with rounds of two minutes: those that were asked for before they were
// there. A worker reads in the second half what is written in the first, with an eighth
// and a sixteenth of T in between: so 20 seconds cost nothing, of one clock, and a
// warning from T/24 on, 5 seconds, comes long before. -long prints more of them.
func TestWhatAClocksErrorCosts(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		c := evenings(seed, 2, 2*time.Minute)
		c.Loss = 0
		w := New(c)
		if err := w.Meet(); err != nil {
			t.Fatal(err)
		}
		for _, m := range w.Members {
			m.SwitchOff()
		}
		errors := []time.Duration{10, 20, 30, 60}
		if *long {
			errors = []time.Duration{0, 5, 10, 20, 30, 45, 60}
		}
		for _, e := range errors {
			e *= time.Second
			ahead, behind, both := w.spanOf(t, [2]time.Duration{e, 0}), w.spanOf(t, [2]time.Duration{0, -e}), w.spanOf(t, [2]time.Duration{e, -e})
			t.Logf("T = 2 min, %v of clock error: one clock ahead %v lost, one behind %v, one ahead and one behind by that %v", e, ahead, behind, both)
			for name, c := range map[string]crossing{"ahead": ahead, "behind": behind, "both": both} {
				if c.asked < 100 || c.refused > 0 && e <= 30*time.Second {
					t.Errorf("%v %s: %+v: a span of 60 rounds has 120 boxes, and none is refused", e, name, c)
				}
			}
			switch {
			case e <= 20*time.Second && ahead.lost+behind.lost > 0, e <= 10*time.Second && both.lost > 0:
				t.Errorf("%v of error cost boxes", e)
			case e == 60*time.Second && (ahead.lost < ahead.asked/8 || both.lost < both.asked/4):
				t.Errorf("half a round of error costs %v, %v: the count is broken", ahead, both)
			}
		}
	})
}
