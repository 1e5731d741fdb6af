package tell_test

import (
	"strings"
	"testing"
	"time"

	"bulkhead/internal/testworld"
	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"
)

// Promise: whoever's clock differs from the drop's by T/24 or more, and by two seconds at
// least, is warned before that costs a box, and nobody else is: as the answers of a drop
// say the time, to the second, and as status shows it.
func TestAWarningFromA24thOfARoundOn(t *testing.T) {
	for _, length := range []time.Duration{10 * time.Second, 2 * time.Minute} {
		slack := max(length/24, 2*time.Second)
		w := testworld.New(testworld.Config{Seed: 7, Members: 2, RoundLength: length, Slots: 6, Keep: 8})
		if err := w.Meet(); err != nil {
			t.Fatal(err)
		}
		m := w.Members[0]
		for _, c := range []struct {
			ahead time.Duration // of the device's clock
			warns string        // "": nothing
		}{
			{0, ""}, {slack - time.Second, ""}, {time.Second - slack, ""},
			{slack + 2*time.Second, "behind this machine's: set it"}, {-slack - 2*time.Second, "ahead of this machine's: set it"},
		} {
			m.SetClock(c.ahead)
			w.Advance(3 * length)
			if err := m.Unlock(); err != nil {
				t.Fatal(err)
			}
			if err := m.Device.TakeIn(); err != nil {
				t.Fatal(err)
			}
			r := tell.StatusOf(m.Device, tell.Outside{Now: m.Now(), Worker: true})
			var shown strings.Builder
			p := term.NewSheet(&shown)
			p.Say = phrase.New("en", time.UTC).On(m.Now())
			term.Status(p, &r)
			if r.Travel.Compared.IsZero() || m.Now().Sub(r.Travel.Compared) > 2*length {
				t.Fatalf("T = %v: the clocks were compared at %v", length, r.Travel.Compared)
			}
			warned := strings.Contains(shown.String(), "this machine's: set it")
			if warned != (c.warns != "") || !strings.Contains(shown.String(), c.warns) {
				t.Errorf("T = %v, a clock %v ahead: the skew is %v of %v; shown %s", length, c.ahead, r.Pouch.Skew.Duration(), r.Pouch.Slack.Duration(), shown.String())
			}
			if err := m.Lock(); err != nil && c.ahead == 0 {
				t.Fatal(err)
			}
			m.SetClock(0)
			w.Advance(2 * length)
		}
	}
}
