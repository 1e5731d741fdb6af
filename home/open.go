package home

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// env is what a device is handed.
func (h *Home) env(dir durable.Dir, s Settings) device.Env {
	return device.Env{
		Dir: dir, Now: h.Now, Rand: h.Rand, Pause: time.Sleep,
		Vault: h.shape(s), Params: s.Params(), ShelfPages: h.ShelfPages,
	}
}

// shape is that of the vault: as the settings say, but for Regions.
func (h *Home) shape(s Settings) vault.Options {
	return vault.Options{Size: int(s.VaultBytes) / vault.DefaultCompartments * h.regions(), Compartments: h.regions()}
}

func (h *Home) regions() int { return cmp.Or(h.Regions, vault.DefaultCompartments) }

// Plan says how long a new vault will be and what an attempt will cost, and
// leaves the disk as it is. What settings.json says already wins. slots is the
// group's; 0 without a group. ErrDevice if there is a vault already.
func (h *Home) Plan(light bool, slots int) (Settings, error) {
	dir, _, err := h.Existing()
	if err == nil {
		return Settings{}, ErrDevice
	} else if !errors.Is(err, fs.ErrNotExist) {
		return Settings{}, fmt.Errorf("looking for a device in this folder: %w", err)
	}
	s, _, err := planSettings(dir, light, slots)
	return s, err
}

// Create makes the folder and a vault in it with make, which is handed what the
// new device is, as Plan decides. language is the code that the settings are to
// hold, "" for what they hold already. If make fails, the settings that Create
// kept go again: what was stopped early decides nothing for the next attempt.
func (h *Home) Create(light bool, slots int, language string, make func(device.Env) error) (durable.Dir, error) {
	dir, err := h.New()
	if err != nil {
		return nil, err
	}
	s, undo, err := newSettings(dir, light, slots, language)
	if err != nil {
		return nil, err
	}
	if err := make(h.env(dir, s)); err != nil {
		if _, there := dir.Size(device.VaultFile); errors.Is(there, fs.ErrNotExist) {
			undo() // err tells more
		}
		return nil, err
	}
	return dir, nil
}

// LengthError says by how many bytes the file that passphrases open is longer
// (or, below 0, shorter) than it was made. No passphrase opens anything then.
type LengthError struct{ Bytes int64 }

func (e *LengthError) Error() string { return "a file in this folder does not have its length" }

// Opening is a folder that a passphrase may be tried on. It is one goroutine's.
type Opening struct {
	Env device.Env // what the device will be handed; may be changed before Try

	Memory int64 // that an attempt takes, in bytes
}

// Opening reads the settings and takes away what a crash left, before anybody is
// asked for a passphrase. vault.ErrInUse if another program has it open; a
// [LengthError] if the vault is not as long as it was made.
func (h *Home) Opening(dir durable.Dir) (*Opening, error) {
	s, _, err := loadSettings(dir)
	if err != nil {
		return nil, err
	}
	release, err := dir.Lock(device.VaultFile)
	if errors.Is(err, durable.ErrLocked) {
		return nil, vault.ErrInUse
	}
	if err != nil {
		return nil, err
	}
	release()
	if size, err := dir.Size(device.VaultFile); err == nil && size != int64(h.shape(s).Size) { // errors are for the attempt to tell
		return nil, &LengthError{size - int64(h.shape(s).Size)}
	}
	h.sweep(dir)
	return &Opening{h.env(dir, s), int64(s.MemoryKiB) << 10}, nil
}

// Try opens what a passphrase opens; vault.ErrNoMatch if that is nothing. What
// the attempt took of memory is given back.
func (o *Opening) Try(pass *vault.Passphrase) (device.Unlocked, error) {
	u, err := device.Unlock(o.Env, pass)
	if o.Memory >= 1<<20 {
		debug.FreeOSMemory() // what Argon2id took is not needed again
	}
	return u, err
}
