package phrase

import (
	"strings"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
)

// Promise: every code that a report can hold has words of its own, and what nobody said
// is said to be not said.
func TestEverythingInAReportHasWords(t *testing.T) {
	s := New("en", time.UTC)
	different := func(what string, n int, say func(uint8) string) {
		t.Helper()
		seen := map[string]bool{}
		for i := range n + 1 {
			seen[say(uint8(i))] = true
		}
		if len(seen) != n+1 {
			t.Errorf("%s: %d different words for %d codes and none", what, len(seen), n)
		}
		if got, want := say(250), say(0); got != want {
			t.Errorf("%s: a code of a newer program is said as %q, want %q", what, got, want)
		}
	}
	different("kinds", 5, func(n uint8) string { return s.ReportKind(report.Kind(n)) })
	for k := report.Site; k <= report.Harm; k++ {
		different(k.String()+"'s types", len(k.Types()), func(n uint8) string { return s.ReportType(k, n) })
		different(k.String()+"'s states", len(k.States()), func(n uint8) string { return s.ReportState(k, n) })
	}
	different("access", 3, func(n uint8) string { return s.ReportAccess(report.Access(n)) })
	different("severity", 4, func(n uint8) string { return s.ReportSeverity(report.Severity(n)) })
	different("how", 3, func(n uint8) string { return s.ReportHow(report.How(n)) })
	different("confidence", 3, func(n uint8) string { return s.ReportConfidence(report.Confidence(n)) })
	different("consent", 3, func(n uint8) string { return s.ReportConsent(report.Consent(n)) })
	different("why", 3, func(n uint8) string { return s.ReportWhy(report.Why(n)) })
}

// Promise: a place is said as its writer chose it, and latitude and longitude cannot be
// taken for each other.
func TestPlacesAreSaidAsTheyWereChosen(t *testing.T) {
	s := New("en", time.UTC)
	exact, err := place.Degrees(48.85661, -2.35222)
	if err != nil {
		t.Fatal(err)
	}
	cell, err := exact.Coarsen(place.OneKilometre)
	if err != nil {
		t.Fatal(err)
	}
	for want, p := range map[string]place.Place{
		"no place is said":                      {},
		"48.86° N, 2.35° W (a cell of 1,000 m)": {Cell: cell},
		"Old mill": {Name: "Old mill"},
		"Old mill: 48.86° N, 2.35° W (a cell of 1,000 m)": {Cell: cell, Name: "Old mill"},
		"500 m north of Old mill":                         {Name: "Old mill", Bearing: 1, Distance: place.Nearest(500)},
		"north-north-west of Old mill":                    {Name: "Old mill", Bearing: 16},
		"50 m from Old mill":                              {Name: "Old mill", Distance: place.Nearest(50)},
	} {
		if got := s.ReportPlace(p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := s.ReportPlace(place.Place{Name: "x\u202ey"}); strings.Contains(got, "\u202e") {
		t.Errorf("a name turns what stands around it: %q", got)
	}
}

// Promise: a time is said no finer than it is known, with its year, in UTC.
func TestTimesOfReportsAreSaidAsTheyAreKnown(t *testing.T) {
	s := New("en", time.FixedZone("far", 11*3600))
	at := time.Date(2026, 3, 4, 17, 40, 12, 0, time.UTC)
	made := func(w report.When, err error) report.When {
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	for want, w := range map[string]report.When{
		"not said":       {},
		"Wed 4 Mar 2026": made(report.Moment(at, report.Day)),
		"Wed 4 Mar 2026, the hour from 17:00 UTC":               made(report.Moment(at, report.Hour)),
		"Wed 4 Mar 2026, the quarter of an hour from 17:30 UTC": made(report.Moment(at, report.QuarterHour)),
		"since Wed 4 Mar 2026, the six hours from 12:00 UTC":    made(report.Since(at, report.SixHours)),
		"from Wed 4 Mar 2026 to Fri 6 Mar 2026":                 made(report.Span(at, at.AddDate(0, 0, 2), report.Day)),
	} {
		if got := s.ReportWhen(w); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
