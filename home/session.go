package home

import (
	"context"
	"errors"
	"sync/atomic"

	"bulkhead/device"
	"bulkhead/notebook"
	"bulkhead/vault"
)

// Session is what a passphrase opened, kept open in an event loop of its own
// while a person reads, thinks and types. Its methods may run concurrently.
type Session struct {
	Env     device.Env
	device  bool        // else a notebook
	present atomic.Bool // the owner was here since the last refill
	wishes  chan func(*Held)
	done    chan struct{}
	cancel  context.CancelFunc
	err     error // of closing; the loop's until done is closed
}

// Hold keeps u open until ctx ends, [Session.End] is called, or its vault was
// wiped. trouble is told, from the loop, what did not work meanwhile, and may not wait
// for anything.
func (h *Home) Hold(ctx context.Context, u device.Unlocked, env device.Env, trouble func(error)) *Session {
	var opened device.Session = u.Notebook
	if u.Device != nil {
		opened = u.Device
	}
	ctx, cancel := context.WithCancel(ctx)
	clock := h.Pace.session(h.Now)
	s := &Session{Env: env, device: u.Device != nil, wishes: make(chan func(*Held)), done: make(chan struct{}), cancel: cancel}
	go func() {
		defer close(s.done)
		defer clock.Leave()
		s.err = device.Loop(ctx, &Held{Session: opened, env: env, of: s}, clock, s.wishes, trouble)
	}()
	return s
}

// IsDevice reports whether it is a device; else it is a notebook.
func (s *Session) IsDevice() bool { return s.device }

// Present says that its owner is here: a key was pressed, or a verb typed at a terminal.
// From the next tick on, what the device seals tells the others so. It waits for nothing.
func (s *Session) Present() { s.present.Store(true) }

// Done is closed when it is closed.
func (s *Session) Done() <-chan struct{} { return s.done }

// Do carries out a wish between two ticks, in the caller's goroutine: the loop lends
// what is open and waits, so that a wish may not wait for anything, a terminal above
// all, but in [Held.Apart]. device.ErrStopped if the session has ended.
func (s *Session) Do(wish func(*Held) error) error {
	h, err := s.borrow()
	if err != nil {
		return err
	}
	defer h.giveBack()
	return wish(h)
}

// borrow waits until nobody else has what is open.
func (s *Session) borrow() (*Held, error) {
	lent := make(chan *Held)
	lend := func(h *Held) {
		h.back = make(chan struct{})
		back := h.back
		lent <- h
		<-back
	}
	select {
	case s.wishes <- lend:
		return <-lent, nil
	case <-s.done:
		return nil, device.ErrStopped
	}
}

// OnDevice carries out a wish for a device.
func (s *Session) OnDevice(wish func(*device.Device) error) error {
	return s.Do(func(h *Held) error { return wish(h.Session.(*device.Device)) })
}

// End closes the session, once, and returns what that gave. A vault that was
// wiped meanwhile is no error: nothing is left to be saved.
func (s *Session) End() error {
	s.cancel()
	<-s.done
	if errors.Is(s.err, vault.ErrNotVault) {
		return nil
	}
	return s.err
}

// While keeps u open for as long as use takes, and closes it. An end by the
// panic key leaves what the duress passphrase would, and is ErrErased.
func (h *Home) While(ctx context.Context, key *PanicKey, u device.Unlocked, env device.Env, trouble func(error), use func(*Session) error) error {
	defer key.Heed()()
	s := h.Hold(ctx, u, env, trouble)
	err := use(s)
	if errors.Is(err, ErrPanicKey) || key.Down() {
		open := false
		s.Do(func(h *Held) error {
			open = true
			return h.coerced()
		})
		s.End()
		if !open {
			h.Wipe() // it was closed already: nothing open could leave a decoy
		}
		return ErrErased
	}
	closing := s.End()
	if key.Down() {
		h.Wipe()
		return ErrErased
	}
	if err != nil && errors.Is(closing, err) {
		return err // said once
	}
	return errors.Join(err, closing)
}

// Pages lets use see the locked pages, and change them if write says so: saved on return
// with keep, else when the clock decides, so that nobody sees from outside when a page is
// written. ErrNoLockedPages; [ErrTriesAgain].
func (s *Session) Pages(write, keep bool, use func(*notebook.Book) error) error {
	return s.Do(func(h *Held) error {
		book, ok := h.Book()
		if !ok {
			return ErrNoLockedPages
		}
		if err := use(book); err != nil || !write {
			return err
		}
		if h.Changed(book); !keep {
			return nil
		}
		return h.Keep()
	})
}
