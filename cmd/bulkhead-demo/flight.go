package main

import (
	"time"

	"bulkhead/box"
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

// end takes in that it was answered.
func (f *flights) end(q pouch.Request) {
	at := flight{q.Kind, q.Ref()}
	if work := f.now[at]; work != nil {
		work.End()
		delete(f.now, at)
	}
}
