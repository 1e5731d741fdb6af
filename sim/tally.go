package sim

import (
	"math"
	"slices"
)

// tally counts runs, in whole numbers, so that the order in which goroutines
// add to it changes nothing.
type tally struct {
	exposed []uint64 // runs by how many others were exposed
	healing
}

func newTally(n int) tally { return tally{exposed: make([]uint64, n)} }

// sumUp makes the answer of all goroutines' tallies; there is at least one.
func sumUp(all []*tally, runs int) *Exposed {
	sum := *all[0]
	for _, t := range all[1:] {
		for i, n := range t.exposed {
			sum.exposed[i] += n
		}
		sum.healing.add(&t.healing)
	}
	e := distribution(sum.exposed)
	e.Heal = sum.healing.result(runs)
	return e
}

// distribution describes runs counted by members.
func distribution(count []uint64) *Exposed {
	e := &Exposed{Count: map[int]uint64{}}
	var runs, sum float64
	for k, n := range count {
		if n > 0 {
			e.Count[k] = n
			runs += float64(n)
			sum += float64(n) * float64(k)
			e.Worst = k
		}
	}
	e.Mean = sum / runs
	var squares float64
	for k, n := range count {
		if n > 0 {
			squares += float64(n) * (float64(k) - e.Mean) * (float64(k) - e.Mean)
		}
	}
	e.SD = math.Sqrt(squares / (runs - 1))
	e.StdErr = e.SD / math.Sqrt(runs)
	e.P50, e.P95 = quantile(e.Count, .50, runs), quantile(e.Count, .95, runs)
	return e
}

// quantile returns the least number that a share of the runs does not exceed.
func quantile(count map[int]uint64, share, runs float64) int {
	keys := sortedKeys(count)
	reached := 0.0
	for _, k := range keys {
		if reached += float64(count[k]); reached >= share*runs {
			return k
		}
	}
	return keys[len(keys)-1]
}

func sortedKeys(count map[int]uint64) []int {
	keys := make([]int, 0, len(count))
	for k := range count {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
