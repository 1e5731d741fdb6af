package home

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// Keeper is a process that keeps open what a passphrase opened. It alone reads the
// passphrase and everything that this opens, and it ends when that is locked, so that
// nothing stays in the memory of a process that goes on. Its methods may run
// concurrently.
type Keeper struct {
	notebook bool // it opened a notebook
	process  *os.Process
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

// The descriptors of a keeper; after them, those that its command brings along.
const (
	reportFD = 3 + iota
	controlFD
	// KeeperFiles is the number of the first of a command's own ExtraFiles.
	KeeperFiles
)

// KeeperEnded is the end of a keeper that opened nothing, or whose panic key was
// pressed. It has told everything.
type KeeperEnded struct{ Code int } // its exit code; 1 if it was killed

func (e *KeeperEnded) Error() string { return "the process that keeps the device open has ended" }

// StartKeeper starts a command as a keeper, and returns once its passphrase has opened
// something: else *KeeperEnded. An interrupt and the end of ctx lock it, and so does
// whoever stops its process, which goes on to lock.
func StartKeeper(ctx context.Context, key *PanicKey, interrupts <-chan os.Signal, cmd *exec.Cmd) (*Keeper, error) {
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
	cmd.ExtraFiles = append([]*os.File{reportEnd, controlEnd}, cmd.ExtraFiles...)
	if err := cmd.Start(); err != nil {
		control.Close()
		return nil, fmt.Errorf("starting the process that keeps the device open: %w", err)
	}
	reportEnd.Close()
	k := &Keeper{process: cmd.Process, ended: make(chan struct{}), control: control}
	go k.await(cmd)
	go heedStops(k.process.Pid, k.ended, func() {
		k.tell("") // what is stopped cannot lock by itself
		goOn(k.process)
	})
	return k, k.opened(ctx, key, interrupts, report)
}

func (k *Keeper) await(cmd *exec.Cmd) {
	err := cmd.Wait()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		k.code = exit.ExitCode()
	}
	if err != nil && k.code <= 0 {
		k.code = 1 // killed
	}
	close(k.ended)
}

// opened waits for what the keeper says, or for its end.
func (k *Keeper) opened(ctx context.Context, key *PanicKey, interrupts <-chan os.Signal, report *os.File) error {
	var said [1]byte
	done := make(chan error, 1)
	go func() {
		_, err := io.ReadFull(report, said[:])
		done <- err
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		k.Lock()
		err = <-done
	case <-interrupts: // the keeper, on the same terminal, has heard it too
		k.Lock()
		err = <-done
	case <-key.Pressed():
		k.Panic()
		return &KeeperEnded{k.code}
	}
	if err != nil {
		return &KeeperEnded{k.Code()}
	}
	k.notebook = said[0] == saidNotebook
	return nil
}

// IsNotebook reports whether a notebook was opened.
func (k *Keeper) IsNotebook() bool { return k.notebook }

// Ended is closed when the process has ended.
func (k *Keeper) Ended() <-chan struct{} { return k.ended }

// Code returns its exit code, once it has ended.
func (k *Keeper) Code() int {
	<-k.ended
	return k.code
}

// Lock has the keeper close and end, and returns its exit code.
func (k *Keeper) Lock() int {
	k.tell("")
	return k.Code()
}

// Panic presses the keeper's panic key; it shows the face and ends.
func (k *Keeper) Panic() {
	k.tell("q")
	<-k.ended
}

// keeperPatience bounds how long a keeper may take to end; it bounds that itself, and
// only one that is stopped again and again does not come to it.
const keeperPatience = time.Minute

// tell writes to the keeper, once, and closes the pipe. The keeper ends then, or is
// killed.
func (k *Keeper) tell(text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.control == nil {
		return
	}
	io.WriteString(k.control, text)
	k.control.Close()
	k.control = nil
	late := time.AfterFunc(keeperPatience, func() { k.process.Kill() })
	go func() {
		<-k.ended
		late.Stop()
	}()
}

// Above is the process above, as a keeper sees it: what started it, and outlives it.
type Above struct{ report, control *os.File }

// ErrNoKeeper says that this process was not started as a keeper.
var ErrNoKeeper = errors.New("this verb is the program's own")

// AboveHere returns this process's side of a keeper. ErrNoKeeper.
func AboveHere() (*Above, error) {
	k := &Above{os.NewFile(reportFD, "report"), os.NewFile(controlFD, "control")}
	if _, err := k.report.Stat(); err != nil {
		return nil, ErrNoKeeper
	}
	return k, nil
}

// Heed does what the process above wants, until that ends: it presses the panic key,
// or locks.
func (a *Above) Heed(key *PanicKey, lock func()) {
	var b [1]byte
	if n, _ := a.control.Read(b[:]); n == 1 {
		key.Press()
		return
	}
	lock()
}

// Opened tells the process above what the passphrase opened.
func (a *Above) Opened(s *Session) error {
	said := byte(saidNotebook)
	if s.IsDevice() {
		said = saidDevice
	}
	if _, err := a.report.Write([]byte{said}); err != nil {
		return fmt.Errorf("saying that the device is open: %w", err)
	}
	return a.report.Close()
}

// Close closes what was not closed yet.
func (a *Above) Close() { a.report.Close() }

// StayOpen waits for the end of a session: that of ctx, of the time without a key, the
// vault's wiping, or the panic key, which is ErrPanicKey.
func (s *Session) StayOpen(ctx context.Context, key *PanicKey, idle *Idle) error {
	for !idle.Over() {
		select {
		case <-ctx.Done():
			return nil
		case <-key.Pressed():
			return ErrPanicKey
		case <-time.After(idle.look()):
		case <-s.Done():
			return nil
		}
	}
	return nil
}
