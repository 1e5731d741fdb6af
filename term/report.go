package term

import (
	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/seal"
	"bulkhead/tell"
)

// Reports is the screen of 'report list'.
func Reports(p *Sheet, r *tell.Reports) {
	if len(r.Reports) == 0 {
		p.Line("%s", p.Say.ReportNone())
	}
	for i := range r.Reports {
		row := &r.Reports[i]
		what := p.Say.ReportKind(row.Of)
		if row.Type != "" {
			what = p.Say.ReportType(row.Form.Kind, row.Form.Type)
		}
		if row.Place != "" {
			what = p.Say.FormNamed(p.Say.Text(row.Place), what)
		}
		p.Line("%4d  %s", row.Number, what)
		p.Line("      %s", reportStands(p, row))
		if row.Unread > 0 {
			p.Bad("      %s", p.Say.ReportUnread(row.Unread))
		}
		if row.GaveUp > 0 {
			p.Bad("      %s", p.Say.ReportNotThere(row.GaveUp))
		}
	}
}

// reportStands says how far a report is.
func reportStands(p *Sheet, r *tell.ReportRow) string {
	switch {
	case r.Withdrawn != "":
		return p.Say.ReportWithdrawn(p.Say.ReportWhy(r.Why), p.Say.ReportStage(r.AtNow))
	case r.Revision == 0:
		return p.Say.ReportDraft()
	case r.Draft:
		return p.Say.ReportEdited(p.Say.ReportStage(r.AtNow))
	}
	return p.Say.ReportStage(r.AtNow)
}

// reportFields are the lines of what a report says: what is not said is not there.
func reportFields(p *Sheet, r *report.Report) {
	label := func(name string) string { return p.Say.ReportField(name) }
	line := func(said bool, label, value string) {
		if said {
			p.Line("  %s%s", Column(label, 18), value)
		}
	}
	line(true, label(book.FieldKind), p.Say.ReportKind(r.Kind))
	line(true, label(book.FieldType), p.Say.ReportType(r.Kind, r.Type))
	line(r.State != 0, label(book.FieldState), p.Say.ReportState(r.Kind, r.State))
	line(r.Access != 0, label(book.FieldAccess), p.Say.ReportAccess(r.Access))
	line(r.Severity != 0, label(book.FieldSeverity), p.Say.ReportSeverity(r.Severity))
	line(true, label(book.FieldHow), p.Say.ReportHow(r.How))
	line(true, label(book.FieldConfidence), p.Say.ReportConfidence(r.Confidence))
	line(r.People != 0, label(book.FieldPeople), p.Say.ReportPeople(r.People))
	line(r.Killed != 0, label(book.FieldKilled), p.Say.ReportPeople(r.Killed))
	line(r.Injured != 0, label(book.FieldInjured), p.Say.ReportPeople(r.Injured))
	line(r.When != report.When{}, label(book.FieldWhen), p.Say.ReportWhen(r.When))
	line(true, p.Say.ReportLabelWhere(), p.Say.ReportPlace(r.Where))
	line(!r.To.IsZero(), p.Say.ReportLabelTo(), p.Say.ReportPlace(r.To))
	line(true, label(book.FieldConsent), p.Say.ReportConsent(r.Consent))
	if r.Text != "" {
		p.Line("  %s", label(book.FieldText))
		p.Body(r.Text)
	}
}

// Report is the screen of 'report show'.
func Report(p *Sheet, r *tell.ReportShown) {
	p.Head("%s", p.Say.ReportRevision(r.Number, max(r.Revision, 1)))
	p.Line("  %s", reportStands(p, &r.ReportRow))
	if r.Form != nil {
		reportFields(p, r.Form)
	} else {
		p.Line("  %s", p.Say.ReportNotKept())
	}
	for i := range r.Replies {
		o := &r.Replies[i]
		switch o.Is {
		case seal.SaysQuestion:
			p.Head("%s", p.Say.ReportReplyQuestion(o.Came, o.Number))
		case seal.SaysClosed:
			p.Head("%s", p.Say.ReportReplyClosed(o.Came))
		default:
			p.Head("%s", p.Say.ReportReplyAnswer(o.Came))
		}
		p.Body(o.Text)
		if o.Answered {
			p.Line("  %s", p.Say.ReportAnswered())
		}
	}
	for _, told := range []struct {
		n    int
		said func(int) string
	}{{r.Missing, p.Say.ReportMissing}, {r.Odd, p.Say.ReportOdd}, {r.Dropped, p.Say.ReportDropped}} {
		if told.n > 0 {
			p.Bad("  %s", told.said(told.n))
		}
	}
}

// ReportKept is the screen of 'report new' and 'report edit'.
func ReportKept(p *Sheet, r *tell.ReportKept) {
	if r.New {
		p.Head("%s", p.Say.ReportWritten(r.Number))
	} else {
		p.Head("%s", p.Say.ReportEditedNow(r.Number))
	}
	reportFields(p, r.Form)
	if r.Finer {
		p.Bad("%s", p.Say.ReportFiner())
	}
	p.Line("%s", p.Say.ReportNextPreview(r.Number))
}

// ReportLeaves is the screen of 'report preview'.
func ReportLeaves(p *Sheet, r *tell.ReportLeaves) {
	p.Head("%s", p.Say.ReportLeaves(r.Number))
	p.Line("  %s", p.Say.ReportRevision(r.Number, r.Revision))
	reportFields(p, r.Form)
	p.Line("%s", p.Say.ReportLeavesAlso())
	p.Line("%s", p.Say.ReportLeavesBoxes(uint64(r.Bytes), r.Boxes))
	if r.Finer {
		p.Bad("%s", p.Say.ReportFiner())
	}
}

// ReportDeleted is the screen of 'report delete'.
func ReportDeleted(p *Sheet, r *tell.ReportDeleted) { p.Line("%s", p.Say.ReportDeleted(r.Number)) }

// ReportSent is the screen of 'report send'.
func ReportSent(p *Sheet, r *tell.ReportSent) {
	p.Line("%s", p.Say.ReportSent(r.Number, p.Say.Text(r.Desk.Name)))
	p.Line("%s", p.Say.ReportSentLook())
}

// ReportWithdrawn is the screen of 'report withdraw'.
func ReportWithdrawn(p *Sheet, r *tell.ReportWithdrawn) {
	if r.Recalled {
		p.Line("%s", p.Say.ReportRecalled(r.Number))
		return
	}
	if r.Erased {
		p.Line("%s", p.Say.ReportDeleted(r.Number))
		p.Bad("%s", p.Say.ReportDeskNotTold())
		return
	}
	p.Line("%s", p.Say.ReportWithdrawalSent(r.Number))
}

// ReportAnswered is the screen of 'report answer'.
func ReportAnswered(p *Sheet, r *tell.ReportAnswered) {
	p.Line("%s", p.Say.ReportAnswerSent(r.Number, r.Question))
}
