package main

import (
	"crypto/rand"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// heldReader stops an attempt with a passphrase, which draws from it, until it is
// let go.
type heldReader struct {
	once     sync.Once
	begun    chan struct{}
	released chan struct{}
}

func (r *heldReader) Read(b []byte) (int, error) {
	r.once.Do(func() { close(r.begun) })
	<-r.released
	return io.ReadFull(rand.Reader, b)
}

// silent reports whether the terminal shows nothing that is typed, and nobody asks:
// Ctrl-C is a signal.
func (p *typist) silent() bool {
	t, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	return err == nil && t.Lflag&unix.ECHO == 0 && t.Lflag&unix.ISIG != 0
}

// echoes reports whether the terminal, where nobody asks, shows what is typed.
func (p *typist) echoes() bool {
	t, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	return err == nil && t.Lflag&unix.ECHO != 0
}

// unheard reports whether it is silent, or asks for a passphrase already, which is
// a terminal that takes keys.
func (p *typist) unheard() bool {
	p.mu.Lock()
	asked := strings.Contains(p.shown.String()[p.from:], "Passphrase: ")
	p.mu.Unlock()
	return asked || p.silent()
}

// waiting is how many bytes were typed, up to the end of a line, and not read.
func (p *typist) waiting() int {
	n, err := unix.IoctlGetInt(int(p.slave.Fd()), unix.TIOCINQ)
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// until waits until something is so, however long that takes.
func (p *typist) until(so func() bool) {
	for !so() {
		time.Sleep(time.Millisecond)
	}
}

// Promise: what is typed while a passphrase is tried is not shown, and answers no
// later question; Ctrl-C and the panic key stay signals.
func TestWhatIsTypedDuringAnAttemptIsNotShownAndNotTaken(t *testing.T) {
	dir := coercedFolder(t)
	p := newTypist(t)
	held := &heldReader{begun: make(chan struct{}), released: make(chan struct{})}
	e := p.edge()
	e.rand = held
	code := p.runsIn(e, "--dir", dir, "vault", "remove", "duress")
	p.sees("Passphrase: ")
	p.types(strings.TrimSpace(ownPass))
	<-held.begun
	if !p.silent() {
		t.Error("the terminal shows what is typed during the attempt")
	}
	if state, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS); err != nil || state.Lflag&unix.ISIG == 0 {
		t.Errorf("Ctrl-C is no signal: %v", err)
	}
	p.types("yes")
	p.until(func() bool { return p.waiting() > 0 })
	close(held.released)
	if shown := p.sees("Type yes: "); strings.Contains(strings.TrimSuffix(shown, "Type yes: "), "yes") {
		t.Errorf("what was typed too early was shown: %q", shown)
	}
	p.types("no")
	if shown := p.sees("not done"); !strings.Contains(shown, "no\r\n") {
		t.Errorf("an answer is not shown: %q", shown)
	}
	p.ends(code, exitFailed)
}

// Promise: Ctrl-C during an attempt gives the terminal its echo back at once.
func TestAnInterruptedAttemptLeavesTheTerminalAsItWas(t *testing.T) {
	dir := coercedFolder(t)
	p := newTypist(t)
	held := &heldReader{begun: make(chan struct{}), released: make(chan struct{})}
	interrupts := make(chan os.Signal, 1)
	e := p.edge()
	e.rand, e.interrupts = held, interrupts
	code := p.runsIn(e, "--dir", dir, "note")
	p.sees("Passphrase: ")
	p.types(strings.TrimSpace(ownPass))
	p.sees("Ctrl-D")
	p.master.WriteString("a text\n\x04")
	<-held.begun
	p.until(p.silent)
	interrupts <- os.Interrupt
	p.until(func() bool { return !p.silent() })
	close(held.released)
	<-code
	if p.silent() {
		t.Error("the terminal is left without echo")
	}
}

// Promise: so it is when an open session is locked and unlocked: nothing is shown
// from the word unlock until the passphrase was tried, and the panic key erases.
func TestNothingIsShownWhileASessionIsUnlocked(t *testing.T) {
	t.Parallel()
	dir := coercedFolder(t)
	p := newTypist(t)
	cmd := p.process(dir)
	p.types(strings.TrimSpace(ownPass))
	p.sees("> ")
	for _, lock := range []string{"", "\x0c"} { // unlock at the open prompt, and at the locked one
		p.master.WriteString(lock)
		if lock != "" {
			p.sees("> ")
		}
		p.types("unlock")
		p.until(p.unheard)
		p.types(strings.TrimSpace(ownPass)) // perhaps before it is asked for
		if shown := p.sees("Flat bread"); strings.Contains(shown, strings.TrimSpace(ownPass)) {
			t.Errorf("the passphrase is shown: %q", shown)
		}
		p.sees("> ")
	}
	p.types("unlock")
	p.until(p.unheard)
	p.master.WriteString("\x1c")
	p.sees(noOpenPages())
	cmd.Process.Signal(syscall.SIGTERM) // the boxes go on until then
	cmd.Wait()
	if p.silent() {
		t.Error("the terminal is left without echo")
	}
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitPassphrase {
		t.Errorf("the device opens after the panic key: exit code %d; %s", code, shown)
	}
}
