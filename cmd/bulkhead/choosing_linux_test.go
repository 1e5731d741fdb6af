package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Promise: a passphrase that somebody thinks up is rated and advised against
// before it is taken; an empty one is not taken.
func TestChosenPassphraseIsRated(t *testing.T) {
	dir := coercedFolder(t)
	own := strings.TrimSpace(ownPass)
	p := newTypist(t)
	change := func(answer string) <-chan int {
		code := p.runs("--dir", dir, "vault", "change", "--choose")
		p.sees("Passphrase: ")
		p.types(own)
		p.sees("better than anything\r\nthat anybody thinks up")
		p.sees("New passphrase: ")
		p.types(" ")
		p.sees("Not taken: the passphrase is empty")
		p.sees("New passphrase: ")
		p.types("hunter2")
		p.sees("Once more: ")
		p.types("hunter3")
		p.sees("That was another one.")
		p.sees("New passphrase: ")
		p.types("hunter2")
		p.sees("Once more: ")
		p.types("hunter2")
		if shown := p.sees("Type yes: "); !strings.Contains(shown, "at most on one machine,") || strings.Contains(shown, "hunter2") {
			t.Errorf("shown: %s", shown)
		}
		p.types(answer)
		return code
	}
	code := change("no")
	p.sees("nothing was changed")
	p.ends(code, exitFailed)
	code = change("yes")
	p.sees("The passphrase is changed")
	p.ends(code, exitDone)
	if code, shown := typed(t, dir, "hunter2", "", "status"); code != exitDone {
		t.Errorf("exit code %d; %s", code, shown)
	}
}

// Promise: a person who adds a decoy is taught its passphrase and led to fill
// its notebook.
func TestDecoyIsFilledAtTheTerminal(t *testing.T) {
	dir, pass := cheapFolder(t), passFile(t)
	p := newTypist(t)
	p.ends(p.runs("--dir", dir, "--passphrase-fd", pass(), "init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16"), exitDone)
	code := p.runs("--dir", dir, "--passphrase-fd", pass(), "vault", "add-decoy")
	words := regexp.MustCompile(`(?m)^    (\S+ \S+ \S+ \S+ \S+)\r?$`).FindStringSubmatch(p.sees("Press Enter"))
	if words == nil {
		t.Fatal("no five words were shown")
	}
	p.types("")
	p.sees("Type it, to be sure: ")
	p.types(words[1])
	for n, prompt := range []string{"from the shop", "A recipe", "Whose birthdays", "meter read"} {
		p.sees(prompt)
		p.sees("ends the page")
		if n != 1 { // an empty page passes on
			p.types(fmt.Sprintf("Page %d\nmore of it", n))
		}
		p.types(".")
	}
	p.sees("Another page? Type yes: ")
	p.types("no")
	p.sees("a notebook with 3 pages")
	p.ends(code, exitDone)

	code = p.runs("--dir", dir, "inbox")
	p.sees("Passphrase: ")
	p.types(words[1])
	p.sees("Page 3")
	p.ends(code, exitPassphrase)
}

// Promise: a notebook can be worked in at a terminal; locked pages are kept
// when it is left, whichever passphrase opened them.
func TestNotebookAtTheTerminal(t *testing.T) {
	dir := coercedFolder(t)
	for n, pass := range []string{decoyPass, ownPass, ""} {
		p := newTypist(t)
		args, ends := []string{"--dir", dir, "notebook", "open"}, "is written, not yet saved."
		if pass == "" {
			ends = "is written."
		} else {
			args = append(args, "--locked")
		}
		code := p.runs(args...)
		if pass != "" {
			p.sees("Passphrase: ")
			p.types(strings.TrimSpace(pass))
		}
		p.sees("write, read NUMBER")
		p.types("write")
		p.types(fmt.Sprintf("The %d. visit\nsecond line\n.", n))
		p.sees(ends)
		p.types("search VISIT")
		p.sees(fmt.Sprintf("The %d. visit", n))
		p.types("read 1")
		p.sees("│ ")
		p.types("read 99")
		p.sees("no page has that number")
		p.types("delete 1")
		p.sees("Deleted")
		p.types("dance")
		p.sees("write, read NUMBER")
		p.types("quit")
		p.ends(code, exitDone)
		if n == 0 { // so that there is a page 1 again
			if code, shown := typed(t, dir, decoyPass, "", "notebook", "--locked", "read", "1"); code != exitFailed {
				t.Errorf("a deleted page is there: exit code %d; %s", code, shown)
			}
			dir = coercedFolder(t)
		}
	}
	if _, shown := typed(t, dir, decoyPass, "", "inbox"); !strings.Contains(shown, "The 1. visit") || strings.Contains(shown, "Shopping") {
		t.Errorf("what was changed with one's own passphrase is not kept: %s", shown)
	}
}
