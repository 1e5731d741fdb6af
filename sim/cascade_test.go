package sim

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"reflect"
	"testing"
)

var long = flag.Bool("long", false, "run the long forms: go test ./sim -long")

func cascade(t testing.TB, g Graph, q Capture) *Exposed {
	t.Helper()
	e, err := Cascade(context.Background(), g, q)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestDrawnAndExactAgree over a grid of shapes, sizes, chances and hops: where an
// exact value is known, the mean of the draws is within 4 sd/√runs of it. One in
// sixteen thousand lies beyond by chance; the seed is fixed. Where everybody knows
// everybody and nearly always all are lost, the captures that stay small are rarer
// than one in all runs, and a few of them are allowed for.
func TestDrawnAndExactAgree(t *testing.T) {
	runs := 2000
	if *long {
		runs = 100_000
	}
	const seed = 20
	compared, drawnAlone, worst := 0, 0, 0.0
	for _, members := range []int{1, 2, 7, 30, 254} {
		for _, g := range everyGraph(t, members) {
			for _, p := range []float64{0, .1, .3, .5, 1} {
				for _, hops := range []int{0, 1, 2, 3, 5} {
					mean, known := Exact(g.Graph, p, hops)
					if !known {
						drawnAlone++
						continue
					}
					e := cascade(t, g.Graph, Capture{P: p, Hops: hops, Runs: runs, Seed: seed})
					compared++
					if _, all := g.Graph.(Flat); e.StdErr > 0 && !all {
						worst = max(worst, math.Abs(e.Mean-mean)/e.StdErr)
					}
					within := 4*e.SD/math.Sqrt(float64(runs)) + 1e-9*mean
					if _, all := g.Graph.(Flat); all {
						within += 4 * float64(members) / float64(runs)
					}
					if math.Abs(e.Mean-mean) > within {
						t.Errorf("%s, p %v, %d hops: drawn %.4f ± %.4f, exact %.4f", g.name, p, hops, e.Mean, e.StdErr, mean)
					}
				}
			}
		}
	}
	t.Logf("seed %d, %d runs: %d compared, worst %.2f standard errors; %d without an exact value", seed, runs, compared, worst, drawnAlone)
	if compared < 1500 {
		t.Errorf("only %d compared", compared)
	}
}

// TestASeedReplaysOnAnyNumberOfProcessors.
func TestASeedReplaysOnAnyNumberOfProcessors(t *testing.T) {
	for _, g := range everyGraph(t, 100) {
		q := Capture{P: .03, Hops: 3, Runs: 3001, Seed: 5, Workers: 1}
		one := cascade(t, g.Graph, q)
		for _, q.Workers = range []int{2, 7} {
			if again := cascade(t, g.Graph, q); !reflect.DeepEqual(one, again) {
				t.Errorf("%s: %+v with 1 goroutine, %+v with %d", g.name, one, again, q.Workers)
			}
		}
		q.Seed++
		if other := cascade(t, g.Graph, q); reflect.DeepEqual(one.Count, other.Count) {
			t.Errorf("%s: another seed draws the same", g.name)
		}
	}
}

// TestTheDistributionIsTheRuns: all runs are counted, mean, sd and quantiles are
// those of the counts.
func TestTheDistributionIsTheRuns(t *testing.T) {
	e := distribution([]uint64{0, 90, 6, 0, 4})
	want := &Exposed{Mean: 1.18, P50: 1, P95: 2, Worst: 4, Count: map[int]uint64{1: 90, 2: 6, 4: 4}}
	if e.P50 != want.P50 || e.P95 != want.P95 || e.Worst != want.Worst || !reflect.DeepEqual(e.Count, want.Count) {
		t.Errorf("%+v, want %+v", e, want)
	}
	if even := distribution([]uint64{0, 50, 45, 5}); even.P50 != 1 || even.P95 != 2 {
		t.Errorf("half stay within %d and 95 of 100 within %d, want 1 and 2", even.P50, even.P95)
	}
	near(t, "mean", e.Mean, 1.18, 1e-12)
	near(t, "sd", e.SD, math.Sqrt((90*.18*.18+6*.82*.82+4*2.82*2.82)/99), 1e-12)
	near(t, "standard error", e.StdErr, e.SD/10, 1e-12)
	told := 0
	e = cascade(t, path(t, 9), Capture{P: .5, Runs: 1000, Seed: 1, Workers: 1, Progress: func(n int) { told += n }})
	sum := uint64(0)
	for _, n := range e.Count {
		sum += n
	}
	if sum != 1000 || told != 1000 {
		t.Errorf("%d runs counted, %d told, want 1000", sum, told)
	}
}

func TestQuestionsWithoutAnAnswerAreRefused(t *testing.T) {
	for _, q := range []Capture{
		{P: -.1, Runs: 10}, {P: 1.1, Runs: 10}, {P: math.NaN(), Runs: 10}, {P: .3, Hops: -1, Runs: 10}, {P: .3}, {P: .3, Runs: 1}, {P: .3, Runs: math.MaxInt},
	} {
		if _, err := Cascade(context.Background(), path(t, 3), q); !errors.Is(err, ErrQuestion) {
			t.Errorf("%+v: %v, want ErrQuestion", q, err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Cascade(ctx, path(t, 3), Capture{P: .3, Runs: 1 << 29}); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context's end: %v", err)
	}
	if _, known := Exact(path(t, 3), math.NaN(), 0); known {
		t.Error("an exact value for a chance that is none")
	}
}

// TestBinomialsAreBinomials compares mean and variance, and for few chances every
// probability, with the distribution.
func TestBinomialsAreBinomials(t *testing.T) {
	const draws = 12_000
	rng := stream(11, 0)
	for _, n := range []int{0, 1, 5, 24, 25, 60, 1000, 1_000_000} {
		for _, p := range []float64{0, 1e-6, .01, .3, .5, .97, 1} {
			var sum, squares float64
			count := map[int]int{}
			for range draws {
				k := binomial(rng, n, p)
				sum += float64(k)
				squares += float64(k) * float64(k)
				count[k]++
			}
			mean, variance := float64(n)*p, float64(n)*p*(1-p)
			near(t, fmt.Sprintf("mean of %d × %v", n, p), sum/draws, mean, 4.5*math.Sqrt(variance/draws)+1e-9*mean)
			got := squares/draws - sum/draws*sum/draws
			near(t, fmt.Sprintf("variance of %d × %v", n, p), got, variance, 5*math.Sqrt(variance*(2*variance+1)/draws)+1e-3*variance)
			if n <= 60 {
				binomials(n, p, func(k int, b float64) {
					near(t, fmt.Sprintf("%d of %d × %v", k, n, p), float64(count[k])/draws, b, 5*math.Sqrt(b/draws)+1e-4)
				})
			}
		}
	}
}

// TestAMillionMembers: ten thousand captures in a tree of a million agree with
// its exact values. Neither is reckoned member by member for each capture: if it
// were, this test would not end.
func TestAMillionMembers(t *testing.T) {
	for _, s := range everyShape(1_000_000) {
		if s.Kind != KindCells {
			continue
		}
		g := graph(t, s)
		for _, hops := range []int{2, 40} {
			mean, known := Exact(g, .1, hops)
			if !known {
				t.Fatalf("%+v: no exact value", s)
			}
			e := cascade(t, g, Capture{P: .1, Hops: hops, Runs: 10_000, Seed: 2})
			if math.Abs(e.Mean-mean) > 4*e.StdErr {
				t.Errorf("%+v, %d hops: drawn %.4f ± %.4f, exact %.4f", s, hops, e.Mean, e.StdErr, mean)
			}
		}
	}
}
