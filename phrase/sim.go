package phrase

import (
	"time"

	"bulkhead/sim"
	"bulkhead/tell"
)

// The functions of this page say what the screens and the page of the simulator
// share.

// Assumed says what every figure of exposure counts, and with which chance it was
// reckoned.
func (s Say) Assumed(p float64) string {
	if p == 1 {
		return s.SimAssumedWorst()
	}
	return s.SimAssumed(s.Figure(p))
}

// Share says a share, for tables and sentences.
func (s Say) Share(v float64) string { return s.SimPercent(s.Decimal(100*v, 1)) }

// Hops says after how many hops the group has cut; 0: never.
func (s Say) Hops(n int) string {
	if n == 0 {
		return s.SimLimitNever()
	}
	return s.SimLimitHops(n)
}

// Within says a time within which something happens.
func (s Say) Within(d time.Duration) string {
	if d == 24*time.Hour {
		return s.SimLimitDay()
	}
	return s.SimLimitWithin(d)
}

// Top says who is on top of a tree of cells.
func (s Say) Top(t tell.SimTop) string {
	if t == tell.TopOne {
		return s.SimOneOnTop()
	}
	return s.SimPairOnTop()
}

// Shape names the shape of a group.
func (s Say) Shape(g *tell.SimGroup) string {
	switch g.Shape {
	case sim.KindCells:
		tree := s.SimCells(g.Pairs, s.Top(g.Top))
		if g.Linked == tell.LinkedOne {
			tree = s.SimOneLinked(tree)
		}
		return tree
	case sim.KindFlat:
		return s.SimFlat()
	case sim.KindStar:
		return s.SimStar()
	}
	return s.SimOfFile()
}

// ShortShape names it in a table.
func (s Say) ShortShape(g *tell.SimGroup) string {
	switch {
	case g.Linked == tell.LinkedOne:
		return s.SimShortCellsLinked(g.Pairs)
	case g.Shape == sim.KindCells:
		return s.SimShortCells(g.Pairs)
	case g.Shape == sim.KindFlat:
		return s.SimShortFlat()
	case g.Shape == sim.KindStar:
		return s.SimShortStar()
	}
	return s.SimShortFile()
}
