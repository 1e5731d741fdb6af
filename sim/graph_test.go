package sim

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"bulkhead/internal/seeds"
)

// everyShape is one of each kind and of each way to fill cells.
func everyShape(members int) (all []Shape) {
	for _, k := range Kinds() {
		if k == KindCells {
			for pairs := 1; pairs <= MaxPairs; pairs++ {
				for bits := range 4 {
					all = append(all, Shape{Kind: k, Members: members, Pairs: pairs, OneTop: bits&1 != 0, OneLink: bits&2 != 0})
				}
			}
			continue
		}
		if members >= k.least() && (k != KindRandom || members > 4) {
			all = append(all, Shape{Kind: k, Members: members, Degree: 4, Seed: 7})
		}
	}
	return all
}

// TestALinkIsKnownOnBothSides, once, by nobody to oneself, and counted.
func TestALinkIsKnownOnBothSides(t *testing.T) {
	for _, members := range []int{1, 2, 3, 4, 5, 6, 7, 8, 30, 31, 100, 255} {
		for _, s := range everyShape(members) {
			g := graph(t, s)
			links := int64(0)
			for v := range int32(g.Len()) {
				near := g.Neighbours(v, nil)
				links += int64(len(near))
				for i, u := range near {
					if u == v || slices.Contains(near[:i], u) || !slices.Contains(g.Neighbours(u, nil), v) {
						t.Fatalf("%+v: link of %d and %d", s, v, u)
					}
				}
			}
			if g.Len() != members || g.Links() != links/2 || links%2 != 0 {
				t.Errorf("%+v: %d members and %d links, want %d and %d", s, g.Len(), g.Links(), members, links/2)
			}
			if n, _ := newWalk(g).from(0, math.MaxInt); n != members && s.Kind != KindRandom {
				t.Errorf("%+v: %d of %d joined", s, n, members)
			}
		}
	}
}

func TestARandomShapeGivesEverybodyItsDegree(t *testing.T) {
	seeds.Each(t, 60, func(t *testing.T, seed uint64) {
		for _, degree := range []int{1, 2, 3, 4, 7, 9, 12, 19} {
			g := graph(t, Shape{Kind: KindRandom, Members: 20, Degree: degree, Seed: seed})
			for v := range int32(20) {
				if n := len(g.Neighbours(v, nil)); n != degree {
					t.Fatalf("seed %d: %d knows %d, want %d", seed, v, n, degree)
				}
			}
		}
	})
	for _, degree := range []int{-1, 0, 21, 3 * 7} {
		if _, err := (Shape{Kind: KindRandom, Members: 21, Degree: degree}).Graph(); err == nil {
			t.Errorf("21 members who each know %d: no error", degree)
		}
	}
}

// TestShapesThatCannotBeAreRefused also where numbers are as large as they go.
func TestShapesThatCannotBeAreRefused(t *testing.T) {
	for _, s := range []Shape{
		{}, {Kind: "tree", Members: 3}, {Kind: KindStar}, {Kind: KindStar, Members: -1}, {Kind: KindPath, Members: MaxMembers + 1},
		{Kind: KindRing, Members: 2}, {Kind: KindWheel, Members: 3}, {Kind: KindCells, Members: 10}, {Kind: KindCells, Members: 10, Pairs: 4},
		{Kind: KindRandom, Members: 10, Degree: math.MaxInt / 2}, {Kind: KindRandom, Members: MaxMembers, Degree: 18},
	} {
		if g, err := s.Graph(); err == nil || g != nil {
			t.Errorf("%+v: %v, %v", s, g, err)
		}
	}
}

// small is every graph of n members, by bits of its links.
func small(n int, each func(links [][2]int32)) {
	var all [][2]int32
	for v := range int32(n) {
		for u := range v {
			all = append(all, [2]int32{u, v})
		}
	}
	links := make([][2]int32, 0, len(all))
	for way := range uint32(1) << len(all) {
		links = links[:0]
		for b := way; b != 0; b &= b - 1 {
			links = append(links, all[bits.TrailingZeros32(b)])
		}
		each(links)
	}
}

