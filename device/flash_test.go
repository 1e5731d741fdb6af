package device_test

import (
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/vault"
)

// flashBudget is what may be written to flash on a day with one hour open, in
// bytes (docs/design.md, "Vault").
const flashBudget = 512 << 20

// TestAnHourOpenStaysWithinTheFlashBudgetAndLooksTheSame: opening, sixty minutes and
// closing, of the device and of the notebook, with the vault and the pouch of
// a real phone. Both write the same bytes at the same times. -long lives the hour; else it is
// ten minutes of it, with the beginning of a round among them, which count six times.
func TestAnHourOpenStaysWithinTheFlashBudgetAndLooksTheSame(t *testing.T) {
	t.Parallel()
	w := prepared(t, testworld.Config{Seed: 31, Members: 2, RoundLength: 15 * time.Minute, Compartments: 8, ShelfPages: -1}, 0)
	m := w.Members[0]
	w.NextRound()
	w.Advance(10 * time.Minute) // the next one begins amid the minutes
	now := w.Now()
	m.Env.Now = func() time.Time { return now }
	minutes := 10
	if *long {
		minutes = 60
	}
	hour := func(pass *vault.Passphrase) (writes []int64, total int64) {
		last := m.Mem().Synced()
		step := func(times int64) {
			writes, last = append(writes, m.Mem().Synced()-last), m.Mem().Synced()
			total += times * writes[len(writes)-1]
		}
		u, err := device.Unlock(m.Env, pass)
		if err != nil {
			t.Fatal(err)
		}
		var s device.Session = u.Notebook
		if u.Device != nil {
			s = u.Device
		}
		step(1)
		for range minutes {
			now = now.Add(time.Minute)
			if err := s.Tick(); err != nil {
				t.Fatal(err)
			}
			step(60 / int64(minutes))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		step(1)
		return writes, total
	}
	m.SwitchOff() // the worker's writes are counted in pouch
	real, again := hour(passOf(t, "passphrase of member 0"))
	decoy, face := hour(decoyPass(t))
	const worker = 14 << 20 // a day of rounds (docs/protocol/pouch.md, "Measured")
	t.Logf("an hour open writes %d MiB, with a day of the worker %d MiB of %d", again>>20, (again+worker)>>20, flashBudget>>20)
	if again != face {
		t.Errorf("an hour of the device wrote %d bytes, of the notebook %d", again, face)
	}
	if again+worker > flashBudget {
		t.Errorf("an hour open and a day locked write %d bytes, above the budget", again+worker)
	}
	for i := range real {
		if real[i] != decoy[i] {
			t.Errorf("step %d: the device writes %d bytes, the notebook %d", i, real[i], decoy[i])
		}
	}
}
