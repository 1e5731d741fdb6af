package book

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
)

// Promise: coordinates are coarsened before they are kept: no digit finer than was chosen is in
// a report, nor in the book.
func TestCoordinatesAreCoarsenedBeforeTheyAreKept(t *testing.T) {
	w := newWorld(t, 10)
	for metres, want := range map[string]string{"10000": "48.8 N, 2.4 E", "1000": "48.85 N, 2.35 E", "100": "48.850 N, 2.352 E", "": "48.85 N, 2.35 E"} {
		r := hospital(t)
		fields := []Field{{FieldCoordinates, "48.8496123 N 2.3522987 E"}, {FieldPrecision, metres}}
		if err := Fill(&r, fields, time.UTC); err != nil {
			t.Fatal(err)
		}
		w.write(r)
		at := slices.IndexFunc(Fields(&r), func(f Field) bool { return f.Name == FieldCoordinates })
		if got := Fields(&r)[at].Value; got != want {
			t.Errorf("at %s m it is %s, want %s", metres, got, want)
		}
		again := r
		if err := Fill(&again, []Field{{FieldPrecision, "10000"}}, time.UTC); metres != "10000" && !errors.Is(err, ErrAgain) || !same(t, pretend(again), pretend(r)) {
			t.Errorf("at %s m a cell is coarsened a second time: %v", metres, err)
		}
	}
	kept := must[[]byte](t)(w.book.MarshalBinary())
	for _, digits := range []string{"8496", "3522", "48.8"} {
		if bytes.Contains(kept, []byte(digits)) {
			t.Errorf("%s is kept", digits)
		}
	}
}

// pretend gives a report that has none an id.
func pretend(r report.Report) *report.Report {
	r.ID, r.Revision = report.ID{1}, 1
	return &r
}

// Promise: a pair of two readings is not guessed: both are given back, to be asked about.
func TestAPairIsNotGuessed(t *testing.T) {
	r := hospital(t)
	was := r
	err := Fill(&r, []Field{{FieldCoordinates, "48.85, 2.35"}}, time.UTC)
	f := new(FieldError)
	if !errors.As(err, &f) || f.Err != ErrReadings || f.Name != FieldCoordinates || len(f.Readings) != 2 || r != was {
		t.Errorf("a pair of two readings: %v", err)
	}
	if err := Fill(&r, []Field{{FieldCoordinates, "148.85, 2.35"}}, time.UTC); err != nil {
		t.Errorf("a pair of one: %v", err)
	}
	for typed, want := range map[string]error{"31U DQ 48251 11932": place.ErrGrid, "48": place.ErrOne, "91 N 2 E": place.ErrRange} {
		if err := Fill(&r, []Field{{FieldCoordinates, typed}}, time.UTC); !errors.Is(err, want) || strings.Contains(err.Error(), typed) {
			t.Errorf("%q: %v, want %v", typed, err, want)
		}
	}
}

// Promise: a form refuses what it has no field for, whatever it is called; and says which field
// is wrong and nothing of what was typed.
func TestAFormHasOnlyItsFields(t *testing.T) {
	for _, name := range []string{"weapon", "unit-of-soldiers", "target", "name", "phone", "position", "author", "device", "patrol"} {
		if _, err := Parse(name + ": x"); !errors.Is(err, ErrField) {
			t.Errorf("a form has %q: %v", name, err)
		}
	}
	for lines, want := range map[string]error{
		"kind site":                                        ErrLine,
		"kind: site\nkind: harm":                           ErrTwice,
		"kind: weapons":                                    ErrChoice,
		"kind: hazard\npeople: 7":                          ErrOfKind,
		"kind: need\nkilled: 7":                            ErrOfKind,
		"kind: site\nto-place: there":                      ErrOfKind,
		"kind: movement\nconsent: publish":                 ErrChoice,
		"kind: need\npeople: many":                         ErrNumber,
		"kind: need\nwhen: yesterday":                      ErrClock,
		"kind: need\nwhen: 2026-03-01\nunit: hour":         ErrClock,
		"kind: need\nwhen: 2026-03-01\nunit: minute":       ErrChoice,
		"kind: need\nwhen: 2026-03-02 to 2026-03-01":       report.ErrTime,
		"kind: need\nwhen: since 2026-03-01 to 2026-03-02": ErrClock,
		"kind: need\nprecision: 100":                       ErrPrecision,
		"kind: need\nprecision: 1\ncoordinates: 1 N 1 E":   ErrChoice,
		"kind: need\nbearing: n":                           place.ErrLandmark,
		"kind: need\nplace: mill\ndistance: 15000":         ErrChoice,
		"kind: need\nplace: " + strings.Repeat("x", 81):    place.ErrName,
		"kind: need\ntext: a\x07":                          report.ErrText,
	} {
		fields, err := Parse(lines)
		var r report.Report
		if err == nil {
			err = Fill(&r, fields, time.UTC)
		}
		if !errors.Is(err, want) || r != (report.Report{}) {
			t.Errorf("%q: %v, want %v", lines, err, want)
		}
	}
}

