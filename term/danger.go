package term

import (
	"bulkhead/cell"
	"bulkhead/tell"
)

// listed writes a heading, a list below it, and an empty line.
func listed(p *Sheet, heading string, items []string) {
	p.Head("%s", heading)
	for _, item := range items {
		p.Line("  – %s", item)
	}
	p.Line("")
}

// Drill shows a plan, and what was done if it was.
func Drill(p *Sheet, r *tell.Drill) {
	drillPlan(p, r)
	if r.Done {
		drillDone(p, r)
	} else {
		p.Head("%s", p.Say.DrillDryRun())
	}
}

// DrillToAgree shows all that is known before the question.
func DrillToAgree(p *Sheet, r *tell.Drill) {
	drillPlan(p, r)
	p.Bad("%s", p.Say.DrillUndone(r))
}

// DrillAgreed shows what was done, after DrillToAgree. What comes next is said once
// more: the plan stood on another screen.
func DrillAgreed(p *Sheet, r *tell.Drill) {
	drillDone(p, r)
	for _, s := range p.Say.DrillThen(r) {
		p.Line("  %s", s)
	}
}

func drillPlan(p *Sheet, r *tell.Drill) {
	say := p.Say
	headline, heading := say.DrillIfTaken(r.Alias, say.Relation(r.Relation)), say.DrillWillDo()
	if r.Done {
		headline, heading = say.DrillWasTaken(r.Alias, say.Relation(r.Relation)), say.DrillDoes()
	}
	p.Bad("%s", headline)
	p.Line("")
	listed(p, say.DrillCaptorLearns(r.Alias), learned(p, r))
	var does []string
	for _, t := range r.Tells {
		does = append(does, say.DrillTells(say.Relation(t.Whom), say.Somebody(t.To)))
	}
	if len(r.Tells) == 0 {
		does = append(does, say.DrillTellsNobody(r.Alias))
	}
	for _, c := range r.Cuts {
		if c.AtOnce {
			does = append(does, say.DrillCutsAtOnce(c.Alias))
		} else {
			does = append(does, say.DrillCutsLater(c.Alias, c.Rounds, c.Span.Duration()))
		}
	}
	listed(p, heading, append(does, say.DrillSendsNothing(r.Alias)))
	listed(p, say.DrillInPerson(), say.DrillOwner(r))
	listed(p, say.DrillNext(), say.DrillThen(r))
}

// learned says what the captor learns.
func learned(p *Sheet, r *tell.Drill) []string {
	say, k := p.Say, r.Knows
	all := []string{say.DrillLearnsNames(names(p, k.Names))}
	switch {
	case k.OthersMost > k.Others:
		all = append(all, say.DrillLearnsOthersMost(k.Others, k.OthersMost, say.DrillKnown(r)))
	case k.Others > 0:
		all = append(all, say.DrillLearnsOthers(k.Others, say.DrillKnown(r)))
	}
	all = append(all, say.DrillLearnsMessages(r.Alias))
	if k.Notes {
		all = append(all, say.DrillLearnsNotes())
	}
	return append(all, say.DrillLearnsDrop())
}

func drillDone(p *Sheet, r *tell.Drill) {
	say := p.Say
	p.Head("%s", say.DrillDone())
	for _, t := range r.Tells {
		p.Line("  %s", say.DrillWillHear(say.Somebody(t.To)))
	}
	for _, c := range r.Cuts {
		if c.AtOnce || c.At.IsZero() {
			p.Line("  %s", say.DrillIsCut(c.Alias))
		} else {
			p.Line("  %s", say.DrillWillBeCut(c.Alias, c.At))
		}
	}
	p.Line("  %s", say.DrillBoxesLeave())
}

// DrillTakenBack shows that a drill was taken back.
func DrillTakenBack(p *Sheet, r *tell.DrillTakenBack) {
	p.Head("%s", p.Say.DrillBack(r.Alias))
	hear(p, r.Told)
	p.Line("  %s", p.Say.SuspectQuarantine(r.Alias, r.Quarantine))
	p.Line("  %s", p.Say.DrillBackStays())
}

func hear(p *Sheet, aliases []string) {
	for _, name := range aliases {
		p.Line("  %s", p.Say.DrillWillHear(p.Say.Text(name)))
	}
}

// DrillWho shows who can have been taken.
func DrillWho(p *Sheet, ties []cell.Tie) {
	p.Head("%s", p.Say.DrillWho())
	for _, t := range ties {
		p.Line("  %s%s", Column(p.Say.Text(t.Alias), 14), p.Say.Relation(t.Relation))
	}
}

// Suspicion shows a word that was given or taken back.
func Suspicion(p *Sheet, r *tell.Suspicion) {
	say := p.Say
	switch {
	case r.Cut:
		p.Head("%s", say.SuspectCut(r.Alias))
		p.Line("  %s", say.SuspectNoLead())
		hear(p, r.Told)
		return
	case r.Suspected:
		p.Head("%s", say.SuspectStands(r.Alias))
	default:
		p.Head("%s", say.SuspectTakenBack(r.Alias))
	}
	hear(p, r.Told)
	if !r.Quarantine.IsZero() {
		p.Line("  %s", say.SuspectQuarantine(r.Alias, r.Quarantine))
	}
	if r.Suspected {
		if r.Relation == cell.Lead && len(r.Told) > 0 {
			p.Line("  %s", say.SuspectIfBoth(say.Text(r.Told[0])))
		}
		p.Line("  %s", say.SuspectNext(r.Alias))
	}
}

// Left shows that somebody has left.
func Left(p *Sheet, r *tell.Left) {
	say := p.Say
	p.Head("%s", say.LeaveDone())
	for _, name := range r.Told {
		p.Line("  %s", say.LeaveTold(say.Text(name)))
	}
	for _, name := range r.NotTold {
		p.Bad("  %s", say.LeaveNotTold(say.Text(name)))
	}
	p.Line("  %s", say.LeaveRun(r.Sealed))
}

// LeftToAgree shows all that is known before the question.
func LeftToAgree(p *Sheet, r *tell.Left) {
	say := p.Say
	var does []string
	for _, name := range r.Told {
		does = append(does, say.LeaveTells(say.Text(name)))
	}
	for _, name := range r.NotTold {
		does = append(does, say.LeaveCuts(name))
	}
	if len(does) == 0 {
		does = append(does, say.LeaveNobody())
	}
	listed(p, say.LeaveDoes(), append(does, say.LeaveErases(), say.LeaveTravels(r.Travels.Duration())))
	cannot := []string{say.LeaveCannotUndo(), say.LeaveCannotWait(), say.LeaveCannotForget()}
	if r.Leads {
		cannot = append(cannot, say.LeaveCannotLed())
	}
	if r.Founder {
		cannot = append(cannot, say.LeaveCannotFounder())
	}
	listed(p, say.LeaveCannot(), append(cannot, say.LeaveCannotCopies()))
}
