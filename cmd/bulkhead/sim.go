package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"bulkhead/sim"
)

// simCmd are the verbs of the exposure simulator. They open no device and ask
// for no passphrase.
type simCmd struct {
	Cascade simCascadeCmd `cmd:"" help:"How many does one capture expose?"`
	Hours   simHoursCmd   `cmd:"" help:"How many within a day, with these check-ins?"`
	Shape   simShapeCmd   `cmd:"" help:"Shapes side by side: exposure, confession, one loss, way to the desk."`
	Months  simMonthsCmd  `cmd:"" help:"Captures, healing and growth over months."`
	CheckIn simCheckInCmd `cmd:"" name:"checkin" help:"What check-in times are worth."`
	Advise  simAdviseCmd  `cmd:"" help:"Recommend a shape and check-in times."`
	Page    simPageCmd    `cmd:"" help:"All of this as one HTML page."`
}

// Help implements kong's HelpProvider.
func (simCmd) Help() string {
	return `What would a capture cost? One member is taken, anybody with the same chance; everybody taken gives up each contact with a chance of --p; the group has cut after --hops. A model, not a promise: the page docs/simulator.md says what it leaves out.

    bulkhead sim cascade --members 254 --p 0.3 --hops 2
    bulkhead sim advise --members 254 --notice 18h
    bulkhead sim page --members 254 --out page.html` + simExitHelp
}

// simExitHelp stands below the help of the simulator's verbs.
const simExitHelp = `

Exit codes: 0 done; 1 refused or failed; 2 wrong command line.`

// simShapeFlags say who knows whom.
type simShapeFlags struct {
	Shape   string `default:"cells" enum:"cells,star,ring,path,complete,wheel,windmill,flat,random" placeholder:"SHAPE" help:"cells, star, ring, path, complete, wheel, windmill, flat (a chat that shows everybody) or random (default: cells)."`
	File    string `placeholder:"FILE" help:"In place of a shape: a list of links, two names a line, or GraphML. Names are forgotten at once; the first is the top."`
	Members int    `default:"254" placeholder:"N" help:"Members, 1 to 1000000 (default: 254)."`
	Pairs   int    `default:"1" placeholder:"C" help:"Cells: pairs that each member leads, 1 to 3 (default: 1)."`
	Top     string `default:"pair" enum:"pair,one" placeholder:"TOP" help:"Cells: a founders' pair on top, or one (default: pair)."`
	Linked  string `default:"both" enum:"both,one" placeholder:"WHO" help:"Cells: both of a pair are linked to the lead, or one alone, which no group of this program can be (default: both)."`
	Degree  int    `default:"4" placeholder:"K" help:"Random: how many others each knows (default: 4)."`
}

// simDrawFlags say how much is drawn.
type simDrawFlags struct {
	Runs    int    `default:"200000" placeholder:"R" help:"How many captures are drawn, 2 or more (default: 200000)."`
	Seed    uint64 `default:"1" placeholder:"S" help:"The same seed gives the same numbers (default: 1)."`
	Workers int    `default:"0" hidden:"" help:"Goroutines; changes no number."`
}

// simTimes are check-in times and what they run against.
type simTimes struct {
	Every span `default:"12h" placeholder:"T" help:"Between two check-ins (default: 12h)."`
	Grace span `default:"6h" placeholder:"T" help:"After that, before somebody is missed (default: 6h)."`
	Mean  span `default:"24h" placeholder:"T" help:"From being given up to being taken, on average (default: 24h)."`
}

// simWays are the times of word on its way.
type simWays struct {
	Round span `default:"15m" placeholder:"T" help:"Length of a round (default: 15m)."`
	Hop   span `default:"4h30m" placeholder:"T" help:"How long word usually needs for one hop: 4h30m was measured with phones on for a third of the time and unlocked twice a day (default: 4h30m)."`
}

// simOutput is how a verb's result is written, beside --json.
type simOutput struct {
	CSV bool `name:"csv" help:"Print the rows as comma-separated values."`
}

// graph makes the shape or reads the file.
func (f simShapeFlags) graph(seed uint64) (sim.Graph, error) {
	if f.File != "" {
		return f.read()
	}
	g, err := sim.Shape{Kind: sim.Kind(f.Shape), Members: f.Members, Pairs: f.Pairs, OneTop: f.Top == "one",
		OneLink: f.Linked == "one", Degree: f.Degree, Seed: seed}.Graph()
	if err != nil {
		return nil, simError(err)
	}
	return g, nil
}

