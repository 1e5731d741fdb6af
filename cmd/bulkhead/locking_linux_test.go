package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/home"

	"golang.org/x/sys/unix"
)

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
	t.Parallel()
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
			e := testEdge()
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

// inShell opens a folder with its own passphrase, as far as the prompt, at a terminal on
// which a shell controls its jobs; say is carried out when that job is over, or stopped.
// It returns the process ids of the command and of its keeper.
func (p *typist) inShell(dir, say string) (command, keeper int) {
	p.t.Helper()
	cmd := exec.Command("/bin/sh", "-c", `set -m; bulkhead --dir "$0" open; `+say, dir)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.slave, p.slave, p.slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		for _, pid := range []int{keeper, command, cmd.Process.Pid} {
			if pid > 0 {
				unix.Kill(pid, unix.SIGKILL)
			}
		}
		cmd.Wait()
	})
	p.sees("Passphrase: ")
	p.types(strings.TrimSpace(ownPass))
	p.sees("> ")
	command = onlyChild(p.t, cmd.Process.Pid)
	return command, onlyChild(p.t, command)
}

func onlyChild(t *testing.T, pid int) int {
	t.Helper()
	child, err := strconv.Atoi(strings.TrimSpace(string(childrenOf(pid))))
	if err != nil {
		t.Skip("no list of children here:", err)
	}
	return child
}

// Promise: no key stops what is open: Ctrl-Z does nothing, at the prompt and in a verb's
// question, and Ctrl-S does not hold what is shown; once it is over, the terminal is as it
// was found.
func TestNoKeyStopsWhatIsOpen(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p := newTypist(t)
	before, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	p.inShell(dir, "echo job over")
	p.master.WriteString("\x1a")
	p.types("send Heron")
	p.sees("Ctrl-D")
	p.master.WriteString("half a message\n\x13\x1a")
	p.master.WriteString("\x0c")
	if shown := p.sees(wipe); strings.Contains(shown, "job over") || strings.Contains(shown, "Stopped") {
		t.Errorf("it was stopped: %s", shown)
	}
	p.sees("> ")
	p.types("quit")
	p.sees("job over")
	after, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	if err != nil || *after != *before {
		t.Errorf("the terminal was found as %+v, and left as %+v, %v", before, after, err)
	}
}

// Promise: a process that somebody stops locks, and the other one sees to it; one that
// somebody kills leaves a locked screen that works.
func TestWhoeverStopsOrKillsAProcessLocksIt(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	for _, c := range []struct {
		name   string
		signal syscall.Signal
		both   bool // stopped together, and then let go on
	}{
		{"keeper stopped", unix.SIGSTOP, false},
		{"keeper killed", unix.SIGKILL, false},
		{"both stopped", unix.SIGSTOP, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := copyOf(t, whole)
			p := newTypist(t)
			command, keeper := p.inShell(dir, "fg; echo job over")
			if c.both {
				unix.Kill(command, c.signal)
			}
			if err := unix.Kill(keeper, c.signal); err != nil {
				t.Fatal(err)
			}
			p.sees(wipe)
			p.sees("> ")
			if _, err := os.Stat(filepath.Join(dir, home.SocketFile)); err == nil && c.signal != unix.SIGKILL {
				t.Error("it is open")
			}
			p.master.WriteString("unlock\r") // as a person's Enter comes
			p.sees("Passphrase: ")
			p.master.WriteString(strings.TrimSpace(ownPass) + "\r")
			p.sees("Flat bread")
			p.sees("> ")
			p.types("quit")
			p.sees("job over")
		})
	}
}

// Promise: unlock takes what was shown off the screen before it asks, as lock does.
func TestUnlockClearsTheScreen(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p := newTypist(t)
	code := p.opens(dir)
	p.types("status")
	p.sees("This device")
	p.sees("> ")
	p.types("unlock")
	if shown := p.sees("Passphrase: "); !strings.Contains(shown, wipe) {
		t.Errorf("what was shown stays: %q", shown)
	}
	p.types("nothing that opens")
	p.sees("> ")
	p.types("quit")
	p.ends(code, exitDone)
}

// raw reports whether somebody reads the terminal key by key.
func (p *typist) raw() bool {
	t, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	return err == nil && t.Lflag&unix.ISIG == 0
}

// Promise: in a verb's question Ctrl-L locks as it does at the prompt, and what follows,
// the rest of a text or a passphrase, is not shown at the locked screen.
func TestCtrlLLocksInAQuestion(t *testing.T) {
	t.Parallel()
	dir := copyOf(t, coercedFolder(t))
	p := newTypist(t)
	p.inShell(dir, "echo job over")
	for _, verb := range []string{"send Heron", "write", "vault remove duress", "vault change --choose"} {
		p.types(verb)
		p.sees(map[string]string{"send Heron": "Ctrl-D", "write": "ends the page", "vault remove duress": "Type yes", "vault change --choose": "New passphrase"}[verb])
		p.until(p.raw)
		p.master.WriteString("half a text\x0cthe rest of it\n")
		p.sees(wipe)
		if shown := p.sees("> "); strings.Contains(shown, "rest") {
			t.Errorf("%s: shown at the locked screen: %q", verb, shown)
		}
		p.types("until")
		if shown := p.sees("unlock, quit"); strings.Contains(shown, "until") {
			t.Errorf("%s: shown at the locked screen: %q", verb, shown)
		}
		p.sees("> ")
		p.types("unlock")
		p.sees("Passphrase: ")
		p.types(strings.TrimSpace(ownPass))
		p.sees("Flat bread")
		p.sees("> ")
	}
	p.types("quit")
	p.sees("job over")
}

