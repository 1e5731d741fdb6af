package page

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"bulkhead/desk"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/export"
)

// asked is what the address of an inbox or a map asks for. Values are those of them that
// were understood, for links that ask for the same.
type asked struct {
	desk.Filter
	By     desk.Order
	From   int
	Values url.Values
	Bad    bool // something was not understood
}

const pageSize = 50

var (
	kinds  = []report.Kind{report.Site, report.Hazard, report.Movement, report.Need, report.Harm}
	states = []desk.State{export.New, export.Checking, export.Confirmed, export.Notified, export.Closed}
	ages   = []struct {
		code string
		span time.Duration
		said func(phrase.Say) string
	}{
		{"day", 24 * time.Hour, phrase.Say.DeskAgeDay},
		{"week", 7 * 24 * time.Hour, phrase.Say.DeskAgeWeek},
		{"month", 30 * 24 * time.Hour, phrase.Say.DeskAgeMonth},
	}
	flags  = []string{"unread", "waiting", "cleared", "withdrawn", "unplaced"}
	bounds = []string{"south", "west", "north", "east"}
)

// filter reads a request's address. What it does not understand it leaves out and says.
func (s *Site) filter(r *http.Request) (a asked) {
	a.Values = url.Values{}
	in := r.URL.Query()
	// take hands a value to f, and keeps it if f understands it.
	take := func(name string, f func(string) bool) {
		v := in.Get(name)
		if v == "" {
			return
		}
		if !f(v) {
			a.Bad = true
			return
		}
		a.Values.Set(name, v)
	}
	take("kind", func(v string) bool {
		at := slices.IndexFunc(kinds, func(k report.Kind) bool { return k.String() == v })
		if at >= 0 {
			a.Kinds = kinds[at : at+1]
		}
		return at >= 0
	})
	take("state", func(v string) bool {
		at := slices.IndexFunc(states, func(k desk.State) bool { return k.String() == v })
		if at >= 0 {
			a.States = states[at : at+1]
		}
		return at >= 0
	})
	take("severity", func(v string) bool { return small(v, 4, (*uint8)(&a.Severity)) })
	take("how", func(v string) bool { return small(v, 3, (*uint8)(&a.How)) })
	take("age", func(v string) bool {
		for _, age := range ages {
			if age.code == v {
				a.Since = s.Now().Add(-age.span)
				return true
			}
		}
		return false
	})
	for i, to := range []*bool{&a.Unread, &a.Waiting, &a.Cleared, &a.Withdrawn, &a.Unplaced} {
		take(flags[i], func(v string) bool { *to = v == "1"; return *to })
	}
	take("by", func(v string) bool {
		if v == "severity" {
			a.By = desk.BySeverity
		}
		return v == "severity"
	})
	take("from", func(v string) bool {
		n, err := strconv.Atoi(v)
		a.From = max(0, n)
		return err == nil && n >= 0
	})
	if v, there := area(in); there {
		if v == nil {
			a.Bad = true
		} else {
			a.Within = v
			for _, b := range bounds {
				a.Values.Set(b, in.Get(b))
			}
		}
	}
	return a
}

// small reads a number from 1 to most.
func small(v string, most int, to *uint8) bool {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > most {
		return false
	}
	*to = uint8(n)
	return true
}

// area reads the four bounds of a part of the world; nil if they are none.
func area(in url.Values) (v *desk.View, there bool) {
	var at [4]float64
	for i, name := range bounds {
		if in.Get(name) == "" {
			continue
		}
		there = true
		n, err := strconv.ParseFloat(in.Get(name), 64)
		most := 90.0
		if i%2 == 1 {
			most = 180
		}
		if err != nil || !(n >= -most && n <= most) {
			return nil, true
		}
		at[i] = n
	}
	for _, name := range bounds {
		if there && in.Get(name) == "" {
			return nil, true
		}
	}
	if at[0] > at[2] {
		return nil, true
	}
	return &desk.View{South: at[0], West: at[1], North: at[2], East: at[3]}, there
}

// without returns the values without those of these names.
func without(v url.Values, names ...string) url.Values {
	out := url.Values{}
	for name, all := range v {
		if !slices.Contains(names, name) {
			out[name] = all
		}
	}
	return out
}

// with returns the values with one more.
func with(v url.Values, name, value string) url.Values {
	out := without(v, name)
	out.Set(name, value)
	return out
}

// choice is one option of a form.
type choice struct {
	Value, Says string
	On          bool
}

// filterForm is the form above an inbox and a map.
type filterForm struct {
	Say                             phrase.Say
	Action                          string
	Kinds, States, Severities, Hows []choice
	Ages, Orders, Flags             []choice
	Bounds                          []choice
	Anywhere                        string // the link that asks for the same in the whole world
	Area, Bad, Any                  bool
	values                          url.Values
}

func (s *Site) filterForm(a asked, action string) filterForm {
	say := s.Say
	f := filterForm{Say: say, Action: action, Bad: a.Bad, Area: a.Within != nil, Any: len(without(a.Values, "from", "by")) > 0}
	any := choice{"", say.DeskAny(), false}
	f.Kinds = []choice{any}
	for _, k := range kinds {
		f.Kinds = append(f.Kinds, choice{k.String(), say.ReportKind(k), a.Values.Get("kind") == k.String()})
	}
	f.States = []choice{any}
	for _, k := range states {
		f.States = append(f.States, choice{k.String(), stateWord(say, k), a.Values.Get("state") == k.String()})
	}
	f.Severities = []choice{any}
	for v := report.Minor; v <= report.Extreme; v++ {
		f.Severities = append(f.Severities, choice{strconv.Itoa(int(v)), say.ReportSeverity(v), a.Severity == v})
	}
	f.Hows = []choice{any}
	for v := report.Seen; v <= report.Public; v++ {
		f.Hows = append(f.Hows, choice{strconv.Itoa(int(v)), say.ReportHow(v), a.How == v})
	}
	f.Ages = []choice{any}
	for _, age := range ages {
		f.Ages = append(f.Ages, choice{age.code, age.said(say), a.Values.Get("age") == age.code})
	}
	f.Orders = []choice{{"", say.DeskByNewest(), a.By == desk.ByNewest}, {"severity", say.DeskBySeverity(), a.By == desk.BySeverity}}
	for i, says := range []string{say.DeskOnlyUnread(), say.DeskOnlyWaiting(), say.DeskOnlyCleared(), say.DeskOnlyWithdrawn(), say.DeskOnlyUnplaced()} {
		f.Flags = append(f.Flags, choice{flags[i], says, a.Values.Has(flags[i])})
	}
	for i, says := range []string{say.DeskSouth(), say.DeskWest(), say.DeskNorth(), say.DeskEast()} {
		f.Bounds = append(f.Bounds, choice{Value: bounds[i], Says: says})
	}
	f.Anywhere = query(action, without(a.Values, append([]string{"from"}, bounds...)...))
	f.values = a.Values
	return f
}

// Bound is what the form holds of a bound of the area.
func (f filterForm) Bound(name string) string { return f.values.Get(name) }
