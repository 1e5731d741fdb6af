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
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`").FindAllStringSubmatch(string(page), -1)
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

// TestEveryPromiseHasItsTestsAndItsLimits: the threat model has a part for each
// promise of its table, which names a test and prints the limits.
func TestEveryPromiseHasItsTestsAndItsLimits(t *testing.T) {
	page, err := os.ReadFile("docs/threat-model.md")
	if err != nil {
		t.Fatal(err)
	}
	promises := regexp.MustCompile(`(?m)^\| (P\d+) \|`).FindAllStringSubmatch(string(page), -1)
	if len(promises) < 9 {
		t.Fatalf("the table has %d promises, want 9", len(promises))
	}
	for _, p := range promises {
		_, part, found := strings.Cut(string(page), "\n### "+p[1]+":")
		part, _, _ = strings.Cut(part, "\n##")
		switch {
		case !found:
			t.Errorf("docs/threat-model.md has no part for %s", p[1])
		case !strings.Contains(part, "`Test"):
			t.Errorf("docs/threat-model.md names no test for %s", p[1])
		case !strings.Contains(part, "**Limits.**"):
			t.Errorf("docs/threat-model.md prints no limit of %s", p[1])
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
