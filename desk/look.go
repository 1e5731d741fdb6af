package desk

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"bulkhead/report"
	"bulkhead/report/weigh"
)

// Filter says which cases are meant: those of which everything holds that it says. The zero
// Filter means all that are not withdrawn.
type Filter struct {
	Kinds     []report.Kind   // one of these; none: any
	Type      uint8           // of its newest report that stands; 0: any
	States    []State         // one of these; none: any
	Severity  report.Severity // at least
	How       report.How      // one report at least is known so; 0: any
	Since     time.Time       // a letter came since, by the hour; zero: any
	Within    *View           // it has a spot in there
	Unplaced  bool            // it has no spot
	Unread    bool            // nobody has opened one of its letters
	Waiting   bool            // a question of the desk's has no answer
	Cleared   bool            // it is cleared, and has not changed since
	Recall    bool            // it has to be taken back
	Withdrawn bool            // all its reports are withdrawn; without it these are left out, unless Recall or Unread is there
}

// View is a part of a map, in degrees. With West above East it crosses 180°.
type View struct{ South, West, North, East float64 }

func (v *View) has(lat, lon float64) bool {
	in := lon >= v.West && lon <= v.East
	if v.West > v.East {
		in = lon >= v.West || lon <= v.East
	}
	return in && lat >= v.South && lat <= v.North
}

func (x *Filter) has(f *folder) bool {
	if x.Withdrawn != f.withdrawn && !x.Recall && !(x.Unread && f.unread > 0) ||
		x.Unread && f.unread == 0 || x.Waiting && f.waiting == 0 || x.Cleared && (!f.cleared || f.stale) || x.Recall && !f.recall ||
		x.Severity > f.sev || x.Unplaced && f.placed || x.Within != nil && !(f.placed && x.Within.has(f.spot.Lat, f.spot.Lon)) ||
		!x.Since.IsZero() && f.changed < hour(x.Since) || len(x.States) > 0 && !slices.Contains(x.States, f.state) {
		return false
	}
	if len(x.Kinds) > 0 && (f.lead == nil || !slices.Contains(x.Kinds, f.lead.kind)) || x.Type != 0 && (f.lead == nil || f.lead.typ != x.Type) {
		return false
	}
	return x.How == 0 || slices.ContainsFunc(f.reports, func(k *known) bool { return k.kind != 0 && k.how == x.How })
}

// Order is in which order a list is.
type Order uint8

const (
	ByNewest   Order = iota // by the hour of the last letter; within an hour in no order of time
	BySeverity              // the worst first, then the newest
)

const (
	usualRange = 50
	mostRange  = 200
)

// Range is which part of a list: Size cases from the one with number From, counted from 0.
type Range struct{ From, Size int } // Size at most 200; 0: 50

// List is a part of the cases.
type List struct {
	Rows  []Row
	Total int // that the filter has
}

// List returns the cases that a filter has.
func (d *Desk) List(x Filter, by Order, p Range) (List, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	size := min(cmp.Or(max(p.Size, 0), usualRange), mostRange)
	var found [report.Extreme + 1][]*folder
	for _, f := range d.order {
		if x.has(f) {
			at := report.Severity(0)
			if by == BySeverity {
				at = report.Extreme - f.sev
			}
			found[at] = append(found[at], f)
		}
	}
	all := slices.Concat(found[:]...)
	l := List{Total: len(all)}
	from := min(max(p.From, 0), len(all))
	for _, f := range all[from:min(from+size, len(all))] {
		r, err := d.row(f)
		if err != nil {
			return List{}, err
		}
		l.Rows = append(l.Rows, r)
	}
	return l, nil
}

// row reads what a list shows of a case.
func (d *Desk) row(f *folder) (Row, error) {
	var t *threadRow
	if f.lead != nil {
		var err error
		if t, err = d.readThread(f.lead); err != nil && err != ErrDamaged {
			return Row{}, err
		}
	}
	return f.row(t), nil
}

// snippet is how much of a text a list shows, in bytes.
const snippet = 200

func (f *folder) row(lead *threadRow) Row {
	r := Row{Case: f.name, State: f.state, Severity: f.sev, Came: ofHour(f.came), Changed: ofHour(f.changed), Reports: len(f.reports), Unread: f.unread,
		Waiting: f.waiting, Cleared: f.cleared, Stale: f.stale, Withdrawn: f.withdrawn, Recall: f.recall, Damaged: f.lead != nil && lead == nil || len(f.reports) < f.many}
	if f.lead == nil {
		return r
	}
	r.Kind, r.Type, r.How, r.Percent = f.lead.kind, f.lead.typ, f.lead.how, f.certainty().Percent()
	if lead == nil || lead.thread.Report == nil {
		return r
	}
	now := lead.thread.Report
	r.KindState, r.Where, r.To, r.When, r.People, r.Text = now.State, now.Where, now.To, now.When, now.People, now.Text
	if len(r.Text) > snippet {
		end := snippet
		for end > 0 && !utf8.RuneStart(r.Text[end]) {
			end--
		}
		r.Text = r.Text[:end]
	}
	return r
}

