package main

import (
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"
)

// obeyed are the sequences that a terminal acts on.
var obeyed = regexp.MustCompile(`\x1b\[[0-9;?]*[a-zA-Z]`)

// asked carries out a command line at the terminal, every sentence marked, and answers
// what it asks: what is seen, and then what is typed. It returns all that was shown.
func asked(t *testing.T, want int, answers [][2]string, args ...string) string {
	t.Helper()
	p := newTypist(t)
	e := p.edge()
	e.speak = ofScripts
	code := make(chan int, 1)
	go func() {
		code <- run(t.Context(), args, e)
		p.slave.WriteString("\nEND\n")
	}()
	var all strings.Builder
	for _, a := range answers {
		all.WriteString(p.sees(a[0]))
		p.master.WriteString(a[1])
	}
	all.WriteString(strings.TrimSuffix(p.sees("END"), "END"))
	if got := <-code; got != want {
		t.Errorf("%v: exit code %d, want %d; %s", args, got, want, all.String())
	}
	return all.String()
}

// Promise: what is asked and told at a terminal comes from catalogues too: a passphrase
// that is taught or chosen, an invitation, an open session and its locked screen.
func TestQuestionsAtATerminalComeFromCatalogues(t *testing.T) {
	t.Setenv(inScript, "yes") // for the keepers
	url := dropFor(t, time.Minute, 0)
	dir, pass, own := cheapFolder(t), "correct horse battery staple five", "another quite good passphrase"
	given := &script{given: map[string]bool{}}
	given.give(pass + " " + own + " Heron AFXJR LA4YL no weak show inbox words nothing status lock unlock quit yes")
	for word := range maps.Clone(given.given) {
		for i := range word { // a prompt draws a line that is typed again at every key
			given.given[word[:i]] = true
		}
	}
	look := func(what, shown string) {
		t.Helper()
		shown = drawn.ReplaceAllString(strings.ReplaceAll(obeyed.ReplaceAllString(shown, ""), "\r", ""), "")
		for _, word := range phrase.Unmarked(shown) {
			if !given.given[word] && !typedSo()[word] {
				t.Errorf("%s: %q comes from no catalogue: %q", what, word, shown)
			}
		}
	}
	taught := asked(t, exitFailed, [][2]string{{"Press Enter", "\n"}, {"Type it", "wrong\r"}, {"Once more", ""}, {"Press Enter", "\n"}, {"Type it", "\x03"}}, "--dir", t.TempDir(), "init", "--drop", url, "--pouch-rounds", "16")
	look("init", regexp.MustCompile(`(?m)^    [a-z-]+( [a-z-]+){4}\r?$`).ReplaceAllString(taught, ""))
	typedIn := [][2]string{{"Passphrase: ", pass + "\r"}}
	look("init", asked(t, exitDone, nil, "--dir", dir, "--passphrase-fd", passFile(t)(), "init", "--drop", url, "--pouch-rounds", "16"))
	look("invite", asked(t, exitDone, append(typedIn, [2]string{"Press Enter", "\n"}), "--dir", dir, "invite", "--partner", "--alias", "Heron"))
	look("vault change", asked(t, exitFailed, append(typedIn, [][2]string{
		{"New passphrase: ", "\r"}, {"New passphrase: ", "weak\r"}, {"Once more: ", "other\r"}, {"New passphrase: ", own + "\r"}, {"Once more: ", own + "\r"}, {"Type yes:", "no\n"},
	}...), "--dir", dir, "vault", "change", "--choose"))
	look("sever", asked(t, exitFailed, append(typedIn, [2]string{"Type yes:", "no\n"}), "--dir", dir, "sever", "Heron"))
	look("join", asked(t, exitFailed, [][2]string{{"> ", "AFXJR LA4YL\n"}, {"> ", "\n"}, {"Once more", ""}, {"> ", "\n"}}, "--dir", cheapFolder(t), "join"))
	look("open", asked(t, exitDone, append(typedIn, [][2]string{
		{"> ", "show\r"}, {"> ", "inbox\r"}, {"> ", "words Heron\r"}, {"> ", "nothing\r"}, {"> ", "lock\r"}, {"> ", "status\n"}, {"> ", "unlock\n"},
		{"Passphrase: ", "weak\r"}, {"> ", "quit\n"},
	}...), "--dir", dir, "open"))
}
