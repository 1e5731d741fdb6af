package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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
)

// osDir is a folder of the operating system. It holds no state but its path,
// so any number of them may stand for one folder, in any number of processes.
type osDir struct{ path string }

// Open returns the folder at path, which it makes if there is none. The folder
// becomes readable for its owner alone (0700), and so is every file in it
// (0600). All methods of the Dir may be called concurrently, by several
// processes too.
func Open(path string) (Dir, error) {
	if err := os.MkdirAll(path, folderMode); err != nil {
		return nil, fmt.Errorf("making the folder: %w", err)
	}
	if err := os.Chmod(path, folderMode); err != nil {
		return nil, fmt.Errorf("closing the folder to others: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := syncFolder(filepath.Dir(abs)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("syncing the folder above: %w", err)
	}
	return &osDir{abs}, nil
}

// errName is the error of a name that is not one plain path element.
var errName = errors.New("a file name here is one plain path element")

// checkName keeps every name inside the folder and away from the names this
// package makes itself.
func checkName(name string) error {
	if name == "" || name == "." || !filepath.IsLocal(name) || strings.ContainsAny(name, `/\`) ||
		strings.HasSuffix(name, newSuffix) || strings.HasSuffix(name, lockSuffix) {
		return fmt.Errorf("%w: %q", errName, name)
	}
	return nil
}

// checkOld is checkName for what is not made anew: it allows a leftover too.
func checkOld(name string) error { return checkName(strings.TrimSuffix(name, newSuffix)) }

func (d *osDir) join(name string) (string, error) {
	if err := checkOld(name); err != nil {
		return "", err
	}
	return filepath.Join(d.path, name), nil
}

// ReadFile implements [Dir].
func (d *osDir) ReadFile(name string) ([]byte, error) {
	path, err := d.join(name)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// OpenFile implements [Dir].
func (d *osDir) OpenFile(name string) (File, error) {
	path, err := d.join(name)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &osFile{f, info.Size()}, nil
}

// Remove implements [Dir].
func (d *osDir) Remove(name string) error {
	path, err := d.join(name)
	if err != nil {
		return err
	}
	if err := os.Remove(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return syncFolder(d.path)
}

// osFile is a file open in place; size is its length, which no write changes.
type osFile struct {
	*os.File
	size int64
}

// errBounds is the error of a write that would change a file's length.
var errBounds = errors.New("a write in place must stay within the file")

// WriteAt implements [File].
func (f *osFile) WriteAt(p []byte, off int64) (int, error) {
	if off < 0 || off+int64(len(p)) > f.size {
		return 0, errBounds
	}
	return f.File.WriteAt(p, off)
}

// syncFolder makes the folder's list of names durable.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
