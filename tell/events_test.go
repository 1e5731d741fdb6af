package tell

import (
	"errors"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/pouch"
)

// Promise: what fails is told once by its cause until a round has gone well, each round
// is told when it is over, and everything is counted.
func TestRoundsAreToldAndCounted(t *testing.T) {
	at := time.Unix(1e6, 0)
	var rounds Rounds
	var told []EventKind
	report := func(round box.Round, kind pouch.Kind, outcome carrier.Outcome, c cause.Cause) []Event {
		events := rounds.Report(pouch.Report{Request: pouch.Request{Round: round, Kind: kind}, Answer: carrier.Answer{Outcome: outcome, Cause: c}}, at, nil)
		for _, e := range events {
			told = append(told, e.Kind)
			if !e.At.Equal(at) {
				t.Errorf("%v was at %v", e.Kind, e.At)
			}
		}
		return events
	}
	is := func(when string, want ...EventKind) {
		t.Helper()
		if !slices.Equal(told, want) {
			t.Errorf("%s: told %v, want %v", when, told, want)
		}
		told = nil
	}
	report(1, pouch.Write, carrier.Failed, cause.Timeout)
	report(1, pouch.Write, carrier.Failed, cause.Timeout)
	report(1, pouch.Read, carrier.Failed, cause.OtherKey)
	is("two causes in a round", NoAnswer, NoAnswer)
	over := report(2, pouch.Write, carrier.Failed, cause.Timeout)
	is("after a round in which something failed", RoundOver)
	if r := over[0].Came; r.Failed != 3 || r.Causes[cause.Timeout] != 2 || r.Causes[cause.OtherKey] != 1 {
		t.Errorf("the round came to %+v", r)
	}
	report(3, pouch.Write, carrier.Stored, cause.None)
	report(3, pouch.Read, carrier.Found, cause.None)
	report(3, pouch.Read, carrier.Absent, cause.None)
	report(4, pouch.Write, carrier.Failed, cause.Timeout)
	is("after a round that went well", RoundOver, RoundOver, NoAnswer)
	report(4, pouch.Write, carrier.Failed, cause.Stopped)
	is("a request that was stopped")
	if r := rounds.Total; r.Written != 1 || r.Read != 2 || r.Found != 1 || r.Failed != 6 || r.Causes[cause.Timeout] != 4 {
		t.Errorf("all came to %+v", r)
	}
}

// Promise: what the worker itself reports has an event of its own.
func TestWhatAWorkerReports(t *testing.T) {
	until := time.Unix(2e6, 0)
	for _, c := range []struct {
		err  error
		want EventKind
	}{{nil, Working}, {pouch.ErrDry, Dry}, {pouch.ErrEdited, Edited}, {pouch.ErrNotYet, NotYet}, {errors.New("no space"), Trouble}} {
		events := new(Rounds).Report(pouch.Report{Err: c.err}, time.Unix(1e6, 0), func() time.Time { return until })
		if len(events) != 1 || events[0].Kind != c.want || (events[0].Until == until) != (c.want == NotYet) {
			t.Errorf("%v: %+v", c.err, events)
		}
	}
}
