package pebblestore

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync"
	"syscall"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/drop/dropserver"
)

// freezer is the disk as Pebble sees it. Pebble ends the process when it cannot
// write to its manifest. So a write that fails freezes the index instead: what
// the disk holds is left as it is from then on, as by a power cut, and whatever
// Pebble writes goes to memory. Pebble is told that all went well, so it goes on
// answering. Once the disk has room it is closed and opened again, on a new
// freezer, from what the disk holds: see [index.mend].
//
// A merge that finds no room freezes nothing: Pebble takes back what it wrote.
// But it would begin again at once, so it waits until there is room.
//
// All methods may be called concurrently.
type freezer struct {
	vfs.FS            // the disk
	mem    *vfs.MemFS // what was written since the disk froze

	mu      sync.Mutex
	changed *sync.Cond // short or ending
	cause   error      // why the disk is frozen, nil if it is not; guarded by mu
	short   bool       // merges wait for room; guarded by mu
	ending  bool       // nothing waits any more; guarded by mu
	// made are the tables that the manifest on the disk surely does not name:
	// those made after it was last written to. Guarded by mu.
	made map[string]bool
}

func newFreezer(disk vfs.FS) *freezer {
	f := &freezer{FS: disk, mem: vfs.NewMem(), made: make(map[string]bool)}
	f.changed = sync.NewCond(&f.mu)
	return f
}

// frozen returns why the disk is frozen: ErrFull if it had no room, nil if it is
// not frozen.
func (f *freezer) frozen() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.cause
}

// isShort reports whether merges wait for room.
func (f *freezer) isShort() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.short
}

// resume lets the merges that wait go on.
func (f *freezer) resume() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.short = false
	f.changed.Broadcast()
}

// end lets the merges that wait fail, so that Pebble can be closed.
func (f *freezer) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ending = true
	f.changed.Broadcast()
}

// freeze leaves the disk as it is, because of err.
func (f *freezer) freeze(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cause == nil {
		f.cause = writeError(err)
	}
}

// try does a write to the disk, or, once that is frozen, its like in memory.
func (f *freezer) try(disk, memory func() error) error {
	if f.frozen() == nil {
		err := disk()
		if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
			return err
		}
		f.freeze(err)
	}
	return memory()
}

// flushing is Pebble's word for whoever writes a table of what was in memory.
const flushing = vfs.DiskWriteCategory("pebble-memtable-flush")

func isTable(name string) bool {
	return strings.HasSuffix(name, ".sst") || strings.HasSuffix(name, ".blob")
}

// note notes that a table is made, or that the manifest may name all that are.
func (f *freezer) note(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if isTable(name) {
		f.made[name] = true
	} else if f.cause == nil {
		clear(f.made)
	}
}

// isNobodys reports whether the manifest on the disk does not name a table.
func (f *freezer) isNobodys(name string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.made[name]
}

// waitForRoom returns when merges may go on.
func (f *freezer) waitForRoom() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for (f.short || f.cause != nil) && !f.ending {
		f.changed.Wait()
	}
	if f.short || f.cause != nil {
		return dropserver.ErrFull
	}
	return nil
}

// spared notes that a merge found no room, if err says so, and returns err.
func (f *freezer) spared(err error) error {
	if isFull(err) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.short = true
	}
	return err
}

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// inMemory makes the folder of a file in memory.
func (f *freezer) inMemory(name string) error { return f.mem.MkdirAll(f.FS.PathDir(name), 0o700) }

// Create makes a file.
func (f *freezer) Create(name string, w vfs.DiskWriteCategory) (file vfs.File, err error) {
	if isTable(name) && w != flushing {
		return f.createMerged(name, w)
	}
	err = f.try(func() error {
		f.note(name)
		made, err := f.FS.Create(name, w)
		file = &freezerFile{File: made, f: f, name: name}
		return err
	}, func() error {
		if err := f.inMemory(name); err != nil {
			return err
		}
		var err error
		file, err = f.mem.Create(name, w)
		return err
	})
	return file, err
}

// createMerged makes a table of others.
func (f *freezer) createMerged(name string, w vfs.DiskWriteCategory) (vfs.File, error) {
	if err := f.waitForRoom(); err != nil {
		return nil, err
	}
	f.note(name)
	file, err := f.FS.Create(name, w)
	if err != nil {
		return nil, f.spared(err)
	}
	return &freezerFile{File: file, f: f, name: name, merge: true}, nil
}

