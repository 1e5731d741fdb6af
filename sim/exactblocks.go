package sim

const (
	maxCircle = 2000    // members of a circle, whose pairs are all looked at
	maxOpen   = 16      // links of another block: all 2^16 ways in which they are open
	maxWays   = 1 << 22 // ways of all such blocks together
)

// exactBlocks adds up over all pairs of members, as exactCells does, for any
// graph whose blocks (the parts that no single member's loss takes apart) are
// small enough.
func exactBlocks(g *Adjacency, p float64, hops int) (float64, bool) {
	e := &blocksSum{algebra: algebra{p, hops}, reach: make([]poly, g.Len())}
	if !blocks(g, e.join) {
		return 0, false
	}
	n := float64(g.Len())
	return (n + 2*e.pairs) / n, true
}

type blocksSum struct {
	algebra
	reach []poly // by member: itself and all below; nil: itself alone
	pairs float64
	ways  int // looked at in blocks without a formula
}

func (e *blocksSum) of(v int32) poly {
	if e.reach[v] == nil {
		return poly{1}
	}
	return e.reach[v]
}

// join adds a block to its top, members[0]; everything below the others is
// known. False if the block is too large.
func (e *blocksSum) join(members []int32, links [][2]int32) bool {
	between, ok := e.between(members, links)
	if !ok {
		return false
	}
	below := poly{0}
	for j := 1; j < len(members); j++ {
		below = e.add(below, e.mul(between(0, j), e.of(members[j])))
		for i := 1; i < j; i++ {
			e.pairs += e.sumMul(e.mul(between(i, j), e.of(members[i])), e.of(members[j]))
		}
	}
	for _, v := range members[1:] {
		e.reach[v] = nil
	}
	top := members[0]
	e.pairs += e.sumMul(e.of(top), below)
	e.reach[top] = e.add(e.of(top), below)
	return true
}

// between returns the reach of two members of a block, by their places in
// members.
func (e *blocksSum) between(members []int32, links [][2]int32) (func(i, j int) poly, bool) {
	switch k := len(members); {
	case k == 2:
		bridge := e.bridge()
		return func(int, int) poly { return bridge }, true
	case k == 3:
		triangle := e.triangle()
		return func(int, int) poly { return triangle }, true
	case len(links) == k && k <= maxCircle:
		return e.circle(members, links), true
	case len(links) <= maxOpen:
		if e.ways += 1 << len(links); e.ways > maxWays {
			return nil, false
		}
		return e.anyBlock(members, links), true
	}
	return nil, false
}

// circle is a block in which everybody knows two others: there are two ways
// round, independent of each other.
func (e *blocksSum) circle(members []int32, links [][2]int32) func(i, j int) poly {
	place := roundTheCircle(members, links)
	k := len(members)
	by := make([]poly, k) // by distance one way round
	for d := 1; d < k; d++ {
		short, long := min(d, k-d), max(d, k-d)
		open := within(e.p, short, k)
		by[d] = e.add(e.term(open, short), e.term((1-open)*within(e.p, long, k), long))
	}
	return func(i, j int) poly {
		d := place[i] - place[j]
		if d < 0 {
			d = -d
		}
		return by[d]
	}
}

// roundTheCircle numbers the members of a circle in its order.
func roundTheCircle(members []int32, links [][2]int32) []int {
	index := make(map[int32]int, len(members))
	for i, v := range members {
		index[v] = i
	}
	next := make([][2]int, len(members))
	for i := range next {
		next[i] = [2]int{-1, -1}
	}
	for _, l := range links {
		a, b := index[l[0]], index[l[1]]
		for _, s := range [2][2]int{{a, b}, {b, a}} {
			if next[s[0]][0] < 0 {
				next[s[0]][0] = s[1]
			} else {
				next[s[0]][1] = s[1]
			}
		}
	}
	place := make([]int, len(members))
	for at, last, n := 0, -1, 0; n < len(members); n++ {
		place[at] = n
		to := next[at][0]
		if to == last {
			to = next[at][1]
		}
		last, at = at, to
	}
	return place
}

// anyBlock looks at all ways in which a block's links are open.
func (e *blocksSum) anyBlock(members []int32, links [][2]int32) func(i, j int) poly {
	index := make(map[int32]int, len(members))
	for i, v := range members {
		index[v] = i
	}
	k := len(members)
	length := 1
	if e.hops > 0 {
		length = min(e.limit(), k)
	}
	sum := make([]float64, k*k*length)
	near := make([]uint32, k) // by member: bits of whom it reaches in one hop
	for way := range uint32(1) << len(links) {
		clear(near)
		chance := 1.0
		for b, l := range links {
			if way>>b&1 == 0 {
				chance *= 1 - e.p
				continue
			}
			chance *= e.p
			i, j := index[l[0]], index[l[1]]
			near[i] |= 1 << j
			near[j] |= 1 << i
		}
		for i := range k {
			e.count(near, i, chance, sum[i*k*length:][:k*length])
		}
	}
	return func(i, j int) poly { return sum[(i*k+j)*length:][:length] }
}

// count adds chance to sum for everybody whom i reaches, by member and hops.
func (e *blocksSum) count(near []uint32, i int, chance float64, sum []float64) {
	length := len(sum) / len(near)
	seen, edge := uint32(1)<<i, uint32(1)<<i
	for hop := 1; edge != 0 && (e.hops == 0 || hop < length); hop++ {
		var next uint32
		for v := range near {
			if edge>>v&1 == 1 {
				next |= near[v]
			}
		}
		edge = next &^ seen
		seen |= edge
		for v := range near {
			if edge>>v&1 == 1 {
				at := v * length
				if e.hops > 0 {
					at += hop
				}
				sum[at] += chance
			}
		}
	}
}
