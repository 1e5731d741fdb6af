package round_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

func calendar(length time.Duration) round.Calendar { return round.Calendar{Length: length} }

func chacha(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// A request that begins at the last moment of its window and times out has ended
// when its half ends.
func TestARequestFitsIntoItsHalf(t *testing.T) {
	for _, length := range []time.Duration{round.MinLength, time.Second, 15 * time.Minute, time.Hour, 24 * time.Hour} {
		c := calendar(length)
		for _, h := range []struct {
			w   round.Window
			end time.Time
		}{{c.Writes(7), c.Half(7)}, {c.Reads(7), c.End(7)}} {
			start := h.end.Add(-length / 2)
			if !start.Before(h.w.Open) || !h.w.Open.Before(h.w.Last) {
				t.Errorf("T=%v: window out of order", length)
			}
			if h.w.Last.Add(c.Timeout()).After(h.end) {
				t.Errorf("T=%v: a request does not fit", length)
			}
			if share := float64(h.w.Last.Sub(h.w.Open)) / float64(length/2); share < .6 {
				t.Errorf("T=%v: the window is only %.2f of the half", length, share)
			}
		}
	}
}

// The moments of a window are in order, from its beginning to just before its end;
// one that is drawn later lies in what is left.
func TestMomentsLieInTheirWindow(t *testing.T) {
	rng := chacha(9)
	for _, length := range []time.Duration{100 * time.Millisecond, time.Second, 15 * time.Minute, 24 * time.Hour} {
		w := calendar(length).Reads(7)
		if !w.At(0).Equal(w.Open) || w.At(1<<32-1).After(w.Last) || w.At(1<<31).Sub(w.Open) != w.Last.Sub(w.Open)/2 {
			t.Errorf("T=%v: first, last or middle moment", length)
		}
		var halves [2]int
		for range 10_000 {
			now := w.Open.Add(w.Last.Sub(w.Open) / 3)
			m, ok, err := w.DrawAfter(now, rng)
			if err != nil || !ok || w.At(m).Before(now.Add(-time.Microsecond)) || w.At(m).After(w.Last) {
				t.Fatalf("T=%v: %v is not in what is left: %v, %v", length, m, ok, err)
			}
			if w.At(m).Sub(now) < w.Last.Sub(now)/2 {
				halves[0]++
			} else {
				halves[1]++
			}
		}
		if halves[0] < 4_800 || halves[0] > 5_200 {
			t.Errorf("T=%v: drawn in the halves of what is left %v times", length, halves)
		}
		if m, ok, err := w.DrawAfter(w.Open.Add(-time.Second), rng); err != nil || !ok || w.At(m).Before(w.Open) {
			t.Errorf("T=%v: before the window: %v, %v", length, ok, err)
		}
		for _, over := range []time.Time{w.Last, w.Last.Add(time.Hour)} {
			if _, ok, err := w.DrawAfter(over, rng); ok || err != nil {
				t.Errorf("T=%v: after the window: %v, %v", length, ok, err)
			}
		}
	}
}

// χ² over 20 bins; the limit is exceeded by chance once in 10,000 times, and
// the seed is fixed.
func TestTimesAreUniformInTheirWindows(t *testing.T) {
	const bins, rounds, slots, limit = 20, 4000, 6, 52.4
	c := calendar(15 * time.Minute)
	rng := chacha(2)
	var writes, reads [bins]int
	for r := range box.Round(rounds) {
		for range slots {
			count(t, &writes, c.Writes(r), c.Writes(r).At(round.Moment(rng.Uint64())))
			m, _, err := c.Reads(r).DrawAfter(c.Start(r), rng)
			if err != nil {
				t.Fatal(err)
			}
			count(t, &reads, c.Reads(r), c.Reads(r).At(m))
		}
	}
	for name, seen := range map[string][bins]int{"writes": writes, "reads": reads} {
		chi, want := 0.0, float64(rounds*slots)/bins
		for _, n := range seen {
			chi += (float64(n) - want) * (float64(n) - want) / want
		}
		if chi > limit {
			t.Errorf("%s: χ² = %.1f, limit %.1f", name, chi, limit)
		}
	}
}

func count(t *testing.T, bins *[20]int, w round.Window, at time.Time) {
	t.Helper()
	if at.Before(w.Open) || !at.Before(w.Last) {
		t.Fatal("a time outside its window")
	}
	bins[int(20*at.Sub(w.Open)/w.Last.Sub(w.Open))]++
}

func TestBelowIsUniform(t *testing.T) {
	rng := chacha(3)
	var seen [3]int
	for range 30_000 {
		n, err := round.Below(3, rng)
		if err != nil {
			t.Fatal(err)
		}
		seen[n]++
	}
	for _, n := range seen {
		if n < 9_600 || n > 10_400 {
			t.Fatalf("draws from 0 to 2: %v", seen)
		}
	}
}

func TestShuffledGivesEveryOrder(t *testing.T) {
	rng := chacha(4)
	seen := map[[4]int]int{}
	for range 24_000 {
		order, err := round.Shuffled(4, rng)
		if err != nil {
			t.Fatal(err)
		}
		seen[[4]int(order)]++
	}
	if len(seen) != 24 {
		t.Fatalf("%d orders of 4, want 24", len(seen))
	}
	for order, n := range seen {
		if n < 850 || n > 1150 {
			t.Errorf("order %v came %d times, want about 1000", order, n)
		}
	}
}

func TestLackOfRandomnessIsAnError(t *testing.T) {
	dry := iotest.ErrReader(io.ErrUnexpectedEOF)
	w := calendar(time.Second).Writes(1)
	if _, _, err := w.DrawAfter(w.Open, dry); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("DrawAfter: %v", err)
	}
	if _, err := round.Shuffled(3, dry); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Shuffled: %v", err)
	}
	if _, err := round.Rate(0).Draw(dry); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Draw: %v", err)
	}
}
