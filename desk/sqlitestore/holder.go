package sqlitestore

import (
	"encoding/binary"
	"errors"
	"fmt"

	"bulkhead/keys"
)

// Holder holds what must not stand beside the file: at most [HeldSize] bytes, which open all
// of it. A desk's vault is one. What it replaces must be gone when Hold returns, or erasing
// is not erasing.
type Holder interface {
	// Held returns what was kept last, nil if nothing ever was. It is the caller's own.
	Held() ([]byte, error)
	// Hold replaces that, durably on return. With an error it may hold either.
	Hold([]byte) error
}

// HeldSize is how many bytes a holder has to keep at most.
const HeldSize = 1 + nameSize + 8 + 1 + 2*keys.Size

// ErrHeld is the error of a holder that returns what no store has given it.
var ErrHeld = errors.New("what the holder holds is not a store's")

// held is what a holder holds: 1 version, 16 name of the store, 8 counter of commits that is
// known to have been reached, 1 number of keys, 32 each.
type held struct {
	name  [nameSize]byte
	floor uint64
	keys  []*storeKey
}

func (k *held) marshal() []byte {
	b := append(make([]byte, 0, HeldSize), 1)
	b = append(b, k.name[:]...)
	b = binary.BigEndian.AppendUint64(b, k.floor)
	b = append(b, byte(len(k.keys)))
	for _, key := range k.keys {
		b = append(b, key.Bytes()...)
	}
	return b
}

func (k *held) unmarshal(b []byte) error {
	const fixed = 1 + nameSize + 8 + 1
	if len(b) < fixed || b[0] != 1 || b[fixed-1] < 1 || b[fixed-1] > 2 || len(b) != fixed+int(b[fixed-1])*keys.Size {
		return ErrHeld
	}
	copy(k.name[:], b[1:])
	k.floor = binary.BigEndian.Uint64(b[1+nameSize:])
	for rest := b[fixed:]; len(rest) > 0; rest = rest[keys.Size:] {
		key, err := keys.Of[storeUse](rest[:keys.Size])
		if err != nil {
			return err
		}
		k.keys = append(k.keys, &key)
	}
	return nil
}

// hold gives the holder these keys.
func (s *Store) hold(all ...*storeKey) error {
	k := held{name: s.name, floor: s.counter, keys: all}
	b := k.marshal()
	defer clear(b)
	if err := s.holder.Hold(b); err != nil {
		return fmt.Errorf("keeping the store's key: %w", err)
	}
	return nil
}
