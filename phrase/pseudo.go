package phrase

import (
	"strings"
	"time"
	"unicode"
)

// Two pseudo-locales, for tests: English that shows where it came from. Neither can
// be chosen.

// The marks of [Marked]: variation selectors, which take no column of a terminal,
// so that everything stands where it stands in English.
const (
	sentenceMark, sentenceEnd = "\ufe00", "\ufe01"
	textMark, textEnd         = "\ufe02", "\ufe03"
)

// Marked returns what puts invisible marks around each line of a sentence, and
// around each text in one. [Unmarked] finds what came from no catalogue, and
// [Plain] takes the marks off.
func Marked(zone *time.Location) Say {
	l := named("en")
	l.sentence = func(t string) string {
		return eachLine(t, func(words string) string { return sentenceMark + words + sentenceEnd })
	}
	l.text = func(t string) string { return textMark + t + textEnd }
	return newSay(l, zone)
}

// eachLine does something to the words of each line, without what it is indented by.
func eachLine(text string, do func(words string) string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if words := strings.TrimLeft(line, " "); words != "" {
			lines[i] = line[:len(line)-len(words)] + do(words)
		}
	}
	return strings.Join(lines, "\n")
}

// Plain returns an output of [Marked] without its marks: English.
func Plain(output string) string {
	return strings.NewReplacer(sentenceMark, "", sentenceEnd, "", textMark, "", textEnd, "").Replace(output)
}

// HasMarks reports whether a sentence of [Marked] is in an output.
func HasMarks(output string) bool { return strings.Contains(output, sentenceMark) }

// RightToLeft returns what says English words from right to left, with Arabic
// digits: what is not isolated in a sentence is then seen to be in the wrong
// place.
func RightToLeft(zone *time.Location) Say {
	const override, pop = "\u202e", "\u202c" // RLO, PDF
	l := named("en")
	l.RightToLeft, l.digits = true, arabic
	l.words = func(t string) string {
		return eachLine(t, func(words string) string {
			if strings.HasPrefix(words, "bulkhead ") && strings.Contains(t, "\n") {
				return words // a line of its own that is typed so in every language
			}
			return override + words + pop
		})
	}
	return newSay(l, zone)
}

// Unmarked returns the words in an output of [Marked] that came from no
// catalogue: those outside of sentences, and those in the texts within them,
// which are a person's own words unless somebody handed in English. Numbers and
// stretches of time like 15m are no words.
func Unmarked(output string) []string {
	depth := 0 // of sentences; a text in one is outside again
	var within []int
	var found []string
	var word strings.Builder
	flush := func() {
		_, err := time.ParseDuration(word.String()) // 15m, and 0, are values
		if err != nil && strings.ContainsFunc(word.String(), unicode.IsLetter) {
			found = append(found, word.String())
		}
		word.Reset()
	}
	for _, r := range output {
		switch {
		case strings.ContainsRune(sentenceMark+sentenceEnd+textMark+textEnd, r):
			flush()
			switch mark := string(r); {
			case mark == sentenceMark:
				depth++
			case mark == sentenceEnd && depth > 0:
				depth--
			case mark == textMark:
				within, depth = append(within, depth), 0
			case mark == textEnd && len(within) > 0:
				depth, within = within[len(within)-1], within[:len(within)-1]
			}
		case depth == 0 && (unicode.IsLetter(r) || unicode.IsDigit(r) || word.Len() > 0 && strings.ContainsRune("'-_", r)):
			word.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	return found
}
