package lockstep

import (
	"context"
	"sync"
	"time"
)

// Clock is the time that its actors share. All methods of it and of its actors
// may be called concurrently.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	actors map[*Actor]bool
	work   map[*Work]bool

	// With a pace, the clock is never ahead of the real time since it was made.
	pace  bool
	real  time.Time
	start time.Time
	retry *time.Timer
}

// New returns a clock that stands at start and goes as fast as the work allows.
func New(start time.Time) *Clock {
	return &Clock{now: start, start: start, real: time.Now(), actors: map[*Actor]bool{}, work: map[*Work]bool{}}
}

// NewPaced returns a clock that goes with the real time at most, and falls
// behind it where the work takes longer.
func NewPaced(start time.Time) *Clock {
	c := New(start)
	c.pace = true
	return c
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Work is something that somebody is at.
type Work struct {
	c     *Clock
	until time.Time // the clock does not pass this before the end
}

// Begin tells that work has begun now, which the clock may leave behind by
// slack and no more until [Work.End].
func (c *Clock) Begin(slack time.Duration) *Work {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := &Work{c: c, until: c.now.Add(slack)}
	c.work[w] = true
	return w
}

// End tells that it is done. A second End does nothing.
func (w *Work) End() {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	delete(w.c.work, w)
	w.c.advance()
}

// least is the shortest wait. With none, somebody who waits for a time to have
// passed, and looks when it is just there, would look forever.
const least = 100 * time.Microsecond

// Actor is one goroutine's view of the clock. It works from when it was made, or
// its timer went off, until it waits again. A goroutine that is woken otherwise,
// while its timer runs, is at work unseen: whoever wakes it works, or has begun
// some [Work], until it is done.
type Actor struct {
	c     *Clock
	slack time.Duration
	until time.Time      // works: how far the clock may go meanwhile
	due   time.Time      // waits for this
	timer chan time.Time // nil: it works
}

// Actor returns the view of one more goroutine, which is at work. The clock may
// leave its work behind by slack. [Actor.Leave] must follow when it ends.
func (c *Clock) Actor(slack time.Duration) *Actor {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &Actor{c: c, slack: slack, until: c.now.Add(slack)}
	c.actors[a] = true
	return a
}

// Leave ends the actor. A second Leave does nothing.
func (a *Actor) Leave() {
	a.c.mu.Lock()
	defer a.c.mu.Unlock()
	delete(a.c.actors, a)
	a.c.advance()
}

// Now returns the clock's time.
func (a *Actor) Now() time.Time { return a.c.Now() }

// After ends the actor's work until d has passed. It has one timer: a call makes
// an earlier call's channel silent. It implements pouch.Clock.
func (a *Actor) After(d time.Duration) <-chan time.Time {
	a.c.mu.Lock()
	defer a.c.mu.Unlock()
	timer := make(chan time.Time, 1)
	if !a.c.actors[a] { // it has left: nobody waits for its work
		return timer
	}
	a.due, a.timer = a.c.now.Add(max(d, least)), timer
	a.c.advance()
	return timer
}

// Sleep waits until d has passed, or ctx ends, and returns ctx's error.
func (a *Actor) Sleep(ctx context.Context, d time.Duration) error {
	timer := a.After(d)
	select {
	case <-timer:
		return nil
	case <-ctx.Done():
		a.c.mu.Lock()
		defer a.c.mu.Unlock()
		if a.timer == timer { // it works again
			a.timer, a.until = nil, a.c.now.Add(a.slack)
		}
		return ctx.Err()
	}
}

// advance lets the timers go off that are due, the earliest first, as far as the
// work allows. The caller holds mu.
func (c *Clock) advance() {
	for {
		var next *Actor
		for a := range c.actors {
			if a.timer != nil && (next == nil || a.due.Before(next.due)) {
				next = a
			}
		}
		if next == nil || !c.mayReach(next.due) {
			return
		}
		if c.pace {
			if ahead := next.due.Sub(c.start) - time.Since(c.real); ahead > 0 {
				c.retryIn(ahead)
				return
			}
		}
		if next.due.After(c.now) {
			c.now = next.due
		}
		timer := next.timer
		next.timer, next.until = nil, c.now.Add(next.slack)
		timer <- c.now
	}
}

// mayReach reports whether no work forbids the clock to go to t.
func (c *Clock) mayReach(t time.Time) bool {
	if !t.After(c.now) {
		return true
	}
	for a := range c.actors {
		if a.timer == nil && a.until.Before(t) {
			return false
		}
	}
	for w := range c.work {
		if w.until.Before(t) {
			return false
		}
	}
	return true
}

// retryIn looks again when the real time has come so far.
func (c *Clock) retryIn(d time.Duration) {
	if c.retry != nil {
		c.retry.Stop()
	}
	c.retry = time.AfterFunc(d, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.advance()
	})
}
