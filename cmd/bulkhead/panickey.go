package main

import (
	"errors"
	"sync"

	"bulkhead/device"
)

// errPanicKey is the end of whatever went on when the panic key was pressed,
// Ctrl-\: as a byte at a hidden question, as SIGQUIT anywhere else.
var errPanicKey = errors.New("the panic key was pressed")

// errErased is errPanicKey after what it asks for has been done.
var errErased = errors.New("what was to be erased is erased")

// panicKey hears SIGQUIT. It may be used concurrently.
type panicKey struct {
	mu      sync.Mutex
	heeded  int           // who waits for it; guarded by mu
	down    bool          // guarded by mu
	pressed chan struct{} // closed by the first press
}

func newPanicKey() *panicKey { return &panicKey{pressed: make(chan struct{})} }

// heed says that from now until ignore somebody waits for pressed. What nobody
// heeds just ends the program.
func (k *panicKey) heed() (ignore func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.heeded++
	return sync.OnceFunc(func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.heeded--
	})
}

// press reports whether anybody heeds it.
func (k *panicKey) press() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.heeded == 0 && !k.down {
		return false
	}
	if !k.down {
		k.down = true
		close(k.pressed)
	}
	return true
}

func (k *panicKey) isDown() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.down
}

// orCoerced turns errPanicKey from a verb that has the device open into what
// the duress passphrase does. The device is closed then. Nobody is there to be
// told of an error: if the vault cannot be left with its decoy, all of it goes.
func (a *app) orCoerced(d *device.Device, err error) error {
	if !errors.Is(err, errPanicKey) {
		return err
	}
	if err := d.Coerced(); err != nil && !errors.Is(err, device.ErrBusy) {
		a.wipeNow()
	}
	return errErased
}

// panickedWith is errPanicKey for what an attempt opened.
func (a *app) panickedWith(u device.Unlocked) error {
	if u.Device != nil {
		return a.orCoerced(u.Device, errPanicKey)
	}
	if u.Notebook != nil {
		u.Notebook.Abandon()
	}
	return errPanicKey
}

// wipeNow destroys what any passphrase opens, without one. A folder without a
// vault has nothing to be wiped.
func (a *app) wipeNow() error {
	dir, size, err := a.existing()
	if err != nil {
		return err
	}
	s, _, _ := loadSettings(dir) // whatever became of them, and of the file's length
	s.VaultBytes = min(max((size+mib-1)/mib*mib, leastVaultBytes), mostVaultBytes)
	return device.Wipe(a.env(dir, s))
}

// panicked is what is left of a command line that the panic key ended.
func (a *app) panicked(err error) error {
	if !errors.Is(err, errErased) {
		a.wipeNow() // nobody is there to be told of an error
	}
	if isTerminal(a.out) {
		(&asker{out: a.out}).wipe()
	}
	return a.showFace("")
}
