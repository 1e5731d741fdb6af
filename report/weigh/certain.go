package weigh

import (
	"math"
	"slices"

	"bulkhead/report"
)

// Assumptions about truth, shown with every result.
const (
	Prior       = 0.3 // p₀: that what one unweighed report says is so
	Correlation = 0.5 // ρ: how far two reports repeat each other
	RatioSeen   = 6.0 // how much likelier a report is where it is so, than where it is not
	RatioTold   = 2.5
	RatioPublic = 1.0
)

// Ratio returns the likelihood ratio of a report by how its writer knows.
func Ratio(h report.How) float64 {
	switch h {
	case report.Seen:
		return RatioSeen
	case report.Told:
		return RatioTold
	}
	return RatioPublic
}

// Evidence is one report of a group.
type Evidence struct {
	How   report.How
	After bool // it came after the thing was public: it proves nothing
}

// Certainty is how likely it is that what a group's reports say is so, with why.
type Certainty struct {
	Probability float64
	Reports     int     // all of them
	Counted     int     // those that made it: the strongest, as many as say most
	Effective   float64 // how many independent ones they are worth, at most 2
}

// True weighs reports of one thing. Reports repeat each other: n of one kind are worth
// n/(1+(n−1)ρ) independent ones (Kish), never more than 2. Of unlike ones the strongest
// count, as many as together say most: a weak report never makes a strong one weaker.
func True(all []Evidence) Certainty {
	var logs []float64
	for _, e := range all {
		if l := math.Log(Ratio(e.How)); !e.After && l > 0 {
			logs = append(logs, l)
		}
	}
	slices.SortFunc(logs, func(a, b float64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	c := Certainty{Reports: len(all)}
	var sum, best float64
	for i, l := range logs {
		sum += l
		n := float64(i + 1)
		shared := 1 + (n-1)*Correlation
		if sum/shared > best {
			best, c.Counted, c.Effective = sum/shared, i+1, n/shared
		}
	}
	odds := Prior / (1 - Prior) * math.Exp(best)
	c.Probability = odds / (1 + odds)
	return c
}

// Percent returns the probability for a screen: whole, never 0 or 100.
func (c Certainty) Percent() int {
	return max(1, min(99, int(math.Round(100*c.Probability))))
}
