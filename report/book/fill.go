package book

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
)

// What a form is refused for, besides what [report.Report.Check] and package place refuse.
const (
	ErrLine      Refusal = "a line of the form is a name, a colon and a value"
	ErrField     Refusal = "a form has no field with this name"
	ErrOfKind    Refusal = "this kind of report has no field with this name"
	ErrTwice     Refusal = "a field stands in a form once"
	ErrChoice    Refusal = "a field has one of its own values"
	ErrNumber    Refusal = "a number of people is written in digits"
	ErrClock     Refusal = "a time is written as 2026-03-01, or as 2026-03-01 14:15"
	ErrReadings  Refusal = "a typed pair of coordinates can be read in more than one way"
	ErrAgain     Refusal = "coordinates are coarsened once: for another precision they are typed again"
	ErrPrecision Refusal = "a precision belongs to coordinates"
)

// FieldError is why a field was not taken. It holds nothing of what was typed.
type FieldError struct {
	Name     string
	Err      error           // a [Refusal], a [place.Refusal] or a [report.Refusal]
	Choices  []string        // of ErrChoice: the field's values
	Readings []place.Reading // of ErrReadings: to show back, and to ask about
}

// Error returns the reason for developers.
func (e *FieldError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *FieldError) Unwrap() error { return e.Err }

// Parse reads lines of a form: a name, a colon, a value. What follows the line of the text is
// of the text. Empty lines before it are passed over. Errors are [FieldError].
func Parse(lines string) (fields []Field, err error) {
	rest := strings.ReplaceAll(lines, "\r\n", "\n")
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		if strings.TrimSpace(line) == "" {
			rest = after
			continue
		}
		name, value, is := strings.Cut(line, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case !is:
			return nil, &FieldError{Err: ErrLine}
		case !slices.Contains(FieldNames(), name):
			return nil, &FieldError{Err: ErrField}
		case slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }):
			return nil, &FieldError{Name: name, Err: ErrTwice}
		}
		if name == FieldText {
			_, text, _ := strings.Cut(rest, ":")
			return append(fields, Field{name, strings.TrimRight(strings.TrimPrefix(text, " "), "\n")}), nil
		}
		fields = append(fields, Field{name, strings.TrimSpace(value)})
		rest = after
	}
	return fields, nil
}

// Fill puts fields into a report; an empty value clears its field. Times without a Z are read in
// zone. Coordinates are coarsened before they are in r: nothing finer is kept. r is as it was if
// it fails. Errors are [FieldError]; whether all of the report is said is [report.Report.Check]'s.
func Fill(r *report.Report, fields []Field, zone *time.Location) error {
	n := *r
	given := map[string]string{}
	for _, f := range fields {
		given[f.Name] = f.Value
	}
	if code, is := given[FieldKind]; is {
		at := slices.Index(Choices(0, FieldKind), code)
		if at < 0 {
			return choice(0, FieldKind)
		}
		if k := report.Kind(at + 1); k != n.Kind {
			n = ofKind(n, k)
		}
	}
	for _, name := range FieldNames() {
		value, is := given[name]
		if !is || name == FieldKind {
			continue
		}
		if !slices.Contains(FieldsOf(n.Kind), name) && value != "" {
			return &FieldError{Name: name, Err: ErrOfKind}
		}
		if err := fillOne(&n, name, value); err != nil {
			return err
		}
	}
	if err := fillWhen(&n, given, zone); err != nil {
		return err
	}
	if err := fillPlace(&n.Where, "", given); err != nil {
		return err
	}
	if err := fillPlace(&n.To, toField, given); err != nil {
		return err
	}
	*r = n
	return nil
}

func choice(k report.Kind, name string) error {
	return &FieldError{Name: name, Err: ErrChoice, Choices: Choices(k, name)}
}

// fillOne puts in a field that depends on no other but the kind.
func fillOne(r *report.Report, name, value string) error {
	codes := map[string]*uint8{
		FieldType: &r.Type, FieldState: &r.State, FieldAccess: (*uint8)(&r.Access), FieldSeverity: (*uint8)(&r.Severity),
		FieldHow: (*uint8)(&r.How), FieldConfidence: (*uint8)(&r.Confidence),
	}
	counts := map[string]*report.Count{FieldPeople: &r.People, FieldKilled: &r.Killed, FieldInjured: &r.Injured}
	switch {
	case codes[name] != nil:
		at := slices.Index(Choices(r.Kind, name), value)
		if at < 0 && value != "" {
			return choice(r.Kind, name)
		}
		*codes[name] = uint8(at + 1)
	case counts[name] != nil:
		if value == "" {
			*counts[name] = 0
			return nil
		}
		n, err := strconv.ParseUint(value, 10, 31)
		if err != nil {
			return &FieldError{Name: name, Err: ErrNumber}
		}
		*counts[name] = report.Counted(int(n))
	case name == FieldConsent:
		may := report.Consent(0)
		for _, word := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
			at := slices.Index(Choices(r.Kind, name), word)
			if at < 0 {
				return choice(r.Kind, name)
			}
			may |= 1 << at
		}
		r.Consent = may
	case name == FieldText:
		if len(value) > report.MaxText || !place.Plain(value, true) {
			return &FieldError{Name: name, Err: report.ErrText}
		}
		r.Text = value
	}
	return nil
}

