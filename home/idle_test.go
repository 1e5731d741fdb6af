package home

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Promise: the time without a key goes on while the machine sleeps, when no timer does,
// and a clock that was set back makes it no longer. What is pressed or typed first after
// that finds it over already: no key keeps open what should be locked.
func TestTheTimeWithoutAKeyGoesOnWhileTheMachineSleeps(t *testing.T) {
	for _, c := range []struct {
		name        string
		slept, wall time.Duration // by how much each clock jumps after a minute
		key         bool          // pressed just after that
		want        time.Duration // after which it is locked
	}{
		{"awake", 0, 0, false, 10 * time.Minute},
		{"a key", 0, 0, true, 11 * time.Minute},
		{"asleep for an hour", time.Hour, time.Hour, false, time.Minute + lookAtIdle},
		{"a key at once after an hour", time.Hour, time.Hour, true, time.Minute + lookAtIdle},
		{"asleep, and the clock set back", time.Hour, 0, true, time.Minute + lookAtIdle},
		{"asleep, by the clock that may be set alone", 0, time.Hour, true, time.Minute + lookAtIdle},
		{"the clock set back", 0, -time.Hour, false, 10 * time.Minute},
		{"asleep for a moment", time.Minute, time.Minute, true, 11 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				var slept, wall atomic.Int64
				idle := NewIdle(10*time.Minute, func() time.Time { return time.Now().Add(time.Duration(wall.Load())) },
					func() time.Duration { return time.Since(began) + time.Duration(slept.Load()) })
				s := &Session{done: make(chan struct{})}
				time.AfterFunc(time.Minute, func() {
					slept.Store(int64(c.slept))
					wall.Store(int64(c.wall))
					if c.key {
						if taken, late := idle.Key(), c.want < 10*time.Minute; taken == late {
							t.Errorf("the key is taken is %v", taken)
						}
					}
				})
				if err := s.StayOpen(t.Context(), NewPanicKey(), idle); err != nil {
					t.Fatal(err)
				}
				if got := time.Since(began).Round(lookAtIdle); got != c.want && got != c.want-lookAtIdle {
					t.Errorf("locked after %v, want %v", got, c.want)
				}
				if idle.Key() || !idle.Over() {
					t.Error("it is not over")
				}
			})
		})
	}
}

// Promise: the clock that counts sleep goes on.
func TestTheClockSinceBootGoesOn(t *testing.T) {
	if a, b := SinceBoot(), SinceBoot(); b < a {
		t.Errorf("it went from %v to %v", a, b)
	}
}
