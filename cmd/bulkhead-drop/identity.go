package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"bulkhead/drop"
)

// A drop is its prefix and its key: with another of either it is another drop,
// which nobody's phone asks for. So neither is drawn anew in a folder that was
// a drop's, and both are held to the address that was printed last: a
// damaged prefix is a prefix too.

// errLost is why a folder that was a drop's gets no new prefix or key.
var errLost = errors.New("lost; put it back from its backup, or begin a new drop, at another address, in an empty folder")

// wasDrop reports whether a folder was a drop's before.
func wasDrop(path string) bool {
	for _, name := range []string{addressFile, keyFile, "boxes/roster.1", "boxes/roster.2", "boxes/acked"} {
		if _, err := os.Lstat(filepath.Join(path, name)); err == nil {
			return true
		}
	}
	return false
}

// last returns the address that was printed last, or false if there is none
// that can be read.
func (f *folder) last() (drop.Address, bool) {
	text, err := f.dir.ReadFile(addressFile)
	if err != nil {
		return drop.Address{}, false
	}
	a, err := drop.ParseAddress(strings.TrimSpace(string(text)))
	return a, err == nil
}

// mayDrawKey returns an error if the folder's key is not there and was.
func (f *folder) mayDrawKey() error {
	_, err := f.dir.ReadFile(keyFile)
	if !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	last, known := f.last()
	if _, pinned := last.Pin(); pinned || !known && f.old {
		return fmt.Errorf("the folder's file %q is %w", keyFile, errLost)
	}
	return nil
}

// isSame returns an error if the address that was printed last is another
// drop's than one of this prefix and pin.
func (f *folder) isSame(pin *drop.Pin) error {
	last, ok := f.last()
	if !ok {
		return nil
	}
	different := ""
	if last.Prefix() != f.prefix {
		different = prefixFile
	} else if was, pinned := last.Pin(); pinned && pin != nil && was != *pin {
		different = keyFile
	}
	if different == "" {
		return nil
	}
	return fmt.Errorf("the folder's files %q and %q do not fit together, so one of them is damaged or another drop's: put %q back from its backup, or, if it is right, take %q away",
		different, addressFile, different, addressFile)
}
