package main

import (
	"fmt"
	"strconv"

	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/term"
)

type simMonthsCmd struct {
	Members int    `default:"254" placeholder:"N" help:"sim_months_members"`
	Pairs   int    `default:"1" placeholder:"C" help:"sim_months_pairs"`
	Top     string `default:"pair" enum:"pair,one" placeholder:"TOP" help:"sim_months_top"`
	simMonthsFlags
	simChance
	Hops int    `default:"2" placeholder:"D" help:"sim_hops"`
	Runs int    `default:"1000" placeholder:"R" help:"sim_months_runs"`
	Seed uint64 `default:"1" placeholder:"S" help:"sim_seed"`
	simOutput
}

// simMonthsFlags say what happens over months.
type simMonthsFlags struct {
	Months   int     `default:"12" placeholder:"M" help:"sim_months_months"`
	Captures float64 `default:"1" placeholder:"K" help:"sim_months_captures"`
	Growth   float64 `default:"0.02" placeholder:"G" help:"sim_months_growth"`
}

type monthRow struct {
	Month      int      `json:"month"`
	Members    float64  `json:"members"` // neither taken nor cut off
	MembersErr float64  `json:"members_stderr"`
	Taken      float64  `json:"taken"` // since the beginning
	TakenErr   float64  `json:"taken_stderr"`
	CutOff     float64  `json:"cut_off"`
	CutOffErr  float64  `json:"cut_off_stderr"`
	Healed     float64  `json:"healed"` // share of all orphans since the beginning
	Recruited  float64  `json:"recruited"`
	Levels     float64  `json:"levels"`
	Confession float64  `json:"worst_confession"`
	Extinct    float64  `json:"extinct"` // share of the histories in which nobody is left
	Worst      int      `json:"worst_month"`
	Exposed    *float64 `json:"exposed_by_one_capture"` // null in a month without any
}

type monthsResult struct {
	simGraph
	P        float64    `json:"p"`
	Counts   string     `json:"counts"` // what exposed counts, in words for a person; taken are all who were
	Hops     int        `json:"hops"`
	Captures float64    `json:"captures_a_month"`
	Growth   float64    `json:"growth_a_month"`
	Runs     int        `json:"runs"`
	Seed     uint64     `json:"seed"`
	Months   []monthRow `json:"months"`
}

// Run draws.
func (c *simMonthsCmd) Run(a *app) error {
	f := simShapeFlags{Shape: "cells", Members: c.Members, Pairs: c.Pairs, Top: c.Top, Linked: "both"}
	g, err := f.graph(a.saying())
	if err != nil {
		return err
	}
	h := sim.History{Start: g.(sim.Cells), Months: c.Months, Captures: c.Captures, P: c.P, Hops: c.Hops, Growth: c.Growth, Runs: c.Runs, Seed: c.Seed}
	r := &monthsResult{simGraph: f.describe(g), P: c.P, Counts: sim.Counted, Hops: c.Hops, Captures: c.Captures, Growth: c.Growth, Runs: c.Runs, Seed: c.Seed}
	err = a.slowly(a.saying().SimDrawingHistories(), c.Runs, func(done func(int)) error {
		h.Progress = done
		months, err := sim.Months(a.ctx, h)
		for i, m := range months {
			r.Months = append(r.Months, monthRow{i, m.Members, m.MembersErr, m.Taken, m.TakenErr, m.CutOff, m.CutOffErr, m.Healed, m.Recruited,
				m.Levels, m.Confession, m.Extinct, m.WorstMonth, valueOf(m.ExposedMean, true)})
		}
		return err
	})
	if err != nil {
		return simError(a.saying(), err)
	}
	return c.tell(a, r)
}

func (r *monthsResult) assumed(say phrase.Say) string { return assumed(say, r.P) }

func (r *monthsResult) table() [][]string {
	rows := [][]string{{"month", "members", "members_stderr", "taken", "taken_stderr", "cut_off", "cut_off_stderr", "healed", "recruited", "levels", "worst_confession", "extinct", "worst_month", "exposed_by_one_capture"}}
	for _, m := range r.Months {
		rows = append(rows, []string{strconv.Itoa(m.Month), figure(m.Members), figure(m.MembersErr), figure(m.Taken), figure(m.TakenErr), figure(m.CutOff), figure(m.CutOffErr),
			figure(m.Healed), figure(m.Recruited), figure(m.Levels), figure(m.Confession), figure(m.Extinct), strconv.Itoa(m.Worst), figureOf(m.Exposed)})
	}
	return rows
}

func (r *monthsResult) lines(p *term.Page) {
	s := p.Say
	one := func(v float64) string { return s.Decimal(v, 1) }
	last := r.Months[len(r.Months)-1]
	p.Head("%s", s.SimAfterMonths(last.Month, s.Decimal(last.CutOff, 0), s.Decimal(last.Members, 0), s.Decimal(last.Taken, 0)))
	p.Line("%s", s.SimMonthsBegin(s.SimMembers(r.Members), r.said(s)))
	p.Line("%s", s.SimMonthsRates(s.Figure(r.Captures), s.Figure(r.Growth)))
	p.Line("%s", s.SimMonthsDrawn(r.Runs, fmt.Sprint(r.Seed)))
	p.Line("%s", r.assumed(s))
	rows := [][]string{{s.SimColumnMonth(), s.SimColumnMembers(), "±", s.SimColumnTaken(), s.SimColumnCutOff(), s.SimColumnHealed(), s.SimColumnRecruited(), s.SimColumnLevels(), s.SimColumnNames()}}
	for _, m := range r.Months {
		rows = append(rows, []string{s.Number(m.Month), one(m.Members), one(m.MembersErr), one(m.Taken), one(m.CutOff), percent(s, m.Healed), one(m.Recruited), one(m.Levels), one(m.Confession)})
	}
	columns(p, rows)
	p.Line("%s", s.SimMonthsNote(percent(s, last.Extinct)))
}
