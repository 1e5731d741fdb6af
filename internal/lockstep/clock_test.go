package lockstep_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bulkhead/internal/lockstep"
)

var start = time.Unix(1_800_000_000, 0)

// went reports whether a timer went off, and that it did at the time.
func went(t *testing.T, timer <-chan time.Time, at time.Duration) bool {
	t.Helper()
	select {
	case got := <-timer:
		if got.Sub(start) != at {
			t.Errorf("a timer went off after %v, want %v", got.Sub(start), at)
		}
		return true
	default:
		return false
	}
}

func TestTheClockJumpsOnceAllWait(t *testing.T) {
	c := lockstep.New(start)
	a, b := c.Actor(0), c.Actor(0)
	hour := a.After(time.Hour)
	if went(t, hour, 0) {
		t.Fatal("it went on while somebody worked")
	}
	minute := b.After(time.Minute)
	if !went(t, minute, time.Minute) || went(t, hour, 0) {
		t.Fatal("the earlier timer alone was to go off: its actor works again")
	}
	b.Leave()
	if !went(t, hour, time.Hour) || !c.Now().Equal(start.Add(time.Hour)) {
		t.Error("whoever has left still holds the clock")
	}
}

func TestWorkIsLeftBehindByItsSlackAlone(t *testing.T) {
	c := lockstep.New(start)
	a := c.Actor(0)
	w := c.Begin(time.Second)
	if !went(t, a.After(time.Second), time.Second) {
		t.Fatal("work held the clock within its slack")
	}
	next := a.After(time.Millisecond)
	if went(t, next, 0) {
		t.Fatal("the clock left work behind by more than its slack")
	}
	w.End()
	w.End()
	if !went(t, next, time.Second+time.Millisecond) {
		t.Error("work that has ended holds the clock")
	}
	slow := c.Actor(time.Minute)
	if !went(t, a.After(time.Minute), time.Minute+time.Second+time.Millisecond) || went(t, a.After(time.Second), 0) {
		t.Error("an actor's work is to be left behind by its slack, and no more")
	}
	slow.Leave()
}

func TestAnActorHasOneTimer(t *testing.T) {
	c := lockstep.New(start)
	a, hold := c.Actor(0), c.Begin(0)
	early := a.After(time.Second)
	late := a.After(time.Minute)
	hold.End()
	if !went(t, late, time.Minute) || went(t, early, 0) {
		t.Error("the later call's timer alone was to go off")
	}
	a.Leave()
	if went(t, a.After(0), 0) {
		t.Error("one that has left was woken")
	}
}

func TestWhoeverIsCalledOffWorksAgain(t *testing.T) {
	c := lockstep.New(start)
	a, b, hold := c.Actor(0), c.Actor(0), c.Begin(0)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if a.Sleep(ctx, time.Second) == nil {
		t.Error("a sleep was not called off")
	}
	hold.End()
	timer := b.After(time.Minute)
	if went(t, timer, 0) {
		t.Error("its work is not seen")
	}
	a.Leave()
	if !went(t, timer, time.Minute) {
		t.Error("it holds the clock for good")
	}
}

// TestNothingComesTooLate has many wait and work for times of chance, and begin
// work that others end; whatever the machine does, the clock is nowhere ahead of
// any of it by more than its slack.
func TestNothingComesTooLate(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	c := lockstep.New(start)
	var wait sync.WaitGroup
	for n := range 20 {
		slack := time.Duration(n%4) * time.Second
		a, chance := c.Actor(slack), rand.New(rand.NewPCG(seed, uint64(n)))
		wait.Go(func() {
			defer a.Leave()
			for range 200 {
				due := a.Now().Add(time.Duration(chance.IntN(5000)+1) * time.Millisecond)
				at := <-a.After(due.Sub(a.Now()))
				work := c.Begin(slack)
				done := make(chan struct{})
				go func() { // nobody waits for it but the clock
					for range chance.IntN(1000) {
						_ = c.Now()
					}
					if late := c.Now().Sub(at); late > slack {
						t.Errorf("seed %d: work was left behind by %v, at most %v are allowed", seed, late, slack)
					}
					work.End()
					close(done)
				}()
				<-done
			}
		})
	}
	wait.Wait()
}

func TestAPacedClockIsNeverAheadOfTheRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		real := time.Now()
		c := lockstep.NewPaced(start)
		a, b := c.Actor(0), c.Actor(0)
		for _, x := range []*lockstep.Actor{a, b} {
			go func() {
				defer x.Leave()
				for range 60 {
					x.Sleep(t.Context(), time.Second)
					if c.Now().Sub(start) > time.Since(real) {
						t.Errorf("it is %v, after %v of real time", c.Now().Sub(start), time.Since(real))
					}
				}
			}()
		}
		time.Sleep(59 * time.Second) // of the bubble
		synctest.Wait()              // until all that is due then is done
		if now := c.Now().Sub(start); now != 59*time.Second {
			t.Errorf("after 59 s with nothing to do the clock is at %v", now)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
	})
}
