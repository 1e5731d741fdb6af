package seeds

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

var (
	one  = flag.Uint64("seed", 0, "run the randomised tests with this seed alone: -run TestName -seed 7")
	soak = flag.Int("seeds", 0, "run the randomised tests with this many new seeds in place of a few: -run TestName -seeds 1000")
)

// Each runs f as a subtest of t with each of the seeds that once failed, and
// then with new ones that nobody has run before. A failing subtest's name ends
// with its seed, and -seed runs it again alone; -seeds says how many new ones
// there are. Seeds are never 0.
//
// f must hold for every seed there is: whatever it says that it was shown must
// be true of each, or it finds out and says so.
func Each(t *testing.T, fresh int, f func(t *testing.T, seed uint64), failed ...uint64) {
	t.Helper()
	for _, seed := range list(fresh, failed) {
		ok := t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) { f(t, seed) })
		if !ok {
			t.Logf("again: go test -run '^%s$' -seed %d", t.Name(), seed)
		}
	}
}

// One returns the seed of a test that is too slow for several: the flag's, or a
// new one. It prints it.
func One(t testing.TB) uint64 {
	t.Helper()
	seed := *one
	if seed == 0 {
		seed = draw()
	}
	t.Logf("-seed %d", seed)
	return seed
}

// Given returns the seed that the flag names, 0 for none.
func Given() uint64 { return *one }

func list(fresh int, failed []uint64) []uint64 {
	switch {
	case *one != 0:
		return []uint64{*one}
	case *soak > 0:
		fresh = *soak
	}
	all := slices.Clone(failed)
	for range fresh {
		all = append(all, draw())
	}
	return all
}

// draw returns a new seed.
func draw() uint64 { return 1 + rand.Uint64N(1<<64-1) }
