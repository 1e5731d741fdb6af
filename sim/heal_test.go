package sim

import (
	"math/rand/v2"
	"testing"
)

// TestLifelinesLeadWhereTheyShould, for an orphan of each kind of lead: past the
// lead's lead, to the other founder where the lead is one, and to the desk where
// nobody is higher.
func TestLifelinesLeadWhereTheyShould(t *testing.T) {
	pair, one := Cells{Members: 62, Pairs: 1}, Cells{Members: 63, Pairs: 1, OneTop: true}
	for _, c := range []struct {
		c    Cells
		lead int32
		want lifelines
	}{
		{pair, 0, lifelines{1, desk}},
		{pair, 1, lifelines{0, desk}},
		{pair, 2, lifelines{1, desk}}, // led by 0, whose partner is 1 and who has no lead
		{pair, 5, lifelines{0, desk}},
		{pair, 6, lifelines{3, 0}}, // led by 2, whose partner is 3 and whose lead is 0
		{pair, 29, lifelines{12, 5}},
		{one, 0, lifelines{nobody, desk}},
		{one, 2, lifelines{nobody, desk}},
		{one, 3, lifelines{2, 0}},
		{Cells{Members: 100, Pairs: 2}, 10, lifelines{3, 0}}, // led by 2: 2 and 3 are the first pair of 0
	} {
		if got := c.c.lifelines(c.lead); got != c.want {
			t.Errorf("%+v, orphans of %d: %v, want %v", c.c, c.lead, got, c.want)
		}
	}
}

// TestAnOrphanWakesTheFirstWhoIsFree.
func TestAnOrphanWakesTheFirstWhoIsFree(t *testing.T) {
	for _, c := range []struct {
		l     lifelines
		taken []int32
		want  int32
	}{
		{lifelines{3, 0}, nil, 3},
		{lifelines{3, 0}, []int32{3}, 0},
		{lifelines{3, 0}, []int32{3, 0}, nobody},
		{lifelines{1, desk}, []int32{1}, desk},
		{lifelines{nobody, desk}, nil, desk},
		{lifelines{nobody, 4}, []int32{4}, nobody},
	} {
		is := newMarks(9)
		is.clear()
		for _, v := range c.taken {
			is.set(v)
		}
		if got := c.l.wake(&is); got != c.want && !(c.want == nobody && got < desk) {
			t.Errorf("%v with %v taken: %d, want %d", c.l, c.taken, got, c.want)
		}
	}
}

// TestAHistoryHealsAsACaptureDoes: in a tree that nothing has changed yet, both
// find the same lifeline for every orphan of any capture.
func TestAHistoryHealsAsACaptureDoes(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	for range 300 {
		c := Cells{Members: 2 + rng.IntN(90), Pairs: 1 + rng.IntN(3), OneTop: rng.IntN(2) == 0}
		g, is := startOf(c, rng), newMarks(c.Members)
		is.clear()
		for v := range int32(c.Members) {
			if rng.IntN(3) == 0 {
				is.set(v)
				g.all[v].taken = true
			}
		}
		for lead := range int32(c.Members) {
			if !is.has(lead) {
				continue
			}
			want := c.lifelines(lead).wake(&is)
			if want < desk {
				want = nobody
			}
			if got := g.wake(lead); got != want {
				t.Fatalf("%+v, orphans of %d: %d in a history, %d in a capture", c, lead, got, want)
			}
		}
	}
}
