package main

import (
	"errors"
	"runtime/debug"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// env is what a device is handed.
func (a *app) env(dir durable.Dir, s settings) device.Env {
	return device.Env{Dir: dir, Now: a.now, Rand: a.rand, Params: s.params(), Pause: time.Sleep}
}

// visit is one opening of the device, for one thing.
type visit struct {
	prepare func() error               // after the passphrase was typed and before it is tried; may be nil
	wish    func(*device.Device) error // the thing
	tell    func(*device.Device)       // after everything was kept and sealed; may be nil
}

// open carries out a visit: every one takes in what was read, does its thing,
// turns once, and closes. A wish that is refused turns too: from outside, all
// openings look alike.
func (a *app) open(v visit) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	d, err := a.unlock(dir, v.prepare, func(*device.Env) {})
	if err != nil {
		return err
	}
	defer d.Abandon() // after the Turn, nothing is left to be kept
	refused := d.TakeIn()
	if refused == nil {
		refused = v.wish(d)
	}
	if err := d.Turn(); err != nil {
		return errors.Join(refused, err)
	}
	if refused == nil && v.tell != nil {
		v.tell(d)
	}
	return refused
}

// unlock asks for the passphrase and opens the device. adjust may change what
// the device is handed.
func (a *app) unlock(dir durable.Dir, prepare func() error, adjust func(*device.Env)) (*device.Device, error) {
	s, _, err := loadSettings(dir)
	if err != nil {
		return nil, err
	}
	if err := freeNow(dir); err != nil {
		return nil, err
	}
	pass, err := a.passphrase()
	if err != nil {
		return nil, err
	}
	defer pass.Erase()
	if prepare != nil {
		if err := prepare(); err != nil {
			return nil, err
		}
	}
	env := a.env(dir, s)
	adjust(&env)
	var d *device.Device
	err = a.patiently("trying the passphrase", func() (err error) {
		d, err = device.Open(env, pass)
		return err
	})
	debug.FreeOSMemory() // what Argon2id took is not needed again
	if err != nil {
		return nil, err
	}
	if a.ClockIsRight {
		d.ConfirmClock()
	}
	return d, nil
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
