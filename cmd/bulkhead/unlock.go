package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/notebook"
	"bulkhead/vault"
)

// env is what a device is handed.
func (a *app) env(dir durable.Dir, s settings) device.Env {
	return device.Env{
		Dir: dir, Now: a.now, Rand: a.rand, Pause: time.Sleep,
		Vault: vault.Options{Size: int(s.VaultBytes)}, Params: s.params(),
	}
}

// visit is one opening of the device, for one thing.
type visit struct {
	prepare func() error               // after the passphrase was typed and before it is tried; may be nil
	wish    func(*device.Device) error // the thing
	reads   bool                       // it changes nothing: a disk that keeps nothing is no reason not to show it
	tell    func(*device.Device)       // after everything was kept, and sealed unless the error is ErrKept; may be nil
}

// open carries out a visit: every one takes in what was read, does its thing,
// turns once, and closes. A wish that is refused turns too: from outside, all
// openings look alike.
func (a *app) open(v visit) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	d, err := a.unlock(dir, v.prepare, nil)
	if err != nil {
		return err
	}
	defer d.Abandon() // after the Turn, nothing is left to be kept
	return a.visitOpen(d, v)
}

// visitOpen carries out a visit to an open device. The panic key pressed
// meanwhile counts at its end.
func (a *app) visitOpen(d *device.Device, v visit) error {
	defer a.panic.heed()()
	err := a.visitTurned(d, v)
	if a.panic.isDown() && !errors.Is(err, errErased) {
		err = a.orCoerced(d, errPanicKey)
	}
	return err
}

func (a *app) visitTurned(d *device.Device, v visit) error {
	refused := d.TakeIn()
	if refused == nil {
		refused = v.wish(d)
	}
	if errors.Is(refused, errPanicKey) {
		return a.orCoerced(d, refused)
	}
	err := d.Turn()
	switch {
	case err == nil:
	case v.reads && refused == nil && durable.OfDisk(err):
		a.warn("nothing could be written: %s. What you see comes again", durable.Words(err))
		err = nil
	case errors.Is(err, device.ErrKept):
	case v.reads && errors.Is(err, device.ErrClockJump): // shown as it was by the clock before
	case errors.Is(refused, device.ErrNotKept) && errors.Is(err, device.ErrNotKept):
		return refused // said once
	default:
		return errors.Join(refused, err)
	}
	if refused == nil && v.tell != nil {
		v.tell(d)
	}
	a.mentionAlarms(d)
	if err != nil {
		return errors.Join(refused, err)
	}
	return refused
}

// visitLocked opens the locked pages, by their own passphrase or by that of
// the device, for one thing: use sees them, and changes them if write says so.
func (a *app) visitLocked(prepare func() error, write bool, use func(*notebook.Book) error) error {
	dir, err := a.lockedFolder()
	if err != nil {
		return err
	}
	u, _, err := a.unlockAny(dir, prepare, nil)
	if err != nil {
		return err
	}
	if n := u.Notebook; n != nil {
		defer a.panic.heed()()
		err := errors.Join(use(n.Book()), n.Close())
		if a.panic.isDown() {
			err = errPanicKey
		}
		return err
	}
	defer u.Device.Abandon()
	return a.visitOpen(u.Device, visit{reads: !write, wish: func(d *device.Device) error {
		book, ok := d.DecoyBook()
		if !ok {
			return errNoLockedPages
		}
		if err := use(book); err != nil || !write {
			return err
		}
		return d.KeepDecoyBook(book)
	}})
}

// errNoLockedPages is the error of locked pages that are not there.
var errNoLockedPages = refuse(errors.New("there are no locked pages here"), "")

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
		res := a.listed(n.Book().Pages(), noLockedPages)
		_ = n.Close() // nothing was written that could be lost
		return nil, errors.Join(a.show(res), errShown)
	}
	return u.Device, nil
}

// unlockAny asks for the passphrase and opens what it opens. One that opens
// nothing is answered with the open pages and errShown.
func (a *app) unlockAny(dir durable.Dir, prepare func() error, adjust func(*device.Env)) (device.Unlocked, device.Env, error) {
	s, _, err := loadSettings(dir)
	if err != nil {
		return device.Unlocked{}, device.Env{}, err
	}
	if err := freeNow(dir); err != nil {
		return device.Unlocked{}, device.Env{}, err
	}
	if err := wholeLength(dir, s); err != nil {
		return device.Unlocked{}, device.Env{}, err
	}
	sweep(dir)
	pass, err := a.passphrase()
	if err != nil {
		return device.Unlocked{}, device.Env{}, err
	}
	defer pass.Erase()
	if prepare != nil {
		if err := prepare(); err != nil {
			return device.Unlocked{}, device.Env{}, err
		}
	}
	env := a.env(dir, s)
	if adjust != nil {
		adjust(&env)
	}
	defer a.panic.heed()() // erasing has to wait for the attempt, which writes
	var u device.Unlocked
	err = a.patiently("trying the passphrase", func() (err error) {
		u, err = device.Unlock(env, pass)
		return err
	})
	debug.FreeOSMemory() // what Argon2id took is not needed again
	switch {
	case a.panic.isDown():
		return device.Unlocked{}, env, a.panickedWith(u)
	case errors.Is(err, vault.ErrNoMatch):
		err = a.showFace(notOpened)
	case errors.Is(err, vault.ErrNotVault):
		err = errDamagedFile // since it was looked at
	}
	if u.Device != nil && a.ClockIsRight {
		u.Device.ConfirmClock()
	}
	return u, env, err
}

// freeNow spares a person the typing if the device is in use.
func freeNow(dir durable.Dir) error {
	release, err := dir.Lock(device.VaultFile)
	if errors.Is(err, durable.ErrLocked) {
		return vault.ErrInUse
	}
	if err != nil {
		return err
	}
	release()
	return nil
}

// errDamagedFile is what every passphrase is answered where none opens anything.
// It names nothing that a notebook would not have.
var errDamagedFile = refuse(errors.New("a file in this folder is damaged: no passphrase opens anything here. Nothing was changed"),
	"put the folder back as it was, if there is a copy of it")

// wholeLength returns errDamagedFile, with what is known, if the file that
// passphrases open is not as long as it was made. No passphrase is asked for then.
func wholeLength(dir durable.Dir, s settings) error {
	size, err := dir.Size(device.VaultFile)
	if err != nil || size == s.VaultBytes {
		return nil // for the attempt to tell
	}
	off, way := size-s.VaultBytes, "longer"
	if off < 0 {
		off, way = -off, "shorter"
	}
	return refuse(fmt.Errorf("a file in this folder is damaged: it is %s %s than settings.json says that it was made. No passphrase opens anything here, and nothing was changed", bytesOf(off), way),
		"put the file back as it was, or settings.json if somebody has changed that")
}

// bytesOf says a length in bytes.
func bytesOf(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}
