package main

import (
	"fmt"
	"strconv"
	"time"

	"bulkhead/cell"
	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/term"
)

type simCascadeCmd struct {
	simShapeFlags
	simChance
	Hops    int `default:"2" placeholder:"D" help:"sim_hops"`
	Curve   int `placeholder:"D" help:"sim_cascade_curve"`
	CheckIn struct {
		Every span `placeholder:"T" help:"sim_cascade_every"`
		Grace span `placeholder:"T" help:"sim_cascade_grace"`
		Mean  span `default:"24h" placeholder:"T" help:"sim_mean"`
	} `embed:""`
	simDrawFlags
	simOutput
}

// cascadeAnswer is one number of hops.
type cascadeAnswer struct {
	Hops     int      `json:"hops"` // 0: no limit
	Expected float64  `json:"expected_exposed"`
	StdErr   float64  `json:"stderr"`
	Exact    *float64 `json:"exact"` // null: not known
	SD       float64  `json:"sd"`
	P50      int      `json:"p50"`
	P95      int      `json:"p95"`
	Worst    int      `json:"worst"`          // of all drawn
	Possible *int     `json:"worst_possible"` // no luck is worse; null: not known
}

func answer(h sim.Answer) cascadeAnswer {
	c := cascadeAnswer{Hops: h.Hops, Expected: h.Exposed.Mean, StdErr: h.Exposed.StdErr, Exact: valueOf(h.Exact, h.Known),
		SD: h.Exposed.SD, P50: h.Exposed.P50, P95: h.Exposed.P95, Worst: h.Exposed.Worst}
	if h.Bounded {
		c.Possible = &h.Possible
	}
	return c
}

// cascadeHealing says what lifelines are worth; shares of the orphans.
type cascadeHealing struct {
	Orphans   float64 `json:"orphans"` // on average in a capture
	Healed    float64 `json:"healed"`
	StdErr    float64 `json:"stderr"`
	First     float64 `json:"by_leads_leads_partner"`
	Second    float64 `json:"by_leads_leads_lead"`
	Desk      float64 `json:"by_desk"`
	LeadsLead float64 `json:"leads_lead_alone"` // what a lifeline to the lead's lead alone would heal
}

type cascadeResult struct {
	simGraph
	P        float64  `json:"p"`          // as asked
	Counts   string   `json:"counts"`     // what exposed counts, in words for a person
	PEff     float64  `json:"p_eff"`      // used: p, or less with check-in times
	Critical *float64 `json:"critical_p"` // null: not a tree of cells
	Runs     int      `json:"runs"`
	Seed     uint64   `json:"seed"`
	cascadeAnswer
	Confession int             `json:"worst_confession"` // people whom the device that names most names, its owner included
	Healing    *cascadeHealing `json:"healing,omitempty"`
	Curve      []cascadeAnswer `json:"curve,omitempty"`
	Sentence   string          `json:"sentence"` // the answer, in words for a person
}

// Run draws.
func (c *simCascadeCmd) Run(a *app) error {
	g, err := c.graph(a.saying())
	if err != nil {
		return err
	}
	q := sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Workers: c.Workers}
	if c.CheckIn.Every > 0 || c.CheckIn.Grace > 0 {
		q.P = cell.PEff(c.P, time.Duration(c.CheckIn.Every), time.Duration(c.CheckIn.Grace), time.Duration(c.CheckIn.Mean))
	}
	if c.P < 0 || c.P > 1 || c.Curve < 0 || c.Curve > 1000 {
		return usage(said(a.saying().SimChanceRefused(fmt.Sprintf("--p %v --curve %d", c.P, c.Curve))), a.saying().SimCurveHint())
	}
	r, err := c.ask(a, g, q)
	if err != nil {
		return simError(a.saying(), err)
	}
	return c.tell(a, r)
}

