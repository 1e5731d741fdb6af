package main

import (
	"errors"
	"testing"
	"time"
)

// Promise: whether a screen shows that an attempt goes on is a matter of the clock handed
// in: nothing is shown as long as that stands, and the sign of life once it has gone on.
func TestASignOfLifeGoesByTheClockHandedIn(t *testing.T) {
	t.Parallel()
	const what = "trying something"
	done := errors.New("the attempt's own error")
	p := newTypist(t)
	e := p.edge()
	asked := make(chan time.Duration, 1)
	e.after = func(d time.Duration) <-chan time.Time { // it stands
		asked <- d
		return nil
	}
	a := &app{ctx: t.Context(), edge: e}
	a.say = a.speak("en")
	err := a.tries(what, func() error {
		if d := <-asked; d < time.Second {
			t.Errorf("a person is told after %v", d)
		}
		return done
	})
	if !errors.Is(err, done) {
		t.Error(err)
	}
	if _, err := p.slave.WriteString("end\n"); err != nil {
		t.Fatal(err)
	}
	if shown := p.sees("end"); shown != "end" {
		t.Errorf("no time has passed, and shown is %q", shown)
	}
	passed := make(chan time.Time)
	close(passed)
	a.after = func(time.Duration) <-chan time.Time { return passed }
	err = a.tries(what, func() error {
		p.sees(what)
		return done
	})
	if !errors.Is(err, done) {
		t.Error(err)
	}
}
