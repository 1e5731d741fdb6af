package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"bulkhead/cell"
	"bulkhead/term"
)

// readText reads what the person writes from standard input: never from the
// command line, which other programs see and the shell remembers. limit is in
// bytes.
func (a *app) readText(what string, limit int) (string, error) {
	defer a.panic.Heed()() // before the question is seen
	if term.Interactive(a.in) {
		fmt.Fprintf(a.err, "Write the %s. It ends with Ctrl-D on a line of its own.\n", what)
	}
	raw, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.in, int64(limit)+2)) })
	if err != nil {
		return "", fmt.Errorf("reading the %s: %w", what, err)
	}
	text := strings.TrimSuffix(string(raw), "\n")
	switch {
	case len(text) > limit:
		return "", refuse(fmt.Errorf("reading the %s: %w", what, cell.ErrTooLong), fmt.Sprintf("a %s has at most %d bytes", what, limit))
	case text == "":
		return "", usage(fmt.Errorf("reading the %s: there is nothing", what), "it is read from standard input, for instance: bulkhead send ALIAS < file")
	}
	return text, nil
}

// noText refuses text that was put on the command line.
func noText(words []string) error {
	if len(words) == 0 {
		return nil
	}
	return usage(errors.New("a text on the command line is seen by every program on this machine and kept by the shell: it is not taken"),
		"leave it out: the text is asked for, or read from standard input. Clear this line from the shell's history")
}
