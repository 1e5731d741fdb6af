package main

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

func (r *statusResult) lines(p *term.Page) {
	r.Travel.lines(p)
	r.deviceLines(p)
	p.Line("")
	p.Head("%s", p.Say.StatusLinks())
	if len(r.Links) == 0 {
		p.Line("  %s", p.Say.StatusNoLinks())
	}
	for _, l := range r.Links {
		l.lines(p)
	}
	if len(r.Messages) > 0 {
		p.Line("")
		p.Head("%s", p.Say.StatusMessages())
	}
	r.messageLines(p)
	r.alarmLines(p)
}

// messageLines shows the messages; of those that the other device has, one line
// stands for all but the newest.
func (r *statusResult) messageLines(p *term.Page) {
	delivered := 0
	for _, m := range r.Messages {
		if m.stage == device.ReceivedBy {
			delivered++
		}
	}
	left := delivered - 1
	for _, m := range r.Messages {
		if m.stage == device.ReceivedBy && left > 0 {
			left--
			continue
		}
		m.lines(p)
	}
	if delivered > 1 {
		p.Line("        %s", p.Say.StatusDelivered(delivered-1))
	}
}

// alarmLines shows the alarms, last: what is above may have scrolled away.
func (r *statusResult) alarmLines(p *term.Page) {
	if len(r.Alarms) == 0 {
		return
	}
	p.Line("")
	p.Head("%s", p.Say.StatusAlarms(len(r.Alarms)))
	for _, a := range r.Alarms {
		p.Bad("%s", p.Say.StatusAlarm(a.Arrived, a.Sentence))
		a.whatToDo(p)
	}
}

// labelled is [term.Page.Labelled].
func labelled(p *term.Page, bad bool, label, value string) { p.Labelled(bad, label, value) }

func (r *statusResult) deviceLines(p *term.Page) {
	say := p.Say
	p.Head("%s", say.StatusThisDevice())
	labelled(p, false, say.StatusYouAre(), say.Standing(r.standing))
	if named := r.Exposes[1:]; len(named) == 0 {
		labelled(p, false, say.StatusIfOpened(), say.StatusNamesNobody())
	} else {
		people := []string{say.CircleYou()}
		for _, e := range named {
			people = append(people, say.CircleNamed(e.Alias, say.Relation(e.relation)))
		}
		labelled(p, false, say.StatusIfOpened(), say.StatusNames(len(r.Exposes), say.Join(people)))
	}
	r.Travel.readings(p, r.Pouch.SealedUntil, r.Pouch.BytesToday)
	term.RiskLines(p, r.CheckIn)
	term.LifelineLine(p, &r.Lifelines)
	if r.Pouch.ClockJumped {
		labelled(p, true, say.StatusClock(), say.StatusClockJumped())
	} else {
		r.Travel.clockLine(p)
	}
	if r.noZone {
		labelled(p, true, say.StatusClock(), say.StatusZoneUnknown())
	}
	for _, w := range r.Advice {
		labelled(p, true, say.StatusNotebook(), say.NotebookWant(w))
	}
	if r.Longest < cell.MaxText {
		labelled(p, false, say.StatusRoom(), say.StatusLongest(r.Longest))
	}
	if r.Unread == 0 {
		labelled(p, false, say.StatusNew(), say.StatusNothingNew())
	} else {
		labelled(p, false, say.StatusNew(), say.StatusItemsNew(r.Unread))
	}
}

func (l linkStatus) lines(p *term.Page) {
	name, state := p.Say.Text(l.Alias), p.Say.Phase(l.phase)
	if l.phase == cell.Severed && l.Alias == "" {
		name = "–"
	}
	if l.Heard != nil {
		state = p.Say.StatusHeard(l.heardAgo, l.openedAgo, state)
	}
	p.Line("  %s%s%s", term.Column(name, 14), term.Column(p.Say.Relation(l.relation), 14), state)
	if l.Overdue {
		p.Bad("    %s", p.Say.StatusOverdue())
	}
	l.doubtLines(p)
	if l.Frozen != "" {
		p.Bad("    %s", p.Say.StatusFrozen(l.frozen))
	}
	if l.Securing && l.phase != cell.Severed {
		p.Line("    %s", p.Say.StatusSecuring())
	}
}

// doubtLines say what speaks against a link.
func (l linkStatus) doubtLines(p *term.Page) {
	switch {
	case l.Cut != nil:
		p.Bad("    %s", p.Say.StatusCut(*l.Cut))
		return
	case l.Quarantine != nil:
		p.Bad("    %s", p.Say.StatusQuarantine(*l.Quarantine))
	}
	if l.Probation != nil {
		p.Bad("    %s", p.Say.StatusProbation(*l.Probation))
	}
	if l.Unproven {
		p.Bad("    %s", p.Say.StatusUnproven())
	}
	if l.Suspected {
		p.Bad("    %s", p.Say.StatusSuspected(l.Alias))
	}
	if l.Told {
		p.Bad("    %s", p.Say.StatusToldTaken(l.Alias))
	}
}

// progress adds to how far a message is how many of its boxes are there, once
// the first is on its way; a message of one box needs no more than its stage.
func (part partStatus) progress(p *term.Page, state string) string {
	moves := part.stage == device.InPouch || part.stage == device.AtDrop || part.stage < device.ReceivedBy && part.There > 0
	if part.Boxes < 2 || !moves {
		return state
	}
	return p.Say.StatusBoxes(part.Boxes, part.There, part.left, state)
}

func (m sentStatus) lines(p *term.Page) {
	what, state, write := p.Say.Kind(m.kind), p.Say.Stage(m.stage), p.Line
	if m.kind == device.Text {
		what = p.Say.StatusToNobody()
		if len(m.Parts) > 0 {
			what = p.Say.StatusTo(p.Say.Text(m.Parts[0].To))
		}
	}
	if len(m.Parts) == 1 {
		state = m.Parts[0].progress(p, state)
	}
	if m.stage == device.Undelivered {
		state, write = p.Say.StatusUndelivered(p.Say.Reason(m.reason), state), p.Bad
	}
	write("  %4d  %s  %s  %s", m.Number, p.Say.Clock(m.Written), term.Column(what, 16), state)
	if len(m.Parts) < 2 {
		return
	}
	for _, part := range m.Parts {
		state := p.Say.Stage(part.stage)
		if part.stage == device.Undelivered {
			state = p.Say.StatusUndelivered(p.Say.Reason(part.reason), state)
		}
		p.Line("          %s  %s", term.Column(p.Say.StatusOver(p.Say.Text(part.To)), 19), state)
	}
}
