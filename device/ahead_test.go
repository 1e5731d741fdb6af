package device_test

import (
	"errors"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
)

// Promise: a link that begins some rounds from now, because the other's clock is ahead or by
// somebody's ill will, makes no opening fail. One that begins later than clocks differ is
// refused in words, and nothing is left of it.
func TestALinkThatBeginsLaterStopsNoOpening(t *testing.T) {
	for ahead := range 6 {
		w := begun(t, testworld.Config{Seed: 7, Members: 2, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8, ShelfPages: 128}, "", nil)
		host, guest := w.Members[0], w.Members[1].Copy()
		d := open(t, host)
		inv, _, err := d.Invite(cell.Led, "")
		if err != nil {
			t.Fatal(err)
		}
		named := d.CardForJoining()
		lock(t, host)
		inv.Base = inv.Base + box.Round(ahead)
		joined, err := device.Join(guest.Env, passOf(t, "the guest's own one"), inv, &named, "")
		if ahead > 2 {
			if !errors.Is(err, cell.ErrClocks) {
				t.Errorf("an invitation of %d rounds from now: got %v, want ErrClocks", ahead, err)
			}
			if _, err := guest.Env.Dir.Size(device.VaultFile); err == nil {
				t.Errorf("an invitation of %d rounds from now left a vault", ahead)
			}
			continue
		}
		if err != nil {
			t.Fatalf("an invitation of %d rounds from now: %v", ahead, err)
		}
		for range 4 {
			if err := joined.Refill(); err != nil {
				t.Errorf("a refill with a link that begins %d rounds from now: %v", ahead, err)
			}
			w.NextRound()
		}
		joined.Abandon()
	}
}
