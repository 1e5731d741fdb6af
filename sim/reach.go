package sim

import "math"

// reachWork bounds the members looked at for Reach; some seconds.
const reachWork = 200_000_000

// Reach returns how many others one capture exposes at worst within that many hops (0:
// no limit), if everybody taken gives up everybody and chance chooses the worst
// member: what no luck exceeds. known is false where it would take too long.
func Reach(g Graph, hops int) (others int, known bool) {
	taken, known := reach(g, hops)
	return max(taken-1, 0), known
}

// reach counts the one taken first, too.
func reach(g Graph, hops int) (worst int, known bool) {
	if hops == 0 {
		hops = math.MaxInt
	}
	switch g := g.(type) {
	case Flat, Star:
		return g.Len(), true
	case Cells:
		return cellsReach(g, hops), true
	}
	w := newWalk(g)
	work := 0
	for v := range int32(g.Len()) {
		members, _ := w.from(v, hops)
		if worst = max(worst, members); worst == g.Len() {
			return worst, true
		}
		if work += members; work > reachWork {
			return 0, false
		}
	}
	return worst, true
}

// cellsReach looks at the first two cells of each level: levels are filled from
// there, so nobody has more around.
func cellsReach(c Cells, hops int) (worst int) {
	w := newWalk(c)
	for first, n := int32(0), c.top(); int(first) < c.Members; first, n = c.top()+int32(2*c.Pairs)*first, n*int32(2*c.Pairs) {
		for v := first; v < min(first+min(n, int32(4*c.Pairs)), int32(c.Members)); v++ {
			members, _ := w.from(v, hops)
			if worst = max(worst, members); worst == c.Members {
				return worst
			}
		}
	}
	return worst
}
