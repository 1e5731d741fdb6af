package weigh

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/internal/seeds"
	"bulkhead/report"
	"bulkhead/report/place"
)

// north returns the spot so many metres north of s.
func north(s Spot, metres float64) Spot {
	s.Lat += metres / metresADegree
	return s
}

func site(s Spot) Thing { return Thing{Kind: report.Site, Type: 1, Spot: s} }

// Promise: two reports are weighed by the stated rule.
func TestTwoReportsAreWeighedByTheStatedRule(t *testing.T) {
	known := Radius95(48.85, 2.35, 100)
	cell := CellOf(48.85, 2.35, 1000)
	for _, c := range []struct {
		a, b    Spot
		density float64
		want    string
		advice  Advice
	}{
		{known, north(known, 120), 1e-7, "0.988", Suggest},
		{known, north(known, 300), 1e-7, "0.109", Different},
		{known, north(known, 500), 1e-7, "1.4e-07", Different},
		{known, north(known, 120), 1e-5, "0.443", Different},
		{cell, cell, 1e-7, "0.904", Suggest},
		{cell, cell, 1e-5, "0.086", Different},
	} {
		with := Usual()
		with.Density = c.density
		r := Same(site(c.a), site(c.b), with)
		got := fmt.Sprintf("%.3f", r.Probability)
		if r.Probability < 0.001 {
			got = fmt.Sprintf("%.1e", r.Probability)
		}
		if got != c.want || r.Advice != c.advice {
			t.Errorf("%d m apart, λ %v: %s (%d), want %s (%d)", r.Metres, c.density, got, r.Advice, c.want, c.advice)
		}
	}
	// "120 m apart, ±100 m each, one such per 10 km²: 99 %"
	r := Same(site(known), site(north(known, 120)), Usual())
	if r.Metres != 120 || r.Within != [2]int{100, 100} || math.Abs(r.OnePerKm2-10) > 1e-9 || r.Percent() != 99 {
		t.Errorf("the reason is %+v", r)
	}
}

// Promise: things of another kind or type are never suggested as one; an unsaid type can
// be any.
func TestOtherKindsAreOtherThings(t *testing.T) {
	s := CellOf(48.85, 2.35, 100)
	for _, c := range []struct {
		a, b Thing
		want Advice
	}{
		{Thing{Kind: report.Site, Type: 1, Spot: s}, Thing{Kind: report.Site, Type: 1, Spot: s}, Suggest},
		{Thing{Kind: report.Site, Type: 1, Spot: s}, Thing{Kind: report.Site, Spot: s}, Suggest},
		{Thing{Kind: report.Site, Type: 1, Spot: s}, Thing{Kind: report.Site, Type: 2, Spot: s}, Different},
		{Thing{Kind: report.Site, Type: 1, Spot: s}, Thing{Kind: report.Hazard, Type: 1, Spot: s}, Different},
	} {
		if got := Same(c.a, c.b, Usual()); got.Advice != c.want {
			t.Errorf("%v/%d and %v/%d: %d at %.3f", c.a.Kind, c.a.Type, c.b.Kind, c.b.Type, got.Advice, got.Probability)
		}
	}
}

// Promise: events are one only if they are of one time.
func TestEventsAreOneOnlyAtOneTime(t *testing.T) {
	noon := time.Date(2026, 11, 14, 12, 0, 0, 0, time.UTC)
	harm := func(after time.Duration, u report.Unit) Thing {
		w, err := report.Moment(noon.Add(after), u)
		if err != nil {
			t.Fatal(err)
		}
		return Thing{report.Harm, 1, Radius95(48.85, 2.35, 100), w}
	}
	untimed := harm(0, report.Hour)
	untimed.When = report.When{}
	for _, c := range []struct {
		a, b  Thing
		want  Advice
		hours float64
	}{
		{harm(0, report.Hour), harm(0, report.Hour), Suggest, 0},
		{harm(0, report.Hour), harm(2*time.Hour, report.Hour), Suggest, 2},
		{harm(0, report.Hour), harm(12*time.Hour, report.Hour), Different, 12},
		{harm(0, report.Hour), harm(6*time.Hour, report.Day), Suggest, 0.5},
		{harm(0, report.Day), harm(72*time.Hour, report.Day), Different, 72},
		{harm(0, report.Hour), untimed, Ask, 0},
	} {
		r := Same(c.a, c.b, Usual())
		if r.Advice != c.want || math.Abs(r.Hours-c.hours) > 1e-9 || !r.Event || r.Untimed != (c.b.When == report.When{}) {
			t.Errorf("%.1f hours apart: %d at %.3g, %+v", c.hours, r.Advice, r.Probability, r)
		}
	}
	// By the page: N(Δt; s_t)/λ beside the places' part.
	a, b := harm(0, report.Hour), harm(2*time.Hour, report.Hour)
	sp := 100 / math.Sqrt(-2*math.Log(0.05))
	s2, st2 := 2*sp*sp+2500, (2.0/12+1)/(24*24)
	odds := 1 / (2 * math.Pi * s2) * math.Exp(-(2.0/24)*(2.0/24)/(2*st2)) / math.Sqrt(2*math.Pi*st2) / 1e-7
	if got := Same(a, b, Usual()).Probability; math.Abs(got-odds/(1+odds)) > 1e-9 {
		t.Errorf("%.6f, by the page %.6f", got, odds/(1+odds))
	}
}

