package main

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"bulkhead/phrase"
	"bulkhead/term"

	"golang.org/x/sys/unix"
)

// colours are what a terminal obeys and nobody sees.
var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// strays returns what of a line stands neither in words of the language, which
// [phrase.RightToLeft] overrides, nor in an isolate: letters and digits that would be in
// the wrong place. whole is false if a direction is open at its end, or closed without
// having been opened.
func strays(line string) (found string, whole bool) {
	var open []rune
	for _, r := range line {
		switch r {
		case '\u202e', '\u2066', '\u2068':
			open = append(open, r)
		case '\u202c', '\u2069':
			if len(open) == 0 || (open[len(open)-1] == '\u202e') != (r == '\u202c') {
				return found, false
			}
			open = open[:len(open)-1]
		default:
			if len(open) == 0 && r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				found += string(r)
			}
		}
	}
	return found, len(open) == 0
}

// Promise: in a language from right to left, at a terminal, each line stands for
// itself: its words run from right to left, names, commands, clocks and numbers are
// isolated, no line is wider than the screen, and columns stand below each other.
func TestScreensFromRightToLeft(t *testing.T) {
	const name, wide = "Blue Heron", 60
	dir := copyOf(t, coercedFolder(t))
	if code, shown := typed(t, dir, ownPass, "", "invite", "--led", "--alias", name, "--text"); code != exitDone {
		t.Fatal(shown)
	}
	for _, columns := range []int{wide, 30, 200} {
		for _, line := range [][]string{{"status"}, {"inbox", "--all"}, {"drill", name, "--dry-run"}, {"send", "--help"}, {"sever", "Wren", "--yes"}, {"--help"}} {
			p := newTypist(t)
			if err := unix.IoctlSetWinsize(int(p.master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 200, Col: uint16(columns)}); err != nil {
				t.Fatal(err)
			}
			e := p.edge()
			e.speak = func(string) phrase.Say { return phrase.RightToLeft(time.UTC) }
			code := make(chan int, 1)
			go func() {
				code <- run(t.Context(), append([]string{"--dir", dir, "--passphrase-fd", fdOf(t, ownPass)()}, line...), e)
				p.slave.WriteString("END\n")
			}()
			shown := strings.TrimSuffix(strings.ReplaceAll(colours.ReplaceAllString(p.sees("END"), ""), "\r\n", "\n"), "END")
			<-code
			most := columns
			if line[len(line)-1] == "--help" {
				most = max(columns, 48) // what is typed there is not cut
			}
			lookAtDirections(t, strings.Join(line, " "), shown, most)
			switch line[0] {
			case "status":
				if isolated := "\u2068" + name + "\u2069"; !strings.Contains(strings.ReplaceAll(shown, "\u2069\u202c\n", ""), isolated) && columns >= wide {
					t.Errorf("%d columns: the name is not isolated: %q", columns, shown)
				}
				if columns >= wide {
					lookAtColumns(t, shown)
				}
			case "sever":
				if !strings.Contains(shown, "\u2068Wren\u2069") || !strings.Contains(shown, "\u2066bulkhead sever\u2069") {
					t.Errorf("a name or a command is not isolated: %q", shown)
				}
			}
		}
	}
}

// lookAtDirections looks at every line of a screen.
func lookAtDirections(t *testing.T, what, shown string, columns int) {
	t.Helper()
	for line := range strings.Lines(shown) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "    bulkhead ") {
			continue // an example, in help
		}
		if found, whole := strays(line); found != "" || !whole {
			t.Errorf("%s: %q is in no direction, or one is left open (%v): %q", what, found, !whole, line)
		}
		if strings.Contains(line, " ") && term.Width(line) > columns {
			t.Errorf("%s: a line of %d columns: %q", what, term.Width(line), line)
		}
	}
}

// lookAtColumns checks that the values of a table stand below each other, which begins
// with two spaces, a label, and two or more spaces.
func lookAtColumns(t *testing.T, shown string) {
	t.Helper()
	at, rows := -1, 0
	for line := range strings.Lines(shown) {
		label := regexp.MustCompile(`^  (\x{202e}[a-z ]+\x{202c} {2,})\S`).FindStringSubmatch(line)
		if label == nil {
			continue
		}
		if n := term.Width(label[1]); at < 0 {
			at = n
		} else if n != at {
			t.Errorf("a value stands at column %d, the others at %d: %q", n, at, line)
		}
		rows++
	}
	if rows < 5 {
		t.Errorf("only %d rows were looked at: %q", rows, shown)
	}
}
