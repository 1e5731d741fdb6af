//go:build linux

package endtoend

import (
	"fmt"
	"testing"
)

// leaks are the steps of durable's Replace that a build can be made without.
var leaks = []struct{ name, step, without string }{
	{"does not sync the file", "if err := f.Sync(); err != nil {", "if err := error(nil); err != nil {"},
	{"does not sync the folder", "return syncFolder(d.path)\n}\n\n// openNew", "return nil\n}\n\n// openNew"},
}

// TestABinaryThatDoesNotSyncIsSeenToLose: the cuts above find a build of
// bulkhead that leaves out either sync, or they prove nothing. Long form only.
func TestABinaryThatDoesNotSyncIsSeenToLose(t *testing.T) {
	if !asked() {
		t.Skip("only with -power more than 5")
	}
	needPower(t)
	for _, leak := range leaks {
		t.Run(leak.name, func(t *testing.T) {
			p := newPowered(t, buildChanged(t, edit{room: "internal/durable", step: leak.step, instead: leak.without}))
			p.cuts(plain[:2], max(20, *power/5))
			fmt.Printf("a bulkhead that %s:\n%s\n", leak.name, p.tally)
			for _, w := range p.wrong[:min(3, len(p.wrong))] {
				t.Log(w)
			}
			if len(p.wrong) == 0 {
				t.Error("nothing was found wrong with it")
			}
		})
	}
}
