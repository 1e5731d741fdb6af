package device_test

import (
	"slices"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/round"
	"bulkhead/vault"
)

// inHours is a shape of worlds in which rounds are from 18:00 to 20:00 alone.
func inHours(seed uint64) testworld.Config {
	return testworld.Config{
		Seed: seed, Members: 2, RoundLength: 2 * time.Minute, Slots: 6, Keep: 8,
		Spans: [round.MaxSpans]round.Span{{From: 18 * time.Hour, Length: 2 * time.Hour}},
	}
}

// toward lets the world go on until the next h:m of a day, UTC.
func toward(w *testworld.World, h, m int) {
	at := w.Now().Truncate(24 * time.Hour).Add(time.Duration(h)*time.Hour + time.Duration(m)*time.Minute)
	if !at.After(w.Now()) {
		at = at.Add(24 * time.Hour)
	}
	w.Advance(at.Sub(w.Now()))
}

// Promise: a device that is opened between the group's hours says so, takes in what
// came in them, and what is written then leaves as they begin.
func TestADeviceOpenedBetweenHoursSaysSo(t *testing.T) {
	w := begun(t, inHours(81), "", nil)
	a, b := w.Members[0], w.Members[1]
	toward(w, 18, 20)
	d := open(t, a)
	if _, err := d.Send(a.Ties[1], "the bridge is closed"); err != nil {
		t.Fatal(err)
	}
	lock(t, a)
	toward(w, 21, 0)
	if stops := onDevice(t, b).Stops(true); len(stops) != 1 || stops[0].Kind != device.StopHours ||
		!stops[0].Until.Equal(w.Now().Truncate(24*time.Hour).Add(42*time.Hour)) {
		t.Errorf("in the night it says %v, want the hours of tomorrow", stops)
	}
	d = open(t, b)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if !got(d, "the bridge is closed") {
		t.Error("what came in the evening is not shown in the night")
	}
	if _, err := d.Send(b.Ties[0], "I stay at home"); err != nil {
		t.Fatal(err)
	}
	before := w.Drop.Puts + w.Drop.Gets
	lock(t, b)
	toward(w, 17, 59)
	if asked := w.Drop.Puts + w.Drop.Gets - before; asked != 0 {
		t.Errorf("between the hours the drop was asked %d times", asked)
	}
	toward(w, 18, 5)
	d = open(t, a)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if !got(d, "I stay at home") {
		t.Error("what was written in the night has not come two rounds into the evening")
	}
	if stops := d.Status().Travel.Stops(true); stops != nil {
		t.Errorf("in the evening it says %v", stops)
	}
	lock(t, a)
}

func onDevice(t *testing.T, m *testworld.Member) device.Travel {
	t.Helper()
	d := open(t, m)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	travel := d.Status().Travel
	lock(t, m)
	return travel
}

func got(d *device.Device, text string) bool {
	for _, r := range d.Inbox() {
		if r.Text == text {
			return true
		}
	}
	return false
}

// Promise: three days away in a group with hours, the longest for which a pouch is
// filled, ask nobody whether the clock is right; four do, and two of quiet are not
// silence.
func TestDaysAwayInHours(t *testing.T) {
	for days, asks := range map[int]bool{2: false, 3: false, 4: true} {
		w := begun(t, inHours(uint64(82+days)), "", nil)
		toward(w, 20, 30)
		m := w.Members[0]
		m.SwitchOff()
		w.Advance(time.Duration(days) * 24 * time.Hour)
		d := open(t, m)
		err := d.Refill()
		if asked := err == device.ErrClockJump; asked != asks || err != nil && !asked {
			t.Errorf("after %d days away: %v; asked, want %v", days, err, asks)
		}
		d.Abandon()
		m.Device = nil
	}
}

// hoursFlash is what may be written to flash on a day with two hours open, in bytes, in
// a group with hours (docs/design.md, "Vault").
const hoursFlash = 1 << 30

// TestTwoHoursOpenTurnOnceARoundWithinTheFlashBudget: with the vault and the pouch of a
// real phone, an open device turns and saves once a round, in its last eighth, and never
// beside that; the notebook writes the same at the same times.
func TestTwoHoursOpenTurnOnceARoundWithinTheFlashBudget(t *testing.T) {
	t.Parallel()
	c := inHours(91)
	c.Compartments = 8
	w := prepared(t, c, 0)
	toward(w, 17, 59)
	m := w.Members[0]
	m.SwitchOff() // the worker's writes are counted in pouch
	begin := w.Now().Add(time.Minute)
	now := begin
	m.Env.Now = func() time.Time { return now }
	calendar := round.Calendar{Length: c.RoundLength, Spans: c.Spans}
	m.Env.Calendar = calendar
	rounds := 5 // of the two hours; all of them with -long
	if *long {
		rounds = 60
	}
	const step = 5 * time.Second
	span := func(pass *vault.Passphrase, day int) (writes []int64, total int64) {
		now = begin.AddDate(0, 0, day)
		last := m.Mem().Synced()
		u, err := device.Unlock(m.Env, pass)
		if err != nil {
			t.Fatal(err)
		}
		var s device.Session = u.Notebook
		if u.Device != nil {
			s = u.Device
		}
		note := func() int64 {
			n := m.Mem().Synced() - last
			last, total = m.Mem().Synced(), total+n
			return n
		}
		note()
		for end := now.Add(time.Duration(rounds) * c.RoundLength); now.Before(end); now = now.Add(step) {
			if err := s.Tick(); err != nil {
				t.Fatal(err)
			}
			n, into := note(), now.Sub(calendar.Start(calendar.At(now)))
			if n > 0 && into < c.RoundLength*7/8 {
				t.Fatalf("%v into a round it writes %d bytes", into, n)
			}
			writes = append(writes, n)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		note()
		return writes, total
	}
	real, again := span(passOf(t, "passphrase of member 0"), 0)
	decoy, face := span(decoyPass(t), 1)
	turns := 0
	for i := range real {
		if real[i] > 0 {
			turns++
		}
		if real[i] != decoy[i] {
			t.Errorf("%v in, the device writes %d bytes, the notebook %d", time.Duration(i)*step, real[i], decoy[i])
		}
	}
	if turns != rounds {
		t.Errorf("it turned %d times in %d rounds", turns, rounds)
	}
	const worker = 14 << 20 // a day of rounds (docs/protocol/pouch.md, "Measured")
	perTurn := slices.Max(real)
	again, face = again+perTurn*int64(60-rounds), face+perTurn*int64(60-rounds)
	t.Logf("two hours open write %d MiB, with a day of the worker %d MiB of %d", again>>20, (again+worker)>>20, hoursFlash>>20)
	if again != face {
		t.Errorf("two hours of the device wrote %d bytes, of the notebook %d", again, face)
	}
	if again+worker > hoursFlash {
		t.Errorf("two hours open and a day locked write %d bytes, above the budget", again+worker)
	}
}
