package pouch_test

import (
	"errors"
	"testing"
	"time"

	"bulkhead/pouch"
)

// TestAClockThatWasFarAheadForAMomentStopsNoWorker: the clock jumps ahead, the
// worker wakes by it, and the clock is put right. However far it was, the worker
// goes on: at once if it had begun no round, else when the rounds are new again.
func TestAClockThatWasFarAheadForAMomentStopsNoWorker(t *testing.T) {
	for _, ahead := range []time.Duration{17 * 15 * time.Minute, 30 * 24 * time.Hour, 80 * 365 * 24 * time.Hour} {
		w := newWorld(t, plan(6, 16), 1, 7)
		w.must(w.seal())
		w.start()
		w.rounds(2)
		right := w.now
		w.now = right.Add(ahead)
		if _, _, err := w.w.Wake(w.now); !errors.Is(err, pouch.ErrDry) {
			t.Fatalf("%v ahead: %v", ahead, err)
		}
		w.now = right
		before := len(w.log)
		w.rounds(4)
		if got := len(w.log) - before; got < 4*12 {
			t.Errorf("the clock was %v ahead for a moment: %d requests in the 4 rounds after that, want %d", ahead, got, 4*12)
		}
	}
}

// A clock that is set back by less than a round, as keeping time does, costs no
// round: nothing is given up, and no request is made twice.
func TestAClockSetBackALittleCostsNoRound(t *testing.T) {
	w := newWorld(t, plan(6, 16), 1, 8)
	w.must(w.seal())
	w.start()
	w.rounds(2)
	w.must(w.step()) // the round begins
	r := w.round()
	w.now = w.plan.Calendar().Start(r).Add(-time.Second)
	w.rounds(1)
	if writes, reads, repeats := w.count(r); writes != 6 || reads != 6 || repeats != 0 {
		t.Errorf("%d writes, %d reads, %d repeats", writes, reads, repeats)
	}
}
