package sim

import (
	"math"
	"time"
)

// Way is how far word has to go to the top: in a tree of cells to the nearer of
// those on top, elsewhere to member 0.
type Way struct {
	Mean  float64 `json:"mean"`  // hops, over all members
	Worst int     `json:"worst"` // hops, from the farthest
	Lost  int     `json:"lost"`  // members from whom there is no way
}

// ToTop measures the way up in g.
func ToTop(g Graph) Way {
	if c, ok := g.(Cells); ok && c.top() == 2 {
		return way(g, 0, 1)
	}
	return way(g, 0)
}

// ToDesk measures the way on to the desk: to the liaison, who is member 0, and one
// hop more.
func ToDesk(g Graph) Way {
	w := way(g, 0)
	w.Mean++
	w.Worst++
	return w
}

// way measures how far everybody is from the nearest of to.
func way(g Graph, to ...int32) Way {
	if n, all := g.(Flat); all { // each of the others is one hop away
		return Way{Mean: float64(n-1) / float64(n), Worst: min(int(n)-1, 1)}
	}
	w := newWalk(g)
	w.begin()
	for _, v := range to {
		w.find(v)
	}
	members, sum := w.spread(math.MaxInt)
	return Way{Mean: float64(sum) / float64(members), Worst: w.far, Lost: g.Len() - members}
}

// Time is how long word needs for so many hops: at best one round each; as it
// goes with people, hop each.
func Time(hops float64, round, hop time.Duration) (best, usual time.Duration) {
	return time.Duration(hops * float64(round)), time.Duration(hops * float64(hop))
}
