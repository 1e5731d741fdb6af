package place

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Plain reports whether s is text that a report may hold: valid UTF-8 without control
// characters, without characters that turn the direction of what follows, and without
// any that XML refuses. lines allows line feeds.
func Plain(s string, lines bool) bool {
	for i, r := range s {
		switch {
		case r == '\n' && lines:
		case r < 0x20, r >= 0x7f && r <= 0x9f:
			return false
		case r == 0x2028, r == 0x2029, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffe, r == 0xffff:
			return false
		case r == utf8.RuneError:
			if _, n := utf8.DecodeRuneInString(s[i:]); n <= 1 {
				return false
			}
		}
	}
	return true
}

var gridInText = regexp.MustCompile(`\b\d{1,2} ?[c-hj-np-x] ?[a-hj-np-z]{2} ?(\d{2,5} \d{2,5}|(\d{2}){2,5})\b|\b[23456789cfghjmpqrvwx]{8}\+[23456789cfghjmpqrvwx]{2,3}\b`)

// Finer reports whether a text seems to say where something is more exactly than the
// precision that was chosen: a sign of degrees, a number with more decimals than its
// cells have, a grid reference. Then the writer is asked; the text is never changed.
func Finer(text string, p Precision) bool {
	text = clean(text)
	if gridInText.MatchString(text) || strings.ContainsRune(text, '°') {
		return true
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' }) {
		word = strings.Trim(word, ".,")
		whole, fraction, found := strings.Cut(strings.ReplaceAll(word, ",", "."), ".")
		thousands := strings.ContainsRune(word, ',') && len(fraction) == 3
		if found && len(whole) <= 3 && len(fraction) > max(int(p), 2) && !thousands && !strings.ContainsRune(fraction, '.') {
			return true
		}
	}
	return false
}
