package book

import (
	"slices"
	"testing"

	"bulkhead/report/seal"
)

// Promise: of one report no more ways are kept than replies need, the newest and those of what
// is on its way.
func TestWaysOfAReportAreBounded(t *testing.T) {
	waits := seal.Way{1}
	e := &Entry{Pending: []Pending{{Way: waits}}}
	for n := range byte(20) {
		e.addWay(seal.Way{n})
	}
	if all := e.Ways(); len(all) != MaxWays || !slices.Contains(all, waits) || all[MaxWays-1] != (seal.Way{19}) || slices.Contains(all, seal.Way{}) {
		t.Errorf("%d ways are kept, or the wrong ones", len(all))
	}
}
