//go:build unix

package durable

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Replace implements [Dir]: write beside, sync, rename, sync the folder.
// What a crash left beside is written over in place before it is cut to size:
// so in blocks that are set free nothing stays of one that was no longer.
func (d *osDir) Replace(name string, data []byte) (err error) {
	if err := checkName(name); err != nil {
		return err
	}
	path := filepath.Join(d.path, name)
	f, err := openNew(path + newSuffix)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.WriteAt(data, 0); err != nil {
		return err
	}
	if err := f.Truncate(int64(len(data))); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(d.path)
}

// openNew opens the file beside, whose name is fixed so that what a crash
// leaves behind is written over and not heaped up. Holding its lock keeps two
// callers apart; whoever waited finds that its file was renamed away by the
// other, and opens afresh.
func openNew(path string) (*os.File, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
		if err != nil {
			return nil, err
		}
		if err := flock(f, unix.LOCK_EX); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		here, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if there, err := os.Stat(path); err == nil && os.SameFile(here, there) {
			return f, nil
		}
		f.Close()
	}
}

// Lock implements [Dir] with flock(2) on an empty file of its own, which stays
// behind: removing it would let two holders in.
func (d *osDir) Lock(name string) (release func(), err error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(d.path, name+lockSuffix), os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, err
	}
	if err := flock(f, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		if errors.Is(err, unix.EWOULDBLOCK) {
			err = ErrLocked
		}
		return nil, errors.Join(err, f.Close())
	}
	return func() { f.Close() }, nil
}

// flock repeats what a signal interrupts.
func flock(f *os.File, how int) error {
	for {
		if err := unix.Flock(int(f.Fd()), how); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
