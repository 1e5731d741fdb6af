package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// page is where lines are written, coloured if it is a terminal. The first
// error of writing stays in err.
type page struct {
	w      io.Writer
	colour bool
	err    error
}

func (p *page) line(format string, args ...any) { p.styled("", format, args...) }

// head is a heading.
func (p *page) head(format string, args ...any) { p.styled("\x1b[1m", format, args...) }

// bad is a line that must not be missed.
func (p *page) bad(format string, args ...any) { p.styled("\x1b[33m", format, args...) }

func (p *page) styled(style, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if p.colour && style != "" {
		text = style + text + "\x1b[0m"
	}
	if _, err := io.WriteString(p.w, text+"\n"); err != nil && p.err == nil {
		p.err = err
	}
}

// body writes what somebody wrote, made safe, each line behind a bar: so no
// text can look like a line of this program.
func (p *page) body(text string) {
	for _, l := range strings.Split(safe(text), "\n") {
		p.line("    │ %s", l)
	}
}

// writeJSON writes v as one object on one line. What a terminal might act on
// is escaped, which changes no value.
func writeJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	_, err := io.WriteString(w, escapeJSON(b.String()))
	return err
}

// escapeJSON writes every character that [safe] would show by its number as
// JSON's \u escape. Outside of strings, JSON has none.
func escapeJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r < utf8.RuneSelf && r != 0x7f || harmless(r):
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
