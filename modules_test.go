package bulkhead

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestModulesAreThoseThatThePageNames: docs/decisions/modules.md has a line, with
// its reason, for every module that go.mod or bench/go.mod asks for by itself, and
// none for a module that neither asks for.
func TestModulesAreThoseThatThePageNames(t *testing.T) {
	var required []string
	for _, file := range []string{"go.mod", "bench/go.mod"} {
		for _, module := range directly(t, file) {
			if module != "bulkhead" { // bench asks for the project itself
				required = append(required, module)
			}
		}
	}
	if len(required) < 15 {
		t.Fatalf("only %d modules are required: this test reads go.mod wrongly", len(required))
	}
	named := onThePage(t)
	for _, module := range required {
		if !slices.ContainsFunc(named, func(name string) bool { return within(name, module) }) {
			t.Errorf("docs/decisions/modules.md does not say why %s is required", module)
		}
	}
	for _, name := range named {
		if !slices.ContainsFunc(required, func(module string) bool { return within(name, module) }) {
			t.Errorf("docs/decisions/modules.md names %s, which is not required", name)
		}
	}
}

// TestModulesOfTheBenchmarksAreNobodyElses: what is there to be measured against
// stands in the benchmarks' module alone.
func TestModulesOfTheBenchmarksAreNobodyElses(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, peer := range []string{"jackc/pgx", "redis/go-redis", "nats-io"} {
		if strings.Contains(string(text), peer) {
			t.Errorf("go.mod asks for %s, a peer of the benchmarks", peer)
		}
	}
}

// within reports whether a package stands in a module.
func within(name, module string) bool { return name == module || strings.HasPrefix(name, module+"/") }

// directly lists the modules that a go.mod requires directly, those of its tools
// among them.
func directly(t *testing.T, file string) (all []string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var indirect, tools []string
	inside := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		rest, single := strings.CutPrefix(line, "require ")
		tool, isTool := strings.CutPrefix(line, "tool ")
		switch {
		case line == "require (":
			inside = true
		case line == ")":
			inside = false
		case isTool:
			tools = append(tools, tool)
		case !inside && !single || line == "":
		case strings.HasSuffix(line, "// indirect"):
			indirect = append(indirect, strings.Fields(rest)[0])
		default:
			all = append(all, strings.Fields(rest)[0])
		}
	}
	for _, module := range indirect {
		if slices.ContainsFunc(tools, func(tool string) bool { return within(tool, module) }) {
			all = append(all, module)
		}
	}
	return all
}

// onThePage lists the modules and packages that the first column of the page's
// table names, and wants a reason in the last.
func onThePage(t *testing.T) (all []string) {
	t.Helper()
	page, err := os.ReadFile("docs/decisions/modules.md")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 {
			continue
		}
		for _, n := range code.FindAllStringSubmatch(cells[0], -1) {
			all = append(all, n[1])
			if strings.TrimSpace(cells[2]) == "" {
				t.Errorf("docs/decisions/modules.md gives no reason for %s", n[1])
			}
		}
	}
	return all
}

// TestFilesOfOthersAreThoseThatThePageNames: a file that others made, and that lies in the
// project, is the one whose sum stands on the page.
func TestFilesOfOthersAreThoseThatThePageNames(t *testing.T) {
	page, err := os.ReadFile("docs/decisions/modules.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|.*\\| `([0-9a-f]{64})` \\|").FindAllStringSubmatch(string(page), -1)
	if len(rows) < 4 {
		t.Fatalf("the page names %d files: it or this test is broken", len(rows))
	}
	for _, row := range rows {
		file, err := os.ReadFile(row[1])
		if err != nil {
			t.Error(err)
			continue
		}
		if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != row[2] {
			t.Errorf("%s is not the file that docs/decisions/modules.md names", row[1])
		}
	}
}
