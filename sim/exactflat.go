package sim

import "math"

const (
	// mostChained and mostExplored are the largest complete graphs that are
	// followed with and without a limit of hops.
	mostChained, mostExplored = 2000, 5000

	// chainWork bounds the steps of following it; about a second.
	chainWork = 400_000_000

	// tooRare is the chance below which a state of the chain is left out. There
	// are at most mostChained² of them a hop, and mostExplored² in all.
	tooRare = 1e-19
)

// exactFlat: within two hops there is a formula, because the ways over
// different third members share no link. Beyond, everybody still free is taken
// in the next hop with the same chance, so that two numbers describe all (Reed
// and Frost's chain): those free and those taken last.
func exactFlat(n int, p float64, hops int) (float64, bool) {
	switch others := float64(n - 1); {
	case p == 1 || n == 1 || hops == 1:
		return 1 + others*p, true
	case hops == 2:
		return 1 + others*(1-(1-p)*math.Pow(1-p*p, others-1)), true
	case hops == 0:
		return explored(n, p)
	case n > mostChained:
		return 0, false
	}
	c := chain{p: p, now: make([][]float64, n), next: make([][]float64, n), left: chainWork}
	c.add(n-1, 1, 1)
	c.now, c.next = c.next, c.now
	for hop := 0; c.alive && hop < hops; hop++ {
		if !c.step() {
			return 0, false
		}
	}
	for free, row := range c.now { // those still spreading when the group cut
		for _, chance := range row {
			c.free += chance * float64(free)
		}
	}
	return float64(n) - c.free, true
}

// explored is the same without a limit of hops, when it does not matter in which
// order the taken give up their contacts: one after the other does, and it ends
// when as many have as were taken.
func explored(n int, p float64) (float64, bool) {
	if n > mostExplored {
		return 0, false
	}
	now, next := make([]float64, n+1), make([]float64, n+1) // chance by members free
	now[n-1] = 1
	mean, low, high := 0.0, n-1, n-1 // where now is not 0
	for done := 1; low <= high; done++ {
		least, most := n, 0
		for free := low; free <= high; free++ {
			chance := now[free]
			now[free] = 0
			if chance < tooRare {
				continue
			}
			binomials(free, p, func(k int, b float64) {
				if left := free - k; left+done == n {
					mean += chance * b * float64(done)
				} else {
					next[left] += chance * b
					least, most = min(least, left), max(most, left)
				}
			})
		}
		now, next, low, high = next, now, least, most
	}
	return min(mean, float64(n)), true // rounding can lift it above by a millionth of a millionth
}

type chain struct {
	p         float64
	now, next [][]float64 // chance by members free and members taken last; rows may be nil
	free      float64     // expected free members where nothing spreads any more
	alive     bool        // something spreads in next
	left      int         // steps
}

func (c *chain) add(free, last int, chance float64) {
	if last == 0 || free == 0 {
		c.free += chance * float64(free)
		return
	}
	if c.next[free] == nil {
		c.next[free] = make([]float64, len(c.now)-free+1)
	}
	c.next[free][last] += chance
	c.alive = true
}

// step follows one hop; false if it would take too long.
func (c *chain) step() bool {
	c.alive = false
	for free, row := range c.now {
		for last, chance := range row {
			if chance < tooRare {
				continue
			}
			each := -math.Expm1(float64(last) * math.Log1p(-c.p))
			if c.left -= binomials(free, each, func(k int, b float64) { c.add(free-k, k, chance*b) }); c.left < 0 {
				return false
			}
		}
		c.now[free] = nil
	}
	c.now, c.next = c.next, c.now
	return true
}

// binomials calls each with every k of n chances p that is not too rare, from
// the likeliest outwards, and returns how many there were.
func binomials(n int, p float64, each func(k int, chance float64)) (calls int) {
	if p <= 0 || p >= 1 {
		k := 0
		if p >= 1 {
			k = n
		}
		each(k, 1)
		return 1
	}
	mode := min(int(float64(n+1)*p), n)
	top := math.Exp(logChoose(n, mode) + float64(mode)*math.Log(p) + float64(n-mode)*math.Log1p(-p))
	odds := p / (1 - p)
	for k, b := mode, top; k <= n && b > tooRare; k++ {
		each(k, b)
		calls++
		b *= odds * float64(n-k) / float64(k+1)
	}
	for k, b := mode, top; k > 0; {
		b *= float64(k) / float64(n-k+1) / odds
		if k--; b <= tooRare {
			break
		}
		each(k, b)
		calls++
	}
	return calls
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
