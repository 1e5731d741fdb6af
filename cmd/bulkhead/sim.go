package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"

	"bulkhead/sim"
	"bulkhead/term"
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
	return `What would a capture cost? One member is taken, anybody with the same chance; everybody taken gives up each contact with a chance of --p, by default every one; the group has cut after --hops. What is exposed are the others, besides the one taken. A model, not a promise: the page docs/simulator.md says what it leaves out.

    bulkhead sim cascade --members 254 --hops 2
    bulkhead sim advise --members 254 --notice 18h
    bulkhead sim page --members 254 --out page.html` + simExitHelp
}

// simExitHelp stands below the help of the simulator's verbs.
const simExitHelp = `

Exit codes: 0 done; 1 refused or failed; 2 wrong command line.`

// slowly runs work that tells how many of steps it has done.
func (a *app) slowly(what string, steps int, work func(done func(int)) error) error {
	return term.Counted(a.err, what, steps, work)
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

// assumed says what a verb's figures count, and with which chance they were
// reckoned.
func assumed(p float64) string { return "Exposed: " + sim.Counted + ". " + sim.Assumed(p) + "." }

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
