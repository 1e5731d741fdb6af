package device_test

import (
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/device"
	"bulkhead/internal/testworld"
)

// Promise: a backlog changes nothing of which boxes are read. Where all phones are always on
// nearly every box is, a loop's by its own device and a link's by the other end, at the end
// that has the backlog as at that which it goes to. Else an unread box would be a loop's.
func TestABacklogLeavesLoopsAsTheyAre(t *testing.T) {
	t.Parallel()
	w := begun(t, testworld.Config{Seed: 7, Members: 4, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8, Region: 320 << 10, ShelfPages: 128}, "", nil)
	counting := false
	writes, reads := map[box.Ref]int{}, map[box.Ref]bool{}
	w.Drop.Lie = func(q testworld.Asked) (carrier.Outcome, bool) {
		switch {
		case !counting:
		case q.Write:
			writes[q.Ref] = q.Member
		default:
			reads[q.Ref] = true
		}
		return 0, false
	}
	from := w.Members[2]
	opened(t, from, 3, func(d *device.Device) {
		if _, err := d.SendWith(from.Ties[0], "a backlog", filled(200_000)); err != nil {
			t.Fatal(err)
		}
	})
	for r := range 20 {
		w.NextRound()
		counting = r >= 4
		if r%3 == 0 {
			for _, m := range w.Members {
				opened(t, m, 1, nil)
			}
		}
	}
	all, unread := map[int]float64{}, map[int]float64{}
	for ref, by := range writes {
		if all[by]++; !reads[ref] {
			unread[by]++
		}
	}
	for _, m := range w.Members {
		share := unread[m.Number] / all[m.Number]
		t.Logf("member %d: %.0f boxes, %.3f of them unread", m.Number, all[m.Number], share)
		if all[m.Number] < 6*14 || share > .12 {
			t.Errorf("member %d wrote %.0f boxes, of which %.3f are unread, want .12 at most", m.Number, all[m.Number], share)
		}
	}
}
