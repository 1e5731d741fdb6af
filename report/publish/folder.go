package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"time"
)

// Folder is the disk that Put writes to. An [os.Root] is one. Names have slashes, and none
// leads out of it.
type Folder interface {
	MkdirAll(name string, perm fs.FileMode) error
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
	Chtimes(name string, accessed, modified time.Time) error
	Rename(from, to string) error
	RemoveAll(name string) error
	Lstat(name string) (fs.FileInfo, error)
}

// The folders in the one that Put writes to. A web server serves Current.
const (
	Current  = "current"
	Previous = "previous"
	coming   = "coming"
)

var filePath = regexp.MustCompile(`^([a-z]+/)?[A-Za-z0-9][A-Za-z0-9.-]{0,80}$`)

// Forget takes away the publication before the current one, and what an interrupted Put has
// left. It is for when something was taken back because it was not safe; a disk may keep what
// is taken away.
func Forget(d Folder) error {
	if err := errors.Join(d.RemoveAll(Previous), d.RemoveAll(coming)); err != nil {
		return err
	}
	return syncFolder(d, ".")
}

// Put writes a publication into the folder. Nothing half-written is ever served: all is
// written and synced beside the current publication, which then gets the name Previous, and
// the new one takes its name. Between these two there is none for a moment, and if the power
// fails just then, none until Put runs again. On return without an error the new one is
// durable. The one before is kept; the one before that goes. All files have one time, the
// day's. Only one Put may run at a time.
func Put(d Folder, files []File, on time.Time) error {
	if !whole(files) || !onCalendar(on) {
		return ErrFiles
	}
	there, err := known(d)
	if err != nil {
		return err
	}
	if err := d.RemoveAll(coming); err != nil {
		return err
	}
	folders := []string{coming}
	for _, f := range files {
		if in := path.Join(coming, path.Dir(f.Path)); !slices.Contains(folders, in) {
			folders = append(folders, in)
		}
	}
	for _, in := range folders {
		if err := d.MkdirAll(in, 0o755); err != nil {
			return err
		}
	}
	at := dayOf(on)
	for _, f := range files {
		if err := write(d, path.Join(coming, f.Path), f.Bytes, at); err != nil {
			return err
		}
	}
	slices.Reverse(folders) // the outermost last: its time changes with what is in it
	for _, in := range folders {
		if err := d.Chtimes(in, at, at); err != nil {
			return err
		}
		if err := syncFolder(d, in); err != nil {
			return err
		}
	}
	if there {
		if err := d.RemoveAll(Previous); err != nil {
			return err
		}
		if err := d.Rename(Current, Previous); err != nil {
			return err
		}
	}
	if err := d.Rename(coming, Current); err != nil {
		return err
	}
	return syncFolder(d, ".")
}

// known reports whether there is a current publication. What is none of ours is an error: it
// is nobody's to take away.
func known(d Folder) (bool, error) {
	if _, err := d.Lstat(Current); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	if _, err := d.Lstat(path.Join(Current, Sums)); err != nil {
		return false, ErrFiles
	}
	return true, nil
}

// whole reports whether the files are those of a publication: sums that are right, and paths
// that lead nowhere else.
func whole(files []File) bool {
	var rest []File
	seen := map[string]bool{}
	for _, f := range files {
		if !filePath.MatchString(f.Path) || seen[f.Path] {
			return false
		}
		seen[f.Path] = true
		if f.Path != MinisignSignature && f.Path != SSHSignature {
			rest = append(rest, f)
		}
	}
	return len(rest) > 0 && rest[0].Path == Sums && string(rest[0].Bytes) == string(sums(rest[1:]))
}

func write(d Folder, name string, b []byte, at time.Time) error {
	f, err := d.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return d.Chtimes(name, at, at)
}

func syncFolder(d Folder, name string) error {
	f, err := d.OpenFile(name, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
