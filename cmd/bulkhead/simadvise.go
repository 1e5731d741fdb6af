package main

import (
	"fmt"
	"strconv"
	"time"

	"bulkhead/sim"
	"bulkhead/term"
)

type simAdviseCmd struct {
	Members int  `default:"254" placeholder:"N" help:"Members, 2 to 1000000 (default: 254)."`
	Notice  span `default:"18h" placeholder:"T" help:"The longest time after which somebody taken must be missed: check-in and grace together (default: 18h)."`
	Mean    span `default:"24h" placeholder:"T" help:"From being given up to being taken, on average (default: 24h)."`
	simChance
	Accept float64 `default:"4" placeholder:"N" help:"Others exposed by one capture on average that are still accepted (default: 4, as many as one device names)."`
	Word   span    `default:"48h" placeholder:"T" help:"The longest that word may usually need to the desk; 0: any time (default: 48h)."`
	simWays
	simOutput
}

// Help implements kong's HelpProvider.
func (simAdviseCmd) Help() string {
	return `Recommends a shape that a group of this program can have, and check-in times, and says what it traded for what. It takes the fewest unlocks a day with which the exposure is accepted and a capture cannot walk on; then, of the shapes that bring word in time, the one whose devices name the fewest people.

    bulkhead sim advise --members 254 --notice 18h
    bulkhead sim advise --members 5000 --notice 12h --word 24h` + simExitHelp
}

type planResult struct {
	Pairs      int     `json:"pairs"`
	Top        string  `json:"top"`
	Every      float64 `json:"every_hours"`
	Grace      float64 `json:"grace_hours"`
	PerDay     float64 `json:"unlocks_a_day"`
	PEff       float64 `json:"p_eff"`
	Critical   float64 `json:"critical_p"`
	Exposed    float64 `json:"expected_exposed"`
	Never      float64 `json:"expected_exposed_unnoticed"`
	Confession int     `json:"worst_confession"`
	CutOff     float64 `json:"cut_off_by_worst_loss"`
	Hops       int     `json:"hops_to_desk"`
	Hours      float64 `json:"hours_to_desk"`
	Slots      int     `json:"slots"`
}

func plan(p sim.Plan) planResult {
	top := "pair"
	if p.Shape.OneTop {
		top = "one"
	}
	return planResult{p.Shape.Pairs, top, p.Every.Hours(), p.Grace.Hours(), p.PerDay, p.PEff, p.CriticalP, p.Exposed, p.Never,
		p.Confession, p.CutOff, p.Hops, p.Usual.Hours(), p.Slots}
}

type adviceResult struct {
	Members int     `json:"members"`
	P       float64 `json:"p"`
	Counts  string  `json:"counts"` // what exposed counts
	planResult
	Accepted bool         `json:"accepted"` // the exposure is within what was accepted, and p_eff below the critical value
	InTime   bool         `json:"in_time"`  // word comes within what was asked for
	Traded   []string     `json:"traded"`   // what was given up for what
	Looked   []planResult `json:"looked_at"`
	advice   *sim.Advice
}

// Run computes; nothing is drawn.
func (c *simAdviseCmd) Run(a *app) error {
	adv, err := sim.Advise(sim.Needs{Members: c.Members, Notice: time.Duration(c.Notice), Mean: time.Duration(c.Mean), P: c.P, Accept: c.Accept,
		Word: time.Duration(c.Word), Round: time.Duration(c.Round), Hop: time.Duration(c.Hop)})
	if err != nil {
		return simError(err)
	}
	r := &adviceResult{Members: c.Members, P: c.P, Counts: sim.Counted, planResult: plan(adv.Plan), Accepted: adv.Accepted, InTime: adv.InTime, advice: adv}
	for _, p := range adv.Looked {
		r.Looked = append(r.Looked, plan(p))
	}
	r.Traded = traded(adv)
	return c.tell(a, r)
}

