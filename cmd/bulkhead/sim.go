package main

import (
	"context"
	"errors"
	"math"
	"strconv"

	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/term"
)

// simCmd are the verbs of the exposure simulator. They open no device and ask
// for no passphrase.
type simCmd struct {
	Cascade simCascadeCmd `cmd:"" help:"sim_cascade"`
	Hours   simHoursCmd   `cmd:"" help:"sim_hours"`
	Shape   simShapeCmd   `cmd:"" help:"sim_shape"`
	Months  simMonthsCmd  `cmd:"" help:"sim_months"`
	CheckIn simCheckInCmd `cmd:"" name:"checkin" help:"sim_checkin"`
	Advise  simAdviseCmd  `cmd:"" help:"sim_advise"`
	Page    simPageCmd    `cmd:"" help:"sim_page"`
}

// slowly runs work that tells how many of steps it has done.
func (a *app) slowly(what string, steps int, work func(done func(int)) error) error {
	return term.Counted(a.err, what, steps, work)
}

// simError makes a usage error of a question that has no answer.
func simError(say phrase.Say, err error) error {
	switch {
	case errors.Is(err, sim.ErrQuestion), errors.Is(err, sim.ErrShape):
		return usage(err, say.SimSeeHelp())
	case errors.Is(err, context.Canceled):
		return refuse(said(say.SimEnded()), "")
	}
	return err
}

// assumed says what a verb's figures count, and with which chance they were
// reckoned.
func assumed(say phrase.Say, p float64) string {
	if p == 1 {
		return say.SimAssumedWorst()
	}
	return say.SimAssumed(say.Figure(p))
}

// valueOf returns v, or nil where it is not known, for JSON's null.
func valueOf(v float64, ok bool) *float64 {
	if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// figure writes a number for CSV.
func figure(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }

// figureOf is figure; "" where it is not known.
func figureOf(v *float64) string {
	if v == nil {
		return ""
	}
	return figure(*v)
}

// shownFigure says a figure of a table; "" where it is not known.
func shownFigure(say phrase.Say, v *float64) string {
	if v == nil {
		return ""
	}
	return say.Decimal(*v, 4)
}

func percent(say phrase.Say, v float64) string { return say.SimPercent(say.Decimal(100*v, 1)) }
