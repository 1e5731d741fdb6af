package home

import (
	"errors"
	"sync"

	"bulkhead/device"
	"bulkhead/vault"
)

var (
	// ErrPanicKey is the end of whatever went on when the panic key was pressed.
	ErrPanicKey = errors.New("the panic key was pressed")
	// ErrErased is ErrPanicKey after what it asks for has been done.
	ErrErased = errors.New("what was to be erased is erased")
)

// PanicKey is the one key that erases. It may be used concurrently.
type PanicKey struct {
	mu      sync.Mutex
	heeded  int           // who waits for it; guarded by mu
	down    bool          // guarded by mu
	pressed chan struct{} // closed by the first press
}

// NewPanicKey returns a key that is up.
func NewPanicKey() *PanicKey { return &PanicKey{pressed: make(chan struct{})} }

// Pressed is closed by the first press.
func (k *PanicKey) Pressed() <-chan struct{} { return k.pressed }

// Heed says that from now until ignore somebody waits for Pressed, or looks at
// Down. What nobody heeds just ends the program.
func (k *PanicKey) Heed() (ignore func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.heeded++
	return sync.OnceFunc(func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.heeded--
	})
}

// Press reports whether anybody heeds it.
func (k *PanicKey) Press() bool {
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

// Down reports whether it was pressed.
func (k *PanicKey) Down() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.down
}

// Coerced does with an open device what the duress passphrase does; it is closed
// on return, whatever happened. Nobody is there to be told of an error: if the
// vault cannot be left with its decoy, all of it goes.
func (h *Home) Coerced(d *device.Device) {
	if err := d.Coerced(); err != nil && !errors.Is(err, device.ErrBusy) {
		h.Wipe()
	}
}

// Wipe destroys what any passphrase opens, durably on return, without one. A
// folder without a vault has nothing to be wiped: an error matching
// fs.ErrNotExist.
func (h *Home) Wipe() error { return h.erase(device.Wipe) }

// Leave is Wipe for somebody who leaves the group: what was sealed goes out as it
// was sealed, see [device.Leave].
func (h *Home) Leave() error { return h.erase(device.Leave) }

func (h *Home) erase(how func(device.Env) error) error {
	dir, size, err := h.Existing()
	if err != nil {
		return err
	}
	s, _, _ := loadSettings(dir) // whatever became of them, and of the file's length
	regions := int64(h.regions())
	size = (size + regions - 1) / regions * vault.DefaultCompartments // up: all of it is erased
	s.VaultBytes = min(max((size+mib-1)/mib*mib, leastVaultBytes), mostVaultBytes)
	return how(h.env(dir, s))
}
