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

// edit is one step of a room's source, and what a build has in its place. With
// a file it is a file more.
type edit struct{ room, file, step, instead string }

// buildChanged compiles bulkhead with some steps changed, by an overlay: no
// file of the project is touched. A step that is not in its room exactly once
// fails the test, which must then follow the source.
func buildChanged(t *testing.T, edits ...edit) string {
	t.Helper()
	folder := t.TempDir()
	texts, replace := map[string]string{}, map[string]string{}
	for _, e := range edits {
		source := e.find(t)
		if replace[source] == "" {
			replace[source] = filepath.Join(folder, fmt.Sprintf("%d.go", len(replace)))
			text, _ := os.ReadFile(source) // a file more is not there
			texts[source] = string(text)
		}
		texts[source] = strings.Replace(texts[source], e.step, e.instead, 1)
	}
	for source, text := range texts {
		must(t, os.WriteFile(replace[source], []byte(text), 0o600))
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	must(t, err)
	overlay, binary := filepath.Join(folder, "overlay.json"), filepath.Join(folder, "bulkhead")
	must(t, os.WriteFile(overlay, list, 0o600))
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-overlay", overlay, "-o", binary, "bulkhead/cmd/bulkhead").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return binary
}

// find returns the path of the source file that e changes or adds.
func (e edit) find(t *testing.T) (source string) {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "bulkhead/"+e.room).Output()
	must(t, err)
	dir, times := strings.TrimSpace(string(out)), 0
	if e.file != "" {
		return filepath.Join(dir, e.file)
	}
	all, err := filepath.Glob(filepath.Join(dir, "*.go"))
	must(t, err)
	for _, name := range all {
		text, err := os.ReadFile(name)
		must(t, err)
		if n := strings.Count(string(text), e.step); n > 0 && !strings.HasSuffix(name, "_test.go") {
			source, times = name, times+n
		}
	}
	if times != 1 {
		t.Fatalf("the step %q is in %s %d times, not once: this test must follow it", e.step, e.room, times)
	}
	return source
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