// fillWhen puts in the time. Without a unit, a day alone is known to the day, and a clock's time
// to a quarter of an hour.
func fillWhen(r *report.Report, given map[string]string, zone *time.Location) error {
	value, is := given[FieldWhen]
	code := given[FieldUnit]
	if !is && code == "" {
		return nil
	}
	if !is { // a unit alone: the time was rounded already, and is rounded again
		value = whenText(r.When)
	}
	if value == "" {
		r.When = report.When{}
		return nil
	}
	unit := report.QuarterHour
	if !strings.Contains(value, ":") {
		unit = report.Day
	}
	if code != "" {
		at := slices.Index(Choices(r.Kind, FieldUnit), code)
		if at < 0 {
			return choice(r.Kind, FieldUnit)
		}
		unit = units[at].unit
	}
	if !is && unit < r.When.Unit() {
		return &FieldError{Name: FieldUnit, Err: ErrClock} // nobody said it so exactly
	}
	make := report.Moment
	if since, is := strings.CutPrefix(value, sinceWord); is {
		value, make = since, report.Since
	}
	from, to, span := strings.Cut(value, spanWord)
	if span && value != given[FieldWhen] && is {
		return &FieldError{Name: FieldWhen, Err: ErrClock} // since one time to another
	}
	a, err := instant(from, unit, zone)
	if err != nil {
		return err
	}
	w, err := make(a, unit)
	if span {
		b, bad := instant(to, unit, zone)
		if bad != nil {
			return bad
		}
		w, err = report.Span(a, b, unit)
	}
	if err != nil {
		return &FieldError{Name: FieldWhen, Err: err}
	}
	r.When = w
	return nil
}

// instant reads one time. Of a day, the day that the writer means is kept, in whatever zone: it
// is told as a day of UTC.
func instant(text string, unit report.Unit, zone *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	in := zone
	if rest, is := strings.CutSuffix(text, "Z"); is {
		text, in = rest, time.UTC
	}
	t, err := time.ParseInLocation(clockForm, text, in)
	if err != nil {
		t, err = time.ParseInLocation(dayForm, text, in)
		if err == nil && unit != report.Day {
			return t, &FieldError{Name: FieldWhen, Err: ErrClock} // midnight is not what was said
		}
	}
	if err != nil {
		return t, &FieldError{Name: FieldWhen, Err: ErrClock}
	}
	if unit == report.Day {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), nil
	}
	return t, nil
}

// fillPlace puts in one of the two places.
func fillPlace(p *place.Place, prefix string, given map[string]string) error {
	n := *p
	refused := func(name string, err error) error { return &FieldError{Name: prefix + name, Err: err} }
	if name, is := given[prefix+FieldPlace]; is {
		n.Name = name
	}
	precision, sized := place.OneKilometre, false
	if !p.Cell.IsZero() { // what was chosen before stays chosen
		precision = p.Cell.Precision()
	}
	if metres := given[prefix+FieldPrecision]; metres != "" {
		at := slices.Index(Choices(0, FieldPrecision), metres)
		if at < 0 {
			return choice(0, prefix+FieldPrecision)
		}
		precision, sized = place.TenKilometres+place.Precision(at), true
	}
	pair, is := given[prefix+FieldCoordinates]
	switch {
	case is && pair == "":
		n.Cell = place.Cell{}
	case is:
		readings, err := place.Read(pair)
		if err != nil {
			return refused(FieldCoordinates, err)
		}
		if len(readings) > 1 {
			return &FieldError{Name: prefix + FieldCoordinates, Err: ErrReadings, Readings: readings}
		}
		if n.Cell, err = readings[0].Exact.Coarsen(precision); err != nil {
			return refused(FieldPrecision, err)
		}
	case sized && n.Cell.IsZero():
		return refused(FieldPrecision, ErrPrecision)
	case sized && n.Cell.Precision() != precision:
		return refused(FieldPrecision, ErrAgain)
	}
	if code, is := given[prefix+FieldBearing]; is {
		at := slices.Index(bearings, code)
		if at < 0 && code != "" {
			return choice(0, prefix+FieldBearing)
		}
		n.Bearing = place.Bearing(at + 1)
	}
	if metres, is := given[prefix+FieldDistance]; is {
		n.Distance = 0
		if estimate, err := strconv.ParseUint(metres, 10, 31); err == nil && estimate > 0 {
			n.Distance = place.Nearest(float64(estimate))
		}
		if n.Distance == 0 && metres != "" {
			return choice(0, prefix+FieldDistance)
		}
	}
	if err := n.Check(); err != nil {
		return refused(FieldPlace, err)
	}
	*p = n
	return nil
}

// ofKind returns r as another kind of report, without what that does not have.
func ofKind(r report.Report, k report.Kind) report.Report {
	r.Kind, r.Type, r.State = k, 0, 0
	if k == report.Movement {
		r.Access, r.Consent = 0, r.Consent&^report.MayPublish
	} else {
		r.To = place.Place{}
	}
	if k == report.Hazard {
		r.People = 0
	}
	if k != report.Harm {
		r.Killed, r.Injured = 0, 0
	}
	return r
}
