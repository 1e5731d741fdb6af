package tell

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
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
	Near     bool    `json:"near_critical"`    // below it, with nothing to spare
	Enough   *Times  `json:"enough,omitempty"` // where it is over: times that would do; missing if none do
}

// Times are check-in times, and what they are worth.
type Times struct {
	Every Span    `json:"every_seconds"` // a check-in is due
	Grace Span    `json:"grace_seconds"` // after that, until others see somebody overdue
	PEff  float64 `json:"p_eff"`         // that a contact is taken before anybody notices
}

// RiskAt weighs check-in times against a captor, for leads of so many pairs.
func RiskAt(every, grace time.Duration, p float64, mean time.Duration, pairs int) Risk {
	r := Risk{
		Every: Span(every), Grace: Span(grace), P: p, Mean: Span(mean),
		PEff: cell.PEff(p, every, grace, mean), Pairs: pairs, Critical: cell.CriticalP(pairs),
	}
	r.Over = r.PEff > r.Critical
	r.Near = !r.Over && r.PEff > nearCritical*r.Critical
	if r.Over {
		r.Enough = r.enough()
	}
	return r
}

// RiskOf weighs a device's own group, of rounds that long, with the usual captor.
// Without a check-in, while joining, it is a group that never checks in.
func RiskOf(s device.Status, round time.Duration) Risk {
	led := 0
	for _, t := range s.Ties {
		if t.Relation == cell.Led && t.Phase != cell.Severed {
			led++
		}
	}
	return RiskAt(time.Duration(s.CheckIn.Every)*round, time.Duration(s.CheckIn.Grace)*round, UsualP, UsualMean, max(1, (led+1)/2))
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
