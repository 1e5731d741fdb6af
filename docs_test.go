package bulkhead

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// pageWidth is the number of characters in a line of a page. Lines up to here can be
// read in a terminal and compared side by side.
const pageWidth = 100

// TestLinesOfDocsAreWrapped: no line of a page is longer than pageWidth. Free are
// tables, code, remarks, and a line that has no space at which it could be cut.
func TestLinesOfDocsAreWrapped(t *testing.T) {
	for name, page := range pages(t) {
		for n, line := range prose(page) {
			_, rest, _ := strings.Cut(strings.TrimLeft(line, " -*>"), " ")
			free := strings.HasPrefix(strings.TrimSpace(line), "|") || strings.HasPrefix(line, "<!--") || rest == ""
			if utf8.RuneCountInString(line) > pageWidth && !free {
				t.Errorf("%s:%d has %d characters, want at most %d", name, n, utf8.RuneCountInString(line), pageWidth)
			}
		}
	}
}

// TestLinksOfDocsLeadSomewhere: the file that a page links to is there, and so is the
// heading in it.
func TestLinksOfDocsLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)\s]*)\)`)
	found := 0
	for name, page := range pages(t) {
		var all strings.Builder
		for _, line := range prose(page) {
			all.WriteString(line + "\n")
		}
		for _, m := range link.FindAllStringSubmatch(all.String(), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			found++
			file, heading, _ := strings.Cut(m[1], "#")
			to := name
			if file != "" {
				to = filepath.Join(filepath.Dir(name), filepath.FromSlash(file))
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
				continue
			}
			if heading != "" && !slices.Contains(headings(t, to), heading) {
				t.Errorf("%s links to %s: %s has no such heading", name, m[1], to)
			}
		}
	}
	if found < 50 {
		t.Fatalf("the pages have %d links: they or this test are broken", found)
	}
}

// TestDocsNameCommandsThatExist: every command line that a page shows, in a line of
// code or in a fence, has a verb and flags that the program knows.
func TestDocsNameCommandsThatExist(t *testing.T) {
	programs := map[string]*command{
		"bulkhead":      commandLine(t, "cmd/bulkhead", "cli"),
		"bulkhead-drop": commandLine(t, "cmd/bulkhead-drop", "commands"),
		"bulkhead-demo": commandLine(t, "cmd/bulkhead-demo", "options"),
		"bulkhead-desk": commandLine(t, "cmd/bulkhead-desk", "commands"),
	}
	shown := regexp.MustCompile("(?m)(?:`|^\\$ |^|ExecStart=/usr/local/bin/|go run ./cmd/)(bulkhead(?:-drop|-demo|-desk)?) ([^`#<;|\n]+)")
	found := 0
	for name, page := range pages(t) {
		for _, m := range shown.FindAllStringSubmatch(page, -1) {
			program, words := programs[m[1]], strings.Fields(m[2])
			if len(words) == 0 || words[0] == "VERB" {
				continue
			}
			found++
			if wrong := program.unknown(words); wrong != "" {
				t.Errorf("%s shows %q, and %s knows no %s", name, strings.TrimSpace(m[0]), m[1], wrong)
			}
		}
	}
	if found < 40 {
		t.Fatalf("the pages show %d commands: they or this test are broken", found)
	}
}

// TestCommandsOfDocsAreLookedAt is the control of the one above.
func TestCommandsOfDocsAreLookedAt(t *testing.T) {
	c := commandLine(t, "cmd/bulkhead", "cli")
	for line, want := range map[string]string{
		"vault add-decoy --dir D":        "",
		"notebook --locked write":        "",
		"sim cascade --pairs 2 --json":   "",
		"mend":                           "mend",
		"vault mend":                     "vault mend",
		"send Wren --fast":               "--fast",
		"sim cascade --lock-after=10m":   "--lock-after",
		"open --lock-after=10m --dir=/x": "",
	} {
		if got := c.unknown(strings.Fields(line)); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

// TestEveryWordHasOneMeaning: no term stands in two rows of docs/words.md.
func TestEveryWordHasOneMeaning(t *testing.T) {
	page, err := os.ReadFile("docs/words.md")
	if err != nil {
		t.Fatal(err)
	}
	meanings := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([^|]+) \| ([^|]+) \|$`).FindAllStringSubmatch(string(page), -1) {
		if m[2] == "meaning" || m[2] == "---" { // a table's heading
			continue
		}
		for _, word := range strings.Split(m[1], ", ") {
			if is, twice := meanings[word]; twice {
				t.Errorf("docs/words.md says that %s is %q, and that it is %q", word, is, m[2])
			}
			meanings[word] = m[2]
		}
	}
	if len(meanings) < 80 {
		t.Fatalf("docs/words.md has %d words: it or this test is broken", len(meanings))
	}
}

