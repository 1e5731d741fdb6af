package pouch

import (
	"context"
	"errors"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
)

// Clock tells the time and waits; the commands hand in the real one.
type Clock interface {
	Now() time.Time
	// After returns a channel on which the time is sent once d has passed.
	After(d time.Duration) <-chan time.Time
}

// Report tells of what Run did.
type Report struct {
	At      time.Time
	Err     error          // nil, ErrDry, ErrNotYet, or an error of the disk
	Request Request        // the request that was answered; Kind 0 if the report is of Err alone
	Answer  carrier.Answer // its answer
}

// longestSleep bounds how long Run waits, so that a clock that was set, or a
// phone that slept, is noticed.
const longestSleep = time.Minute

// Ways returns the carrier to a place; gateway is the place's keys if it has a relay.
// It is called from Run's goroutine for every request.
type Ways func(place card.Place, gateway string) carrier.Carrier

// Run runs w until ctx ends and returns ctx's error. Each request has its own
// goroutine and its time-out, by the runtime's clock; when ctx ends they are
// given up, and Run returns after the last of them has. report is called from
// Run's own goroutine: for every answer, and whenever the state changes between
// working and silent or an error of the disk comes up. Run does not give up
// over errors of the disk; it tries again.
func Run(ctx context.Context, w *Worker, ways Ways, clock Clock, report func(Report)) error {
	r := runner{w: w, clock: clock, report: report, answers: make(chan answer)}
	for ctx.Err() == nil {
		now := clock.Now()
		due, next, err := w.Wake(now)
		r.tell(now, err)
		for _, q := range due {
			r.flying++
			go r.send(ctx, ways(q.Place, q.Gateway), q)
		}
		select {
		case <-ctx.Done():
		case <-clock.After(min(next.Sub(now), longestSleep)):
		case ans := <-r.answers:
			r.done(ans)
		}
	}
	for r.flying > 0 {
		r.done(<-r.answers)
	}
	return ctx.Err()
}

type runner struct {
	w       *Worker
	clock   Clock
	report  func(Report)
	answers chan answer
	flying  int   // requests whose goroutine has not answered
	told    error // the state last reported
}

// tell reports a state that differs from the one before.
func (r *runner) tell(now time.Time, err error) {
	if (err == nil) == (r.told == nil) && (err == nil || errors.Is(err, r.told) || err.Error() == r.told.Error()) {
		return
	}
	r.told = err
	r.report(Report{At: now, Err: err})
}

// send is one request's goroutine.
func (r *runner) send(ctx context.Context, by carrier.Carrier, q Request) {
	ctx, cancel := context.WithTimeout(ctx, q.Timeout)
	defer cancel()
	ans := answer{request: q}
	if q.Kind == Write {
		ans.answer = by.Put(ctx, q.Ref(), q.Content)
	} else {
		ans.content = new(box.Content)
		ans.answer = by.Get(ctx, q.Ref(), ans.content)
	}
	r.answers <- ans
}

// done keeps an answer and reports it.
func (r *runner) done(ans answer) {
	r.flying--
	ans.at = r.clock.Now()
	err := r.w.Done(ans.at, ans.request, ans.answer, ans.content)
	if errors.Is(err, ErrGone) {
		err = nil
	}
	r.report(Report{At: ans.at, Err: err, Request: ans.request, Answer: ans.answer})
}
