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
	if n, all := g.(Complete); all { // each of the others is one hop away
		return Way{Mean: float64(n-1) / float64(n), Worst: min(int(n)-1, 1)}
	}
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
