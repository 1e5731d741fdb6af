//go:build linux

package endtoend

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// leaks are the steps of durable's Replace that a build can be made without.
var leaks = []struct{ name, step, without string }{
	{"does not sync the file", "if err := f.Sync(); err != nil {", "if err := error(nil); err != nil {"},
	{"does not sync the folder", "return syncFolder(d.path)", "return nil"},
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
			p := newPowered(t, buildWithout(t, leak.step, leak.without))
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

// buildWithout compiles bulkhead with one step of durable's Replace changed,
// by an overlay: no file of the project is touched.
func buildWithout(t *testing.T, step, without string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "bulkhead/internal/durable").Output()
	must(t, err)
	source := filepath.Join(strings.TrimSpace(string(out)), "os_unix.go")
	text, err := os.ReadFile(source)
	must(t, err)
	if strings.Count(string(text), step) != 1 {
		t.Fatalf("the step %q is not in durable's Replace once: this test must follow it", step)
	}
	folder := t.TempDir()
	changed, overlay, binary := filepath.Join(folder, "changed.go"), filepath.Join(folder, "overlay.json"), filepath.Join(folder, "bulkhead")
	must(t, os.WriteFile(changed, []byte(strings.Replace(string(text), step, without, 1)), 0o600))
	list, err := json.Marshal(map[string]map[string]string{"Replace": {source: changed}})
	must(t, err)
	must(t, os.WriteFile(overlay, list, 0o600))
	command(t, "go", "build", "-overlay", overlay, "-o", binary, "bulkhead/cmd/bulkhead")
	return binary
}
