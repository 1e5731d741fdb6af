package main

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
	"bulkhead/round"
	"bulkhead/term"
)

const (
	// The captor of 'status', and of 'checkin' if nothing else is said: one who
	// gets every name, and takes a day on average from a name to the person
	// (docs/protocol/cell.md, "What it costs").
	usualP    = 1.0
	usualMean = 24 * time.Hour

	// mostPairs is how many pairs a lead can lead at most, seven. The slots hold
	// no more.
	mostPairs = (round.MaxSlots - round.SpareSlots) / 2

	// nearCritical is the part of the critical value from which on a check-in has
	// nothing to spare: people are late, and rounds are missed.
	nearCritical = 0.9
)

// risk says what one capture leads to.
type risk struct {
	EverySeconds float64  `json:"every_seconds"` // a check-in is due
	GraceSeconds float64  `json:"grace_seconds"` // after that, until others see somebody overdue
	P            float64  `json:"p"`             // that the captor learns of a contact at all
	MeanSeconds  float64  `json:"mean_seconds"`  // from naming to capture, on average
	PEff         float64  `json:"p_eff"`         // that a contact is taken before anybody notices
	Pairs        int      `json:"pairs"`         // that a lead leads
	Critical     float64  `json:"critical_p"`    // p_eff from which on a capture can walk through everybody
	Over         bool     `json:"over_critical"`
	Says         []string `json:"says"` // in plain words
}

func weigh(every, grace time.Duration, p float64, mean time.Duration, pairs int, say phrase.Say) risk {
	r := risk{
		EverySeconds: every.Seconds(), GraceSeconds: grace.Seconds(), P: p, MeanSeconds: mean.Seconds(),
		PEff: cell.PEff(p, every, grace, mean), Pairs: pairs, Critical: cell.CriticalP(pairs),
	}
	r.Over = r.PEff > r.Critical
	r.Says = r.sentences(say)
	return r
}

// riskOf weighs a device's own group, with the usual captor. Without a check-in,
// while joining, it is a group that never checks in.
func riskOf(s device.Status, round time.Duration, say phrase.Say) risk {
	led := 0
	for _, t := range s.Ties {
		if t.Relation == cell.Led && t.Phase != cell.Severed {
			led++
		}
	}
	return weigh(time.Duration(s.CheckIn.Every)*round, time.Duration(s.CheckIn.Grace)*round, usualP, usualMean, max(1, (led+1)/2), say)
}

func (r risk) every() time.Duration { return inSeconds(r.EverySeconds) }
func (r risk) grace() time.Duration { return inSeconds(r.GraceSeconds) }

func inSeconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// agreed says the check-in's times in words.
func (r risk) agreed(say phrase.Say) string { return say.CheckinAgreed(r.grace(), r.every()) }

// short is the line of 'status'.
func (r risk) short(say phrase.Say) string { return say.CheckinShort(r.PEff) }

// warning says what it means to be over the critical value.
func (r risk) warning(say phrase.Say) string { return say.CheckinWarning() }

func (r risk) sentences(say phrase.Say) []string {
	each := say.CheckinEach(r.PEff, inSeconds(r.MeanSeconds))
	if r.P < 1 {
		each = say.CheckinEachSome(r.PEff, r.P, inSeconds(r.MeanSeconds))
	}
	says := []string{say.CheckinNotices(r.every() + r.grace()), each}
	switch {
	case r.Over:
		return append(says, say.CheckinAbove(r.enough(say), r.Critical, r.Pairs))
	case r.PEff > nearCritical*r.Critical:
		return append(says, say.CheckinNear(r.Critical, r.Pairs), say.CheckinHoldsOnly())
	}
	return append(says, say.CheckinBelow(r.Critical, r.Pairs), say.CheckinHoldsOnly())
}

// enough says how often would do: the same two times, halved until they do.
func (r risk) enough(say phrase.Say) string {
	every, grace := r.every(), r.grace()
	for range 12 {
		every, grace = every/2, grace/2
		if p := cell.PEff(r.P, every, grace, inSeconds(r.MeanSeconds)); every >= time.Minute && p < nearCritical*r.Critical {
			return say.CheckinEnough(p, grace, every)
		}
	}
	return say.CheckinNeverEnough()
}

func (r risk) lines(p *term.Page) {
	if r.Over {
		p.Bad("%s", r.warning(p.Say))
		p.Line("")
	}
	p.Head("%s", p.Say.CheckinHead(r.agreed(p.Say)))
	for _, s := range r.Says {
		p.Line("  %s", s)
	}
}
