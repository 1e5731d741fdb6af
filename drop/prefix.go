package drop

import (
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
)

const (
	// PrefixSize is the length of a prefix, in bytes: too many to guess.
	PrefixSize = 16

	// PrefixTextSize is the length of a prefix in a path, in characters:
	// 128 bits at 5 bits each.
	PrefixTextSize = (PrefixSize*8 + 4) / 5
)

// Prefix is the unguessable first part of a drop's paths. Whoever does not
// know it meets a plain web site. It formats as a fixed word; [Prefix.Text] is
// for paths and addresses alone.
type Prefix [PrefixSize]byte

// ErrPrefix is the error of a text that is not a prefix.
var ErrPrefix = errors.New("a drop's prefix is 26 characters of lower-case base32")

// NewPrefix draws a prefix from rand.
func NewPrefix(rand io.Reader) (Prefix, error) {
	var p Prefix
	if _, err := io.ReadFull(rand, p[:]); err != nil {
		return Prefix{}, fmt.Errorf("drawing a prefix: %w", err)
	}
	return p, nil
}

// ParsePrefix reads the form that [Prefix.Text] writes, and no other.
func ParsePrefix(s string) (Prefix, error) {
	var p Prefix
	if len(s) != PrefixTextSize {
		return Prefix{}, ErrPrefix
	}
	var buf [PrefixSize + 4]byte
	n, err := prefixText.Decode(buf[:], []byte(s))
	if err != nil || n != PrefixSize {
		return Prefix{}, ErrPrefix
	}
	copy(p[:], buf[:n])
	if p.Text() != s { // spare bits of the last character that are not zero
		return Prefix{}, ErrPrefix
	}
	return p, nil
}

// Text returns the 26 characters that stand in a path: RFC 4648 base32 in
// lower case, without padding.
func (p Prefix) Text() string { return prefixText.EncodeToString(p[:]) }

// Matches reports whether text is p's, in a time that does not depend on how
// much of it is.
func (p Prefix) Matches(text string) bool {
	want := p.Text()
	return subtle.ConstantTimeCompare([]byte(want), []byte(text)) == 1
}

// Format implements [fmt.Formatter] and prints no byte of the prefix.
func (Prefix) Format(f fmt.State, _ rune) { io.WriteString(f, "drop.Prefix(hidden)") }

// prefixText is RFC 4648 base32 in lower case; it is never changed.
var prefixText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
