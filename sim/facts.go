package sim

import (
	"context"
	"fmt"
)

// Counted says what every figure of exposure counts.
const Counted = "others, besides the one taken"

// Assumed says what a chance that one contact is given up means; it stands beside
// every figure that was reckoned with it.
func Assumed(p float64) string {
	if p == 1 {
		return "p = 1: everybody taken gives up every contact"
	}
	return fmt.Sprintf("p = %.4g: everybody taken gives up each contact with this chance", p)
}

// Answer is how many others a capture exposes within a number of hops, drawn and
// exact side by side.
type Answer struct {
	Hops     int // 0: no limit
	Exposed  *Exposed
	Exact    float64 // if Known
	Known    bool
	Possible int // no luck is worse, if Bounded
	Bounded  bool
}

// Best is the exact value where it is known, else the drawn mean.
func (a Answer) Best() float64 {
	if a.Known {
		return a.Exact
	}
	return a.Exposed.Mean
}

// After asks everything about one number of hops. Errors of [Cascade].
func After(ctx context.Context, g Graph, q Capture) (Answer, error) {
	h := Answer{Hops: q.Hops}
	var err error
	if h.Exposed, err = Cascade(ctx, g, q); err != nil {
		return Answer{}, err
	}
	h.Exact, h.Known = Exact(g, q.P, q.Hops)
	h.Possible, h.Bounded = Reach(g, q.Hops)
	return h, nil
}

// Curve asks it for 1 to upTo hops and, last, without a limit. Every draw begins
// with the same seed.
func Curve(ctx context.Context, g Graph, q Capture, upTo int) (all []Answer, err error) {
	for i := 1; i <= upTo+1; i++ {
		q.Hops = i
		if i > upTo {
			q.Hops = 0
		}
		h, err := After(ctx, g, q)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

// Facts are what a shape costs and gives, side by side.
type Facts struct {
	Answer
	Confession int // people whom the device that names most names, its owner included
	Named      float64
	Loss       Loss
	LossKnown  bool
	Top, Desk  Way
}

// FactsOf asks everything about a shape. Errors of [Cascade].
func FactsOf(ctx context.Context, g Graph, q Capture) (f Facts, err error) {
	if f.Answer, err = After(ctx, g, q); err != nil {
		return Facts{}, err
	}
	f.Confession, f.Named = Confession(g)
	f.Loss, f.LossKnown = CutOff(g)
	f.Top = ToTop(g)
	f.Desk = ToDesk(g)
	return f, nil
}
