package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"bulkhead/internal/durable"

	"golang.org/x/sys/unix"
)

// person at a terminal: what the program shows, and what is typed.
type typist struct {
	t      *testing.T
	master *os.File
	slave  *os.File

	mu    sync.Mutex
	shown bytes.Buffer // guarded by mu
	more  *sync.Cond   // something was shown
	from  int          // where the next look begins; the test's goroutine's
}

func newTypist(t *testing.T) *typist {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	fd := int(master.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := &typist{t: t, master: master, slave: slave}
	p.more = sync.NewCond(&p.mu)
	go p.read()
	t.Cleanup(func() { slave.Close(); master.Close() })
	return p
}

func (p *typist) read() {
	var b [4096]byte
	for {
		n, err := p.master.Read(b[:])
		p.mu.Lock()
		p.shown.Write(b[:n])
		p.more.Broadcast()
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// sees waits until text is shown, however long that takes, and returns what was shown up to its end
// since the last call.
func (p *typist) sees(text string) string {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		all := p.shown.String()[p.from:]
		if i := strings.Index(all, text); i >= 0 {
			p.from += i + len(text)
			return all[:i+len(text)]
		}
		p.more.Wait()
	}
}

func (p *typist) types(line string) {
	p.t.Helper()
	if _, err := p.master.WriteString(line + "\n"); err != nil {
		p.t.Fatal(err)
	}
}

// edge is the real world at the terminal.
func (p *typist) edge() edge {
	e := testEdge()
	e.in, e.out, e.err = p.slave, p.slave, p.slave
	return e
}

// runs carries out a command line at the terminal; its exit code comes on the
// channel.
func (p *typist) runs(args ...string) <-chan int { return p.runsIn(p.edge(), args...) }

// runsIn does so in a world.
func (p *typist) runsIn(e edge, args ...string) <-chan int {
	code := make(chan int, 1)
	go func() { code <- run(p.t.Context(), args, e) }()
	return code
}

// opens opens a folder at the terminal with its own passphrase, as far as the prompt.
func (p *typist) opens(dir string, args ...string) (code <-chan int) {
	p.t.Helper()
	code, _ = p.opensWith(dir, ownPass, args...)
	return code
}

// opensWith does so with a passphrase, and returns what was shown as well.
func (p *typist) opensWith(dir, pass string, args ...string) (code <-chan int, shown string) {
	p.t.Helper()
	code = p.runs(append([]string{"--dir", dir, "open"}, args...)...)
	shown = p.sees("Passphrase: ")
	p.types(strings.TrimSpace(pass))
	return code, shown + p.sees("> ")
}

// process starts 'open' on a folder as a process whose terminal this is, as far as the
// question for the passphrase.
func (p *typist) process(dir string) *exec.Cmd {
	p.t.Helper()
	cmd := p.start(p.slave, "--dir", dir, "open")
	p.sees("Passphrase: ")
	return cmd
}

// start starts a command line as a process whose terminal this is, and in its standard
// input.
func (p *typist) start(in *os.File, args ...string) *exec.Cmd {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := &exec.Cmd{
		Path: self, Args: append([]string{"bulkhead"}, args...), Stdin: in, Stdout: p.slave, Stderr: p.slave,
		SysProcAttr: &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 1},
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	return cmd
}

// ends checks a command's exit code.
func (p *typist) ends(code <-chan int, want int) {
	p.t.Helper()
	if got := <-code; got != want {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.t.Fatalf("exit code %d, want %d; shown: %q", got, want, p.shown.String()[p.from:])
	}
}

// appOn is a verb being carried out on a folder, that has a passphrase on a descriptor, and
// the folder.
func appOn(t *testing.T, ctx context.Context, e edge, dir, pass string) (*app, durable.Dir) {
	t.Helper()
	a := &app{ctx: ctx, edge: e}
	a.Dir, a.say = dir, a.speak("en")
	var err error
	if a.PassphraseFD, err = strconv.Atoi(fdOf(t, pass)()); err != nil {
		t.Fatal(err)
	}
	if a.home, err = a.place(); err != nil {
		t.Fatal(err)
	}
	folder, err := a.home.Device()
	if err != nil {
		t.Fatal(err)
	}
	return a, folder
}
