package device_test

import (
	"errors"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
)

// shown counts what a member was told of a kind about a tie.
func shown(d *device.Device, what cell.What, about cell.TieID) (n int) {
	for _, r := range d.Inbox() {
		if r.What == what && r.Tie == about {
			n += int(r.Count)
		}
	}
	return n
}

// TestAWordTravelsAndADrillCuts: of a pair, one suspects their lead and takes
// it back, then confirms; the partner hears each, the lead nothing, and the
// lead's link is cut at once.
func TestAWordTravelsAndADrillCuts(t *testing.T) {
	w := begun(t, testworld.Config{Seed: 61, Members: 4, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8}, "", nil)
	a, b, lead := w.Members[2], w.Members[3], w.Members[0]
	up := a.Ties[0]
	wish := func(name string, do func(*device.Device) error) {
		t.Helper()
		if err := do(open(t, a)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		lock(t, a)
		pass(t, w, 4)
	}
	hears := func(what cell.What, want int) {
		t.Helper()
		if got := shown(open(t, b), what, b.Ties[0]); got != want {
			t.Errorf("the partner was told %d times, want %d", got, want)
		}
		lock(t, b)
	}
	wish("suspecting", func(d *device.Device) error { return d.Suspect(up) })
	hears(cell.SaidTaken, 1)
	wish("taking it back", func(d *device.Device) error { return d.TakeBack(up) })
	hears(cell.TookBack, 1)
	wish("a drill", func(d *device.Device) error {
		before, err := d.Exposure(up)
		if err != nil {
			return err
		}
		did, err := d.Drill(up)
		if len(did.Names) != 1 || did.Names[0] != a.Ties[3] || len(did.Sever) != 1 || len(before.Sever) != 1 {
			t.Errorf("the drill's answer is %+v, before it %+v", did, before)
		}
		return err
	})
	hears(cell.SaidTaken, 2)
	d := open(t, a)
	if _, err := d.Drill(up); !errors.Is(err, cell.ErrNoTie) || !d.Covers(up) {
		t.Errorf("after the drill the tie is there (%v) or has no cover", err)
	}
	lock(t, a)
	for _, r := range open(t, lead).Inbox() {
		if r.What == cell.SaidTaken || r.What == cell.TookBack || r.What == cell.TieSevered {
			t.Errorf("the lead is shown %+v", r)
		}
	}
}
