package main

import (
	"fmt"
	"math"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
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

func weigh(every, grace time.Duration, p float64, mean time.Duration, pairs int) risk {
	r := risk{
		EverySeconds: every.Seconds(), GraceSeconds: grace.Seconds(), P: p, MeanSeconds: mean.Seconds(),
		PEff: cell.PEff(p, every, grace, mean), Pairs: pairs, Critical: cell.CriticalP(pairs),
	}
	r.Over = r.PEff > r.Critical
	r.Says = r.sentences()
	return r
}

// riskOf weighs a device's own group, with the usual captor. Without a check-in,
// while joining, it is a group that never checks in.
func riskOf(s device.Status, round time.Duration) risk {
	led := 0
	for _, t := range s.Ties {
		if t.Relation == cell.Led && t.Phase != cell.Severed {
			led++
		}
	}
	return weigh(time.Duration(s.CheckIn.Every)*round, time.Duration(s.CheckIn.Grace)*round, usualP, usualMean, max(1, (led+1)/2))
}

func (r risk) every() time.Duration { return inSeconds(r.EverySeconds) }
func (r risk) grace() time.Duration { return inSeconds(r.GraceSeconds) }

func inSeconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// of100 says a probability as so many of 100; what is not nothing is not 0.
func of100(p float64) string {
	switch {
	case p > 0 && p < .01:
		return "less than 1 of 100"
	case p < 1 && p > .99:
		return "more than 99 of 100"
	}
	return fmt.Sprintf("%d of 100", int(math.Floor(100*p+.5)))
}

// agreed says the check-in's times in words.
func (r risk) agreed() string {
	return fmt.Sprintf("every %s; overdue %s after that", stretch(r.every()), stretch(r.grace()))
}

// short is the line of 'status'.
func (r risk) short() string {
	return fmt.Sprintf("if one of you is taken, each person whom they can name is taken before anybody notices in %s cases", of100(r.PEff))
}

// warning says what it means to be over the critical value.
func (r risk) warning() string {
	return "TOO SLOW: if one of you is taken, a questioner is likely to reach one person after the other, all the way through the group, before you notice and cut."
}

func (r risk) sentences() []string {
	learns := "who gets every name"
	if r.P < 1 {
		learns = fmt.Sprintf("who learns of a contact in %s cases", of100(r.P))
	}
	says := []string{
		fmt.Sprintf("If one of you is taken, it can be %s until anybody notices. Meanwhile the captor asks for names.", stretch(r.every()+r.grace())),
		fmt.Sprintf("Each person named is then taken too, before anybody notices, in %s cases (for a captor %s and needs %s on average from a name to the person).",
			of100(r.PEff), learns, stretch(inSeconds(r.MeanSeconds))),
	}
	where := fmt.Sprintf("Where a lead leads %s, one capture leads on and on from %s upwards.", plural(r.Pairs, "no pair", "one pair", "%d pairs"), of100(r.Critical))
	switch {
	case r.Over:
		return append(says, where+" You are above that. "+r.enough())
	case r.PEff > nearCritical*r.Critical:
		return append(says, where+" You are just below: a capture comes to an end by itself, but there is nothing to spare, and whoever checks in late puts you above. Open your device more often than agreed.", r.holdsOnly())
	}
	return append(says, where+" You are below: a capture comes to an end by itself, after a few people.", r.holdsOnly())
}

func (r risk) holdsOnly() string {
	return "It holds only if everybody does open their device so often, and if whoever notices does at once what 'bulkhead drill' says."
}

// enough says how often would do: the same two times, halved until they do.
func (r risk) enough() string {
	every, grace := r.every(), r.grace()
	for range 12 {
		every, grace = every/2, grace/2
		if p := cell.PEff(r.P, every, grace, inSeconds(r.MeanSeconds)); every >= time.Minute && p < nearCritical*r.Critical {
			return fmt.Sprintf("Open your devices more often: every %s, and overdue %s after that, would make it %s cases.", stretch(every), stretch(grace), of100(p))
		}
	}
	return "Against such a captor no check-in is fast enough: lead fewer people, and cut at the first doubt ('bulkhead drill')."
}

// stretch says a stretch of time in words, in the unit that fits.
func stretch(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return fmt.Sprintf("%.3g seconds", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f seconds", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f minutes", d.Minutes())
	case d < 72*time.Hour:
		return fmt.Sprintf("%.3g hours", d.Hours())
	}
	return fmt.Sprintf("%.3g days", d.Hours()/24)
}

func (r risk) lines(p *term.Page) {
	if r.Over {
		p.Bad("%s", r.warning())
		p.Line("")
	}
	p.Head("Check-in %s", r.agreed())
	for _, s := range r.Says {
		p.Line("  %s", s)
	}
}
