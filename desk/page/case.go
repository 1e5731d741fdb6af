package page

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"bulkhead/desk"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/export"
)

// casePage is one case with its reports, and everything that a person can do with it.
type casePage struct {
	sheet
	Row                    row
	Name                   string
	Facts                  []fact // what its newest report says
	Certain, Assumed       string
	Observed               bool
	Public                 string // a day as forms have it, "" if it is not
	Consent                string
	Suggested              []suggestion
	Crowded                bool
	Threads                []thread
	Many                   bool // more than one report
	States                 []choice
	Notified               []told
	Exported               []exported
	Item                   itemForm
	Cleared, Stale, Recall bool
	Trail                  []step
	Dropped                string
	Audiences, Formats     []choice
	MayNotify              bool
}

// fact is one field of a report, in words.
type fact struct{ Name, Says string }

type suggestion struct {
	Link, Name, What, Why string
	Sure                  bool
}

// thread is one report, in words.
type thread struct {
	Name, Came, Withdrawn, Way, Missing, Odd, Dropped string
	Typed                                             string // a reply that was refused
	Erased, Open, Waiting                             bool
	Facts                                             []fact
	Entries                                           []entry
}

type entry struct {
	At, Says    string
	Lines       []string // of its text
	Facts       []fact   // of an edit
	Ours        bool
	Unread, Out bool
	OutSays     string
}

type told struct{ To, By, At, For, Consent string }

type step struct{ At, Says, Note string }

// showCase shows a case. Whoever opens it has read it: each writer is told so, once a
// revision. This is a GET, and changes something all the same, as opening a letter does;
// nobody but the person at the page can cause one, see guard.
func (s *Site) showCase(w http.ResponseWriter, r *http.Request) {
	s.caseWith(w, r, r.PathValue("name"), nil, "")
}

// caseWith shows a case with the error of what was last tried, and what was typed.
func (s *Site) caseWith(w http.ResponseWriter, r *http.Request, name string, wrong error, done string) {
	c, err := s.Desk.Case(desk.Name(name))
	if err != nil {
		s.fail(w, err)
		return
	}
	for i := range c.Threads {
		if c.Threads[i].Unread > 0 && r.Method == http.MethodGet {
			if err := s.Desk.Opened(&c.Threads[i]); err != nil {
				wrong = err
			}
		}
	}
	p, err := s.casePage(c)
	if err != nil {
		s.fail(w, err)
		return
	}
	p.done(r)
	status := http.StatusOK
	if wrong != nil {
		p.Done, p.Wrong, status = "", Told(s.Say, wrong), http.StatusConflict
		p.typed(r)
	}
	s.show(w, status, "case", p)
}

func (s *Site) casePage(c *desk.Case) (*casePage, error) {
	p := &casePage{sheet: s.sheet(s.Say.DeskCaseTitle(), ""), Name: string(c.Case), Observed: c.Observed, Cleared: c.Cleared, Stale: c.Stale, Recall: c.Recall, Many: len(c.Threads) > 1}
	say := p.Say
	p.Row = rowOf(say, &c.Row)
	p.Certain, p.Assumed = certainty(say, c), assumptions(say)
	p.Consent = say.DeskConsent(say.ReportConsent(c.Consent))
	p.MayNotify = c.Consent&report.MayNotify != 0
	if !c.Public.IsZero() {
		p.Public = c.Public.UTC().Format(time.DateOnly)
	}
	for i := range c.Threads {
		p.Threads = append(p.Threads, threadOf(say, s.Now(), &c.Threads[i]))
	}
	p.Crowded = c.Crowded
	found, err := s.Desk.Suggestions(c.Case, 8)
	if err != nil && c.Kind != 0 {
		return nil, err
	}
	for _, m := range found {
		other, err := s.Desk.Case(desk.Name(m.Name))
		if err != nil {
			continue // it was merged just now
		}
		r := rowOf(say, &other.Row)
		p.Suggested = append(p.Suggested, suggestion{r.Link, r.Name, say.DeskSuggested(r.When, r.Is, r.Where), reason(say, m.Reason), m.Reason.Advice >= suggest})
	}
	for _, k := range states {
		if k != export.Notified {
			p.States = append(p.States, choice{k.String(), stateWord(say, k), c.State == k})
		}
	}
	for _, n := range c.Notified {
		p.Notified = append(p.Notified, told{say.Text(n.To), say.Text(n.By), say.FullMinute(n.At), audienceWord(say, n.Audience), say.ReportConsent(n.Consent)})
	}
	for _, e := range c.Exports {
		p.Exported = append(p.Exported, exportedOf(say, c.Case, &e))
	}
	for i := range c.Trail {
		p.Trail = append(p.Trail, step{say.FullMinute(c.Trail[i].At), stepWord(say, &c.Trail[i]), say.Text(c.Trail[i].Note)})
	}
	if c.Dropped > 0 {
		p.Dropped = say.DeskDropped(c.Dropped)
	}
	p.Audiences, p.Formats = audiences(say), formats(say)
	if c.Form != nil {
		p.Item = formOf(say, c.Form)
		p.Item.Seen = c.Seen
	}
	return p, nil
}

