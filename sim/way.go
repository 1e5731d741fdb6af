package sim

import (
	"math"
	"time"
)

// Way is how far word has to go to the top: in a tree of cells to the nearer of
// those on top, elsewhere to member 0.
type Way struct {
	Mean  float64 // hops, over all members
	Worst int     // hops, from the farthest
	Lost  int     // members from whom there is no way
}

// Desk returns the same way on to the desk: one hop from the liaison, who is
// one of those on top. From below the other of a pair it is a hop more, which
// the worst case counts.
func (w Way) Desk(g Graph) Way {
	w.Mean++
	w.Worst++
	if c, ok := g.(Cells); ok && c.top() == 2 {
		w.Mean += .5
		w.Worst++
	}
	return w
}

// ToTop measures the way up in g.
func ToTop(g Graph) Way {
	w := newWalk(g)
	members, sum := 0, int64(0)
	if c, ok := g.(Cells); ok && c.top() == 2 {
		members, sum = w.fromBoth(0, 1)
	} else {
		members, sum = w.from(0, math.MaxInt)
	}
	return Way{Mean: float64(sum) / float64(members), Worst: w.far, Lost: g.Len() - members}
}

// Time is how long word needs for so many hops: at best one round each; as it
// goes with people, hop each.
func Time(hops float64, round, hop time.Duration) (best, usual time.Duration) {
	return time.Duration(hops * float64(round)), time.Duration(hops * float64(hop))
}

// walk is a breadth-first search in any graph; one goroutine's.
type walk struct {
	g     Graph
	seen  marks
	queue []int32 // everybody found, the nearest first
	far   int     // hops of the last of them
	buf   []int32
}

func newWalk(g Graph) *walk { return &walk{g: g, seen: newMarks(g.Len())} }

// from counts the members within a number of hops of v, itself included, and
// adds up their distances.
func (w *walk) from(v int32, hops int) (members int, sum int64) {
	w.begin()
	w.find(v)
	return w.spread(hops)
}

// fromBoth is from where two stand at the same height.
func (w *walk) fromBoth(v, u int32) (members int, sum int64) {
	w.begin()
	w.find(v)
	w.find(u)
	return w.spread(math.MaxInt)
}

func (w *walk) begin() {
	w.seen.clear()
	w.queue, w.far = w.queue[:0], 0
}

func (w *walk) find(v int32) {
	w.seen.set(v)
	w.queue = append(w.queue, v)
}

func (w *walk) spread(hops int) (members int, sum int64) {
	for from, hop := 0, 1; hop <= hops; hop++ {
		end := len(w.queue)
		for ; from < end; from++ {
			for _, u := range w.contacts(w.queue[from]) {
				if !w.seen.has(u) {
					w.find(u)
					sum += int64(hop)
				}
			}
		}
		if len(w.queue) == end {
			break
		}
		w.far = hop
	}
	return len(w.queue), sum
}

func (w *walk) contacts(v int32) []int32 {
	if a, ok := w.g.(*Adjacency); ok {
		return a.of(v)
	}
	w.buf = w.g.Neighbours(v, w.buf)
	return w.buf
}

// reachWork bounds the members looked at for Reach; some seconds.
const reachWork = 200_000_000

// Reach returns how many one capture exposes at worst within that many hops (0:
// no limit), if everybody taken gives up everybody and chance chooses the worst
// member: what no luck exceeds. known is false where it would take too long.
func Reach(g Graph, hops int) (worst int, known bool) {
	if hops == 0 {
		hops = math.MaxInt
	}
	switch g := g.(type) {
	case Complete, Star:
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
