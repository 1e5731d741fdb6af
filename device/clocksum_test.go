package device_test

import (
	"errors"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/internal/testworld"
)

const oneDay = 24 * time.Hour

// quarters is a couple whose rounds are 15 minutes long, so that 672 rounds are a week.
func quarters(t *testing.T) (w *testworld.World, a *testworld.Member) {
	t.Helper()
	w = couple(t, 15*time.Minute, 0)
	return w, w.Members[0]
}

// jumps opens the device once and reports whether it believes its clock.
func jumps(t *testing.T, m *testworld.Member) bool {
	t.Helper()
	d := open(t, m)
	err := d.Turn()
	if err != nil && !errors.Is(err, device.ErrClockJump) {
		t.Fatal(err)
	}
	d.Abandon()
	m.Device = nil
	return err != nil
}

// TestAClockAheadIsBelievedForAWeekInAll: a clock is set ahead by some days more at each
// of several openings, and the drop takes nothing of the rounds to come. What is believed
// does not add up to more than 672 rounds: for no longer is the device silent once the
// clock is right again.
func TestAClockAheadIsBelievedForAWeekInAll(t *testing.T) {
	w, a := quarters(t)
	before := jumpedTo(t, a)
	for n, ahead := range []time.Duration{3 * oneDay, 6 * oneDay, 8 * oneDay, 11 * oneDay, 14 * oneDay} {
		a.SetClock(ahead)
		if got, want := jumps(t, a), ahead > 7*oneDay; got != want {
			t.Errorf("opening %d, %v ahead: the owner is asked: %v, want %v", n, ahead, got, want)
		}
		w.NextRound() // in which the worker tries
		w.NextRound()
	}
	if after := jumpedTo(t, a); after > before+672+8 {
		t.Errorf("the device believes that %d rounds have passed", after-before)
	}
}

func jumpedTo(t *testing.T, m *testworld.Member) box.Round {
	t.Helper()
	d := open(t, m)
	defer func() { d.Abandon(); m.Device = nil }()
	return d.Round()
}

// TestAnOwnerIsAskedForTheClockOnceAWeekAtMost: without a drop the owner says once a
// week that the clock is right, and the word is kept. With one nobody is asked, however
// seldom the device is opened within a week.
func TestAnOwnerIsAskedForTheClockOnceAWeekAtMost(t *testing.T) {
	_, a := quarters(t)
	a.SwitchOff()
	asked := 0
	for day := range time.Duration(20) {
		a.SetClock(day * oneDay)
		if jumps(t, a) {
			asked++
			d := open(t, a)
			d.ConfirmClock()
			lock(t, a)
		}
	}
	if asked != 2 {
		t.Errorf("in 20 days without a drop the owner was asked %d times, want 2", asked)
	}
	w, a := quarters(t)
	for range 3 {
		w.Advance(6 * oneDay)
		if jumps(t, a) {
			t.Error("with a drop that takes boxes, the owner is asked at an opening every six days")
		}
	}
}
