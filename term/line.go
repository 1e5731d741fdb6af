package term

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SplitLine splits a line that was typed into words. White space within '…', within "…", or
// after a backslash belongs to a word; \" and \\ stand for one of them within "…". A line
// whose quotes do not close is split at white space alone: O'Brien needs none.
func SplitLine(line string) []string {
	words, _, last, open := split(line)
	if open {
		return strings.Fields(line)
	}
	if last != nil {
		words = append(words, *last)
	}
	return words
}

// split returns the words that a line has ended, where the last one begins and what that
// is so far, nil if there is none, and whether a quote is open in it.
func split(line string) (words []string, start int, last *string, open bool) {
	var word strings.Builder
	inside, quote := false, rune(0)
	for i, escaped := 0, false; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		if !inside && !unicode.IsSpace(r) {
			inside, start = true, i
		}
		text := line[i : i+n]
		i += n
		switch {
		case escaped:
			if quote == '"' && r != '"' && r != '\\' {
				word.WriteByte('\\')
			}
			word.WriteString(text)
			escaped = false
		case r == '\\' && quote != '\'' && i < len(line):
			escaped = true
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case r == quote:
			quote = 0
		case quote == 0 && unicode.IsSpace(r):
			if inside {
				words = append(words, word.String())
			}
			inside = false
			word.Reset()
		default:
			word.WriteString(text)
		}
	}
	if !inside {
		return words, len(line), nil, false
	}
	so := word.String()
	return words, start, &so, quote != 0
}

// quoted returns a word so that [SplitLine] finds it in a line, without the quote that would
// close it.
func quoted(word string) (text string, quote string) {
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`'"\`, r) }) {
		return word, ""
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word), `"`
}

// complete completes the last word of a line at Tab, as far as it is certain.
func (p *Prompt) complete(line string, pos int, key rune) (string, int, bool) {
	if key != '\t' || pos != len(line) || p.Words == nil {
		return "", 0, false
	}
	_, start, last, _ := split(line)
	if last == nil {
		last = new(string)
	}
	if done, certain := p.completed(line[:start], *last); certain {
		return done, len(done), true
	}
	start = strings.LastIndexByte(line, ' ') + 1 // a quote that is part of the word
	if done, certain := p.completed(line[:start], line[start:]); certain {
		return done, len(done), true
	}
	return line, pos, true
}

// completed returns a line with its last word as far as that is certain, if that is
// farther than typed.
func (p *Prompt) completed(before, typed string) (line string, certain bool) {
	var common string
	found := 0
	for _, w := range p.Words(before) {
		if !strings.HasPrefix(w, typed) {
			continue
		}
		if found++; found == 1 {
			common = w
			continue
		}
		for !strings.HasPrefix(w, common) {
			_, n := utf8.DecodeLastRuneInString(common)
			common = common[:len(common)-n]
		}
	}
	text, quote := quoted(common)
	switch {
	case found == 1:
		return before + text + quote + " ", true
	case found == 0 || common == typed:
		return "", false
	}
	return before + text, true
}
