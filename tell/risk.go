package tell

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/round"
	"bulkhead/sim"
)

const (
	// The captor of 'status', and of 'checkin' if nothing else is said: one who
	// gets every name, and takes a day on average from a name to the person
	// (docs/protocol/cell.md, "What it costs").
	UsualP    = 1.0
	UsualMean = 24 * time.Hour

	// nearCritical is the part of the critical value from which on a check-in has
	// nothing to spare: people are late, and rounds are missed.
	nearCritical = 0.9
)

// Risk is what one capture leads to.
type Risk struct {
	Every    Span    `json:"every_seconds"` // a check-in is due
	Grace    Span    `json:"grace_seconds"` // after that, until others see somebody overdue
	P        float64 `json:"p"`             // that the captor learns of a contact at all
	Mean     Span    `json:"mean_seconds"`  // from naming to capture, on average
	PEff     float64 `json:"p_eff"`         // that a contact is taken before anybody notices
	Pairs    int     `json:"pairs"`         // that a lead leads
	Critical float64 `json:"critical_p"`    // p_eff from which on a capture can walk through everybody
	Over     bool    `json:"over_critical"`
	Near     bool    `json:"near_critical"`     // below it, with nothing to spare
	Enough   *Times  `json:"enough,omitempty"`  // where it is over: times that would do; missing if none do
	Longest  Span    `json:"unnoticed_seconds"` // the longest that somebody who was taken is not missed
	Late     Span    `json:"late_seconds"`      // how late somebody may check in without being missed
	Hours    string  `json:"hours,omitempty"`   // the group's, in UTC, as 05:00-05:30,18:00-20:00
}

// Times are check-in times, and what they are worth.
type Times struct {
	Every Span    `json:"every_seconds"` // a check-in is due
	Grace Span    `json:"grace_seconds"` // after that, until others see somebody overdue
	PEff  float64 `json:"p_eff"`         // that a contact is taken before anybody notices
}

// RiskAt weighs check-in times in a calendar against a captor, for leads of so many pairs.
func RiskAt(c round.Calendar, every, grace time.Duration, p float64, mean time.Duration, pairs int) Risk {
	n := cell.NoticingOf(c, every, grace)
	r := Risk{
		Every: Span(every), Grace: Span(grace), P: p, Mean: Span(mean), PEff: n.PEff(p, mean), Pairs: pairs, Critical: cell.CriticalP(pairs),
		Longest: Span(n.Longest()), Late: Span(n.Late()), Hours: c.HoursText(),
	}
	r.Over = r.PEff > r.Critical
	r.Near = !r.Over && r.PEff > nearCritical*r.Critical
	switch {
	case r.Over && c.HasHours():
		r.Enough = r.enoughIn(c)
	case r.Over:
		r.Enough = r.enough()
	}
	return r
}

// RiskOf weighs a device's own group, of that calendar, with the usual captor.
// Without a check-in, while joining, it is a group that never checks in.
func RiskOf(s device.Status, c round.Calendar) Risk {
	led := 0
	for _, t := range s.Ties {
		if t.Relation == cell.Led && t.Phase != cell.Severed {
			led++
		}
	}
	return RiskAt(c, time.Duration(s.CheckIn.Every)*c.Length, time.Duration(s.CheckIn.Grace)*c.Length, UsualP, UsualMean, max(1, (led+1)/2))
}

// enough halves the two times until they do; nil if none of a minute or more do.
func (r *Risk) enough() *Times {
	every, grace := r.Every.Duration(), r.Grace.Duration()
	for range 12 {
		every, grace = every/2, grace/2
		if p := cell.PEff(r.P, every, grace, r.Mean.Duration()); every >= time.Minute && p < nearCritical*r.Critical {
			return &Times{Span(every), Span(grace), p}
		}
	}
	return nil
}

// enoughIn returns, of the times that people can keep in a group with hours, those that
// do for the fewest unlocks; of equals those by which people may be latest. nil if none do.
func (r *Risk) enoughIn(c round.Calendar) (best *Times) {
	var unlocks float64
	var late time.Duration
	for _, t := range sim.Times(c) {
		n := cell.NoticingOf(c, t[0], t[1])
		p := n.PEff(r.P, r.Mean.Duration())
		if p >= r.Critical {
			continue
		}
		if best == nil || n.PerDay() < unlocks || n.PerDay() == unlocks && n.Late() >= late {
			best, unlocks, late = &Times{Span(t[0]), Span(t[1]), p}, n.PerDay(), n.Late()
		}
	}
	return best
}
