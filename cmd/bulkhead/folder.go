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

// folder opens the folder of a device that exists.
func (a *app) folder() (durable.Dir, error) {
	path, err := a.folderPath()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(path, device.VaultFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, refuse(errors.New("there is no device in this folder"),
			"'bulkhead init' founds a group, 'bulkhead join' joins one; --dir names another folder")
	} else if err != nil {
		return nil, fmt.Errorf("looking for the vault: %w", err)
	}
	return durable.Open(path)
}

// lockedFolder opens the folder for the verbs of the notebook, which speak of
// nothing but pages.
func (a *app) lockedFolder() (durable.Dir, error) {
	path, err := a.folderPath()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(path, device.VaultFile)); errors.Is(err, fs.ErrNotExist) {
		return nil, refuse(errors.New("there are no locked pages here"), "'bulkhead notebook lock' makes a place for them")
	} else if err != nil {
		return nil, fmt.Errorf("looking for the locked pages: %w", err)
	}
	return durable.Open(path)
}

// hasDevice reports whether a device is in the folder already.
func (a *app) hasDevice() (bool, error) {
	path, err := a.folderPath()
	if err != nil {
		return false, err
	}
	_, err = os.Stat(filepath.Join(path, device.VaultFile))
	return err == nil, nil
}

// newFolder makes the folder of a device that does not exist yet.
func (a *app) newFolder() (durable.Dir, error) {
	path, err := a.folderPath()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(path, device.VaultFile)); err == nil {
		return nil, refuse(errors.New("there is a device in this folder already"),
			"one device belongs to one group, and nothing is overwritten; for another one give another folder with --dir")
	}
	return durable.Open(path)
}
