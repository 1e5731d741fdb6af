package main

import (
	"sync/atomic"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/tell"
	"bulkhead/term"
)

type runCmd struct{}

// Run runs the pouch until it is stopped.
func (runCmd) Run(a *app) error {
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	log, began := &roundLog{a: a, dir: dir}, a.now()
	w, err := a.home.StartWorker(a.ctx, dir, log.report)
	if err != nil {
		return err
	}
	a.warnOfWay(w.Proxy())
	log.begin()
	<-a.ctx.Done()
	w.Stop()
	r := log.rounds.Total
	r.Span = tell.Span(a.now().Sub(began))
	return show(a, &r, term.Run)
}

// roundLog tells a person, in plain words, what the worker does. Its report is
// called from the worker's goroutine; the rest before that begins and after it has
// ended.
type roundLog struct {
	a      *app
	dir    durable.Dir // the device's folder
	quiet  atomic.Bool // say nothing more; may be set at any time
	rounds tell.Rounds
}

// begin says for how long the pouch will do.
func (l *roundLog) begin() {
	p, err := pouch.Load(l.dir, device.PouchFile)
	if err != nil {
		return
	}
	if e, is := tell.BegunOf(p, l.a.now(), time.Local); is {
		term.Event(l.a.aside(), &e)
	}
}

func (l *roundLog) report(r pouch.Report) {
	if l.quiet.Load() {
		return
	}
	now := l.a.now()
	if l.rounds.Plan.Slots() == 0 {
		if p, err := pouch.Load(l.dir, device.PouchFile); err == nil {
			l.rounds.Plan = p.Plan()
		}
	}
	events := l.rounds.Report(r, now, func() (until time.Time) {
		if p, err := pouch.Load(l.dir, device.PouchFile); err == nil {
			until, _ = tell.SilentUntil(p, now)
		}
		return until
	})
	for _, e := range events {
		term.Event(l.a.aside(), &e)
	}
}
