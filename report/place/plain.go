package place

import (
	"regexp"
	"strings"
	"unicode"
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

// mapLink is the short address of a place on a map, which holds no number, or three words in
// place of one.
var mapLink = regexp.MustCompile(`\b(maps\.app\.goo\.gl|goo\.gl/maps|g\.co/maps|osm\.org/go|plus\.codes|w3w\.co|what3words)\b|///\pL+\.\pL+\.\pL+`)

// written puts a text into the form in which numbers are looked for: digits of every script as
// 0 to 9, and nothing that does not show.
func written(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			return r
		case r == 0xff0e:
			return '.'
		case r == 0xff0c:
			return ','
		case unicode.Is(unicode.Cf, r): // a soft hyphen, a space of no width
			return -1
		case unicode.Is(unicode.Nd, r):
			for _, at := range unicode.Nd.R16 {
				if r >= rune(at.Lo) && r <= rune(at.Hi) {
					return '0' + (r-rune(at.Lo))%10
				}
			}
			for _, at := range unicode.Nd.R32 {
				if r >= rune(at.Lo) && r <= rune(at.Hi) {
					return '0' + (r-rune(at.Lo))%10
				}
			}
		}
		return r
	}, text)
}

// Finer reports whether a text seems to say where something is more exactly than the
// precision that was chosen: a sign of degrees, a number with more decimals than its
// cells have, a grid reference, a link to a place on a map. Then the writer is asked; the text is never changed. A
// number alone may have two decimals, and a comma before three digits, as 2.50 m and
// 1,000 l have; two decimal numbers side by side may not.
func Finer(text string, p Precision) bool {
	text = clean(escapes.Replace(strings.ToLower(written(text))))
	if gridInText.MatchString(text) || mapLink.MatchString(text) || strings.ContainsRune(text, '°') {
		return true
	}
	var before inText
	for _, d := range decimals(text) {
		beside := before.digits > 0 && near(text[before.end:max(before.end, d.begin)])
		for _, one := range []inText{before, d} {
			if beside && one.digits > int(p) || one.digits > max(int(p), 2) && !(one.comma && one.digits == 3) {
				return true
			}
		}
		before = d
	}
	return false
}

var (
	// What an address of a map writes otherwise. "geo:" goes because Read drops the rest of
	// such an address.
	escapes = strings.NewReplacer("geo:", " ", "%2c", ",", "%20", " ", "%2b", " ")
	numbers = regexp.MustCompile(`[0-9][0-9.,]*`)
)

// inText is a number with a fraction in a text.
type inText struct {
	digits     int  // of its fraction
	comma      bool // before its fraction
	begin, end int
}

// decimals returns the numbers that may be coordinates, in their order. Where a word has a
// point, its commas separate; where it has commas alone, each may be a decimal one, unless
// they all stand before three digits.
func decimals(text string) (all []inText) {
	for _, at := range numbers.FindAllStringIndex(text, -1) {
		word := strings.TrimRight(text[at[0]:at[1]], ".,")
		sign, pieces := ",", []string{word}
		if strings.ContainsRune(word, '.') {
			sign, pieces = ".", strings.Split(word, ",")
		}
		begin := at[0]
		for _, piece := range pieces {
			groups := strings.Split(strings.Trim(piece, "."), sign)
			d := inText{comma: sign == ",", begin: begin, end: begin + len(piece)}
			thousands := true
			for _, g := range groups[1:] {
				thousands = thousands && len(g) == 3
			}
			for i, g := range groups[1:] {
				// Of more than two groups with points between, 12.11.2026 is a date.
				if len(groups[i]) <= 3 && (len(groups) == 2 || len(g) > 4 || d.comma && !thousands) {
					d.digits = len(g)
					all = append(all, d)
				}
			}
			begin += len(piece) + 1
		}
	}
	return all
}

// near reports whether two numbers with gap between them stand side by side: no more than
// signs, blanks and words for hemispheres or axes.
func near(gap string) bool {
	for _, w := range strings.FieldsFunc(gap, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if _, known := words[strings.TrimPrefix(w, "m")]; !known { // "mlat" and "mlon" of a map
			return false
		}
	}
	return len(gap) <= 32 && strings.IndexFunc(gap, unicode.IsDigit) < 0
}
