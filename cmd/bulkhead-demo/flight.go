package main

import (
	"context"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/internal/lockstep"
	"bulkhead/pouch"
)

// flights are a worker's requests that have no answer yet: work, for the clock.
// They are the worker's goroutine's.
type flights struct {
	clock *lockstep.Clock
	slack time.Duration
	now   map[flight]*lockstep.Work
}

type flight struct {
	kind pouch.Kind
	ref  box.Ref
}

func (f *flights) begin(q pouch.Request) { f.now[flight{q.Kind, q.Ref()}] = f.clock.Begin(f.slack) }

// end takes in a report; one of no request ends nothing.
func (f *flights) end(q pouch.Request) {
	if q.Kind == 0 {
		return
	}
	at := flight{q.Kind, q.Ref()}
	if work := f.now[at]; work != nil {
		work.End()
		delete(f.now, at)
	}
}

// patient is a carrier whose requests no timer of the runtime ends: they end
// with ctx. The time after which a device gives one up is counted by the demo's
// clock, which stands still long before.
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
