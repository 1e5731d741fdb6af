package testworld

import (
	"context"
	"math"
	"testing"

	"bulkhead/sim"
)

// TestDrillWorldIsTheSimulatorsShape: what the simulator says of a tree of cells
// it says of this world's devices. Who names whom, where lifelines lead and what
// a capture costs, each written twice, are the same; and what the world's own
// captures come to lies within 4 standard errors of both. The drill counts the one
// taken first, too.
func TestDrillWorldIsTheSimulatorsShape(t *testing.T) {
	for _, members := range []int{2, 6, 30, 46, 300} {
		c := sim.Cells{Members: members, Pairs: 1}
		for n, names := range shapeOf(members) {
			same(t, "names", n, c.Neighbours(int32(n), nil), names, false)
			same(t, "lifelines", n, c.Lifelines(int32(n)), lifelinesOf(n), true)
		}
		for _, s := range drillSettings {
			got, known := sim.Exact(c, s.p, s.hops)
			if want := exact(members, s.p, s.hops) - 1; !known || math.Abs(got-want) > 1e-9 {
				t.Errorf("%d members, p %.1f, %d hops: the simulator says %.6f, the drill %.6f", members, s.p, s.hops, got, want)
			}
			e, err := sim.Cascade(context.Background(), c, sim.Capture{P: s.p, Hops: s.hops, Runs: 5000, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			if want := exact(members, s.p, s.hops) - 1; math.Abs(e.Mean-want) > 4*e.StdErr {
				t.Errorf("%d members, p %.1f, %d hops: drawn %.4f ± %.4f, the drill says %.4f", members, s.p, s.hops, e.Mean, e.StdErr, want)
			}
		}
	}
}

// same compares two lists of members, as they stand or as sets.
func same(t *testing.T, what string, n int, got []int32, want []int, inOrder bool) {
	t.Helper()
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		found := false
		for j, u := range got {
			found = found || int(u) == want[i] && (j == i || !inOrder)
		}
		ok = found
	}
	if !ok {
		t.Errorf("member %d: the simulator's %s are %v, the world's %v", n, what, got, want)
	}
}