func (f simShapeFlags) read() (sim.Graph, error) {
	file, err := os.Open(f.File)
	if err != nil {
		return nil, fmt.Errorf("reading the graph: %w", err)
	}
	defer file.Close()
	g, err := sim.Read(file)
	if err != nil {
		return nil, fmt.Errorf("reading the graph: %w", err)
	}
	return g, nil
}

// simGraph is the shape of a result.
type simGraph struct {
	Shape   string `json:"shape"` // "file" for a file
	Members int    `json:"members"`
	Links   int64  `json:"links"`
	Pairs   int    `json:"pairs,omitempty"`
	Top     string `json:"top,omitempty"`
	Linked  string `json:"linked,omitempty"`
	Degree  int    `json:"degree,omitempty"`
	Slots   int    `json:"slots,omitempty"`   // that a group needs for it
	ByRules bool   `json:"possible_by_rules"` // a group of this program can be so
}

func (f simShapeFlags) describe(g sim.Graph) simGraph {
	d := simGraph{Shape: f.Shape, Members: g.Len(), Links: g.Links()}
	if f.File != "" {
		d.Shape = "file"
		return d
	}
	if c, ok := g.(sim.Cells); ok {
		d.Pairs, d.Top, d.Linked, d.Slots, d.ByRules = c.Pairs, f.Top, f.Linked, c.Slots(), c.ByRules()
	}
	if f.Shape == string(sim.KindRandom) {
		d.Degree = f.Degree
	}
	return d
}

// String names the shape for a person.
func (d simGraph) String() string {
	switch d.Shape {
	case "cells":
		top := "a founders' pair on top"
		if d.Top == "one" {
			top = "one on top"
		}
		s := fmt.Sprintf("a tree of cells, %s a lead, %s", plural(d.Pairs, "no pair", "one pair", "%d pairs"), top)
		if d.Linked == "one" {
			s += ", one of each pair linked to the lead"
		}
		return s
	case "file":
		return "the graph of the file"
	case "flat":
		return "a flat chat, where every device names everybody"
	case "random":
		return fmt.Sprintf("a random graph, each knowing %d", d.Degree)
	}
	return "a " + d.Shape + map[bool]string{true: " graph"}[d.Shape == "complete"]
}

// simTable is a result that has rows.
type simTable interface {
	result
	table() [][]string // the first is the heading
}

// tell shows a result as a person asked for it.
func (o simOutput) tell(a *app, r simTable) error {
	if !o.CSV {
		return a.show(r)
	}
	if a.JSON {
		return usage(fmt.Errorf("--csv and --json at once"), "")
	}
	w := csv.NewWriter(a.out)
	if err := w.WriteAll(r.table()); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	return nil
}

// columns prints rows below each other, numbers to the right.
func columns(p *page, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			width[i] = max(width[i], len([]rune(text)))
		}
	}
	for n, row := range rows {
		var b strings.Builder
		for i, text := range row {
			gap := strings.Repeat(" ", width[i]-len([]rune(text)))
			if i == 0 {
				b.WriteString(text + gap)
			} else {
				b.WriteString("  " + gap + text)
			}
		}
		line := strings.TrimRight(b.String(), " ")
		if n == 0 {
			p.head("%s", line)
		} else {
			p.line("%s", line)
		}
	}
}

// slowly runs work that tells how many of steps it has done, with a progress
// bar on a terminal.
func (a *app) slowly(what string, steps int, work func(done func(int)) error) error {
	if !isTerminal(a.err) {
		return work(nil)
	}
	bar := a.bar(steps, what)
	defer bar.Finish()
	return work(func(n int) { bar.Add(n) })
}

// simError makes a usage error of a question that has no answer.
func simError(err error) error {
	switch {
	case errors.Is(err, sim.ErrQuestion), errors.Is(err, sim.ErrShape):
		return usage(err, "see 'bulkhead sim --help'")
	case errors.Is(err, context.Canceled):
		return refuse(errors.New("ended before it was done"), "")
	}
	return err
}

// valueOf returns v, or nil where it is not known, for JSON's null.
func valueOf(v float64, ok bool) *float64 {
	if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func figure(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }

// figureOf is figure; "" where it is not known.
func figureOf(v *float64) string {
	if v == nil {
		return ""
	}
	return figure(*v)
}

func percent(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) }
