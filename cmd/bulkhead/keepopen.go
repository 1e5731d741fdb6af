package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// keepOpenCmd is a keeper's own side: see keeper.go.
type keepOpenCmd struct {
	Show      bool
	LockAfter time.Duration
}

// Run asks for the passphrase, says what it opened, and keeps that open until
// it is told to lock. Turns are once a round, or every ten minutes if rounds
// are longer, always.
func (c *keepOpenCmd) Run(a *app) error {
	report, control := os.NewFile(reportFD, "report"), os.NewFile(controlFD, "control")
	if _, err := report.Stat(); err != nil {
		return usage(errors.New("this verb is the program's own"), "'bulkhead run --unlock' keeps a device open")
	}
	defer report.Close()
	ctx, cancel := context.WithCancel(a.ctx)
	defer cancel()
	a.ctx = ctx
	defer a.panic.Heed()()
	go a.heedControl(control, cancel)
	dir, err := a.folder()
	if err != nil {
		return err
	}
	every := turnEvery(dir)
	u, env, err := a.unlockAny(dir, nil, func(e *device.Env) {
		e.TurnEvery, e.SaveEvery = every, min(every, device.DefaultSaveEvery)
	})
	if err != nil {
		return err
	}
	return a.whileHeld(u, env, func(h *home.Session) error { return c.keep(a, h, report, every) })
}

// heedControl does what the process above wants: a byte is the panic key, the
// end (also that of the process itself) locks the device.
func (a *app) heedControl(control *os.File, lock func()) {
	var b [1]byte
	if n, _ := control.Read(b[:]); n == 1 {
		a.panic.Press()
		return
	}
	lock()
}

func (c *keepOpenCmd) keep(a *app, h *home.Session, report *os.File, every time.Duration) error {
	said := byte(saidDevice)
	if h.IsDevice() {
		err := h.OnDevice((*device.Device).Turn)
		if durable.OfDisk(err) { // what is there can be read, and the disk may have room later
			a.warn("nothing could be written: %s", durable.Words(err))
		} else if err != nil {
			return err
		}
	} else {
		said = saidNotebook
		if err := c.list(a, h); err != nil {
			return err
		}
	}
	if _, err := report.Write([]byte{said}); err != nil {
		return fmt.Errorf("saying that the device is open: %w", err)
	}
	report.Close()
	if c.Show && h.IsDevice() {
		go a.announce(h, every)
	}
	var after <-chan time.Time
	if c.LockAfter > 0 {
		after = time.After(c.LockAfter)
	}
	select {
	case <-a.ctx.Done():
	case <-a.panic.Pressed():
		return home.ErrPanicKey
	case <-after:
	case <-h.Done(): // the vault was wiped
	}
	return nil
}

// list shows the pages of a notebook.
func (c *keepOpenCmd) list(a *app, h *home.Session) error {
	var res pagesResult
	err := h.Do(func(s *home.Held) error {
		book, _ := s.Book()
		res = a.listed(book.Pages(), noLockedPages)
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

// announce says, once a period, that something has arrived.
func (a *app) announce(h *home.Session, every time.Duration) {
	told := 0
	for {
		select {
		case <-h.Done():
			return
		case <-time.After(every):
		}
		unread := 0
		err := h.OnDevice(func(d *device.Device) error {
			for _, r := range d.Inbox() {
				if !r.Read {
					unread++
				}
			}
			return nil
		})
		if err != nil {
			return
		}
		if unread > told {
			fmt.Fprintf(a.err, "%s  something has arrived (%d unread)\n", a.now().Format("15:04"), unread)
		}
		told = unread
	}
}

// turnEvery is the length of a round as the pouch has it, at most ten minutes.
func turnEvery(dir durable.Dir) time.Duration {
	p, err := pouch.Load(dir, device.PouchFile)
	if err != nil {
		return device.DefaultTurnEvery
	}
	return min(p.Plan().Calendar.Length, device.DefaultTurnEvery)
}
