package term

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
	"bulkhead/tell"
)

// Status shows the device's status: first whether boxes travel, last the alarms,
// since what is above may have scrolled away.
func Status(p *Sheet, r *tell.Status) {
	travel(p, &r.Travel)
	ownDevice(p, r)
	p.Line("")
	p.Head("%s", p.Say.StatusLinks())
	if len(r.Links) == 0 {
		p.Line("  %s", p.Say.StatusNoLinks())
	}
	for _, l := range r.Links {
		linkLines(p, &l)
	}
	if len(r.Messages) > 0 {
		p.Line("")
		p.Head("%s", p.Say.StatusMessages())
	}
	messages(p, r.Messages)
	if len(r.Alarms) > 0 {
		p.Line("")
		p.Head("%s", p.Say.StatusAlarms(len(r.Alarms)))
	}
	for _, a := range r.Alarms {
		p.Bad("%s", p.Say.StatusAlarm(a.Arrived, p.Say.Told(&a)))
		whatToDo(p, &a)
	}
}

// travel says whether boxes travel now, and if not why and what to do.
func travel(p *Sheet, t *tell.Travel) {
	if t.Travels {
		p.Line("%s", p.Say.TravelWell(p.Say.Past(t.Asked)))
	}
	for _, s := range t.Stops {
		write := p.Bad
		if s.Kind == device.StopFirst || s.Kind == device.StopHours {
			write = p.Line
		}
		write("%s", p.Say.Stop(s))
	}
	for _, place := range t.Places {
		if place.Silent && t.Travels {
			p.Bad("%s", p.Say.TravelPlaceSilent(place.Number, p.Say.Cause(place.Cause)))
		}
	}
	if len(t.Failures) > 0 && !t.Since.IsZero() {
		p.Line("%s", p.Say.TravelFailures(t.Since))
		for _, f := range t.Failures {
			p.Line("  %s", p.Say.TravelFailure(p.Say.Past(f.Last), f.Count, p.Say.Cause(f.Cause)))
		}
	}
	p.Line("")
}

func ownDevice(p *Sheet, r *tell.Status) {
	say := p.Say
	p.Head("%s", say.StatusThisDevice())
	p.Labelled(false, say.StatusYouAre(), say.Standing(r.Standing))
	if len(r.Exposes) == 0 {
		p.Labelled(false, say.StatusIfOpened(), say.StatusNamesNobody())
	} else {
		p.Labelled(false, say.StatusIfOpened(), say.StatusNames(1+len(r.Exposes), names(p, r.Exposes)))
	}
	p.Labelled(false, say.StatusWorksUntil(), say.TravelSealedUntil(r.Pouch.Sealed))
	if r.Pouch.BytesToday == 0 {
		p.Labelled(false, say.StatusDataToday(), say.TravelDataNone())
	} else {
		p.Labelled(false, say.StatusDataToday(), say.TravelData(say.Past(r.Travel.Asked), r.Pouch.BytesToday))
	}
	hours(p, r.Hours)
	RiskLines(p, r.CheckIn)
	LifelineLine(p, &r.Lifelines)
	clock(p, r)
	if r.Shelf == device.ShelfFails {
		p.Labelled(true, say.StatusShelf(), say.StatusShelfFails())
	}
	for _, w := range r.Advice {
		p.Labelled(true, say.StatusNotebook(), say.NotebookWant(w))
	}
	if r.Longest < cell.MaxText {
		p.Labelled(false, say.StatusRoom(), say.StatusLongest(r.Longest))
	}
	if r.Unread == 0 {
		p.Labelled(false, say.StatusNew(), say.StatusNothingNew())
	} else {
		p.Labelled(false, say.StatusNew(), say.StatusItemsNew(r.Unread))
	}
	if r.Reports.Unread > 0 {
		p.Labelled(true, say.ReportNouns(), say.ReportUnread(r.Reports.Unread))
	}
	if r.Reports.GaveUp > 0 {
		p.Labelled(true, say.ReportNouns(), say.ReportGaveUp(r.Reports.GaveUp))
	}
}

// hours says when the group's hours are; nothing without any.
func hours(p *Sheet, h *tell.DayHours) {
	if h == nil {
		return
	}
	p.Labelled(false, p.Say.HoursLabel(), p.Say.Hours(h))
	shift(p, h)
}

// shift says that the hours will be at other times of day.
func shift(p *Sheet, h *tell.DayHours) {
	if h.Shift != nil {
		p.Labelled(false, "", p.Say.Shift(h.Shift))
	}
}

// names says the owner and others.
func names(p *Sheet, others []tell.Person) string {
	all := []string{p.Say.CircleYou()}
	for _, e := range others {
		all = append(all, p.Say.CircleNamed(e.Alias, p.Say.Relation(e.Relation)))
	}
	return p.Say.Join(all)
}

