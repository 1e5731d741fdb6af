package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/phrase"
)

// verbsOfTheCover are those that the notebook speaks of.
var verbsOfTheCover = []string{"notebook", "open", "unlock", "help"}

var namedVerb = regexp.MustCompile(`bulkhead ([a-z-]+)`)

// wantCover fails if what is shown names a verb that is none of a notebook's, or
// says what else there may be.
func wantCover(t *testing.T, what, shown string) {
	t.Helper()
	for _, named := range namedVerb.FindAllStringSubmatch(shown, -1) {
		if !slices.Contains(verbsOfTheCover, named[1]) {
			t.Errorf("%s: %q is named: %s", what, named[0], shown)
		}
	}
	wantPlain(t, what, shown)
}

// Promise: whatever the notebook shows, helps with or refuses, to whatever
// passphrase, it names no verb of messages, and nothing else that is none of a
// notebook's. (What every verb of a device shows to them is held to it where they are
// compared: TestDuressLooksLikeTheDecoy, TestWrongPassphraseShowsTheOpenNotebook.)
func TestTheCoverNamesNoVerbOfMessages(t *testing.T) {
	t.Parallel() // it waits for the disk
	whole := coercedFolder(t)
	none := filepath.Join(t.TempDir(), "none")
	does := func(dir, pass, in string, args ...string) {
		t.Helper()
		_, shown := typed(t, dir, pass, in, args...)
		wantCover(t, strings.Join(append(args, "with", strings.TrimSpace(pass)), " "), strings.ReplaceAll(shown, dir, "DIR"))
	}
	for _, line := range verbLines() {
		if words := strings.Fields(line); words[0] == "notebook" {
			does(none, "", "", append(words, "--help")...)
			does(none, "", "", append([]string{"help"}, words...)...)
			does(none, "", "", append(words, "--nothing")...)
		}
	}
	mistakes := [][]string{
		nil, {"--json"}, {"notebook"}, {"notebook", "read", "9"}, {"notebook", "delete", "9"}, {"notebook", "search", "zzz"}, {"notebook", "open"}, {"notebook", "write", "text"},
	}
	for _, args := range mistakes {
		does(none, "", "", args...)
		does(whole, "", "", args...)
	}
	texts := []string{"", "\xff\xfea\x00", "\xff", strings.Repeat("x", 17<<10), "a page"}
	for _, text := range texts {
		does(t.TempDir(), "", text, "notebook", "write")
	}
	for _, pass := range []string{decoyPass, duressPass, "no such passphrase\n"} {
		for _, args := range mistakes {
			if len(args) > 0 && args[0] == "notebook" {
				does(copyOf(t, whole), pass, "", append(args, "--locked")...)
			}
		}
		for _, text := range texts {
			does(copyOf(t, whole), pass, text, "notebook", "write", "--locked")
		}
		does(copyOf(t, whole), pass, "", "notebook", "change")
		does(copyOf(t, whole), pass, pass, "notebook", "change", "--new-passphrase-fd", fromStdin)
		does(none, pass, "", "notebook", "list", "--locked")
		does(copyOf(t, whole), pass, "", "notebook", "lock")
	}
	does(none, "", "", "notebook", "list", "--locked")
	does(cheapFolder(t), "short\n", "", "notebook", "lock", "--light")
	held, err := durable.Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"vault", "notebook"} {
		release, err := held.Lock(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"notebook", "list", "--locked"}, {"notebook", "write"}, {"notebook", "write", "--locked"}} {
			does(whole, decoyPass, "a page", args...)
		}
		release()
	}
	for file, bytes := range map[string]string{"vault": "x", "notebook": "x", "settings.json": "{}"} {
		dir := copyOf(t, whole)
		if err := os.WriteFile(filepath.Join(dir, file), []byte(bytes), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"notebook"}, {"notebook", "list", "--locked"}, {"notebook", "write"}} {
			does(dir, decoyPass, "a page", args...)
		}
	}
}

// Promise: no sentence of the notebook's names a verb of messages, in any language.
func TestTheCoversSentencesNameNoVerbOfMessages(t *testing.T) {
	for name, text := range phrase.HelpVars(phrase.Say{}) {
		if strings.HasPrefix(name, "notebook") {
			wantCover(t, name, text)
		}
	}
}
