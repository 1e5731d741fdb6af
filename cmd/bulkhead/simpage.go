package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"
	"unicode"
	"unicode/utf8"

	"bulkhead/cell"
	"bulkhead/phrase"
	"bulkhead/sim"
	simpage "bulkhead/sim/page"
	"bulkhead/term"
)

type simPageCmd struct {
	simShapeFlags
	simTimes
	simWays
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

// pageResult says where the page is.
type pageResult struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
}

func (r pageResult) lines(p *term.Page) { p.Line("%s", p.Say.SimWritten(uint64(r.Bytes))) }

// Run draws and writes.
func (c *simPageCmd) Run(a *app) error {
	say := a.saying()
	if c.Out == "" && a.JSON {
		return usage(said(say.SimPageAndJson()), say.SimPageAndJsonHint())
	}
	g, err := c.graph(say)
	if err != nil {
		return err
	}
	c.understood.tell(a.aside())
	data := c.page(say, g)
	err = a.slowly(say.SimDrawingCaptures(), c.Runs*(pageHops+2+len(c.others())), func(done func(int)) error { return c.draw(a, g, &data, done) })
	if err != nil {
		return simError(say, err)
	}
	var html bytes.Buffer
	if err := simpage.Write(&html, data); err != nil {
		return fmt.Errorf("%s: %w", say.SimWritingPage(), err)
	}
	if c.Out == "" {
		_, err := a.out.Write(html.Bytes())
		return err
	}
	if err := writeNew(c.Out, html.Bytes()); err != nil {
		return fmt.Errorf("%s: %w", say.SimWritingPage(), err)
	}
	return a.show(pageResult{c.Out, html.Len()})
}

// writeNew writes a file that was not there, for the owner's eyes.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func (c *simPageCmd) page(say phrase.Say, g sim.Graph) simpage.Page {
	d := c.describe(g)
	p := simpage.Page{Name: capital(d.said(say)), Rules: d.ByRules, Members: g.Len(), Round: time.Duration(c.Round), Hop: time.Duration(c.Hop)}
	p.Capture = sim.Capture{P: c.P, Hops: c.Hops, Runs: c.Runs, Seed: c.Seed, Workers: c.Workers}
	p.Watch = sim.Watch{P: c.P, Every: time.Duration(c.Every), Grace: time.Duration(c.Grace), Mean: time.Duration(c.Mean), Within: 24 * time.Hour, Runs: c.Runs, Seed: c.Seed}
	p.PEff = cell.PEff(c.P, p.Watch.Every, p.Watch.Grace, p.Watch.Mean)
	if t, ok := g.(sim.Cells); ok {
		p.Crit = cell.CriticalP(t.Pairs)
	}
	return p
}

// capital makes a large letter of the first.
func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// others are the shapes beside the page's own.
func (c *simPageCmd) others() []simShapeFlags {
	var all []simShapeFlags
	for pairs := 1; pairs <= 3; pairs++ {
		all = append(all, simShapeFlags{Shape: "cells", Pairs: pairs, Top: "pair", Linked: "both"})
	}
	for _, shape := range []string{"star", "flat"} {
		all = append(all, simShapeFlags{Shape: shape})
	}
	return all
}

func (c *simPageCmd) draw(a *app, g sim.Graph, p *simpage.Page, done func(int)) (err error) {
	q, w := p.Capture, p.Watch
	q.Progress, w.Progress = done, done
	if p.Curve, err = sim.Curve(a.ctx, g, q, max(pageHops, c.Hops)); err != nil {
		return err
	}
	if p.Watched, err = sim.Race(a.ctx, g, w); err != nil && !errors.Is(err, sim.ErrQuestion) { // too many links for hours
		return err
	}
	for _, f := range c.others() {
		f.Members = g.Len()
		other, err := f.graph(a.saying())
		if err != nil {
			return err
		}
		facts, err := sim.FactsOf(a.ctx, other, q)
		if err != nil {
			return err
		}
		p.Shapes = append(p.Shapes, simpage.Named{Name: f.short(a.saying()), Facts: facts})
	}
	return c.months(a, g, p)
}

// months adds the history, for groups that can have one.
func (c *simPageCmd) months(a *app, g sim.Graph, p *simpage.Page) (err error) {
	cells, ok := g.(sim.Cells)
	if !ok || !cells.ByRules() || cells.Members > 20_000 || c.Months < 1 {
		return nil
	}
	p.History = sim.History{Start: cells, Months: c.Months, Captures: c.Captures, P: c.P, Hops: c.Hops, Growth: c.Growth, Runs: pageHistories, Seed: c.Seed}
	p.Months, err = sim.Months(a.ctx, p.History)
	return err
}