// Promise: how certain something is follows the stated rule; repeats are never worth more
// than two, what came after it was public nothing.
func TestCertaintyFollowsTheStatedRule(t *testing.T) {
	n := func(n int, h report.How, after bool) (all []Evidence) {
		for range n {
			all = append(all, Evidence{h, after})
		}
		return all
	}
	for _, c := range []struct {
		name    string
		all     []Evidence
		want    string
		counted int
	}{
		{"nothing", nil, "0.300", 0},
		{"one seen", n(1, report.Seen, false), "0.720", 1},
		{"two seen", n(2, report.Seen, false), "0.824", 2},
		{"five seen", n(5, report.Seen, false), "0.895", 5},
		{"a thousand seen", n(1000, report.Seen, false), "0.939", 1000},
		{"a thousand after it was public", n(1000, report.Seen, true), "0.300", 0},
		{"a thousand public", n(1000, report.Public, false), "0.300", 0},
		{"one told", n(1, report.Told, false), "0.517", 1},
		{"two seen, many public", append(n(50, report.Public, false), n(2, report.Seen, false)...), "0.824", 2},
		{"two seen, one told", append(n(1, report.Told, false), n(2, report.Seen, false)...), "0.824", 2},
	} {
		got := True(c.all)
		if s := fmt.Sprintf("%.3f", got.Probability); s != c.want || got.Counted != c.counted || got.Reports != len(c.all) || got.Effective > 2 {
			t.Errorf("%s: %s by %d, worth %.2f; want %s by %d", c.name, s, got.Counted, got.Effective, c.want, c.counted)
		}
	}
}

// Promise: one report more never makes a thing less certain, whatever it says, and the
// order never matters.
func TestOneReportMoreNeverMakesItLessCertain(t *testing.T) {
	seeds.Each(t, 3, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 4))
		for range 200 {
			var all []Evidence
			before := True(nil).Probability
			for range 30 {
				all = append(all, Evidence{report.How(1 + r.IntN(3)), r.IntN(5) == 0})
				r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
				now := True(all).Probability
				if now < before || now > 0.94 {
					t.Fatalf("from %.4f to %.4f with %d", before, now, len(all))
				}
				before = now
			}
		}
	})
}

// Promise: a group is placed in its middle, and no better than its best report; reports do
// not chain.
func TestAGroupDoesNotChain(t *testing.T) {
	first := site(Radius95(48.85, 2.35, 100))
	things := []Thing{first}
	x := NewIndex(Usual())
	x.Put(Group{"a", Of(things)})
	joined := 0
	for i := 1; i <= 40; i++ {
		next := site(north(first.Spot, float64(i)*60))
		if Same(next, things[len(things)-1], Usual()).Advice != Suggest {
			t.Fatal("the control: each is like the one before")
		}
		m := x.Matches(next)
		if len(m) == 0 || m[0].Reason.Advice != Suggest {
			break
		}
		x.Remove("a")
		things = append(things, next)
		x.Put(Group{"a", Of(things)})
		joined++
	}
	if joined == 0 || joined > 12 {
		t.Errorf("%d joined one group, one after the other", joined)
	}
	g := Of([]Thing{site(Radius95(10, 179.999, 100)), site(Radius95(10, -179.999, 300)), {Kind: report.Site, Spot: CellOf(10, 179.999, 1000)}})
	if d := Metres(g.Spot, Spot{Lat: 10, Lon: 180}); d > 150 || g.Spot.Within != 100 {
		t.Errorf("a group across the date line is %.0f m off, ±%d", d, g.Spot.Within)
	}
}

// Promise: the index finds every group that the rule would, everywhere on earth.
func TestTheIndexMissesNothing(t *testing.T) {
	seeds.Each(t, 2, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 5))
		with := Usual()
		found := 0
		for range 16 {
			with.Density = math.Pow(10, -6-5*r.Float64()) // from one per km² to one per 100,000
			with.Rate = with.Density
			x := NewIndex(with)
			lat := []float64{0, 48.5, -70, 89.99, -90, 89.6, 33.3}[r.IntN(7)]
			lon := []float64{0, 180, -180, 36.3, -0.01, 179.9}[r.IntN(6)]
			var all []Group
			for i := range 60 {
				g := Group{fmt.Sprint(i), thing(t, r, lat, lon)}
				all = append(all, g)
				x.Put(g)
			}
			probe := thing(t, r, lat, lon)
			want := 0
			for _, g := range all {
				reason := Same(probe, g.Thing, with)
				if reason.Advice != Different {
					want++
				}
			}
			got := x.Matches(probe)
			if best := x.Best(probe, 3, 1000); !slices.Equal(best, got[:min(3, len(got))]) {
				t.Error("the best three are others")
			}
			if len(got) != want {
				t.Fatalf("at %v, %v: %d found, the rule has %d", lat, lon, len(got), want)
			}
			for i := range got {
				if i > 0 && got[i].Reason.Probability > got[i-1].Reason.Probability {
					t.Fatal("the likeliest is not the first")
				}
			}
			found += want
			for _, g := range all {
				x.Remove(g.Name)
			}
			if x.Len() != 0 || len(x.Matches(probe)) != 0 {
				t.Fatal("what is removed is found")
			}
		}
		if found < 20 {
			t.Fatalf("only %d in all: the test proves nothing", found)
		}
	})
}

