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

type simHoursCmd struct {
	simShapeFlags
	simTimes
	simChance
	Within span `default:"24h" placeholder:"T" help:"sim_hours_within"`
	simDrawFlags
	simOutput
}

type hourRow struct {
	Hours    float64 `json:"hours"`
	Expected float64 `json:"expected_exposed"`
}

type hoursResult struct {
	simGraph
	P        float64   `json:"p"`
	Counts   string    `json:"counts"` // what exposed counts, in words for a person
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
	Sentence string    `json:"sentence"` // the answer, in words for a person
}

func (c *simHoursCmd) watch() sim.Watch {
	return sim.Watch{P: c.P, Every: time.Duration(c.Every), Grace: time.Duration(c.Grace), Mean: time.Duration(c.Mean),
		Within: time.Duration(c.Within), Runs: c.Runs, Seed: c.Seed, Workers: c.Workers}
}

// Run draws.
func (c *simHoursCmd) Run(a *app) error {
	g, err := c.graph(a.saying())
	if err != nil {
		return err
	}
	var w *sim.Watched
	watch := c.watch()
	err = a.slowly(a.saying().SimDrawingCaptures(), c.Runs, func(done func(int)) (err error) {
		watch.Progress = done
		w, err = sim.Race(a.ctx, g, watch)
		return err
	})
	if err != nil {
		return simError(a.saying(), err)
	}
	r := &hoursResult{simGraph: c.describe(g), P: c.P, Counts: sim.Counted, PEff: cell.PEff(c.P, watch.Every, watch.Grace, watch.Mean), Every: c.Every.hours(),
		Grace: c.Grace.hours(), Mean: c.Mean.hours(), Within: c.Within.hours(), Runs: c.Runs, Seed: c.Seed,
		Expected: w.Mean, StdErr: w.StdErr, SD: w.SD, P95: w.P95, Worst: w.Worst}
	for i, v := range w.Curve {
		r.Curve = append(r.Curve, hourRow{c.Within.hours() * float64(i+1) / float64(len(w.Curve)), v})
	}
	r.Sentence = a.saying().SimAtRisk(within(a.saying(), watch.Within), a.saying().Decimal(r.Expected, 1))
	return c.tell(a, r)
}

func within(say phrase.Say, d time.Duration) string {
	if d == 24*time.Hour {
		return say.SimLimitDay()
	}
	return say.SimLimitWithin(d)
}

func (r *hoursResult) assumed(say phrase.Say) string { return assumed(say, r.P) }

func (r *hoursResult) table() [][]string {
	rows := [][]string{{"hours", "expected_exposed"}}
	for _, h := range r.Curve {
		rows = append(rows, []string{strconv.FormatFloat(h.Hours, 'f', 2, 64), figure(h.Expected)})
	}
	return rows
}

func (r *hoursResult) lines(p *term.Page) {
	s := p.Say
	r.File.tell(p)
	p.Head("%s", r.Sentence)
	p.Line("%s", r.size(s))
	p.Line("%s", r.assumed(s))
	p.Line("%s", s.SimTimesUnnoticed(hours(r.Every), hours(r.Grace), s.Decimal(r.PEff, 3)))
	p.Line("%s", s.SimDrawnHours(r.Runs, s.Decimal(r.StdErr, 4), r.P95, fmt.Sprint(r.Seed), s.Decimal(r.Expected, 4), r.Worst))
	few := [][]string{{s.SimColumnHours(), s.SimColumnExposed()}}
	for i := 5; i < len(r.Curve); i += 6 {
		few = append(few, []string{s.Decimal(r.Curve[i].Hours, 1), s.Decimal(r.Curve[i].Expected, 4)})
	}
	columns(p, few)
}