// OpenReadWrite and ReuseForWrite are for logs, of which the index has none.
func (f *freezer) OpenReadWrite(string, vfs.DiskWriteCategory, ...vfs.OpenOption) (vfs.File, error) {
	return nil, errors.ErrUnsupported
}

// ReuseForWrite is not supported: see OpenReadWrite.
func (f *freezer) ReuseForWrite(string, string, vfs.DiskWriteCategory) (vfs.File, error) {
	return nil, errors.ErrUnsupported
}

// Open opens a file for reading, in memory if it is there.
func (f *freezer) Open(name string, o ...vfs.OpenOption) (vfs.File, error) {
	if f.frozen() != nil {
		if file, err := f.mem.Open(name, o...); err == nil {
			return file, nil
		}
	}
	return f.FS.Open(name, o...)
}

// OpenDir opens a folder to sync it.
func (f *freezer) OpenDir(name string) (vfs.File, error) {
	d, err := f.FS.OpenDir(name)
	if err != nil {
		return nil, err
	}
	return &freezerFile{File: d, f: f, name: name}, nil
}

// Stat is of a file in memory if it is there.
func (f *freezer) Stat(name string) (vfs.FileInfo, error) {
	if f.frozen() != nil {
		if info, err := f.mem.Stat(name); err == nil {
			return info, nil
		}
	}
	return f.FS.Stat(name)
}

// Remove removes a file; from a frozen disk, what the manifest there does not
// name: the beginnings of tables for which there was no room.
func (f *freezer) Remove(name string) error {
	if f.frozen() != nil && f.isNobodys(name) {
		_ = f.FS.Remove(name)
	}
	return f.try(func() error { return f.FS.Remove(name) }, func() error { _ = f.mem.Remove(name); return nil })
}

// RemoveAll is not what Pebble calls with a store open.
func (f *freezer) RemoveAll(name string) error {
	return f.try(func() error { return f.FS.RemoveAll(name) }, func() error { return nil })
}

// Rename renames a file; on a frozen disk, the one in memory alone.
func (f *freezer) Rename(from, to string) error {
	return f.try(func() error { return f.FS.Rename(from, to) }, func() error { _ = f.mem.Rename(from, to); return nil })
}

// Link gives a file a second name.
func (f *freezer) Link(from, to string) error {
	return f.try(func() error { return f.FS.Link(from, to) }, func() error { return dropserver.ErrFull })
}

// MkdirAll makes a folder.
func (f *freezer) MkdirAll(dir string, perm fs.FileMode) error {
	return f.try(func() error { return f.FS.MkdirAll(dir, perm) }, func() error { return f.mem.MkdirAll(dir, perm) })
}

// Lock does nothing: the store's own lock keeps other processes away.
func (f *freezer) Lock(string) (io.Closer, error) { return io.NopCloser(nil), nil }

// Unwrap returns the disk.
func (f *freezer) Unwrap() vfs.FS { return f.FS }

// freezerFile is a file that is written on the disk, or a folder.
type freezerFile struct {
	vfs.File
	f     *freezer
	name  string
	merge bool // a table of others: its errors are Pebble's
}

// do writes, unless the disk is frozen: then nobody reads what is written here.
func (w *freezerFile) do(write func() error) error {
	if w.merge {
		return w.f.spared(write())
	}
	if w.f.frozen() == nil {
		err := write()
		if err == nil {
			return nil
		}
		w.f.freeze(err)
	}
	if isTable(w.name) {
		return w.f.frozen() // Pebble reads it: so it has to make it again, in memory
	}
	return nil
}

func (w *freezerFile) Write(p []byte) (int, error) {
	if !isTable(w.name) {
		w.f.note(w.name)
	}
	return len(p), w.do(func() error { _, err := w.File.Write(p); return err })
}

func (w *freezerFile) Sync() error { return w.do(w.File.Sync) }

func (w *freezerFile) SyncData() error { return w.do(w.File.SyncData) }

func (w *freezerFile) SyncTo(length int64) (whole bool, err error) {
	err = w.do(func() error { whole, err = w.File.SyncTo(length); return err })
	return whole, err
}

func (w *freezerFile) Preallocate(offset, length int64) error {
	return w.do(func() error { return w.File.Preallocate(offset, length) })
}

// Close ends the writing. A file system may say only here that it had no room.
func (w *freezerFile) Close() error {
	err := w.File.Close()
	return w.do(func() error { return err })
}
