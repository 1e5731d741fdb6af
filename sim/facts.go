package sim

import "context"

// Answer is how many others a capture exposes within a number of hops, drawn and
// exact side by side.
type Answer struct {
	Hops int `json:"hops"` // 0: no limit
	Exposed
	Exact    *float64 `json:"exact"`          // of expected_exposed; null where it is not known
	Possible *int     `json:"worst_possible"` // no luck is worse; null where it is not known
}

// Best is the exact value where it is known, else the drawn mean.
func (a Answer) Best() float64 {
	if a.Exact != nil {
		return *a.Exact
	}
	return a.Mean
}

// After asks everything about one number of hops. Errors of [Cascade].
func After(ctx context.Context, g Graph, q Capture) (Answer, error) {
	h := Answer{Hops: q.Hops}
	drawn, err := Cascade(ctx, g, q)
	if err != nil {
		return Answer{}, err
	}
	h.Exposed = *drawn
	if exact, known := Exact(g, q.P, q.Hops); known {
		h.Exact = &exact
	}
	if possible, known := Reach(g, q.Hops); known {
		h.Possible = &possible
	}
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
	Confession int     `json:"worst_confession"` // people whom the device that names most names, its owner included
	Named      float64 `json:"mean_confession"`  // the same of the average device
	Loss       *Loss   `json:"cut_off_by_loss"`  // null where it is not known, as for a graph in parts
	Top        Way     `json:"to_top"`
	Desk       Way     `json:"to_desk"`
}

// FactsOf asks everything about a shape. Errors of [Cascade].
func FactsOf(ctx context.Context, g Graph, q Capture) (f Facts, err error) {
	if f.Answer, err = After(ctx, g, q); err != nil {
		return Facts{}, err
	}
	f.Confession, f.Named = Confession(g)
	if loss, known := CutOff(g); known {
		f.Loss = &loss
	}
	f.Top = ToTop(g)
	f.Desk = ToDesk(g)
	return f, nil
}