func (c *simCascadeCmd) ask(a *app, g sim.Graph, q sim.Capture) (*cascadeResult, error) {
	steps := q.Runs
	if c.Curve > 0 {
		steps *= c.Curve + 2
	}
	r := &cascadeResult{simGraph: c.describe(g), P: c.P, Counts: sim.Counted, PEff: q.P, Runs: q.Runs, Seed: q.Seed}
	err := a.slowly(a.saying().SimDrawingCaptures(), steps, func(done func(int)) error {
		q.Progress = done
		h, err := sim.After(a.ctx, g, q)
		if err != nil {
			return err
		}
		r.cascadeAnswer = answer(h)
		r.heal(h.Exposed.Heal)
		if c.Curve == 0 {
			return nil
		}
		all, err := sim.Curve(a.ctx, g, q, c.Curve)
		for _, h := range all {
			r.Curve = append(r.Curve, answer(h))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	r.Confession, _ = sim.Confession(g)
	if t, ok := g.(sim.Cells); ok {
		crit := cell.CriticalP(t.Pairs)
		r.Critical = &crit
	}
	r.Sentence = r.sentence(a.saying())
	return r, nil
}

func (r *cascadeResult) heal(h sim.HealTally) {
	if h.Orphans > 0 {
		r.Healing = &cascadeHealing{h.Orphans, h.Healed, h.StdErr, h.First, h.Second, h.Desk, h.LeadsLead}
	}
}

// sentence is the answer for people.
func (r *cascadeResult) sentence(say phrase.Say) string {
	expected := r.Expected
	if r.Exact != nil {
		expected = *r.Exact
	}
	limit := say.SimLimitHops(r.Hops)
	switch {
	case r.PEff < r.P && r.Hops > 0:
		limit = say.SimLimitUnnoticedHops(r.Hops)
	case r.PEff < r.P:
		limit = say.SimLimitUnnoticed()
	case r.Hops == 0:
		limit = say.SimLimitNever()
	}
	return say.SimAtRisk(limit, say.Decimal(expected, 1))
}

func (r *cascadeResult) assumed(say phrase.Say) string { return assumed(say, r.P) }

func (r *cascadeResult) table() [][]string {
	rows := [][]string{{"hops", "expected_exposed", "stderr", "exact", "p50", "p95", "worst", "worst_possible"}}
	for _, h := range r.answers() {
		rows = append(rows, h.row())
	}
	return rows
}

func (r *cascadeResult) answers() []cascadeAnswer {
	if len(r.Curve) == 0 {
		return []cascadeAnswer{r.cascadeAnswer}
	}
	return r.Curve
}

func (h cascadeAnswer) row() []string {
	possible := ""
	if h.Possible != nil {
		possible = strconv.Itoa(*h.Possible)
	}
	return []string{strconv.Itoa(h.Hops), figure(h.Expected), figure(h.StdErr), figureOf(h.Exact),
		strconv.Itoa(h.P50), strconv.Itoa(h.P95), strconv.Itoa(h.Worst), possible}
}

// shown is row, for a person.
func (h cascadeAnswer) shown(say phrase.Say) []string {
	hops, possible := say.SimNoLimit(), ""
	if h.Hops > 0 {
		hops = say.Number(h.Hops)
	}
	if h.Possible != nil {
		possible = say.Number(*h.Possible)
	}
	return []string{hops, say.Decimal(h.Expected, 4), say.Decimal(h.StdErr, 4), shownFigure(say, h.Exact),
		say.Number(h.P50), say.Number(h.P95), say.Number(h.Worst), possible}
}

func (r *cascadeResult) lines(p *term.Page) {
	s := p.Say
	r.File.tell(p)
	p.Head("%s", r.Sentence)
	p.Line("%s", r.size(s))
	p.Line("%s", r.assumed(s))
	p.Line("%s", s.SimDrawn(r.Runs, fmt.Sprint(r.Seed), s.Figure(r.PEff)))
	rows := [][]string{{s.SimColumnHops(), s.SimColumnExposed(), "±", s.SimColumnExact(), s.SimColumnHalf(), s.SimColumnMost(), s.SimColumnWorst(), s.SimColumnPossible()}}
	for _, h := range r.answers() {
		rows = append(rows, h.shown(s))
	}
	columns(p, rows)
	p.Line("%s", s.SimNames(r.Confession))
	if h := r.Healing; h != nil {
		p.Line("%s", s.SimHealed(percent(s, h.LeadsLead), percent(s, h.StdErr), percent(s, h.Healed), s.Decimal(h.Orphans, 2)))
	}
	if r.Critical != nil && r.PEff >= *r.Critical {
		p.Bad("%s", s.SimWalks(s.Decimal(*r.Critical, 3)))
	}
	if r.Shape == "cells" && !r.ByRules {
		p.Bad("%s", s.SimAgainstRules())
	}
}
