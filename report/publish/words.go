package publish

import (
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
)

// row is one line of what is known of a thing.
type row struct{ Label, Value string }

// titleOf returns what a thing is, and its place's name.
func (s *Site) titleOf(t *thing) string {
	what := s.Say.ReportKind(t.Kind)
	if t.Type != 0 {
		what = s.Say.ReportType(t.Kind, t.Type)
	}
	if t.Kind == report.Need || t.Kind == report.Harm {
		if t.Type != 0 {
			what = s.Say.PublishOfKind(s.Say.ReportKind(t.Kind), what)
		}
	}
	if t.Where.Name == "" || t.Where.Landmark() {
		return what
	}
	return s.Say.PublishItem(what, s.Say.Text(t.Where.Name))
}

// summary returns where it is and when it was.
func (s *Site) summary(t *thing) string {
	where := s.Say.ReportPlace(t.Where)
	if t.When.Form() == report.Unsaid {
		return where
	}
	return s.Say.PublishWhereWhen(where, s.Say.ReportWhen(days(t.When)))
}

// days returns a time to the day.
func days(w report.When) report.When {
	var d report.When
	var err error
	switch last := w.To().Add(-w.Unit().Duration()); w.Form() {
	case report.AMoment:
		d, err = report.Moment(w.From(), report.Day)
	case report.ASpan:
		d, err = report.Span(w.From(), last, report.Day)
	case report.ASince:
		d, err = report.Since(w.From(), report.Day)
	}
	if err != nil {
		panic(err) // what is known to a unit is on a day
	}
	return d
}

// rows are what is known of a thing; what nobody has said is not there.
func (s *Site) rows(t *thing) (all []row) {
	add := func(said bool, label, value string) {
		if said {
			all = append(all, row{label, value})
		}
	}
	date := func(t time.Time) string { return s.Say.FullDate(dayOf(t)) }
	add(true, s.Say.PublishLabelKind(), s.Say.ReportKind(t.Kind))
	add(!t.Where.IsZero(), s.Say.PublishLabelWhere(), s.Say.ReportPlace(t.Where))
	add(t.When.Form() != report.Unsaid, s.Say.PublishLabelWhen(), s.Say.ReportWhen(days(t.When)))
	add(t.State != 0, s.Say.PublishLabelState(), s.Say.ReportState(t.Kind, t.State))
	add(t.Access != 0, s.Say.PublishLabelAccess(), s.Say.ReportAccess(t.Access))
	add(t.Severity != 0, s.Say.PublishLabelSeverity(), s.Say.ReportSeverity(t.Severity))
	add(t.People != 0, s.Say.PublishLabelPeople(), s.Say.ReportPeople(t.People))
	add(t.Killed != 0, s.Say.PublishLabelKilled(), s.Say.ReportPeople(t.Killed))
	add(t.Injured != 0, s.Say.PublishLabelInjured(), s.Say.ReportPeople(t.Injured))
	add(true, s.Say.PublishLabelStatus(), s.status(t.Status))
	add(t.Percent != 0, s.Say.PublishLabelCertainty(), s.Say.Percent(float64(t.Percent)/100))
	add(true, s.Say.PublishLabelReported(), date(t.Reported))
	add(true, s.Say.PublishLabelChanged(), date(t.Changed))
	return all
}

// status says how far the desk has come with a thing.
func (s *Site) status(v export.Status) string {
	switch v {
	case export.Checking:
		return s.Say.PublishStatusChecking()
	case export.Confirmed:
		return s.Say.PublishStatusConfirmed()
	case export.Notified:
		return s.Say.PublishStatusNotified()
	case export.Closed:
		return s.Say.PublishStatusClosed()
	}
	return s.Say.PublishStatusNew()
}
