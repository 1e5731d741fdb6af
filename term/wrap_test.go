package term

import (
	"errors"
	"strings"
	"testing"
)

// Promise: on a terminal no line is wider than it, no word is cut, and what goes
// on below stands below the value; what is piped stays as it is.
func TestLinesAreWrappedAtSpaces(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"one two three four five six", 0, "one two three four five six"},
		{"one two three four five six", 20, "one two three four|five six"},
		{"    one two three four five", 20, "    one two three|    four five"},
		{"  label   the value that is long", 30, "  label   the value that is|          long"},
		{"a-word-that-is-wider-than-all and more", 20, "a-word-that-is-wider-than-all|and more"},
		{"first\nsecond line that is longer", 20, "first|second line that is|longer"},
		{"می\u200cخواهم می\u200cخواهم می\u200cخواهم می", 20, "می\u200cخواهم می\u200cخواهم|می\u200cخواهم می"},
		{"exactly twenty chars", 20, "exactly twenty chars"},
	} {
		if got := strings.Join(wrap(c.text, c.width), "|"); got != c.want {
			t.Errorf("%q in %d columns is %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// Promise: where a line is cut, the directions of the words on both sides stay what
// they were.
func TestDirectionsAreKeptWhereALineIsCut(t *testing.T) {
	for text, want := range map[string]string{
		"\u202eone two three four five\u202c":                            "\u202eone two three four\u202c|\u202efive\u202c",
		"\u202ewritten by \u2068Blue Heron of the lake\u2069, now\u202c": "\u202ewritten by \u2068Blue\u2069\u202c|\u202e\u2068Heron of the lake\u2069,\u202c|\u202enow\u202c",
		"\u202ea\nb\u202c": "\u202ea\u202c|\u202eb\u202c",
		"\u2068open \u202eand\u2069 closed over two lines": "\u2068open \u202eand\u2069 closed over|two lines",
		"\u202c\u2069 ends of nothing, over two lines":     "\u202c\u2069 ends of nothing,|over two lines",
		"  \u202ean indented line of words\u202c":          "  \u202ean indented line\u202c|  \u202eof words\u202c",
	} {
		if got := strings.Join(wrap(text, 20), "|"); got != want {
			t.Errorf("%q is cut into %q, want %q", text, got, want)
		}
	}
}

// Promise: whatever somebody wrote, every line of it on the screen is behind the
// bar.
func TestEveryLineOfABodyIsBehindTheBar(t *testing.T) {
	var b strings.Builder
	p := &Sheet{w: &b, screen: true, width: 30, height: 24}
	p.Body("short\n" + strings.Repeat("x", 100) + "\n" + strings.Repeat("word ", 30) + "\n字字字字字字字字字字字字字字字字字字字字")
	for l := range strings.Lines(b.String()) {
		if l = strings.TrimSuffix(l, "\n"); !strings.HasPrefix(l, bar) || Width(l) > 30 {
			t.Errorf("%q is %d wide", l, Width(l))
		}
	}
	b.Reset()
	p.Body("سلام.")
	if got, want := b.String(), bar+"\u2068سلام.\u2069\n"; got != want {
		t.Errorf("a text from right to left is %q, want %q", got, want)
	}
	p.Body(strings.Repeat("x", 100))
	if got := strings.Count(b.String(), "x"); got != 100 {
		t.Errorf("%d of 100 letters are shown", got)
	}
}

// Promise: a QR code has its colours where colours are unwanted too, and is never
// larger than the screen.
func TestAQRCodeIsWholeOrNotDrawn(t *testing.T) {
	t.Setenv("TERM", "xterm")
	var b strings.Builder
	p := &Sheet{w: &b, screen: true, width: 80, height: 40}
	if err := p.QR("AFXJRLA4YLTSVF37", 3); err != nil || !strings.HasPrefix(b.String(), whiteOnBlack) {
		t.Errorf("%v, %.20q", err, b.String())
	}
	lines := strings.Count(b.String(), "\n")
	b.Reset()
	p.height = lines + 2
	var small *SmallError
	if err := p.QR("AFXJRLA4YLTSVF37", 3); !errors.As(err, &small) || small.Lines != lines+3 || b.Len() > 0 {
		t.Errorf("%v, %q", err, b.String())
	}
	p.height, p.width = 0, 20
	if err := p.QR("AFXJRLA4YLTSVF37", 3); !errors.As(err, &small) || b.Len() > 0 {
		t.Errorf("%v, %q", err, b.String())
	}
	t.Setenv("TERM", "dumb")
	if err := p.QR("AFXJRLA4YLTSVF37", 3); !errors.Is(err, ErrDumb) || b.Len() > 0 {
		t.Errorf("%v, %q", err, b.String())
	}
}
