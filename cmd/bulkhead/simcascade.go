package main

import (
	"fmt"
	"strconv"
	"time"

	"bulkhead/cell"
	"bulkhead/sim"
	"bulkhead/term"
)

type simCascadeCmd struct {
	simShapeFlags
	simChance
	Hops    int `default:"2" placeholder:"D" help:"After how many hops the group has cut; 0: never (default: 2)."`
	Curve   int `placeholder:"D" help:"Also 1 to D hops, and without a limit."`
	CheckIn struct {
		Every span `placeholder:"T" help:"With --grace and --mean: check-in times that lower --p to the chance that a contact is taken before anybody notices."`
		Grace span `placeholder:"T" help:"After a missed check-in, before somebody is missed."`
		Mean  span `default:"24h" placeholder:"T" help:"From being given up to being taken, on average (default: 24h)."`
	} `embed:""`
	simDrawFlags
	simOutput
}

// Help implements kong's HelpProvider.
func (simCascadeCmd) Help() string {
	return `Draws captures and tells how many others each exposes, besides the one taken. Beside the drawn mean stands the exact value where one is known: "exact" is null where none is.

    bulkhead sim cascade --members 254 --hops 2
    bulkhead sim cascade --members 254 --p 1 --hops 0 --every 12h --grace 4h
    bulkhead sim cascade --file links.txt --curve 4 --csv` + simExitHelp
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
	Counts   string   `json:"counts"`     // what exposed counts
	PEff     float64  `json:"p_eff"`      // used: p, or less with check-in times
	Critical *float64 `json:"critical_p"` // null: not a tree of cells
	Runs     int      `json:"runs"`
	Seed     uint64   `json:"seed"`
	cascadeAnswer
	Confession int             `json:"worst_confession"` // people whom the device that names most names, its owner included
	Healing    *cascadeHealing `json:"healing,omitempty"`
	Curve      []cascadeAnswer `json:"curve,omitempty"`
	Sentence   string          `json:"sentence"`
}

// Run draws.
func (c *simCascadeCmd) Run(a *app) error {
	g, err := c.graph()
	if err != nil {
		return err
	}
	q := sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Workers: c.Workers}
	if c.CheckIn.Every > 0 || c.CheckIn.Grace > 0 {
		q.P = cell.PEff(c.P, time.Duration(c.CheckIn.Every), time.Duration(c.CheckIn.Grace), time.Duration(c.CheckIn.Mean))
	}
	if c.P < 0 || c.P > 1 || c.Curve < 0 || c.Curve > 1000 {
		return usage(fmt.Errorf("--p %v, --curve %d", c.P, c.Curve), "a chance is 0 to 1, a curve 0 to 1000 hops")
	}
	r, err := c.ask(a, g, q)
	if err != nil {
		return simError(err)
	}
	return c.tell(a, r)
}

func (c *simCascadeCmd) ask(a *app, g sim.Graph, q sim.Capture) (*cascadeResult, error) {
	steps := q.Runs
	if c.Curve > 0 {
		steps *= c.Curve + 2
	}
	r := &cascadeResult{simGraph: c.describe(g), P: c.P, Counts: sim.Counted, PEff: q.P, Runs: q.Runs, Seed: q.Seed}
	err := a.slowly("drawing captures", steps, func(done func(int)) error {
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
	r.Sentence = r.sentence()
	return r, nil
}

func (r *cascadeResult) heal(h sim.HealTally) {
	if h.Orphans > 0 {
		r.Healing = &cascadeHealing{h.Orphans, h.Healed, h.StdErr, h.First, h.Second, h.Desk, h.LeadsLead}
	}
}

// sentence is the answer for people.
func (r *cascadeResult) sentence() string {
	expected := r.Expected
	if r.Exact != nil {
		expected = *r.Exact
	}
	when := fmt.Sprintf("if the group cuts after %s", plural(r.Hops, "", "1 hop", "%d hops"))
	switch {
	case r.PEff < r.P:
		when = "before anybody notices"
		if r.Hops > 0 {
			when += " and within " + plural(r.Hops, "", "1 hop", "%d hops")
		}
	case r.Hops == 0:
		when = "if the group never cuts"
	}
	return fmt.Sprintf("If one of us is taken, on average %.1f others are at risk %s.", expected, when)
}

func (r *cascadeResult) assumed() string { return assumed(r.P) }

func (r *cascadeResult) table() [][]string {
	rows := [][]string{{"hops", "expected_exposed", "stderr", "exact", "p50", "p95", "worst", "worst_possible"}}
	all := r.Curve
	if len(all) == 0 {
		all = []cascadeAnswer{r.cascadeAnswer}
	}
	for _, h := range all {
		rows = append(rows, h.row())
	}
	return rows
}

func (h cascadeAnswer) row() []string {
	possible := ""
	if h.Possible != nil {
		possible = strconv.Itoa(*h.Possible)
	}
	return []string{strconv.Itoa(h.Hops), figure(h.Expected), figure(h.StdErr), figureOf(h.Exact),
		strconv.Itoa(h.P50), strconv.Itoa(h.P95), strconv.Itoa(h.Worst), possible}
}

func (r *cascadeResult) lines(p *term.Page) {
	r.File.tell(p)
	p.Head("%s", r.Sentence)
	p.Line("%s; %d members, %d links", r.simGraph, r.Members, r.Links)
	p.Line("%s", r.assumed())
	p.Line("%d captures drawn with seed %d; a contact is taken with a chance of %.4g", r.Runs, r.Seed, r.PEff)
	columns(p, r.table())
	p.Line("hops 0: no limit")
	p.Line("one device names %d people at most, its owner included", r.Confession)
	if h := r.Healing; h != nil {
		p.Line("%.2f members lose their lead in a capture; %s of them are healed by lifelines (± %s), %s by one to the lead's lead alone", h.Orphans, percent(h.Healed), percent(h.StdErr), percent(h.LeadsLead))
	}
	if r.Critical != nil && r.PEff >= *r.Critical {
		p.Bad("the chance is not below %.3f: a capture can walk through the whole tree", *r.Critical)
	}
	if r.Shape == "cells" && !r.ByRules {
		p.Bad("no group of this program can have this shape; it is for comparison")
	}
}
