package sim

import (
	"context"
	"math"
	"testing"
	"time"
)

// bruteCut takes each member out and looks at the parts that are left.
func bruteCut(g Graph) (worst, mean float64) {
	n := g.Len()
	for lost := range int32(n) {
		seen := map[int32]bool{lost: true}
		largest := 0
		for v := range int32(n) {
			if seen[v] {
				continue
			}
			seen[v] = true
			part := []int32{v}
			for i := 0; i < len(part); i++ {
				for _, u := range g.Neighbours(part[i], nil) {
					if !seen[u] {
						seen[u] = true
						part = append(part, u)
					}
				}
			}
			largest = max(largest, len(part))
		}
		cut := float64(n-1-largest) / float64(n-1)
		worst = max(worst, cut)
		mean += cut / float64(n)
	}
	return worst, mean
}

// TestWhatOneLossCutsOff against taking each member out.
func TestWhatOneLossCutsOff(t *testing.T) {
	for _, members := range []int{2, 3, 5, 8, 30, 41} {
		for _, g := range everyGraph(t, members) {
			worst, mean := bruteCut(g)
			l, known := CutOff(g.Graph)
			if !known || math.Abs(l.Worst-worst) > 1e-12 || math.Abs(l.Mean-mean) > 1e-12 {
				t.Errorf("%s: %+v, want %v and %v", g.name, l, worst, mean)
			}
		}
	}
	inParts, err := NewAdjacency(4, [][2]int32{{0, 1}, {2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	if _, known := CutOff(inParts); known {
		t.Error("a graph in parts has no answer to what one loss cuts off")
	}
}

// TestNoLuckIsWorseThanReach: the largest circle of so many hops around any
// member, by looking at all.
func TestNoLuckIsWorseThanReach(t *testing.T) {
	for members := 1; members < 140; members += 3 {
		for _, g := range everyGraph(t, members) {
			if _, cells := g.Graph.(Cells); !cells && members > 20 {
				continue
			}
			for hops := range 6 {
				limit := hops
				if hops == 0 {
					limit = math.MaxInt
				}
				want, w := 0, newWalk(g)
				for v := range int32(members) {
					n, _ := w.from(v, limit)
					want = max(want, n)
				}
				if _, star := g.Graph.(Star); star && hops == 1 {
					want = members // its middle
				}
				if got, known := Reach(g.Graph, hops); !known || got != want-1 {
					t.Errorf("%s, %d hops: %d (known %v), want %d", g.name, hops, got, known, want-1)
				}
			}
		}
	}
}

// TestTheWayUpIsTheTreesHeight.
func TestTheWayUpIsTheTreesHeight(t *testing.T) {
	for _, c := range []struct {
		s     Shape
		worst int
		mean  float64
		desk  int
	}{
		{Shape{Kind: KindCells, Members: 254, Pairs: 1}, 6, (2*0 + 4*1 + 8*2 + 16*3 + 32*4 + 64*5 + 128*6) / 254., 8},
		{Shape{Kind: KindCells, Members: 7, Pairs: 1, OneTop: true}, 2, 10 / 7., 3},
		{Shape{Kind: KindCells, Members: 7, Pairs: 1, OneTop: true, OneLink: true}, 4, (0 + 1 + 2 + 2 + 3 + 3 + 4) / 7., 5},
		{Shape{Kind: KindStar, Members: 9}, 1, 8 / 9., 2},
		{Shape{Kind: KindFlat, Members: 1}, 0, 0, 1},
		{Shape{Kind: KindFlat, Members: 4}, 1, .75, 2},
	} {
		g := graph(t, c.s)
		w := ToTop(g)
		if w.Worst != c.worst || math.Abs(w.Mean-c.mean) > 1e-12 || w.Lost != 0 || ToDesk(g).Worst != c.desk {
			t.Errorf("%+v: %+v, to the desk %d", c.s, w, ToDesk(g).Worst)
		}
	}
	// Half of a whole tree stands below the founder who is not the liaison.
	near(t, "mean hops to the desk", ToDesk(Cells{Members: 254, Pairs: 1}).Mean, ToTop(Cells{Members: 254, Pairs: 1}).Mean+1.5, 1e-12)
	best, usual := Time(8, 15*time.Minute, 270*time.Minute)
	if best != 2*time.Hour || usual != 36*time.Hour {
		t.Errorf("8 hops take %v and %v", best, usual)
	}
}

// TestOneDeviceNamesFive, seven with two pairs: package cell's own figures.
func TestOneDeviceNamesFive(t *testing.T) {
	for pairs, want := range map[int]int{1: 5, 2: 7, 3: 9} {
		if got, _ := Confession(Cells{Members: 254, Pairs: pairs}); got != want {
			t.Errorf("%d pairs: one device names %d, want %d", pairs, got, want)
		}
	}
	for _, g := range everyGraph(t, 30) {
		worst, sum := 0, 0
		for v := range int32(30) {
			n := 1 + len(g.Neighbours(v, nil))
			worst, sum = max(worst, n), sum+n
		}
		if got, mean := Confession(g.Graph); got != worst || math.Abs(mean-float64(sum)/30) > 1e-12 {
			t.Errorf("%s: %d and %v, want %d and %v", g.name, got, mean, worst, float64(sum)/30)
		}
	}
}

func TestTheCurveNeverFalls(t *testing.T) {
	for _, g := range everyGraph(t, 30) {
		all, err := Curve(context.Background(), g.Graph, Capture{P: .3, Runs: 500, Seed: 8}, 4)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 5 || all[4].Hops != 0 {
			t.Fatalf("%d answers, the last for %d hops", len(all), all[len(all)-1].Hops)
		}
		for i := 1; i < len(all); i++ {
			now, before := all[i], all[i-1]
			if now.Exact != nil && before.Exact != nil && *now.Exact < *before.Exact-1e-12 || now.Possible != nil && before.Possible != nil && *now.Possible < *before.Possible {
				t.Errorf("%s: fewer after %d answers", g.name, i)
			}
		}
	}
}

// TestLargeShapesAreAskedEverything: no question about a shape that needs no
// memory goes through its members for each draw, whatever its size: if one did,
// this test would not end.
func TestLargeShapesAreAskedEverything(t *testing.T) {
	for _, s := range []Shape{{Kind: KindCells, Pairs: 1}, {Kind: KindCells, Pairs: 3, OneTop: true}, {Kind: KindStar}, {Kind: KindFlat}} {
		s.Members = 200_000
		if s.Kind == KindCells || s.Kind == KindFlat || *long {
			s.Members = MaxMembers
		}
		f, err := FactsOf(t.Context(), graph(t, s), Capture{P: .3, Hops: 2, Runs: 500, Seed: 1})
		if err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
		if f.Exact == nil || f.Possible == nil || f.Loss == nil {
			t.Errorf("%+v: something is not known: %+v", s, f)
		}
	}
}