// Promise: a question that was ended takes nothing that is typed later, from the prompt's
// keys or from the shell of another terminal.
func TestAnEndedQuestionTakesNothing(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p, other := newTypist(t), newTypist(t)
	code := p.opens(dir)
	interrupts := make(chan os.Signal, 1)
	e := testEdge()
	e.in, e.out, e.err, e.interrupts = other.slave, other.slave, other.slave, interrupts
	elsewhere := make(chan int, 1)
	go func() { elsewhere <- run(t.Context(), []string{"--dir", dir, "send", "Heron"}, e) }()
	other.sees("Ctrl-D")
	interrupts <- os.Interrupt
	other.ends(elsewhere, exitFailed)
	other.types("for the shell")
	var line [64]byte
	if n, err := other.slave.Read(line[:]); err != nil || string(line[:n]) != "for the shell\n" {
		t.Errorf("the shell reads %q, %v", line[:n], err)
	}

	for _, question := range []string{"vault remove duress", "send Heron", "vault change --choose"} {
		p.types(question)
		p.sees(map[string]string{"send Heron": "Ctrl-D", "vault remove duress": "Type yes", "vault change --choose": "New passphrase"}[question])
		p.until(p.raw)
		p.master.WriteString("\x03")
		p.sees("interrupted")
		p.sees("> ")
	}
	p.master.WriteString("\x0c")
	p.sees(wipe)
	p.sees("> ")
	p.types("quit")
	p.ends(code, exitDone)
}

// Promise: a wipe ends the session that is open before it says that it is done.
func TestAWipeEndsTheOpenSession(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p := newTypist(t)
	code := p.opens(dir, "--show")
	if code, shown := typed(t, dir, "", "", "wipe", "--yes"); code != exitDone || shown != "Done.\n" {
		t.Fatalf("exit code %d; %s", code, shown)
	}
	if _, err := os.Stat(filepath.Join(dir, home.SocketFile)); err == nil {
		t.Error("the session is open")
	}
	p.sees(wipe)
	p.sees("> ")
	p.types("quit")
	p.ends(code, exitDone)
}

// Promise: unlock closes a session that was stopped, too.
func TestUnlockElsewhereClosesAStoppedSession(t *testing.T) {
	dir := copyOf(t, coercedFolder(t))
	p, other := newTypist(t), newTypist(t)
	command, keeper := p.inShell(dir, "read nothing")
	unix.Kill(command, unix.SIGSTOP)
	unix.Kill(keeper, unix.SIGSTOP)
	code := other.runs("--dir", dir, "unlock")
	other.sees("Passphrase: ")
	if _, err := os.Stat(fmt.Sprintf("/proc/%d/mem", keeper)); err == nil {
		state, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", keeper))
		if !strings.Contains(string(state), ") Z ") {
			t.Errorf("the keeper goes on: %s", state)
		}
	}
	other.types("nothing that opens")
	other.ends(code, exitPassphrase)
}

// Promise: the panic key in a question of an open session's verb erases, clears the screen
// that it was pressed at and the session's own, and shows the face once on each.
func TestPanicKeyInAQuestionOfASession(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	for _, question := range []string{"send Heron", "vault remove duress", "vault change --choose"} {
		for _, elsewhere := range []bool{false, true} {
			dir := copyOf(t, whole)
			p, other := newTypist(t), newTypist(t)
			command, _ := p.inShell(dir, "echo job over $?")
			at, ended := p, make(<-chan int)
			if elsewhere {
				at, ended = other, other.runs(append([]string{"--dir", dir}, strings.Fields(question)...)...)
			} else {
				p.types(question)
			}
			at.sees(map[string]string{"send Heron": "Ctrl-D", "vault remove duress": "Type yes", "vault change --choose": "New passphrase"}[question])
			at.until(at.raw)
			at.master.WriteString("half\x1c")
			at.sees(wipe)
			at.sees(noOpenPages())
			if elsewhere {
				at.ends(ended, exitPassphrase)
				p.sees(noOpenPages())
			}
			unix.Kill(command, unix.SIGTERM) // its worker goes on until then
			if shown := p.sees("job over 3"); strings.Contains(shown, noOpenPages()) {
				t.Errorf("%s: the face is shown twice: %q", question, shown)
			}
			afterPanic(t, dir, true)
		}
	}
}
