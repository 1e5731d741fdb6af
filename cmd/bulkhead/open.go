package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	"bulkhead/home"
	"bulkhead/tell"
	"bulkhead/term"
)

type openCmd struct {
	Show      bool          `help:"open_show"`
	Private   bool          `help:"open_private"`
	LockAfter time.Duration `default:"10m" placeholder:"T" help:"open_lock_after"`
}

// unlockCmd is open, after whatever is open on the folder was closed, with its closing
// save: whatever is typed then, nothing that was open is open any more.
type unlockCmd struct{ openCmd }

// Run has a keeper keep the device open, and lets the boxes travel.
func (c *openCmd) Run(a *app) error {
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	defer a.panic.Heed()()
	defer home.NeverStopped()()
	o := &home.Opener{
		Home: a.home, Key: a.panic, Interrupts: a.interrupts, Start: func() (*home.Keeper, error) { return c.keeper(a) },
		Erase:  func() { a.finish(home.ErrPanicKey) },
		Locked: func() { fmt.Fprintln(a.err, a.saying().OpenLocked()) },
	}
	held := term.Hold(a.in)
	if held != nil {
		defer held.Release()
	}
	screen := term.Interactive(a.in) && term.Interactive(a.out) && !a.JSON
	if screen {
		o.Screen = a.lockedScreen(held)
	}
	if err := o.Open(); err != nil {
		return err
	}
	if o.Erased {
		return errShown
	}
	log, began := &roundLog{a: a, dir: dir}, a.now()
	log.quiet.Store(screen)
	other, err := o.Travel(a.ctx, dir, func(w *home.Worker) {
		switch {
		case screen:
		case w == nil:
			a.warn("%s", a.saying().OpenOtherWorker())
		default:
			a.warnOfWay(w.Proxy())
			log.begin()
		}
	}, log.report, func() { log.quiet.Store(true) })
	res := log.rounds.Total
	res.Span, res.Unlocked, res.Other = tell.Span(a.now().Sub(began)), true, other
	code := o.Close()
	switch {
	case o.Erased:
		return errShown
	case err != nil:
		return err
	case screen:
		return nil // whatever was opened, or was not in the end
	case code != home.EndLocked && code < home.EndUnlock:
		return &shown{code}
	case o.IsNotebook():
		return nil // its pages were shown; the exit code is that of a device
	}
	return show(a, &res, term.Run)
}

// lockedScreen is what is seen at the terminal while nothing is open.
func (a *app) lockedScreen(held *term.Held) *term.Locked {
	return &term.Locked{
		Held: held, Out: a.out, Sheet: func() *term.Sheet { return a.sheet(a.out) }, Face: a.face, Room: a.home.DiskTakesMore,
		Asker: func() (*term.Asker, func(), error) { // an interrupt ends it
			asks := *a
			ctx, cancel := interruptible(a.ctx, a.interrupts)
			asks.ctx = ctx
			t, err := asks.terminal()
			return t, cancel, err
		},
		Fail: func(err error) { a.finish(err) },
	}
}

// keepOpen is the verb of a keeper.
const keepOpen = "keep-open"

// keeper starts this program once more, as a keeper on the same terminal: with the
// flags, none of which is a secret, and the descriptor of the passphrase, which is not
// read here.
func (c *openCmd) keeper(a *app) (*home.Keeper, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program: %w", err)
	}
	cmd := &exec.Cmd{Path: self, Args: []string{"bulkhead", "--dir", a.home.Path}, Stdin: a.in, Stdout: a.out, Stderr: a.err}
	with := func(given bool, args ...string) {
		if given {
			cmd.Args = append(cmd.Args, args...)
		}
	}
	with(a.JSON, "--json")
	with(a.ClockIsRight, "--clock-is-right")
	if a.PassphraseFD >= 0 {
		f, err := a.fdFile(a.PassphraseFD, "--passphrase-fd")
		if err != nil {
			return nil, err
		}
		fd := 0
		if f != a.in {
			fd, cmd.ExtraFiles = home.KeeperFiles, []*os.File{f}
		}
		with(true, "--passphrase-fd", strconv.Itoa(fd))
	}
	with(true, keepOpen, "--lock-after", c.LockAfter.String())
	with(c.Show, "--show")
	with(c.Private, "--private")
	return home.StartKeeper(a.ctx, a.panic, a.interrupts, cmd)
}

// interruptible returns a context that ends at an interrupt, too.
func interruptible(ctx context.Context, interrupts <-chan os.Signal) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-interrupts:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}
