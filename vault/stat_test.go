package vault

import "math"

// histogram counts byte values.
type histogram [256]int

func (h *histogram) add(b []byte) {
	for _, c := range b {
		h[c]++
	}
}

// chi is χ² of the counts against an even distribution, 255 degrees of freedom.
func (h *histogram) chi() float64 {
	n := 0
	for _, c := range h {
		n += c
	}
	want := float64(n) / 256
	var chi float64
	for _, c := range h {
		chi += (float64(c) - want) * (float64(c) - want) / want
	}
	return chi
}

// z is how far the counts are from even, as a normal deviate.
func (h *histogram) z() float64 { return normal(h.chi(), 255) }

// bit is the worst deviate of the eight bits from being set half of the time:
// 8 tests, sharper than χ² where a single bit leaks.
func (h *histogram) bit() (worst float64) {
	for bit := range 8 {
		n, set := 0, 0
		for v, c := range h {
			n += c
			set += c * (v >> bit & 1)
		}
		worst = max(worst, math.Abs(2*float64(set)-float64(n))/math.Sqrt(float64(n)))
	}
	return worst
}

// apart is χ² for two samples of equal size coming from one distribution, as a
// normal deviate.
func (h *histogram) apart(o *histogram) float64 {
	var chi, freedom float64
	for i := range h {
		if sum := h[i] + o[i]; sum > 0 {
			chi += float64((h[i]-o[i])*(h[i]-o[i])) / float64(sum)
			freedom++
		}
	}
	return normal(chi, freedom-1)
}

// normal turns χ² into a normal deviate (Wilson and Hilferty, 1931).
func normal(chi, freedom float64) float64 {
	v := 2 / (9 * freedom)
	return (math.Cbrt(chi/freedom) - (1 - v)) / math.Sqrt(v)
}

// limit is the deviate that random bytes exceed in one of a million runs of
// that many tests.
func limit(tests int) float64 {
	return math.Sqrt2 * math.Erfcinv(2e-6/float64(tests))
}

// join adds the counts of another.
func (h *histogram) join(o *histogram) {
	for i := range h {
		h[i] += o[i]
	}
}

// bitApart is the worst deviate of the eight bits being set equally often in
// two samples of equal size: 8 tests.
func (h *histogram) bitApart(o *histogram) (worst float64) {
	for bit := range 8 {
		n, apart := 0, 0
		for v := range h {
			n += h[v]
			apart += (h[v] - o[v]) * (v >> bit & 1)
		}
		worst = max(worst, math.Abs(float64(apart))/math.Sqrt(float64(n)/2))
	}
	return worst
}
