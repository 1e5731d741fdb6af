//go:build unix

package durable

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// Every name is handed to the system here, beside the open folder and without
// following links.

// plain reports whether a name is that of a plain file.
func plain(info *unix.Stat_t) bool { return info.Mode&unix.S_IFMT == unix.S_IFREG }

// look returns what stands under a name.
func (d *osDir) look(name string) (*unix.Stat_t, error) {
	defer runtime.KeepAlive(d.folder)
	info := new(unix.Stat_t)
	err := again(func() error { return unix.Fstatat(int(d.folder.Fd()), name, info, unix.AT_SYMLINK_NOFOLLOW) })
	return info, err
}

// open opens a plain file, or with O_CREAT makes one. ErrNotFile for everything
// else, which is not even touched: merely opening a device can do something, and
// opening a pipe can wait for ever. What takes the file's place between look and
// open is found out by looking at what was opened.
func (d *osDir) open(name string, flags int) (*os.File, *unix.Stat_t, error) {
	defer runtime.KeepAlive(d.folder)
	info, err := d.look(name)
	switch {
	case err == nil && !plain(info):
		return nil, nil, ErrNotFile
	case err != nil && (flags&unix.O_CREAT == 0 || !errors.Is(err, unix.ENOENT)):
		return nil, nil, err
	}
	const careful = unix.O_NOFOLLOW | unix.O_NONBLOCK | unix.O_NOCTTY | unix.O_CLOEXEC
	var fd int
	err = again(func() (err error) {
		fd, err = unix.Openat(int(d.folder.Fd()), name, flags|careful, fileMode)
		return err
	})
	if errors.Is(err, unix.ELOOP) || errors.Is(err, unix.ENXIO) || errors.Is(err, unix.EISDIR) {
		return nil, nil, ErrNotFile
	}
	if err != nil {
		return nil, nil, err
	}
	err = unix.Fstat(fd, info)
	if err == nil && !plain(info) {
		err = ErrNotFile
	}
	if err == nil {
		err = unix.SetNonblock(fd, false)
	}
	if err != nil {
		return nil, nil, errors.Join(err, unix.Close(fd))
	}
	return os.NewFile(uintptr(fd), "file"), info, nil
}

// unlink takes a name away, be it of a folder. One that is not empty is nobody's
// here, and nobody's to delete: it gets another name.
func (d *osDir) unlink(name string) error {
	defer runtime.KeepAlive(d.folder)
	err := again(func() error { return unix.Unlinkat(int(d.folder.Fd()), name, 0) })
	if errors.Is(err, unix.EISDIR) || errors.Is(err, unix.EPERM) {
		if info, looked := d.look(name); looked == nil && info.Mode&unix.S_IFMT == unix.S_IFDIR {
			err = unix.Unlinkat(int(d.folder.Fd()), name, unix.AT_REMOVEDIR)
			if errors.Is(err, unix.ENOTEMPTY) || errors.Is(err, unix.EEXIST) {
				err = d.setAside(name)
			}
		}
	}
	return err
}

// setAside gives a folder the first name of its own that is free.
func (d *osDir) setAside(name string) (err error) {
	for n := range replants {
		if err = d.rename(name, fmt.Sprintf("%s.aside-%d", name, n)); err == nil || !errors.Is(err, unix.ENOTEMPTY) && !errors.Is(err, unix.EEXIST) && !errors.Is(err, unix.ENOTDIR) {
			return err
		}
	}
	return err
}

func (d *osDir) rename(from, to string) error {
	defer runtime.KeepAlive(d.folder)
	fd := int(d.folder.Fd())
	return again(func() error { return unix.Renameat(fd, from, fd, to) })
}

// is reports whether a name is still that of an open file.
func (d *osDir) is(name string, f *os.File) bool {
	there, err := d.look(name)
	if err != nil {
		return false
	}
	here := new(unix.Stat_t)
	err = unix.Fstat(int(f.Fd()), here)
	runtime.KeepAlive(f)
	return err == nil && here.Dev == there.Dev && here.Ino == there.Ino
}

// again repeats what a signal interrupts.
func again(do func() error) error {
	for {
		if err := do(); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
