package export

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
)

// Audience is whom an export is for.
type Audience uint8

const (
	Partners  Audience = iota + 1 // who is named in the restriction: mine clearance, a hospital
	Parties                       // the parties to the conflict, so that it is spared: with consent, no harm
	Everybody                     // publication: with consent, no movement, dates to the day
)

// Item is one thing as it was cleared by a person.
type Item struct {
	Name     string // the desk's own, drawn for this export or kept; never the report's id
	Kind     report.Kind
	Type     uint8
	State    uint8
	Access   report.Access
	Severity report.Severity
	People   report.Count
	Killed   report.Count
	Injured  report.Count
	When     report.When
	Where    place.Place
	To       place.Place // of a movement
	Text     string      // cleared: paraphrased if it is for everybody
	Reported time.Time   // when the desk had it
	Status   Status
	Percent  int     // how certain, from 1 to 99; 0 not weighed
	Observed bool    // a person at the desk has set it
	Consent  Consent // what the writers let be done
}

// Consent is that of the reports behind an item: what all of them have given.
type Consent = report.Consent

// Status is the desk's own.
type Status uint8

const (
	New Status = iota
	Checking
	Confirmed
	Notified
	Closed
)

// String returns the status' code.
func (s Status) String() string {
	if s > Closed {
		return ""
	}
	return [...]string{"new", "checking", "confirmed", "notified", "closed"}[s]
}

// Refusal is why nothing is exported.
type Refusal string

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }

const (
	ErrName        Refusal = "an item's name is 1 to 64 letters, digits, dots and hyphens, none of which is first, and no other's"
	ErrItem        Refusal = "an item is not made of a report's values"
	ErrAudience    Refusal = "nobody is named whom this is for"
	ErrRestriction Refusal = "an export for partners names them in one line, and one for everybody names nobody"
	ErrMovement    Refusal = "a movement is never published"
	ErrHarm        Refusal = "the parties are never told what harm was done"
	ErrConsent     Refusal = "nothing is published, or told on, without its writers' consent"
)

var name = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$`)

// sorted checks items for an audience, and returns them in the order of their names.
func sorted(items []Item, to Audience, restriction string) ([]Item, error) {
	if !oneLine(restriction) || to == Partners && restriction == "" || to == Everybody && restriction != "" {
		return nil, ErrRestriction
	}
	all := slices.Clone(items)
	slices.SortFunc(all, func(a, b Item) int { return cmp.Compare(a.Name, b.Name) })
	for i := range all {
		if i > 0 && all[i].Name == all[i-1].Name {
			return nil, ErrName
		}
		if err := all[i].check(to); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// oneLine reports whether a restriction is none, or one line that says something.
func oneLine(restriction string) bool {
	return place.Plain(restriction, false) && len(restriction) <= 200 && (restriction == "" || strings.TrimSpace(restriction) != "")
}

func (it *Item) check(to Audience) error {
	if !name.MatchString(it.Name) {
		return ErrName
	}
	// A report's own rules hold for what comes of it.
	r := report.Report{ID: report.ID{1}, Revision: 1, Kind: it.Kind, Type: it.Type, State: it.State, Access: it.Access, Severity: it.Severity,
		How: report.Seen, Confidence: report.Sure, People: it.People, Killed: it.Killed, Injured: it.Injured, When: it.When, Where: it.Where, To: it.To, Text: it.Text}
	if r.Check() != nil || it.Status > Closed || it.Percent < 0 || it.Percent > 99 || it.Reported.Year() < 1970 || it.Reported.Year() > 2199 {
		return ErrItem
	}
	switch {
	case to < Partners, to > Everybody:
		return ErrAudience
	case to == Parties && it.Kind == report.Harm:
		return ErrHarm
	case to == Everybody && it.Kind == report.Movement:
		return ErrMovement
	case to == Everybody && it.Consent&report.MayPublish == 0, to == Parties && it.Consent&report.MayNotify == 0:
		return ErrConsent
	}
	return nil
}

// located returns the name of a place, and of a landmark's thing where it is seen from there.
func located(p place.Place) string {
	if !p.Landmark() {
		return p.Name
	}
	way := ""
	if p.Bearing != 0 {
		way = [...]string{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"}[p.Bearing-1]
	}
	metres := strconv.Itoa(p.Distance.Metres())
	switch {
	case p.Distance == 0:
		return way + " of " + p.Name
	case way == "":
		return "about " + metres + " m from " + p.Name
	}
	return metres + " m " + way + " of " + p.Name
}

// spot returns where the thing is, in degrees with the decimals of its cell, and the metres
// within which it is of that. There is none without coordinates, nor in a direction alone.
func spot(p place.Place) (lat, lon string, reach int, ok bool) {
	s, ok := p.Spot()
	if !ok {
		return "", "", 0, false
	}
	if lat, lon = p.Cell.Text(); !p.Landmark() {
		return lat, lon, s.Reach, true
	}
	one := math.Pow10(int(p.Cell.Precision()))
	cut := func(x float64) string {
		return strconv.FormatFloat(math.Round(x*one)/one+0, 'f', int(p.Cell.Precision()), 64) // no -0
	}
	return cut(s.Lat), cut(s.Lon), s.Reach + p.Cell.Reach(), true
}

// typeCode and stateCode are those of the report.
func (it *Item) typeCode() string {
	return (&report.Report{Kind: it.Kind, Type: it.Type}).TypeCode()
}

func (it *Item) stateCode() string {
	return (&report.Report{Kind: it.Kind, State: it.State}).StateCode()
}

// date returns a time for an audience: the day alone for everybody.
func date(t time.Time, to Audience) string {
	if to == Everybody {
		return t.UTC().Format("2006-01-02")
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}

// occurred returns when it was: a moment's begin, or an interval of ISO 8601. A unit of a
// day shows as a day.
func (it *Item) occurred(to Audience) string {
	w := it.When
	show := func(t time.Time) string {
		if w.Unit() == report.Day {
			return date(t, Everybody)
		}
		return date(t, to)
	}
	switch last := w.To().Add(-w.Unit().Duration()); w.Form() {
	case report.AMoment:
		return show(w.From())
	case report.ASpan:
		if show(w.From()) == show(last) {
			return show(w.From())
		}
		return show(w.From()) + "/" + show(last)
	case report.ASince:
		return show(w.From()) + "/.."
	}
	return ""
}
