package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// opens opens a folder at a terminal with its own passphrase, as far as the prompt.
func (p *typist) opens(dir string, args ...string) (code <-chan int) {
	p.t.Helper()
	code = p.runs(append([]string{"--dir", dir, "open"}, args...)...)
	p.sees("Passphrase: ")
	p.types(strings.TrimSpace(ownPass))
	p.sees("> ")
	return code
}

// narrow is a pipe that holds 4,096 bytes, already bytes of which are taken.
func narrow(t *testing.T, already int) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	if _, err := unix.FcntlInt(w.Fd(), unix.F_SETPIPE_SZ, 4096); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, already)); err != nil {
		t.Fatal(err)
	}
	return r, w
}

// fills waits until a pipe holds at least so many bytes.
func fills(t *testing.T, r *os.File, least int) {
	t.Helper()
	for {
		n, err := unix.IoctlGetInt(int(r.Fd()), unix.TIOCINQ)
		if err != nil {
			t.Fatal(err)
		}
		if n >= least {
			return
		}
		time.Sleep(pollEvery)
	}
}

// Promise: a session can be locked while the output of a verb that was typed elsewhere
// is stuck, in what it shows at its end as in what it shows before a question.
func TestLockingWaitsForNoOutput(t *testing.T) {
	whole := copyOf(t, coercedFolder(t))
	if code, shown := typed(t, whole, ownPass, strings.Repeat("a line of a long page\n", 400), "notebook", "--locked", "write"); code != exitDone {
		t.Fatal(shown)
	}
	if code, shown := typed(t, whole, ownPass, "", "invite", "--led", "--alias", "Heron", "--text"); code != exitDone {
		t.Fatal(shown)
	}
	for _, c := range []struct {
		name    string
		verb    []string
		already int // bytes in the pipe when the verb begins
		then    int // bytes when it is known to be stuck
	}{
		{"a page", []string{"notebook", "--locked", "read", "4"}, 0, 4000},
		{"before a question", []string{"drill", "Heron"}, 3900, 3901},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := copyOf(t, whole)
			p := newTypist(t)
			code := p.opens(dir)
			r, w := narrow(t, c.already)
			e := realEdge()
			e.in, e.out, e.err = p.slave, w, w
			done := make(chan int, 1)
			go func() { done <- run(t.Context(), append([]string{"--dir", dir}, c.verb...), e) }()
			fills(t, r, c.then)
			p.types("list")
			p.sees("Flat bread")
			p.sees("> ")
			p.master.WriteString("\x0c")
			p.sees(wipe)
			p.sees("> ")
			p.types("quit")
			p.ends(code, exitDone)
			r.Close() // what the caller says of it is stuck, too
			<-done
		})
	}
}

// Promise: while a question waits for its answer elsewhere, everything else goes on.
func TestAQuestionHoldsUpNothingElse(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p, other := newTypist(t), newTypist(t)
	code := p.opens(dir)
	elsewhere := other.runs("--dir", dir, "vault", "remove", "duress")
	other.sees("Type yes")
	p.types("list")
	p.sees("Flat bread")
	p.sees("> ")
	if code, shown := typed(t, dir, "", "", "vault", "remove", "decoy", "--yes"); code != exitDone {
		t.Errorf("exit code %d; %s", code, shown)
	}
	other.types("yes")
	other.ends(elsewhere, exitFailed) // with the decoy, its duress passphrase went as well
	p.types("quit")
	p.ends(code, exitDone)
}
