package book

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
)

// Field is one line of a form: a name that never changes with the language, and a value, which
// is a code, a number, a time, a place's degrees, or the writer's own words.
type Field struct {
	Name  string
	Value string
}

// The names of fields. Those of places stand for where it is; with "to-" before them, for where
// a movement goes.
const (
	FieldKind        = "kind"
	FieldType        = "type"
	FieldState       = "state"
	FieldAccess      = "access"
	FieldSeverity    = "severity"
	FieldHow         = "how"
	FieldConfidence  = "confidence"
	FieldConsent     = "consent" // notify, publish, or both
	FieldPeople      = "people"
	FieldKilled      = "killed"
	FieldInjured     = "injured"
	FieldWhen        = "when"
	FieldUnit        = "unit"
	FieldPlace       = "place"
	FieldCoordinates = "coordinates"
	FieldPrecision   = "precision" // metres
	FieldBearing     = "bearing"   // from the named place
	FieldDistance    = "distance"  // metres, from the named place
	FieldText        = "text"

	toField = "to-"
)

// FieldNames returns all names, in the order of a form.
func FieldNames() []string {
	at := []string{FieldPlace, FieldCoordinates, FieldPrecision, FieldBearing, FieldDistance}
	names := []string{FieldKind, FieldType, FieldState, FieldAccess, FieldSeverity, FieldHow, FieldConfidence, FieldConsent,
		FieldPeople, FieldKilled, FieldInjured, FieldWhen, FieldUnit}
	names = append(names, at...)
	for _, name := range at {
		names = append(names, toField+name)
	}
	return append(names, FieldText)
}

// FieldsOf returns the names that a kind of report has, in the order of a form.
func FieldsOf(k report.Kind) []string {
	return slices.DeleteFunc(FieldNames(), func(name string) bool {
		switch name {
		case FieldType:
			return len(k.Types()) == 0
		case FieldState:
			return len(k.States()) == 0
		case FieldAccess:
			return k == report.Movement
		case FieldPeople:
			return k == report.Hazard
		case FieldKilled, FieldInjured:
			return k != report.Harm
		}
		return strings.HasPrefix(name, toField) && k != report.Movement
	})
}

var (
	units = []struct {
		code string
		unit report.Unit
	}{{"quarter-hour", report.QuarterHour}, {"hour", report.Hour}, {"six-hours", report.SixHours}, {"day", report.Day}}

	bearings = []string{"n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw"}
)

// Choices returns the codes that a field of a kind of report takes, in their order; nil if it is
// no choice.
func Choices(k report.Kind, name string) (codes []string) {
	switch strings.TrimPrefix(name, toField) {
	case FieldKind:
		return listed(report.Site, report.Harm)
	case FieldType:
		return k.Types()
	case FieldState:
		return k.States()
	case FieldAccess:
		return listed(report.AccessOpen, report.AccessCutOff)
	case FieldSeverity:
		return listed(report.Minor, report.Extreme)
	case FieldHow:
		return listed(report.Seen, report.Public)
	case FieldConfidence:
		return listed(report.Doubtful, report.Sure)
	case FieldConsent:
		if k == report.Movement {
			return []string{"notify"}
		}
		return []string{"notify", "publish"}
	case FieldUnit:
		for _, u := range units {
			codes = append(codes, u.code)
		}
	case FieldPrecision:
		for p := place.TenKilometres; p <= place.HundredMetres; p++ {
			codes = append(codes, strconv.Itoa(p.Metres()))
		}
	case FieldBearing:
		return bearings
	case FieldDistance:
		for d := place.Distance(1); d.Metres() > 0; d++ {
			codes = append(codes, strconv.Itoa(d.Metres()))
		}
	}
	return codes
}

func listed[T interface {
	~uint8
	fmt.Stringer
}](from, to T) (codes []string) {
	for v := from; v <= to; v++ {
		codes = append(codes, v.String())
	}
	return codes
}

// Fields returns all that a report says, field by field: two reports with the same fields are
// the same but for id and revision. What is not said is not there. Times are in UTC.
func Fields(r *report.Report) (all []Field) {
	add := func(name, value string) {
		if value != "" {
			all = append(all, Field{name, value})
		}
	}
	add(FieldKind, r.Kind.String())
	add(FieldType, r.TypeCode())
	add(FieldState, r.StateCode())
	add(FieldAccess, r.Access.String())
	add(FieldSeverity, r.Severity.String())
	add(FieldHow, r.How.String())
	add(FieldConfidence, r.Confidence.String())
	var may []string
	if r.Consent&report.MayNotify != 0 {
		may = append(may, "notify")
	}
	if r.Consent&report.MayPublish != 0 {
		may = append(may, "publish")
	}
	add(FieldConsent, strings.Join(may, ", "))
	add(FieldPeople, counted(r.People))
	add(FieldKilled, counted(r.Killed))
	add(FieldInjured, counted(r.Injured))
	add(FieldWhen, whenText(r.When))
	for _, u := range units {
		if u.unit == r.When.Unit() {
			add(FieldUnit, u.code)
		}
	}
	for i, p := range []place.Place{r.Where, r.To} {
		prefix := []string{"", toField}[i]
		add(prefix+FieldPlace, p.Name)
		if !p.Cell.IsZero() {
			add(prefix+FieldCoordinates, degrees(p.Cell))
			add(prefix+FieldPrecision, strconv.Itoa(p.Cell.Precision().Metres()))
		}
		if p.Bearing != 0 {
			add(prefix+FieldBearing, bearings[p.Bearing-1])
		}
		if p.Distance != 0 {
			add(prefix+FieldDistance, strconv.Itoa(p.Distance.Metres()))
		}
	}
	add(FieldText, r.Text)
	return all
}

func counted(c report.Count) string {
	if n, said := c.Number(); said {
		return strconv.Itoa(n)
	}
	return ""
}

// degrees writes a cell as a pair that has one reading.
func degrees(c place.Cell) string {
	lat, lon := c.Text()
	sign := func(text, above, below string) string {
		if rest, is := strings.CutPrefix(text, "-"); is {
			return rest + " " + below
		}
		return text + " " + above
	}
	return sign(lat, "N", "S") + ", " + sign(lon, "E", "W")
}

const (
	dayForm   = "2006-01-02"
	clockForm = "2006-01-02 15:04"
	spanWord  = " to "
	sinceWord = "since "
)

// whenText writes a time as [Fill] reads it, in UTC.
func whenText(w report.When) string {
	moment := func(t time.Time) string {
		if w.Unit() == report.Day {
			return t.Format(dayForm)
		}
		return t.Format(clockForm) + "Z"
	}
	switch w.Form() {
	case report.AMoment:
		return moment(w.From())
	case report.ASince:
		return sinceWord + moment(w.From())
	case report.ASpan:
		return moment(w.From()) + spanWord + moment(w.To().Add(-w.Unit().Duration()))
	}
	return ""
}

// Finer reports whether the text, or a name, seems to say where something is more exactly than
// the precision that was chosen: see [place.Finer].
func Finer(r *report.Report) bool {
	chosen := place.Precision(0)
	for _, p := range []place.Place{r.Where, r.To} {
		if !p.Cell.IsZero() && (chosen == 0 || p.Cell.Precision() < chosen) {
			chosen = p.Cell.Precision()
		}
	}
	return place.Finer(r.Text, chosen) || place.Finer(r.Where.Name, chosen) || place.Finer(r.To.Name, chosen)
}
