package main

import (
	"errors"
	"slices"
	"strings"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/mail"
	"bulkhead/notebook"
	"bulkhead/tell"
	"bulkhead/term"
	"bulkhead/vault"
)

// place returns the folder that the command line means.
func (a *app) place() (*home.Home, error) {
	path := a.Dir
	if path == "" {
		var err error
		if path, err = home.DefaultPath(); err != nil {
			return nil, usage(err, a.saying().OpeningDirHint())
		}
	}
	return &home.Home{
		Path: path, Now: a.now, Rand: a.rand, Disk: a.disk, Getenv: a.getenv, ShelfPages: a.shelfPages, Regions: a.regions, Pace: a.pace,
	}, nil
}

// lockedFolder opens the folder for the verbs of the notebook.
func (a *app) lockedFolder() (durable.Dir, error) {
	dir, err := a.home.LockedPages()
	if errors.Is(err, home.ErrNoLockedPages) {
		err = refuse(err, a.saying().NotebookNoPlaceHint())
	}
	return dir, err
}

// plan looks, before anybody is asked for a passphrase, whether a new device can
// be made, and says so if an attempt will cost little, or not what light asks for.
// slots is the group's; 0 without a group.
func (a *app) plan(light bool, slots int) error {
	s, err := a.home.Plan(light, slots)
	if err != nil {
		return err
	}
	if light && !s.Light() {
		a.warn("%s", a.say.SetupNotLight(a.saying().Attempt(tell.Attempt(s.Params()))))
	}
	if s.Weaker() {
		a.warn("%s", a.say.SetupWeaker(a.saying().Attempt(tell.Attempt(s.Params()))))
	}
	return nil
}

// create makes the vault of a new device, after plan and once there is a
// passphrase: nothing is on the disk before. language is what the person asked for;
// "": nothing. what says what goes on.
func (a *app) create(light bool, slots int, language, what string, make func(device.Env) error) (durable.Dir, device.Env, error) {
	var env device.Env
	dir, err := a.home.Create(light, slots, a.languageToKeep(language), func(e device.Env) error {
		env = e
		return a.tries(what, func() error { return make(e) })
	})
	return dir, env, err
}

// terminal returns somebody who can be asked: on this verb's own terminal, else on
// that of whoever typed it.
func (a *app) terminal() (*term.Asker, error) {
	in, out := a.in, a.err
	if a.given != nil && !(term.Interactive(in) && term.Interactive(out)) {
		tty := a.given[home.CallTTY]
		if tty == nil || !term.Interactive(tty) {
			return nil, term.ErrNoTerminal // this process's own is somebody else's
		}
		in, out = tty, tty
	}
	t, err := term.NewAsker(a.ctx, a.panic, in, out)
	if err == nil {
		t.Say, t.Key, t.Lock = a.saying(), a.key, a.lock
	}
	return t, err
}

// agreed asks a question to be answered with the word yes; given says that
// --yes answered it already.
func (a *app) agreed(question string, given bool) error {
	return a.agreedTo(func(*term.Sheet) {}, question, given)
}

// agreedTo shows what the question is about, and asks it.
func (a *app) agreedTo(screen func(*term.Sheet), question string, given bool) error {
	if given {
		return nil
	}
	return a.apart(func() error {
		screen(a.aside())
		return a.saysYes(question)
	})
}

func (a *app) saysYes(question string) error {
	t, err := a.terminal()
	if err != nil {
		return usage(err, a.say.LineYesHint())
	}
	answer, err := t.Line(a.say.LineYes(question) + " ")
	if err != nil {
		return err
	}
	if answer != "yes" {
		return refuse(said(a.say.LineNotYes()), "")
	}
	return nil
}

// visit is one opening of the device, for one thing.
type visit struct {
	prepare func() error               // after the passphrase was typed and before it is tried; may be nil
	wish    func(*device.Device) error // the thing
	reads   bool                       // it changes nothing: a disk that keeps nothing is no reason not to show it
	tell    func(*device.Device)       // after everything was saved, and sealed unless the error is ErrOnlySaved; may be nil
}

// open carries out a visit: see [home.Visit].
func (a *app) open(v visit) error {
	if a.session != nil {
		return a.sessionVisit(v)
	}
	d, err := a.unlockFor(v)
	if err != nil {
		return err
	}
	defer d.Abandon() // after the Refill, nothing is left to be saved
	return a.visitOpen(d, v)
}

