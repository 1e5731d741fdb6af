package sim

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
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
		all = append(all, Shape{Kind: k, Members: members})
	}
	return all
}

type namedGraph struct {
	name string
	Graph
}

// everyGraph is every shape, and graphs as a file can hold them: a path, a circle, a
// circle with a middle, and triangles around one.
func everyGraph(t testing.TB, members int) (all []namedGraph) {
	t.Helper()
	for _, s := range everyShape(members) {
		all = append(all, namedGraph{fmt.Sprintf("%+v", s), graph(t, s)})
	}
	all = append(all, namedGraph{"path", path(t, members)})
	if members > 3 {
		all = append(all, namedGraph{"ring", ring(t, members)}, namedGraph{"wheel", wheel(t, members)}, namedGraph{"windmill", windmill(t, members)})
	}
	return all
}

func path(t testing.TB, n int) *Adjacency {
	return linked(t, n, func(v int32) [][2]int32 { return [][2]int32{{v - 1, v}} })
}

func ring(t testing.TB, n int) *Adjacency {
	return linked(t, n, func(v int32) [][2]int32 { return [][2]int32{{v - 1, v}, {v, (v + 1) % int32(n)}} })
}

// wheel is a ring of n−1 and a middle that knows all of it.
func wheel(t testing.TB, n int) *Adjacency {
	return linked(t, n, func(v int32) [][2]int32 { return [][2]int32{{0, v}, {v, v%(int32(n)-1) + 1}} })
}

// windmill is pairs who know each other and one middle.
func windmill(t testing.TB, n int) *Adjacency {
	return linked(t, n, func(v int32) [][2]int32 { return [][2]int32{{0, v}, {v - (v+1)%2, v}} })
}

// linked is a graph of n members, with the links that each but the first brings.
func linked(t testing.TB, n int, of func(v int32) [][2]int32) *Adjacency {
	t.Helper()
	var links [][2]int32
	for v := int32(1); v < int32(n); v++ {
		links = append(links, of(v)...)
	}
	a, err := NewAdjacency(n, links)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestALinkIsKnownOnBothSides, once, by nobody to oneself, and counted.
func TestALinkIsKnownOnBothSides(t *testing.T) {
	for _, members := range []int{1, 2, 3, 4, 5, 6, 7, 8, 30, 31, 100, 255} {
		for _, g := range everyGraph(t, members) {
			links := int64(0)
			for v := range int32(g.Len()) {
				near := g.Neighbours(v, nil)
				links += int64(len(near))
				for i, u := range near {
					if u == v || slices.Contains(near[:i], u) || !slices.Contains(g.Neighbours(u, nil), v) {
						t.Fatalf("%s: link of %d and %d", g.name, v, u)
					}
				}
			}
			if g.Len() != members || g.Links() != links/2 || links%2 != 0 {
				t.Errorf("%s: %d members and %d links, want %d and %d", g.name, g.Len(), g.Links(), members, links/2)
			}
			if n, _ := newWalk(g).from(0, math.MaxInt); n != members {
				t.Errorf("%s: %d of %d joined", g.name, n, members)
			}
		}
	}
}

func TestShapesThatCannotBeAreRefused(t *testing.T) {
	for _, s := range []Shape{
		{}, {Kind: "tree", Members: 3}, {Kind: KindStar}, {Kind: KindStar, Members: -1}, {Kind: KindFlat, Members: MaxMembers + 1},
		{Kind: KindCells, Members: 10}, {Kind: KindCells, Members: 10, Pairs: 4},
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

// bruteExposed looks at every way in which links are open, and counts the one taken
// first, too.
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
		if got, known := Exact(g, p, hops); !known || math.Abs(got-(want-1)) > 1e-11 {
			t.Fatalf("%s %v, p %v, %d hops: %v (known %v), want %v", what, links, p, hops, got, known, want-1)
		}
		if got, known := exactBlocks(a, p, hops); !known || math.Abs(got-want) > 1e-11 {
			t.Fatalf("%s %v by blocks, p %v, %d hops: %v (known %v), want %v", what, links, p, hops, got, known, want)
		}
	}
	for n := 1; n <= 7; n++ {
		for _, g := range everyGraph(t, n) {
			for hops := range 7 {
				check(g.name, g.Graph, hops)
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
