package term

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Safe makes a text from outside fit for a terminal: what would be invisible
// or acted upon (control characters, escape sequences, bidirectional
// overrides, characters without a shape) is shown by its number, and bytes
// that are not UTF-8 by their value. Line feeds stay; a tab becomes a space.
func Safe(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "⟨%02X⟩", text[0])
		case r == '\t':
			b.WriteByte(' ')
		case r == '\n' || harmless(r):
			b.WriteString(text[:n])
		default:
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		}
		text = text[n:]
	}
	return b.String()
}

// harmless reports whether a character shows itself and nothing else. The
// joiners and marks that Persian, Arabic, Hebrew, Indic scripts and emoji are
// written with have no shape of their own, but change only their neighbours.
func harmless(r rune) bool {
	switch r {
	case '\u200c', '\u200d', // zero-width non-joiner and joiner
		'\u200e', '\u200f', '\u061c': // direction marks, which override nothing
		return true
	}
	return unicode.IsGraphic(r)
}
