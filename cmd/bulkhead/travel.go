package main

import (
	"cmp"
	"slices"
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/device"
	"bulkhead/phrase"
	"bulkhead/pouch"
	"bulkhead/term"
)

// travelStatus is whether boxes travel now, and what is known of the network.
// Every reading has its time; of what never happened there is none.
type travelStatus struct {
	Travels  bool            `json:"travels"`
	Worker   bool            `json:"worker"` // some program lets the boxes travel
	Stops    []stopStatus    `json:"stops"`  // why none travel, what is to be done first at the front
	Took     *time.Time      `json:"drop_took,omitempty"`
	Gave     *time.Time      `json:"drop_gave,omitempty"`
	Compared *time.Time      `json:"clock_compared,omitempty"`
	Since    *time.Time      `json:"failures_since,omitempty"` // the last day's requests are counted from then on
	Failures []failureStatus `json:"failures"`                 // most first

	now  time.Time
	use  pouch.Use
	slow time.Duration // what the clocks may differ by
}

type stopStatus struct {
	Code  string     `json:"code"`
	Since *time.Time `json:"since,omitempty"`
	Until *time.Time `json:"until,omitempty"`
	Cause string     `json:"cause,omitempty"`
	stop  device.Stop
}

type failureStatus struct {
	Cause string    `json:"cause"`
	Count int       `json:"count"`
	Last  time.Time `json:"last"`
	cause cause.Cause
}

// travelOf tells whether boxes travel now.
func (a *app) travelOf(d *device.Device, s device.Status) travelStatus {
	now := a.now()
	t := travelStatus{
		Worker: a.isRunning(), Stops: []stopStatus{}, Failures: []failureStatus{},
		Took: timeOf(s.Use.Writes.Answered), Gave: timeOf(s.Use.Reads.Answered), Compared: timeOf(s.Use.Compared), Since: timeOf(s.Use.Since),
		now: now, use: s.Use, slow: min(5*time.Second, max(d.Calendar().Length, 2*time.Second)),
	}
	for _, stop := range s.Travel.Stops(t.Worker) {
		told := stopStatus{Code: stop.Kind.String(), Since: timeOf(stop.Since), Until: timeOf(stop.Until), stop: stop}
		if stop.Cause != cause.None {
			told.Cause = stop.Cause.String()
		}
		t.Stops = append(t.Stops, told)
	}
	t.Travels = len(t.Stops) == 0
	for c, f := range s.Use.Failed {
		if f.Count > 0 {
			t.Failures = append(t.Failures, failureStatus{cause.Cause(c).String(), int(f.Count), f.Last, cause.Cause(c)})
		}
	}
	slices.SortStableFunc(t.Failures, func(a, b failureStatus) int { return cmp.Compare(b.Count, a.Count) })
	return t
}

// isRunning reports whether some program lets the boxes travel. Where that cannot
// be found out, none does.
func (a *app) isRunning() bool {
	h, err := a.home()
	if err != nil {
		return false
	}
	dir, err := h.Device()
	if err != nil {
		return false
	}
	running, err := h.IsRunning(dir)
	return running && err == nil
}

func timeOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// lines are the first lines of status: whether boxes travel now, and if not why
// and what to do.
func (t *travelStatus) lines(p *term.Page) {
	if t.Travels {
		p.Line("%s", p.Say.TravelWell(t.ago(t.use.Asked())))
	}
	for _, s := range t.Stops {
		write := p.Bad
		if s.stop.Kind == device.StopFirst {
			write = p.Line
		}
		write("%s", t.said(p.Say, s.stop))
	}
	if len(t.Failures) > 0 && t.Since != nil {
		p.Line("%s", p.Say.TravelFailures(*t.Since))
		for _, f := range t.Failures {
			p.Line("  %s", p.Say.TravelFailure(t.ago(f.Last), f.Count, p.Say.Cause(f.cause)))
		}
	}
	p.Line("")
}

func (t *travelStatus) ago(at time.Time) time.Duration { return max(t.now.Sub(at), 0) }

// said says why boxes do not travel, and what to do.
func (t *travelStatus) said(say phrase.Say, s device.Stop) string {
	reason, advice, never := say.Cause(s.Cause), say.CauseAdvice(s.Cause), s.Since.IsZero()
	switch s.Kind {
	case device.StopClockJump:
		return say.TravelClockJumped()
	case device.StopWorker:
		if never {
			return say.TravelNoWorkerYet()
		}
		return say.TravelNoWorker(t.ago(s.Since))
	case device.StopAhead:
		return say.TravelAhead(s.Until)
	case device.StopFloor:
		return say.TravelRoundsBegun(s.Until)
	case device.StopDry:
		return say.TravelDry(s.Since)
	case device.StopDrop:
		if never {
			return say.TravelDropNever(advice, reason)
		}
		return say.TravelDropSilent(advice, reason, s.Since)
	case device.StopWrites:
		if never {
			return say.TravelWritesNever(advice, reason)
		}
		return say.TravelWritesFail(advice, reason, s.Since)
	case device.StopReads:
		if never {
			return say.TravelReadsNever(advice, reason)
		}
		return say.TravelReadsFail(advice, reason, s.Since)
	}
	return say.TravelFirst(s.Until)
}

// readings are the lines of the device that tell what was learnt from the network,
// with when.
func (t *travelStatus) readings(p *term.Page, sealed time.Time, today uint64) {
	say := p.Say
	labelled(p, false, say.StatusWorksUntil(), say.TravelSealedUntil(sealed))
	if today == 0 {
		labelled(p, false, say.StatusDataToday(), say.TravelDataNone())
	} else {
		labelled(p, false, say.StatusDataToday(), say.TravelData(t.ago(t.use.Asked()), today))
	}
}

// clockLine warns when the drop's clock is off by what can cost boxes.
func (t *travelStatus) clockLine(p *term.Page) {
	say, ago, skew := p.Say, t.ago(t.use.Compared), t.use.Skew
	switch {
	case t.Compared == nil:
		labelled(p, false, say.StatusClock(), say.TravelClockNever())
	case skew.Abs() <= t.slow:
		labelled(p, false, say.StatusClock(), say.TravelClockAgreed(ago))
	case skew > 0:
		labelled(p, true, say.StatusClock(), say.TravelClockAhead(ago, skew))
	default:
		labelled(p, true, say.StatusClock(), say.TravelClockBehind(ago, -skew))
	}
}
