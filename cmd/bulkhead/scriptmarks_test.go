package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bulkhead/phrase"

	"github.com/rogpeppe/go-internal/testscript"
)

// ofScripts is the language of all scripts: English in which every sentence is
// marked. Each word that a command prints outside of the marks came from no
// catalogue, and the script fails; then the marks are taken off, so that what a
// script expects is English. A person's names and texts, what is typed so in every
// language, and JSON are no sentences.
func ofScripts(string) phrase.Say { return phrase.Marked(time.Local) }

// catalogues fails the script for every word of what a command printed that came
// from no catalogue.
func catalogues(ts *testscript.TestScript, line []string, shown string) {
	var found []string
	for _, word := range phrase.Unmarked(drawn.ReplaceAllString(shown, "")) {
		if !scriptOf(ts).given[word] && !typedSo()[word] {
			found = append(found, word)
		}
	}
	if len(found) > 0 {
		ts.Fatalf("%q: %q come from no catalogue; all of it: %q", line, found, shown)
	}
}

// cataloguedOf does so of what became of a command line.
func cataloguedOf(ts *testscript.TestScript, line []string, o outcome) {
	if !slices.Contains(line, "--json") && !slices.Contains(line, "--csv") {
		catalogues(ts, line, o.out)
	}
	catalogues(ts, line, o.err)
}

// drawn is a line of an invitation's text, or of six words to compare.
var drawn = regexp.MustCompile(`(?m)^    ([A-Z2-7]{1,5} ?)+$|^ +\d+:(  [a-z-]+){6}$`)

// catalogued FILE…: every word of a file, of stdout or of stderr came from a
// catalogue.
func catalogued(ts *testscript.TestScript, _ bool, files []string) {
	for _, f := range files {
		catalogues(ts, files, ts.ReadFile(f))
	}
}

// give notes words that are nobody's sentence.
func (s *script) give(text string) {
	for _, word := range phrase.Unmarked(text) {
		s.given[word] = true
	}
}

// namesIn are a command line's arguments that name somebody, or are a text.
func namesIn(args []string) (names []string) {
	for _, arg := range args {
		if !strings.HasPrefix(arg, "-") && !typedSo()[arg] {
			names = append(names, arg)
		}
	}
	return names
}

// typedSo are the words that are the same in every language: the program's name
// and version, its verbs and flags, and the names that a device draws for people.
var typedSo = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	add := func(text string) {
		for _, w := range phrase.Unmarked(text) {
			words[w] = true
		}
	}
	add(version())
	add("bulkhead help h")
	everyField(reflect.TypeFor[cli](), "", func(_, name string, _ bool) { add(name) })
	names, err := os.ReadFile("../../cell/alias.go")
	if err != nil {
		panic(err)
	}
	add(strings.Split(string(names), "`")[1])
	return words
})

// verbLines are all verbs as they are typed, those with verbs of their own too.
func verbLines() (lines []string) {
	everyField(reflect.TypeFor[cli](), "", func(before, name string, verb bool) {
		if verb && name != "face" && name != "keep-open" {
			lines = append(lines, strings.TrimSpace(before+" "+name))
		}
	})
	return lines
}

// everyField walks the flags, arguments and verbs of a verb.
func everyField(t reflect.Type, before string, with func(before, name string, verb bool)) {
	for i := range t.NumField() {
		f := t.Field(i)
		_, verb := f.Tag.Lookup("cmd")
		name := f.Tag.Get("name")
		if name == "" {
			name = kebab(f.Name)
		}
		if !f.Anonymous {
			with(before, name, verb)
		}
		if f.Anonymous {
			everyField(f.Type, before, with)
		} else if verb {
			everyField(f.Type, before+" "+name, with)
		}
	}
}

// kebab is how a field's name is typed.
func kebab(name string) string {
	return strings.ToLower(regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(name, "$1-$2"))
}

// Promise: the words that no catalogue needs to have are few, and are no sentences.
func TestWhatIsTypedSoIsNoSentence(t *testing.T) {
	words := typedSo()
	for _, typed := range []string{"send", "passphrase-fd", "add-decoy", "Valley", "bulkhead"} {
		if !words[typed] {
			t.Errorf("%q is typed so", typed)
		}
	}
	for _, word := range []string{"the", "a", "is", "not", "message", "device", "phone", "No"} {
		if words[word] {
			t.Errorf("%q would be found nowhere", word)
		}
	}
}

// Promise: every verb is carried out by a script that is always played.
func TestEveryVerbHasAScript(t *testing.T) {
	var all strings.Builder
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range scripts {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	for _, verb := range verbLines() {
		if slices.Contains([]string{"vault", "sim"}, verb) {
			continue // its verbs do something
		}
		carriedOut := `(?m)^.*\b(as \S+|with \S+ \S+|does|does --dir \S+|started \S+|bulkhead|numbered \S+ \S+) ` + verb + `\b(?: [^-\n]| --?[^h]|$)`
		if !regexp.MustCompile(carriedOut).MatchString(all.String()) {
			t.Errorf("no script carries out %q", verb)
		}
	}
}
