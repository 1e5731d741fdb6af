package main

import (
	"context"
	"errors"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/vault"
)

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
