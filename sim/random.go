package sim

import (
	"fmt"
	"math/rand/v2"
)

// random returns a graph in which everybody knows degree others, drawn: stubs
// are paired at random, and a link that is twice or to oneself is exchanged with
// others until none is left. Nearly uniform among such graphs.
func random(n, degree int, seed uint64) (*Adjacency, error) {
	if degree < 1 || degree >= n || n*degree%2 != 0 || n*degree/2 > maxLinks {
		return nil, fmt.Errorf("%w: %d members who each know %d others", ErrShape, n, degree)
	}
	rng := stream(seed, streamShape)
	if rest := n - 1 - degree; degree > rest {
		return opposite(n, rest, rng)
	}
	links, ok := regular(n, degree, rng)
	if !ok {
		return nil, fmt.Errorf("%w: no graph was found in which each of %d knows %d others", ErrShape, n, degree)
	}
	return NewAdjacency(n, links)
}

// opposite is the graph in which everybody knows all but missing others: where
// nearly all know each other, whom one does not know is drawn.
func opposite(n, missing int, rng *rand.Rand) (*Adjacency, error) {
	without, ok := regular(n, missing, rng)
	if !ok {
		return nil, fmt.Errorf("%w: no graph was found in which each of %d does not know %d others", ErrShape, n, missing)
	}
	drop := make(map[uint64]bool, len(without))
	for _, l := range without {
		drop[pairKey(l)] = true
	}
	var links [][2]int32
	for v := range int32(n) {
		for u := range v {
			if l := [2]int32{u, v}; !drop[pairKey(l)] {
				links = append(links, l)
			}
		}
	}
	return NewAdjacency(n, links)
}

// regular draws links such that everybody has degree of them.
func regular(n, degree int, rng *rand.Rand) ([][2]int32, bool) {
	stubs := make([]int32, n*degree)
	for i := range stubs {
		stubs[i] = int32(i / degree)
	}
	rng.Shuffle(len(stubs), func(i, j int) { stubs[i], stubs[j] = stubs[j], stubs[i] })
	links := make([][2]int32, len(stubs)/2)
	for i := range links {
		links[i] = [2]int32{stubs[2*i], stubs[2*i+1]}
	}
	return links, untangle(links, rng)
}

// untangle exchanges ends until all links are different ones; false if chance
// does not find it.
func untangle(links [][2]int32, rng *rand.Rand) bool {
	have := make(map[uint64]int32, len(links))
	var bad []int
	for i, l := range links {
		if have[pairKey(l)]++; l[0] == l[1] || have[pairKey(l)] > 1 {
			bad = append(bad, i)
		}
	}
	for tries := 0; len(bad) > 0; tries++ {
		if tries > 1000*len(links)+1_000_000 {
			return false
		}
		i, j := bad[len(bad)-1], rng.IntN(len(links))
		if l := links[i]; l[0] != l[1] && have[pairKey(l)] == 1 {
			bad = bad[:len(bad)-1]
			continue
		}
		a, b := links[i], links[j]
		if rng.IntN(2) == 0 {
			b[0], b[1] = b[1], b[0]
		}
		x, y := [2]int32{a[0], b[0]}, [2]int32{a[1], b[1]}
		if i == j || x[0] == x[1] || y[0] == y[1] || have[pairKey(x)] > 0 || have[pairKey(y)] > 0 || pairKey(x) == pairKey(y) {
			continue
		}
		have[pairKey(x)]++
		have[pairKey(y)]++
		have[pairKey(links[i])]--
		have[pairKey(links[j])]--
		links[i], links[j] = x, y
	}
	return true
}

func pairKey(l [2]int32) uint64 { return uint64(min(l[0], l[1]))<<32 | uint64(max(l[0], l[1])) }
