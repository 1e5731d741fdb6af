package cell

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// TestCheckInTimesHaveTheirRisk holds PEff to reference values (p = 1, a mean of
// 24 hours from naming to capture) and to its ends.
func TestCheckInTimesHaveTheirRisk(t *testing.T) {
	const h = time.Hour
	for _, c := range []struct {
		p                  float64
		every, grace, mean time.Duration
		want, within       float64
	}{
		{1, 4 * h, 1 * h, 24 * h, .116, .0005},
		{1, 24 * h, 4 * h, 24 * h, .465, .0005},
		{1, 12 * h, 4 * h, 24 * h, .33, .005},
		{1, 12 * h, 6 * h, 24 * h, .39, .005},
		{.5, 12 * h, 6 * h, 24 * h, .195, .0025},
		{1, 0, 0, 24 * h, 0, 0},                    // noticed at once
		{1, 0, 24 * h, 24 * h, 1 - 1/math.E, 1e-9}, // after the grace, whatever the check-in
		{.3, 1 << 62, 0, 24 * h, .3, 1e-4},         // never noticed
		{.3, 4 * h, 1 * h, 0, .3, 0},               // taken at once
		{2, 4 * h, 1 * h, 0, 1, 0},
		{-1, 4 * h, 1 * h, 24 * h, 0, 0},
		{1, -h, -h, 24 * h, 0, 0},
	} {
		if got := PEff(c.p, c.every, c.grace, c.mean); math.IsNaN(got) || math.Abs(got-c.want) > c.within {
			t.Errorf("p %v, every %v, grace %v, mean %v: %.4f, want %v", c.p, c.every, c.grace, c.mean, got, c.want)
		}
	}
}

// TestRiskIsWhatARaceShows simulates the race: taken at any time between two
// check-ins, overdue after the next one and the grace; the contact is taken
// before that or not.
func TestRiskIsWhatARaceShows(t *testing.T) {
	const runs, every, grace, mean = 200_000, 12.0, 6.0, 24.0
	rng := rand.New(seeded(90))
	lost := 0
	for range runs {
		if rng.ExpFloat64()*mean < rng.Float64()*every+grace {
			lost++
		}
	}
	want := PEff(1, 12*time.Hour, 6*time.Hour, 24*time.Hour)
	got := float64(lost) / runs
	if sd := math.Sqrt(want * (1 - want) / runs); math.Abs(got-want) > 4*sd {
		t.Errorf("%.4f of %d runs, want %.4f (sd %.4f)", got, runs, want, sd)
	}
}

func TestTheCriticalRiskFollowsThePairs(t *testing.T) {
	for pairs, want := range map[int]float64{1: .403, 2: .214, 3: .148} {
		p := CriticalP(pairs)
		if math.Abs(p-want) > .0005 {
			t.Errorf("%d pairs: %.4f, want %v", pairs, p, want)
		}
		if one := 2 * (p + p*p - p*p*p) * float64(pairs); math.Abs(one-1) > 1e-12 {
			t.Errorf("%d pairs: one capture leads to %v more, want 1", pairs, one)
		}
	}
	if CriticalP(0) != 1 || CriticalP(-1) != 1 {
		t.Error("without pairs no capture walks on")
	}
}
