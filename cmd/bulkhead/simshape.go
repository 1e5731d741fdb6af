package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bulkhead/sim"
)

type simShapeCmd struct {
	simShapeFlags
	simWays
	Beside []string `default:"star,ring,path,flat" placeholder:"SHAPE,…" help:"Shapes to stand beside it, as for --shape; cells2 and cells3 lead two and three pairs; none (default: star,ring,path,flat)."`
	P      float64  `default:"0.3" placeholder:"P" help:"Chance that somebody taken gives up one contact (default: 0.3)."`
	Hops   int      `default:"2" placeholder:"D" help:"After how many hops the group has cut; 0: never (default: 2)."`
	Seen   float64  `default:"0.25" placeholder:"P" help:"Chance that a link is detected, for the second measure (default: 0.25)."`
	Runs   int      `default:"20000" placeholder:"R" help:"How many captures are drawn for each shape (default: 20000)."`
	Seed   uint64   `default:"1" placeholder:"S" help:"The same seed gives the same numbers (default: 1)."`
	simOutput
}

// Help implements kong's HelpProvider.
func (simShapeCmd) Help() string {
	return `Sets shapes side by side by what matters to the people in them: how many a capture exposes, whom one device names, how many one loss cuts off until it is healed, how far word has to go. The measures of the literature stand beside, to compare; they are no goal: with many members secrecy goes to 1 for every shape and only distance counts, so that a star comes out best, and a star is lost with its middle.

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
	Info       *float64 `json:"information"`   // null: not connected, or too large
	S1         float64  `json:"s1"`
	S2         float64  `json:"s2"`
	S3         float64  `json:"s3"`
	Mu1        *float64 `json:"mu1"`
	Mu2        *float64 `json:"mu2"`
	Mu3        *float64 `json:"mu3"`
	name       string
}

type shapeResult struct {
	P      float64    `json:"p"`
	Runs   int        `json:"runs"`
	Seed   uint64     `json:"seed"`
	Shapes []shapeRow `json:"shapes"`
	Remark string     `json:"remark"`
}

const measuresRemark = "The measures are to compare with the literature, not a goal: by them a star is best at every size, and a star is lost with its middle."

// Run draws and measures.
func (c *simShapeCmd) Run(a *app) error {
	all, err := c.all()
	if err != nil {
		return err
	}
	r := &shapeResult{P: c.P, Runs: c.Runs, Seed: c.Seed, Remark: measuresRemark}
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
		g, err := c.graph(c.Seed)
		if err != nil {
			return nil, err
		}
		members = g.Len()
	}
	for _, name := range c.Beside {
		if name == "none" {
			continue
		}
		f := simShapeFlags{Shape: name, Members: members, Pairs: 1, Top: c.Top, Linked: "both", Degree: c.Degree}
		if pairs, ok := strings.CutPrefix(name, "cells"); ok && pairs != "" {
			f.Shape = "cells"
			f.Pairs, _ = strconv.Atoi(pairs)
		}
		if _, err := f.graph(c.Seed); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

func (c *simShapeCmd) measure(a *app, f simShapeFlags, done func(int)) (shapeRow, error) {
	g, err := f.graph(c.Seed) // a file is read again: it is the first
	if err != nil {
		return shapeRow{}, err
	}
	x, err := sim.FactsOf(a.ctx, g, sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Progress: done}, c.Seen)
	if err != nil {
		return shapeRow{}, err
	}
	best, usual := sim.Time(float64(x.Desk.Worst), time.Duration(c.Round), time.Duration(c.Hop))
	return shapeRow{simGraph: f.describe(g), cascadeAnswer: answer(x.Answer), Confession: x.Confession, Named: x.Named,
		CutWorst: valueOf(x.Loss.Worst, x.LossKnown), CutMean: valueOf(x.Loss.Mean, x.LossKnown),
		Healed:   valueOf(x.Exposed.Heal.Healed, x.Exposed.Heal.Orphans > 0),
		TopWorst: x.Top.Worst, TopMean: x.Top.Mean, DeskWorst: x.Desk.Worst, Rounds: x.Desk.Worst,
		BestHours: best.Hours(), Hours: usual.Hours(), Info: valueOf(x.Information, x.Measured),
		S1: x.Secrecy[0], S2: x.Secrecy[1], S3: x.Secrecy[2],
		Mu1: valueOf(x.Balance[0], x.Measured), Mu2: valueOf(x.Balance[1], x.Measured), Mu3: valueOf(x.Balance[2], x.Measured), name: f.short()}, nil
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
	rows := [][]string{append([]string{"shape", "members", "links", "expected_exposed", "stderr", "exact", "p95", "worst", "worst_confession",
		"cut_off_by_worst_loss", "cut_off_by_mean_loss", "healed", "hops_to_top", "hops_to_desk", "hours_to_desk_at_best", "hours_to_desk"},
		"information", "s1", "s2", "s3", "mu1", "mu2", "mu3")}
	for _, s := range r.Shapes {
		rows = append(rows, []string{s.name, strconv.Itoa(s.Members), strconv.FormatInt(s.Links, 10), figure(s.Expected), figure(s.StdErr), figureOf(s.Exact),
			strconv.Itoa(s.P95), strconv.Itoa(s.Worst), strconv.Itoa(s.Confession), figureOf(s.CutWorst), figureOf(s.CutMean), figureOf(s.Healed),
			strconv.Itoa(s.TopWorst), strconv.Itoa(s.DeskWorst), fmt.Sprintf("%.2f", s.BestHours), fmt.Sprintf("%.2f", s.Hours),
			figureOf(s.Info), figure(s.S1), figure(s.S2), figure(s.S3), figureOf(s.Mu1), figureOf(s.Mu2), figureOf(s.Mu3)})
	}
	return rows
}

func (r *shapeResult) lines(p *page) {
	r.Shapes[0].File.tell(p)
	p.head("What matters to the people in it")
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
	p.line("exposed by one capture, the first included; names, cuts and hops at worst; healed: of those without a lead")
	p.line("")
	p.head("The literature's measures")
	rows = [][]string{{"", "I", "S1", "S2", "S3", "μ1", "μ2", "μ3"}}
	for _, s := range r.Shapes {
		rows = append(rows, []string{s.name, figureOf(s.Info), figure(s.S1), figure(s.S2), figure(s.S3), figureOf(s.Mu1), figureOf(s.Mu2), figureOf(s.Mu3)})
	}
	columns(p, rows)
	p.line("%s", r.Remark)
}
