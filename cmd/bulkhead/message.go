package main

import (
	"fmt"
	"io"
	"strings"

	"bulkhead/term"
)

// readText reads what the person writes from standard input: never from the
// command line, which other programs see and the shell remembers. limit is in
// bytes.
func (a *app) readText(what string, limit int) (string, error) {
	defer a.panic.Heed()() // before the question is seen
	if term.Interactive(a.in) {
		fmt.Fprintln(a.err, a.say.WriteAsk(what))
	}
	raw, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.in, int64(limit)+2)) })
	if err != nil {
		return "", fmt.Errorf("reading the %s: %w", what, err)
	}
	text := strings.TrimSuffix(string(raw), "\n")
	switch {
	case len(text) > limit:
		return "", refuse(said(a.say.WriteTooLong(limit, what)), a.say.WriteTooLongHint())
	case text == "":
		return "", usage(said(a.say.WriteNothing(what)), a.say.WriteNothingHint("bulkhead "+a.verb+" < file"))
	}
	return text, nil
}

// noText refuses text that was put on the command line.
func (a *app) noText(words []string) error {
	if len(words) == 0 {
		return nil
	}
	return usage(said(a.say.WriteOnLine()), a.say.WriteOnLineHint())
}
