package report

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"bulkhead/report/place"
)

// Promise: a report has one form. What is written is read, and no byte more, less or
// changed is the same report.
func TestAReportHasOneForm(t *testing.T) {
	for _, s := range samples(t) {
		b := marshal(t, s.report)
		var back Report
		if err := back.UnmarshalBinary(b); err != nil || back != s.report {
			t.Fatalf("%s: it does not come back: %v", s.name, err)
		}
		if len(b) > MaxBytes {
			t.Errorf("%s: %d bytes, want %d at most", s.name, len(b), MaxBytes)
		}
		step := max(1, len(b)/300)
		for i := 0; i < len(b); i += step {
			for _, flip := range []byte{1, 0x80} {
				changed := bytes.Clone(b)
				changed[i] ^= flip
				var other Report
				if err := other.UnmarshalBinary(changed); err == nil && (other == s.report || !bytes.Equal(marshal(t, other), changed)) {
					t.Errorf("%s: with byte %d changed it is the same report, or has two forms", s.name, i)
				} else if err != nil && other != (Report{}) {
					t.Errorf("%s: what is refused leaves something behind", s.name)
				}
			}
			if new(Report).UnmarshalBinary(b[:i]) == nil {
				t.Errorf("%s: %d bytes of %d are a report", s.name, i, len(b))
			}
		}
	}
}

// Promise: what is no report is refused with the reason, when it is read and when it would
// be written.
func TestWhatIsNoReportIsRefused(t *testing.T) {
	for _, r := range refused(t) {
		var got Report
		if err := got.UnmarshalBinary(r.bytes); !errors.Is(err, r.want) {
			t.Errorf("%s: %v, want %v", r.name, err, r.want)
		}
	}
	if r := samples(t)[0].report; r.Check() != nil {
		t.Fatal("the control is refused")
	}
	for name, c := range map[string]struct {
		spoil func(*Report)
		want  error
	}{
		"a site that goes somewhere": {func(r *Report) { r.To = r.Where }, ErrPlaceNotTo},
		"a text too long":            {func(r *Report) { r.Text = strings.Repeat("x", MaxText+1) }, ErrText},
		"a bearing from nowhere":     {func(r *Report) { r.Where = place.Place{Bearing: 3} }, place.ErrLandmark},
		"a name of two lines":        {func(r *Report) { r.Where.Name = "a\nb" }, place.ErrName},
		"injured in a site":          {func(r *Report) { r.Injured = Counted(0) }, ErrNotOfKind},
	} {
		r := samples(t)[0].report
		c.spoil(&r)
		if _, err := r.MarshalBinary(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// Promise: no field serves an attack. A field that is added without a word about it fails
// here: docs/decisions/report.md says of each why it is there.
func TestAReportHasTheseFieldsAndNoOther(t *testing.T) {
	var got []string
	for i := range reflect.TypeFor[Report]().NumField() {
		got = append(got, reflect.TypeFor[Report]().Field(i).Name)
	}
	want := "ID Revision Kind Type State Access Severity How Confidence Consent People Killed Injured When Where To Text"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("a report has %s", s)
	}
	for _, k := range []Kind{Site, Hazard, Movement, Need, Harm} {
		if len(k.Types()) == 0 || k.String() == "" || (len(k.States()) == 0) != (k == Harm) {
			t.Errorf("kind %d has no words", k)
		}
	}
}

// Promise: a report, its id and its places are not printed.
func TestAReportIsNotPrinted(t *testing.T) {
	r := samples(t)[0].report
	holder := struct {
		R Report
		P *Report
		I ID
	}{r, &r, r.ID}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		s := fmt.Sprintf(verb, r) + fmt.Sprintf(verb, holder.R) + fmt.Sprintf(verb, &r) + fmt.Sprintf(verb, r.ID)
		for _, canary := range []string{"Mill", "beds", "4886", "0101", "1, 1, 1"} {
			if strings.Contains(s, canary) {
				t.Errorf("%s prints %q", verb, canary)
			}
		}
	}
}

// Promise: a time is kept as well as it is known, and no better.
func TestATimeIsKeptNoBetterThanItIsKnown(t *testing.T) {
	for unit, want := range map[Unit]string{QuarterHour: "2026-11-14T12:15Z/2026-11-14T12:30Z", Hour: "2026-11-14T12:00Z/2026-11-14T13:00Z",
		SixHours: "2026-11-14T12:00Z/2026-11-14T18:00Z", Day: "2026-11-14T00:00Z/2026-11-15T00:00Z"} {
		w, err := Moment(noon.In(time.FixedZone("", 3*3600)), unit)
		if err != nil || timed(w) != want {
			t.Errorf("unit %d: %s (%v), want %s", unit, timed(w), err, want)
		}
		if again, _ := Moment(w.From(), unit); again != w {
			t.Errorf("unit %d: rounding twice is not rounding once", unit)
		}
	}
	if w, err := Span(noon, noon.Add(5*time.Minute), QuarterHour); err != nil || w.Form() != AMoment {
		t.Errorf("a span within one unit: form %d, %v", w.Form(), err)
	}
	if w, err := Span(noon, noon.Add(time.Hour), Hour); err != nil || timed(w) != "2026-11-14T12:00Z/2026-11-14T14:00Z/4" {
		t.Errorf("a span: %s, %v", timed(w), err)
	}
	for name, err := range map[string]error{
		"a span backwards": second(Span(noon, noon.Add(-time.Hour), Hour)),
		"before 1970":      second(Moment(time.Unix(-1, 0), Day)),
		"in 2200":          second(Moment(time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), Day)),
		"year zero":        second(Since(time.Time{}, Day)),
	} {
		if err != ErrTime {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Moment(noon, 2); err != ErrUnit {
		t.Errorf("a unit of half an hour: %v", err)
	}
	if w, err := Moment(time.Date(2199, 12, 31, 23, 59, 0, 0, time.UTC), QuarterHour); err != nil || !w.valid() {
		t.Errorf("the last quarter: %v", err)
	}
}

func second(_ When, err error) error { return err }

// Promise: a number of people above 99 has two digits.
func TestANumberOfPeopleHasTwoDigits(t *testing.T) {
	for n, want := range map[int]int{0: 0, 1: 1, 99: 99, 100: 100, 104: 100, 105: 110, 183: 180, 994: 990, 995: 1000, 12_499: 12_000, 9_949_999: 9_900_000, 9_950_000: 9_900_000, 1 << 40: 9_900_000} {
		if got, said := Counted(n).Number(); got != want || !said || !Counted(n).valid() {
			t.Errorf("%d is kept as %d, want %d", n, got, want)
		}
	}
	if _, said := Counted(-1).Number(); said {
		t.Error("a number that is not said is said")
	}
	for _, c := range []Count{102, 1 << 31, MaxCount + 2, 124} {
		if c.valid() {
			t.Errorf("%d is a count", c)
		}
	}
}

// FuzzReport: whatever is a report marshals back to the same bytes; the rest is refused
// without a panic.
func FuzzReport(f *testing.F) {
	for _, b := range seedsOf(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var r Report
		if r.UnmarshalBinary(b) != nil {
			return
		}
		if again, err := r.MarshalBinary(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("a second form: %v", err)
		}
		r.Where.Spot()
		r.To.Spot()
		_ = fields(&r)
	})
}
