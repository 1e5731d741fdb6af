package main

import (
	"fmt"
	"time"

	"bulkhead/cell"
	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/term"
)

type simCheckInCmd struct {
	simTimes
	simChance
	Members int `default:"254" placeholder:"N" help:"sim_checkin_members"`
	simOutput
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
	Counts  string       `json:"counts"` // what exposed counts, in words for a person
	PEff    float64      `json:"p_eff"`
	Members int          `json:"members"`
	Cells   []checkInRow `json:"cells"`
}

// Run computes; nothing is drawn.
func (c *simCheckInCmd) Run(a *app) error {
	if c.P < 0 || c.P > 1 {
		return usage(said(a.saying().SimChanceRefused(fmt.Sprintf("--p %v", c.P))), a.saying().SimChanceHint())
	}
	r := &checkInResult{Every: c.Every.hours(), Grace: c.Grace.hours(), Mean: c.Mean.hours(), P: c.P, Counts: sim.Counted, Members: c.Members,
		PEff: cell.PEff(c.P, time.Duration(c.Every), time.Duration(c.Grace), time.Duration(c.Mean))}
	for pairs := 1; pairs <= sim.MaxPairs; pairs++ {
		g, err := (sim.Shape{Kind: sim.KindCells, Members: c.Members, Pairs: pairs}).Graph()
		if err != nil {
			return simError(a.saying(), err)
		}
		row := checkInRow{Pairs: pairs, Critical: cell.CriticalP(pairs)}
		row.Below = r.PEff < row.Critical
		row.Exposed, _ = sim.Exact(g, r.PEff, 0)
		r.Cells = append(r.Cells, row)
	}
	return c.tell(a, r)
}

func (r *checkInResult) assumed(say phrase.Say) string { return assumed(say, r.P) }

func (r *checkInResult) table() [][]string {
	rows := [][]string{{"pairs", "critical_p", "p_eff", "below_critical", "expected_exposed"}}
	for _, c := range r.Cells {
		rows = append(rows, []string{fmt.Sprint(c.Pairs), figure(c.Critical), figure(r.PEff), map[bool]string{true: "yes", false: "no"}[c.Below], figure(c.Exposed)})
	}
	return rows
}

func (r *checkInResult) lines(p *term.Page) {
	s := p.Say
	p.Head("%s", s.SimUnnoticed(s.Decimal(r.PEff, 3)))
	p.Line("%s", s.SimTimes(hours(r.Every), hours(r.Grace), hours(r.Mean)))
	rows := [][]string{{s.SimColumnPairs(), s.SimColumnCritical(), s.SimColumnChance(), s.SimColumnBelow(), s.SimColumnExposed()}}
	for _, c := range r.Cells {
		below := s.SimNo()
		if c.Below {
			below = s.SimYes()
		}
		rows = append(rows, []string{s.Number(c.Pairs), s.Decimal(c.Critical, 4), s.Decimal(r.PEff, 4), below, s.Decimal(c.Exposed, 4)})
	}
	columns(p, rows)
	p.Line("%s", s.SimCheckinNote(r.Members))
	p.Line("%s", r.assumed(s))
}
