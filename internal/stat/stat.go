package stat

import (
	"math"
	"slices"
)

// AUC is the chance that a value of a is above one of b; equal ones count half.
// One half says that nobody can tell a from b. It sorts neither. NaN if either is
// empty.
func AUC(a, b []float64) float64 {
	sorted := slices.Sorted(slices.Values(b))
	sum := 0.0
	for _, x := range a {
		below, _ := slices.BinarySearch(sorted, x)
		above, _ := slices.BinarySearchFunc(sorted, x, func(v, x float64) int {
			if v <= x {
				return -1
			}
			return 1
		})
		sum += float64(below+above) / 2
	}
	return sum / float64(len(a)) / float64(len(b))
}

// Welch is Welch's t: how far a's mean is above b's, in standard errors. Both
// need two values at least.
func Welch(a, b []float64) float64 {
	ma, va := moments(a)
	mb, vb := moments(b)
	return (ma - mb) / math.Sqrt(va/float64(len(a))+vb/float64(len(b)))
}

func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}

// Quick returns x, sorted, without its slowest twentieth, which is the machine's.
func Quick(x []float64) []float64 {
	return slices.Sorted(slices.Values(x))[:len(x)*19/20]
}

// Median returns the middle value of x, the upper one of two.
func Median(x []float64) float64 { return slices.Sorted(slices.Values(x))[len(x)/2] }
