package durable

import (
	"fmt"
	"io"
	"io/fs"
	"sync"
)

// Mem is a folder in memory that behaves like a disk whose power can go: what
// was synced stays, what was written in place and not yet synced stays or goes
// sector by sector, by chance. Pages of zeros take no memory. All methods may
// be called concurrently.
type Mem struct {
	mu     sync.Mutex
	rand   io.Reader           // decides what an unsynced sector's fate is
	files  map[string]*memFile // by name
	torn   map[string]*memFile // what a Replace or Remove cut short was putting in place (nil: nothing)
	locks  map[string]bool
	ops    int
	dead   bool
	hook   Hook
	synced int64
	share  bool

	refusal  func(Call) error
	bounded  bool  // by
	capacity int64 // bytes, in pages
}

// NewMem returns an empty folder. rand decides, at [Mem.Crash], what of the
// unsynced stays; with the same rand and the same operations it is the same.
func NewMem(rand io.Reader) *Mem {
	return &Mem{rand: rand, files: map[string]*memFile{}, torn: map[string]*memFile{}, locks: map[string]bool{}}
}

// Share lets a file that is replaced share the pages that stay as they were
// with the one that takes its place. A world of hundreds of folders is cheaper
// for it; but replacing then takes the less time the less changes, so a test
// that measures time turns it off.
func (m *Mem) Share(on bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.share = on
}

// ReadFile implements [Dir].
func (m *Mem) ReadFile(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := m.find(name)
	if err != nil {
		return nil, err
	}
	return f.content(), nil
}

// Size implements [Dir].
func (m *Mem) Size(name string) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := m.find(name)
	if err != nil {
		return 0, err
	}
	return int64(f.size), nil
}

// Replace implements [Dir].
func (m *Mem) Replace(name string, data []byte) error {
	if err := checkName(name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.besideRefused(name, data); err != nil {
		return err
	}
	err := m.do(OpReplace, func(cut bool) {
		old := m.files[name]
		if !m.share {
			old = nil
		}
		m.put(name, newMemFile(data, old), cut)
		if !cut {
			delete(m.files, Leftover(name))
		}
		m.synced += int64(len(data))
	})
	if err != nil {
		return err
	}
	return m.refused(StepFolder, name, 0, 0)
}

// Remove implements [Dir].
func (m *Mem) Remove(name string) error {
	if err := checkOld(name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.refused(StepRemove, name, 0, 0); err != nil {
		return err
	}
	return m.do(OpRemove, func(cut bool) { m.put(name, nil, cut) })
}

// put changes what stands under a name; if the power goes in the midst of it,
// the new is kept aside, for [Mem.Crash] to choose.
func (m *Mem) put(name string, f *memFile, cut bool) {
	if cut {
		m.torn[name] = f
		return
	}
	if f == nil {
		delete(m.files, name)
	} else {
		m.files[name] = f
	}
}

// OpenFile implements [Dir].
func (m *Mem) OpenFile(name string) (File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f, err := m.find(name)
	if err != nil {
		return nil, err
	}
	return &memHandle{m, f, name}, nil
}

// Lock implements [Dir].
func (m *Mem) Lock(name string) (release func(), err error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dead {
		return nil, ErrPower
	}
	if m.locks[name] {
		return nil, ErrLocked
	}
	m.locks[name] = true
	return sync.OnceFunc(func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.locks, name)
	}), nil
}

func (m *Mem) find(name string) (*memFile, error) {
	if err := checkOld(name); err != nil {
		return nil, err
	}
	if m.dead {
		return nil, ErrPower
	}
	f, ok := m.files[name]
	if !ok {
		return nil, fmt.Errorf("opening %q: %w", name, fs.ErrNotExist)
	}
	return f, nil
}

// memHandle is an open memFile. A Replace under its name leaves it with the
// old bytes, as on a disk.
type memHandle struct {
	m    *Mem
	f    *memFile
	name string
}

// ReadAt implements [io.ReaderAt].
func (h *memHandle) ReadAt(p []byte, off int64) (int, error) {
	h.m.mu.Lock()
	defer h.m.mu.Unlock()
	if h.m.dead {
		return 0, ErrPower
	}
	if off < 0 {
		return 0, errBounds
	}
	n := h.f.readAt(p, off)
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// WriteAt implements [io.WriterAt].
func (h *memHandle) WriteAt(p []byte, off int64) (int, error) {
	h.m.mu.Lock()
	defer h.m.mu.Unlock()
	if off < 0 || off+int64(len(p)) > int64(h.f.size) {
		return 0, errBounds
	}
	if err := h.m.refused(StepWrite, h.name, int(off), len(p)); err != nil {
		return 0, err
	}
	// A write that the power cuts short may have reached any of its sectors:
	// that is what being unsynced already means.
	if err := h.m.do(OpWrite, func(bool) { h.f.writeAt(p, off) }); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Sync implements [File].
func (h *memHandle) Sync() error {
	h.m.mu.Lock()
	defer h.m.mu.Unlock()
	if err := h.m.refused(StepSync, h.name, 0, 0); err != nil {
		return err
	}
	return h.m.do(OpSync, func(cut bool) {
		if !cut {
			h.m.synced += h.f.sync()
		}
	})
}

// Close implements [File].
func (h *memHandle) Close() error { return nil }
