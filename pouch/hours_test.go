package pouch_test

import (
	"testing"
	"time"

	"bulkhead/pouch"
	"bulkhead/round"
)

// inHours is a plan with half an hour in the morning and an hour around midnight.
func inHours(slots, rounds int) pouch.Plan {
	p := plan(slots, rounds)
	p.Cards.InForce.Calendar = round.Calendar{Length: 2 * time.Minute, Spans: [round.MaxSpans]round.Span{
		{From: 0, Length: 30 * time.Minute}, {From: 5 * time.Hour, Length: 30 * time.Minute}, {From: 23*time.Hour + 30*time.Minute, Length: 30 * time.Minute},
	}}
	return p
}

// Promise: between a group's hours nothing is written or read, and the worker sleeps
// until they begin; in them every round is run whole, those at their edges too.
func TestNothingIsAskedBetweenSpans(t *testing.T) {
	w := newWorld(t, inHours(3, 192), 1, 41)
	c := w.plan.Calendar()
	w.now = c.Start(100).Add(time.Second)
	w.must(w.seal())
	w.start()
	end, woken := w.now.Add(72*time.Hour), 0
	for w.now.Before(end) {
		if !c.Open(w.now) {
			woken++
		}
		w.must(w.step())
	}
	perRound := map[int64]int{}
	for _, s := range w.log {
		if !c.Open(s.at) || c.At(s.at) != s.q.Round {
			t.Fatalf("a request of round %d at %v", s.q.Round, s.at)
		}
		perRound[int64(s.q.Round)]++
	}
	const days, perDay = 3, 45
	if want := days*perDay - 1; len(perRound) != want { // the last has just begun
		t.Errorf("%d rounds were run, want %d", len(perRound), want)
	}
	for r, n := range perRound {
		if n != 6 {
			t.Errorf("round %d: %d requests, want 6", r, n)
		}
	}
	if most := 3 * days; woken > most { // once as each span ends
		t.Errorf("the worker woke %d times between spans, want at most %d", woken, most)
	}
}

// A phone that slept, and is woken as a span begins, runs its first round whole; if it
// is woken after the lead, it waits for the next round. One that is woken between
// spans waits for the span.
func TestAWorkerWokenAtASpansFirstRound(t *testing.T) {
	c := inHours(3, 192).Calendar()
	first := c.At(c.Next(c.Start(100).Add(6 * time.Hour)))
	for !c.End(first - 1).Before(c.Start(first)) { // the first of a span
		first++
	}
	lead := c.Writes(first).Open.Sub(c.Start(first))
	for _, at := range []struct {
		woken time.Time
		skips bool
	}{
		{c.Start(first).Add(-time.Hour), false}, {c.Start(first), false}, {c.Start(first).Add(lead), false}, {c.Start(first).Add(lead + time.Millisecond), true},
	} {
		for _, restarted := range []bool{false, true} {
			w := newWorld(t, inHours(3, 192), 1, 42)
			w.must(w.seal())
			w.start()
			w.rounds(2)
			if restarted {
				w.w.Close()
			}
			w.now, w.log, w.fly = at.woken, nil, nil
			if restarted {
				w.start()
			}
			w.until(c.End(first + 1))
			of := map[bool]int{}
			for _, s := range w.log {
				if s.q.Round != first && s.q.Round != first+1 {
					t.Errorf("woken %v after the span began: a request of round %d", at.woken.Sub(c.Start(first)), s.q.Round)
				}
				of[s.q.Round == first]++
			}
			want := 6
			if at.skips {
				want = 0
			}
			if of[true] != want || of[false] != 6 {
				t.Errorf("woken %v after the span began (new worker: %v): %d requests in its first round, %d in the next; want %d and 6", at.woken.Sub(c.Start(first)), restarted, of[true], of[false], want)
			}
		}
	}
}