// clock warns when the drop's clock is off by what can cost boxes.
func clock(p *Sheet, r *tell.Status) {
	say, label := p.Say, p.Say.StatusClock()
	ago, skew := say.Past(r.Travel.Compared), r.Pouch.Skew.Duration()
	switch {
	case r.Pouch.Jumped:
		p.Labelled(true, label, say.StatusClockJumped())
	case r.Travel.Compared.IsZero():
		p.Labelled(false, label, say.TravelClockNever())
	case skew.Abs() <= r.Pouch.Slack.Duration():
		p.Labelled(false, label, say.TravelClockAgreed(ago))
	case skew > 0:
		p.Labelled(true, label, say.TravelClockAhead(ago, skew))
	default:
		p.Labelled(true, label, say.TravelClockBehind(ago, -skew))
	}
	if r.ZoneUnknown {
		p.Labelled(true, label, say.StatusZoneUnknown())
	}
}

func linkLines(p *Sheet, l *tell.Link) {
	name, state := p.Say.Text(l.Alias), p.Say.Phase(l.Phase)
	if l.Phase == cell.Severed && l.Alias == "" {
		name = "–"
	}
	if !l.Heard.IsZero() {
		state = heard(p, l, state)
	}
	p.Line("  %s%s%s", Column(name, 14), Column(p.Say.Relation(l.Relation), 14), state)
	if l.Overdue {
		p.Bad("    %s", p.Say.StatusOverdue())
	}
	doubts(p, l)
	if l.Frozen != 0 {
		p.Bad("    %s", p.Say.StatusFrozen(p.Say.Frozen(l.Frozen)))
	}
	if l.Securing && l.Phase != cell.Severed {
		p.Line("    %s", p.Say.StatusSecuring())
	}
}

// heard adds to how far a link is when its other side was last heard of.
func heard(p *Sheet, l *tell.Link, state string) string {
	if !l.Until.IsZero() {
		return p.Say.StatusHeardOutside(p.Say.Since(l.Heard), state, l.Opened)
	}
	return p.Say.StatusHeard(p.Say.Since(l.Heard), p.Say.Since(l.Opened), state)
}

// doubts says what speaks against a link.
func doubts(p *Sheet, l *tell.Link) {
	switch {
	case !l.Cut.IsZero():
		p.Bad("    %s", p.Say.StatusCut(l.Cut))
		return
	case !l.Quarantine.IsZero():
		p.Bad("    %s", p.Say.StatusQuarantine(l.Quarantine))
	}
	if !l.Probation.IsZero() {
		p.Bad("    %s", p.Say.StatusProbation(l.Probation))
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

// messages shows the messages; of those that the other device has, one line stands
// for all but the newest.
func messages(p *Sheet, all []tell.Written) {
	delivered := 0
	for _, m := range all {
		if m.Stage == mail.ReceivedBy {
			delivered++
		}
	}
	left := delivered - 1
	for _, m := range all {
		if m.Stage == mail.ReceivedBy && left > 0 {
			left--
			continue
		}
		message(p, &m)
	}
	if delivered > 1 {
		p.Line("        %s", p.Say.StatusDelivered(delivered-1))
	}
}

func message(p *Sheet, m *tell.Written) {
	what, state, write := p.Say.Kind(m.Kind), p.Say.Stage(m.Stage), p.Line
	if m.Kind == mail.Text {
		what = p.Say.StatusToNobody()
		if len(m.Parts) > 0 {
			what = p.Say.StatusTo(p.Say.Somebody(m.Parts[0].To))
		}
	}
	if len(m.Parts) == 1 {
		state = progress(p, &m.Parts[0], state)
	}
	if m.Stage == mail.Undelivered {
		state, write = p.Say.StatusUndelivered(p.Say.Reason(m.Reason), state), p.Bad
	}
	write("  %4d  %s  %s  %s", m.Number, p.Say.When(m.Written, m.Until), Column(what, 16), state)
	if m.File > 0 {
		p.Line("          %s", p.Say.FileGoesWith(p.Say.Bytes(uint64(m.File))))
	}
	if len(m.Parts) < 2 {
		if len(m.Parts) == 1 && m.Parts[0].Hold != mail.NoHold {
			p.Bad("          %s", p.Say.Hold(m.Parts[0].Hold))
		}
		return
	}
	for _, part := range m.Parts {
		state := p.Say.Stage(part.Stage)
		if part.Stage == mail.Undelivered {
			state = p.Say.StatusUndelivered(p.Say.Reason(part.Reason), state)
		}
		p.Line("          %s  %s", Column(p.Say.StatusOver(p.Say.Somebody(part.To)), 19), state)
	}
}

// progress adds to how far a message is how many of its boxes are there, once
// the first is on its way; a message of one box needs no more than its stage.
func progress(p *Sheet, part *tell.Part, state string) string {
	moves := part.Stage == mail.InPouch || part.Stage == mail.AtDrop || part.Stage < mail.ReceivedBy && part.There > 0
	if part.Boxes < 2 || !moves {
		return state
	}
	if !part.At.IsZero() {
		return p.Say.StatusBoxesAt(part.At, part.Boxes, part.There, state)
	}
	return p.Say.StatusBoxes(part.Boxes, part.There, part.Left.Duration(), state)
}
