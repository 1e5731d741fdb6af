package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/tell"
	"bulkhead/term"
)

// A verb that is carried out by an open session finds that in app.session, and
// asks for no passphrase. What it changes is saved before it says so, as without a
// session. What it only shows writes nothing.

// sessionVisit carries out a visit to the open session. A notebook is listed,
// as it is after its passphrase was typed.
func (a *app) sessionVisit(v visit) error {
	if !a.session.IsDevice() {
		return a.listSession()
	}
	if v.prepare != nil {
		if err := v.prepare(); err != nil {
			return err
		}
	}
	alarm, unsaved := false, error(nil)
	err := a.session.Do(a.holding(func(h *home.Held) error {
		return h.Visit(home.Visit{
			TakeIn: func(d *device.Device) error { return a.takeIn(d, v.reads) },
			Wish:   v.wish, Reads: v.reads && !a.ClockIsRight, Tell: v.tell,
			Alarms:  func(d *device.Device) { alarm = a.unreadAlarm(d) },
			Unsaved: func(err error) { unsaved = err },
		})
	}))
	if unsaved != nil {
		a.warnUnsaved(unsaved)
	}
	if alarm {
		a.warn("%s", a.saying().OpeningAlarm())
	}
	return a.unkept(err)
}

// unkept adds to an error what becomes of what could not be saved.
func (a *app) unkept(err error) error {
	if errors.Is(err, home.ErrTriesAgain) {
		return refuse(err, a.saying().OpenTriesAgain())
	}
	return err
}

// takeIn takes in what has come to the device of the open session. If that was open
// while the machine slept for days, the clock's word is not taken: the person is asked.
// Whoever only reads is shown everything all the same.
func (a *app) takeIn(d *device.Device, reads bool) error {
	if a.ClockIsRight {
		d.ConfirmClock()
	}
	if err := d.TakeIn(); err != nil || !d.Status().ClockJumped {
		return err
	}
	switch err := a.agreed(a.saying().OpenIsClockRight(a.now()), false); {
	case errors.Is(err, home.ErrPanicKey), errors.Is(err, device.ErrStopped), errors.Is(err, term.ErrInterrupted):
		return err
	case err != nil && reads:
		return nil
	case err != nil:
		return device.ErrClockJump
	}
	d.ConfirmClock()
	if err := d.TakeIn(); err != nil || !reads {
		return err
	}
	_ = a.held.Refill() // the word is for this time: a later jump is asked about. What the disk refuses, the visit says
	return nil
}

// holding is a wish during which [app.apart] knows what is open.
func (a *app) holding(wish func(*home.Held) error) func(*home.Held) error {
	return func(h *home.Held) error {
		a.held = h
		defer func() { a.held = nil }()
		return wish(h)
	}
}

// onDevice carries out a wish for the device of the open session. While it does, only
// what [app.apart] does may wait for anything.
func (a *app) onDevice(wish func(*device.Device) error) error {
	return a.session.Do(a.holding(func(h *home.Held) error { return wish(h.Session.(*device.Device)) }))
}

// apart waits for something in the middle of a wish, such as an answer: an open session
// goes on meanwhile, and can be locked.
func (a *app) apart(wait func() error) error {
	if a.held == nil {
		return wait()
	}
	return a.held.Apart(wait)
}

// listSession shows the pages of an open notebook and ends the verb.
func (a *app) listSession() error {
	var res tell.Pages
	err := a.session.Do(func(h *home.Held) error {
		book, _ := h.Book()
		res = tell.PagesOf(book.Pages())
		return nil
	})
	if err != nil {
		return err
	}
	return a.showLocked(res)
}

// sessionPages lets use see, or change, the locked pages of the open session; what was
// changed is saved on return.
func (a *app) sessionPages(prepare func() error, write bool, use func(*notebook.Book) error) error {
	if prepare != nil {
		if err := prepare(); err != nil {
			return err
		}
	}
	return a.unkept(a.session.Pages(write, true, use))
}

// deviceSession is the open session, if a device is open; a notebook is listed.
func (a *app) deviceSession() (*home.Session, error) {
	if !a.session.IsDevice() {
		return nil, a.listSession()
	}
	return a.session, nil
}

// sessionPanicked is what is left of a verb in a session that the panic key
// ended: the session erases, and is waited for. It shows the face at its own prompt
// itself.
func (a *app) sessionPanicked() error {
	a.panic.Press() // where it was a key of the verb's question alone
	<-a.session.Done()
	if a.given == nil {
		return errShown
	}
	a.clearScreens()
	return a.showFace(false)
}

// clearScreens takes everything off each screen that this verb showed or asked on.
func (a *app) clearScreens() {
	term.Clear(a.out)
	term.Clear(a.err)
	if tty := a.given[home.CallTTY]; tty != nil {
		term.Clear(tty)
	}
}

// call hands this command line to the session that is open on the folder, if
// there is one and it is a verb for it; done tells whether it did.
func (a *app) call(args []string) (code int, done bool) {
	if args = absolute(args); a.verb == "unlock" {
		args = []string{"unlock"}
	}
	c := home.Call{Args: args, Files: map[int]*os.File{home.CallIn: a.in, home.CallOut: a.out, home.CallErr: a.err}}
	for _, n := range descriptors(args) {
		if f, err := a.fdFile(n, "a descriptor"); err == nil {
			c.Files[n] = f
		}
	}
	if tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil {
		defer tty.Close()
		c.Files[home.CallTTY] = tty
	}
	for _, f := range []*os.File{a.in, c.Files[home.CallTTY]} {
		if f != nil {
			defer term.Unshown(f)() // a question there may end with the session
		}
	}
	code, err := a.home.AskSession(a.ctx, a.panic, c)
	switch {
	case errors.Is(err, home.ErrNobody):
		return 0, false
	case a.panic.Down() && (err != nil || code != exitPassphrase): // it could not show the face
		a.clearScreens()
		return a.finish(a.showFace(false)), true
	case a.verb == "unlock":
		return exitDone, true // nothing is open any more, whatever it answered
	case err != nil:
		return a.finish(err), true
	}
	return code, true
}

// endSession has the session that is open on the folder close, if there is one, and
// waits for its end.
func (a *app) endSession() {
	ended := *a
	ended.verb = "unlock"
	ended.call(nil)
}

// descriptors are the numbers that the flags of file descriptors name.
func descriptors(args []string) (fds []int) {
	for i, arg := range args {
		flag, value, joined := strings.Cut(arg, "=")
		if !strings.HasPrefix(flag, "--") || !strings.HasSuffix(flag, "-fd") {
			continue
		}
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		n := 0
		if _, err := fmt.Sscan(value, &n); err == nil && n > 2 {
			fds = append(fds, n)
		}
	}
	return fds
}

// callable reports whether a verb is one for the open session: those that
// would ask for a passphrase to open what it holds.
func callable(verb string, args []string) bool {
	first, rest, _ := strings.Cut(verb, " ")
	switch first {
	case "", "init", "run", "open", "keep-open", "sim", "clean", "wipe", "help", "version":
		return false
	case "notebook":
		if rest == "lock" {
			return false
		}
		if rest == "change" {
			return true
		}
		for _, arg := range args {
			if arg == "--locked" {
				return true
			}
		}
		return false
	}
	return true
}
