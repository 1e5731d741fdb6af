package main

import (
	"fmt"
	"strconv"

	"bulkhead/sim"
	"bulkhead/term"
)

type simMonthsCmd struct {
	Members int    `default:"254" placeholder:"N" help:"Members at the beginning, up to 100000 (default: 254)."`
	Pairs   int    `default:"1" placeholder:"C" help:"Pairs that each member leads, 1 to 3 (default: 1)."`
	Top     string `default:"pair" enum:"pair,one" placeholder:"TOP" help:"A founders' pair on top, or one (default: pair)."`
	simMonthsFlags
	simChance
	Hops int    `default:"2" placeholder:"D" help:"After how many hops the group has cut; 0: never (default: 2)."`
	Runs int    `default:"1000" placeholder:"R" help:"How many histories are drawn (default: 1000)."`
	Seed uint64 `default:"1" placeholder:"S" help:"The same seed gives the same numbers (default: 1)."`
	simOutput
}

// simMonthsFlags say what happens over months.
type simMonthsFlags struct {
	Months   int     `default:"12" placeholder:"M" help:"How many months, up to 600 (default: 12)."`
	Captures float64 `default:"1" placeholder:"K" help:"Captures a month, on average (default: 1)."`
	Growth   float64 `default:"0.02" placeholder:"G" help:"Recruits a month for each member who is joined to the top (default: 0.02)."`
}

// Help implements kong's HelpProvider.
func (simMonthsCmd) Help() string {
	return `Draws a group's months: captures come, the group cuts, orphans are healed by their lifelines and hung where there is room, people are recruited by those who have room. Only trees of cells that the rules allow.

    bulkhead sim months --members 254 --months 24 --captures 1 --growth 0.03` + simExitHelp
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
	Counts   string     `json:"counts"` // what exposed counts; taken are all who were
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
	g, err := f.graph()
	if err != nil {
		return err
	}
	h := sim.History{Start: g.(sim.Cells), Months: c.Months, Captures: c.Captures, P: c.P, Hops: c.Hops, Growth: c.Growth, Runs: c.Runs, Seed: c.Seed}
	r := &monthsResult{simGraph: f.describe(g), P: c.P, Counts: sim.Counted, Hops: c.Hops, Captures: c.Captures, Growth: c.Growth, Runs: c.Runs, Seed: c.Seed}
	err = a.slowly("drawing histories", c.Runs, func(done func(int)) error {
		h.Progress = done
		months, err := sim.Months(a.ctx, h)
		for i, m := range months {
			r.Months = append(r.Months, monthRow{i, m.Members, m.MembersErr, m.Taken, m.TakenErr, m.CutOff, m.CutOffErr, m.Healed, m.Recruited,
				m.Levels, m.Confession, m.Extinct, m.WorstMonth, valueOf(m.ExposedMean, true)})
		}
		return err
	})
	if err != nil {
		return simError(err)
	}
	return c.tell(a, r)
}

func (r *monthsResult) assumed() string { return assumed(r.P) }

func (r *monthsResult) table() [][]string {
	rows := [][]string{{"month", "members", "members_stderr", "taken", "taken_stderr", "cut_off", "cut_off_stderr", "healed", "recruited", "levels", "worst_confession", "extinct", "worst_month", "exposed_by_one_capture"}}
	for _, m := range r.Months {
		rows = append(rows, []string{strconv.Itoa(m.Month), figure(m.Members), figure(m.MembersErr), figure(m.Taken), figure(m.TakenErr), figure(m.CutOff), figure(m.CutOffErr),
			figure(m.Healed), figure(m.Recruited), figure(m.Levels), figure(m.Confession), figure(m.Extinct), strconv.Itoa(m.Worst), figureOf(m.Exposed)})
	}
	return rows
}

func (r *monthsResult) lines(p *term.Page) {
	last := r.Months[len(r.Months)-1]
	p.Head("After %s %.0f members are joined to the top, %.0f have been taken, %.0f are cut off.", plural(last.Month, "no month", "a month", "%d months"), last.Members, last.Taken, last.CutOff)
	p.Line("%s; %d members at the beginning; captures a month: %.4g; recruits a month for each member: %.4g; %d histories drawn with seed %d", r.simGraph, r.Members, r.Captures, r.Growth, r.Runs, r.Seed)
	p.Line("%s Taken: all who were.", r.assumed())
	rows := [][]string{{"month", "members", "±", "taken", "cut off", "healed", "recruited", "levels", "one device names"}}
	for _, m := range r.Months {
		rows = append(rows, []string{strconv.Itoa(m.Month), fmt.Sprintf("%.1f", m.Members), fmt.Sprintf("%.1f", m.MembersErr), fmt.Sprintf("%.1f", m.Taken), fmt.Sprintf("%.1f", m.CutOff),
			percent(m.Healed), fmt.Sprintf("%.1f", m.Recruited), fmt.Sprintf("%.1f", m.Levels), fmt.Sprintf("%.1f", m.Confession)})
	}
	columns(p, rows)
	p.Line("on average; taken, healed and recruited since the beginning; in %s of the histories nobody is left", percent(last.Extinct))
}
