package phrase

import (
	"strings"
	"time"
	"unicode"
)

// Two pseudo-locales, for tests: English that shows where it came from. Neither
// is among [Languages], so no setting chooses one.

// Marked returns what says each sentence as ⟦sentence⟧, and each text in one as
// ⟪text⟫. [Unmarked] finds what came from no catalogue.
func Marked(zone *time.Location) Say {
	l := named("en")
	l.sentence = func(t string) string { return "⟦" + t + "⟧" }
	l.text = func(t string) string { return "⟪" + t + "⟫" }
	return newSay(l, zone)
}

// RightToLeft returns what says English words from right to left, with Arabic
// digits: what is not isolated in a sentence is then seen to be in the wrong
// place.
func RightToLeft(zone *time.Location) Say {
	const override, pop = "\u202e", "\u202c" // RLO, PDF
	l := named("en")
	l.RightToLeft, l.digits = true, arabic
	l.words = func(t string) string {
		if t == "" {
			return t
		}
		return override + t + pop
	}
	return newSay(l, zone)
}

// Unmarked returns the words in an output of [Marked] that came from no
// catalogue: those outside of sentences, and those in the texts within them,
// which are a person's own words unless somebody handed in English.
func Unmarked(output string) []string {
	depth := 0 // of sentences; a text in one is outside again
	var within []int
	var found []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			found = append(found, word.String())
		}
		word.Reset()
	}
	for _, r := range output {
		switch {
		case strings.ContainsRune("⟦⟧⟪⟫", r):
			flush()
			switch {
			case r == '⟦':
				depth++
			case r == '⟧' && depth > 0:
				depth--
			case r == '⟪':
				within, depth = append(within, depth), 0
			case r == '⟫' && len(within) > 0:
				depth, within = within[len(within)-1], within[:len(within)-1]
			}
		case depth == 0 && (unicode.IsLetter(r) || word.Len() > 0 && (unicode.IsDigit(r) || r == '\'' || r == '-' || r == '_')):
			word.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	return found
}
