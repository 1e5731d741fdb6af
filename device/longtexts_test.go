package device_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// opened opens a member's device, which takes in, does something and refills so many times.
func opened(t *testing.T, m *testworld.Member, refills int, do func(d *device.Device)) {
	t.Helper()
	d := open(t, m)
	if do != nil {
		do(d)
	}
	for range refills {
		if err := d.Refill(); err != nil {
			t.Fatal(err)
		}
	}
	lock(t, m)
}

// shows reports whether a text or note that begins so is in a member's inbox.
func shows(t *testing.T, m *testworld.Member, text string) (yes bool) {
	opened(t, m, 0, func(d *device.Device) {
		for _, r := range d.Inbox() {
			yes = yes || (r.What == cell.TextArrived || r.What == cell.NoteArrived) && strings.HasPrefix(r.Text, text)
		}
	})
	return yes
}

// Promise: more long texts to those who are away than the shelf has lines for hold up
// nothing that goes to anybody else, neither a short text nor a long one. All are away but
// one.
func TestLongTextsHoldUpNothingElse(t *testing.T) {
	w := begun(t, testworld.Config{Seed: 7, Members: 8, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8, Region: 384 << 10, ShelfPages: 128}, "", nil)
	m, lead := w.Members[2], w.Members[0]
	away := []int{3, 6, 7} // its partner, and those whom it leads
	for _, n := range away {
		w.Members[n].SwitchOff()
	}
	long := strings.Repeat("long ", 800)
	opened(t, m, 4, func(d *device.Device) {
		for i := range 18 {
			if _, err := d.Send(m.Ties[away[i%3]], fmt.Sprint(i, long)); err != nil {
				t.Fatal(err)
			}
		}
	})
	opened(t, m, 3, func(d *device.Device) {
		for _, text := range []string{"LONG " + long, "URGENT"} {
			if _, err := d.Send(m.Ties[0], text); err != nil {
				t.Fatal(err)
			}
		}
	})
	urgent, whole := -1, -1
	for r := 0; r < 24 && (urgent < 0 || whole < 0); r++ {
		w.NextRound()
		opened(t, m, 1, nil)
		if urgent < 0 && shows(t, lead, "URGENT") {
			urgent = r
		}
		if whole < 0 && shows(t, lead, "LONG") {
			whole = r
		}
	}
	t.Logf("the short text came after %d rounds, the long one after %d", urgent, whole)
	if urgent < 0 || urgent > 8 {
		t.Errorf("the short text came after %d rounds (-1: never), want 8 at most", urgent)
	}
	if whole < 0 {
		t.Error("the long text to somebody who is there waits for those to somebody who is away")
	}
	opened(t, m, 0, func(d *device.Device) {
		for _, s := range d.Sent() {
			if stage, why := s.Stage(); stage == mail.Undelivered {
				t.Errorf("%.6q is not delivered: %v", s.Text, why)
			}
		}
	})
}

// Promise: a long text lives as long as a short one, and is shown as not delivered when that
// is over.
func TestALongTextLivesAsLongAsAShortOne(t *testing.T) {
	w := begun(t, testworld.Config{Seed: 7, Members: 2, RoundLength: 6 * time.Hour, Slots: 6, Keep: 8, ShelfPages: 128}, "", nil)
	a := w.Members[0]
	w.Members[1].SwitchOff()
	texts := []string{"short", "long " + strings.Repeat("x", 4000)}
	opened(t, a, 4, func(d *device.Device) {
		for _, text := range texts {
			if _, err := d.Send(a.Ties[1], text); err != nil {
				t.Fatal(err)
			}
		}
	})
	for day := range 13 {
		for range 4 {
			w.NextRound()
		}
		opened(t, a, 1, func(d *device.Device) {
			if n := len(d.Sent()); n != len(texts) {
				t.Fatalf("day %d: %d of %d texts are shown", day+1, n, len(texts))
			}
			if n := d.OnShelf(); day >= 8 && n != 0 {
				t.Errorf("day %d: %d parcels are on the shelf", day+1, n)
			}
			for i, s := range d.Sent() {
				stage, why := s.Stage()
				if over := stage == mail.Undelivered; day < 6 && over || day >= 8 && !over {
					t.Errorf("day %d: the text of %d bytes is %v, %v", day+1, len(texts[i]), stage, why)
				}
			}
		})
	}
}
