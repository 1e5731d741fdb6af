package pouch_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/carrier/carriertest"
	"bulkhead/pouch"
)

// runtimeClock is the clock of the test's bubble.
type runtimeClock struct{}

func (runtimeClock) Now() time.Time                         { return time.Now() }
func (runtimeClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// slow takes its time with every request and never answers some.
type slow struct {
	carrier.Carrier
	hang func() bool

	mu       sync.Mutex
	at, most int // requests under way, and the most there were
}

func (s *slow) wait(ctx context.Context) bool {
	s.mu.Lock()
	s.at++
	s.most = max(s.most, s.at)
	d := 3 * time.Second
	if s.hang() {
		d = time.Hour
	}
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.at--; s.mu.Unlock() }()
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (s *slow) Put(ctx context.Context, ref box.Ref, c *box.Content) carrier.Answer {
	if !s.wait(ctx) {
		return carrier.Answer{}
	}
	return s.Carrier.Put(ctx, ref, c)
}

func (s *slow) Get(ctx context.Context, ref box.Ref, c *box.Content) carrier.Answer {
	if !s.wait(ctx) {
		return carrier.Answer{}
	}
	return s.Carrier.Get(ctx, ref, c)
}

// bubble runs a pouch with real goroutines in simulated time, from 2000 on,
// where the bubble's clock begins.
func bubble(t *testing.T, hang func() bool, d time.Duration) (*world, *slow, []pouch.Report) {
	w := newWorld(t, plan(6, 16), 2, 1)
	w.now = time.Now().Add(time.Second)
	w.must(w.seal())
	w.start()
	s := &slow{Carrier: carriertest.NewMem(), hang: hang}
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var reports []pouch.Report
	err := pouch.Run(ctx, w.w, func(card.Place, string) carrier.Carrier { return s }, runtimeClock{}, func(r pouch.Report) { reports = append(reports, r) })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Run: %v", err)
	}
	w.now = time.Now()
	return w, s, reports
}

func TestRunAnswersEveryRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _, reports := bubble(t, func() bool { return false }, 4*15*time.Minute)
		if len(reports) != 3*12 {
			t.Errorf("%d reports, want 36", len(reports))
		}
		for _, r := range reports {
			if r.Err != nil || r.Answer.Outcome == carrier.Failed {
				t.Errorf("report %v, outcome %d", r.Err, r.Answer.Outcome)
			}
		}
		for _, res := range w.results() {
			if res.Write.State != pouch.WriteStored {
				t.Errorf("write of round %d: state %d", res.Round, res.Write.State)
			}
		}
	})
}

// A request that is never answered is given up in its time, and repeated once;
// it holds up no other.
func TestRunGivesUpWhatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		w, _, reports := bubble(t, func() bool { n++; return n%2 == 0 }, 4*15*time.Minute)
		failed := 0
		for _, r := range reports {
			if r.Answer.Outcome == carrier.Failed {
				failed++
			}
		}
		if failed < 10 || len(reports) <= 36 {
			t.Errorf("%d reports, %d failures", len(reports), failed)
		}
		for _, res := range w.results() {
			if res.Write.State != pouch.WriteStored && res.Write.State != pouch.WriteUnknown {
				t.Errorf("write of round %d: state %d", res.Round, res.Write.State)
			}
		}
	})
}

// When it is stopped, Run gives up what is under way and leaves no goroutine
// behind: the bubble would not end.
func TestRunStopsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := time.Now()
		_, s, _ := bubble(t, func() bool { return true }, 15*time.Minute+200*time.Second)
		if took := time.Since(before); took != 15*time.Minute+200*time.Second {
			t.Errorf("Run returned after %v", took)
		}
		if s.at != 0 || s.most == 0 {
			t.Errorf("%d requests under way after the end, %d at most", s.at, s.most)
		}
	})
}

// Silence is reported once, and its end.
func TestRunTellsOfSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, _, reports := bubble(t, func() bool { return false }, 30*15*time.Minute)
		dry := 0
		for _, r := range reports {
			if errors.Is(r.Err, pouch.ErrDry) {
				dry++
			}
		}
		if dry != 1 || len(reports) != 16*12+1 {
			t.Errorf("%d reports, %d of them of silence", len(reports), dry)
		}
	})
}
