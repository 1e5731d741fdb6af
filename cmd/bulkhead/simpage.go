package main

import (
	"bytes"
	"context"
	"errors"
	"time"

	"bulkhead/phrase"
	"bulkhead/sim"
	simpage "bulkhead/sim/page"
	"bulkhead/tell"
	"bulkhead/term"
)

type simPageCmd struct {
	simShapeFlags
	simTimes
	simCalendar
	Round *span `placeholder:"15m" help:"sim_round"`
	Hop   *span `placeholder:"4h30m" help:"sim_advise_hop"`
	simMonthsFlags
	simChance
	Hops int `default:"2" placeholder:"D" help:"sim_hops"`
	simDrawFlags
	Out string `placeholder:"FILE" help:"sim_page_out"`
}

const (
	pageHops      = 5    // of the curve
	pageHistories = 1000 // drawn for the months, as by 'sim months'
)

// Run draws and writes.
func (c *simPageCmd) Run(a *app) error {
	say := a.saying()
	if c.Out == "" && a.JSON {
		return usage(said(say.SimPageAndJson()), say.SimPageAndJsonHint())
	}
	g, file, err := c.graph(say)
	if err != nil {
		return err
	}
	term.SimFile(a.aside(), tell.SimGroupOf(g, file))
	others, err := c.others(say, g.Len())
	if err != nil {
		return err
	}
	data := simpage.Page{Say: say}
	err = a.slowly(say.SimDrawingCaptures(), c.Runs*(c.curve()+3+len(others)), func(done func(int)) error { return c.draw(a.ctx, g, others, &data, done) })
	if err != nil {
		return simError(say, err)
	}
	var html bytes.Buffer
	if err := simpage.Write(&html, data); err != nil {
		return because(say, say.FaultWritingPage, err)
	}
	if c.Out == "" {
		_, err := a.out.Write(html.Bytes())
		return err
	}
	if err := writeNew(c.Out, html.Bytes()); err != nil {
		return because(say, say.FaultWritingPage, err)
	}
	return show(a, &tell.SimPage{File: c.Out, Bytes: html.Len()}, term.SimPage)
}

// curve is up to how many hops the curve goes.
func (c *simPageCmd) curve() int { return max(pageHops, c.Hops) }

// others are the shapes beside the page's own.
func (c *simPageCmd) others(say phrase.Say, members int) (all []sim.Graph, err error) {
	for _, f := range []simShapeFlags{{Shape: "cells", Pairs: 1}, {Shape: "cells", Pairs: 2}, {Shape: "cells", Pairs: 3}, {Shape: "star"}, {Shape: "flat"}} {
		f.Members = members
		g, _, err := f.graph(say)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

func (c *simPageCmd) draw(ctx context.Context, g sim.Graph, others []sim.Graph, p *simpage.Page, done func(int)) (err error) {
	q := sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Workers: c.Workers, Progress: done}
	if p.Asked, err = tell.Cascade(ctx, g, nil, c.P, q, c.curve()); err != nil {
		return err
	}
	when := c.Calendar.Calendar
	every, grace := c.times(when)
	p.Hours, err = tell.Hours(ctx, g, nil, sim.Watch{P: c.P, Every: every, Grace: grace, When: when, Mean: time.Duration(c.Mean),
		Within: 24 * time.Hour, Runs: c.Runs, Seed: c.Seed, Progress: done})
	if err != nil && !errors.Is(err, sim.ErrQuestion) { // too many links for hours
		return err
	}
	length, hop := ways(when, c.Round, c.Hop)
	for _, other := range others {
		shape, err := tell.ShapeOf(ctx, other, nil, q, length, hop)
		if err != nil {
			return err
		}
		p.Beside = append(p.Beside, shape)
	}
	cells, ok := g.(sim.Cells)
	if !ok || !cells.ByRules() || cells.Members > 20_000 || c.Months < 1 {
		return nil // such a group has no history
	}
	p.Months, err = tell.Months(ctx, sim.History{Start: cells, Months: c.Months, Captures: c.Captures, P: c.P, Hops: c.Hops, Growth: c.Growth, Runs: pageHistories, Seed: c.Seed})
	return err
}
