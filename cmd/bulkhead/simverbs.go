package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/phrase"
	"bulkhead/round"
	"bulkhead/sim"
	"bulkhead/tell"
	"bulkhead/term"
)

type simCascadeCmd struct {
	simShapeFlags
	simChance
	Hops    int `default:"2" placeholder:"D" help:"sim_hops"`
	Curve   int `placeholder:"D" help:"sim_cascade_curve"`
	CheckIn struct {
		Every span `placeholder:"T" help:"sim_cascade_every"`
		Grace span `placeholder:"T" help:"sim_cascade_grace"`
		Mean  span `default:"24h" placeholder:"T" help:"sim_mean"`
	} `embed:""`
	simDrawFlags
	simOutput
}

// Run draws.
func (c *simCascadeCmd) Run(a *app) error {
	g, file, err := c.graph(a.saying())
	if err != nil {
		return err
	}
	if !(c.P >= 0 && c.P <= 1) || c.Curve < 0 || c.Curve > 1000 {
		return usage(said(a.saying().SimChanceRefused(fmt.Sprintf("--p %v --curve %d", c.P, c.Curve))), a.saying().SimCurveHint())
	}
	q := sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Workers: c.Workers}
	if c.CheckIn.Every > 0 || c.CheckIn.Grace > 0 {
		q.P = cell.PEff(c.P, time.Duration(c.CheckIn.Every), time.Duration(c.CheckIn.Grace), time.Duration(c.CheckIn.Mean))
	}
	steps := c.Runs
	if c.Curve > 0 {
		steps *= c.Curve + 2
	}
	var r *tell.SimCascade
	err = a.slowly(a.saying().SimDrawingCaptures(), steps, func(done func(int)) (err error) {
		q.Progress = done
		r, err = tell.Cascade(a.ctx, g, file, c.P, q, c.Curve)
		return err
	})
	return showSim(a, c.simOutput, r, err, term.SimCascade)
}

type simHoursCmd struct {
	simShapeFlags
	simTimes
	simCalendar
	simChance
	Within span `default:"24h" placeholder:"T" help:"sim_hours_within"`
	simDrawFlags
	simOutput
}

// Run draws.
func (c *simHoursCmd) Run(a *app) error {
	g, file, err := c.graph(a.saying())
	if err != nil {
		return err
	}
	every, grace := c.times(c.Calendar.Calendar)
	w := sim.Watch{P: c.P, Every: every, Grace: grace, When: c.Calendar.Calendar, Mean: time.Duration(c.Mean),
		Within: time.Duration(c.Within), Runs: c.Runs, Seed: c.Seed, Workers: c.Workers}
	var r *tell.SimHours
	err = a.slowly(a.saying().SimDrawingCaptures(), c.Runs, func(done func(int)) (err error) {
		w.Progress = done
		r, err = tell.Hours(a.ctx, g, file, w)
		return err
	})
	return showSim(a, c.simOutput, r, err, term.SimHours)
}

type simShapeCmd struct {
	simShapeFlags
	simWays
	Beside []string `default:"star,flat" placeholder:"SHAPE,…" help:"sim_shape_beside"`
	simChance
	Hops int `default:"2" placeholder:"D" help:"sim_hops"`
	simDrawFlags
	simOutput
}

// Run draws and measures.
func (c *simShapeCmd) Run(a *app) error {
	g, file, err := c.graph(a.saying())
	if err != nil {
		return err
	}
	graphs, err := c.beside(a.saying(), g.Len())
	if err != nil {
		return err
	}
	graphs = append([]sim.Graph{g}, graphs...)
	r := &tell.SimShapes{P: c.P, Runs: c.Runs, Seed: c.Seed}
	err = a.slowly(a.saying().SimDrawingCaptures(), c.Runs*len(graphs), func(done func(int)) error {
		q := sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Workers: c.Workers, Progress: done}
		for i, g := range graphs {
			if i > 0 {
				file = nil
			}
			shape, err := tell.ShapeOf(a.ctx, g, file, q, time.Duration(c.Round), time.Duration(c.Hop))
			if err != nil {
				return err
			}
			r.Shapes = append(r.Shapes, shape)
		}
		return nil
	})
	return showSim(a, c.simOutput, r, err, term.SimShapes)
}

