//go:build unix

package durable

import (
	"errors"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// Lock implements [Dir] with flock(2) on an empty file of its own, which stays
// behind: removing it would let two holders in.
func (d *osDir) Lock(name string) (release func(), err error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	f, err := d.openLock(name + lockSuffix)
	if err != nil {
		return d.lockFolder(name)
	}
	if err := flock(f, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, ErrLocked
		}
		return d.lockFolder(name) // a disk that knows no such locks
	}
	return func() { unlock(f) }, nil
}

// openLock opens a lock's file, or makes it. What is no plain file is nobody's
// lock, and is taken away.
func (d *osDir) openLock(file string) (f *os.File, err error) {
	for range replants {
		f, _, err = d.open(file, unix.O_RDWR|unix.O_CREAT)
		if ReadOnly(err) {
			f, _, err = d.open(file, unix.O_RDONLY)
		}
		if !errors.Is(err, ErrNotFile) {
			return f, err
		}
		if err := d.unlink(file); err != nil {
			return nil, err
		}
	}
	return nil, err
}

// lockFolder is the lock of a name whose file cannot be made, since the disk has
// no room for another name or takes no writes: the folder itself is locked, with
// all such names of this process in one. Two programs that both need it keep
// each other out, whatever the names.
func (d *osDir) lockFolder(name string) (release func(), err error) {
	info := new(unix.Stat_t)
	err = unix.Fstat(int(d.folder.Fd()), info)
	runtime.KeepAlive(d.folder)
	if err != nil {
		return nil, disk(err)
	}
	folders.mu.Lock()
	defer folders.mu.Unlock()
	id := folderID{uint64(info.Dev), info.Ino}
	held := folders.held[id]
	if held == nil {
		if held, err = d.holdFolder(); err != nil {
			return nil, err
		}
		folders.held[id] = held
	}
	if held.names[name] {
		return nil, ErrLocked
	}
	held.names[name] = true
	return sync.OnceFunc(func() {
		folders.mu.Lock()
		defer folders.mu.Unlock()
		if delete(held.names, name); len(held.names) == 0 {
			unlock(held.folder)
			delete(folders.held, id)
		}
	}), nil
}

// holdFolder locks the folder against other programs.
func (d *osDir) holdFolder() (*heldFolder, error) {
	fd, err := unix.Openat(int(d.folder.Fd()), ".", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	runtime.KeepAlive(d.folder)
	if err != nil {
		return nil, disk(err)
	}
	f := os.NewFile(uintptr(fd), "folder")
	if err := flock(f, unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		f.Close()
		return nil, ErrLocked
	} // a disk without such locks leaves those within this process
	return &heldFolder{f, map[string]bool{}}, nil
}

type folderID struct{ dev, ino uint64 }

// heldFolder is a folder that this process has locked.
type heldFolder struct {
	folder *os.File
	names  map[string]bool // what for
}

// folders are those that this process has locked, in whichever Dir.
var folders = struct {
	mu   sync.Mutex
	held map[folderID]*heldFolder // guarded by mu
}{held: map[folderID]*heldFolder{}}

// unlock gives a lock up, also where a process that is just being started has
// the file too: closing alone would leave the lock to it until it runs.
func unlock(f *os.File) {
	_ = flock(f, unix.LOCK_UN) // what cannot be unlocked ends with its file
	f.Close()
}

func flock(f *os.File, how int) error {
	defer runtime.KeepAlive(f)
	return again(func() error { return unix.Flock(int(f.Fd()), how) })
}