// TestMeasuresOfEverySmallGraph compares with a second way of counting (Floyd
// and Warshall's distances, degrees by adding up) on every graph of up to seven
// members, and finds that among them the star has the best balance and, where
// a link is seen with a chance of a quarter only, the complete graph.
func TestMeasuresOfEverySmallGraph(t *testing.T) {
	most := 6
	if *long {
		most = 7
	}
	for n := 2; n <= most; n++ {
		graphs, best := 0, [3]float64{}
		small(n, func(links [][2]int32) {
			distance, squares := bruteDistances(n, links)
			if distance < 0 {
				return
			}
			graphs++
			a, err := NewAdjacency(n, links)
			if err != nil {
				t.Fatal(err)
			}
			m, _ := Measure(a, .25)
			N, M := float64(n), float64(len(links))
			want := [3]float64{
				(N*N - N - 2*M) / (N * N), (N*N - N - .5*M) / (N * N), (2*M*(N-2) + N*(N-1) - squares) / ((2*M + N) * N),
			}
			for i := range want {
				want[i] *= N * (N - 1) / distance
				best[i] = max(best[i], want[i])
				if math.Abs(m.Balance[i]-want[i]) > 1e-12 {
					t.Fatalf("%v: μ%d = %v, want %v", links, i+1, m.Balance[i], want[i])
				}
			}
		})
		if want := [...]int{2: 1, 3: 4, 4: 38, 5: 728, 6: 26_704, 7: 1_866_256}[n]; graphs != want {
			t.Errorf("%d connected graphs of %d members, want %d", graphs, n, want)
		}
		star, _ := Measure(Star(n), .25)
		complete, _ := Measure(Complete(n), .25)
		t.Logf("%d members: %d connected graphs; best μ %.5f %.5f %.5f, star %.5f %.5f %.5f", n, graphs, best[0], best[1], best[2], star.Balance[0], star.Balance[1], star.Balance[2])
		near(t, fmt.Sprintf("best μ1 of %d is the star's", n), best[0], star.Balance[0], 1e-12)
		near(t, fmt.Sprintf("best μ2 of %d is the complete graph's", n), best[1], complete.Balance[1], 1e-12)
	}
}

// bruteDistances returns T (−1 if not connected) and Σd².
func bruteDistances(n int, links [][2]int32) (t, squares float64) {
	const far = 50 // twice as far fits, too
	var d [7][7]int8
	var degree [7]float64
	for i := range n {
		for j := range n {
			if i != j {
				d[i][j] = far
			}
		}
	}
	for _, l := range links {
		d[l[0]][l[1]], d[l[1]][l[0]] = 1, 1
		degree[l[0]]++
		degree[l[1]]++
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	for i := range n {
		squares += degree[i] * degree[i]
		for j := range n {
			if d[i][j] >= far {
				return -1, 0
			}
			t += float64(d[i][j])
		}
	}
	return t, squares
}

// bruteExposed looks at every way in which links are open.
func bruteExposed(n int, links [][2]int32, p float64, hops int) (mean float64) {
	for way := range uint32(1) << len(links) {
		chance := 1.0
		var open [][2]int32
		for b, l := range links {
			if way>>b&1 == 1 {
				chance *= p
				open = append(open, l)
			} else {
				chance *= 1 - p
			}
		}
		for v := range n {
			mean += chance * float64(bits.OnesCount32(bruteReach(open, v, hops))) / float64(n)
		}
	}
	return mean
}

func bruteReach(open [][2]int32, from, hops int) uint32 {
	seen := uint32(1) << from
	for hop := 0; hops == 0 || hop < hops; hop++ {
		more := seen
		for _, l := range open {
			if seen>>l[0]&1 == 1 {
				more |= 1 << l[1]
			}
			if seen>>l[1]&1 == 1 {
				more |= 1 << l[0]
			}
		}
		if more == seen {
			break
		}
		seen = more
	}
	return seen
}

// TestExactOnEverySmallGraph: every graph of up to five members, some of six and
// seven, and every shape of up to seven, against looking at every way.
func TestExactOnEverySmallGraph(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	check := func(what string, g Graph, hops int) {
		t.Helper()
		a, err := adjacency(g)
		if err != nil {
			t.Fatal(err)
		}
		var links [][2]int32
		for v := range int32(g.Len()) {
			for _, u := range a.of(v) {
				if v < u {
					links = append(links, [2]int32{v, u})
				}
			}
		}
		if len(links) > 16 {
			return
		}
		p := []float64{.1, .37, .8}[rng.IntN(3)]
		want := bruteExposed(g.Len(), links, p, hops)
		if got, known := Exact(g, p, hops); !known || math.Abs(got-want) > 1e-11 {
			t.Fatalf("%s %v, p %v, %d hops: %v (known %v), want %v", what, links, p, hops, got, known, want)
		}
		if got, known := exactBlocks(a, p, hops); !known || math.Abs(got-want) > 1e-11 {
			t.Fatalf("%s %v by blocks, p %v, %d hops: %v (known %v), want %v", what, links, p, hops, got, known, want)
		}
	}
	for n := 1; n <= 7; n++ {
		for _, s := range everyShape(n) {
			for hops := range 7 {
				check(string(s.Kind), graph(t, s), hops)
			}
		}
		small(n, func(links [][2]int32) {
			if n < 5 || n == 5 && rng.IntN(8) == 0 || n == 6 && rng.IntN(1600) == 0 && len(links) < 11 || n == 7 && len(links) < 10 && rng.IntN(120_000) == 0 {
				a, err := NewAdjacency(n, links)
				if err != nil {
					t.Fatal(err)
				}
				check("graph", a, rng.IntN(5))
			}
		})
	}
}
