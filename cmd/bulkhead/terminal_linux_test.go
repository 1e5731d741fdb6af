package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

const wipe = "\x1b[H\x1b[2J\x1b[3J"

// Promise: a generated passphrase is shown once, off the screen again, known
// to the person before anything depends on it, and never echoed.
func TestPassphraseIsShownOnceAndNeverEchoed(t *testing.T) {
	url := dropFor(t, time.Minute, 0)
	dir := cheapFolder(t)
	p := newTypist(t)
	code := p.runs("--dir", dir, "init", "--drop", url)
	words := regexp.MustCompile(`(?m)^    (\S+ \S+ \S+ \S+ \S+)\r?$`).FindStringSubmatch(p.sees("Press Enter"))
	if words == nil {
		t.Fatal("no five words were shown")
	}
	p.types("")
	p.sees(wipe)
	p.sees("Type it, to be sure: ")
	p.types("not these words")
	p.sees("Once more.")
	p.sees("Press Enter")
	p.types("")
	p.sees("Type it, to be sure: ")
	p.types(strings.ToUpper(words[1]))
	if shown := p.sees("first founder"); strings.Contains(strings.ToLower(shown), words[1]) {
		t.Error("what was typed was echoed")
	}
	p.ends(code, exitDone)

	code = p.runs("--dir", dir, "status")
	p.sees("Passphrase: ")
	p.types(words[1])
	if shown := p.sees("none yet"); strings.Contains(shown, words[1]) {
		t.Error("the passphrase was echoed")
	}
	p.ends(code, exitDone)

	code = p.runs("--dir", dir, "status")
	p.sees("Passphrase: ")
	p.types("something else")
	p.ends(code, exitPassphrase)

	code = p.runs("--dir", dir, "status")
	p.sees("Passphrase: ")
	p.types("something\x7f\x7felse\x15" + words[1] + "x\x7f")
	p.sees("none yet")
	p.ends(code, exitDone)
}

// Promise: every question can be left with Ctrl-C, and then nothing was done.
func TestQuestionsCanBeLeft(t *testing.T) {
	dir, pass := cheapFolder(t), passFile(t)
	p := newTypist(t)
	p.ends(p.runs("--dir", dir, "--passphrase-fd", pass(), "init", "--drop", dropFor(t, time.Minute, 0)), exitDone)
	code := p.runs("--dir", dir, "status")
	p.sees("Passphrase: ")
	p.master.WriteString("\x03")
	p.sees("interrupted")
	p.ends(code, exitFailed)

	// With echo, Ctrl-C is a signal, which ends the context.
	ctx, cancel := context.WithCancel(t.Context())
	e := realEdge()
	e.in, e.out, e.err = p.slave, p.slave, p.slave
	done := make(chan int, 1)
	go func() { done <- run(ctx, []string{"--dir", dir, "--passphrase-fd", pass(), "note"}, e) }()
	p.sees("Ctrl-D")
	cancel()
	p.ends(done, exitFailed)
}

// Promise: an invitation is shown to one person and then off the screen; what
// is typed wrong is asked for again.
func TestInvitationIsShownTypedAndWiped(t *testing.T) {
	url := dropFor(t, time.Minute, 0)
	a, b := cheapFolder(t), cheapFolder(t)
	pass := passFile(t)
	first, second := newTypist(t), newTypist(t)
	first.ends(first.runs("--dir", a, "--passphrase-fd", pass(), "init", "--drop", url), exitDone)
	code := first.runs("--dir", a, "--passphrase-fd", pass(), "invite", "--partner")
	shown := first.sees("Press Enter when the other device has it.")
	text := strings.Join(regexp.MustCompile(`(?m)^    [A-Z2-7 ]+`).FindAllString(shown, -1), "")
	if code := readQR(t, shown); code != strings.ReplaceAll(text, " ", "") {
		t.Errorf("the QR code on the screen says %q, the text %q", code, text)
	}
	first.types("")
	first.sees(wipe)
	first.ends(code, exitDone)

	code = second.runs("--dir", b, "--passphrase-fd", pass(), "join")
	second.sees("An empty line ends it.")
	second.types(text[:40])
	second.types("")
	second.sees(wipe)
	second.sees("mistyped or is incomplete. Once more")
	second.types(strings.ToLower(text[:60]))
	second.types(text[60:])
	second.types("")
	second.sees(wipe)
	second.sees("Joined.")
	second.ends(code, exitDone)
}

// Promise: a passphrase that somebody thinks up is rated and advised against
// before it is taken; an empty one is not taken.
func TestChosenPassphraseIsRated(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
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
		if shown := p.sees("Type yes: "); !strings.Contains(shown, "at most on one machine like this") || strings.Contains(shown, "hunter2") {
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
	dir := copyOf(t, coercedFolder(t))
	for n, pass := range []string{decoyPass, ownPass, ""} {
		p := newTypist(t)
		args, ends := []string{"--dir", dir, "notebook", "open"}, "is written, not yet kept."
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
			dir = copyOf(t, coercedFolder(t))
		}
	}
	if _, shown := typed(t, dir, decoyPass, "", "inbox"); !strings.Contains(shown, "The 1. visit") || strings.Contains(shown, "Shopping") {
		t.Errorf("what was changed with one's own passphrase is not kept: %s", shown)
	}
}
