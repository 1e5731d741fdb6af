package main

import (
	"context"
	"errors"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/notebook"
	"bulkhead/vault"
)

// held is what a passphrase opened, in the hands of its event loop.
type held struct {
	device.Session
	env    device.Env
	edited *notebook.Book // the locked pages of a device, changed and not kept; else nil
	gone   bool           // nothing is left to be kept
}

// book returns the locked pages, and whether there are any.
func (h *held) book() (*notebook.Book, bool) {
	switch s := h.Session.(type) {
	case *device.Notebook:
		return s.Book(), true
	case *device.Device:
		if h.edited != nil {
			return h.edited, true
		}
		return s.DecoyBook()
	}
	return nil, false
}

// changed says that book's pages were changed. The clock decides when that is
// kept, and not the person: from outside, nobody sees when something is written.
func (h *held) changed(book *notebook.Book) {
	if _, ok := h.Session.(*device.Device); ok {
		h.edited = book
	}
}

func (h *held) keep() error {
	d, ok := h.Session.(*device.Device)
	if !ok || h.edited == nil {
		return nil
	}
	err := d.KeepDecoyBook(h.edited)
	if err == nil {
		h.edited = nil
	}
	return err
}

// Tick implements [device.Session].
func (h *held) Tick() error {
	if h.gone {
		return vault.ErrNotVault // ends the loop
	}
	return errors.Join(h.keep(), h.Session.Tick())
}

// Close implements [device.Session].
func (h *held) Close() error {
	if h.gone {
		return nil
	}
	return errors.Join(h.keep(), h.Session.Close())
}

// coerced does what the panic key asks of an open session.
func (h *held) coerced() error {
	h.gone = true
	if d, ok := h.Session.(*device.Device); ok {
		err := d.Coerced()
		if err != nil && !errors.Is(err, device.ErrBusy) {
			err = device.Wipe(h.env) // all of it, if it cannot be left with its decoy
		}
		return err
	}
	err := device.Wipe(h.env)
	h.Session.Abandon()
	return err
}

// holding keeps a session open, in an event loop of its own, while a person
// reads, thinks and types.
type holding struct {
	a      *app
	env    device.Env
	device bool // else a notebook
	wishes chan func(*held)
	done   chan struct{}
	cancel context.CancelFunc
	err    error // of closing; the loop's until done is closed
}

func (a *app) hold(u device.Unlocked, env device.Env) *holding {
	var s device.Session = u.Notebook
	if u.Device != nil {
		s = u.Device
	}
	ctx, cancel := context.WithCancel(a.ctx)
	h := &holding{a: a, env: env, device: u.Device != nil, wishes: make(chan func(*held)), done: make(chan struct{}), cancel: cancel}
	go func() {
		defer close(h.done)
		h.err = device.Loop(ctx, &held{Session: s, env: env}, wallClock{a.now}, h.wishes, func(err error) { a.warn("%v", err) })
	}()
	return h
}

// do carries out a wish between two ticks. device.ErrStopped if the session
// has ended.
func (h *holding) do(wish func(*held) error) error { return device.Do(h.wishes, h.done, wish) }

// onDevice carries out a wish for a device.
func (h *holding) onDevice(wish func(*device.Device) error) error {
	return h.do(func(s *held) error { return wish(s.Session.(*device.Device)) })
}

// end closes the session, once, and returns what that gave. A vault that was
// wiped meanwhile is no error: nothing is left to be kept.
func (h *holding) end() error {
	h.cancel()
	<-h.done
	if errors.Is(h.err, vault.ErrNotVault) {
		return nil
	}
	return h.err
}

// whileOpen opens the device or notebook, keeps it open for as long as use
// takes, and closes it.
func (a *app) whileOpen(dir durable.Dir, use func(*holding) error) error {
	u, env, err := a.unlockAny(dir, nil, nil)
	if err != nil {
		return err
	}
	return a.whileHeld(u, env, use)
}

// whileDevice is whileOpen for what only a device has; a notebook is listed
// and closed.
func (a *app) whileDevice(dir durable.Dir, use func(*holding) error) error {
	var env device.Env
	d, err := a.unlock(dir, nil, func(e *device.Env) { env = *e })
	if err != nil {
		return err
	}
	return a.whileHeld(device.Unlocked{Device: d}, env, func(h *holding) error {
		if err := h.onDevice((*device.Device).TakeIn); err != nil {
			return err
		}
		return use(h)
	})
}

func (a *app) whileHeld(u device.Unlocked, env device.Env, use func(*holding) error) error {
	defer a.panic.heed()()
	h := a.hold(u, env)
	err := use(h)
	if errors.Is(err, errPanicKey) || a.panic.isDown() {
		h.do((*held).coerced)
		h.end()
		return errErased
	}
	closing := h.end()
	if err != nil && errors.Is(closing, err) {
		return err // said once
	}
	return errors.Join(err, closing)
}
