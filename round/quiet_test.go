package round_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"bulkhead/round"
)

const (
	aDay   = 96 // rounds of a quarter of an hour
	aPouch = 2 * aDay
	aYear  = 365 * aDay
)

// habit says in which rounds a phone is on.
type habit func(rng *rand.Rand) func(r int) bool

func alwaysOn(*rand.Rand) func(int) bool { return func(int) bool { return true } }

// byDay is on from about seven to about eleven, each day a little otherwise.
func byDay(rng *rand.Rand) func(int) bool {
	from, to, day := 0, 0, -1
	return func(r int) bool {
		if r/aDay != day {
			day, from, to = r/aDay, 28+rng.IntN(9)-4, 92+rng.IntN(9)-4
		}
		return r%aDay >= from && r%aDay < to
	}
}

// aThird is on for an hour and off for two, on average, at any time.
func aThird(rng *rand.Rand) func(int) bool { return spells(rng, 4, 8) }

func spells(rng *rand.Rand, on, off float64) func(int) bool {
	is, left := false, 0.0
	return func(int) bool {
		for left < 1 {
			is = !is
			left += -math.Log(1-rng.Float64()) * map[bool]float64{true: on, false: off}[is]
		}
		left--
		return is
	}
}

// someDaysOff is h, less a day and a night every two weeks, on average.
func someDaysOff(h habit) habit {
	return func(rng *rand.Rand) func(int) bool {
		on, off := h(rng), 0
		return func(r int) bool {
			if off > 0 {
				off--
			} else if rng.IntN(14*aDay) == 0 {
				off = aDay
			}
			return on(r) && off == 0
		}
	}
}

// watched lives through rounds and returns in how many stretches a silence was told, and how many rounds after the lie began the first
// stretch within it did; -1: in none. A drop that lies says from round lie on
// that nothing is there, for that part of the reads.
func watched(rng *rand.Rand, own habit, peers []habit, rounds, lie int, part float64) (told, after int) {
	me, on, quiet := own(rng), make([]func(int) bool, len(peers)), round.Quiet{}
	for i := range peers {
		on[i] = peers[i](rng)
	}
	was, after := false, -1
	for r := range rounds {
		found := false
		for i := range on {
			there := on[i](r)
			found = found || there && (r < lie || rng.Float64() >= part)
		}
		if me(r) {
			quiet = quiet.Learn(found, aPouch)
		}
		now := quiet.Silent(aPouch, len(peers))
		if now && !was {
			if r < lie {
				told++
			} else if after < 0 {
				after = r - lie
			}
		}
		was = now
	}
	return told, after
}

// TestHonestSilencesAreSeldomTold measures how often a year of an honest drop
// tells that nothing is found, and that a drop that says so for two days is
// told of. One other person who stays away for a day cannot be told from a drop
// that lies: the words of the alarm say so. Four are not all away at once.
func TestHonestSilencesAreSeldomTold(t *testing.T) {
	const years = 20
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for _, c := range []struct {
		name      string
		habit     habit
		one, four float64 // false alarms a year, at most
		least     float64 // part of the lies that are told within two days, with one other
	}{
		{"always on", alwaysOn, 0, 0, 1},
		{"by day", byDay, 0, 0, 1},
		{"a third of the time", aThird, 1, .2, .1},
		{"always on, with days off", someDaysOff(alwaysOn), 6, .2, .4},
		{"by day, with days off", someDaysOff(byDay), 6, .2, .3},
		{"a third of the time, with days off", someDaysOff(aThird), 1, .2, .1},
	} {
		for _, n := range []int{1, 4} {
			peers := make([]habit, n)
			for i := range peers {
				peers[i] = c.habit
			}
			told, seen, late := 0, 0, 0
			for range years {
				n, _ := watched(rng, c.habit, peers, aYear, aYear, 0)
				told += n
				_, after := watched(rng, c.habit, peers, 40*aDay, 30*aDay, 1)
				if after >= 0 && after <= aPouch {
					seen, late = seen+1, late+after
				}
			}
			rate, most := float64(told)/years, map[int]float64{1: c.one, 4: c.four}[n]
			t.Logf("%-36s %d others: told %5.2f times a year; a lie of two days told in %2d of %d, after %.0f rounds", c.name, n, rate, seen, years, float64(late)/float64(max(seen, 1)))
			if rate > most {
				t.Errorf("seed %d: %s, %d others: %.2f false alarms a year, want at most %.2f", seed, c.name, n, rate, most)
			}
			least := c.least
			if n == 4 {
				least = max(least, .7)
			}
			if float64(seen) < least*years {
				t.Errorf("seed %d: %s, %d others: %d of %d lies are told", seed, c.name, n, seen, years)
			}
		}
	}
}

// TestOneSilentPartnerIsNotEverybody: of four, one, two or three stay away for
// good; that is no silence of the drop's.
func TestOneSilentPartnerIsNotEverybody(t *testing.T) {
	gone := func(h habit) habit {
		return func(rng *rand.Rand) func(int) bool {
			on := h(rng)
			return func(r int) bool { return r < 30*aDay && on(r) }
		}
	}
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for silent := 1; silent <= 4; silent++ {
		for name, h := range map[string]habit{"always on": alwaysOn, "by day": byDay} {
			peers := []habit{h, h, h, h}
			for i := range silent {
				peers[i] = gone(h)
			}
			told, _ := watched(rng, h, peers, 36*aDay, 36*aDay, 0)
			if (told > 0) != (silent == 4) {
				t.Errorf("seed %d: %s: %d of 4 are away, told %d times", seed, name, silent, told)
			}
		}
	}
}

func FuzzQuiet(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 0, 0}, uint64(5))
	f.Add([]byte{255, 255, 255, 255, 255, 255}, uint64(1<<63))
	f.Fuzz(func(t *testing.T, b []byte, finds uint64) {
		if len(b) != round.QuietSize {
			return
		}
		q := round.QuietOf([round.QuietSize]byte(b))
		if again := round.QuietOf(q.Bytes()); again != q {
			t.Error("what was read comes back otherwise")
		}
		for i := range 64 {
			q = q.Learn(finds>>i&1 == 1, int(finds%256))
			if q != round.QuietOf(q.Bytes()) {
				t.Fatalf("%v does not come back", q)
			}
		}
	})
}
