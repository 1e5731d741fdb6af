package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
)

const wipe = "\x1b[H\x1b[2J\x1b[3J"

// Promise: a generated passphrase is shown once, off the screen again, known
// to the person before anything depends on it, and never echoed.
func TestPassphraseIsShownOnceAndNeverEchoed(t *testing.T) {
	url := dropFor(t, time.Minute, 0)
	dir := cheapFolder(t)
	p := newTypist(t)
	code := p.runs("--dir", dir, "init", "--drop", url, "--pouch-rounds", "16")
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
	p.ends(p.runs("--dir", dir, "--passphrase-fd", pass(), "init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16"), exitDone)
	code := p.runs("--dir", dir, "status")
	p.sees("Passphrase: ")
	p.master.WriteString("\x03")
	p.sees("interrupted")
	p.ends(code, exitFailed)

	// With echo, Ctrl-C is a signal, which ends the context.
	ctx, cancel := context.WithCancel(t.Context())
	e := p.edge()
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
	first.ends(first.runs("--dir", a, "--passphrase-fd", pass(), "init", "--drop", url, "--pouch-rounds", "16"), exitDone)
	code := first.runs("--dir", a, "--passphrase-fd", pass(), "invite", "--partner")
	shown := first.sees("Press Enter when the other device has it.")
	rows := regexp.MustCompile(`(?m)^    [A-Z2-7 ]+`).FindAllString(shown, -1)
	if code := readQR(t, shown); !slices.Equal(cell.Rows(code), trimmed(rows)) {
		t.Errorf("the QR code on the screen says %q, the text %q", code, rows)
	}
	first.types("")
	first.sees(wipe)
	first.ends(code, exitDone)

	code = second.runs("--dir", b, "--passphrase-fd", pass(), "join")
	second.sees("An empty line ends it.")
	second.types(rows[0][:40])
	second.types("")
	second.sees(wipe)
	second.sees("mistyped or is incomplete. Once more")
	for n, row := range rows {
		if n == 2 {
			row = row[:8] + row[9:] // one character is missing
		}
		second.types(strings.ToLower(row))
	}
	second.types("")
	second.sees(wipe)
	second.sees("row 3 of the invitation was mistyped. That row once more")
	second.types(rows[2])
	second.sees(wipe)
	second.sees("Joined.")
	second.ends(code, exitDone)
}

func trimmed(lines []string) (all []string) {
	for _, line := range lines {
		all = append(all, strings.TrimSpace(line))
	}
	return all
}

// Promise: whatever ends the wait for the other person, the invitation goes off
// the screen, and what is said is true: it is live, and so it is taken back.
func TestInvitationLeftEarlyIsOffTheScreenAndLive(t *testing.T) {
	dir, pass := cheapFolder(t), passFile(t)
	p := newTypist(t)
	p.ends(p.runs("--dir", dir, "--passphrase-fd", pass(), "init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16"), exitDone)
	done, interrupt := interrupted(t, p, "--dir", dir, "--passphrase-fd", pass(), "invite", "--led", "--alias", "Heron")
	p.sees("Press Enter")
	interrupt()
	p.sees(wipe)
	if shown := p.sees("bulkhead sever Heron"); !strings.Contains(shown, "live") || strings.Contains(shown, "nothing was done") {
		t.Errorf("shown: %q", shown)
	}
	p.ends(done, exitFailed)
	p.ends(p.runs("--dir", dir, "--passphrase-fd", pass(), "sever", "Heron", "--yes"), exitDone)
}

// Promise: a group that is not founded, after all, leaves nothing behind.
func TestInitLeftEarlyLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	p := newTypist(t)
	done, interrupt := interrupted(t, p, "--dir", dir, "init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16")
	p.sees("Press Enter")
	interrupt()
	p.ends(done, exitFailed)
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

// interrupted carries out a command line that interrupt ends.
func interrupted(t *testing.T, p *typist, args ...string) (code <-chan int, interrupt func()) {
	ctx, cancel := context.WithCancel(t.Context())
	e := p.edge()
	done := make(chan int, 1)
	go func() { done <- run(ctx, args, e) }()
	return done, cancel
}
