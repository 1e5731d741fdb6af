package bulkhead

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestThreatModelNamesTestsThatExist: docs/threat-model.md says of every
// promise which test holds it; a renamed or dropped test is noticed here.
func TestThreatModelNamesTestsThatExist(t *testing.T) {
	page, err := os.ReadFile("docs/threat-model.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z]+)`").FindAllStringSubmatch(string(page), -1)
	if len(named) < 20 {
		t.Fatalf("the threat model names %d tests: the page or this test is broken", len(named))
	}
	tests := allTests(t)
	for _, n := range named {
		if !strings.Contains(tests, "func "+n[1]+"(") {
			t.Errorf("docs/threat-model.md names %s, which does not exist", n[1])
		}
	}
}

// allTests returns the text of every test file.
func allTests(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, "_test.go") {
			return err
		}
		text, err := os.ReadFile(p)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
