package phrase

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The isolates of the Unicode bidirectional algorithm (UAX #9): what stands
// between one of the first two and the last moves nothing outside.
const (
	leftToRight = "\u2066" // LRI
	firstStrong = "\u2068" // FSI: the direction of the text itself
	endIsolate  = "\u2069" // PDI
)

// Safe makes a text from outside fit for a terminal: what would be invisible or
// acted upon (control characters, escape sequences, bidirectional overrides and
// isolates, characters without a shape) is shown by its number, like ⟨U+001B⟩,
// and bytes that are not UTF-8 by their value. Line feeds stay; a tab becomes a
// space.
func Safe(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "⟨%02X⟩", text[0])
		case r == '\t':
			b.WriteByte(' ')
		case r == '\n' || Harmless(r):
			b.WriteString(text[:n])
		default:
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		}
		text = text[n:]
	}
	return b.String()
}

// SafeLine is Safe for what must stay on one line: a line feed becomes a space.
func SafeLine(text string) string { return strings.ReplaceAll(Safe(text), "\n", " ") }

// Harmless reports whether a character shows itself and nothing else. The
// joiners and marks that Persian, Arabic, Hebrew, Indic scripts and emoji are
// written with have no shape of their own, but change only their neighbours.
func Harmless(r rune) bool {
	switch r {
	case '\u200c', '\u200d', // zero-width non-joiner and joiner
		'\u200e', '\u200f', '\u061c': // direction marks, which override nothing
		return true
	}
	return unicode.IsGraphic(r)
}

// runsRight reports whether a text has a character that is written from right
// to left, or a mark that makes others so.
func runsRight(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r >= 0x590 && r <= 0x8ff || r == '\u200f' || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff ||
			r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
	})
}
