package main

import (
	"context"
	"errors"
	"time"

	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/term"
)

// keepOpenCmd is a keeper's own side: see [home.Keeper] and [home.Keeping].
type keepOpenCmd struct {
	Show      bool
	Private   bool
	LockAfter time.Duration
}

// Run asks for the passphrase, says what it opened, and keeps that open until
// it is told to lock. Refills are once a round, or every ten minutes if rounds
// are longer, always.
func (c *keepOpenCmd) Run(a *app) error {
	err := c.run(a)
	if errors.Is(err, home.ErrPanicKey) || errors.Is(err, home.ErrErased) {
		a.finish(err)
		return &shown{home.EndErased}
	}
	return err
}

func (c *keepOpenCmd) run(a *app) error {
	above, err := home.AboveHere()
	if err != nil {
		return usage(said(a.saying().OpenOwn()), a.saying().OpenOwnHint())
	}
	defer above.Close()
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	k := a.home.NewKeeping(a.ctx, a.panic, dir, c.LockAfter)
	k.Private, a.ctx = c.Private, k.Context()
	defer k.Lock(home.EndLocked)
	defer a.panic.Heed()()
	go above.Heed(a.panic, func() { k.Lock(home.EndLocked) })
	asking, asked := context.WithCancel(a.ctx)
	go k.HeedInterrupts(asking, a.interrupts)
	u, env, err := a.unlockAny(dir, nil, k.Opens)
	asked()
	if err != nil {
		return err
	}
	person := term.Interactive(a.in) && term.Interactive(a.out) && !a.JSON
	s := term.NewSitting(k, a.panic, a.in, a.out, person, c.Show)
	s.Verbs, s.Never = verbNames(), []string{"open", "run", "init"}
	s.Carry, s.Fail, s.Aside = func(words []string) { a.typedVerb(k, words) }, a.trouble, a.aside
	a.key, a.lock = k.Touched, func() { k.Lock(home.EndLocked) }
	err = k.While(u, env, s.Trouble,
		func(ctx context.Context, call home.Call) int { return a.carryCall(ctx, k, call) },
		func(calls error) error { return a.beginSitting(k, s, above, calls) })
	s.Quits()
	switch code := k.Code(); {
	case errors.Is(err, home.ErrErased), err == nil && code == home.EndLocked:
	case err == nil:
		err = &shown{code}
	case person: // quit quits, and a bystander sees no difference
		if s.Shows() {
			a.trouble(err)
		}
		err = &shown{code}
	}
	k.Farewell(endCode(err, a.saying()))
	return err
}

// endCode is the exit code with which a keeper ends.
func endCode(err error, say phrase.Say) int {
	if told := new(shown); errors.As(err, &told) {
		return told.code
	}
	if errors.Is(err, home.ErrErased) {
		return home.EndErased
	}
	code, _, _ := verdict(err, say)
	return code
}

// beginSitting refills the pouch for the first time, says that something is open, and
// lets the person begin. calls is why there are no calls; nil: there are.
func (a *app) beginSitting(k *home.Keeping, s *term.Sitting, above *home.Above, calls error) error {
	isDevice := k.Session.IsDevice()
	if calls != nil {
		a.warn("%s", a.saying().OpenNoCalls())
	}
	if isDevice {
		err := k.Session.Do((*home.Held).Refill)
		if durable.OfDisk(err) { // what is there can be read, and the disk may have room later
			if s.Shows() { // else status says so: a notebook has nothing to save
				a.warnUnsaved(err)
			}
		} else if err != nil {
			return err
		}
	}
	if !s.IsPerson() {
		go k.HeedInterrupts(a.ctx, a.interrupts)
		if !isDevice {
			lists := *a
			lists.session = k.Session
			if err := lists.listSession(); err != nil && !errors.Is(err, errShown) {
				return err
			}
		}
	}
	if err := above.Opened(k.Session); err != nil {
		return err
	}
	if isDevice {
		go s.Announce(a.now)
	}
	if s.IsPerson() {
		s.Pages = &term.Notebook{Sheet: a.sheet(a.out), None: a.saying().NotebookNoLockedPages(), Now: a.now}
		onPages(k.Session, s.Pages)
		if t, err := a.terminal(); err == nil {
			s.Pages.Asker = t
		}
		go s.Converse()
	}
	return nil
}

// typedVerb carries out a verb that was typed at the prompt. An interrupt ends it,
// and not the session.
func (a *app) typedVerb(k *home.Keeping, words []string) {
	select {
	case <-a.interrupts: // of before
	default:
	}
	ctx, cancel := interruptible(a.ctx, a.interrupts)
	defer cancel()
	a.carryOut(ctx, k, a.edge, words)
}

// carryCall carries out a verb that was typed elsewhere.
func (a *app) carryCall(ctx context.Context, k *home.Keeping, c home.Call) int {
	e := a.edge
	e.in, e.out, e.err, e.given = c.Files[home.CallIn], c.Files[home.CallOut], c.Files[home.CallErr], c.Files
	e.private = k.Private
	return a.carryOut(ctx, k, e, c.Args)
}

// carryOut carries out one command line in the session.
func (a *app) carryOut(ctx context.Context, k *home.Keeping, e edge, args []string) int {
	e.session, e.sessionDir, e.interrupts = k.Session, a.Dir, nil
	e.left = func() { k.Lock(home.EndLeft) }
	e.key, e.lock = a.key, a.lock
	return run(ctx, args, e)
}

// errPrivate is the answer to a verb in a session that takes none from elsewhere.
func errPrivate(s phrase.Say) error {
	return &failure{said(s.OpenPrivate()), exitInUse, s.OpenPrivateHint()}
}

// trouble tells what did not work and ends nothing.
func (a *app) trouble(err error) {
	sentence, _ := told(err, a.saying())
	a.warn("%s", sentence)
}
