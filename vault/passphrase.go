package vault

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sethvargo/go-diceware/diceware"
	"golang.org/x/text/unicode/norm"
)

const (
	// Words is how many words a generated passphrase has: 5 different ones of
	// 7,776 are 64.6 bits (docs/design.md, "Vault").
	Words = 5

	// maxPassphrase bounds what a person may type, in bytes before and after
	// normalisation.
	maxPassphrase = 1024
)

var (
	// ErrNoPassphrase is the error of a passphrase without a visible character.
	ErrNoPassphrase = errors.New("the passphrase is empty")

	// ErrPassphrase is the error of a passphrase that is no text or longer than
	// 1,024 bytes.
	ErrPassphrase = errors.New("the passphrase is not text of at most 1,024 bytes")
)

// Passphrase is what a person types, normalised. It prints as a fixed word,
// does not marshal, and is erased with [Passphrase.Erase]. Not safe for
// concurrent use with Erase.
type Passphrase struct {
	_ [0]func() // forbids ==
	b []byte
}

// NewPassphrase normalises what a person typed: Unicode NFKC, lower case, white
// space at both ends dropped and every run of it inside folded to one space. So
// another keyboard, a capital that the phone put first or a double space does
// not lock anybody out; a chosen passphrase loses its capitals, a generated one
// has none. The typed bytes stay the caller's, to be erased by the caller.
func NewPassphrase(typed []byte) (*Passphrase, error) {
	if len(typed) > maxPassphrase || !utf8.Valid(typed) {
		return nil, ErrPassphrase
	}
	nfkc := norm.NFKC.Append(make([]byte, 0, 3*maxPassphrase), typed...)
	folded := foldSpaces(nfkc)
	b := norm.NFKC.Append(make([]byte, 0, 3*maxPassphrase), folded...)
	clear(nfkc)
	clear(folded)
	switch {
	case len(b) == 0:
		return nil, ErrNoPassphrase
	case len(b) > maxPassphrase:
		clear(b)
		return nil, ErrPassphrase
	}
	return &Passphrase{b: b}, nil
}

// foldSpaces returns a lower-cased copy of text with white space folded. It is
// given room for every letter to grow, so that no copy is left behind.
func foldSpaces(text []byte) []byte {
	out := make([]byte, 0, utf8.UTFMax*len(text))
	space := false
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		if unicode.IsSpace(r) {
			space = len(out) > 0
			continue
		}
		if space {
			out = append(out, ' ')
			space = false
		}
		out = utf8.AppendRune(out, unicode.ToLower(r))
	}
	return out
}

// Generate draws a passphrase of [Words] different words of the EFF large list.
func Generate(rand io.Reader) (*Passphrase, error) {
	g, err := diceware.NewGenerator(&diceware.GeneratorInput{RandReader: rand})
	if err != nil {
		return nil, fmt.Errorf("drawing a passphrase: %w", err)
	}
	words, err := g.Generate(Words)
	if err != nil {
		return nil, fmt.Errorf("drawing a passphrase: %w", err)
	}
	return &Passphrase{b: []byte(strings.Join(words, " "))}, nil
}

// Bytes returns the passphrase's own memory, to be shown once to the person
// who will have to remember it. The caller neither changes nor keeps it.
func (p *Passphrase) Bytes() []byte { return p.b }

// Erase overwrites the passphrase with zeros and empties it.
func (p *Passphrase) Erase() {
	clear(p.b[:cap(p.b)])
	p.b = nil
}

// Format implements [fmt.Formatter] and prints no byte of the passphrase.
func (Passphrase) Format(f fmt.State, _ rune) { io.WriteString(f, "passphrase(hidden)") }

// ErrMarshal is what every encoder gets instead of a passphrase.
var ErrMarshal = errors.New("a passphrase does not marshal")

// MarshalText implements [encoding.TextMarshaler] by refusing.
func (Passphrase) MarshalText() ([]byte, error) { return nil, ErrMarshal }

// MarshalJSON implements [encoding/json.Marshaler] by refusing.
func (Passphrase) MarshalJSON() ([]byte, error) { return nil, ErrMarshal }

// MarshalBinary implements [encoding.BinaryMarshaler] by refusing.
func (Passphrase) MarshalBinary() ([]byte, error) { return nil, ErrMarshal }
