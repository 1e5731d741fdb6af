package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"time"

	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/tell"
	"bulkhead/term"
)

type openCmd struct {
	Show      bool          `help:"open_show"`
	Private   bool          `help:"open_private"`
	LockAfter time.Duration `default:"10m" placeholder:"T" help:"open_lock_after"`
}

// Run has a keeper keep the device open, and lets the boxes travel.
func (c *openCmd) Run(a *app) error {
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	defer a.panic.Heed()()
	defer home.NeverStopped()()
	o := &opened{a: a, c: c, screen: term.Interactive(a.in) && term.Interactive(a.out) && !a.JSON}
	if o.held = term.Hold(a.in); o.held != nil {
		defer o.held.Release()
	}
	if o.k, err = o.startKeeper(); err != nil {
		if a.panic.Down() || o.k != nil && o.k.Code() == keeperErased {
			o.erase()
			return errShown
		}
		return err
	}
	defer func() { o.k.Lock() }()
	res, err := o.travel(dir)
	if !o.erased && a.panic.Down() { // just when it was ending
		o.k.Panic()
		o.erase()
	}
	code := o.k.Lock()
	if o.erased || code == keeperErased {
		return errShown
	}
	if err != nil {
		return err
	}
	if o.screen {
		return nil // whatever was opened, or was not in the end
	}
	if code != exitDone && code < keeperUnlock {
		return &shown{code}
	}
	if o.k.IsNotebook() {
		return nil // its pages were shown; the exit code is that of a device
	}
	return show(a, &res, term.Run)
}

// unlockCmd is open, after whatever is open on the folder was closed.
type unlockCmd struct{ openCmd }

// Run closes the session that is open, with its closing save, and then asks for
// a passphrase: whatever is typed, nothing that was open is open any more.
func (c *unlockCmd) Run(a *app) error { return c.openCmd.Run(a) }

// opened is a command that keeps a keeper, and goes on when that has ended.
type opened struct {
	a      *app
	c      *openCmd
	k      *home.Keeper
	held   *term.Held // nil: no terminal
	screen bool       // a person sits at it, and sees what is open

	erased bool // the panic key was pressed at a locked screen
}

// travel lets the boxes travel until the command is stopped, or until what was
// open is locked if another program does that work.
func (o *opened) travel(dir durable.Dir) (res tell.Run, err error) {
	a := o.a
	log, began := &roundLog{a: a, dir: dir}, a.now()
	log.quiet.Store(o.screen)
	w, err := a.home.StartWorker(a.ctx, dir, log.report)
	other := errors.Is(err, durable.ErrLocked)
	switch {
	case other:
		if !o.screen {
			a.warn("%s", a.saying().OpenOtherWorker())
		}
	case err != nil && o.k.IsNotebook():
		// A notebook without a pouch: nothing travels.
	case err != nil:
		return res, err
	default:
		if !o.screen {
			a.warnOfWay(w.Proxy())
			log.begin()
		}
	}
	pressed := o.wait(w != nil)
	if pressed && w != nil {
		log.quiet.Store(true)
		<-a.ctx.Done() // what the panic key left must leave this device, the alarm above all
	}
	if w != nil {
		w.Stop()
	}
	if pressed {
		return res, nil
	}
	res = log.rounds.Total
	res.Span, res.Unlocked, res.Other = tell.Span(a.now().Sub(began)), true, other
	return res, nil
}

// wait waits for the end of the command, and passes on to the keeper what it
// must know. It reports whether that was the panic key.
func (o *opened) wait(working bool) (pressed bool) {
	a := o.a
	lock := make(chan os.Signal, 1)
	signal.Notify(lock, home.LockSignal)
	defer signal.Ignore(home.LockSignal) // it must not end what has nothing to lock
	ended := o.k.Ended()
	for {
		select {
		case <-a.ctx.Done():
			return false
		case <-a.interrupts:
			if !o.screen {
				return false
			}
			// At a terminal the keeper has heard it: it is one verb's.
		case <-a.panic.Pressed():
			o.k.Panic()
			o.erase()
			return true
		case <-lock:
			o.k.Lock()
		case <-ended:
			if o.k.Code() == keeperErased {
				o.erase()
				return true
			}
			if o.screen {
				over, pressed := o.locked()
				if over {
					return pressed
				}
				ended = o.k.Ended()
				continue
			}
			fmt.Fprintln(a.err, a.saying().OpenLocked())
			if !working {
				return false
			}
			ended = nil
		}
	}
}

