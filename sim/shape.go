package sim

import (
	"fmt"
	"slices"
)

// Kind names a shape.
type Kind string

// The kinds of shapes that can be made.
const (
	KindCells    Kind = "cells"
	KindStar     Kind = "star"
	KindRing     Kind = "ring"
	KindPath     Kind = "path"
	KindComplete Kind = "complete"
	KindWheel    Kind = "wheel"
	KindWindmill Kind = "windmill"
	KindFlat     Kind = "flat" // a flat chat: every device names everybody
	KindRandom   Kind = "random"
)

// Kinds lists them, in the order in which they are shown.
func Kinds() []Kind {
	return []Kind{KindCells, KindStar, KindRing, KindPath, KindComplete, KindWheel, KindWindmill, KindFlat, KindRandom}
}

// Shape says who is to know whom. The zero values of what a kind does not use
// are ignored.
type Shape struct {
	Kind    Kind
	Members int    // 1 to MaxMembers; ring 3, wheel 4 or more
	Pairs   int    // cells: pairs a lead, 1 to 3
	OneTop  bool   // cells: one on top in place of a pair
	OneLink bool   // cells: of a pair, the first alone is linked to the lead
	Degree  int    // random: how many others each knows
	Seed    uint64 // random
}

// least is the fewest members of a kind.
func (k Kind) least() int {
	switch k {
	case KindRing:
		return 3
	case KindWheel:
		return 4
	}
	return 1
}

// Graph makes the shape. ErrShape.
func (s Shape) Graph() (Graph, error) {
	if !slices.Contains(Kinds(), s.Kind) {
		return nil, fmt.Errorf("%w: %q", ErrShape, string(s.Kind))
	}
	if s.Members < s.Kind.least() || s.Members > MaxMembers {
		return nil, fmt.Errorf("%w: %s of %d members, want %d to %d", ErrShape, s.Kind, s.Members, s.Kind.least(), MaxMembers)
	}
	switch s.Kind {
	case KindCells:
		c := Cells{s.Members, s.Pairs, s.OneTop, s.OneLink}
		if err := c.check(); err != nil {
			return nil, err
		}
		return c, nil
	case KindStar:
		return Star(s.Members), nil
	case KindRing:
		return Ring(s.Members), nil
	case KindPath:
		return Path(s.Members), nil
	case KindWheel:
		return made(wheel(s.Members))
	case KindWindmill:
		return made(windmill(s.Members))
	case KindRandom:
		return made(random(s.Members, s.Degree, s.Seed))
	}
	return Complete(s.Members), nil
}

// made keeps a nil graph from hiding in a Graph that is not nil.
func made(a *Adjacency, err error) (Graph, error) {
	if err != nil {
		return nil, err
	}
	return a, nil
}