// traded says what was given up for what.
func traded(a *sim.Advice) (all []string) {
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if p := a.Safer; p != nil {
		say("Safer: check-in every %s with %s of grace: %.1f others exposed in place of %.1f, but %.3g unlocks a day in place of %.3g.",
			sim.Span(p.Every), sim.Span(p.Grace), p.Exposed, a.Exposed, p.PerDay, a.PerDay)
	}
	if p := a.Quicker; p != nil {
		say("Quicker: %s: word at the desk after %s in place of %s, but one device names %d people in place of %d, one loss cuts off %.0f %% in place of %.0f %%, and it takes a check-in every %s to bear it.",
			shapeWords(p), sim.Span(p.Usual), sim.Span(a.Usual), p.Confession, a.Confession, 100*p.CutOff, 100*a.CutOff, sim.Span(p.Every))
	}
	if p := a.Lighter; p != nil {
		say("Lighter: %.3g unlocks a day in place of %.3g (every %s, %s of grace), but %.1f others exposed in place of %.1f%s.",
			p.PerDay, a.PerDay, sim.Span(p.Every), sim.Span(p.Grace), p.Exposed, a.Exposed, map[bool]string{true: ", and a capture can walk through the whole tree"}[p.PEff >= p.CriticalP])
	}
	say("If nobody noticed at all, a capture would expose %.1f others in place of %.1f: the times do this, not the shape.", a.Never, a.Exposed)
	return all
}

func shapeWords(p *sim.Plan) string {
	s := plural(p.Shape.Pairs, "", "one pair a lead", "%d pairs a lead")
	if p.Shape.OneTop {
		return s + ", one on top"
	}
	return s
}

func (r *adviceResult) assumed() string { return assumed(r.P) }

func (r *adviceResult) table() [][]string {
	rows := [][]string{{"pairs", "top", "every_hours", "grace_hours", "unlocks_a_day", "p_eff", "critical_p", "expected_exposed", "worst_confession", "cut_off_by_worst_loss", "hops_to_desk", "hours_to_desk", "slots"}}
	for _, p := range append([]planResult{r.planResult}, r.Looked...) {
		rows = append(rows, []string{strconv.Itoa(p.Pairs), p.Top, fmt.Sprint(p.Every), fmt.Sprint(p.Grace), fmt.Sprintf("%.3g", p.PerDay), figure(p.PEff), figure(p.Critical), figure(p.Exposed),
			strconv.Itoa(p.Confession), figure(p.CutOff), strconv.Itoa(p.Hops), fmt.Sprint(p.Hours), strconv.Itoa(p.Slots)})
	}
	return rows
}

func (r *adviceResult) lines(p *term.Page) {
	a := r.advice
	p.Head("%d members: %s, %s on top; check-in every %s with %s of grace.", r.Members, plural(r.Pairs, "", "everybody leads one pair", "everybody leads %d pairs"),
		map[string]string{"pair": "a founders' pair", "one": "one"}[r.Top], sim.Span(a.Every), sim.Span(a.Grace))
	p.Line("A capture then exposes %.1f others on average. One device names %d people at most, its owner included.", r.Exposed, r.Confession)
	p.Line("A contact is taken before anybody notices with a chance of %.3f; from %.3f on a capture walks on.", r.PEff, r.Critical)
	p.Line("The worst single loss cuts off %s until it is healed. Word needs %d hops to the desk, usually %s.", percent(r.CutOff), r.Hops, sim.Span(a.Usual))
	p.Line("The group must be founded with %d slots.", r.Slots)
	p.Line("%s", r.assumed())
	if !r.Accepted {
		p.Bad("nothing was found that exposes as few as you accept: this is what exposes least. Notice sooner, or accept more")
	} else if !r.InTime {
		p.Bad("word is later than you asked for with every shape: this is the quickest")
	}
	p.Line("")
	p.Head("What was traded")
	for _, t := range r.Traded {
		p.Line("%s", t)
	}
}
