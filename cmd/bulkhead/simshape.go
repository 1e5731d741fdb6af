package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/term"
)

type simShapeCmd struct {
	simShapeFlags
	simWays
	Beside []string `default:"star,flat" placeholder:"SHAPE,…" help:"sim_shape_beside"`
	simChance
	Hops int `default:"2" placeholder:"D" help:"sim_hops"`
	simDrawFlags
	simOutput
}

type shapeRow struct {
	simGraph
	cascadeAnswer
	Confession int      `json:"worst_confession"`
	Named      float64  `json:"mean_confession"`
	CutWorst   *float64 `json:"cut_off_by_worst_loss"` // share of the others; null: the graph is in parts
	CutMean    *float64 `json:"cut_off_by_mean_loss"`
	Healed     *float64 `json:"healed"`      // share of those whom a capture leaves without a lead; null: no tree of cells
	TopWorst   int      `json:"hops_to_top"` // from the farthest
	TopMean    float64  `json:"mean_hops_to_top"`
	DeskWorst  int      `json:"hops_to_desk"`
	Rounds     int      `json:"rounds_to_desk"` // at best, one a hop
	BestHours  float64  `json:"hours_to_desk_at_best"`
	Hours      float64  `json:"hours_to_desk"` // as it usually goes
	code       string   // as --beside names it
	name       string   // in words
}

type shapeResult struct {
	P      float64    `json:"p"`
	Runs   int        `json:"runs"`
	Seed   uint64     `json:"seed"`
	Shapes []shapeRow `json:"shapes"`
	Counts string     `json:"counts"` // what exposed counts, in words for a person
}

// Run draws and measures.
func (c *simShapeCmd) Run(a *app) error {
	all, err := c.all(a.saying())
	if err != nil {
		return err
	}
	r := &shapeResult{P: c.P, Runs: c.Runs, Seed: c.Seed, Counts: sim.Counted}
	err = a.slowly(a.saying().SimDrawingCaptures(), c.Runs*len(all), func(done func(int)) error {
		for _, f := range all {
			row, err := c.measure(a, f, done)
			if err != nil {
				return err
			}
			r.Shapes = append(r.Shapes, row)
		}
		return nil
	})
	if err != nil {
		return simError(a.saying(), err)
	}
	return c.tell(a, r)
}

// all returns the shape asked for and those to stand beside it.
func (c *simShapeCmd) all(say phrase.Say) ([]simShapeFlags, error) {
	all := []simShapeFlags{c.simShapeFlags}
	members := c.Members
	if c.File != "" {
		g, err := c.graph(say)
		if err != nil {
			return nil, err
		}
		members = g.Len()
	}
	for _, name := range c.Beside {
		if name == "none" {
			continue
		}
		f := simShapeFlags{Shape: name, Members: members, Pairs: 1, Top: c.Top, Linked: "both"}
		if pairs, ok := strings.CutPrefix(name, "cells"); ok && pairs != "" {
			f.Shape = "cells"
			f.Pairs, _ = strconv.Atoi(pairs)
		}
		if _, err := f.graph(say); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func (c *simShapeCmd) measure(a *app, f simShapeFlags, done func(int)) (shapeRow, error) {
	g, err := f.graph(a.saying()) // a file is read again: it is the first
	if err != nil {
		return shapeRow{}, err
	}
	x, err := sim.FactsOf(a.ctx, g, sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Progress: done})
	if err != nil {
		return shapeRow{}, err
	}
	best, usual := sim.Time(float64(x.Desk.Worst), time.Duration(c.Round), time.Duration(c.Hop))
	return shapeRow{simGraph: f.describe(g), cascadeAnswer: answer(x.Answer), Confession: x.Confession, Named: x.Named,
		CutWorst: valueOf(x.Loss.Worst, x.LossKnown), CutMean: valueOf(x.Loss.Mean, x.LossKnown),
		Healed:   valueOf(x.Exposed.Heal.Healed, x.Exposed.Heal.Orphans > 0),
		TopWorst: x.Top.Worst, TopMean: x.Top.Mean, DeskWorst: x.Desk.Worst, Rounds: x.Desk.Worst,
		BestHours: best.Hours(), Hours: usual.Hours(), code: f.code(), name: f.short(a.saying())}, nil
}

// short names a shape in a column.
func (f simShapeFlags) short(say phrase.Say) string {
	switch {
	case f.File != "":
		return say.SimShortFile()
	case f.Shape == "cells" && f.Linked == "one":
		return say.SimShortCellsLinked(f.Pairs)
	case f.Shape == "cells":
		return say.SimShortCells(f.Pairs)
	case f.Shape == "flat":
		return say.SimShortFlat()
	}
	return say.SimShortStar()
}

// code names a shape for CSV: file, star, flat, cells, cells2, cells3; of cells
// of which one of a pair is linked, cells-one-linked.
func (f simShapeFlags) code() string {
	switch {
	case f.File != "":
		return "file"
	case f.Shape != "cells":
		return f.Shape
	}
	name := f.Shape
	if f.Pairs > 1 {
		name += strconv.Itoa(f.Pairs)
	}
	if f.Linked == "one" {
		name += "-one-linked"
	}
	return name
}

func (r *shapeResult) table() [][]string {
	rows := [][]string{{"shape", "members", "links", "expected_exposed", "stderr", "exact", "p95", "worst", "worst_confession",
		"cut_off_by_worst_loss", "cut_off_by_mean_loss", "healed", "hops_to_top", "hops_to_desk", "hours_to_desk_at_best", "hours_to_desk"}}
	for _, s := range r.Shapes {
		rows = append(rows, []string{s.code, strconv.Itoa(s.Members), strconv.FormatInt(s.Links, 10), figure(s.Expected), figure(s.StdErr), figureOf(s.Exact),
			strconv.Itoa(s.P95), strconv.Itoa(s.Worst), strconv.Itoa(s.Confession), figureOf(s.CutWorst), figureOf(s.CutMean), figureOf(s.Healed),
			strconv.Itoa(s.TopWorst), strconv.Itoa(s.DeskWorst), fmt.Sprintf("%.2f", s.BestHours), fmt.Sprintf("%.2f", s.Hours)})
	}
	return rows
}

func (r *shapeResult) lines(p *term.Page) {
	say := p.Say
	r.Shapes[0].File.tell(p)
	p.Head("%s", say.SimShapes())
	rows := [][]string{{"", say.SimColumnExposed(), "±", say.SimColumnExact(), say.SimColumnMost(), say.SimColumnNames(), say.SimColumnLoss(), say.SimColumnHealed(),
		say.SimColumnDesk(), say.SimColumnBest(), say.SimColumnUsual()}}
	for _, s := range r.Shapes {
		cut := say.SimInParts()
		if s.CutWorst != nil {
			cut = percent(say, *s.CutWorst)
		}
		healed := "–"
		if s.Healed != nil {
			healed = percent(say, *s.Healed)
		}
		rows = append(rows, []string{s.name, say.Decimal(s.Expected, 4), say.Decimal(s.StdErr, 4), shownFigure(say, s.Exact), say.Number(s.P95), say.Number(s.Confession), cut, healed,
			say.Number(s.DeskWorst), say.Span(hours(s.BestHours)), say.Span(hours(s.Hours))})
	}
	columns(p, rows)
	p.Line("%s", r.assumed(say))
	p.Line("%s", say.SimShapesNote())
}

func (r *shapeResult) assumed(say phrase.Say) string { return assumed(say, r.P) }
