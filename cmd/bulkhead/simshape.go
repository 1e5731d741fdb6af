package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bulkhead/sim"
	"bulkhead/term"
)

type simShapeCmd struct {
	simShapeFlags
	simWays
	Beside []string `default:"star,flat" placeholder:"SHAPE,…" help:"Shapes to stand beside it, as for --shape; cells2 and cells3 lead two and three pairs; none (default: star,flat)."`
	simChance
	Hops int `default:"2" placeholder:"D" help:"After how many hops the group has cut; 0: never (default: 2)."`
	simDrawFlags
	simOutput
}

// Help implements kong's HelpProvider.
func (simShapeCmd) Help() string {
	return `Sets shapes side by side by what matters to the people in them: how many a capture exposes, whom one device names, how many one loss cuts off until it is healed, how far word has to go.

    bulkhead sim shape --members 254 --beside cells2,star,flat
    bulkhead sim shape --file links.txt --csv` + simExitHelp
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
	name       string
}

type shapeResult struct {
	P      float64    `json:"p"`
	Runs   int        `json:"runs"`
	Seed   uint64     `json:"seed"`
	Shapes []shapeRow `json:"shapes"`
	Counts string     `json:"counts"` // what exposed counts
}

// Run draws and measures.
func (c *simShapeCmd) Run(a *app) error {
	all, err := c.all()
	if err != nil {
		return err
	}
	r := &shapeResult{P: c.P, Runs: c.Runs, Seed: c.Seed, Counts: sim.Counted}
	err = a.slowly("drawing captures", c.Runs*len(all), func(done func(int)) error {
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
		return simError(err)
	}
	return c.tell(a, r)
}

// all returns the shape asked for and those to stand beside it.
func (c *simShapeCmd) all() ([]simShapeFlags, error) {
	all := []simShapeFlags{c.simShapeFlags}
	members := c.Members
	if c.File != "" {
		g, err := c.graph()
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
		if _, err := f.graph(); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func (c *simShapeCmd) measure(a *app, f simShapeFlags, done func(int)) (shapeRow, error) {
	g, err := f.graph() // a file is read again: it is the first
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
		BestHours: best.Hours(), Hours: usual.Hours(), name: f.short()}, nil
}

// short names a shape in a column.
func (f simShapeFlags) short() string {
	switch {
	case f.File != "":
		return "file"
	case f.Shape == "cells" && f.Linked == "one":
		return fmt.Sprintf("cells, %d a lead, one linked", f.Pairs)
	case f.Shape == "cells":
		return fmt.Sprintf("cells, %s a lead", plural(f.Pairs, "", "1 pair", "%d pairs"))
	}
	return f.Shape
}

func (r *shapeResult) table() [][]string {
	rows := [][]string{{"shape", "members", "links", "expected_exposed", "stderr", "exact", "p95", "worst", "worst_confession",
		"cut_off_by_worst_loss", "cut_off_by_mean_loss", "healed", "hops_to_top", "hops_to_desk", "hours_to_desk_at_best", "hours_to_desk"}}
	for _, s := range r.Shapes {
		rows = append(rows, []string{s.name, strconv.Itoa(s.Members), strconv.FormatInt(s.Links, 10), figure(s.Expected), figure(s.StdErr), figureOf(s.Exact),
			strconv.Itoa(s.P95), strconv.Itoa(s.Worst), strconv.Itoa(s.Confession), figureOf(s.CutWorst), figureOf(s.CutMean), figureOf(s.Healed),
			strconv.Itoa(s.TopWorst), strconv.Itoa(s.DeskWorst), fmt.Sprintf("%.2f", s.BestHours), fmt.Sprintf("%.2f", s.Hours)})
	}
	return rows
}

func (r *shapeResult) lines(p *term.Page) {
	r.Shapes[0].File.tell(p)
	p.Head("What matters to the people in it")
	rows := [][]string{{"", "exposed", "±", "exact", "95 %", "one device names", "one loss cuts off", "healed", "hops to the desk", "at best", "usually"}}
	for _, s := range r.Shapes {
		cut := "in parts"
		if s.CutWorst != nil {
			cut = percent(*s.CutWorst)
		}
		healed := "–"
		if s.Healed != nil {
			healed = percent(*s.Healed)
		}
		rows = append(rows, []string{s.name, figure(s.Expected), figure(s.StdErr), figureOf(s.Exact), strconv.Itoa(s.P95), strconv.Itoa(s.Confession), cut, healed,
			strconv.Itoa(s.DeskWorst), sim.Span(time.Duration(s.BestHours * float64(time.Hour))), sim.Span(time.Duration(s.Hours * float64(time.Hour)))})
	}
	columns(p, rows)
	p.Line("%s", r.assumed())
	p.Line("names, cuts and hops at worst; healed: of those without a lead")
}

func (r *shapeResult) assumed() string { return assumed(r.P) }
