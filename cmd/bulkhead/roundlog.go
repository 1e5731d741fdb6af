package main

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/pouch"
	"bulkhead/term"
)

// roundLog tells a person, in plain words, what the worker does: a line when
// the state changes, and one line a round. No id, no address, no link. Its
// report is called from the worker's goroutine; the rest before that begins
// and after it has ended.
type roundLog struct {
	a     *app
	dir   durable.Dir // the device's folder
	quiet atomic.Bool // say nothing more; may be set at any time
	round box.Round
	now   runResult // of the round
	total runResult

	causes [cause.Causes]int  // of the round's failures
	told   [cause.Causes]bool // said already, since a round last went well
}

// begin says for how long the pouch will do, unless it is silent, which the worker
// reports.
func (l *roundLog) begin() {
	p, err := pouch.Load(l.dir, device.PouchFile)
	if _, silent := l.silence(p, err); err != nil || silent {
		return
	}
	plan := p.Plan()
	fmt.Fprintln(l.a.err, l.a.saying().RunTravel(plan.Slots, plan.Calendar.Length, plan.Calendar.End(p.Last())))
}

// silence returns until when a pouch that was loaded is silent, if it is: rounds that
// were begun, or the first of those that it holds, are ahead of the clock.
func (l *roundLog) silence(p *pouch.Pouch, err error) (until time.Time, is bool) {
	if err != nil {
		return until, false
	}
	cal, next := p.Plan().Calendar, max(p.Floor()+1, p.First())
	return cal.Start(next), next > cal.At(l.a.now())+1
}

func (l *roundLog) report(r pouch.Report) {
	switch {
	case l.quiet.Load():
		return
	case errors.Is(r.Err, pouch.ErrDry):
		l.a.warn("%s", l.a.say.RunDry())
	case errors.Is(r.Err, pouch.ErrEdited):
		l.a.warn("%s", l.a.say.RunEdited())
	case errors.Is(r.Err, pouch.ErrNotYet):
		until, _ := l.silence(pouch.Load(l.dir, device.PouchFile))
		l.a.warn("%s", l.a.saying().TravelRoundsBegun(until))
	case r.Err != nil:
		l.a.warn("%v", r.Err)
	case r.Request.Kind == 0:
		fmt.Fprintln(l.a.err, l.a.say.RunWorking())
	}
	if r.Request.Kind != 0 {
		l.answered(r)
	}
}

func (l *roundLog) answered(r pouch.Report) {
	if r.Request.Round != l.round {
		l.tellRound()
		if l.now.Failed == 0 {
			l.told = [cause.Causes]bool{}
		}
		l.round, l.now, l.causes = r.Request.Round, runResult{}, [cause.Causes]int{}
	}
	l.failed(r.Answer.Cause)
	for _, sum := range []*runResult{&l.now, &l.total} {
		switch r.Answer.Outcome {
		case carrier.Failed, carrier.Refused:
			sum.Failed++
		case carrier.Stored, carrier.Same, carrier.Conflict:
			sum.Written++
		case carrier.Found:
			sum.Found++
			sum.Read++
		case carrier.Absent:
			sum.Read++
		}
	}
}

// failed counts a cause, and says it at once if it is new.
func (l *roundLog) failed(c cause.Cause) {
	if c == cause.None || c == cause.Stopped || int(c) >= len(l.causes) {
		return
	}
	l.causes[c]++
	l.total.causes[c]++
	if l.total.Causes == nil {
		l.total.Causes = map[string]int{}
	}
	l.total.Causes[c.String()]++
	switch {
	case l.told[c]:
	case c == cause.OtherKey:
		l.a.aside().Bad("%s", l.a.saying().StatusAlarm(l.a.now(), l.a.say.AlarmOtherKey()))
	default:
		l.a.warn("%s", l.a.say.TravelNoAnswer(l.a.say.CauseAdvice(c), l.a.say.Cause(c)))
	}
	l.told[c] = true
}

// reasons says how often each cause came up.
func reasons(say phrase.Say, of [cause.Causes]int) string {
	var said []string
	for c, n := range of {
		if n > 0 {
			said = append(said, say.TravelFailedSo(n, say.Cause(cause.Cause(c))))
		}
	}
	return say.Join(said)
}

// tellRound says what a round that is over came to; on a terminal only, or if
// something failed.
func (l *roundLog) tellRound() {
	if l.round == 0 {
		return
	}
	if l.now.Failed > 0 {
		l.a.warn("%s", l.a.saying().RunRoundFailed(l.a.now(), l.now.Failed, l.now.Read, reasons(l.a.say, l.causes), l.now.Written))
	} else if term.Interactive(l.a.err) {
		fmt.Fprintln(l.a.err, l.a.saying().RunRound(l.a.now(), l.now.Read, l.now.Written))
	}
}
