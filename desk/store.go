package desk

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Table is one of the tables of a store.
type Table uint8

// The tables: one row for each report, case and waiting reply; one with the desk's own; one
// for each report that a person has erased, and for each case that was published and is no more.
const (
	Reports Table = iota + 1
	Cases
	Replies
	Own
	Erased
	Withdrawn
)

// Stored is one row as it was kept.
type Stored struct {
	Table   Table
	Number  uint64
	Data    []byte // the receiver's own; nil if the row is damaged
	Damaged bool   // it is there, and is not what was kept
}

// Change is one row's new content, or its end.
type Change struct {
	Table  Table
	Number uint64
	Data   []byte // nil: the row goes
	// Erase makes unreadable what the row held before: from Commit's return on nobody reads
	// it, not with the store's files of any earlier time and everything that is kept then.
	Erase bool
}

// Store is where a desk keeps its rows. Every implementation runs the suite in
// desk/storetest. A Desk calls Commit alone, and Read from many goroutines.
type Store interface {
	// Load calls f with every row, a table after the other, each by number. Damage of one
	// row is that row's alone. An error of f ends it.
	Load(f func(Stored) error) error
	// Read returns a row's content, the caller's own: ErrNoRow, ErrDamagedRow.
	Read(t Table, number uint64) ([]byte, error)
	// Commit makes all changes, durably on return, or none. An error means that nothing
	// changed, but for one that matches ErrErasing.
	Commit(changes []Change) error
}

var (
	// ErrNoRow is Read's answer where there is none.
	ErrNoRow = errors.New("the desk keeps no such row")
	// ErrDamagedRow is Read's answer where a row is not what was kept.
	ErrDamagedRow = errors.New("a row of the desk's is damaged")
	// ErrErasing is Commit's error if everything is durable, but what had to be erased can
	// still be read by whoever has all that is kept. The next Commit tries again.
	ErrErasing = errors.New("erasing is not yet done")
)

type rowID struct {
	table  Table
	number uint64
}

// Mem is a store in memory, for tests and demonstrations. All methods may be called
// concurrently.
type Mem struct {
	mu   sync.RWMutex
	rows map[rowID][]byte
}

// NewMem returns an empty store.
func NewMem() *Mem { return &Mem{rows: map[rowID][]byte{}} }

// Load implements [Store].
func (m *Mem) Load(f func(Stored) error) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	ids := slices.SortedFunc(maps.Keys(m.rows), func(a, b rowID) int {
		if a.table != b.table {
			return int(a.table) - int(b.table)
		}
		if a.number < b.number {
			return -1
		}
		return 1
	})
	for _, id := range ids {
		if err := f(Stored{Table: id.table, Number: id.number, Data: slices.Clone(m.rows[id])}); err != nil {
			return err
		}
	}
	return nil
}

// Read implements [Store].
func (m *Mem) Read(t Table, number uint64) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	b, ok := m.rows[rowID{t, number}]
	if !ok {
		return nil, fmt.Errorf("reading a row: %w", ErrNoRow)
	}
	return slices.Clone(b), nil
}

// Commit implements [Store]. Nothing of what goes stays in memory.
func (m *Mem) Commit(changes []Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range changes {
		id := rowID{c.Table, c.Number}
		clear(m.rows[id])
		if c.Data == nil {
			delete(m.rows, id)
			continue
		}
		m.rows[id] = append([]byte{}, c.Data...)
	}
	return nil
}