// locked is a locked screen: a notebook's title and a prompt, until unlock is
// typed and opens something. over says that the command is to end.
func (o *opened) locked() (over, pressed bool) {
	a := o.a
	unlock := o.k.Code() == keeperUnlock
	if o.k.Code() == keeperQuit {
		o.mentionDisk()
		return true, false
	}
	if o.held != nil {
		o.held.Set() // whatever the keeper left it in
	}
	left := o.k.Code() == keeperLeft // what was done is to be read
	if !left {
		term.Clear(a.out) // before a passphrase is asked for, too
	}
	if !unlock && !left {
		pages := a.face()
		term.Pages(a.sheet(a.out), &pages, a.saying().NotebookNoOpenPages())
		o.mentionDisk()
	}
	for {
		if !unlock {
			verb, err := o.asks()
			switch {
			case errors.Is(err, home.ErrPanicKey):
				o.erase()
				return true, true
			case err != nil:
				return true, false
			}
			switch verb {
			case "unlock":
			case "":
				continue
			case "?":
				fmt.Fprintln(a.out, a.saying().OpenLockedVerbs())
				continue
			default:
				return true, false
			}
		}
		unlock = false
		k, err := o.startKeeper()
		if err == nil {
			o.k = k
			return false, false
		}
		if told := new(home.KeeperEnded); errors.As(err, &told) {
			if o.k = k; a.panic.Down() || told.Code == keeperErased {
				o.erase()
				return true, true
			}
			continue // the keeper has said why
		}
		a.finish(err)
	}
}

// erase does what the panic key asks for, unless the keeper has done it, as it has if
// it could: what it opened it leaves as the duress passphrase does.
func (o *opened) erase() {
	o.erased = true
	if o.k == nil || o.k.Code() != keeperErased {
		o.a.finish(home.ErrPanicKey)
	}
}

// mentionDisk says that the disk takes nothing more. It is asked of the disk, and not of
// the keeper: so it is said whatever was open, and stays on the locked screen.
func (o *opened) mentionDisk() {
	if !o.a.home.DiskTakesMore() {
		o.a.sheet(o.a.out).Line("%s", o.a.saying().OpenDiskFull())
	}
}

// asks waits for a verb at a locked screen; an interrupt ends it.
func (o *opened) asks() (string, error) {
	a := *o.a
	ctx, cancel := interruptible(a.ctx, a.interrupts)
	defer cancel()
	a.ctx = ctx
	t, err := a.terminal()
	if err != nil {
		return "", err
	}
	return t.Verb("> ", "unlock", "quit", "q", "exit")
}

// keepOpen is the verb of a keeper.
const keepOpen = "keep-open"

// Exit codes of a keeper, beside those of every command.
const (
	keeperUnlock = 64 // locked, since a passphrase is to be tried
	keeperQuit   = 65 // locked, and the whole command is to end
	keeperLeft   = 67 // its device has left the group: nothing is open any more
	keeperErased = 66 // its panic key was pressed: everything is erased, and the face shown
)

// startKeeper starts this program once more, as a keeper on the same terminal: with
// the flags, none of which is a secret, and the descriptor of the passphrase, which is
// not read here.
func (o *opened) startKeeper() (*home.Keeper, error) {
	a, c := o.a, o.c
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	cmd := &exec.Cmd{Path: self, Args: []string{"bulkhead", "--dir", a.home.Path}, Stdin: a.in, Stdout: a.out, Stderr: a.err}
	if a.JSON {
		cmd.Args = append(cmd.Args, "--json")
	}
	if a.ClockIsRight {
		cmd.Args = append(cmd.Args, "--clock-is-right")
	}
	if a.PassphraseFD >= 0 {
		f, err := a.fdFile(a.PassphraseFD, "--passphrase-fd")
		if err != nil {
			return nil, err
		}
		fd := 0
		if f != a.in {
			fd, cmd.ExtraFiles = home.KeeperFiles, []*os.File{f}
		}
		cmd.Args = append(cmd.Args, "--passphrase-fd", strconv.Itoa(fd))
	}
	cmd.Args = append(cmd.Args, keepOpen, "--lock-after", c.LockAfter.String())
	if c.Show {
		cmd.Args = append(cmd.Args, "--show")
	}
	if c.Private {
		cmd.Args = append(cmd.Args, "--private")
	}
	return home.StartKeeper(a.ctx, a.panic, a.interrupts, cmd)
}