// TestDocsNameCodeThatExists: a file and an exported name of a room that a page
// mentions are there.
func TestDocsNameCodeThatExists(t *testing.T) {
	file := regexp.MustCompile("`([a-z][a-z0-9_/]*\\.go)`")
	name := regexp.MustCompile("`([a-z]+)\\.([A-Z][A-Za-z0-9]*)")
	declared, files := map[string]map[string]bool{}, map[string]bool{}
	for _, room := range rooms(t) {
		names := declared[path.Base(room)]
		if names == nil {
			names = map[string]bool{}
			declared[path.Base(room)] = names
		}
		all, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			files[filepath.ToSlash(f)], files[filepath.Base(f)] = true, true
			tree, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			exported(tree, names)
		}
	}
	found := 0
	for page, text := range pages(t) {
		for _, m := range file.FindAllStringSubmatch(text, -1) {
			found++
			if !files[m[1]] {
				t.Errorf("%s names %s, which is gone", page, m[1])
			}
		}
		for _, m := range name.FindAllStringSubmatch(text, -1) {
			if declared[m[1]] != nil {
				found++
				if !declared[m[1]][m[2]] {
					t.Errorf("%s names %s.%s, which is gone", page, m[1], m[2])
				}
			}
		}
	}
	if found < 50 {
		t.Fatalf("the pages name %d files and names: they or this test are broken", found)
	}
}

// exported adds the names that a file declares, methods among them.
func exported(tree *ast.File, names map[string]bool) {
	for _, d := range tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names[d.Name.Name] = true
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names[spec.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						names[n.Name] = true
					}
				}
			}
		}
	}
}

// TestTheTourNamesEveryRoom: docs/tour.md and the package's own comment say what
// each room is for. The generators of phrase are phrase's own.
func TestTheTourNamesEveryRoom(t *testing.T) {
	tour, err := os.ReadFile("docs/tour.md")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range rooms(t) {
		if room == "." || strings.HasPrefix(room, "phrase/") || slices.Contains(suites, path.Base(room)) {
			continue
		}
		if !strings.Contains(string(tour), "](../"+room+")") {
			t.Errorf("docs/tour.md does not lead to %s", room)
		}
		if !regexp.MustCompile(`\b` + regexp.QuoteMeta(room) + `\b`).MatchString(tree.Doc.Text()) {
			t.Errorf("doc.go does not name %s", room)
		}
	}
}

// pages returns the text of every page, by its path.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	read := func(name string) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(text)
	}
	read("README.md")
	err := filepath.WalkDir("docs", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ".md") {
			read(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// prose returns a page's lines by their numbers, without fenced and indented code.
func prose(page string) map[int]string {
	lines, fenced, before := map[int]string{}, false, ""
	n := 0
	for line := range strings.Lines(page) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
			continue
		}
		indented := strings.HasPrefix(line, "    ") && before == ""
		if !fenced && !indented {
			lines[n] = line
		}
		if !indented {
			before = strings.TrimSpace(line)
		}
	}
	return lines
}

// headings lists the anchors of a page's headings, as a forge makes them.
func headings(t *testing.T, name string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range prose(string(text)) {
		if !strings.HasPrefix(line, "#") {
			continue
		}
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(strings.TrimLeft(line, "#")))
		all = append(all, anchor)
	}
	return all
}

// command is a program, or one of its verbs, as the structs that kong reads say.
type command struct {
	flags []string
	verbs map[string]*command
}

// unknown returns the first verb or flag that the command does not know, or nothing.
func (c *command) unknown(words []string) string {
	flags := slices.Concat(c.flags, []string{"help"})
	said := ""
	for i, word := range words {
		if flag, is := strings.CutPrefix(word, "--"); is {
			flag, _, _ = strings.Cut(flag, "=")
			if !slices.Contains(flags, flag) {
				return "--" + flag
			}
			continue
		}
		if len(c.verbs) == 0 || i > 0 && strings.HasPrefix(words[i-1], "--") && c.verbs[word] == nil {
			continue // what a verb or a flag is about
		}
		said = strings.TrimSpace(said + " " + word)
		if c = c.verbs[word]; c == nil {
			return said
		}
		flags = append(flags, c.flags...)
	}
	return ""
}

// commandLine reads the struct that a program's command line is parsed into.
func commandLine(t *testing.T, room, of string) *command {
	t.Helper()
	types := map[string]*ast.StructType{}
	files, err := filepath.Glob(filepath.Join(room, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if s, is := n.(*ast.TypeSpec); is {
				if fields, is := s.Type.(*ast.StructType); is && len(fields.Fields.List) > 0 {
					types[s.Name.Name] = fields // of two for two systems, the one that says something
				}
			}
			return true
		})
	}
	if types[of] == nil {
		t.Fatalf("%s has no struct %s", room, of)
	}
	c := &command{verbs: map[string]*command{}}
	c.read(types, types[of])
	return c
}

// read adds the flags and verbs of a struct's fields.
func (c *command) read(types map[string]*ast.StructType, fields *ast.StructType) {
	for _, f := range fields.Fields.List {
		var tag reflect.StructTag
		if f.Tag != nil {
			text, _ := strconv.Unquote(f.Tag.Value)
			tag = reflect.StructTag(text)
		}
		of, _ := f.Type.(*ast.Ident)
		if len(f.Names) == 0 {
			if of != nil && types[of.Name] != nil {
				c.read(types, types[of.Name])
			}
			continue
		}
		name := tag.Get("name")
		if name == "" {
			name = dashed(f.Names[0].Name)
		}
		_, isVerb := tag.Lookup("cmd")
		_, isArgument := tag.Lookup("arg")
		switch {
		case isVerb:
			verb := &command{verbs: map[string]*command{}}
			if of != nil && types[of.Name] != nil {
				verb.read(types, types[of.Name])
			}
			c.verbs[name] = verb
		case !isArgument:
			c.flags = append(c.flags, name)
		}
	}
}

// dashed is a field's name as kong makes a flag or verb of it: AddDecoy is add-decoy.
func dashed(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
