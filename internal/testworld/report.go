package testworld

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Report is what happened to every message.
type Report struct {
	Members     int
	Hours       float64 // simulated, for each member
	Sent        int
	Arrived     int // at the other's phone
	Within24    int // of these, within 24 hours of being accepted
	Doubled     int // shown more than once
	Lost        int // neither arrived, nor still under way, nor shown as not delivered
	FalselyTold int // the sender was told "received" and it was not
	Undelivered int // shown as not delivered
	UnderWay    int // still kept by the sender, and shown as such
	Mean        time.Duration
	P50, P95    time.Duration // from accepted to the other's phone
	Puts, Gets  uint64
	Problems    []string
}

// Report judges the run so far.
func (w *World) Report(since time.Time) Report {
	r := Report{
		Members: len(w.Members), Hours: w.now.Sub(since).Hours(), Sent: len(w.messages),
		Puts: w.Drop.Puts, Gets: w.Drop.Gets, Problems: slices.Clone(w.problems),
	}
	var delays []time.Duration
	for _, m := range w.messages {
		r.judge(m)
		if m.arrivals > 0 {
			delay := time.Duration(m.came-m.sent) * w.RoundLength
			delays = append(delays, delay)
			r.Mean += delay
			if delay <= 24*time.Hour {
				r.Within24++
			}
		}
	}
	if n := len(delays); n > 0 {
		slices.Sort(delays)
		r.Mean /= time.Duration(n)
		r.P50, r.P95 = delays[n/2], delays[n*95/100]
	}
	return r
}

func (r *Report) judge(m *message) {
	switch {
	case m.arrivals > 0:
		r.Arrived++
		if m.arrivals > 1 {
			r.Doubled++
		}
	case m.confirmed:
		r.FalselyTold++
	case m.given:
		r.Undelivered++
	case m.number != 0:
		r.UnderWay++
	default:
		r.Lost++
	}
}

// String is a table for people.
func (r Report) String() string {
	var b strings.Builder
	row := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "  %-34s "+format+"\n", append([]any{name}, args...)...)
	}
	row("members", "%d", r.Members)
	row("simulated hours", "%.0f", r.Hours)
	row("messages", "%d", r.Sent)
	row("at the other's phone", "%d", r.Arrived)
	row("… within 24 hours", "%d (%.2f %%)", r.Within24, 100*float64(r.Within24)/float64(max(r.Sent, 1)))
	row("doubled", "%d", r.Doubled)
	row("silently lost", "%d", r.Lost)
	row("falsely shown as received", "%d", r.FalselyTold)
	row("shown as not delivered", "%d", r.Undelivered)
	row("shown as under way", "%d", r.UnderWay)
	row("hours on the way: mean, p50, p95", "%.1f, %.1f, %.1f", r.Mean.Hours(), r.P50.Hours(), r.P95.Hours())
	row("writes, reads at the drop", "%d, %d", r.Puts, r.Gets)
	for _, p := range r.Problems {
		row("problem", "%s", p)
	}
	return b.String()
}
