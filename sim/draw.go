package sim

import (
	"math"
	"math/rand/v2"
)

// What a seed is drawn for: each has streams of its own, so that a question
// added to another changes none of its numbers.
const (
	streamCascade = (iota + 1) << 56
	streamRace
	streamMonths
)

// stream returns the generator of one part of one seed. Seeds and parts that
// follow each other are spread first: as they are, they would be places near
// each other in one sequence.
func stream(seed, part uint64) *rand.Rand {
	a := scatter(seed)
	b := scatter(part ^ a)
	return rand.New(rand.NewPCG(a^scatter(b), b))
}

// scatter is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
func scatter(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// binomial draws how many of n chances p come true. It splits n at the median of
// n uniform draws, itself a beta variable (Devroye, Non-Uniform Random Variate
// Generation, 1986, X.4.3), so that a million cost twenty steps.
func binomial(rng *rand.Rand, n int, p float64) (count int) {
	for n > 24 && p > 0 && p < 1 {
		i := (n + 1) / 2
		b := beta(rng, float64(i), float64(n+1-i))
		if b <= p { // the i-th smallest of n uniforms lies below p: so do all smaller ones
			count += i
			n, p = n-i, (p-b)/(1-b)
		} else {
			n, p = i-1, p/b
		}
	}
	switch {
	case p >= 1:
		return count + n
	case p <= 0:
		return count
	}
	for range n {
		if rng.Float64() < p {
			count++
		}
	}
	return count
}

func beta(rng *rand.Rand, a, b float64) float64 {
	x, y := gamma(rng, a), gamma(rng, b)
	return x / (x + y)
}

// gamma draws from the gamma distribution of shape a ≥ 1 (Marsaglia and Tsang,
// A simple method for generating gamma variables, 2000).
func gamma(rng *rand.Rand, a float64) float64 {
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// poisson draws from the Poisson distribution of that mean, by counting
// exponential gaps: for means up to some thousands.
func poisson(rng *rand.Rand, mean float64) (n int) {
	for t := rng.ExpFloat64(); t < mean; t += rng.ExpFloat64() {
		n++
	}
	return n
}
