package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bulkhead/home"

	"golang.org/x/sys/unix"
)

// panicsAt is a moment at which the panic key is pressed.
type panicsAt struct {
	name  string
	args  []string
	until []string // what is seen, and answered with what is typed
	typed []string
	sees  string // then this is seen
	raw   bool   // the key is a byte, not a signal
	decoy bool   // the decoy's passphrase still opens its pages
}

// Promise: the panic key erases the device wherever the person is asked
// something or keeps it open, and what is seen is the open notebook.
func TestPanicKeyErases(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	own, decoy := strings.TrimSpace(ownPass), strings.TrimSpace(decoyPass)
	for _, c := range []panicsAt{
		{name: "at the passphrase", args: []string{"inbox"}, sees: "Passphrase: ", raw: true},
		{name: "half way through it", args: []string{"wipe", "--passphrase", "--yes"}, sees: "Passphrase: ", raw: true},
		{name: "while writing", args: []string{"note"}, until: []string{"Passphrase: "}, typed: []string{own}, sees: "Ctrl-D"},
		{name: "while asked for yes", args: []string{"vault", "remove", "duress"}, until: []string{"Passphrase: "}, typed: []string{own}, sees: "Type yes", decoy: true},
		{name: "while a passphrase is taught", args: []string{"vault", "change"}, until: []string{"Passphrase: "}, typed: []string{own}, sees: "Press Enter", decoy: true},
		{name: "while it is typed", args: []string{"vault", "change", "--choose"}, until: []string{"Passphrase: "}, typed: []string{own}, sees: "New passphrase: ", raw: true, decoy: true},
		{name: "while an invitation is shown", args: []string{"invite", "--led"}, until: []string{"Passphrase: "}, typed: []string{own}, sees: "Press Enter", decoy: true},
		{name: "while it waits", args: []string{"invite", "--led", "--wait"}, until: []string{"Passphrase: ", "Press Enter"}, typed: []string{own, ""}, sees: "Ctrl-C ends the wait", decoy: true},
		{name: "in an open notebook", args: []string{"notebook", "open", "--locked"}, until: []string{"Passphrase: "}, typed: []string{decoy}, sees: "> "},
		{name: "in one's own notebook", args: []string{"notebook", "open", "--locked"}, until: []string{"Passphrase: "}, typed: []string{own}, sees: "> ", decoy: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := copyOf(t, whole)
			p := newTypist(t)
			e := p.edge()
			code := p.runsIn(e, append([]string{"--dir", dir}, c.args...)...)
			for i, text := range c.until {
				p.sees(text)
				p.types(c.typed[i])
			}
			p.sees(c.sees)
			if c.raw {
				p.master.WriteString("half\x1c")
			} else if !e.panic.Press() {
				t.Fatal("nobody heeds the panic key here")
			}
			p.sees("No pages yet")
			p.ends(code, exitPassphrase)
			afterPanic(t, dir, c.decoy)
		})
	}
}

func afterPanic(t *testing.T, dir string, decoy bool) {
	t.Helper()
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitPassphrase || !strings.HasPrefix(shown, notOpened()) {
		t.Errorf("the device opens: exit code %d, %s", code, shown)
	}
	if _, shown := typed(t, dir, decoyPass, "", "status"); strings.Contains(shown, "Flat bread") != decoy {
		t.Errorf("the decoy's pages open: %v, want %v", !decoy, decoy)
	}
}

