package term

import (
	"slices"
	"strings"
	"unicode"
)

// narrow is the width below which nothing is wrapped: it would be a column of
// single words.
const narrow = 20

// Width returns how many columns of a terminal text takes. Isolates, joiners and
// marks take none; what East Asia writes takes two.
func Width(text string) int {
	columns := 0
	for _, r := range text {
		columns += columnsOf(r)
	}
	return columns
}

func columnsOf(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// Column fills text with spaces up to so many columns; what is wider gets one
// space.
func Column(text string, width int) string {
	return text + strings.Repeat(" ", max(width-Width(text), 1))
}

// wrap cuts lines at spaces so that none is wider than width. What follows is
// indented as the line is, or as what stands beside the line's label. A word is
// never cut. Width 0 wraps nothing.
func wrap(text string, width int) []string {
	var all []string
	for _, line := range strings.Split(text, "\n") {
		if width < narrow || Width(line) <= width {
			all = append(all, line)
			continue
		}
		indent := indentOf(line, width)
		before := line[:len(line)-len(strings.TrimLeft(line, " "))]
		for _, l := range fold(line[len(before):], width-len(before), width-indent) {
			all = append(all, before+l)
			before = strings.Repeat(" ", indent)
		}
	}
	return Directed(all)
}

// Directed closes the isolates and overrides of directions (UAX #9) that are open at
// the end of a line, and opens them again in the next: a terminal, as everybody else,
// takes each line by itself. They take no column.
func Directed(lines []string) []string {
	var open []rune
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		again := string(open)
		for _, r := range text {
			open = direction(open, r)
		}
		var closed strings.Builder
		for _, r := range slices.Backward(open) {
			closed.WriteRune(closes(r))
		}
		lines[i] = line[:len(line)-len(text)] + again + text + closed.String()
	}
	return lines
}

// direction returns what is open behind r.
func direction(open []rune, r rune) []rune {
	switch r {
	case '\u202a', '\u202b', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068':
		return append(open, r)
	case endOverride, endIsolate:
		i := len(open) - 1
		for r == endIsolate && i >= 0 && closes(open[i]) != r {
			i-- // the end of an isolate ends what is open in it
		}
		if i >= 0 && closes(open[i]) == r {
			return open[:i]
		}
	}
	return open
}

const endOverride, endIsolate = '\u202c', '\u2069'

// closes returns what ends the direction that r begins.
func closes(r rune) rune {
	if r >= '\u2066' {
		return endIsolate
	}
	return endOverride
}

// indentOf returns the column at which what follows a line begins: that of the
// value, if two spaces or more keep one apart from a label in the line's first
// third; else that of the line itself.
func indentOf(line string, width int) int {
	own := len(line) - len(strings.TrimLeft(line, " "))
	label, _, found := strings.Cut(line[own:], "  ")
	if !found {
		return own
	}
	rest := line[own+len(label):]
	at := own + Width(label) + len(rest) - len(strings.TrimLeft(rest, " "))
	if at > width/3 {
		return own
	}
	return at
}

// fold cuts a line at single spaces, the first piece at most first wide, the
// others width. Runs of spaces within a piece stay.
func fold(line string, first, width int) []string {
	var all []string
	limit := first
	for Width(line) > limit {
		at, columns := -1, 0
		for i, r := range line {
			if r == ' ' && strings.Trim(line[:i], " ") != "" && (columns <= limit || at < 0) {
				at = i
			}
			if columns += columnsOf(r); columns > limit && at >= 0 {
				break
			}
		}
		if at < 0 || strings.Trim(line[at:], " ") == "" {
			break
		}
		all = append(all, strings.TrimRight(line[:at], " "))
		line, limit = strings.TrimLeft(line[at:], " "), width
	}
	return append(all, line)
}

// cut is fold for what somebody wrote, of which a word that is wider than a line
// is cut too: the terminal would go on at the screen's edge, before the bar.
func cut(line string, width int) []string {
	if width < narrow {
		return []string{line}
	}
	var all []string
	for _, l := range fold(line, width, width) {
		for Width(l) > width {
			at, columns := 0, 0
			for i, r := range l {
				if columns += columnsOf(r); columns > width {
					at = i
					break
				}
			}
			all = append(all, l[:at])
			l = l[at:]
		}
		all = append(all, l)
	}
	return all
}
