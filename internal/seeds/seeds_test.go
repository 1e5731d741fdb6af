package seeds

import (
	"slices"
	"testing"
)

// A test runs with what once failed, and with seeds that are new every time.
func TestATestRunsWithWhatOnceFailedAndWithNewSeeds(t *testing.T) {
	defer func(o uint64, s int) { *one, *soak = o, s }(*one, *soak)
	*one, *soak = 0, 0
	var first, second []uint64
	Each(t, 3, func(_ *testing.T, seed uint64) { first = append(first, seed) }, 7, 9)
	Each(t, 3, func(_ *testing.T, seed uint64) { second = append(second, seed) }, 7, 9)
	for _, got := range [][]uint64{first, second} {
		if len(got) != 5 || !slices.Equal(got[:2], []uint64{7, 9}) || slices.Contains(got, 0) {
			t.Errorf("got %d seeds, %v; want 7, 9 and three new ones, none of them 0", len(got), got)
		}
	}
	all := slices.Concat(first[2:], second[2:])
	slices.Sort(all)
	if got := len(slices.Compact(all)); got != 6 {
		t.Errorf("%d of 6 new seeds differ", got)
	}
}

// The flags run one seed again, or many.
func TestOneSeedRunsAgainAndManyRunForLonger(t *testing.T) {
	defer func(o uint64, s int) { *one, *soak = o, s }(*one, *soak)
	*one, *soak = 0, 40
	if got := list(3, []uint64{7}); len(got) != 41 || got[0] != 7 {
		t.Errorf("-seeds 40 gives %d seeds, want the one that failed and 40", len(got))
	}
	*one = 12
	if got := list(3, []uint64{7}); !slices.Equal(got, []uint64{12}) {
		t.Errorf("-seed 12 gives %v", got)
	}
	if got := One(t); got != 12 || Given() != 12 {
		t.Errorf("-seed 12 gives %d for a test with one", got)
	}
}
