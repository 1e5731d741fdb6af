package main

import (
	"fmt"
	"strconv"
	"time"

	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/term"
)

type simAdviseCmd struct {
	Members int  `default:"254" placeholder:"N" help:"sim_advise_members"`
	Notice  span `default:"18h" placeholder:"T" help:"sim_advise_notice"`
	Mean    span `default:"24h" placeholder:"T" help:"sim_mean"`
	simChance
	Accept float64 `default:"4" placeholder:"N" help:"sim_advise_accept"`
	Word   span    `default:"48h" placeholder:"T" help:"sim_advise_word"`
	simWays
	simOutput
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
	Counts  string  `json:"counts"` // what exposed counts, in words for a person
	planResult
	Accepted bool         `json:"accepted"` // the exposure is within what was accepted, and p_eff below the critical value
	InTime   bool         `json:"in_time"`  // word comes within what was asked for
	Traded   []string     `json:"traded"`   // what was given up for what, in words for a person
	Looked   []planResult `json:"looked_at"`
	advice   *sim.Advice
}

// Run computes; nothing is drawn.
func (c *simAdviseCmd) Run(a *app) error {
	adv, err := sim.Advise(sim.Needs{Members: c.Members, Notice: time.Duration(c.Notice), Mean: time.Duration(c.Mean), P: c.P, Accept: c.Accept,
		Word: time.Duration(c.Word), Round: time.Duration(c.Round), Hop: time.Duration(c.Hop)})
	if err != nil {
		return simError(a.saying(), err)
	}
	r := &adviceResult{Members: c.Members, P: c.P, Counts: sim.Counted, planResult: plan(adv.Plan), Accepted: adv.Accepted, InTime: adv.InTime, advice: adv}
	for _, p := range adv.Looked {
		r.Looked = append(r.Looked, plan(p))
	}
	r.Traded = traded(a.saying(), adv)
	return c.tell(a, r)
}

// traded says what was given up for what.
func traded(say phrase.Say, a *sim.Advice) (all []string) {
	now, unlocks := say.Decimal(a.Exposed, 1), say.Figure(a.PerDay)
	if p := a.Safer; p != nil {
		all = append(all, say.SimSafer(p.Every, say.Decimal(p.Exposed, 1), now, p.Grace, say.Figure(p.PerDay), unlocks))
	}
	if p := a.Quicker; p != nil {
		all = append(all, say.SimQuicker(p.Every, p.Confession, a.Confession, percent(say, p.CutOff), percent(say, a.CutOff), p.Usual, a.Usual, shapeWords(say, p)))
	}
	if p := a.Lighter; p != nil {
		lighter := say.SimLighter
		if p.PEff >= p.CriticalP {
			lighter = say.SimLighterWalks
		}
		all = append(all, lighter(p.Every, say.Decimal(p.Exposed, 1), now, p.Grace, say.Figure(p.PerDay), unlocks))
	}
	return append(all, say.SimNeverNoticed(say.Decimal(a.Never, 1), now))
}

func shapeWords(say phrase.Say, p *sim.Plan) string {
	s := say.SimPairs(p.Shape.Pairs)
	if p.Shape.OneTop {
		return say.SimTop(say.SimOneOnTop(), s)
	}
	return s
}

// topWords says who is on top: pair or one.
func topWords(say phrase.Say, top string) string {
	if top == "one" {
		return say.SimOneOnTop()
	}
	return say.SimPairOnTop()
}

func (r *adviceResult) assumed(say phrase.Say) string { return assumed(say, r.P) }

func (r *adviceResult) table() [][]string {
	rows := [][]string{{"pairs", "top", "every_hours", "grace_hours", "unlocks_a_day", "p_eff", "critical_p", "expected_exposed", "worst_confession", "cut_off_by_worst_loss", "hops_to_desk", "hours_to_desk", "slots"}}
	for _, p := range append([]planResult{r.planResult}, r.Looked...) {
		rows = append(rows, []string{strconv.Itoa(p.Pairs), p.Top, fmt.Sprint(p.Every), fmt.Sprint(p.Grace), fmt.Sprintf("%.3g", p.PerDay), figure(p.PEff), figure(p.Critical), figure(p.Exposed),
			strconv.Itoa(p.Confession), figure(p.CutOff), strconv.Itoa(p.Hops), fmt.Sprint(p.Hours), strconv.Itoa(p.Slots)})
	}
	return rows
}

func (r *adviceResult) lines(p *term.Page) {
	a, s := r.advice, p.Say
	p.Head("%s", s.SimAdvice(a.Every, a.Grace, s.SimMembers(r.Members), s.SimAdviceLeads(r.Pairs, topWords(s, r.Top))))
	p.Line("%s", s.SimAdviceExposes(s.Decimal(r.Exposed, 1)))
	p.Line("%s", s.SimNames(r.Confession))
	p.Line("%s", s.SimAdviceChance(s.Decimal(r.Critical, 3), s.Decimal(r.PEff, 3)))
	p.Line("%s", s.SimAdviceLoss(percent(s, r.CutOff)))
	p.Line("%s", s.SimAdviceWord(r.Hops, a.Usual))
	p.Line("%s", s.SimAdviceSlots(r.Slots))
	p.Line("%s", r.assumed(s))
	if !r.Accepted {
		p.Bad("%s", s.SimNotAccepted())
	} else if !r.InTime {
		p.Bad("%s", s.SimNotInTime())
	}
	p.Line("")
	p.Head("%s", s.SimTraded())
	for _, t := range r.Traded {
		p.Line("%s", t)
	}
}
