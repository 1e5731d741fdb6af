package sim

import "math"

// Exact returns the mean of [Cascade] without drawing: the expected number of
// others exposed after that many hops (0: no limit), besides the one taken. known
// is false where no closed form or dynamic programme is known, or it would take
// more than some seconds. p is 0 to 1, hops 0 or more.
//
// It is known for cells of any size and for stars. It is known for flat
// chats, beyond two hops up to some thousand members. And it is known for
// any graph that falls into single links, circles and other small blocks
// where the blocks' shared members are taken out.
func Exact(g Graph, p float64, hops int) (others float64, known bool) {
	taken, known := expected(g, p, hops)
	return max(taken-1, 0), known
}

// expected counts the one taken first, too, as all of the following do.
func expected(g Graph, p float64, hops int) (taken float64, known bool) {
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
	case Flat:
		return exactFlat(int(g), p, hops)
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

// within is the chance that k links in a row are open, if that is near enough.
func within(p float64, k, hops int) float64 {
	if k > hops {
		return 0
	}
	return math.Pow(p, float64(k))
}