// Case returns a case with its reports.
func (d *Desk) Case(n Name) (*Case, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	f := d.folders[n]
	if f == nil {
		return nil, ErrName
	}
	row, err := d.readCase(f)
	if err != nil {
		return nil, err
	}
	c := &Case{Certainty: f.certainty(), Assume: d.assume, Observed: row.Observed, Consent: f.consent(), Notified: row.Notified,
		Exports: row.Exports, Trail: row.Trail, Dropped: row.Dropped}
	if row.Public != 0 {
		c.Public = time.Unix(row.Public, 0).UTC()
	}
	var lead *threadRow
	for _, k := range f.reports {
		t, err := d.readThread(k)
		if err == ErrDamaged {
			c.Threads = append(c.Threads, Thread{Report: k.name, Case: n, Came: ofHour(k.came)})
			continue
		} else if err != nil {
			return nil, err
		}
		if k == f.lead {
			lead = t
		}
		c.Threads = append(c.Threads, d.show(k, t))
	}
	c.Row = f.row(lead)
	c.Crowded = f.placed && d.index.Near(f.thing()) > mostCompared
	if it, err := d.item(f, row); err == nil {
		c.Item = &it
	}
	if c.Seen = seen(f, row); c.Item != nil && !row.Stale {
		c.Form = c.Item
	} else if lead != nil && lead.thread.Report != nil {
		it := d.draft(f, row, lead)
		c.Form = &it
	}
	return c, nil
}

// Thread returns one report with all that came and was said.
func (d *Desk) Thread(report Name) (*Thread, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	k := d.reports[report]
	if k == nil {
		return nil, ErrName
	}
	t, err := d.readThread(k)
	if err != nil {
		return nil, err
	}
	shown := d.show(k, t)
	return &shown, nil
}

// bare returns a report without its id: nobody at the desk sees one.
func bare(r report.Report) *report.Report {
	r.ID = report.ID{}
	return &r
}

func (d *Desk) show(k *known, t *threadRow) Thread {
	s := Thread{Report: t.Name, Case: k.in.name, Came: ofHour(t.Came), Withdrawn: t.thread.Withdrawn(), Erased: t.Erased, Missing: t.thread.Order.Missing(),
		Odd: t.Odd, Unread: t.unread(), Waiting: t.waiting(), Open: t.open(d.now()), Dropped: t.Dropped}
	if t.thread.Report != nil {
		s.Now = bare(*t.thread.Report)
	}
	for _, e := range t.Entries {
		v := Entry{What: e.What, At: ofMinute(e.At), Revision: e.Revision, Number: e.Number, Why: e.Why, Text: e.Text, Unread: e.Unread,
			Sent: e.What >= SaidAtDesk && !d.waitsFor(k.number, e.Number)}
		var r report.Report
		switch {
		case e.What > WroteEdit:
		case s.Now != nil && s.Now.Revision == e.Revision:
			v.Report = s.Now
		case e.Body != nil && r.UnmarshalBinary(e.Body) == nil:
			v.Report = bare(r)
		}
		s.Entries = append(s.Entries, v)
	}
	return s
}

// mostCompared is with how many cases that lie near one is compared, for suggestions: less than
// a millisecond.
const mostCompared = 2000

// Suggestions returns other cases that seem to be of one thing with this one, the likeliest
// first, with the reason in numbers. A person merges: nothing here does. That two cases are
// of one thing says nothing of who wrote. Where the case is Crowded, some are compared.
func (d *Desk) Suggestions(n Name, most int) ([]weigh.Match, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	f := d.folders[n]
	if f == nil {
		return nil, ErrName
	}
	if !f.placed {
		return nil, nil
	}
	most = max(most, 0)
	all := d.index.Best(f.thing(), most+1, mostCompared) // one more: it may find itself
	all = slices.DeleteFunc(all, func(m weigh.Match) bool { return Name(m.Name) == n })
	return all[:min(most, len(all))], nil
}

// thing is what a case is taken for by the rule.
func (f *folder) thing() weigh.Thing {
	var things []weigh.Thing
	for _, k := range f.reports {
		if k.placed {
			things = append(things, k.thing)
		}
	}
	return weigh.Of(things)
}
