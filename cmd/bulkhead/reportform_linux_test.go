package main

import (
	"strings"
	"testing"
	"time"
)

// Promise: at a terminal a report is asked for field by field. A pair of coordinates is shown
// back as it is read, both ways where two are possible, and what is kept is coarse; who names a
// landmark is told not to go there to measure; what is wrong is said, and asked for again.
func TestAReportIsAskedForAtATerminal(t *testing.T) {
	dir, pass := cheapFolder(t), passFile(t)
	p := newTypist(t)
	p.ends(p.runs("--dir", dir, "--passphrase-fd", pass(), "init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16"), exitDone)
	code := p.runs("--dir", dir, "--passphrase-fd", pass(), "report", "new")
	answer := func(question, typed string) {
		t.Helper()
		p.sees(question)
		p.types(typed)
	}
	p.sees("nothing about soldiers or weapons")
	answer("2  Hazard", "")
	answer("Kind: ", "9")
	answer("it is one of site, hazard", "2")
	answer("1  Mine", "1")
	answer("State: ", "2")
	answer("Aid gets there: ", "")
	answer("Severity: ", "severe")
	answer("Known: ", "1")
	answer("Confidence: ", "")
	answer("Confidence: ", "sure")
	p.sees("The desk may (now: nothing but reading it): ")
	p.types("1")
	answer("When: ", "yesterday")
	p.sees("a time is written as 2026-03-01")
	answer("When: ", "2026-03-01")
	p.sees("Do not go there to measure.")
	answer("Name of the place: ", "Red bridge")
	answer("Coordinates: ", "48.8496, 2.3522")
	p.sees("1  48.8496° N, 2.3522° E")
	p.sees("2  2.3522° N, 48.8496° E")
	answer("Type its number", "")
	answer("Coordinates: ", "48.8496, 2.3522")
	answer("Type its number", "1")
	p.sees("2  1,000 m")
	answer("Told no finer than: ", "2")
	answer("Direction from there: ", "nne")
	answer("Distance from there: ", "200")
	p.sees("A line with nothing but a dot")
	p.types("Under the arch.")
	p.types(".")
	shown := p.sees("shows exactly what leaves")
	if !strings.Contains(shown, "200 m north-north-east of Red bridge: 48.85° N, 2.35° E (a cell of 1,000 m)") || strings.Contains(shown, "48.8496") {
		t.Errorf("what is kept: %s", shown)
	}
	p.ends(code, exitDone)

	code = p.runs("--dir", dir, "--passphrase-fd", pass(), "report", "edit", "1")
	for _, question := range []string{"Kind (now: Hazard): ", "Type (now: Mine): ", "State (now: not marked): ", "Aid gets there: ", "Severity (now: severe): ", "Known (now: seen): ", "Confidence (now: sure): ", "The desk may (now: telling"} {
		answer(question, "")
	}
	answer("When (now: 2026-03-01): ", "-")
	answer("Name of the place (now: Red bridge): ", "")
	answer("Coordinates (now: 48.85 N, 2.35 E): ", "-")
	answer("Direction from there (now: ", "")
	answer("Distance from there (now: ", "")
	answer("A line with nothing but a dot", ".")
	if shown := p.sees("shows exactly what leaves"); strings.Contains(shown, "48.85") || strings.Contains(shown, "When ") || !strings.Contains(shown, "Under the arch.") {
		t.Errorf("after the edit: %s", shown)
	}
	p.ends(code, exitDone)
}
