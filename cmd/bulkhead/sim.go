package main

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"bulkhead/cell"
	"bulkhead/phrase"
	"bulkhead/round"
	"bulkhead/sim"
	"bulkhead/tell"
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

// simShapeFlags say who knows whom.
type simShapeFlags struct {
	Shape   string `default:"cells" enum:"cells,star,flat" placeholder:"SHAPE" help:"sim_shape_kind"`
	File    string `placeholder:"FILE" help:"sim_file"`
	Members int    `default:"254" placeholder:"N" help:"sim_members"`
	Pairs   int    `default:"1" placeholder:"C" help:"sim_pairs"`
	Top     string `default:"pair" enum:"pair,one" placeholder:"TOP" help:"sim_top"`
	Linked  string `default:"both" enum:"both,one" placeholder:"WHO" help:"sim_linked"`
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
	Every *span `placeholder:"12h" help:"sim_every"`
	Grace *span `placeholder:"4h" help:"sim_grace"`
	Mean  span  `default:"24h" placeholder:"T" help:"sim_mean"`
}

// simCalendar is when the rounds of a group are.
type simCalendar struct {
	Calendar simHoursOf `placeholder:"CALENDAR" help:"sim_calendar"`
}

// simHoursOf is a calendar on the command line, as a drop offers it; its name may be
// left out. The zero value is a group without hours.
type simHoursOf struct{ round.Calendar }

// UnmarshalText implements encoding.TextUnmarshaler, which kong reads flags by.
func (c *simHoursOf) UnmarshalText(text []byte) (err error) {
	if _, c.Calendar, err = round.ParseCalendar(string(text)); err != nil {
		return errCalendar
	}
	return nil
}

// errCalendar is the error of what is no calendar; [lineError] has the sentence.
var errCalendar = errors.New("no calendar")

// times returns the check-in times as asked for, and the calendar's where nothing was.
func (t *simTimes) times(c round.Calendar) (every, grace time.Duration) {
	every, grace = cell.DefaultTimes(c)
	if t.Every != nil {
		every = time.Duration(*t.Every)
	}
	if t.Grace != nil {
		grace = time.Duration(*t.Grace)
	}
	return every, grace
}

// simWays are the times of word on its way.
type simWays struct {
	Round span `default:"15m" placeholder:"T" help:"sim_round"`
	Hop   span `default:"4h30m" placeholder:"T" help:"sim_hop"`
}

// simMonthsFlags say what happens over months.
type simMonthsFlags struct {
	Months   int     `default:"12" placeholder:"M" help:"sim_months_months"`
	Captures float64 `default:"1" placeholder:"K" help:"sim_months_captures"`
	Growth   float64 `default:"0.02" placeholder:"G" help:"sim_months_growth"`
}

// simOutput is how a verb's result is written, beside --json.
type simOutput struct {
	CSV bool `name:"csv" help:"sim_csv"`
}

// graph makes the shape or reads the file, and says what that was understood as.
func (f *simShapeFlags) graph(say phrase.Say) (sim.Graph, *sim.Source, error) {
	if f.File == "" {
		g, err := sim.Shape{Kind: sim.Kind(f.Shape), Members: f.Members, Pairs: f.Pairs, OneTop: f.Top == string(tell.TopOne),
			OneLink: f.Linked == string(tell.LinkedOne)}.Graph()
		if err != nil {
			return nil, nil, simError(say, err)
		}
		return g, nil, nil
	}
	file, err := os.Open(f.File)
	if err != nil {
		return nil, nil, because(say, say.FaultReading, err)
	}
	defer file.Close()
	g, s, err := sim.Read(file)
	if errors.Is(err, sim.ErrFile) {
		return nil, nil, err
	}
	if err != nil {
		return nil, nil, because(say, say.FaultReading, err)
	}
	return g, &s, nil
}

// because is an error with its cause in a sentence.
func because(say phrase.Say, sentence func(reason string) string, err error) error {
	reason, _ := say.Error(err)
	return refuse(said(sentence(reason)), "")
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

// showSim prints a result as a person asked for it; err is that of making it.
func showSim[R any, P interface {
	*R
	tell.SimResult
}](a *app, o simOutput, r P, err error, screen func(*term.Sheet, *R)) error {
	switch {
	case err != nil:
		return simError(a.saying(), err)
	case !o.CSV:
		return show(a, r, screen)
	case a.JSON:
		return usage(said(a.saying().SimCsvAndJson()), "")
	}
	term.SimNotes(a.aside(), r) // the rows stay rows
	if err := term.WriteRows(a.out, r); err != nil {
		return because(a.saying(), a.saying().FaultWritingRows, err)
	}
	return nil
}

// span is a time on the command line: 18h, 4h30m, 15m; a number alone is hours.
type span time.Duration

// maxSpan keeps sums of spans far from where they overflow.
const maxSpan = 100 * 365 * 24 * time.Hour

// errSpan is the error of what is none; [lineError] has the sentence.
var errSpan = errors.New("no time")

// UnmarshalText implements encoding.TextUnmarshaler, which kong reads flags by.
func (s *span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if hours, bare := strconv.ParseFloat(string(text), 64); bare == nil {
		if !(hours >= 0 && hours <= maxSpan.Hours()) {
			return errSpan
		}
		d, err = time.Duration(hours*float64(time.Hour)), nil
	}
	if err != nil || d < 0 || d > maxSpan {
		return errSpan
	}
	*s = span(d)
	return nil
}
