package device_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
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
		if err := d.Refill(); !errors.Is(err, device.ErrClockJump) {
			t.Errorf("%v ahead: a refill gives %v", ahead, err)
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
	if err := d.Refill(); err != nil {
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
	if stage, _ := stageOf(t, d); stage < mail.Saved {
		t.Errorf("it is shown as %q", stage)
	}
	lock(t, a)
}

const oneDay = 24 * time.Hour

// hourly is a couple whose rounds are an hour long, so that 48 rounds are a pouch and 168 a
// week. With rounds of 15 minutes a pouch is four times as long, and so is every opening.
func hourly(t *testing.T) (w *testworld.World, a *testworld.Member) {
	t.Helper()
	w = couple(t, time.Hour, 0)
	return w, w.Members[0]
}

// jumps opens the device once and reports whether it believes its clock.
func jumps(t *testing.T, m *testworld.Member) bool {
	t.Helper()
	d := open(t, m)
	err := d.Refill()
	if err != nil && !errors.Is(err, device.ErrClockJump) {
		t.Fatal(err)
	}
	d.Abandon()
	m.Device = nil
	return err != nil
}

// TestAJumpOfMoreThanTwoDaysIsAskedFor: a clock that jumps by more than a pouch lasts,
// well below a week, is not believed before the owner says that it is right; one opening
// with it ahead silences the device for no longer than that.
func TestAJumpOfMoreThanTwoDaysIsAskedFor(t *testing.T) {
	for ahead, want := range map[time.Duration]bool{oneDay: false, 47 * time.Hour: false, 49 * time.Hour: true, 3 * oneDay: true, 6 * oneDay: true} {
		w, a := hourly(t)
		w.NextRound()
		before := jumpedTo(t, a)
		a.SetClock(ahead)
		if got := jumps(t, a); got != want {
			t.Errorf("%v ahead: the owner is asked: %v, want %v", ahead, got, want)
		}
		a.SetClock(0)
		if after := jumpedTo(t, a); after > before+48+1 {
			t.Errorf("%v ahead: the device believes that %d rounds have passed", ahead, after-before)
		}
	}
}

// TestAClockAheadIsBelievedForAWeekInAll: a clock is set ahead by some days more at each
// of several openings, and the drop takes nothing of the rounds to come. What is believed
// does not add up to more than 168 rounds: for no longer is the device silent once the
// clock is right again.
func TestAClockAheadIsBelievedForAWeekInAll(t *testing.T) {
	w, a := hourly(t)
	before := jumpedTo(t, a)
	for n, ahead := range []time.Duration{36 * time.Hour, 72 * time.Hour, 108 * time.Hour, 144 * time.Hour, 180 * time.Hour, 216 * time.Hour} {
		a.SetClock(ahead)
		if got, want := jumps(t, a), ahead > 7*oneDay; got != want {
			t.Errorf("opening %d, %v ahead: the owner is asked: %v, want %v", n, ahead, got, want)
		}
		w.NextRound() // in which the worker tries
		w.NextRound()
	}
	if after := jumpedTo(t, a); after > before+168+8 {
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
// seldom the device is opened, as long as its pouch was not dry for two days.
func TestAnOwnerIsAskedForTheClockOnceAWeekAtMost(t *testing.T) {
	t.Parallel()
	for _, length := range []time.Duration{time.Hour, 3 * time.Hour} { // a week is 168 rounds, or 56
		a := couple(t, length, 0).Members[0]
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
			t.Errorf("in rounds of %v, in 20 days without a drop the owner was asked %d times, want 2", length, asked)
		}
	}
	w, a := hourly(t)
	for range 3 {
		w.Advance(7 * oneDay / 2)
		if jumps(t, a) {
			t.Error("with a drop that takes boxes, the owner is asked at an opening every three and a half days")
		}
	}
}
