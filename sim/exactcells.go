package sim

// exactCells adds up over all pairs of members the chance that one is within
// reach of the other. A capture passes between two members through the blocks
// that lie between them, each block a triangle (lead and pair) or a single link,
// and the blocks are independent; so a subtree is one [poly], and all subtrees of
// one size are alike.
func exactCells(c Cells, p float64, hops int) float64 {
	a := algebra{p, hops}
	e := &cellsSum{c: c, algebra: a, by: map[int]*subtree{}}
	tops := split(c.Members, int(c.top()), 2*c.Pairs)
	all := e.of(tops[0])
	pairs := all.pairs
	if len(tops) == 2 {
		other := e.of(tops[1])
		pairs += other.pairs + a.sumMul(a.mul(a.bridge(), all.reach), other.reach)
	}
	n := float64(c.Members)
	return (n + 2*pairs) / n
}

// subtree is a member with all below.
type subtree struct {
	reach poly    // from the member on top, itself included
	pairs float64 // expected pairs within reach of each other, both in the subtree
}

type cellsSum struct {
	algebra
	c  Cells
	by map[int]*subtree // by size
}

// of returns the subtree of a size ≥ 1.
func (e *cellsSum) of(size int) *subtree {
	if s, done := e.by[size]; done {
		return s
	}
	s := &subtree{reach: poly{1}}
	led := split(size-1, 2*e.c.Pairs, 2*e.c.Pairs)
	for i := 0; i < len(led) && led[i] > 0; i += 2 {
		x, within := e.cell(led[i], led[i+1])
		s.pairs += within + e.sumMul(s.reach, x)
		s.reach = e.add(s.reach, x)
	}
	e.by[size] = s
	return s
}

// cell returns how a lead reaches a pair's two subtrees, and the pairs within
// them. The second may be empty.
func (e *cellsSum) cell(first, second int) (x poly, pairs float64) {
	one := e.of(first)
	if second == 0 {
		return e.mul(e.bridge(), one.reach), one.pairs
	}
	two := e.of(second)
	pairs = one.pairs + two.pairs
	if e.c.OneLink {
		across := e.mul(e.bridge(), two.reach)
		return e.mul(e.bridge(), e.add(one.reach, across)), pairs + e.sumMul(one.reach, across)
	}
	t := e.triangle()
	return e.mul(t, e.add(one.reach, two.reach)), pairs + e.sumMul(e.mul(t, one.reach), two.reach)
}

// split fills trees level by level: trees of them side by side, arity below
// every member. It returns the size of each.
func split(members, trees, arity int) []int {
	sizes := make([]int, trees)
	for level := 1; members > 0; level *= arity {
		for i := range sizes {
			n := min(members, level)
			sizes[i] += n
			members -= n
		}
	}
	return sizes
}