func audiences(say phrase.Say) (all []choice) {
	for a := export.Partners; a <= export.Everybody; a++ {
		all = append(all, choice{Value: strconv.Itoa(int(a)), Says: audienceWord(say, a)})
	}
	return all
}

func formats(say phrase.Say) (all []choice) {
	for _, f := range []desk.Format{desk.GeoJSON, desk.HXL, desk.CAP} {
		all = append(all, choice{Value: f.String(), Says: formatWord(say, f)})
	}
	return all
}

// factsOf says the fields of a report that its kind has.
func factsOf(say phrase.Say, r *report.Report) []fact {
	all := []fact{
		{say.DeskFieldKind(), say.ReportKind(r.Kind)},
		{say.DeskFieldType(), say.ReportType(r.Kind, r.Type)},
	}
	add := func(is bool, name, says string) {
		if is {
			all = append(all, fact{name, says})
		}
	}
	add(len(r.Kind.States()) > 0, say.DeskFieldState(), say.ReportState(r.Kind, r.State))
	add(true, say.DeskFieldWhere(), say.ReportPlace(r.Where))
	add(r.Kind == report.Movement, say.DeskFieldTo(), say.ReportPlace(r.To))
	add(true, say.DeskFieldWhen(), say.ReportWhen(r.When))
	add(r.Kind != report.Movement, say.DeskFieldAccess(), say.ReportAccess(r.Access))
	add(true, say.DeskFieldSeverity(), say.ReportSeverity(r.Severity))
	add(r.Kind != report.Hazard, say.DeskFieldPeople(), say.ReportPeople(r.People))
	add(r.Kind == report.Harm, say.DeskFieldKilled(), say.ReportPeople(r.Killed))
	add(r.Kind == report.Harm, say.DeskFieldInjured(), say.ReportPeople(r.Injured))
	add(true, say.DeskFieldHow(), say.ReportHow(r.How))
	add(true, say.DeskFieldConfidence(), say.ReportConfidence(r.Confidence))
	add(true, say.DeskFieldConsent(), say.ReportConsent(r.Consent))
	return all
}

// lines are the lines of a text, each safe to be shown.
func lines(say phrase.Say, text string) (all []string) {
	if text == "" {
		return nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		all = append(all, say.Text(line))
	}
	return all
}

func threadOf(say phrase.Say, now time.Time, t *desk.Thread) thread {
	out := thread{Name: string(t.Report), Came: say.FullMinute(t.Came), Erased: t.Erased, Open: t.Open.After(now), Waiting: t.Waiting > 0}
	if t.Now != nil {
		out.Facts = factsOf(say, t.Now)
	}
	if t.Withdrawn != 0 {
		out.Withdrawn = say.DeskWroteWithdrawal(say.ReportWhy(t.Withdrawn))
	}
	out.Way = say.DeskNoWay()
	if out.Open {
		out.Way = say.DeskWayUntil(say.FullMinute(t.Open))
	}
	if t.Missing > 0 {
		out.Missing = say.DeskMissing(t.Missing)
	}
	if t.Odd > 0 {
		out.Odd = say.DeskOdd(t.Odd)
	}
	if t.Dropped > 0 {
		out.Dropped = say.DeskDropped(t.Dropped)
	}
	for i := range t.Entries {
		e := &t.Entries[i]
		one := entry{At: say.FullMinute(e.At), Says: entryWord(say, e), Unread: e.Unread, Lines: lines(say, e.Text), Ours: e.What >= desk.SaidAtDesk}
		if e.Report != nil {
			one.Lines = lines(say, e.Report.Text)
			if i > 0 && e.What == desk.WroteEdit {
				one.Facts = factsOf(say, e.Report)
			}
		}
		if one.Ours {
			one.OutSays = say.DeskNotOut()
			if e.Sent {
				one.OutSays = say.DeskOut()
			}
		}
		out.Entries = append(out.Entries, one)
	}
	return out
}
