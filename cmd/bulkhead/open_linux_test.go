package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"bulkhead/home"
)

// Promise: at the prompt of an open session every verb works without a
// passphrase; Ctrl-L locks it; unlock asks, and any passphrase can be typed then.
func TestAnOpenSessionTakesVerbsLocksAndUnlocks(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p := newTypist(t)
	code := p.runs("--dir", dir, "open")
	p.sees("Passphrase: ")
	p.types(strings.TrimSpace(ownPass))
	if shown := p.sees("> "); !strings.Contains(shown, "Flat bread") || strings.Contains(shown, "drop") {
		t.Errorf("what a bystander sees is no notebook: %s", shown)
	}
	p.types("status")
	p.sees("This device")
	p.sees("> ")
	p.types("help")
	if shown := p.sees("> "); strings.Contains(shown, "suspect") {
		t.Errorf("a bystander sees the verbs: %s", shown)
	}
	p.types("show")
	p.sees("Links")
	p.sees("> ")
	p.types("help")
	p.sees("suspect")
	p.sees("> ")
	p.types("bulkhead send Nobody")
	p.sees("Ctrl-D")
	p.master.WriteString("hello\n\x04")
	p.sees("no link of this device is called")
	p.sees("> ")
	p.master.WriteString("\x0c")
	p.sees("> ")
	p.types("status") // locked: nothing is there to be asked
	p.sees("unlock, quit")
	p.types("unlock")
	p.sees("Passphrase: ")
	p.types("not a passphrase of anything")
	p.sees("No locked pages open")
	p.sees("> ")
	p.types("unlock")
	p.sees("Passphrase: ")
	p.types(strings.TrimSpace(ownPass))
	p.sees("> ")
	p.types("inbox")
	p.sees("> ")
	p.types("quit")
	p.ends(code, exitDone)
}

// Promise: a device without a decoy shows an empty notebook to a bystander, and
// nothing of what goes on; at a locked screen the panic key erases.
func TestAnOpenDeviceWithoutADecoyShowsAnEmptyNotebook(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	if code, shown := typed(t, dir, ownPass, "", "vault", "remove", "decoy", "--yes"); code != exitDone {
		t.Fatal(shown)
	}
	p := newTypist(t)
	cmd := p.process(dir)
	p.types(strings.TrimSpace(ownPass))
	if shown := p.sees("> "); !strings.Contains(shown, "No pages yet") || strings.Contains(shown, "note:") {
		t.Errorf("shown: %s", shown)
	}
	p.types("lock")
	p.sees("> ")
	p.master.WriteString("\x1c")
	p.sees("No pages yet")
	cmd.Process.Signal(syscall.SIGTERM) // its worker goes on until then
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitPassphrase {
		t.Errorf("exit code %d, want %d", code, exitPassphrase)
	}
	afterPanic(t, dir, false)
}

// Promise: a passphrase that a script gives to an open session, before a text on
// the same standard input or before a new passphrase, becomes no part of either.
func TestAPassphraseGivenToAnOpenSessionIsPassedOver(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	r := startRun(t, dir, ownPass, "open")
	r.shows("Boxes travel")
	in := filepath.Join(t.TempDir(), "in")
	does := func(text string, args ...string) string {
		t.Helper()
		if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		code, shown := typed(t, dir, "", "", "status")
		if code != exitDone {
			t.Fatalf("nothing is open: exit code %d; %s", code, shown)
		}
		e := testEdge()
		f, err := os.Open(in)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		out, err := os.Create(in + ".out")
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		e.in, e.out, e.err = f, out, out
		code = run(t.Context(), append([]string{"--dir", dir, "--passphrase-fd", "0"}, args...), e)
		said, err := os.ReadFile(out.Name())
		if err != nil || code != exitDone {
			t.Fatalf("%v: exit code %d, %v; %s", args, code, err, said)
		}
		return string(said)
	}
	does(ownPass+"a page of its own", "notebook", "--locked", "write")
	if shown := does(ownPass, "notebook", "--locked", "list"); strings.Contains(shown, strings.TrimSpace(ownPass)) || !strings.Contains(shown, "a page of its own") {
		t.Errorf("the pages: %s", shown)
	}
	does(ownPass+"a quite new passphrase for this device\n", "vault", "change", "--new-passphrase-fd", "0")
	r.cmd.Process.Signal(syscall.SIGINT)
	r.ended()
	if code, shown := typed(t, dir, "a quite new passphrase for this device\n", "", "status"); code != exitDone {
		t.Errorf("the new passphrase opens nothing: exit code %d; %s", code, shown)
	}
}