// Promise: a device kept open by 'open' is erased by SIGQUIT, to either
// of the two processes, and no stack is printed.
func TestPanicKeyInARunningDevice(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	for _, c := range []struct {
		name, pass string
		keeper     bool // the signal goes to the keeper alone
		decoy      bool
	}{
		{"device", ownPass, false, true},
		{"device, its keeper", ownPass, true, true},
		{"notebook", decoyPass, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := copyOf(t, whole)
			r := startRun(t, dir, c.pass, "open")
			r.shows("Boxes travel")
			to := r.cmd.Process.Pid
			if c.keeper {
				to = r.keeper()
			}
			if err := unix.Kill(to, unix.SIGQUIT); err != nil {
				t.Fatal(err)
			}
			r.shows(noOpenPages())
			afterPanic(t, dir, c.decoy)
			r.goesOn() // with the worker, all the while: the alarm must leave
			if err := unix.Kill(r.cmd.Process.Pid, unix.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if code := r.ended(); code != exitPassphrase {
				t.Errorf("exit code %d, want %d", code, exitPassphrase)
			}
			if shown := r.all(); strings.Contains(shown, "goroutine") || !strings.HasSuffix(shown, noOpenPages()+"\n") {
				t.Errorf("shown: %s", shown)
			}
			afterPanic(t, dir, c.decoy)
		})
	}
}

// Promise: the key itself does it, at a terminal, whether it is a byte to the
// keeper that asks for the passphrase or a signal to both processes.
func TestPanicKeyAtATerminal(t *testing.T) {
	whole := coercedFolder(t)
	for _, open := range []bool{false, true} {
		dir := copyOf(t, whole)
		p := newTypist(t)
		cmd := p.process(dir)
		if open {
			p.types(strings.TrimSpace(ownPass))
			p.sees("> ")
		}
		p.master.WriteString("\x1c")
		p.sees(noOpenPages())
		if open { // its worker goes on
			cmd.Process.Signal(unix.SIGTERM)
		}
		cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != exitPassphrase {
			t.Errorf("open %v: exit code %d", open, code)
		}
		afterPanic(t, dir, open)
	}
}

// Promise: SIGQUIT ends every verb without a stack, and erases nothing where
// nobody was asked anything.
func TestQuitPrintsNoStack(t *testing.T) {
	dir := coercedFolder(t)
	r := startRun(t, dir, "", "run")
	r.shows("Boxes travel")
	if err := unix.Kill(r.cmd.Process.Pid, unix.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	if code := r.ended(); code != exitPassphrase || strings.Contains(r.all(), "goroutine") {
		t.Errorf("exit code %d; %s", code, r.all())
	}
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitDone {
		t.Errorf("exit code %d; %s", code, shown)
	}
	if _, err := os.Stat(filepath.Join(dir, "core")); err == nil {
		t.Error("there is a core file")
	}
}

// Promise: pressed while the passphrase is being tried, the panic key still
// erases, after the attempt and not before: an attempt writes.
func TestPanicKeyDuringAnAttempt(t *testing.T) {
	whole := coercedFolder(t)
	for pass, decoy := range map[string]bool{ownPass: true, decoyPass: false, "no such passphrase\n": false} {
		dir := copyOf(t, whole)
		out, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		e := testEdge()
		e.out, e.err = out, out
		e.rand = pressingReader{e} // an attempt draws from it
		code := run(t.Context(), []string{"--dir", dir, "--passphrase-fd", fdOf(t, pass)(), "inbox"}, e)
		shown, err := os.ReadFile(out.Name())
		if err != nil {
			t.Fatal(err)
		}
		if code != exitPassphrase || string(shown) != noOpenPages()+"\n" {
			t.Errorf("exit code %d; %s", code, shown)
		}
		afterPanic(t, dir, decoy)
	}
}

// pressingReader presses the panic key and then reads.
type pressingReader struct{ e edge }

func (r pressingReader) Read(b []byte) (int, error) {
	r.e.panic.Press()
	return rand.Read(b)
}

// Promise: pressed while a session is being closed, or just after, the panic key
// erases all the same.
func TestPanicKeyWhileASessionIsClosed(t *testing.T) {
	for _, pass := range []string{ownPass, decoyPass} {
		dir := coercedFolder(t)
		ctx, lock := context.WithCancel(t.Context())
		a, folder := appOn(t, ctx, testEdge(), dir, pass)
		err := a.whileOpen(folder, func(s *home.Session) error {
			lock()
			<-s.Done()
			a.panic.Press()
			return nil
		})
		if !errors.Is(err, home.ErrErased) {
			t.Errorf("%q: %v", pass, err)
		}
		afterPanic(t, dir, false)
	}
}
