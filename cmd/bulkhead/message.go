package main

import (
	"bytes"
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
	raw, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.in, 2*int64(limit)+8)) })
	if err != nil {
		return "", fmt.Errorf("reading the %s: %w", what, err)
	}
	if raw, err = a.plain(raw); err != nil {
		return "", err
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

// plain takes from a file's bytes what an editor put there and nobody wrote: a
// byte order mark, and carriage returns before line feeds. UTF-16 is refused.
func (a *app) plain(raw []byte) ([]byte, error) {
	if err := a.notUTF16(raw); err != nil {
		return nil, err
	}
	return bytes.ReplaceAll(bytes.TrimPrefix(raw, byteOrderMark), []byte("\r\n"), []byte("\n")), nil
}

var byteOrderMark = []byte("\ufeff")

// notUTF16 refuses what begins as UTF-16 does.
func (a *app) notUTF16(raw []byte) error {
	if bytes.HasPrefix(raw, []byte{0xff, 0xfe}) || bytes.HasPrefix(raw, []byte{0xfe, 0xff}) {
		return usage(said(a.saying().ErrorsUtf16()), a.saying().ErrorsUtf16Hint())
	}
	return nil
}

// noText refuses text that was put on the command line.
func (a *app) noText(words []string) error {
	if len(words) == 0 {
		return nil
	}
	return usage(said(a.say.WriteOnLine()), a.say.WriteOnLineHint())
}
