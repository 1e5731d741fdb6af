package sim

import (
	"slices"
)

// Kind names a shape.
type Kind string

// The kinds of shapes that can be made.
const (
	KindCells Kind = "cells"
	KindStar  Kind = "star" // the contrast: lost with its middle
	KindFlat  Kind = "flat" // a flat chat: every device names everybody
)

// Kinds lists them, in the order in which they are shown.
func Kinds() []Kind { return []Kind{KindCells, KindStar, KindFlat} }

// Shape says who is to know whom. What a kind does not use is ignored.
type Shape struct {
	Kind    Kind
	Members int  // 1 to MaxMembers
	Pairs   int  // cells: pairs a lead, 1 to 3
	OneTop  bool // cells: one on top in place of a pair
	OneLink bool // cells: of a pair, the first alone is linked to the lead
}

// Graph makes the shape. ErrShape.
func (s Shape) Graph() (Graph, error) {
	if !slices.Contains(Kinds(), s.Kind) {
		return nil, &Fault{Kind: ErrShape, Why: WhyKind, Name: string(s.Kind)}
	}
	if s.Members < 1 || s.Members > MaxMembers {
		return nil, &Fault{Kind: ErrShape, Why: WhyMembers, Value: float64(s.Members), Least: 1, Most: MaxMembers}
	}
	switch s.Kind {
	case KindStar:
		return Star(s.Members), nil
	case KindFlat:
		return Flat(s.Members), nil
	}
	c := Cells{s.Members, s.Pairs, s.OneTop, s.OneLink}
	if err := c.check(); err != nil {
		return nil, err
	}
	return c, nil
}
