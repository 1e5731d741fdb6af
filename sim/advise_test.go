package sim

import (
	"errors"
	"math"
	"testing"
	"time"

	"bulkhead/cell"
)

func needs() Needs {
	return Needs{Members: 254, Notice: 18 * hour, Mean: 24 * hour, P: 1, Word: 48 * hour, Round: 15 * time.Minute, Hop: 270 * time.Minute}
}

func advise(t testing.TB, n Needs) *Advice {
	t.Helper()
	a, err := Advise(n)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAdviceKeepsItsRules over many needs: times that notice soon enough, a shape
// of the rules, and, where it says so, exposure accepted, below the critical
// value, word in time; and no plan it looked at would have done better by its own
// order.
func TestAdviceKeepsItsRules(t *testing.T) {
	accepted := 0
	for _, members := range []int{2, 14, 254, 5000} {
		for _, p := range []float64{.3, 1} {
			for _, notice := range []time.Duration{2 * hour, 6 * hour, 18 * hour, 72 * hour} {
				for _, word := range []time.Duration{0, 12 * hour, 48 * hour} {
					n := needs()
					n.Members, n.P, n.Notice, n.Word = members, p, notice, word
					a := advise(t, n)
					n.Accept = 4
					if a.Every+a.Grace > notice || a.Grace > a.Every || !a.Shape.ByRules() {
						t.Errorf("%+v: %+v", n, a.Plan)
					}
					if want := cell.PEff(p, a.Every, a.Grace, n.Mean); a.PEff != want {
						t.Errorf("%+v: p_eff %v, want %v", n, a.PEff, want)
					}
					if a.Accepted != (a.Exposed <= 4 && a.PEff < a.CriticalP) || a.InTime != (word == 0 || a.Usual <= word) {
						t.Errorf("%+v: accepted %v, in time %v: %+v", n, a.Accepted, a.InTime, a.Plan)
					}
					if a.Accepted {
						accepted++
					}
					for _, p := range a.Looked {
						if n.compare(p, a.Plan) < 0 {
							t.Errorf("%+v: %+v would be better than %+v", n, p, a.Plan)
						}
					}
				}
			}
		}
	}
	if accepted < 80 {
		t.Errorf("only %d of 96 accepted", accepted)
	}
}

// TestTheUsualAdvice: one pair a lead under founders, at most as often as every 12
// hours; two pairs where word must be sooner, and more unlocks to bear it.
func TestTheUsualAdvice(t *testing.T) {
	a := advise(t, needs())
	if a.Shape.Pairs != 1 || a.Shape.OneTop || a.Every != 12*hour || a.Grace != 4*hour || !a.Accepted || !a.InTime || a.Confession != 5 {
		t.Errorf("%+v", a.Plan)
	}
	if a.Safer == nil || a.Safer.Exposed >= a.Exposed || a.Safer.PerDay <= a.PerDay || a.Quicker == nil || a.Quicker.Hops >= a.Hops {
		t.Errorf("safer %+v, quicker %+v", a.Safer, a.Quicker)
	}
	n := needs()
	n.Word = 24 * hour
	if b := advise(t, n); b.Shape.Pairs < 2 || b.PerDay <= a.PerDay || !b.InTime {
		t.Errorf("with word in a day: %+v", b.Plan)
	}
	n.Notice = 48 * hour
	if b := advise(t, n); b.Every+b.Grace > 48*hour {
		t.Errorf("%+v", b.Plan)
	}
	for _, change := range []func(*Needs){
		func(n *Needs) { n.Members = 1 }, func(n *Needs) { n.Notice = hour }, func(n *Needs) { n.P = math.NaN() }, func(n *Needs) { n.Mean = 0 }, func(n *Needs) { n.Accept = -1 },
	} {
		n := needs()
		change(&n)
		if _, err := Advise(n); !errors.Is(err, ErrQuestion) {
			t.Errorf("%+v: %v, want ErrQuestion", n, err)
		}
	}
}
