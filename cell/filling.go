package cell

// Filling is the order in which a group of cells fills up, as the simulator, the
// demo and the tests number its members: those on top first, then level by
// level, each lead's pairs before the next lead's.
type Filling struct {
	Top   int32 // members on top: 2, the founders, or 1
	Pairs int32 // that each lead leads
}

// Founders is the filling of a group as it usually is: two founders, a pair each.
var Founders = Filling{Top: 2, Pairs: 1}

// Lead returns who leads member n; −1 for those on top.
func (f Filling) Lead(n int32) int32 {
	if n < f.Top {
		return -1
	}
	return (n - f.Top) / (2 * f.Pairs)
}

// Partner returns the other of n's pair, who may not have joined yet; −1 for one
// who stands on top alone.
func (f Filling) Partner(n int32) int32 {
	switch {
	case n >= f.Top:
		return f.Top + ((n - f.Top) ^ 1)
	case f.Top == 2:
		return 1 - n
	}
	return -1
}

// FirstLed returns the first whom n leads. Those after it are led by n too, 2·Pairs
// in all.
func (f Filling) FirstLed(n int32) int32 { return f.Top + 2*f.Pairs*n }
