package phrase

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// Promise: every refusal of the rooms of reports has a sentence of a catalogue: those that the
// source names are those that are said.
func TestEveryRefusalOfReportsHasASentence(t *testing.T) {
	s, found := Marked(time.UTC), 0
	refusal := regexp.MustCompile(`(?m)^\s*(?:const )?(Err\w+)\s+(?:report\.)?Refusal = "(.*)"$`)
	for room, made := range map[string]func(string) []error{
		"report":       func(why string) []error { return []error{report.Refusal(why)} },
		"report/place": func(why string) []error { return []error{place.Refusal(why)} },
		"report/seal":  func(why string) []error { return []error{seal.Refusal(why), report.Refusal(why)} },
		"report/book":  func(why string) []error { return []error{book.Refusal(why)} },
	} {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range refusal.FindAllStringSubmatch(string(source), -1) {
				found++
				said := ""
				for _, e := range made(m[2]) {
					if sentence, _ := s.unfit(fmt.Errorf("checking it: %w", e)); sentence != "" {
						said, _ = s.Error(fmt.Errorf("checking it: %w", e))
					}
				}
				if said == "" || len(Unmarked(said)) > 0 {
					t.Errorf("%s.%s is said as %q", room, m[1], said)
				}
			}
		}
	}
	if found != len(unfits) {
		t.Errorf("%d refusals in the source, %d sentences", found, len(unfits))
	}
}

// Promise: every field, every choice and every stage has its words.
func TestEveryFieldHasItsWords(t *testing.T) {
	s := Marked(time.UTC)
	seen := map[string]string{}
	for k := report.Site; k <= report.Harm; k++ {
		for _, name := range book.FieldsOf(k) {
			if said := s.ReportField(name); said == s.FormOther() || len(Unmarked(said)) > 0 {
				t.Errorf("the field %s is %q", name, said)
			}
			for _, code := range book.Choices(k, name) {
				said := s.ReportFieldChoice(k, name, code)
				if said == s.FormOther() || said == s.FormNotSaid() || len(Unmarked(said)) > 0 {
					t.Errorf("%s: %s is %q", name, code, said)
				}
				if other := seen[k.String()+name+said]; other != "" && other != code {
					t.Errorf("%s: %s and %s are both %q", name, code, other, said)
				}
				seen[k.String()+name+said] = code
			}
		}
	}
	for stage := seal.Waiting; stage <= seal.Closed; stage++ {
		if said := s.ReportStage(stage); said == s.FormOther() {
			t.Errorf("stage %d has no words", stage)
		}
	}
}

// Promise: what is wrong with a form is said with the name of its field, and with what it takes.
func TestAWrongFieldIsNamed(t *testing.T) {
	s := New("en", time.UTC)
	var r report.Report
	for lines, want := range map[string]string{
		"kind: tank":                   "kind: it is one of site, hazard, movement, need and harm",
		"kind: need\npeople: many":     "people: a number of people is written in digits",
		"weapon: x":                    "a form has no field with this name",
		"coordinates: 48.85, 2.35":     "coordinates: it can be read as 48.85° N, 2.35° E or as 2.35° N, 48.85° E: type N or S and E or W with it",
		"coordinates: 31U DQ 482 119":  "coordinates: grid references are not read: type latitude and longitude",
		"coordinates: 48.85 N, 2.35 N": "coordinates: two hemispheres are needed, or none: one of N and S, one of E and W",
	} {
		fields, err := book.Parse(lines)
		if err == nil {
			err = book.Fill(&r, fields, time.UTC)
		}
		if said, _ := s.Error(err); said != want {
			t.Errorf("%q is said as %q, want %q", lines, said, want)
		}
	}
	if said, hint := s.Error(errors.Join(book.ErrNone)); said == "" || hint == "" {
		t.Error("who types a wrong number is not told where they are")
	}
}
