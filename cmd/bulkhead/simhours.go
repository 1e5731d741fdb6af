package main

import (
	"fmt"
	"strconv"
	"time"

	"bulkhead/cell"
	"bulkhead/sim"
	"bulkhead/term"
)

type simHoursCmd struct {
	simShapeFlags
	simTimes
	simChance
	Within span `default:"24h" placeholder:"T" help:"What is counted ends then (default: 24h)."`
	simDrawFlags
	simOutput
}

// Help implements kong's HelpProvider.
func (simHoursCmd) Help() string {
	return `Draws captures with their hours: everybody taken gives up contacts, each of whom is taken after a while unless somebody notices first that the one who gave them up is missing.

    bulkhead sim hours --members 254 --every 12h --grace 4h --within 24h` + simExitHelp
}

type hourRow struct {
	Hours    float64 `json:"hours"`
	Expected float64 `json:"expected_exposed"`
}

type hoursResult struct {
	simGraph
	P        float64   `json:"p"`
	Counts   string    `json:"counts"` // what exposed counts
	PEff     float64   `json:"p_eff"`
	Every    float64   `json:"every_hours"`
	Grace    float64   `json:"grace_hours"`
	Mean     float64   `json:"mean_hours"`
	Within   float64   `json:"within_hours"`
	Runs     int       `json:"runs"`
	Seed     uint64    `json:"seed"`
	Expected float64   `json:"expected_exposed"`
	StdErr   float64   `json:"stderr"`
	Exact    *float64  `json:"exact"` // null: none is known
	SD       float64   `json:"sd"`
	P95      int       `json:"p95"`
	Worst    int       `json:"worst"`
	Curve    []hourRow `json:"curve"`
	Sentence string    `json:"sentence"`
}

func (c *simHoursCmd) watch() sim.Watch {
	return sim.Watch{P: c.P, Every: time.Duration(c.Every), Grace: time.Duration(c.Grace), Mean: time.Duration(c.Mean),
		Within: time.Duration(c.Within), Runs: c.Runs, Seed: c.Seed, Workers: c.Workers}
}

// Run draws.
func (c *simHoursCmd) Run(a *app) error {
	g, err := c.graph()
	if err != nil {
		return err
	}
	var w *sim.Watched
	watch := c.watch()
	err = a.slowly("drawing captures", c.Runs, func(done func(int)) (err error) {
		watch.Progress = done
		w, err = sim.Race(a.ctx, g, watch)
		return err
	})
	if err != nil {
		return simError(err)
	}
	r := &hoursResult{simGraph: c.describe(g), P: c.P, Counts: sim.Counted, PEff: cell.PEff(c.P, watch.Every, watch.Grace, watch.Mean), Every: c.Every.hours(),
		Grace: c.Grace.hours(), Mean: c.Mean.hours(), Within: c.Within.hours(), Runs: c.Runs, Seed: c.Seed,
		Expected: w.Mean, StdErr: w.StdErr, SD: w.SD, P95: w.P95, Worst: w.Worst}
	for i, v := range w.Curve {
		r.Curve = append(r.Curve, hourRow{c.Within.hours() * float64(i+1) / float64(len(w.Curve)), v})
	}
	r.Sentence = fmt.Sprintf("If one of us is taken, on average %.1f others are at risk within %s.", r.Expected, within(watch.Within))
	return c.tell(a, r)
}

func within(d time.Duration) string {
	if d == 24*time.Hour {
		return "a day"
	}
	return sim.Span(d)
}

func (r *hoursResult) assumed() string { return assumed(r.P) }

func (r *hoursResult) table() [][]string {
	rows := [][]string{{"hours", "expected_exposed"}}
	for _, h := range r.Curve {
		rows = append(rows, []string{strconv.FormatFloat(h.Hours, 'f', 2, 64), figure(h.Expected)})
	}
	return rows
}

func (r *hoursResult) lines(p *term.Page) {
	r.File.tell(p)
	p.Head("%s", r.Sentence)
	p.Line("%s; %d members, %d links", r.simGraph, r.Members, r.Links)
	p.Line("%s", r.assumed())
	p.Line("check-in every %g hours, %g of grace; %.3f of the contacts are taken before anybody notices", r.Every, r.Grace, r.PEff)
	p.Line("%d captures drawn with seed %d: %s exposed ± %s; 95 of 100 captures at most %d, the worst %d", r.Runs, r.Seed, figure(r.Expected), figure(r.StdErr), r.P95, r.Worst)
	few := [][]string{{"hours", "exposed"}}
	for i := 5; i < len(r.Curve); i += 6 {
		few = append(few, []string{strconv.FormatFloat(r.Curve[i].Hours, 'f', 1, 64), figure(r.Curve[i].Expected)})
	}
	columns(p, few)
}
