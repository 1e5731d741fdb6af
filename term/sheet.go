package term

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"bulkhead/phrase"
)

// Sheet is where lines are written. It is one goroutine's.
type Sheet struct {
	// Say is what sentences on it are said with; the zero one is English.
	Say phrase.Say

	w             io.Writer
	colour        bool
	screen        bool  // w is a terminal
	width, height int   // of the terminal, in characters; 0: not known, or none
	err           error // the first of writing
}

// NewSheet returns a page on w, without colours.
func NewSheet(w io.Writer) *Sheet { return &Sheet{w: w} }

// SheetOn returns a page on a file. If that is a terminal, it is coloured if it
// may be, and lines are wrapped at spaces to its width as it is now.
func SheetOn(f *os.File) *Sheet {
	p := &Sheet{w: f, colour: Colour(f), screen: Interactive(f)}
	if p.screen {
		p.width, p.height = size(f)
	}
	return p
}

// Err returns the first error of writing, nil if there was none.
func (p *Sheet) Err() error { return p.err }

// Fail makes err that of the page, unless it has one.
func (p *Sheet) Fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// Line writes a line. On a terminal it goes on below itself where it is wider.
func (p *Sheet) Line(format string, args ...any) { p.styled("", format, args...) }

// Head writes a heading.
func (p *Sheet) Head(format string, args ...any) { p.styled("\x1b[1m", format, args...) }

// Bad writes a line that must not be missed.
func (p *Sheet) Bad(format string, args ...any) { p.styled("\x1b[33m", format, args...) }

func (p *Sheet) styled(style, format string, args ...any) {
	for _, line := range wrap(fmt.Sprintf(format, args...), p.width) {
		p.write(style, line)
	}
}

// Labelled writes a value behind its label; bad, so that it is not missed.
func (p *Sheet) Labelled(bad bool, label, value string) {
	write := p.Line
	if bad {
		write = p.Bad
	}
	write("  %s%s", Column(label, 14), value)
}

// write writes what is one line on the screen.
func (p *Sheet) write(style, text string) {
	if p.colour && style != "" {
		text = style + text + "\x1b[0m"
	}
	if _, err := io.WriteString(p.w, text+"\n"); err != nil && p.err == nil {
		p.err = err
	}
}

// bar stands before each line of what somebody wrote.
const bar = "    │ "

// Body writes what somebody wrote, made safe, each line behind a bar: so no
// text can look like a line of this program.
func (p *Sheet) Body(text string) {
	for _, l := range strings.Split(Safe(text), "\n") {
		for _, l := range cut(l, p.width-Width(bar)) {
			p.write("", bar+p.Say.Text(l)) // a text from right to left leaves the bar where it is
		}
	}
}

// WriteJSON writes v as one object on one line. What a terminal might act on
// is escaped, which changes no value.
func WriteJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	_, err := io.WriteString(w, escapeJSON(b.String()))
	return err
}

// escapeJSON writes every character that [Safe] would show by its number as
// JSON's \u escape. Outside of strings, JSON has none.
func escapeJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r < utf8.RuneSelf && r != 0x7f || phrase.Harmless(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Columns returns how many characters stand side by side on f; otherwise if it is
// no terminal.
func Columns(f *os.File, otherwise int) int {
	if n, _ := size(f); n > 0 {
		return n
	}
	return otherwise
}