// unlockFor opens the device for a visit, where no session is open: see [app.unlock].
func (a *app) unlockFor(v visit) (*device.Device, error) {
	dir, err := a.home.Device()
	if err != nil {
		return nil, err
	}
	return a.unlock(dir, v.prepare, nil)
}

// mentionAlarms sees to it that no verb goes by an alarm that nobody has read.
func (a *app) mentionAlarms(d *device.Device) {
	if a.unreadAlarm(d) {
		a.warn("%s", a.saying().OpeningAlarm())
	}
}

// unreadAlarm reports whether there is an alarm that nobody has read and that this
// verb does not show.
func (a *app) unreadAlarm(d *device.Device) bool {
	return a.verb != "inbox" && a.verb != "status" &&
		slices.ContainsFunc(d.Inbox(), func(r mail.Received) bool { return tell.Stands(r) && !r.Read })
}

// visitOpen carries out a visit to an open device.
func (a *app) visitOpen(d *device.Device, v visit) error {
	return a.home.Visit(d, a.panic, home.Visit{
		Wish: v.wish, Reads: v.reads, Tell: v.tell, Alarms: a.mentionAlarms,
		Unsaved: a.warnUnsaved,
	})
}

// warnUnsaved says what the disk did not keep of an opening that only reads.
func (a *app) warnUnsaved(err error) {
	say := a.saying()
	if errors.Is(err, device.ErrOnlySaved) {
		a.warn("%s", say.OpeningUnsealed(say.Disk(err)))
		return
	}
	a.warn("%s", say.OpeningUnsaved(say.Disk(err)))
}

// orCoerced turns the panic key's error from a verb that has the device open
// into what the duress passphrase does. The device is closed then.
func (a *app) orCoerced(d *device.Device, err error) error {
	if !errors.Is(err, home.ErrPanicKey) {
		return err
	}
	a.home.Coerced(d)
	return home.ErrErased
}

// visitLocked opens the locked pages, by their own passphrase or by that of
// the device, for one thing: use sees them, and changes them if write says so.
func (a *app) visitLocked(prepare func() error, write bool, use func(*notebook.Book) error) error {
	if a.session != nil {
		return a.sessionPages(prepare, write, use)
	}
	dir, err := a.lockedFolder()
	if err != nil {
		return err
	}
	u, _, err := a.unlockAny(dir, prepare, nil)
	if err != nil {
		return err
	}
	if n := u.Notebook; n != nil {
		defer a.panic.Heed()()
		err := errors.Join(use(n.Book()), n.Close())
		if a.panic.Down() {
			err = home.ErrPanicKey
		}
		return err
	}
	defer u.Device.Abandon()
	return a.visitOpen(u.Device, visit{reads: !write, wish: func(d *device.Device) error {
		book, ok := d.DecoyBook()
		if !ok {
			return home.ErrNoLockedPages
		}
		if err := use(book); err != nil || !write {
			return err
		}
		return d.KeepDecoyBook(book)
	}})
}

// unlock asks for the passphrase and opens the device. If the passphrase opens
// a notebook, its pages are listed, it is closed, and the error is errShown:
// every verb looks the same then. adjust may change what the device is handed;
// may be nil.
func (a *app) unlock(dir durable.Dir, prepare func() error, adjust func(*device.Env)) (*device.Device, error) {
	u, _, err := a.unlockAny(dir, prepare, adjust)
	if err != nil {
		return nil, err
	}
	if n := u.Notebook; n != nil {
		res := tell.PagesOf(n.Book().Pages())
		_ = n.Close() // nothing was written that could be lost
		return nil, a.showLocked(res)
	}
	return u.Device, nil
}

// tries does what takes as long as an attempt with a passphrase. If that was asked
// for at a terminal, nothing typed meanwhile is shown, or answers a later question.
func (a *app) tries(what string, work func() error) error {
	patiently := func() error { return term.Patiently(a.err, a.after, what, work) }
	if a.PassphraseFD >= 0 {
		return patiently()
	}
	t, err := a.terminal()
	if err != nil {
		return patiently()
	}
	return t.Unheard(patiently)
}

