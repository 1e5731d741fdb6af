package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"
)

// helpOf returns a page of help, said with say.
func helpOf(t *testing.T, say phrase.Say, args ...string) string {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e := testEdge()
	e.out, e.err, e.speak = f, f, func(string) phrase.Say { return say }
	if code := run(t.Context(), args, e); code != exitDone {
		t.Errorf("%v: exit code %d", args, code)
	}
	shown, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(shown)
}

// Promise: help shows the everyday verbs before all others, a verb's page begins
// with an example, and the flags of every verb stand on one page alone. Those of a
// verb that has verbs stand on the page of each.
func TestHelpBeginsWithTheEveryday(t *testing.T) {
	t.Parallel()
	all := helpOf(t, phrase.Say{}, "--help")
	for _, pair := range [][2]string{{"\n  send ", "\n  invite "}, {"\n  invite ", "\n  drill "}, {"\n  drill ", "\n  init "}, {"\n  init ", "\n  sim "}, {"\n  sim ", "--passphrase-fd"}} {
		before, after := strings.Index(all, pair[0]), strings.Index(all, pair[1])
		if before < 0 || after < before {
			t.Errorf("%q does not stand before %q:\n%s", pair[0], pair[1], all)
		}
	}
	for verb := range verbs {
		if !strings.Contains(all, "\n  "+verb+" ") {
			t.Errorf("%s is in no group", verb)
		}
		page := helpOf(t, phrase.Say{}, "help", verb)
		if !strings.HasPrefix(page, "For example:\n    bulkhead "+verb) {
			t.Errorf("the page of %s does not begin with an example:\n%s", verb, page)
		}
		if strings.Contains(page, "--passphrase-fd=") || strings.Contains(page, "--clock-is-right") {
			t.Errorf("the page of %s repeats the flags of every verb", verb)
		}
	}
	if page := helpOf(t, phrase.Say{}, "help", "notebook", "read"); !strings.Contains(page, "\n  --locked ") {
		t.Errorf("what 'notebook' has for its verbs is not on their pages:\n%s", page)
	}
	if a, b := helpOf(t, phrase.Say{}, "version"), helpOf(t, phrase.Say{}, "--version"); a != b || !strings.HasPrefix(a, "bulkhead ") {
		t.Errorf("%q, %q", a, b)
	}
}

// Promise: what help says comes from a catalogue, but for what is typed.
func TestHelpComesFromCatalogues(t *testing.T) {
	t.Parallel()
	say := phrase.Marked(time.UTC)
	for _, verb := range append(verbLines(), "") {
		args := strings.Fields(verb + " --help")
		for _, word := range phrase.Unmarked(helpOf(t, say, args...)) {
			if !typedSo()[word] {
				t.Errorf("%q of %q comes from no catalogue", word, args)
			}
		}
	}
}
