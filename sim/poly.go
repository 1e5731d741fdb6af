package sim

// poly is a polynomial in z, lowest power first: the coefficient of z^k is how
// much lies k hops away. Without a limit of hops z is 1, and a poly has one
// coefficient. Its length is never 0.
type poly []float64

// algebra is the multiplication of polys, cut after a number of hops.
type algebra struct {
	p    float64
	hops int // 0: no limit, z = 1
}

// limit is the most coefficients of a poly.
func (a algebra) limit() int { return a.hops + 1 }

// term is c z^k, or c where z is 1. Beyond the limit it is 0.
func (a algebra) term(c float64, k int) poly {
	if a.hops == 0 {
		return poly{c}
	}
	if k > a.hops {
		return poly{0}
	}
	t := make(poly, k+1)
	t[k] = c
	return t
}

// bridge is a link that is in no circle: p z.
func (a algebra) bridge() poly { return a.term(a.p, 1) }

// triangle is two of three who know each other: p z + p²(1−p) z².
func (a algebra) triangle() poly { return a.add(a.bridge(), a.term(a.p*a.p*(1-a.p), 2)) }

func (a algebra) add(x, y poly) poly {
	if len(x) < len(y) {
		x, y = y, x
	}
	sum := append(make(poly, 0, len(x)), x...)
	for i, c := range y {
		sum[i] += c
	}
	return sum
}

func (a algebra) mul(x, y poly) poly {
	product := make(poly, min(len(x)+len(y)-1, a.limit()))
	for i, c := range x {
		if c == 0 {
			continue
		}
		for j := 0; j < len(y) && i+j < len(product); j++ {
			product[i+j] += c * y[j]
		}
	}
	return product
}

// sumMul adds up the coefficients of mul(x, y) without making it.
func (a algebra) sumMul(x, y poly) (s float64) {
	rest, j := 0.0, 0 // rest: the sum of y's first j coefficients
	for i := min(len(x)-1, a.hops); i >= 0; i-- {
		for j < len(y) && i+j <= a.hops {
			rest += y[j]
			j++
		}
		s += x[i] * rest
	}
	return s
}
