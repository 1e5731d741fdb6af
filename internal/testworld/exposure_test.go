package testworld

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"bulkhead/device"
)

// graph is who names whom: for each member the others, ascending.
type graph [][]int

// shapeOf is the graph of a group filled in level by level: partner, lead and
// led of everybody.
func shapeOf(members int) graph {
	g := make(graph, members)
	join := func(a, b int) {
		g[a], g[b] = append(g[a], b), append(g[b], a)
	}
	for n := range members {
		if n%2 == 1 {
			join(n-1, n)
		}
		if lead := LeadOf(n); lead >= 0 {
			join(lead, n)
		}
	}
	for _, others := range g {
		slices.Sort(others)
	}
	return g
}

// distances returns the distance in links from one member to all.
func (g graph) distances(from int) []int {
	d := make([]int, len(g))
	for i := range d {
		d[i] = -1
	}
	d[from] = 0
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for _, n := range g[queue[0]] {
			if d[n] < 0 {
				d[n] = d[queue[0]] + 1
				queue = append(queue, n)
			}
		}
	}
	return d
}

// exact is the mean number of members taken, the first included, if the first
// is any member, each taken one gives up each of its contacts once with
// probability p, and the group severs after the given hops: for each pair of
// members the coefficients up to z^hops of (pz + p²(1−p)z²)^distance, where
// the founders' own link, which is in no triangle, counts pz.
func exact(members int, p float64, hops int) float64 {
	g, sum := shapeOf(members), 0.0
	for u := range g {
		for v, distance := range g.distances(u) {
			reach := make([]float64, hops+1) // by hops
			reach[0] = 1
			if side(u) != side(v) {
				reach, distance = times(reach, p, 0), distance-1
			}
			for range min(distance, hops+1) {
				reach = times(reach, p, p*p*(1-p))
			}
			for _, r := range reach {
				sum += r
			}
		}
	}
	return sum / float64(members)
}

// times multiplies by az + bz², without what is beyond the last hop.
func times(f []float64, a, b float64) []float64 {
	out := make([]float64, len(f))
	for k, c := range f {
		if k+1 < len(f) {
			out[k+1] += a * c
		}
		if k+2 < len(f) {
			out[k+2] += b * c
		}
	}
	return out
}

// side returns which founder a member is below.
func side(n int) int {
	for n > 1 {
		n = LeadOf(n)
	}
	return n
}

// cascade is one capture: it returns who is taken, by hops.
func (g graph) cascade(first int, p float64, hops int, chance *rand.Rand) (taken []int) {
	is := map[int]bool{first: true}
	taken = []int{first}
	for from, hop := 0, 0; hop < hops; hop++ {
		end := len(taken)
		for _, n := range taken[from:end] {
			for _, other := range g[n] {
				if chance.Float64() < p && !is[other] {
					is[other] = true
					taken = append(taken, other)
				}
			}
		}
		from = end
	}
	return taken
}

// opened opens every member's device from its real vault and returns whom it
// names. A name without a link that the referee knows the other end of, or
// names beyond partner, lead and led, are errors.
func (w *World) opened() (graph, error) {
	g, failed := make(graph, len(w.Members)), make([]error, len(w.Members))
	sideBySide(w.Members, func(m *Member) {
		if err := m.Unlock(); err != nil {
			failed[m.Number] = err
			return
		}
		g[m.Number], failed[m.Number] = m.names()
		m.Device.Abandon()
		m.Device = nil
	})
	return g, errors.Join(failed...)
}

// names returns whom the member's open device names.
func (m *Member) names() ([]int, error) {
	var all []int
	for _, t := range m.Device.Status().Ties {
		if t.Alias == "" {
			continue
		}
		other, _, known := m.w.Other(m.Number, t.ID)
		if !known {
			return nil, fmt.Errorf("nobody knows who member %d's %v is", m.Number, t.Relation)
		}
		all = append(all, other)
	}
	if named := len(m.Device.Status().Exposes) - 1; named != len(all) {
		return nil, fmt.Errorf("member %d's device names %d, of whom %d have a link", m.Number, named, len(all))
	}
	for _, l := range m.Device.Lifelines() {
		if slices.ContainsFunc(m.Device.Status().Ties, func(t device.TieStatus) bool { return t.ID == l.Tie && t.Alias != "" }) {
			return nil, fmt.Errorf("member %d's device names the other end of a lifeline", m.Number)
		}
	}
	slices.Sort(all)
	return all, nil
}

// drillSettings are the captures of the promise: with which probability a taken
// member gives up a contact, and after how many hops the group notices.
var drillSettings = []struct {
	p    float64
	hops int
}{{.1, 1}, {.1, 2}, {.3, 1}, {.3, 2}, {.5, 1}, {.5, 2}}

// testExposure is what a capture costs, over what opened phones really name,
// against the exact values.
func testExposure(t *testing.T, w *World, runs int) {
	g, err := w.opened()
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range shapeOf(len(w.Members)) {
		if !slices.Equal(g[n], want) {
			t.Errorf("the device of member %d names %v, want partner, lead and led alone: %v", n, g[n], want)
		}
	}
	const limit = 5.5 // standard deviations: six means of a world leave it by chance once in four million worlds
	chance := rand.New(source(w.Seed, 1<<40))
	var table strings.Builder
	fmt.Fprintf(&table, "\n  p   hops  exact   mean     sd   |mean-exact| in sd/√runs (limit %.1f)   (%d members, %d runs, seed %d)\n", limit, len(g), runs, w.Seed)
	for _, s := range drillSettings {
		sum, squares := 0.0, 0.0
		for range runs {
			x := float64(len(g.cascade(chance.IntN(len(g)), s.p, s.hops, chance)))
			sum, squares = sum+x, squares+x*x
		}
		want, mean := exact(len(g), s.p, s.hops), sum/float64(runs)
		sd := math.Sqrt((squares - sum*mean) / float64(runs-1))
		off := math.Abs(mean-want) / (sd / math.Sqrt(float64(runs)))
		fmt.Fprintf(&table, "  %.1f  %d    %6.3f  %6.3f  %6.3f   %.2f\n", s.p, s.hops, want, mean, sd, off)
		if off > limit {
			t.Errorf("p %.1f, %d hops: %d runs have mean %.4f, want %.4f within %.1f·%.4f/√runs", s.p, s.hops, runs, mean, want, limit, sd)
		}
	}
	t.Log(table.String())
}

// TestDrillExactExposure holds the exact values to cases small enough
// to reckon otherwise.
func TestDrillExactExposure(t *testing.T) {
	for _, c := range []struct {
		members, hops int
		p, want       float64
	}{
		{2, 1, .3, 1.3},
		{2, 2, .3, 1.3},
		{4, 1, .5, 1 + .5*2*4/4},         // four links, each in two directions
		{6, 1, .1, 1 + .1*2*7/6},         // seven links
		{300, 1, .3, 1 + .3*2*448/300.0}, // 149 triangles and the founders' link
		{300, 20, 1, 300},
	} {
		if got := exact(c.members, c.p, c.hops); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%d members, p %.1f, %d hops: got %.6f, want %.6f", c.members, c.p, c.hops, got, c.want)
		}
	}
}
