package durable

import (
	"errors"
	"io"
	"maps"
	"slices"
)

// ErrPower is what every operation of a [Mem] returns once its power is gone.
var ErrPower = errors.New("the power is gone")

// ErrFault is what an operation returns that a [Hook] made fail.
var ErrFault = errors.New("the disk failed")

// Op is a kind of operation that changes a disk.
type Op uint8

// The operations that a [Hook] sees.
const (
	OpReplace Op = iota
	OpRemove
	OpWrite
	OpSync
)

// Fault is what happens to one operation.
type Fault uint8

const (
	// NoFault: it is done.
	NoFault Fault = iota
	// FailBefore: it returns ErrFault and nothing is done.
	FailBefore
	// FailAfter: it is done and returns ErrFault all the same.
	FailAfter
	// CutDuring: the power goes in the midst of it.
	CutDuring
	// CutAfter: the power goes when it is done; the caller never hears of it.
	CutAfter
)

// Hook decides the fate of the n-th operation that changes the disk, counted
// from 1. It is called with the folder locked and must not use it.
type Hook func(n int, op Op) Fault

// SetHook makes hook decide from the next operation on; nil: no faults.
func (m *Mem) SetHook(hook Hook) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hook = hook
}

// Ops returns how many operations have changed, or tried to change, the disk.
func (m *Mem) Ops() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ops
}

// Synced returns how many bytes have been made durable, in whole pages of
// 4,096: what a flash chip would have had to write, file system aside.
func (m *Mem) Synced() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.synced
}

// do runs one operation under the hook. change is told when the power goes in
// the midst of it.
func (m *Mem) do(op Op, change func(cut bool)) error {
	if m.dead {
		return ErrPower
	}
	m.ops++
	fault := NoFault
	if m.hook != nil {
		fault = m.hook(m.ops, op)
	}
	switch fault {
	case FailBefore:
		return ErrFault
	case FailAfter:
		change(false)
		return ErrFault
	case CutDuring, CutAfter:
		change(fault == CutDuring)
		m.dead = true
		return ErrPower
	default:
		change(false)
		return nil
	}
}

// Crash takes the power from m, for good, and returns the folder as it is
// found when the power is back. Locks are gone. Files that m and the result
// would share are the result's.
func (m *Mem) Crash() *Mem {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dead = true
	after := NewMem(m.rand)
	after.share = m.share
	after.files = m.files
	m.files = map[string]*memFile{}
	for _, name := range sortedNames(m.torn) {
		if m.coin() {
			after.put(name, m.torn[name], false)
			delete(after.files, Leftover(name))
		} else if f := m.torn[name]; f != nil {
			after.files[Leftover(name)] = f
		}
	}
	for _, name := range sortedNames(after.files) {
		after.files[name].crash(m.coin)
	}
	return after
}

func sortedNames(files map[string]*memFile) []string { return slices.Sorted(maps.Keys(files)) }

// coin is true half of the time.
func (m *Mem) coin() bool {
	var b [1]byte
	if _, err := io.ReadFull(m.rand, b[:]); err != nil {
		panic("durable: the randomness handed to NewMem has run out")
	}
	return b[0]&1 == 1
}
