package testworld

import (
	"context"
	"math/rand/v2"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/round"
)

// Drop is a drop in memory: write once, read by id, gone after some rounds. It
// keeps the rules of docs/protocol/drop.md and is one event loop's.
type Drop struct {
	calendar round.Calendar
	now      func() time.Time
	keep     int
	rounds   map[box.Round]map[box.ID]*box.Content
	expired  box.Round // rounds before it were dropped
	Puts     uint64    // writes answered
	Gets     uint64    // reads answered

	// Lie, if set, is asked before a request reaches the drop, and answers in its
	// place unless it says false: for hostile drops.
	Lie func(Asked) (carrier.Outcome, bool)
	// Why is the cause of what the drop, or a lie, fails or refuses; None: NotDrop.
	Why cause.Cause
}

// Asked is one request to a drop. A hostile one may know whose it is.
type Asked struct {
	Member  int
	Write   bool
	Ref     box.Ref
	Content *box.Content // a write's, not to be kept or changed; what a read is answered
}

// NewDrop returns an empty drop that keeps boxes for keep lengths T after their rounds.
func NewDrop(calendar round.Calendar, now func() time.Time, keep int) *Drop {
	return &Drop{calendar: calendar, now: now, keep: keep, rounds: map[box.Round]map[box.ID]*box.Content{}}
}

// answer is the drop's answer, honest or not.
func (d *Drop) answer(q Asked) carrier.Outcome {
	if d.Lie != nil {
		if outcome, lied := d.Lie(q); lied {
			return outcome
		}
	}
	if q.Write {
		return d.put(q.Ref, q.Content)
	}
	return d.get(q.Ref, q.Content)
}

func (d *Drop) put(ref box.Ref, content *box.Content) carrier.Outcome {
	d.Puts++
	d.expire()
	if !d.calendar.Takes(ref.Round, d.now()) {
		return carrier.Refused
	}
	boxes := d.rounds[ref.Round]
	if boxes == nil {
		boxes = map[box.ID]*box.Content{}
		d.rounds[ref.Round] = boxes
	}
	switch have := boxes[ref.ID]; {
	case have == nil:
		kept := *content
		boxes[ref.ID] = &kept
		return carrier.Stored
	case *have == *content:
		return carrier.Same
	}
	return carrier.Conflict
}

func (d *Drop) get(ref box.Ref, content *box.Content) carrier.Outcome {
	d.Gets++
	d.expire()
	if !d.calendar.Gives(ref.Round, d.now(), d.keep) {
		return carrier.Refused
	}
	have := d.rounds[ref.Round][ref.ID]
	if have == nil {
		*content = box.Content{}
		return carrier.Absent
	}
	*content = *have
	return carrier.Found
}

// expire drops whole rounds that are no longer kept.
func (d *Drop) expire() {
	kept := d.calendar.Kept(d.now(), d.keep)
	if d.expired == kept {
		return
	}
	d.expired = kept
	for r := range d.rounds {
		if r < kept {
			delete(d.rounds, r)
		}
	}
}

// lossy is the way of one device to the drop: each request is lost with
// probability loss, half of the time before the drop and half on the way back.
type lossy struct {
	member *Member
	rand   *rand.Rand
}

var _ carrier.Carrier = (*lossy)(nil)

// requestBytes is what one request is counted as on the wire: the box and
// about as much around it as an HTTP/1.1 exchange inside a kept TLS session.
const requestBytes = box.Size + 400

func (l *lossy) Put(_ context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	w, reached := l.member.w, carrier.Failed
	answer := l.travel(func() carrier.Outcome {
		reached = w.Drop.answer(Asked{l.member.Number, true, ref, content})
		return reached
	})
	if w.OnPut != nil {
		w.OnPut(Attempt{l.member.Number, ref, content, reached})
	}
	return answer
}

func (l *lossy) Get(_ context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	var got box.Content
	answer := l.travel(func() carrier.Outcome { return l.member.w.Drop.answer(Asked{l.member.Number, false, ref, &got}) })
	if answer.Outcome == carrier.Found || answer.Outcome == carrier.Absent {
		*content = got
	}
	return answer
}

func (l *lossy) travel(request func() carrier.Outcome) carrier.Answer {
	loss, lost := l.member.w.Loss, l.rand.Float64()
	if lost < loss/2 {
		return carrier.Answer{Outcome: carrier.Failed, Bytes: requestBytes, Cause: cause.Timeout}
	}
	w := l.member.w
	a := carrier.Answer{Outcome: request(), Bytes: requestBytes, Date: w.now.Truncate(time.Second)}
	switch {
	case lost < loss:
		a.Date = time.Time{}
		a.Outcome, a.Cause = carrier.Failed, cause.Cut
	case a.Outcome == carrier.Failed || a.Outcome == carrier.Refused:
		a.Cause = l.member.w.Drop.Why
		if a.Cause == cause.None {
			a.Cause = cause.NotDrop
		}
	}
	return a
}
