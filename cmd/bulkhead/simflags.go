package main

import (
	"fmt"

	"bulkhead/sim"
)

// simShapeFlags say who knows whom.
type simShapeFlags struct {
	Shape   string `default:"cells" enum:"cells,star,flat" placeholder:"SHAPE" help:"cells, star, or flat (a chat that shows everybody) (default: cells)."`
	File    string `placeholder:"FILE" help:"In place of a shape: a list of links, two names a line apart by commas, semicolons, tabs or spaces, or GraphML. Names are forgotten at once; the first is the top."`
	Members int    `default:"254" placeholder:"N" help:"Members, 1 to 1000000 (default: 254)."`
	Pairs   int    `default:"1" placeholder:"C" help:"Cells: pairs that each member leads, 1 to 3 (default: 1)."`
	Top     string `default:"pair" enum:"pair,one" placeholder:"TOP" help:"Cells: a founders' pair on top, or one (default: pair)."`
	Linked  string `default:"both" enum:"both,one" placeholder:"WHO" help:"Cells: both of a pair are linked to the lead, or one alone, which no group of this program can be (default: both)."`

	understood *simFile // once graph has read the file
}

// simDrawFlags say how much is drawn.
type simDrawFlags struct {
	Runs    int    `default:"50000" placeholder:"R" help:"How many captures are drawn for each question, 2 or more (default: 50000)."`
	Seed    uint64 `default:"1" placeholder:"S" help:"The same seed gives the same numbers (default: 1)."`
	Workers int    `default:"0" hidden:"" help:"Goroutines; changes no number."`
}

// simChance is the captor of every question: by default the worst one.
type simChance struct {
	P float64 `default:"1" placeholder:"P" help:"Chance that somebody taken gives up one contact, 0 to 1 (default: 1, who is made to give up everybody)."`
}

// simTimes are check-in times and what they run against.
type simTimes struct {
	Every span `default:"12h" placeholder:"T" help:"Between two check-ins (default: 12h)."`
	Grace span `default:"4h" placeholder:"T" help:"After that, before somebody is missed (default: 4h)."`
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
func (f *simShapeFlags) graph() (sim.Graph, error) {
	if f.File != "" {
		return f.read()
	}
	g, err := sim.Shape{Kind: sim.Kind(f.Shape), Members: f.Members, Pairs: f.Pairs, OneTop: f.Top == "one",
		OneLink: f.Linked == "one"}.Graph()
	if err != nil {
		return nil, simError(err)
	}
	return g, nil
}

// simGraph is the shape of a result.
type simGraph struct {
	Shape   string   `json:"shape"`          // "file" for a file
	File    *simFile `json:"file,omitempty"` // what it was understood as
	Members int      `json:"members"`
	Links   int64    `json:"links"`
	Pairs   int      `json:"pairs,omitempty"`
	Top     string   `json:"top,omitempty"`
	Linked  string   `json:"linked,omitempty"`
	Slots   int      `json:"slots,omitempty"`   // that a group needs for it
	ByRules bool     `json:"possible_by_rules"` // a group of this program can be so
}

func (f *simShapeFlags) describe(g sim.Graph) simGraph {
	d := simGraph{Shape: f.Shape, Members: g.Len(), Links: g.Links()}
	if f.File != "" {
		d.Shape, d.File = "file", f.understood
		return d
	}
	if c, ok := g.(sim.Cells); ok {
		d.Pairs, d.Top, d.Linked, d.Slots, d.ByRules = c.Pairs, f.Top, f.Linked, c.Slots(), c.ByRules()
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
	}
	return "a star"
}
