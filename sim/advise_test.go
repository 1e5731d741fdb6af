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

// TestAdviceInHours: in a group with hours nobody is missed sooner than in a span that
// they miss; asked for sooner, there is no advice. What is advised keeps the rules, by
// the spans; and of two groups that one is told to expose fewer whose spans are twelve
// hours apart.
func TestAdviceInHours(t *testing.T) {
	exposed := map[string]float64{}
	for _, text := range []string{"2m:18:00-20:00", "2m:05:00-05:30,18:00-20:00", "2m:06:00-06:30,18:00-18:30", "2m:22:00-02:00"} {
		n := needs()
		n.When = calendar(t, text)
		soonest := Soonest(n.When)
		if wait := n.When.LongestWait(); soonest < wait-n.When.Whole()[0].Length || soonest > wait+hour {
			t.Errorf("%s: somebody is missed after %v, where spans begin up to %v apart", text, soonest, wait)
		}
		n.Notice = soonest - time.Minute
		var f *Fault
		if _, err := Advise(n); !errors.As(err, &f) || f.Why != WhyNoticeHours || f.Span != soonest {
			t.Errorf("%s: sooner than %v: %v", text, soonest, err)
		}
		n.Notice = soonest + 6*hour
		a := advise(t, n)
		w := cell.NoticingOf(n.When, a.Every, a.Grace)
		if a.PEff != w.PEff(1, n.Mean) || a.Unnoticed != w.Longest() || a.Late != w.Late() || a.PerDay != w.PerDay() || a.Unnoticed > n.Notice || a.Grace > a.Every {
			t.Errorf("%s: %+v", text, a.Plan)
		}
		if a.Accepted != (a.Exposed <= 4 && a.PEff < a.CriticalP) {
			t.Errorf("%s: accepted %v: %+v", text, a.Accepted, a.Plan)
		}
		t.Logf("%s: missed after %v at the soonest; every %v, grace %v, p_eff %.3f, exposed %.2f, accepted %v, %.1f unlocks a day", text, soonest, a.Every, a.Grace, a.PEff, a.Exposed, a.Accepted, a.PerDay)
		exposed[text] = a.Exposed
	}
	if exposed["2m:06:00-06:30,18:00-18:30"] >= exposed["2m:18:00-20:00"] {
		t.Errorf("two spans twelve hours apart expose no fewer than one: %v", exposed)
	}
}
