package home

import (
	"testing"
	"testing/synctest"
	"time"
)

// Promise: the time without a key goes on while the machine sleeps, when no timer does,
// and a clock that was set back makes it no longer.
func TestTheTimeWithoutAKeyGoesOnWhileTheMachineSleeps(t *testing.T) {
	for _, c := range []struct {
		jump time.Duration // of the clock, after a minute
		want time.Duration // after which it is locked
	}{
		{0, 10 * time.Minute},
		{time.Hour, time.Minute + lookAtIdle},
		{-time.Hour, 10 * time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			s := &Session{done: make(chan struct{})}
			s.Env.Now = func() time.Time {
				if time.Since(began) > time.Minute {
					return time.Now().Add(c.jump)
				}
				return time.Now()
			}
			if err := s.StayOpen(t.Context(), NewPanicKey(), nil, 10*time.Minute); err != nil {
				t.Fatal(err)
			}
			if got := time.Since(began); got != c.want {
				t.Errorf("a clock that jumps by %v: locked after %v, want %v", c.jump, got, c.want)
			}
		})
	}
}
