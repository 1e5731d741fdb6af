//go:build unix

package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	// Sector is the length, in bytes, that a storage device writes whole or
	// not at all. Formats that are changed in place keep to it: whatever must
	// change together lies within one sector.
	Sector = 512

	folderMode = 0o700 // nobody but the owner
	fileMode   = 0o600

	newSuffix  = ".new"  // where Replace writes before it renames
	lockSuffix = ".lock" // what Lock locks; always empty

	// maxRead is the longest file that ReadFile takes into memory, in bytes:
	// four times the longest vault. Whoever can put a file into the folder must not be able
	// to end the program with it.
	maxRead = 256 << 20
)

// osDir is a folder of the operating system, held open: every name is looked up
// in it, and in nothing that takes the place of its path later. Any number of
// them may stand for one folder, in any number of processes. It is an
// [io.Closer], for whoever must not keep the folder's disk busy until the
// garbage collector comes by.
type osDir struct {
	folder *os.File
	lazy   bool // see Lazy
}

// Lazy returns d, a folder of the operating system, such that nothing waits for the disk:
// what is written reaches it when the system likes, and a power cut may take or mix up
// everything. It is for tests in which no power is cut. All else is as it was.
func Lazy(d Dir) Dir {
	own := *d.(*osDir)
	own.lazy = true
	return &own
}

// sync makes durable what was written to f.
func (d *osDir) sync(f *os.File) error {
	if d.lazy {
		return nil
	}
	return f.Sync()
}

// Close implements [io.Closer].
func (d *osDir) Close() error { return d.folder.Close() }

// Open returns the folder at path, which it makes if there is none. The folder
// becomes readable for its owner alone (0700), and so is every file that is
// made in it (0600). The last element of path must be no link. All methods of
// the Dir may be called concurrently, by several processes too.
func Open(path string) (Dir, error) {
	path = filepath.Clean(path)
	_, err := os.Lstat(path)
	missing := errors.Is(err, fs.ErrNotExist)
	if missing {
		if err := os.MkdirAll(path, folderMode); err != nil {
			return nil, fmt.Errorf("making the folder: %w", disk(err))
		}
	}
	d, err := Existing(path)
	if err != nil || !missing {
		return d, err
	}
	if err := syncAbove(path); err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("syncing the folder above: %w", disk(err))
	}
	return d, nil
}

// Existing is Open for a folder that must be there: an error matching
// fs.ErrNotExist if there is none.
func Existing(path string) (Dir, error) {
	fd, err := unix.Open(filepath.Clean(path), unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ELOOP) || errors.Is(err, unix.ENOTDIR) {
		return nil, fmt.Errorf("opening the folder: %w: a link or a file", disk(errNotFolder))
	}
	if err != nil {
		return nil, fmt.Errorf("opening the folder: %w", disk(err))
	}
	d := &osDir{folder: os.NewFile(uintptr(fd), "folder")}
	info, err := d.folder.Stat()
	if err != nil {
		return nil, fmt.Errorf("looking at the folder: %w", disk(err))
	}
	if info.Mode().Perm() != folderMode {
		// A disk that cannot be written to lets nobody in who was not in before.
		if err := d.folder.Chmod(folderMode); err != nil && !errors.Is(err, unix.EROFS) {
			return nil, fmt.Errorf("closing the folder to others: %w", disk(err))
		}
	}
	return d, nil
}

// errNotFolder is the error of a path whose last element is no folder.
var errNotFolder = errors.New("something that is no folder stands in its place")

// errName is the error of a name that is not one plain path element.
var errName = errors.New("a file name here is one plain path element")

// checkName keeps every name inside the folder and away from the names this
// package makes itself.
func checkName(name string) error {
	if name == "" || name == "." || !filepath.IsLocal(name) || strings.ContainsAny(name, "/\\\x00") ||
		strings.HasSuffix(name, newSuffix) || strings.HasSuffix(name, lockSuffix) {
		return fmt.Errorf("%w: %q", errName, name)
	}
	return nil
}

// checkOld is checkName for what is not made anew: it allows a leftover too.
func checkOld(name string) error { return checkName(strings.TrimSuffix(name, newSuffix)) }

// ReadFile implements [Dir].
func (d *osDir) ReadFile(name string) ([]byte, error) {
	if err := checkOld(name); err != nil {
		return nil, err
	}
	f, info, err := d.open(name, unix.O_RDONLY)
	if err != nil {
		return nil, disk(err)
	}
	defer f.Close()
	if info.Size > maxRead {
		return nil, disk(unix.EFBIG)
	}
	data := make([]byte, info.Size)
	n, err := io.ReadFull(f, data)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, disk(err)
	}
	return data[:n], nil
}

// Size implements [Dir].
func (d *osDir) Size(name string) (int64, error) {
	if err := checkOld(name); err != nil {
		return 0, err
	}
	info, err := d.look(name)
	if err != nil {
		return 0, disk(err)
	}
	if !plain(info) {
		return 0, disk(ErrNotFile)
	}
	return info.Size, nil
}

// OpenFile implements [Dir].
func (d *osDir) OpenFile(name string) (File, error) {
	if err := checkOld(name); err != nil {
		return nil, err
	}
	f, err := d.openFile(name)
	if err != nil || !f.shared || f.closed {
		return f, disk(err)
	}
	// It has another name, somewhere: what is written here must not show there.
	data, err := d.ReadFile(name)
	if err != nil || checkName(name) != nil || d.Replace(name, data) != nil {
		return f, nil
	}
	f.Close()
	own, err := d.openFile(name)
	return own, disk(err)
}

func (d *osDir) openFile(name string) (*osFile, error) {
	closed := false
	f, info, err := d.open(name, unix.O_RDWR)
	if ReadOnly(err) {
		closed = true
		f, info, err = d.open(name, unix.O_RDONLY)
	}
	if err != nil {
		return nil, err
	}
	return &osFile{File: f, dir: d, size: info.Size, shared: info.Nlink > 1, closed: closed}, nil
}

// Remove implements [Dir].
func (d *osDir) Remove(name string) error {
	if err := checkOld(name); err != nil {
		return err
	}
	if err := d.unlink(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return disk(err)
	}
	return disk(d.sync(d.folder))
}

// osFile is a file open in place; size is its length, which no write changes.
type osFile struct {
	*os.File
	dir    *osDir
	size   int64
	shared bool // it has another name
	closed bool // for writing
}

// WriteAt implements [File].
func (f *osFile) WriteAt(p []byte, off int64) (int, error) {
	switch {
	case off < 0 || off+int64(len(p)) > f.size:
		return 0, errBounds
	case f.shared:
		return 0, disk(ErrNotFile)
	case f.closed:
		return 0, disk(unix.EROFS)
	}
	n, err := f.File.WriteAt(p, off)
	return n, disk(err)
}

// ReadAt implements [File].
func (f *osFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.ReadAt(p, off)
	if err != nil && err != io.EOF {
		err = disk(err)
	}
	return n, err
}

// Sync implements [File]. What nothing can be written to is durable as it is.
func (f *osFile) Sync() error {
	if f.closed || f.shared {
		return nil
	}
	return disk(f.dir.sync(f.File))
}

// syncAbove makes the list of names durable in which path stands.
func syncAbove(path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	f, err := os.Open(filepath.Dir(abs))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
