package main

import (
	"bulkhead/phrase"
	"bulkhead/term"
)

func (r *drillResult) lines(p *term.Page) {
	if !r.seen {
		r.planLines(p)
	}
	if !r.Done {
		p.Head("%s", p.Say.DrillDryRun())
		return
	}
	r.doneLines(p)
}

// planLines shows all that is known before the question.
func (r *drillResult) planLines(p *term.Page) {
	say := p.Say
	headline, heading := say.DrillIfTaken(r.Alias, say.Relation(r.relation)), say.DrillWillDo()
	if r.Done {
		headline, heading = say.DrillWasTaken(r.Alias, say.Relation(r.relation)), say.DrillDoes()
	}
	p.Bad("%s", headline)
	p.Line("")
	listed(p, say.DrillCaptorLearns(r.Alias), r.Knows.words(say, r.Alias))
	var does []string
	for _, t := range r.Tells {
		does = append(does, say.DrillTells(say.Relation(t.whom), say.Text(t.To)))
	}
	if len(r.Tells) == 0 {
		does = append(does, say.DrillTellsNobody(r.Alias))
	}
	for _, c := range r.Cuts {
		does = append(does, c.words(say))
	}
	listed(p, heading, append(does, say.DrillSendsNothing(r.Alias)))
	listed(p, say.DrillInPerson(), r.InPerson)
	listed(p, say.DrillNext(), r.Next)
}

// undone says what can be undone of the plan, and until when.
func (r *drillResult) undone(say phrase.Say) string {
	for _, c := range r.Cuts {
		if c.AtOnce {
			return say.DrillUndoneNever()
		}
	}
	return say.DrillUndoneLater(r.Alias)
}

// listed writes a heading, a list below it, and an empty line.
func listed(p *term.Page, heading string, items []string) {
	p.Head("%s", heading)
	for _, item := range items {
		p.Line("  – %s", item)
	}
	p.Line("")
}

// doneLines shows what was done. What comes next is said once more if the plan
// stood on another screen.
func (r *drillResult) doneLines(p *term.Page) {
	say := p.Say
	p.Head("%s", say.DrillDone())
	for _, t := range r.Tells {
		p.Line("  %s", say.DrillWillHear(say.Text(t.To)))
	}
	for _, c := range r.Cuts {
		if c.AtOnce || c.At == nil {
			p.Line("  %s", say.DrillIsCut(c.Alias))
		} else {
			p.Line("  %s", say.DrillWillBeCut(c.Alias, *c.At))
		}
	}
	p.Line("  %s", say.DrillBoxesLeave())
	if r.seen {
		for _, s := range r.Next {
			p.Line("  %s", s)
		}
	}
}

// words says what the captor learns.
func (k learned) words(say phrase.Say, name string) []string {
	var names []string
	for _, n := range k.Names {
		if n.Alias == "" {
			names = append(names, say.CircleYou())
		} else {
			names = append(names, say.CircleNamed(n.Alias, say.Relation(n.relation)))
		}
	}
	all := []string{say.DrillLearnsNames(say.Join(names))}
	switch {
	case k.OthersMost > k.Others:
		all = append(all, say.DrillLearnsOthersMost(k.Others, k.OthersMost, k.Who))
	case k.Others > 0:
		all = append(all, say.DrillLearnsOthers(k.Others, k.Who))
	}
	all = append(all, say.DrillLearnsMessages(name))
	if k.Notes {
		all = append(all, say.DrillLearnsNotes())
	}
	return append(all, say.DrillLearnsDrop())
}

func (c plannedCut) words(say phrase.Say) string {
	if c.AtOnce {
		return say.DrillCutsAtOnce(c.Alias)
	}
	return say.DrillCutsLater(c.Alias, c.Rounds, inSeconds(c.Seconds))
}
