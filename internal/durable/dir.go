package durable

import (
	"errors"
	"io"
)

// Dir is one flat folder of files. Names are single path elements. Every
// implementation runs the contract suite in durabletest.
type Dir interface {
	// ReadFile returns the whole file; an error matching fs.ErrNotExist if
	// there is none.
	ReadFile(name string) ([]byte, error)
	// Replace puts data in the file's place: after a crash at any point the
	// file holds the old bytes or the new ones, whole; on return without error
	// the new ones, durably. After a crash or an error there may be, under the
	// name Leftover(name), what was written of data so far. The next Replace of
	// the name writes over that in place, and then it is gone.
	Replace(name string, data []byte) error
	// OpenFile opens an existing file for reading and writing in place.
	OpenFile(name string) (File, error)
	// Remove deletes the file durably; no error if there is none.
	Remove(name string) error
	// Lock takes the named lock against every other holder, in this process
	// or another, without waiting: ErrLocked if it is held. The lock ends with
	// release or with the process.
	Lock(name string) (release func(), err error)
}

// Leftover is the name of what an interrupted Replace of a file may leave
// behind. It is for ReadFile, OpenFile and Remove only.
func Leftover(name string) string { return name + newSuffix }

// File is a file open in place. WriteAt within the existing length only.
// Not safe for concurrent use.
type File interface {
	io.ReaderAt
	io.WriterAt
	// Sync makes everything written so far durable.
	Sync() error
	Close() error
}

// ErrLocked is returned by Lock while another holds the lock.
var ErrLocked = errors.New("in use by another running program")
