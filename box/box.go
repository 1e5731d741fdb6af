package box

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

const (
	// Size is the length of every box's content, in bytes (docs/design.md, "Words").
	// Every layout above it, and the drop's only accepted body, follow from it.
	Size = 4096

	// IDSize is the length of a box's id, in bytes.
	IDSize = 32

	// HexIDSize is the length of an id in a request path: lower-case hex digits.
	HexIDSize = 2 * IDSize

	// KeySize is the length of a Ref in its binary form, in bytes.
	KeySize = 4 + IDSize
)

// Round numbers the fixed stretches of time in which boxes are written and
// read. Round 0 begins at the round origin that the invitation fixes.
type Round uint32

// Content is what a box holds: bytes that look random to all but one link.
type Content [Size]byte

// IsAbsent reports whether c is what a drop answers where there is no box:
// 4,096 zero bytes.
func (c *Content) IsAbsent() bool {
	var or byte
	for _, b := range c {
		or |= b
	}
	return or == 0
}

// ID names a box within its round. It formats as a fixed word, so that it
// cannot slip into a log; [ID.Hex] is for the request path alone.
type ID [IDSize]byte

// Hex returns the 64 lower-case hex digits of a request path.
func (id ID) Hex() string { return hex.EncodeToString(id[:]) }

// Format implements [fmt.Formatter] and prints no byte of the id.
func (ID) Format(f fmt.State, _ rune) { io.WriteString(f, "box.ID(hidden)") }

// ErrID is the error of an id that is not 64 lower-case hex digits.
var ErrID = errors.New("a box id is 64 lower-case hex digits")

// ParseID reads the form that [ID.Hex] writes, and no other.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != HexIDSize {
		return ID{}, ErrID
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return ID{}, ErrID
		}
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ID{}, ErrID
	}
	return id, nil
}

// Ref is the drop's key for a box: two rounds never share one, so expiry is
// dropping whole rounds.
type Ref struct {
	Round Round
	ID    ID
}

// Key returns the binary form of r, ordered by round and then by id:
//
//	0  4  round, big-endian
//	4 32  id
func (r Ref) Key() [KeySize]byte {
	var k [KeySize]byte
	binary.BigEndian.PutUint32(k[:4], uint32(r.Round))
	copy(k[4:], r.ID[:])
	return k
}

// RefOfKey reads what [Ref.Key] wrote.
func RefOfKey(k [KeySize]byte) Ref {
	return Ref{Round(binary.BigEndian.Uint32(k[:4])), ID(k[4:])}
}
