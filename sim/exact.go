package sim

import "math"

// Exact returns the mean of [Cascade] without drawing: the expected number of
// members exposed after that many hops (0: no limit), the one taken first
// included. known is false where no closed form or dynamic programme is known,
// or it would take more than some seconds. p is 0 to 1, hops 0 or more.
//
// It is known for cells of any size, star, ring, path; complete graphs and flat
// chats, beyond two hops up to some thousand members; windmills, and any graph that falls into single links, circles
// and other small blocks where the blocks' shared members are taken out.
func Exact(g Graph, p float64, hops int) (mean float64, known bool) {
	if hops < 0 || !(p >= 0 && p <= 1) {
		return 0, false
	}
	if hops >= g.Len() {
		hops = 0 // nobody is farther away than that
	}
	switch g := g.(type) {
	case Cells:
		return exactCells(g, p, hops), true
	case Star:
		return exactStar(float64(g), p, hops), true
	case Ring:
		return exactRing(int(g), p, hops), true
	case Path:
		return exactPath(int(g), p, hops), true
	case Complete:
		return exactComplete(int(g), p, hops)
	case *Adjacency:
		return exactBlocks(g, p, hops)
	}
	return 0, false
}

func exactStar(n, p float64, hops int) float64 {
	if n == 1 {
		return 1
	}
	beyond := p + (n-2)*p*p
	if hops == 1 {
		beyond = p
	}
	return (1+(n-1)*p)/n + (n-1)/n*(1+beyond)
}

// exactRing adds up, for each distance k one way round and n−k the other, that
// one of the ways is open and short enough.
func exactRing(n int, p float64, hops int) float64 {
	if hops == 0 {
		hops = n
	}
	mean := 1.0
	for k := 1; k < n; k++ {
		one, other := within(p, k, hops), within(p, n-k, hops)
		mean += one + other - one*other
	}
	return mean
}

// within is the chance that k links in a row are open, if that is near enough.
func within(p float64, k, hops int) float64 {
	if k > hops {
		return 0
	}
	return math.Pow(p, float64(k))
}

func exactPath(n int, p float64, hops int) float64 {
	if hops == 0 {
		hops = n
	}
	mean := 1.0
	for k, open := 1, p; k < n && k <= hops && open > 0; k++ {
		mean += 2 * float64(n-k) * open / float64(n)
		open *= p
	}
	return mean
}
