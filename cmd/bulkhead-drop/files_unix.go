//go:build unix && !aix && !solaris

package main

import (
	"errors"
	"io"
	"math"
	"os"
	"syscall"
)

// openFiles is how many files this process may have open. (Go has raised the
// limit as far as it may, before main.)
func openFiles() uint64 {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil || l.Cur > math.MaxInt32 {
		return math.MaxInt32
	}
	return uint64(l.Cur)
}

// lockFolder keeps a second drop out of a folder until it is closed. It is the
// folder itself that is locked: a file's lock ends with the file, and two drops
// on one folder would both acknowledge.
func lockFolder(path string) (io.Closer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.New("the folder cannot be opened")
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return nil, errors.Join(errors.New("the folder is in use by another bulkhead-drop: end that one first, or give --dir another folder"), f.Close())
	case err != nil:
		return nil, errors.Join(errors.New("the folder cannot be locked: two drops on it would lose boxes. Choose one on a disk of this machine"), f.Close())
	}
	return f, nil
}