// Promise: a day is the writer's own day, a clock's time is of the writer's zone, and none is
// finer than was said.
func TestTimesAreTheWriters(t *testing.T) {
	zone := time.FixedZone("", 3*3600+1800)
	for typed, want := range map[string][2]string{
		"2026-03-01":                           {"2026-03-01", "day"},
		"2026-03-01 01:10":                     {"2026-02-28 21:30Z", "quarter-hour"},
		"2026-03-01 01:10Z":                    {"2026-03-01 01:00Z", "quarter-hour"},
		"since 2026-03-01 14:50":               {"since 2026-03-01 11:15Z", "quarter-hour"},
		"2026-03-01 12:00 to 2026-03-01 18:00": {"2026-03-01 08:30Z to 2026-03-01 14:30Z", "quarter-hour"},
	} {
		r := hospital(t)
		if err := Fill(&r, []Field{{FieldWhen, typed}}, zone); err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		fields := Fields(&r)
		at := slices.IndexFunc(fields, func(f Field) bool { return f.Name == FieldWhen })
		if got := [2]string{fields[at].Value, fields[at+1].Value}; got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	r := hospital(t)
	if err := Fill(&r, []Field{{FieldUnit, "hour"}}, zone); !errors.Is(err, ErrClock) {
		t.Errorf("a day is made finer: %v", err)
	}
	if err := Fill(&r, []Field{{FieldWhen, "2026-03-01 14:10"}, {FieldUnit, "hour"}}, zone); err != nil {
		t.Fatal(err)
	}
	if err := Fill(&r, []Field{{FieldUnit, "quarter-hour"}}, zone); !errors.Is(err, ErrClock) {
		t.Errorf("an hour is made finer: %v", err)
	}
	if err := Fill(&r, []Field{{FieldUnit, "day"}}, zone); err != nil || r.When.Unit() != report.Day {
		t.Errorf("an hour is not made coarser: %v", err)
	}
	if err := Fill(&r, []Field{{FieldWhen, "2026-03-01 01:10"}, {FieldUnit, "day"}}, zone); err != nil || Fields(&r)[7].Value != "2026-03-01" {
		t.Errorf("a local day: %v %q", err, Fields(&r))
	}
}

// Promise: another kind has nothing of what the one before it had alone; a field is cleared by
// an empty value.
func TestAnotherKindHasItsOwnFields(t *testing.T) {
	r := hospital(t)
	if err := Fill(&r, []Field{{FieldAccess, "hard"}, {FieldConsent, "notify,publish"}}, time.UTC); err != nil {
		t.Fatal(err)
	}
	if err := Fill(&r, []Field{{FieldKind, "movement"}, {"to-place", "North"}, {FieldText, ""}}, time.UTC); err != nil {
		t.Fatal(err)
	}
	if r.Type != 0 || r.Access != 0 || r.Consent != report.MayNotify || r.To.Name != "North" || r.Text != "" || pretend(r).Check() != nil {
		t.Error("a movement has a hospital's fields")
	}
	if err := Fill(&r, []Field{{FieldKind, "hazard"}}, time.UTC); err != nil || !r.To.IsZero() || r.People != 0 || pretend(r).Check() != nil {
		t.Error("a hazard has a movement's fields")
	}
}

// Promise: a text that says a place more exactly than was chosen is noticed.
func TestAFinerTextIsNoticed(t *testing.T) {
	r := hospital(t)
	if Finer(&r) {
		t.Error("a text with no place is finer")
	}
	for _, text := range []string{"at 48.8496, 2.3522", "31U DQ 48251 11932"} {
		if r.Text = text; !Finer(&r) {
			t.Errorf("%q goes unnoticed", text)
		}
	}
	if r.Text = "at 48.85, 2.35"; Finer(&r) {
		t.Error("what is as coarse as was chosen is finer")
	}
	if r.Text, r.Where.Name = "", "48.8496 2.3522"; !Finer(&r) {
		t.Error("a name goes unnoticed")
	}
}

// Promise: the page for writers lists every field and every code, and none that there is not.
func TestThePageListsTheForm(t *testing.T) {
	page := string(must[[]byte](t)(os.ReadFile("../../docs/report.md")))
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(page[strings.Index(page, "| name |"):], -1) {
		named[m[1]] = true
	}
	has := func(code string) {
		if !named[code] {
			t.Errorf("docs/report.md does not say %q", code)
		}
		named[code] = false
	}
	all := map[string]bool{}
	for k := report.Site; k <= report.Harm; k++ {
		for _, name := range FieldNames() {
			all[name] = true
			for _, code := range Choices(k, name) {
				all[code] = true
			}
		}
	}
	for code := range all {
		has(code)
	}
	for _, typed := range []string{"to", "2026-03-01", "2026-03-01 14:15", "since", "Z", "48.85 N, 2.35 E"} {
		has(typed)
	}
	for code, left := range named {
		if left {
			t.Errorf("docs/report.md says %q, which no form has", code)
		}
	}
}

// Promise: in an edit, new coordinates are told no finer than those before, unless another
// precision is chosen.
func TestAnEditKeepsTheChosenPrecision(t *testing.T) {
	r := hospital(t)
	fill := func(lines string) {
		t.Helper()
		if err := Fill(&r, must[[]Field](t)(Parse(lines)), time.UTC); err != nil {
			t.Fatal(err)
		}
	}
	is := func(metres int) {
		t.Helper()
		if got := r.Where.Cell.Precision().Metres(); got != metres {
			t.Errorf("told to %d m, chosen were %d", got, metres)
		}
	}
	fill("coordinates: 48.8496 N, 2.3522 E\nprecision: 10000")
	fill("coordinates: 48.9496 N, 2.3522 E")
	is(10000)
	fill("coordinates: 48.9496 N, 2.3522 E\nprecision: 100")
	is(100)
	fill("coordinates:")
	fill("coordinates: 48.9496 N, 2.3522 E")
	is(1000)
}
