package cell

import (
	"math"
	"time"
)

// PEff returns the probability that a captured person's contact is taken too,
// before anybody notices: p is the probability that the captor learns of the
// contact at all, every and grace are the check-in's times, mean is the mean of
// the exponential time from naming to capture. With g, τ and θ for grace, every
// and mean it is
//
//	p [1 − e^(−g/θ) (1 − e^(−τ/θ)) θ/τ]
//
// which goes to p itself for a mean of 0. A group whose p is below [CriticalP]
// loses few to one capture; above, a capture can walk through all of it. p is
// kept within 0 and 1, negative times are 0.
func PEff(p float64, every, grace, mean time.Duration) float64 {
	p = min(max(p, 0), 1)
	if mean <= 0 {
		return p
	}
	tau, g := ratio(every, mean), ratio(grace, mean)
	noticed := 1.0 // the mean of e^(−wait/θ) over the time of the capture between two check-ins
	if tau > 0 {
		noticed = -math.Expm1(-tau) / tau
	}
	return p * (1 - math.Exp(-g)*noticed)
}

func ratio(d, mean time.Duration) float64 { return max(float64(d), 0) / float64(mean) }

// CriticalP returns the p at which, in an endless tree where everybody leads the
// given number of pairs, a capture begins to lead to one more on average each
// level down: the root of 2(p+p²−p³)·pairs = 1. Without pairs it is 1.
func CriticalP(pairs int) float64 {
	if pairs < 1 {
		return 1
	}
	low, high := 0.0, 1.0 // the left side rises all the way from 0 to 2·pairs
	for range 60 {
		p := (low + high) / 2
		if 2*(p+p*p-p*p*p)*float64(pairs) < 1 {
			low = p
		} else {
			high = p
		}
	}
	return low
}
