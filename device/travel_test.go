package device_test

import (
	"testing"
	"time"

	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// travels opens a device once and returns what it says of travel, with a worker
// running, and how often the alarm of another key was raised.
func travels(t *testing.T, m *testworld.Member) (stops []device.Stop, alarms uint32) {
	t.Helper()
	d := open(t, m)
	if err := d.Refill(); err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Inbox() {
		if r.What == mail.Alarm && r.Alarm == mail.AlarmOtherKey {
			alarms += r.Count
		}
	}
	stops = d.Status().Travel.Stops(true)
	d.Abandon()
	m.Device = nil
	return stops, alarms
}

func onlyStop(t *testing.T, stops []device.Stop, want device.StopKind) device.Stop {
	t.Helper()
	if len(stops) != 1 || stops[0].Kind != want {
		t.Fatalf("stops %v, want %v alone", stops, want)
	}
	return stops[0]
}

func fails(writes, reads bool) func(testworld.Asked) (carrier.Outcome, bool) {
	return func(q testworld.Asked) (carrier.Outcome, bool) {
		return carrier.Failed, q.Write && writes || !q.Write && reads
	}
}

// The owner is told whether boxes travel now, and if not since when, and the
// likeliest reason; once they do again, nothing of it.
func TestTheOwnerIsToldWhetherBoxesTravel(t *testing.T) {
	w, a := hourly(t)
	w.NextRound()
	w.NextRound()
	if stops, _ := travels(t, a); stops != nil {
		t.Errorf("while all goes well: %v", stops)
	}
	before := a.Now()
	for _, c := range []struct {
		writes, reads bool
		why           cause.Cause
		want          device.StopKind
	}{
		{true, true, cause.Name, device.StopDrop},
		{true, false, cause.Full, device.StopWrites},
		{false, true, cause.Trouble, device.StopReads},
	} {
		w.Drop.Lie, w.Drop.Why = fails(c.writes, c.reads), c.why
		w.NextRound()
		w.NextRound()
		stops, _ := travels(t, a)
		s := onlyStop(t, stops, c.want)
		if s.Cause != c.why || s.Count < 6 || s.Since.IsZero() || s.Since.After(a.Now()) || s.Since.Before(before.Add(-time.Hour)) {
			t.Errorf("%v: %+v", c.want, s)
		}
		w.Drop.Lie = nil
		w.NextRound()
		w.NextRound()
		if stops, _ := travels(t, a); stops != nil {
			t.Errorf("after %v: %v", c.want, stops)
		}
	}
}

// Another key than the pinned one is an alarm: one, with a count that grows when
// it happens again, and not when the device is only opened again.
func TestAnotherKeyIsAnAlarm(t *testing.T) {
	w, a := hourly(t)
	w.Drop.Lie, w.Drop.Why = fails(true, true), cause.OtherKey
	w.NextRound()
	w.NextRound()
	for range 2 {
		stops, alarms := travels(t, a)
		if s := onlyStop(t, stops, device.StopDrop); s.Cause != cause.OtherKey || alarms != 1 {
			t.Errorf("cause %v, alarm raised %d times, want once", s.Cause, alarms)
		}
	}
	w.NextRound()
	if _, alarms := travels(t, a); alarms != 2 {
		t.Errorf("it happened again: alarm raised %d times, want twice", alarms)
	}
	w.Drop.Lie = nil
	w.NextRound()
	w.NextRound()
	if stops, alarms := travels(t, a); alarms != 2 || stops != nil {
		t.Errorf("after it: %v, alarm raised %d times", stops, alarms)
	}
}

// A device that was opened with the clock ahead is silent, and says until when.
func TestAClockThatWasAheadIsToldWithItsEnd(t *testing.T) {
	w, a := hourly(t)
	w.NextRound()
	a.SetClock(5 * time.Hour)
	travels(t, a)
	ahead := a.Now()
	a.SetClock(0)
	stops, _ := travels(t, a)
	s := onlyStop(t, stops, device.StopAhead)
	if early, late := ahead.Add(-time.Hour), ahead.Add(2*time.Hour); s.Until.Before(early) || s.Until.After(late) {
		t.Errorf("silent until %v; the clock said %v", s.Until, ahead)
	}
	w.NextRound()
	if stops, _ := travels(t, a); len(stops) != 1 || stops[0].Until != s.Until {
		t.Errorf("a round later: %v, want until %v still", stops, s.Until)
	}
}

// Without a worker nothing travels, and what failed before it ended is not said
// as if it were now.
func TestWithoutAWorkerNothingTravels(t *testing.T) {
	w, a := hourly(t)
	w.Drop.Lie = fails(true, true)
	w.NextRound()
	w.NextRound()
	d := open(t, a)
	defer func() { d.Abandon(); a.Device = nil }()
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	s := onlyStop(t, d.Status().Travel.Stops(false), device.StopWorker)
	if s.Since.IsZero() {
		t.Error("it does not say when the last request was made")
	}
}
