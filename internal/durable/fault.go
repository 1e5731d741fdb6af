package durable

import (
	"errors"
	"io/fs"
	"syscall"
)

// Fault of a disk, as a person may see it: its text names no file, no folder
// and no system call. What it wraps is for errors.Is and errors.As.
type diskError struct{ cause error }

func (e *diskError) Unwrap() error { return e.cause }

func (e *diskError) Error() string {
	var no syscall.Errno
	switch {
	case NoRoom(e.cause):
		return "there is no room on this disk"
	case errors.Is(e.cause, fs.ErrNotExist):
		return "there is no such file"
	case ReadOnly(e.cause):
		return "this disk cannot be written to"
	case errors.Is(e.cause, ErrNotFile):
		return ErrNotFile.Error()
	case errors.As(e.cause, &no):
		return "this disk fails: " + no.Error()
	}
	return e.cause.Error()
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
