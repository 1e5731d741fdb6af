package sim

import (
	"context"
	"math"
	"testing"
	"time"

	"bulkhead/cell"
)

func graph(t testing.TB, s Shape) Graph {
	t.Helper()
	g, err := s.Graph()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s: %.8g, want %.8g", what, got, want)
	}
}

// TestExactCascadesHaveTheirFormulas compares with the closed forms, each written
// here once more.
func TestExactCascadesHaveTheirFormulas(t *testing.T) {
	const n = 31
	for _, p := range []float64{0, .05, .1, .3, .403, .5, .9, 1} {
		exact := func(g Graph, hops int) float64 {
			t.Helper()
			others, known := Exact(g, p, hops)
			if !known {
				t.Fatalf("%T: not known", g)
			}
			return 1 + others // as the formulas count
		}
		near(t, "star", exact(Star(n), 0), (1+(n-1)*p)/n+(n-1.0)/n*(1+p+(n-2)*p*p), 1e-12)
		if p < 1 {
			near(t, "ring", exact(ring(t, n), 0), 1+2*p*(1-math.Pow(p, n-1))/(1-p)-(n-1)*math.Pow(p, n), 1e-12)
		}
		near(t, "flat chat, one hop", exact(Flat(n), 1), 1+(n-1)*p, 1e-12)
		q := p + p*p - p*p*p
		all := Cells{Members: n, Pairs: 1, OneTop: true}
		near(t, "cells", exact(all, 0), sumOverPairs(all, func(d int) float64 { return math.Pow(q, float64(d)) }), 1e-9)
		for hops := 1; hops < 9; hops++ {
			near(t, "cells, hops", exact(all, hops), sumOverPairs(all, func(d int) float64 { return coefficients(p, d, hops) }), 1e-9)
			plain := Cells{Members: n, Pairs: 1, OneTop: true, OneLink: true}
			near(t, "plain tree", exact(plain, hops), sumOverPairs(plain, func(d int) float64 { return within(p, d, hops) }), 1e-9)
		}
	}
}

// sumOverPairs is (1/n) Σ of f over the distance of all ordered pairs.
func sumOverPairs(g Graph, f func(int) float64) (sum float64) {
	w := newWalk(g)
	for v := range int32(g.Len()) {
		w.from(v, math.MaxInt)
		for _, u := range append([]int32(nil), w.queue...) {
			sum += f(distance(g, v, u))
		}
	}
	return sum / float64(g.Len())
}

func distance(g Graph, v, u int32) int {
	w := newWalk(g)
	for hops := 0; ; hops++ {
		w.from(v, hops)
		if w.seen.has(u) {
			return hops
		}
	}
}

// coefficients adds up those of z^k, k ≤ hops, of (pz + p²(1−p)z²)^dist.
func coefficients(p float64, dist, hops int) (sum float64) {
	for twos := 0; twos <= dist && dist+twos <= hops; twos++ {
		sum += math.Exp(logChoose(dist, twos)) * math.Pow(p, float64(dist-twos)) * math.Pow(p*p*(1-p), float64(twos))
	}
	return sum
}

// TestTheFoundersLinkIsASingleOne: with a pair on top every way over the
// founders' link counts p once where it counts q elsewhere.
func TestTheFoundersLinkIsASingleOne(t *testing.T) {
	const p = .3
	q := p + p*p - p*p*p
	c := Cells{Members: 30, Pairs: 1}
	var sum float64
	for v := range int32(30) {
		for u := range int32(30) {
			d := distance(c, v, u)
			if top(c, v) != top(c, u) {
				sum += p * math.Pow(q, float64(d-1))
			} else {
				sum += math.Pow(q, float64(d))
			}
		}
	}
	got, _ := Exact(c, p, 0)
	near(t, "cells with a founders' pair", 1+got, sum/30, 1e-12)
}

func top(c Cells, v int32) int32 {
	for c.Lead(v) >= 0 {
		v = c.Lead(v)
	}
	return v
}

// TestAboveTheCriticalChanceATreeIsLost: at cell.CriticalP what one on top drags
// down turns from bounded to growing with the group.
func TestAboveTheCriticalChanceATreeIsLost(t *testing.T) {
	for pairs, want := range map[int]float64{1: .403, 2: .214, 3: .148} {
		near(t, "critical p", cell.CriticalP(pairs), want, .0005)
		grows := func(p float64) float64 {
			lost := func(members int) float64 {
				e := cellsSum{algebra{p, 0}, Cells{Pairs: pairs}, map[int]*subtree{}}
				return e.of(members).reach[0]
			}
			return lost(1_000_000) / lost(10_000)
		}
		if g := grows(want * .8); g > 1.25 {
			t.Errorf("%d pairs, below: grows %.2f times with a hundred times the members", pairs, g)
		}
		if g := grows(want * 1.2); g < 1.8 {
			t.Errorf("%d pairs, above: grows %.2f times with a hundred times the members", pairs, g)
		}
	}
	near(t, "p_eff (4, 1) h", cell.PEff(1, 4*time.Hour, time.Hour, 24*time.Hour), .116, .0005)
	near(t, "p_eff (24, 4) h", cell.PEff(1, 24*time.Hour, 4*time.Hour, 24*time.Hour), .465, .0005)
}

// TestLifelinesPastTheLeadsLead: to the lead's lead alone survive some three
// fifths, to its partner and then its lead nearly all.
func TestLifelinesPastTheLeadsLead(t *testing.T) {
	e, err := Cascade(context.Background(), Cells{Members: 300, Pairs: 1}, Capture{P: .3, Hops: 1, Runs: 100_000, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("seed 1: lead's lead alone %.3f, with its partner first %.3f ± %.4f", e.Heal.LeadsLead, e.Heal.Healed, e.Heal.StdErr)
	if e.Heal.Healed < .95 {
		t.Errorf("%.3f of the orphans are healed, want .95", e.Heal.Healed)
	}
	near(t, "lead's lead alone", e.Heal.LeadsLead, .61, .03)
}
