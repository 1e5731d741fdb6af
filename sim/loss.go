package sim

import "math"

// Loss is what the loss of one member, whoever it is, does to the ties of the
// others before anybody heals: the share of them that is left outside of the
// largest part that still holds together.
type Loss struct {
	Worst float64 `json:"worst"` // 0 to 1
	Mean  float64 `json:"mean"`  // over all members
}

// CutOff returns what one loss cuts off in g. known is false for a graph in
// parts, or with more than some million links.
func CutOff(g Graph) (l Loss, known bool) {
	n := g.Len()
	switch g.(type) {
	case Flat:
		return Loss{}, true
	case Star:
		if n < 3 {
			return Loss{}, true
		}
		worst := float64(n-2) / float64(n-1)
		return Loss{worst, worst / float64(n)}, true
	}
	a, err := adjacency(g)
	if err != nil {
		return Loss{}, false
	}
	if members, _ := newWalk(a).from(0, math.MaxInt); members < n {
		return Loss{}, false
	}
	if n < 2 {
		return Loss{}, true
	}
	below := make([]int32, n)   // members in the blocks below, itself not counted
	largest := make([]int32, n) // the largest part below that its loss leaves
	blocks(a, func(members []int32, _ [][2]int32) bool {
		part := int32(0)
		for _, v := range members[1:] {
			part += 1 + below[v]
		}
		below[members[0]] += part
		largest[members[0]] = max(largest[members[0]], part)
		return true
	})
	for v := range n {
		above := int32(n) - 1 - below[v]
		cut := float64(int32(n)-1-max(largest[v], above)) / float64(n-1)
		l.Worst = max(l.Worst, cut)
		l.Mean += cut / float64(n)
	}
	return l, true
}

// Confession returns how many people a device names, its owner included: the
// most, and on average.
func Confession(g Graph) (worst int, mean float64) {
	switch g.(type) {
	case Star, Flat:
		worst = g.Len()
	default:
		var buf []int32
		for v := range int32(g.Len()) {
			buf = g.Neighbours(v, buf)
			worst = max(worst, len(buf)+1)
		}
	}
	return worst, 1 + 2*float64(g.Links())/float64(g.Len())
}