// beside returns the shapes that are to stand beside the one asked about.
func (c *simShapeCmd) beside(say phrase.Say, members int) (all []sim.Graph, err error) {
	for _, name := range c.Beside {
		if name == "none" {
			continue
		}
		f := simShapeFlags{Shape: name, Members: members, Pairs: 1, Top: c.Top}
		if pairs, ok := strings.CutPrefix(name, "cells"); ok && pairs != "" {
			f.Shape = "cells"
			f.Pairs, _ = strconv.Atoi(pairs)
		}
		g, _, err := f.graph(say)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

type simMonthsCmd struct {
	Members int    `default:"254" placeholder:"N" help:"sim_months_members"`
	Pairs   int    `default:"1" placeholder:"C" help:"sim_months_pairs"`
	Top     string `default:"pair" enum:"pair,one" placeholder:"TOP" help:"sim_months_top"`
	simMonthsFlags
	simChance
	Hops int    `default:"2" placeholder:"D" help:"sim_hops"`
	Runs int    `default:"1000" placeholder:"R" help:"sim_months_runs"`
	Seed uint64 `default:"1" placeholder:"S" help:"sim_seed"`
	simOutput
}

// Run draws.
func (c *simMonthsCmd) Run(a *app) error {
	f := simShapeFlags{Shape: "cells", Members: c.Members, Pairs: c.Pairs, Top: c.Top}
	g, _, err := f.graph(a.saying())
	if err != nil {
		return err
	}
	h := sim.History{Start: g.(sim.Cells), Months: c.Months, Captures: c.Captures, P: c.P, Hops: c.Hops, Growth: c.Growth, Runs: c.Runs, Seed: c.Seed}
	var r *tell.SimMonths
	err = a.slowly(a.saying().SimDrawingHistories(), c.Runs, func(done func(int)) (err error) {
		h.Progress = done
		r, err = tell.Months(a.ctx, h)
		return err
	})
	return showSim(a, c.simOutput, r, err, term.SimMonths)
}

type simCheckInCmd struct {
	simTimes
	simCalendar
	simChance
	Members int `default:"254" placeholder:"N" help:"sim_checkin_members"`
	simOutput
}

// Run computes; nothing is drawn.
func (c *simCheckInCmd) Run(a *app) error {
	if !(c.P >= 0 && c.P <= 1) {
		return usage(said(a.saying().SimChanceRefused(fmt.Sprintf("--p %v", c.P))), a.saying().SimChanceHint())
	}
	every, grace := c.times(c.Calendar.Calendar)
	r, err := tell.CheckIn(c.Calendar.Calendar, c.P, every, grace, time.Duration(c.Mean), c.Members)
	return showSim(a, c.simOutput, r, err, term.SimCheckIn)
}

type simAdviseCmd struct {
	Members int   `default:"254" placeholder:"N" help:"sim_advise_members"`
	Notice  *span `placeholder:"18h" help:"sim_advise_notice"`
	Mean    span  `default:"24h" placeholder:"T" help:"sim_mean"`
	simChance
	Accept float64 `default:"4" placeholder:"N" help:"sim_advise_accept"`
	Word   span    `default:"48h" placeholder:"T" help:"sim_advise_word"`
	Round  *span   `placeholder:"15m" help:"sim_round"`
	Hop    *span   `placeholder:"4h30m" help:"sim_advise_hop"`
	simCalendar
	simOutput
}

// Run computes; nothing is drawn.
func (c *simAdviseCmd) Run(a *app) error {
	r, err := tell.Advice(c.needs())
	return showSim(a, c.simOutput, r, err, term.SimAdvice)
}

// Where nothing is said of them. The hop was measured without hours; with them three in
// four are shown in the same hours (docs/simulator.md, "Word"), so that a hop takes a
// quarter of the time from span to span.
const (
	noticeUsual = 18 * time.Hour
	roundUsual  = 15 * time.Minute
	hopUsual    = 4*time.Hour + 30*time.Minute
	noticeSpare = 2 * time.Hour // beyond the soonest that the hours allow, so that there is something to choose from
)

// needs are what was asked for, and what is usual where nothing was.
func (c *simAdviseCmd) needs() sim.Needs {
	when := c.Calendar.Calendar
	n := sim.Needs{Members: c.Members, Notice: noticeUsual, Mean: time.Duration(c.Mean), P: c.P, Accept: c.Accept,
		Word: time.Duration(c.Word), When: when}
	n.Round, n.Hop = ways(when, c.Round, c.Hop)
	if when.HasHours() {
		n.Notice = max(n.Notice, sim.Soonest(when)+noticeSpare)
	}
	if c.Notice != nil {
		n.Notice = time.Duration(*c.Notice)
	}
	return n
}

// ways returns how long a round is and how long word needs for a hop, as asked for, and what
// is usual with this calendar where nothing was.
func ways(when round.Calendar, saidRound, saidHop *span) (length, hop time.Duration) {
	length, hop = roundUsual, hopUsual
	if when.Length > 0 {
		length = when.Length
	}
	if when.HasHours() {
		hop = 24 * time.Hour / time.Duration(4*len(when.Waits()))
	}
	if saidRound != nil {
		length = time.Duration(*saidRound)
	}
	if saidHop != nil {
		hop = time.Duration(*saidHop)
	}
	return length, hop
}
