package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"sync"
)

// keeper is the process that keeps open what a passphrase opened. It alone reads
// the passphrase and everything that this opens, and it ends when that is locked,
// so that nothing stays in the memory of a process that goes on.
type keeper struct {
	notebook bool // it opened a notebook
	ended    chan struct{}
	code     int // its exit code, once ended is closed

	mu      sync.Mutex
	control *os.File // a byte presses its panic key, the end locks it; nil: closed; guarded by mu
}

// What a keeper says once its passphrase opened something.
const (
	saidDevice   = 'd'
	saidNotebook = 'n'
)

// Exit codes of a keeper, beside those of every command.
const (
	keeperUnlock = 64 // locked, since a passphrase is to be tried
	keeperQuit   = 65 // locked, and the whole command is to end
)

// The descriptors of a keeper; after them, that of the passphrase.
const (
	reportFD = 3 + iota
	controlFD
	inheritedFD
)

// startKeeper starts this program once more, as a keeper on the same terminal,
// and returns once its passphrase has opened something. If it opened nothing,
// the keeper has told everything, and the error holds its exit code.
func (a *app) startKeeper(c *openCmd) (*keeper, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	report, reportEnd, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer report.Close()
	defer reportEnd.Close()
	controlEnd, control, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer controlEnd.Close()
	cmd := &exec.Cmd{
		Path: self, Args: []string{"bulkhead"}, Stdin: a.in, Stdout: a.out, Stderr: a.err,
		ExtraFiles: []*os.File{reportEnd, controlEnd},
	}
	if err := a.keeperArgs(cmd, c); err != nil {
		control.Close()
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		control.Close()
		return nil, fmt.Errorf("starting the process that keeps the device open: %w", err)
	}
	reportEnd.Close()
	k := &keeper{ended: make(chan struct{}), control: control}
	go k.await(cmd)
	return k, k.opened(a, report)
}

// keeperArgs hands on the flags, none of which is a secret, and the descriptor
// of the passphrase, which is not read here.
func (a *app) keeperArgs(cmd *exec.Cmd, c *openCmd) error {
	cmd.Args = append(cmd.Args, "--dir", a.home.Path)
	if a.JSON {
		cmd.Args = append(cmd.Args, "--json")
	}
	if a.ClockIsRight {
		cmd.Args = append(cmd.Args, "--clock-is-right")
	}
	if a.PassphraseFD >= 0 {
		f, err := a.fdFile(a.PassphraseFD, "--passphrase-fd")
		if err != nil {
			return err
		}
		fd := 0
		if f != a.in {
			fd, cmd.ExtraFiles = inheritedFD, append(cmd.ExtraFiles, f)
		}
		cmd.Args = append(cmd.Args, "--passphrase-fd", strconv.Itoa(fd))
	}
	cmd.Args = append(cmd.Args, "keep-open", "--lock-after", c.LockAfter.String())
	if c.Show {
		cmd.Args = append(cmd.Args, "--show")
	}
	if c.Private {
		cmd.Args = append(cmd.Args, "--private")
	}
	return nil
}

func (k *keeper) await(cmd *exec.Cmd) {
	err := cmd.Wait()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		k.code = exit.ExitCode()
	}
	if err != nil && k.code <= 0 {
		k.code = exitFailed // killed
	}
	close(k.ended)
}

// opened waits for what the keeper says, or for its end.
func (k *keeper) opened(a *app, report *os.File) error {
	var said [1]byte
	done := make(chan error, 1)
	go func() {
		_, err := io.ReadFull(report, said[:])
		done <- err
	}()
	var err error
	for waiting := true; waiting; {
		select {
		case err = <-done:
			waiting = false
		case <-a.ctx.Done():
			k.lock()
			err, waiting = <-done, false
		case <-a.interrupts: // the keeper, on the same terminal, has heard it too
			k.lock()
			err, waiting = <-done, false
		case <-a.panic.Pressed():
			k.panic()
			return &shown{k.code}
		}
	}
	if err != nil {
		<-k.ended
		return &shown{k.code}
	}
	k.notebook = said[0] == saidNotebook
	return nil
}

// lock has the keeper close and end, and returns its exit code.
func (k *keeper) lock() int {
	k.tell("")
	<-k.ended
	return k.code
}

// panic presses the keeper's panic key; it shows the face and ends.
func (k *keeper) panic() {
	k.tell("q")
	<-k.ended
}

// tell writes to the keeper, once, and closes the pipe.
func (k *keeper) tell(text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.control == nil {
		return
	}
	io.WriteString(k.control, text)
	k.control.Close()
	k.control = nil
}