// Promise: what decoy and duress passphrase open is one session to whoever looks
// on: the same to the byte, whatever is typed, here and elsewhere.
func TestAnOpenNotebookIsTheSameForDecoyAndDuress(t *testing.T) {
	whole := coercedFolder(t)
	var seen []string
	for _, pass := range []string{decoyPass, duressPass} {
		dir := copyOf(t, whole)
		p := newTypist(t)
		var all strings.Builder
		code, shown := p.opensWith(dir, pass)
		all.WriteString(shown)
		for _, line := range []string{"list", "read 1", "status", "send Heron", "show", "drill Heron", "vault check", "nothing", "search bread"} {
			p.types(line)
			all.WriteString(p.sees("> "))
		}
		elsewhere, shown := typed(t, dir, "", "", "status")
		if elsewhere != exitPassphrase {
			t.Errorf("a verb elsewhere: exit code %d; %s", elsewhere, shown)
		}
		all.WriteString(shown)
		p.master.WriteString("\x0c")
		all.WriteString(p.sees("> "))
		p.types("quit")
		p.ends(code, exitDone) // as for a device
		seen = append(seen, strings.ReplaceAll(all.String(), dir, "DIR"))
	}
	if seen[0] != seen[1] {
		t.Errorf("with the decoy's passphrase:\n%q\nwith the duress passphrase:\n%q", seen[0], seen[1])
	}
}

// Promise: 'leave' at the prompt of an open session shows what it does, asks once, does
// it, and ends the session: what it told stays on the screen, and nothing opens any more.
func TestLeavingInAnOpenSessionEndsIt(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p := newTypist(t)
	code := p.opens(dir)
	p.types("leave")
	p.sees("Type yes: ")
	p.types("no")
	p.sees("> ")
	p.types("status")
	p.sees("This device")
	p.sees("> ")
	p.types("leave")
	if shown := p.sees("Type yes: "); !strings.Contains(shown, "Nothing undoes it") {
		t.Errorf("shown: %s", shown)
	}
	p.types("yes")
	p.sees("You have left")
	if shown := p.sees("> "); strings.Contains(shown, "\x1b[2J") {
		t.Errorf("what was done is cleared: %q", shown)
	}
	p.types("status") // the screen of what is locked
	p.sees("unlock, quit")
	p.types("quit")
	p.ends(code, exitDone)
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitPassphrase {
		t.Errorf("the device opens: exit code %d; %s", code, shown)
	}
}

// Promise: 'wipe' at the prompt of an open session asks once, erases everything that any
// passphrase opens, and ends the session: nothing of what was shown stays on the screen
// but that it is done.
func TestWipingInAnOpenSessionErasesAndEndsIt(t *testing.T) {
	whole := coercedFolder(t)
	for _, c := range []struct {
		line  string
		decoy bool
	}{{"wipe", false}, {"wipe --passphrase", true}} {
		dir := copyOf(t, whole)
		p := newTypist(t)
		code := p.opens(dir)
		p.types("show")
		p.sees("Links")
		p.sees("> ")
		p.types(c.line)
		p.sees("Type yes: ")
		p.types("no")
		p.sees("> ")
		p.types("status")
		p.sees("This device")
		p.sees("> ")
		p.types(c.line)
		p.sees("Type yes: ")
		p.types("yes")
		p.sees(wipe)
		p.sees("Done.")
		p.sees("> ")
		p.types("status") // the screen of what is locked
		p.sees("unlock, quit")
		p.types("quit")
		p.ends(code, exitDone)
		afterPanic(t, dir, c.decoy)
	}
}

