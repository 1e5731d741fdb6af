package main

import (
	"errors"
	"fmt"
	"sync/atomic"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/term"
)

// roundLog tells a person, in plain words, what the worker does: a line when
// the state changes, and one line a round. No id, no address, no link. Its
// report is called from the worker's goroutine; the rest before that begins
// and after it has ended.
type roundLog struct {
	a     *app
	quiet atomic.Bool // say nothing more; may be set at any time
	round box.Round
	now   runResult // of the round
	total runResult

	causes [cause.Causes]int  // of the round's failures
	told   [cause.Causes]bool // said already, since a round last went well
}

// begin says for how long the pouch will do.
func (l *roundLog) begin(dir durable.Dir) {
	p, err := pouch.Load(dir, device.PouchFile)
	if err != nil {
		return
	}
	end := p.Plan().Calendar.End(p.Last()).Local()
	fmt.Fprintf(l.a.err, "Boxes travel: %d each way in every round of %v. Sealed until %s.\n",
		p.Plan().Slots, p.Plan().Calendar.Length, end.Format("Mon 2 Jan 15:04:05"))
}

func (l *roundLog) report(r pouch.Report) {
	switch {
	case l.quiet.Load():
		return
	case errors.Is(r.Err, pouch.ErrDry):
		l.a.warn("the pouch has run dry, and this device is silent: open it, for instance with 'bulkhead status'")
	case errors.Is(r.Err, pouch.ErrEdited):
		l.a.warn("somebody has edited the pouch: it names another drop or other rounds than when this command began. Nothing is written or read: open the device, for instance with 'bulkhead status'. If this stays, stop this command and start it again")
	case errors.Is(r.Err, pouch.ErrNotYet):
		l.a.warn("this machine's clock went back, and this device is silent until the rounds are new again")
	case r.Err != nil:
		l.a.warn("%v", r.Err)
	case r.Request.Kind == 0:
		fmt.Fprintln(l.a.err, "Working.")
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
	if l.total.Causes == nil {
		l.total.Causes = map[string]int{}
	}
	l.total.Causes[c.String()]++
	switch {
	case l.told[c]:
	case c == cause.OtherKey:
		l.a.aside().Bad("%s", l.a.say.StatusAlarm(l.a.now(), l.a.say.AlarmOtherKey()))
	default:
		l.a.warn("%s", l.a.say.TravelNoAnswer(l.a.say.CauseAdvice(c), l.a.say.Cause(c)))
	}
	l.told[c] = true
}

// reasons says how often each cause came up in the round.
func (l *roundLog) reasons() string {
	var said []string
	for c, n := range l.causes {
		if n > 0 {
			said = append(said, l.a.say.TravelFailedSo(n, l.a.say.Cause(cause.Cause(c))))
		}
	}
	return l.a.say.Join(said)
}

// tellRound says what a round that is over came to; on a terminal only, or if
// something failed.
func (l *roundLog) tellRound() {
	if l.round == 0 {
		return
	}
	if l.now.Failed > 0 {
		l.a.warn("%s  %d written, %d read, %d without an answer: %s", l.a.now().Format("15:04:05"), l.now.Written, l.now.Read, l.now.Failed, l.reasons())
	} else if term.Interactive(l.a.err) {
		fmt.Fprintf(l.a.err, "%s  %d written, %d read\n", l.a.now().Format("15:04:05"), l.now.Written, l.now.Read)
	}
}
