package keys

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
)

// Size is the length of every symmetric key and chain value, in bytes.
const Size = 32

// ErrSize is the error of a key made from anything but [Size] bytes.
var ErrSize = errors.New("a key is 32 bytes")

// Key is a 32-byte secret with one use, U. Two uses are two types, so one
// cannot stand in for the other. It has no ==, no useful String and no
// marshalling: see [Key.Bytes]. A struct that has a Key in an unexported field
// needs a Format of its own: fmt does not ask such a field how to print itself.
type Key[U any] struct {
	_ [0]func() // forbids ==
	b [Size]byte
}

// Of copies a key out of b, which must be [Size] bytes and stays the caller's.
func Of[U any](b []byte) (Key[U], error) {
	var k Key[U]
	if len(b) != Size {
		return k, ErrSize
	}
	copy(k.b[:], b)
	return k, nil
}

// Read draws a key from r.
func Read[U any](r io.Reader) (Key[U], error) {
	var k Key[U]
	if _, err := io.ReadFull(r, k.b[:]); err != nil {
		return Key[U]{}, fmt.Errorf("drawing a key: %w", err)
	}
	return k, nil
}

// Bytes returns the key's own memory: for a derivation or a vault's payload.
// Writing to it changes the key.
func (k *Key[U]) Bytes() []byte { return k.b[:] }

// Equal reports in constant time whether both hold the same bytes.
func (k *Key[U]) Equal(o *Key[U]) bool {
	return subtle.ConstantTimeCompare(k.b[:], o.b[:]) == 1
}

// IsZero reports in constant time whether the key was erased or never set.
func (k *Key[U]) IsZero() bool {
	var zero [Size]byte
	return subtle.ConstantTimeCompare(k.b[:], zero[:]) == 1
}

// Erase overwrites the key with zeros.
func (k *Key[U]) Erase() { clear(k.b[:]) }

// Format implements [fmt.Formatter] and prints no byte of the key.
func (Key[U]) Format(f fmt.State, _ rune) { io.WriteString(f, "key(hidden)") }

// ErrMarshal is what every text or JSON encoder gets instead of a key.
var ErrMarshal = errors.New("a key does not marshal")

// MarshalText implements [encoding.TextMarshaler] by refusing.
func (Key[U]) MarshalText() ([]byte, error) { return nil, ErrMarshal }

// MarshalJSON implements [encoding/json.Marshaler] by refusing.
func (Key[U]) MarshalJSON() ([]byte, error) { return nil, ErrMarshal }

// MarshalBinary implements [encoding.BinaryMarshaler] by refusing, so that
// gob cannot write a key either.
func (Key[U]) MarshalBinary() ([]byte, error) { return nil, ErrMarshal }
