package main

import (
	"fmt"
	"time"

	"bulkhead/cell"
	"bulkhead/sim"
	"bulkhead/term"
)

type simCheckInCmd struct {
	simTimes
	simChance
	Members int `default:"254" placeholder:"N" help:"Members of the tree of cells (default: 254)."`
	simOutput
}

// Help implements kong's HelpProvider.
func (simCheckInCmd) Help() string {
	return `Tells with which chance a contact is taken before anybody notices that somebody is missing, and whether a tree of cells bears it. The rule for settings: keep it below the critical value.

    bulkhead sim checkin --every 12h --grace 4h --mean 24h` + simExitHelp
}

type checkInRow struct {
	Pairs    int     `json:"pairs"`
	Critical float64 `json:"critical_p"`
	Below    bool    `json:"below_critical"`
	Exposed  float64 `json:"expected_exposed"` // exact, without a limit of hops
}

type checkInResult struct {
	Every   float64      `json:"every_hours"`
	Grace   float64      `json:"grace_hours"`
	Mean    float64      `json:"mean_hours"`
	P       float64      `json:"p"`
	Counts  string       `json:"counts"` // what exposed counts
	PEff    float64      `json:"p_eff"`
	Members int          `json:"members"`
	Cells   []checkInRow `json:"cells"`
}

// Run computes; nothing is drawn.
func (c *simCheckInCmd) Run(a *app) error {
	if c.P < 0 || c.P > 1 {
		return usage(fmt.Errorf("--p %v", c.P), "a chance is 0 to 1")
	}
	r := &checkInResult{Every: c.Every.hours(), Grace: c.Grace.hours(), Mean: c.Mean.hours(), P: c.P, Counts: sim.Counted, Members: c.Members,
		PEff: cell.PEff(c.P, time.Duration(c.Every), time.Duration(c.Grace), time.Duration(c.Mean))}
	for pairs := 1; pairs <= sim.MaxPairs; pairs++ {
		g, err := (sim.Shape{Kind: sim.KindCells, Members: c.Members, Pairs: pairs}).Graph()
		if err != nil {
			return simError(err)
		}
		row := checkInRow{Pairs: pairs, Critical: cell.CriticalP(pairs)}
		row.Below = r.PEff < row.Critical
		row.Exposed, _ = sim.Exact(g, r.PEff, 0)
		r.Cells = append(r.Cells, row)
	}
	return c.tell(a, r)
}

func (r *checkInResult) assumed() string { return assumed(r.P) }

func (r *checkInResult) table() [][]string {
	rows := [][]string{{"pairs", "critical_p", "p_eff", "below_critical", "expected_exposed"}}
	for _, c := range r.Cells {
		rows = append(rows, []string{fmt.Sprint(c.Pairs), figure(c.Critical), figure(r.PEff), map[bool]string{true: "yes", false: "no"}[c.Below], figure(c.Exposed)})
	}
	return rows
}

func (r *checkInResult) lines(p *term.Page) {
	p.Head("%.3f of the contacts are taken before anybody notices.", r.PEff)
	p.Line("check-in every %g hours, %g of grace, %g hours on average from a name to a capture", r.Every, r.Grace, r.Mean)
	columns(p, r.table())
	p.Line("pairs that each leads; exposed of %d members if nothing else stops it", r.Members)
	p.Line("%s", r.assumed())
}
