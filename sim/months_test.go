package sim

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"bulkhead/internal/seeds"
)

func months(t testing.TB, h History) []Month {
	t.Helper()
	all, err := Months(context.Background(), h)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestTheFirstCaptureOfAHistoryIsACapture: before anything was healed, one
// capture exposes what Exact says, and its orphans are healed as Cascade says.
func TestTheFirstCaptureOfAHistoryIsACapture(t *testing.T) {
	c := Cells{Members: 254, Pairs: 1}
	const runs = 4000
	var taken, squares, orphans, healed float64
	for seed := range uint64(runs) {
		g := startOf(c, stream(seed, streamMonths))
		g.capture(.3, 2)
		n := float64(g.end.lost - 1) // others
		taken, squares = taken+n, squares+n*n
		orphans, healed = orphans+float64(g.end.orphans), healed+float64(g.end.healed)
	}
	mean := taken / runs
	want, _ := Exact(c, .3, 2)
	if stderr := math.Sqrt((squares/runs - mean*mean) / runs); math.Abs(mean-want) > 4*stderr {
		t.Errorf("%.4f ± %.4f exposed, want %.4f", mean, stderr, want)
	}
	e := cascade(t, c, Capture{P: .3, Hops: 2, Runs: 50_000, Seed: 1})
	near(t, "healed", healed/orphans, e.Heal.Healed, .02)
	near(t, "orphans", orphans/runs, e.Heal.Orphans, .1)
}

// TestWhoHasNoLifelineLeftIsCutOff: 6 is taken, and with it 3 and 0, to whom the
// lifelines of 14 and 15 lead. Those whom 3 and 0 led reach the other founder.
func TestWhoHasNoLifelineLeftIsCutOff(t *testing.T) {
	g := startOf(Cells{Members: 30, Pairs: 1}, stream(1, 0))
	taken := []int32{0, 3, 6}
	for _, v := range taken {
		g.all[v].taken = true
	}
	g.lose(taken)
	end := g.look()
	if end.orphans != 5 || end.healed != 3 || end.cutOff != 2 || end.members != 25 {
		t.Errorf("%d orphans, %d healed, %d cut off, %d joined; want 5, 3, 2 and 25", end.orphans, end.healed, end.cutOff, end.members)
	}
	g.grow(10)
	for v := int32(30); int(v) < len(g.all); v++ {
		for up := v; up >= 0; up = g.all[up].lead {
			if up == 14 || up == 15 {
				t.Fatalf("somebody was recruited by a part that is cut off")
			}
		}
	}
	holds(t, 1, g)
}

// TestATreeStaysATree through a hundred captures, healing and growth: nobody is
// above themselves, leads more than the rules allow, is led by the taken or paired
// with them, and everybody free is joined to the top or counted as cut off.
func TestATreeStaysATree(t *testing.T) {
	seeds.Each(t, 40, func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 1))
		c := Cells{Members: 2 + rng.IntN(120), Pairs: 1 + rng.IntN(3), OneTop: rng.IntN(2) == 0}
		g := startOf(c, rng)
		for range 60 {
			g.capture([]float64{.1, .3, .6}[rng.IntN(3)], rng.IntN(4))
			g.grow(.05)
			holds(t, seed, g)
		}
	})
}

func holds(t *testing.T, seed uint64, g *group) {
	t.Helper()
	free := 0
	for v := range int32(len(g.all)) {
		n := &g.all[v]
		if n.taken {
			if n.lead >= 0 || n.partner >= 0 || len(n.led) > 0 {
				t.Fatalf("seed %d: %d was taken and is still tied", seed, v)
			}
			continue
		}
		free++
		if len(n.led) > g.limit {
			t.Fatalf("seed %d: %d leads %d", seed, v, len(n.led))
		}
		for i, u := range n.led {
			if g.all[u].lead != v || g.all[u].taken || slices.Contains(n.led[:i], u) {
				t.Fatalf("seed %d: %d leads %d, who does not know", seed, v, u)
			}
		}
		if n.partner >= 0 && (g.all[n.partner].partner != v || g.all[n.partner].taken) {
			t.Fatalf("seed %d: %d and %d are no pair", seed, v, n.partner)
		}
		if n.lead >= 0 && !slices.Contains(g.all[n.lead].led, v) {
			t.Fatalf("seed %d: %d does not lead %d", seed, n.lead, v)
		}
		up, steps := v, 0
		for ; g.all[up].lead >= 0; up = g.all[up].lead {
			if steps++; steps > len(g.all) {
				t.Fatalf("seed %d: %d is above itself", seed, v)
			}
		}
	}
	end := g.look()
	if free != g.live || end.members+end.cutOff != free {
		t.Fatalf("seed %d: %d free, %d live, %d joined and %d cut off", seed, free, g.live, end.members, end.cutOff)
	}
	if names := 3 + g.limit; end.confession > names {
		t.Fatalf("seed %d: one device names %d, more than %d", seed, end.confession, names)
	}
}

// TestAHistoryAddsUp: who is there at a month's end was there at the beginning or recruited,
// and not taken; nothing happens where nothing may.
func TestAHistoryAddsUp(t *testing.T) {
	h := History{Start: Cells{Members: 100, Pairs: 1}, Months: 12, Captures: 2, P: .3, Hops: 2, Growth: .03, Runs: 60, Seed: 9}
	for i, m := range months(t, h) {
		near(t, "members", m.Members+m.CutOff+m.Taken-m.Recruited, 100, 1e-9)
		if i > 0 && (m.Healed < .5 || m.Healed > 1 || m.Confession > 5) {
			t.Errorf("month %d: %+v", i, m)
		}
	}
	h.Captures, h.Growth = 0, 0
	last := months(t, h)[12]
	if last.Members != 100 || last.Taken != 0 || last.CutOff != 0 || last.Levels != 6 || last.Healed != 1 {
		t.Errorf("nothing happened, and yet: %+v", last)
	}
	h.Captures, h.P, h.Hops = 5, 1, 0
	if last := months(t, h)[12]; last.Members != 0 || last.Extinct != 1 {
		t.Errorf("everybody is given up, nothing is ever cut, and yet: %+v", last)
	}
}

func TestAHistoryReplaysAndRefuses(t *testing.T) {
	h := History{Start: Cells{Members: 60, Pairs: 2}, Months: 6, Captures: 1, P: .3, Hops: 1, Growth: .1, Runs: 40, Seed: 2, Workers: 1}
	one := months(t, h)
	h.Workers = 4
	if again := months(t, h); !reflect.DeepEqual(one[1:], again[1:]) {
		t.Error("another number of goroutines, other numbers")
	}
	for _, change := range []func(*History){
		func(h *History) { h.Months = 0 }, func(h *History) { h.Captures = -1 }, func(h *History) { h.Growth = math.NaN() },
		func(h *History) { h.P = 2 }, func(h *History) { h.Start.OneLink = true }, func(h *History) { h.Start.Members = 1_000_000 }, func(h *History) { h.Runs = 1 },
	} {
		bad := h
		change(&bad)
		if _, err := Months(context.Background(), bad); !errors.Is(err, ErrQuestion) {
			t.Errorf("%+v: %v, want ErrQuestion", bad, err)
		}
	}
}
