package storetest

import (
	"sync"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// Mem is a store in memory: durable for as long as the process runs.
type Mem struct {
	mu      sync.Mutex
	boxes   map[box.Ref]box.Content // guarded by mu
	damaged map[box.Ref]bool        // guarded by mu
	full    bool                    // guarded by mu
}

var _ dropserver.Store = (*Mem)(nil)

// NewMem returns an empty store.
func NewMem() *Mem {
	return &Mem{boxes: make(map[box.Ref]box.Content), damaged: make(map[box.Ref]bool)}
}

// SetFull makes every Put of a box that is not there fail with
// [dropserver.ErrFull], or stops it.
func (m *Mem) SetFull(full bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.full = full
}

// Damage ruins a box: only its own bytes make it whole.
func (m *Mem) Damage(ref box.Ref) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.damaged[ref] = true
}

// Len returns how many boxes are kept.
func (m *Mem) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.boxes)
}

// Put implements [dropserver.Store].
func (m *Mem) Put(ref box.Ref, content *box.Content) (dropserver.PutOutcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if kept, ok := m.boxes[ref]; ok {
		if m.damaged[ref] && kept != *content {
			return 0, dropserver.ErrDamaged
		}
		if kept == *content {
			delete(m.damaged, ref)
			return dropserver.Same, nil
		}
		return dropserver.Conflict, nil
	}
	if m.full {
		return 0, dropserver.ErrFull
	}
	m.boxes[ref] = *content
	return dropserver.Created, nil
}

// Get implements [dropserver.Store].
func (m *Mem) Get(ref box.Ref, content *box.Content) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, ok := m.boxes[ref]
	if m.damaged[ref] {
		return false, dropserver.ErrDamaged
	}
	if ok {
		*content = kept
	}
	return ok, nil
}

// DropBefore implements [dropserver.Store].
func (m *Mem) DropBefore(first box.Round) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for ref := range m.boxes {
		if ref.Round < first {
			delete(m.boxes, ref)
			delete(m.damaged, ref)
		}
	}
	return nil
}

// Close implements [dropserver.Store].
func (m *Mem) Close() error { return nil }
