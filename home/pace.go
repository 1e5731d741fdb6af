package home

import (
	"context"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/pouch"
)

// Clock is what one goroutine waits by until it leaves.
type Clock interface {
	pouch.Clock
	Leave()
}

// Pace is a time that goes on once everybody has done what is due, as that of a
// demonstration does, whose rounds are as short as the machine can make them. Each
// function is called before the goroutine that it is for begins.
type Pace struct {
	Session func() Clock // what an open session waits by, or a wait for a link
	Worker  func() Clock // what a worker waits by

	// Sent is told of each request, from the worker's goroutine, before it leaves. Until
	// Answered is told of it, from there as well, the time waits for it, so that no timer
	// of this machine gives it up.
	Sent     func(pouch.Request, time.Time)
	Answered func(pouch.Request)
}

// reports returns a worker's report; p may be nil.
func (p *Pace) reports(report func(pouch.Report)) func(pouch.Report) {
	if p == nil {
		return report
	}
	return func(r pouch.Report) {
		if r.Request.Kind != 0 {
			p.Answered(r.Request)
		}
		report(r)
	}
}

// session returns the clock of an open session; p may be nil.
func (p *Pace) session(now func() time.Time) Clock {
	if p == nil {
		return wallClock{now}
	}
	return p.Session()
}

// worker returns the ways by which w's boxes travel, and its clock; p may be nil.
func (p *Pace) worker(ctx context.Context, w *pouch.Worker, by pouch.Ways, now func() time.Time) (pouch.Ways, Clock) {
	if p == nil {
		return by, wallClock{now}
	}
	w.OnRequest = p.Sent
	return func(place card.Place, gateway string) carrier.Carrier { return patient{ctx, by(place, gateway)} }, p.Worker()
}

// wallClock is the real time.
type wallClock struct{ now func() time.Time }

func (c wallClock) Now() time.Time                         { return c.now() }
func (c wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
func (c wallClock) Leave()                                 {}

// patient is a carrier whose requests no timer of the runtime ends: they end
// with ctx.
type patient struct {
	ctx context.Context
	carrier.Carrier
}

// Put implements [carrier.Carrier].
func (p patient) Put(_ context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	return p.Carrier.Put(p.ctx, ref, content)
}

// Get implements [carrier.Carrier].
func (p patient) Get(_ context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	return p.Carrier.Get(p.ctx, ref, content)
}
