package desk

import (
	"encoding/base32"
	"fmt"
	"io"
)

// Name names a report or a case, and is the desk's own: drawn, and never made from a
// report's id. It fits an export's item.
type Name string

// nameLength characters are 50 bits: short enough to be read over a telephone.
const nameLength = 10

var nameLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567")

// drawName draws a name that known does not have.
func drawName(rand io.Reader, known func(Name) bool) (Name, error) {
	for {
		var b [10]byte
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return "", fmt.Errorf("drawing a name: %w", err)
		}
		if n := Name(nameLetters.EncodeToString(b[:])[:nameLength]); !known(n) {
			return n, nil
		}
	}
}
