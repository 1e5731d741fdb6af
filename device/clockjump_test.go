package device_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// received is a world in which a's device has a text that its owner has not seen.
func received(t *testing.T) (w *testworld.World, a, b *testworld.Member) {
	t.Helper()
	w = couple(t, 3*time.Hour, 0)
	a, b = w.Members[0], w.Members[1]
	if _, err := open(t, b).Send(b.Ties[0], "not seen yet"); err != nil {
		t.Fatal(err)
	}
	lock(t, b)
	pass(t, w, 3)
	return w, a, b
}

// TestAClockFarAheadTakesNothingBeforeTheOwnersWord: a phone's clock shows a time
// months or decades ahead for a while; the device is open and saves as ever, and its
// worker runs. Once the clock is right again everything is there, and all goes on at
// once.
func TestAClockFarAheadTakesNothingBeforeTheOwnersWord(t *testing.T) {
	for _, ahead := range []time.Duration{90 * 24 * time.Hour, 13 * 365 * 24 * time.Hour} {
		w, a, b := received(t)
		a.SetClock(ahead)
		d := open(t, a)
		if _, err := d.Send(a.Ties[1], "written then"); err != nil {
			t.Fatal(err)
		}
		if err := d.TakeIn(); err != nil {
			t.Fatal(err)
		}
		if err := d.Turn(); !errors.Is(err, device.ErrClockJump) {
			t.Errorf("%v ahead: a turn gives %v", ahead, err)
		}
		if err := d.Save(); err != nil {
			t.Fatal(err)
		}
		d.Abandon()
		a.Device = nil
		a.SetClock(0)
		pass(t, w, 4)
		d = open(t, a)
		if got := texts(d); !slices.Equal(got, []string{"not seen yet"}) || len(alarms(d)) > 0 {
			t.Errorf("%v ahead: afterwards the inbox has %q, alarms %q", ahead, got, alarms(d))
		}
		lock(t, a)
		if got := texts(open(t, b)); !slices.Equal(got, []string{"written then"}) {
			t.Errorf("%v ahead: afterwards %q has arrived", ahead, got)
		}
		lock(t, b)
	}
}

// TestAClockSetBackIsTold: a clock that was more than a day ahead is believed, and
// cannot be taken back: the device is silent until it has come there. Its owner is
// told.
func TestAClockSetBackIsTold(t *testing.T) {
	w, a, _ := received(t)
	a.SetClock(40 * time.Hour)
	open(t, a)
	lock(t, a)
	if d := open(t, a); len(alarms(d)) > 0 {
		t.Errorf("ahead: alarms %q", alarms(d))
	}
	lock(t, a)
	a.SetClock(0)
	w.NextRound()
	open(t, a)
	lock(t, a)
	if got := alarms(open(t, a)); !slices.Equal(got, []string{mail.AlarmClockBehind.String()}) {
		t.Errorf("set back: alarms %q", got)
	}
	lock(t, a)
}

// TestAnOpenDeviceSavesAfterItsClockWasSetBack: what is written then is kept at the
// next time that is due by the right clock.
func TestAnOpenDeviceSavesAfterItsClockWasSetBack(t *testing.T) {
	w, a, _ := received(t)
	a.SetClock(40 * time.Hour)
	d := open(t, a)
	if err := d.Turn(); err != nil {
		t.Fatal(err)
	}
	a.SetClock(0)
	if _, err := d.Send(a.Ties[1], "written afterwards"); err != nil {
		t.Fatal(err)
	}
	w.NextRound()
	if err := d.Tick(); err != nil {
		t.Fatal(err)
	}
	if stage, _ := stageOf(t, d); stage < mail.Kept {
		t.Errorf("it is shown as %q", stage)
	}
	lock(t, a)
}