// unlockAny asks for the passphrase and opens what it opens. One that opens
// nothing is answered with the open pages and errShown.
func (a *app) unlockAny(dir durable.Dir, prepare func() error, adjust func(*device.Env)) (u device.Unlocked, env device.Env, err error) {
	a.folder = dir
	o, err := a.home.Opening(dir)
	if length := new(home.LengthError); errors.As(err, &length) {
		err = a.damagedFile(length.Bytes)
	}
	if errors.Is(err, vault.ErrInUse) && strings.HasPrefix(a.verb, "notebook") {
		err = &failure{said(a.saying().NotebookInUse()), exitInUse, a.saying().NotebookInUseHint()}
	}
	if err != nil {
		return u, env, err
	}
	if free, known := a.freeMemory(); known && free < o.Memory {
		a.warn("%s", a.saying().OpeningLittleMemory(uint64(free), a.saying().PassphraseMemory(float64(o.Memory)/(1<<20))))
	}
	pass, err := a.passphrase()
	if err != nil {
		return u, env, err
	}
	defer pass.Erase()
	if prepare != nil {
		if err := prepare(); err != nil {
			return u, env, err
		}
	}
	if adjust != nil {
		adjust(&o.Env)
	}
	defer a.panic.Heed()() // erasing has to wait for the attempt, which writes
	err = a.tries(a.saying().OpeningTrying(), func() (err error) {
		u, err = o.Try(pass)
		return err
	})
	switch {
	case a.panic.Down():
		return device.Unlocked{}, o.Env, a.panickedWith(u)
	case errors.Is(err, vault.ErrNoMatch):
		err = a.showFace(true)
	case errors.Is(err, vault.ErrNotVault):
		err = refuse(said(a.saying().OpeningDamaged()), a.saying().OpeningDamagedHint()) // since it was looked at
	}
	if u.Device != nil && a.ClockIsRight {
		u.Device.ConfirmClock()
	}
	return u, o.Env, err
}

// damagedFile is the error of a file that is off by so many bytes. No
// passphrase is asked for then. It names nothing that a notebook would not have.
func (a *app) damagedFile(off int64) error {
	say := a.saying()
	sentence := say.OpeningDamagedLonger(int(off))
	if off < 0 {
		sentence = say.OpeningDamagedShorter(int(-off))
	}
	return refuse(said(sentence), say.OpeningDamagedLengthHint())
}

// panickedWith is the panic key's error for what an attempt opened.
func (a *app) panickedWith(u device.Unlocked) error {
	if u.Device != nil {
		return a.orCoerced(u.Device, home.ErrPanicKey)
	}
	if u.Notebook != nil {
		u.Notebook.Abandon()
	}
	return home.ErrPanicKey
}

// panicked is what is left of a command line that the panic key ended.
func (a *app) panicked(err error) error {
	if !errors.Is(err, home.ErrErased) {
		a.home.Wipe() // nobody is there to be told of an error
	}
	term.Clear(a.out)
	return a.showFace(false)
}

// whileOpen opens the device or notebook, keeps it open for as long as use
// takes, and closes it.
func (a *app) whileOpen(dir durable.Dir, use func(*home.Session) error) error {
	if a.session != nil {
		return use(a.session)
	}
	u, env, err := a.unlockAny(dir, nil, nil)
	if err != nil {
		return err
	}
	return a.whileHeld(u, env, use)
}

// whileDevice is whileOpen for what only a device has; a notebook is listed
// and closed.
func (a *app) whileDevice(dir durable.Dir, use func(*home.Session) error) error {
	if a.session != nil {
		s, err := a.deviceSession()
		if err != nil {
			return err
		}
		return use(s)
	}
	var env device.Env
	d, err := a.unlock(dir, nil, func(e *device.Env) { env = *e })
	if err != nil {
		return err
	}
	return a.whileHeld(device.Unlocked{Device: d}, env, func(s *home.Session) error {
		if err := s.OnDevice((*device.Device).TakeIn); err != nil {
			return err
		}
		return use(s)
	})
}

func (a *app) whileHeld(u device.Unlocked, env device.Env, use func(*home.Session) error) error {
	return a.home.While(a.ctx, a.panic, u, env, a.trouble, use)
}
