package round_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"bulkhead/round"
)

func TestHitRateStartsAtAThird(t *testing.T) {
	if got := round.StartHitRate().Rate(); math.Abs(got-1.0/3) > 1e-9 {
		t.Errorf("π starts at %v", got)
	}
}

// The rate follows the links within two days of rounds, without leaning to
// either side.
func TestHitRateFollowsTheLinks(t *testing.T) {
	rng := rand.New(chacha(5))
	for _, p := range []float64{0, .05, .33, .9, 1} {
		h, sum, n := round.StartHitRate(), 0.0, 0
		for i := range 20_000 {
			h = h.Learn(rng.Float64() < p)
			if i > 100 {
				sum, n = sum+h.Rate(), n+1
			}
		}
		if got := sum / float64(n); math.Abs(got-p) > .01 {
			t.Errorf("links hit at %.2f, the rate is %.3f", p, got)
		}
	}
}

func TestHitRateChangesItsMindQuickly(t *testing.T) {
	h := round.StartHitRate()
	for range 1000 {
		h = h.Learn(true)
	}
	n := 0
	for ; h.Rate() > .1; n++ {
		h = h.Learn(false)
	}
	if n > 120 {
		t.Errorf("after always a hit it takes %d misses to come below .1", n)
	}
}

func FuzzHitRate(f *testing.F) {
	start := round.StartHitRate().Bytes()
	f.Add(start[:])
	f.Add([]byte{0, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != round.HitRateSize {
			return
		}
		h, err := round.HitRateOf([round.HitRateSize]byte(b))
		if err != nil {
			return
		}
		if h.Bytes() != [round.HitRateSize]byte(b) {
			t.Error("what parsed came back otherwise")
		}
		if r := h.Learn(true).Rate(); r < 0 || r > 1 {
			t.Errorf("rate %v", r)
		}
	})
}
