package main

import (
	"bulkhead/phrase"
	"bulkhead/sim"
)

// simShapeFlags say who knows whom.
type simShapeFlags struct {
	Shape   string `default:"cells" enum:"cells,star,flat" placeholder:"SHAPE" help:"sim_shape_kind"`
	File    string `placeholder:"FILE" help:"sim_file"`
	Members int    `default:"254" placeholder:"N" help:"sim_members"`
	Pairs   int    `default:"1" placeholder:"C" help:"sim_pairs"`
	Top     string `default:"pair" enum:"pair,one" placeholder:"TOP" help:"sim_top"`
	Linked  string `default:"both" enum:"both,one" placeholder:"WHO" help:"sim_linked"`

	understood *simFile // once graph has read the file
}

// simDrawFlags say how much is drawn.
type simDrawFlags struct {
	Runs    int    `default:"50000" placeholder:"R" help:"sim_runs"`
	Seed    uint64 `default:"1" placeholder:"S" help:"sim_seed"`
	Workers int    `default:"0" hidden:"" help:"sim_workers"`
}

// simChance is the captor of every question: by default the worst one.
type simChance struct {
	P float64 `default:"1" placeholder:"P" help:"sim_p"`
}

// simTimes are check-in times and what they run against.
type simTimes struct {
	Every span `default:"12h" placeholder:"T" help:"sim_every"`
	Grace span `default:"4h" placeholder:"T" help:"sim_grace"`
	Mean  span `default:"24h" placeholder:"T" help:"sim_mean"`
}

// simWays are the times of word on its way.
type simWays struct {
	Round span `default:"15m" placeholder:"T" help:"sim_round"`
	Hop   span `default:"4h30m" placeholder:"T" help:"sim_hop"`
}

// simOutput is how a verb's result is written, beside --json.
type simOutput struct {
	CSV bool `name:"csv" help:"sim_csv"`
}

// graph makes the shape or reads the file.
func (f *simShapeFlags) graph(say phrase.Say) (sim.Graph, error) {
	if f.File != "" {
		return f.read(say)
	}
	g, err := sim.Shape{Kind: sim.Kind(f.Shape), Members: f.Members, Pairs: f.Pairs, OneTop: f.Top == "one",
		OneLink: f.Linked == "one"}.Graph()
	if err != nil {
		return nil, simError(say, err)
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

// said names the shape for a person.
func (d simGraph) said(say phrase.Say) string {
	switch d.Shape {
	case "cells":
		s := say.SimCells(d.Pairs, topWords(say, d.Top))
		if d.Linked == "one" {
			s = say.SimOneLinked(s)
		}
		return s
	case "file":
		return say.SimOfFile()
	case "flat":
		return say.SimFlat()
	}
	return say.SimStar()
}

// size names the shape and says how large it is.
func (d simGraph) size(say phrase.Say) string {
	return say.SimSize(say.SimLinks(int(d.Links)), say.SimMembers(d.Members), d.said(say))
}
