package page

import (
	"net/http"
	"strconv"

	"bulkhead/desk"
	"bulkhead/phrase"
)

// inboxPage is the list of cases.
type inboxPage struct {
	sheet
	Filter       filterForm
	Rows         []row
	Total        int
	Count, Shown string
	Newer, Older string // links; "" for none
	OnMap        string
}

// row is one case of a list, in words.
type row struct {
	Link, Name, Kind, Is, State, Where, When, Text, Came, Changed, Certain, Reports string
	StateCode, KindCode                                                             string
	Severe                                                                          int // 0 to 4
	Severity                                                                        string
	Marks                                                                           []string // short words: unread, recall …
	Loud                                                                            bool     // something waits for a person
}

// inbox shows the cases that were asked for.
func (s *Site) inbox(w http.ResponseWriter, r *http.Request) {
	a := s.filter(r)
	list, err := s.Desk.List(a.Filter, a.By, desk.Range{From: a.From, Size: pageSize})
	if err != nil {
		s.fail(w, err)
		return
	}
	p := inboxPage{sheet: s.sheet(s.Say.DeskInbox(), "inbox"), Filter: s.filterForm(a, "/"), Total: list.Total, OnMap: query("/map", without(a.Values, "from", "by"))}
	p.Count = p.Say.DeskCases(list.Total)
	for i := range list.Rows {
		p.Rows = append(p.Rows, rowOf(p.Say, &list.Rows[i]))
	}
	if n := len(list.Rows); n > 0 && n < list.Total {
		p.Shown = p.Say.DeskShown(p.Say.Number(a.From+1), p.Say.Number(a.From+n))
	}
	if a.From > 0 {
		p.Newer = query("/", with(a.Values, "from", strconv.Itoa(max(0, a.From-pageSize))))
	}
	if a.From+len(list.Rows) < list.Total && len(list.Rows) > 0 {
		p.Older = query("/", with(a.Values, "from", strconv.Itoa(a.From+len(list.Rows))))
	}
	s.show(w, http.StatusOK, "inbox", p)
}

func rowOf(say phrase.Say, c *desk.Row) row {
	r := row{
		Link: "/case/" + string(c.Case), Name: string(c.Case), Kind: say.ReportKind(c.Kind), Is: say.ReportType(c.Kind, c.Type), State: stateWord(say, c.State),
		StateCode: c.State.String(), KindCode: c.Kind.String(), Where: say.ReportPlace(c.Where), When: say.ReportWhen(c.When), Text: say.Text(c.Text),
		Came: say.FullMinute(c.Came), Changed: say.FullMinute(c.Changed), Severe: int(c.Severity), Severity: say.ReportSeverity(c.Severity),
		Reports: say.DeskReports(c.Reports), Loud: c.Unread > 0 || c.Recall || c.Stale || c.Damaged,
	}
	if c.Percent > 0 {
		r.Certain = say.DeskPercent(say.Number(c.Percent))
	}
	if c.Kind == 0 {
		r.Is = say.DeskNothingStands()
	}
	mark := func(is bool, says string) {
		if is {
			r.Marks = append(r.Marks, says)
		}
	}
	mark(c.Unread > 0, say.DeskMarkUnread(c.Unread))
	mark(c.Waiting > 0, say.DeskMarkWaiting(c.Waiting))
	mark(c.Recall, say.DeskMarkRecall())
	mark(c.Cleared && !c.Stale, say.DeskMarkCleared())
	mark(c.Stale, say.DeskMarkStale())
	mark(c.Withdrawn, say.DeskMarkWithdrawn())
	mark(c.Damaged, say.DeskMarkDamaged())
	return r
}
