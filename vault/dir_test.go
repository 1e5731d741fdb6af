package vault

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"slices"
	"testing"

	"bulkhead/internal/durable"
)

// folder is a durable.Dir in memory whose Replace can be made to fail before
// or after the new bytes are in place.
type folder struct {
	files  map[string][]byte
	locked map[string]bool
	fail   func() (landed bool, err error) // nil: every Replace lands
	writes int
}

func newFolder() *folder {
	return &folder{files: map[string][]byte{}, locked: map[string]bool{}}
}

func (d *folder) ReadFile(name string) ([]byte, error) {
	b, ok := d.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return slices.Clone(b), nil
}

func (d *folder) Replace(name string, data []byte) error {
	d.writes++
	if d.fail != nil {
		landed, err := d.fail()
		if landed {
			d.files[name] = slices.Clone(data)
		}
		return err
	}
	d.files[name] = slices.Clone(data)
	return nil
}

func (d *folder) OpenFile(string) (durable.File, error) { return nil, errors.ErrUnsupported }
func (d *folder) Remove(name string) error              { delete(d.files, name); return nil }

func (d *folder) Lock(name string) (func(), error) {
	if d.locked[name] {
		return nil, durable.ErrLocked
	}
	d.locked[name] = true
	return func() { d.locked[name] = false }, nil
}

// cheap is a cost for tests that make many attempts.
func cheap() Params { return Params{MemoryKiB: 8, Time: 1, Threads: 1} }

// small is a shape for tests that make many files.
func small() Options { return Options{Size: 64 << 10, Compartments: 8} }

// seeded returns a source of bytes that replays.
func seeded(seed byte) *source { return rand.NewChaCha8([32]byte{seed}) }

type source = rand.ChaCha8

func pass(t testing.TB, words string) *Passphrase {
	t.Helper()
	p, err := NewPassphrase([]byte(words))
	if err != nil {
		t.Fatal(err)
	}
	return p
}