// Promise: 'hide' forgets what was typed: no key brings it back; and 'quit' leaves
// nothing on the screen of what was shown.
func TestHidingAndQuittingLeaveNothingToBeSeen(t *testing.T) {
	p := newTypist(t)
	code := p.opens(copyOf(t, coercedFolder(t)))
	p.types("show")
	p.sees("Links")
	p.sees("> ")
	p.types("hide")
	p.sees(wipe)
	p.sees("> ")
	p.master.WriteString("\x1b[A")
	p.types("")
	p.types("list")
	if shown := p.sees("Flat bread"); strings.Contains(shown, "show") || strings.Contains(shown, "hide") {
		t.Errorf("a key brings back what was typed: %q", shown)
	}
	p.sees("> ")
	p.types("show")
	p.sees("Links")
	p.sees("> ")
	p.types("quit")
	p.sees(wipe)
	p.ends(code, exitDone)
}

// Promise: what is typed at the terminal of a verb that an open session carries out is
// shown by its questions alone; the terminal is left as it was found.
func TestAVerbElsewhereShowsNothingThatIsTypedTooEarly(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p, other := newTypist(t), newTypist(t)
	code := p.opens(dir)
	in, text, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	cmd := other.start(in, "--dir", dir, "send", "Nobody")
	other.until(func() bool { return !other.echoes() }) // it waits for the end of its text
	other.types("what is typed too early")
	text.WriteString("a text\n")
	text.Close()
	if shown := other.sees("no link of this device is called"); strings.Contains(shown, "too early") {
		t.Errorf("shown: %q", shown)
	}
	cmd.Wait()
	if !other.echoes() {
		t.Error("its terminal is left without echo")
	}
	p.types("quit")
	p.ends(code, exitDone)
}

// Promise: a session that was open while the machine slept for days asks in words
// whether the clock is right, after each such sleep anew. Who says yes goes on; who does
// not is shown everything, and changes nothing.
func TestAnOpenSessionAsksWhetherTheClockIsRight(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p := newTypist(t)
	var slept atomic.Int64
	e := p.edge()
	e.now = func() time.Time { return time.Now().Add(time.Duration(slept.Load())) }
	a, folder := appOn(t, t.Context(), e, dir, ownPass)
	err := a.whileOpen(folder, func(s *home.Session) error {
		k := a.home.NewKeeping(a.ctx, a.panic, folder, 0)
		k.Hold(s)
		verb := func(words ...string) <-chan int {
			code := make(chan int, 1)
			go func() { code <- a.carryOut(a.ctx, k, a.edge, words) }()
			return code
		}
		status := verb("status")
		p.sees("Links")
		p.ends(status, exitDone)
		slept.Store(int64(72 * time.Hour))
		status = verb("status")
		p.sees("Is it right? Type yes: ")
		p.types("no")
		p.sees("Links")
		p.ends(status, exitDone)
		checkin := verb("sever", "Nobody", "--yes")
		p.sees("Is it right? Type yes: ")
		p.types("no")
		p.ends(checkin, exitClock)
		status = verb("status")
		p.sees("Is it right? Type yes: ")
		p.types("yes")
		p.sees("Links")
		p.ends(status, exitDone)
		status = verb("status")
		if shown := p.sees("Links"); strings.Contains(shown, "Is it right?") {
			t.Errorf("asked again: %s", shown)
		}
		p.ends(status, exitDone)
		slept.Store(int64(144 * time.Hour)) // the word was for that time
		status = verb("status")
		p.sees("Is it right? Type yes: ")
		p.types("yes")
		p.sees("Links")
		p.ends(status, exitDone)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Promise: at the prompt, whoever has an alias with a space in it can be named.
func TestAnAliasWithASpaceIsTypedAtThePrompt(t *testing.T) {
	p := newTypist(t)
	code := p.opens(someLinks(t))
	p.types(`rename Heron "Two Words"`)
	p.sees("Heron is called Two Words now")
	p.sees("> ")
	p.types("show")
	p.sees("Links")
	p.sees("> ")
	p.master.WriteString("rename T\t")
	p.sees(`rename "Two Words" `)
	p.types("Kite")
	p.sees("Two Words is called Kite now")
	p.sees("> ")
	p.types("quit")
	p.ends(code, exitDone)
}
