package durable

import (
	"errors"
	"io"
)

// Dir is one flat folder of files. Names are single path elements. Nothing but
// a plain file is ever opened under a name: a link is not followed, and a pipe,
// a device, a socket or a folder is waited for by nobody (ErrNotFile). Every
// implementation runs the contract suite in durabletest.
type Dir interface {
	// ReadFile returns the whole file; an error matching fs.ErrNotExist if
	// there is none.
	ReadFile(name string) ([]byte, error)
	// Size returns a file's length in bytes; fs.ErrNotExist as ReadFile.
	Size(name string) (int64, error)
	// Replace puts data in the file's place: after a crash at any point the
	// file holds the old bytes or the new ones, whole; on return without error
	// the new ones, durably. What stood under the name before, if it was no
	// plain file, is replaced and not followed; a folder with something in it is
	// set aside under a name of its own. After an error the file holds
	// the old bytes or the new ones too. After a crash, or an error of a disk
	// that refuses even that something is removed, there may be, under the name
	// Leftover(name), what was written of data so far. The next Replace of the
	// name writes over that in place, and then it is gone, whatever becomes of it.
	Replace(name string, data []byte) error
	// OpenFile opens an existing file for reading and writing in place. Where
	// nothing can be written, it opens it for reading all the same. A file that
	// has a second name is given a copy of its own first, so that no write in
	// place reaches what is not in this folder; if it cannot be, every write is
	// refused.
	OpenFile(name string) (File, error)
	// Remove deletes the file durably; no error if there is none.
	Remove(name string) error
	// Lock takes the named lock against every other holder, in this process
	// or another, without waiting: ErrLocked if it is held. The lock ends with
	// release or with the process. A disk without room refuses nobody a lock.
	Lock(name string) (release func(), err error)
}

// Leftover is the name of what an interrupted Replace of a file may leave
// behind. It is for ReadFile, Size, OpenFile and Remove only.
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

// ErrNotFile is the error of a name under which no plain file stands.
var ErrNotFile = errors.New("something that is no plain file stands in its place")

// errBounds is the error of a write that would change a file's length.
var errBounds = errors.New("a write in place must stay within the file")
