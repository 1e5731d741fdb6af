package tell

import (
	"errors"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/device"
	"bulkhead/pouch"
)

// Run is what came of the time in which a command let the boxes travel.
type Run struct {
	Span     Span                `json:"seconds"`
	Written  int                 `json:"written"`
	Read     int                 `json:"read"`
	Found    int                 `json:"found"` // boxes among those read
	Failed   int                 `json:"failed"`
	Causes   map[cause.Cause]int `json:"causes,omitempty"` // why, how often
	Unlocked bool                `json:"unlocked"`
	Other    bool                `json:"other_worker"` // another program ran the pouch
}

// Event is something that happens while boxes travel, or while a device is open. It
// names no id, no address and no link.
type Event struct {
	Kind   EventKind
	At     time.Time
	Slots  int           // Begun: boxes written, and read, in each round
	Round  time.Duration // Begun: how long one is
	Until  time.Time     // Begun: the pouch is sealed until then; NotYet: nothing travels before
	Hours  *DayHours     // Begun, HoursOver: the group's, if it has any
	Cause  cause.Cause   // NoAnswer
	Came   Run           // RoundOver: what the round came to
	Err    error         // Trouble
	Unread int           // Arrived: all that is
	Items  []Item        // Arrived: what is new among that, an alarm too
}

// EventKind is a kind of event.
type EventKind uint8

const (
	Begun     EventKind = iota + 1 // boxes travel from now on
	Working                        // they travel again, after nothing did
	Dry                            // the pouch ran dry
	Edited                         // somebody has edited the pouch
	NotYet                         // rounds up to Until count as begun
	Trouble                        // Err, of the disk
	NoAnswer                       // a request failed by a cause that is new since a round went well
	RoundOver                      // a round is over
	Arrived                        // something arrived
	HoursOver                      // a round is over that is the last of the group's hours
)

// BegunOf tells for how long a pouch will do, as of now in a zone; false if it is silent,
// which the worker reports.
func BegunOf(p *pouch.Pouch, now time.Time, zone *time.Location) (Event, bool) {
	plan, c := p.Plan(), p.Plan().Calendar()
	_, silent := SilentUntil(p, now)
	return Event{Kind: Begun, At: now, Slots: plan.Slots(), Round: c.Length, Until: c.End(p.Last()), Hours: HoursOf(c, now, zone)}, !silent
}

// SilentUntil returns until when a pouch is silent, if it is: rounds that were begun,
// or the first of those that it holds, are ahead of the clock.
func SilentUntil(p *pouch.Pouch, now time.Time) (until time.Time, is bool) {
	cal, next := p.Plan().Calendar(), max(p.Floor()+1, p.First())
	return cal.Start(next), next > cal.At(now)+1
}

// Rounds makes events of what a worker reports, and adds up. The zero Rounds is ready,
// and says nothing of hours. It is one goroutine's.
type Rounds struct {
	Total Run
	Plan  pouch.Plan // for hours

	round box.Round
	over  box.Round          // a round that was told as over before the next began
	now   Run                // of the round
	told  [cause.Causes]bool // said already, since a round last went well
}

// Report takes in a report. until is [SilentUntil], asked for where it matters.
func (l *Rounds) Report(r pouch.Report, now time.Time, until func() time.Time) (all []Event) {
	tell := func(e Event) {
		e.At = now
		all = append(all, e)
	}
	switch {
	case errors.Is(r.Err, pouch.ErrDry):
		tell(Event{Kind: Dry})
	case errors.Is(r.Err, pouch.ErrEdited):
		tell(Event{Kind: Edited})
	case errors.Is(r.Err, pouch.ErrNotYet):
		tell(Event{Kind: NotYet, Until: until()})
	case r.Err != nil:
		tell(Event{Kind: Trouble, Err: r.Err})
	case r.Request.Kind == 0:
		tell(Event{Kind: Working})
	}
	if r.Request.Kind == 0 {
		return all
	}
	if r.Request.Round != l.round {
		if l.round != l.over {
			tell(Event{Kind: RoundOver, Came: l.now})
		}
		if l.now.Failed == 0 {
			l.told = [cause.Causes]bool{}
		}
		l.round, l.now = r.Request.Round, Run{}
	}
	if c := r.Answer.Cause; c != cause.None && c != cause.Stopped && int(c) < len(l.told) {
		if !l.told[c] {
			tell(Event{Kind: NoAnswer, Cause: c})
		}
		l.told[c] = true
		l.now.cause(c)
		l.Total.cause(c)
	}
	l.now.count(r.Answer.Outcome)
	l.Total.count(r.Answer.Outcome)
	if l.over != l.round && l.isLast() {
		l.over = l.round
		tell(Event{Kind: RoundOver, Came: l.now})
		c := l.Plan.Calendar()
		tell(Event{Kind: HoursOver, Hours: HoursOf(c, c.End(l.round), nil)})
	}
	return all
}

// isLast reports whether all answers of a round are there that no other follows at once:
// that would tell of it only hours later.
func (l *Rounds) isLast() bool {
	c := l.Plan.Calendar()
	return c.HasHours() && l.now.Written+l.now.Read+l.now.Failed >= 2*l.Plan.Slots() && c.Start(l.round+1).After(c.End(l.round))
}

func (r *Run) cause(c cause.Cause) {
	if r.Causes == nil {
		r.Causes = map[cause.Cause]int{}
	}
	r.Causes[c]++
}

func (r *Run) count(o carrier.Outcome) {
	switch o {
	case carrier.Failed, carrier.Refused:
		r.Failed++
	case carrier.Stored, carrier.Same, carrier.Conflict:
		r.Written++
	case carrier.Found:
		r.Found++
		r.Read++
	case carrier.Absent:
		r.Read++
	}
}

// Arrivals makes events of what has arrived on an open device. The zero Arrivals is
// ready. It is one goroutine's.
type Arrivals struct{ told map[uint32]bool }

// Look returns what is unread, and which of that it has not returned before.
func (a *Arrivals) Look(d *device.Device, now time.Time) Event {
	unread := InboxOf(d, false).Items
	e := Event{Kind: Arrived, At: now, Unread: len(unread)}
	for _, i := range unread {
		if !a.told[i.Number] {
			e.Items = append(e.Items, i)
		}
	}
	a.told = map[uint32]bool{}
	for _, i := range unread {
		a.told[i.Number] = true
	}
	return e
}
