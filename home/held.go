package home

import (
	"errors"
	"fmt"

	"bulkhead/device"
	"bulkhead/notebook"
	"bulkhead/vault"
)

// Held is what a passphrase opened, in the hands of its event loop, or of the wish that
// the loop carries out.
type Held struct {
	device.Session
	env    device.Env
	of     *Session
	back   chan struct{}  // closed when a wish gives it back; nil: the loop has it
	edited *notebook.Book // the locked pages of a device, changed and not saved; else nil
	failed error          // of the last save or refill, until one succeeds
	gone   bool           // nothing is left to be saved
}

func (h *Held) giveBack() {
	if back := h.back; back != nil {
		h.back = nil
		close(back)
	}
}

// Apart lets a wish wait for something, such as a person's answer, while the loop goes
// on: what is open may have changed on return. device.ErrStopped if it was closed
// meanwhile; the wish may not use it any more then.
func (h *Held) Apart(wait func() error) error {
	h.giveBack()
	err := wait()
	if _, closed := h.of.borrow(); closed != nil {
		return errors.Join(err, closed)
	}
	return err
}

// Book returns the locked pages, and whether there are any.
func (h *Held) Book() (*notebook.Book, bool) {
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

// Changed says that book's pages were changed. Unless [Held.Keep] follows, the clock
// decides when that is saved.
func (h *Held) Changed(book *notebook.Book) {
	if _, ok := h.Session.(*device.Device); ok {
		h.edited = book
	}
}

// Keep keeps the locked pages as they are now, durably on return. [ErrTriesAgain] if the
// disk does not take them.
func (h *Held) Keep() error {
	if n, ok := h.Session.(*device.Notebook); ok {
		return h.outcome(n.Save())
	}
	return h.outcome(h.keep())
}

// Refill saves everything that is open, and seals it if it is a device, durably on return.
// [ErrTriesAgain] if the disk does not take it.
func (h *Held) Refill() error {
	h.present()
	kept, refill := h.keep(), h.Session.Refill()
	h.outcome(errors.Join(kept, refill))
	return triesAgain(refill)
}

// outcome remembers whether the disk takes what is saved.
func (h *Held) outcome(err error) error {
	h.failed = err
	return triesAgain(err)
}

// ErrTriesAgain says of an error that what could not be saved is still open: the next save
// tries again.
var ErrTriesAgain = errors.New("what is open keeps it, and tries again")

func triesAgain(err error) error {
	if errors.Is(err, device.ErrNotSaved) {
		return fmt.Errorf("%w; %w", err, ErrTriesAgain)
	}
	return err
}

// present tells an open device that its owner was here since the last refill.
func (h *Held) present() {
	if d, ok := h.Session.(*device.Device); ok && h.of.present.Swap(false) {
		d.Present()
	}
}

func (h *Held) keep() error {
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
func (h *Held) Tick() error {
	if h.gone {
		return vault.ErrNotVault // ends the loop
	}
	h.present()
	h.failed = errors.Join(h.keep(), h.Session.Tick())
	return h.failed
}

// Close implements [device.Session].
func (h *Held) Close() error {
	if h.gone {
		return nil
	}
	h.present()
	kept, closed := h.keep(), h.Session.Close()
	if errors.Is(kept, device.ErrNotSaved) && errors.Is(closed, device.ErrNotSaved) {
		return kept // said once
	}
	return errors.Join(kept, closed)
}

// Leave is [Home.Leave] for what is open: it erases everything, durably on return, and
// the session ends. The disk's error, if it could not; then it stays open.
func (h *Held) Leave() error {
	if err := device.Leave(h.env); err != nil {
		return err
	}
	h.gone = true
	h.Session.Abandon()
	return nil
}

// Wipe is [Home.Wipe] for what is open: it erases everything, durably on return, and the
// session ends. With coerced, a device is left with its decoy, as its duress passphrase
// leaves it. The disk's error, if it could not; then it stays open.
func (h *Held) Wipe(coerced bool) error {
	if coerced {
		return h.coerced()
	}
	if err := device.Wipe(h.env); err != nil {
		return err
	}
	h.gone = true
	h.Session.Abandon()
	return nil
}

// coerced does what the panic key asks of an open session.
func (h *Held) coerced() error {
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
