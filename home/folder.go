package home

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
)

// Home is one folder and the machine that it is on. Its methods may run
// concurrently, also in several programs.
type Home struct {
	Path string // of the folder, which need not exist
	Now  func() time.Time
	Rand io.Reader // cryptographic
	Disk Disk

	// Getenv returns a variable of the environment, "" if it is not set: a proxy may
	// be named there. nil: none is.
	Getenv func(string) string

	// ShelfPages is how many pages of 4,096 bytes the shelf has, see [device.Env]; 0: twice as
	// many bytes as the vault.
	ShelfPages int

	// Regions is how many regions the vault has, each as long as one of the eight that
	// settings.json's vault_bytes are cut into; 0: all eight. With another number than the
	// vault was made with, no passphrase opens it.
	Regions int

	// Pace is the time that open sessions and workers wait by; nil: the real one.
	Pace *Pace
}

// Disk is where folders are.
type Disk struct {
	Open     func(path string) (durable.Dir, error) // makes the folder if there is none
	Existing func(path string) (durable.Dir, error) // an error matching fs.ErrNotExist if there is none
}

var (
	// ErrNoDevice says that no device is in the folder.
	ErrNoDevice = errors.New("there is no device in this folder")
	// ErrNoLockedPages says so of locked pages, for the verbs of the notebook,
	// which speak of nothing but pages.
	ErrNoLockedPages = errors.New("there are no locked pages here")
	// ErrDevice says that a device is in the folder already.
	ErrDevice = errors.New("there is a device in this folder already")
)

// DefaultPath is the folder "bulkhead" among the settings of this user's programs.
func DefaultPath() (string, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("finding the folder of settings: %w", err)
	}
	return filepath.Join(config, "bulkhead"), nil
}

// Existing opens the folder, which must be there and hold a vault: else an
// error matching fs.ErrNotExist. It returns the vault's length as well.
func (h *Home) Existing() (dir durable.Dir, vaultBytes int64, err error) {
	if dir, err = h.Disk.Existing(h.Path); err == nil {
		vaultBytes, err = dir.Size(device.VaultFile)
	}
	return dir, vaultBytes, err
}

// Device opens the folder of a device that exists, else ErrNoDevice.
func (h *Home) Device() (durable.Dir, error) {
	dir, _, err := h.Existing()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoDevice
	} else if err != nil {
		return nil, fmt.Errorf("looking for the device: %w", err)
	}
	return dir, nil
}

// LockedPages is Device with ErrNoLockedPages.
func (h *Home) LockedPages() (durable.Dir, error) {
	dir, _, err := h.Existing()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoLockedPages
	} else if err != nil {
		return nil, fmt.Errorf("looking for the locked pages: %w", err)
	}
	return dir, nil
}

// HasDevice reports whether a device is in the folder already.
func (h *Home) HasDevice() bool {
	dir, _, err := h.Existing()
	if dir != nil {
		shut(dir)
	}
	return err == nil
}

// shut closes a folder that was opened for a moment: else the runtime does, at some
// moment of its own, and system calls are compared.
func shut(dir durable.Dir) {
	if c, is := dir.(io.Closer); is {
		c.Close()
	}
}

// New makes the folder of a device that does not exist yet, else ErrDevice.
func (h *Home) New() (durable.Dir, error) {
	dir, err := h.Disk.Open(h.Path)
	if err != nil {
		return nil, err
	}
	if _, err := dir.Size(device.VaultFile); err == nil {
		return nil, ErrDevice
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("looking for a device in this folder: %w", err)
	}
	return dir, nil
}

// sweep takes away what a crash left of a file that this opening does not write:
// of those that it writes, writing does.
func (h *Home) sweep(dir durable.Dir) {
	if conn, err := knock(h.Path); err == nil {
		conn.Close() // somebody has just opened it
	} else {
		_ = dir.Remove(SocketFile)
	}
	_ = dir.Remove(durable.Leftover(SettingsFile))
	if release, err := dir.Lock(NotebookFile); err == nil {
		_ = dir.Remove(durable.Leftover(NotebookFile))
		release()
	}
}
