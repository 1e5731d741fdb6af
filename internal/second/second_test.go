package second

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"bulkhead/internal/seeds"
)

// reader runs the second implementation on a folder, and returns what it prints.
// ok is false if it ends with an error.
func reader(t *testing.T, folder string, args ...string) (out string, ok bool) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("NO VECTOR WAS READ BY THE SECOND IMPLEMENTATION: this needs python3 (Debian: python3)")
	}
	printed, err := exec.Command(python, append([]string{"-B", "reader", folder}, args...)...).CombinedOutput()
	return string(printed), err == nil
}

// seen opens what the reader reads, and the reader: the go command remembers a test's
// result for the files that the test itself has opened, and a changed vector is to be read.
func seen(t *testing.T, root string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || filepath.Ext(path) != ".py" && !strings.Contains(path, "testdata") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		files++
		return f.Close()
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files: %v", files, err)
	}
}

// TestTheSecondImplementationReadsEveryVector: everything in the vectors follows from
// docs/protocol, and a character changed in them is noticed.
func TestTheSecondImplementationReadsEveryVector(t *testing.T) {
	seed := seeds.One(t)
	seen(t, filepath.Join("..", ".."))
	out, ok := reader(t, filepath.Join("..", ".."), "--flip", strconv.FormatUint(seed, 10), "8")
	if !ok {
		t.Errorf("the second implementation:\n%s", out)
	}
	if n := strings.Count(out, " values\n"); n < 100 {
		t.Errorf("it read %d files, want at least 100", n)
	}
}

// TestTheSecondImplementationMissesAFolder: where no vectors are, it says so.
func TestTheSecondImplementationMissesAFolder(t *testing.T) {
	if out, ok := reader(t, t.TempDir()); ok || !strings.Contains(out, "missing") {
		t.Errorf("it is content with nothing:\n%s", out)
	}
}
