package sim

import "math/big"

// cellsDistance adds up all distances in a tree of cells by its subtrees, all
// of one size being alike. With a million members T is above 2⁵³ / 1000, so it is
// added up in whole numbers.
func cellsDistance(c Cells) float64 {
	d := &cellsDistances{c: c, by: map[int]*spread{}}
	tops := split(c.Members, int(c.top()), 2*c.Pairs)
	all := *d.of(tops[0])
	if len(tops) == 2 {
		all = join(all, *d.of(tops[1]), 1)
	}
	f, _ := new(big.Float).SetInt(new(big.Int).Lsh(all.pairs, 1)).Float64()
	return f
}

// spread is a subtree: members, the sum of their distances from its top, and
// the sum over all its pairs.
type spread struct {
	members, fromTop int64
	pairs            *big.Int
}

type cellsDistances struct {
	c  Cells
	by map[int]*spread
}

func (d *cellsDistances) of(size int) *spread {
	if s, done := d.by[size]; done {
		return s
	}
	s := spread{1, 0, new(big.Int)}
	led := split(size-1, 2*d.c.Pairs, 2*d.c.Pairs)
	for i := 0; i < len(led) && led[i] > 0; i += 2 {
		s = d.cell(s, led[i], led[i+1])
	}
	d.by[size] = &s
	return &s
}

// cell hangs a pair's two subtrees below s.
func (d *cellsDistances) cell(s spread, first, second int) spread {
	one := *d.of(first)
	if second == 0 {
		return join(s, one, 1)
	}
	two := *d.of(second)
	if d.c.OneLink {
		return join(s, join(one, two, 1), 1)
	}
	both := join(one, two, 1)
	both.fromTop -= two.members // the second is as near to the lead as the first
	return join(s, both, 1)
}

// join hangs b's top below a's, that many hops away.
func join(a, b spread, hops int64) spread {
	across := new(big.Int).Mul(big.NewInt(a.members), big.NewInt(b.fromTop+hops*b.members))
	across.Add(across, new(big.Int).Mul(big.NewInt(b.members), big.NewInt(a.fromTop)))
	across.Add(across, a.pairs).Add(across, b.pairs)
	return spread{a.members + b.members, a.fromTop + b.fromTop + hops*b.members, across}
}
