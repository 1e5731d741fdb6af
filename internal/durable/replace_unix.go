//go:build unix

package durable

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Replace implements [Dir]: write beside, sync, rename, sync the folder.
// What a crash left beside is written over in place before it is cut to size:
// so in blocks that are set free nothing stays of one that was no longer. What
// cannot be completed is taken away again.
func (d *osDir) Replace(name string, data []byte) error {
	if err := checkName(name); err != nil {
		return err
	}
	beside := name + newSuffix
	f, err := d.openNew(beside)
	if err != nil {
		return disk(err)
	}
	defer f.Close()
	if err = d.fill(f, data); err == nil {
		err = d.rename(beside, name)
	}
	if errors.Is(err, unix.EISDIR) || errors.Is(err, unix.ENOTEMPTY) || errors.Is(err, unix.EEXIST) { // a folder
		if err = d.unlink(name); err == nil {
			err = d.rename(beside, name)
		}
	}
	if err != nil {
		d.takeBack(beside, f)
		return disk(err)
	}
	return disk(d.sync(d.folder))
}

// fill makes data all that is in f, durably.
func (d *osDir) fill(f *os.File, data []byte) error {
	if _, err := f.WriteAt(data, 0); err != nil {
		return err
	}
	if err := f.Truncate(int64(len(data))); err != nil {
		return err
	}
	return d.sync(f)
}

// takeBack overwrites and removes what was not completed. A disk that refuses
// that too leaves it to the next Replace.
func (d *osDir) takeBack(beside string, f *os.File) {
	if info, err := f.Stat(); err == nil {
		var zeros [64 << 10]byte
		for at := int64(0); at < info.Size(); at += int64(len(zeros)) {
			if _, err := f.WriteAt(zeros[:min(int64(len(zeros)), info.Size()-at)], at); err != nil {
				break
			}
		}
		_ = d.sync(f)
	}
	_ = d.unlink(beside)
	_ = d.sync(d.folder)
}

// replants is how often something may be put in the place of the file beside
// while it is being opened, before that is taken for malice.
const replants = 1 << 10

// openNew opens the file beside, whose name is fixed so that what a crash
// leaves behind is written over and not heaped up. Holding its lock keeps two
// callers apart; whoever waited finds that its file was renamed away by the
// other, and opens afresh. What is no plain file of this folder alone is taken
// away, and not followed, waited for or written to.
func (d *osDir) openNew(beside string) (*os.File, error) {
	for range replants {
		f, info, err := d.open(beside, unix.O_RDWR)
		switch {
		case errors.Is(err, unix.ENOENT):
			f, info, err = d.open(beside, unix.O_RDWR|unix.O_CREAT|unix.O_EXCL)
			if errors.Is(err, unix.EEXIST) {
				continue
			}
		case err == nil && info.Nlink == 0: // renamed, and replaced: the name is another caller's by now
			f.Close()
			continue
		case errors.Is(err, ErrNotFile), errors.Is(err, unix.EACCES), err == nil && info.Nlink != 1:
			if err == nil {
				f.Close()
			}
			if err := d.unlink(beside); err != nil && !errors.Is(err, unix.ENOENT) {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := d.own(f, info); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if d.is(beside, f) {
			return f, nil
		}
		f.Close()
	}
	return nil, ErrNotFile
}

// own locks the file beside and closes it to others.
func (d *osDir) own(f *os.File, info *unix.Stat_t) error {
	if err := flock(f, unix.LOCK_EX); err != nil {
		return err
	}
	if info.Mode&0o7777 == fileMode {
		return nil
	}
	return f.Chmod(fileMode)
}