// thing is a site or harm at a random place near there, of a random precision.
func thing(t testing.TB, r *rand.Rand, lat, lon float64) Thing {
	when, err := report.Moment(time.Date(2026, 11, 14, r.IntN(4), 0, 0, 0, time.UTC), report.QuarterHour)
	if err != nil {
		t.Fatal(err)
	}
	e, err := place.Degrees(max(-90, min(90, lat+r.NormFloat64()/10)), lon+r.NormFloat64()/10)
	if err != nil {
		t.Fatal(err)
	}
	c, err := e.Coarsen(place.Precision(1 + r.IntN(3)))
	if err != nil {
		t.Fatal(err)
	}
	p := place.Place{Cell: c}
	if r.IntN(4) == 0 {
		p.Name, p.Distance = "well", place.Distance(1+r.IntN(10))
	}
	got, ok := ThingOf(&report.Report{Kind: []report.Kind{report.Site, report.Harm}[r.IntN(2)], Type: 1, Where: p, When: when})
	if !ok {
		t.Fatal("a cell has no spot")
	}
	return got
}

// TestAReportWithoutCoordinatesIsNotPlaced: a name alone is for a person to place.
func TestAReportWithoutCoordinatesIsNotPlaced(t *testing.T) {
	if _, ok := ThingOf(&report.Report{Kind: report.Need, Where: place.Place{Name: "Upper town"}}); ok {
		t.Error("a name is placed")
	}
}

// Promise: whoever puts everything in one spot makes what lies there slow to ask, not the
// index slow to fill; a group that moved, or was taken out, is in no list any more.
func TestAFloodedSpotIsFilledAndEmptied(t *testing.T) {
	x := NewIndex(Usual())
	at := func(lat float64) Thing { return Thing{Kind: report.Site, Spot: Radius95(lat, 36, 100)} }
	const n = 50_000 // with a search of the list for each, a minute
	for i := range n {
		x.Put(Group{fmt.Sprint(i), at(33)})
	}
	x.Put(Group{"7", at(40)})
	for i := 1; i < n; i += 2 {
		x.Remove(fmt.Sprint(i))
		x.Remove(fmt.Sprint(i))
	}
	if best := x.Best(at(33), 8, 2000); len(best) != 8 || x.Near(at(33)) != n/2 || best[0].Name != x.Best(at(33), 1, 2000)[0].Name {
		t.Errorf("%d of the best 8 among %d", len(best), x.Near(at(33)))
	}
	if seen := x.Best(at(33), n, 2000); len(seen) > 2000 || len(seen) < 1000 {
		t.Errorf("%d were compared, want 2,000 at most", len(seen))
	}
	if got := len(x.Matches(at(33))); got != n/2 || x.Len() != n/2 || len(x.Matches(at(40))) != 0 {
		t.Errorf("%d lie there of %d, and %d elsewhere", got, x.Len(), len(x.Matches(at(40))))
	}
	for i := 0; i < n; i += 2 {
		x.Remove(fmt.Sprint(i))
	}
	if len(x.squares)+x.Len() != 0 {
		t.Errorf("%d squares are left over", len(x.squares))
	}
}

// Promise: nowhere on earth can a report be placed where the index looks into many squares,
// and each square is looked into once.
func TestNowhereAreManySquaresNear(t *testing.T) {
	for _, perM2 := range []float64{1, 1e-4, 1e-7, 1e-8, 1e-10, 1e-13, 0} {
		n := netFor(perM2)
		for _, lat := range []float64{0, 33, 60, 80, 89, 89.9, 89.98, 89.99, 89.995, 89.9999, 90} {
			for _, lon := range []float64{0, 36.3, 179.9999, -180} {
				for _, lat := range []float64{lat, -lat} {
					seen := map[square]bool{}
					n.near(report.Site, Spot{Lat: lat, Lon: lon}, func(s square) {
						if seen[s] {
							t.Fatalf("%g at %v, %v: a square twice", perM2, lat, lon)
						}
						seen[s] = true
					})
					if len(seen) > 50 || !seen[n.at(report.Site, Spot{Lat: lat, Lon: lon})] {
						t.Fatalf("%g at %v, %v: %d squares", perM2, lat, lon, len(seen))
					}
				}
			}
		}
	}
}
