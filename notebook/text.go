package notebook

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// titleRunes is how long a title is at most, in characters: one line of a
// narrow screen with room for a number and a date.
const titleRunes = 48

// Title returns the first line of a page that has something visible, with white
// space folded to single spaces. A longer one than 48 characters is cut, before
// an accent's letter rather than before the accent, and ends with "…".
func Title(p Page) string {
	for line := range strings.Lines(p.Text) {
		if visible(line) {
			return cut(strings.Join(strings.Fields(line), " "))
		}
	}
	return "" // no page of a Book: those have something visible
}

func cut(line string) string {
	if utf8.RuneCountInString(line) <= titleRunes {
		return line
	}
	runes := []rune(line)
	end := titleRunes - 1 // one for the ellipsis
	for end > 1 && unicode.Is(unicode.M, runes[end]) {
		end--
	}
	return strings.TrimRight(string(runes[:end]), " ") + "…"
}

// unixLines ends every line with "\n" alone.
func unixLines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// checkText says whether a page may hold a text. Control characters are kept
// out because a screen would obey them.
func checkText(text string) error {
	switch {
	case len(text) > MaxText:
		return ErrTooLong
	case !utf8.ValidString(text) || strings.ContainsFunc(text, forbidden):
		return ErrNotText
	case !visible(text):
		return ErrEmpty
	}
	return nil
}

func forbidden(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

// visible reports whether a text holds anything but spaces and marks that no
// screen shows.
func visible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}
