package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
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
	o := &opened{a: a, c: c, screen: term.Interactive(a.in) && term.Interactive(a.out) && !a.JSON}
	if o.k, err = a.startKeeper(c); err != nil {
		return err
	}
	defer func() { o.k.lock() }()
	res, err := o.travel(dir)
	if o.erased {
		return &shown{exitPassphrase}
	}
	if code := o.k.lock(); code != exitDone && code < keeperUnlock {
		return &shown{code}
	}
	if o.k.notebook {
		return errShown
	}
	if err != nil {
		return err
	}
	if o.screen {
		return nil
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
	k      *keeper
	screen bool // a person sits at a terminal

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
	case err != nil && o.k.notebook:
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
	signal.Notify(lock, lockSignal)
	defer signal.Stop(lock)
	ended := o.k.ended
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
			o.k.panic()
			return true
		case <-lock:
			o.k.lock()
		case <-ended:
			if o.k.code == exitPassphrase {
				return true // its panic key was pressed
			}
			if o.screen {
				over, pressed := o.locked()
				if over {
					return pressed
				}
				ended = o.k.ended
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
	unlock := o.k.code == keeperUnlock
	if o.k.code == keeperQuit {
		return true, false
	}
	if !unlock {
		term.Clear(a.out)
		pages := a.face()
		term.Pages(a.page(a.out), &pages, a.saying().NotebookNoOpenPages())
	}
	for {
		if !unlock {
			t, err := a.terminal()
			if err != nil {
				return true, false
			}
			line, err := o.ask(t)
			switch {
			case errors.Is(err, home.ErrPanicKey):
				a.finish(err)
				o.erased = true
				return true, true
			case err != nil:
				return true, false
			}
			switch word := strings.TrimSpace(line); word {
			case "unlock":
			case "quit", "q", "exit":
				return true, false
			case "":
				continue
			default:
				fmt.Fprintln(t.Out, a.saying().OpenLockedVerbs())
				continue
			}
		}
		unlock = false
		k, err := a.startKeeper(o.c)
		if err == nil {
			o.k = k
			return false, false
		}
		if told := new(shown); errors.As(err, &told) {
			if a.panic.Down() {
				return true, true
			}
			continue // the keeper has said why
		}
		a.finish(err)
	}
}

// ask waits for a line at a locked screen; an interrupt ends it.
func (o *opened) ask(t *term.Asker) (string, error) {
	type answer struct {
		line string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		line, err := t.Line("> ")
		got <- answer{line, err}
	}()
	select {
	case r := <-got:
		return r.line, r.err
	case <-o.a.interrupts:
		return "", io.EOF
	}
}
