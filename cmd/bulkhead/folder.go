package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bulkhead/device"
	"bulkhead/internal/durable"
)

// folderPath returns the device's folder, which need not exist.
func (a *app) folderPath() (string, error) {
	if a.Dir != "" {
		return a.Dir, nil
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "", usage(fmt.Errorf("finding the folder of settings: %w", err), "say where with --dir DIR")
	}
	return filepath.Join(config, "bulkhead"), nil
}

// existing opens the folder, which must be there and hold a vault: else an
// error matching fs.ErrNotExist.
func (a *app) existing() (dir durable.Dir, vaultBytes int64, err error) {
	path, err := a.folderPath()
	if err != nil {
		return nil, 0, err
	}
	if dir, err = a.disk.existing(path); err == nil {
		vaultBytes, err = dir.Size(device.VaultFile)
	}
	return dir, vaultBytes, err
}

// folder opens the folder of a device that exists.
func (a *app) folder() (durable.Dir, error) {
	dir, _, err := a.existing()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refuse(errors.New("there is no device in this folder"),
			"'bulkhead init' founds a group, 'bulkhead join' joins one; --dir names another folder")
	} else if err != nil {
		return nil, fmt.Errorf("looking for the device: %w", err)
	}
	return dir, nil
}

// lockedFolder opens the folder for the verbs of the notebook, which speak of
// nothing but pages.
func (a *app) lockedFolder() (durable.Dir, error) {
	dir, _, err := a.existing()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refuse(errors.New("there are no locked pages here"), "'bulkhead notebook lock' makes a place for them")
	} else if err != nil {
		return nil, fmt.Errorf("looking for the locked pages: %w", err)
	}
	return dir, nil
}

// hasDevice reports whether a device is in the folder already.
func (a *app) hasDevice() (bool, error) {
	if _, err := a.folderPath(); err != nil {
		return false, err
	}
	_, _, err := a.existing()
	return err == nil, nil
}

// newFolder makes the folder of a device that does not exist yet.
func (a *app) newFolder() (durable.Dir, error) {
	path, err := a.folderPath()
	if err != nil {
		return nil, err
	}
	dir, err := a.disk.open(path)
	if err != nil {
		return nil, err
	}
	if _, err := dir.Size(device.VaultFile); err == nil {
		return nil, refuse(errors.New("there is a device in this folder already"),
			"one device belongs to one group, and nothing is overwritten; for another one give another folder with --dir")
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("looking for a device in this folder: %w", err)
	}
	return dir, nil
}

// sweep takes away what a crash left of a file that this opening does not write:
// of those that it writes, writing does.
func sweep(dir durable.Dir) {
	_ = dir.Remove(durable.Leftover(settingsFile))
	if release, err := dir.Lock(notebookFile); err == nil {
		_ = dir.Remove(durable.Leftover(notebookFile))
		release()
	}
}
