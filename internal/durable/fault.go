package durable

import (
	"errors"
	"io/fs"
	"syscall"
)

// diskError is an error of a disk, as a person may see it: its text names no file, no folder
// and no system call. What it wraps is for errors.Is and errors.As.
type diskError struct{ cause error }

func (e *diskError) Unwrap() error { return e.cause }

func (e *diskError) Error() string { return Words(e.cause) }

// Words says in plain words what an error of a disk is, and nothing of where.
func Words(err error) string {
	var no syscall.Errno
	switch {
	case NoRoom(err):
		return "there is no room on this disk"
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case ReadOnly(err):
		return "this disk cannot be written to"
	case errors.Is(err, ErrNotFile):
		return ErrNotFile.Error()
	case errors.As(err, &no):
		return "this disk fails: " + no.Error()
	}
	return "this disk fails"
}

// OfDisk reports whether err comes of a disk.
func OfDisk(err error) bool {
	told := new(diskError)
	return errors.As(err, &told)
}

// disk makes a disk's error of err; nil stays nil.
func disk(err error) error {
	if err == nil {
		return nil
	}
	if told := new(diskError); errors.As(err, &told) {
		return err
	}
	return &diskError{err}
}

// NoRoom reports whether err comes of a disk that is full, or of a person's
// share of one.
func NoRoom(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// ReadOnly reports whether err comes of a disk on which this person writes
// nothing.
func ReadOnly(err error) bool {
	return errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EBADF)
}
