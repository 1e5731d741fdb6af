package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"
)

// asker is a terminal on which a person can be asked. Questions go to the
// terminal itself, so that they are seen even if all output goes elsewhere.
type asker struct {
	ctx   context.Context // ends a question that is not answered
	panic *panicKey       // ends it too
	in    *os.File
	out   *os.File
}

var (
	errNoTerminal  = errors.New("there is no terminal to ask on")
	errInterrupted = errors.New("interrupted; nothing was done")
)

// terminal returns standard input if it is a terminal, else the terminal that
// this program was started on. Its file stays open until the program ends.
func (a *app) terminal() (*asker, error) {
	if isTerminal(a.in) && isTerminal(a.err) {
		return &asker{a.ctx, a.panic, a.in, a.err}, nil
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil, errNoTerminal
	}
	return &asker{a.ctx, a.panic, tty, tty}, nil
}

// unless carries out a read that cannot be interrupted, and no longer waits
// for it when ctx ends or the panic key is pressed: the program is about to
// end then.
func unless[T any](ctx context.Context, key *panicKey, read func() (T, error)) (T, error) {
	defer key.heed()()
	type outcome struct {
		got T
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		got, err := read()
		done <- outcome{got, err}
	}()
	select {
	case o := <-done:
		return o.got, o.err
	case <-key.pressed:
		var none T
		return none, errPanicKey
	case <-ctx.Done():
		var none T
		return none, errInterrupted
	}
}

// hidden asks for a line without echo, which is off before the question is
// seen: term.ReadPassword alone would echo what is typed too early. The caller
// erases the line.
func (t *asker) hidden(question string) ([]byte, error) {
	fd := int(t.in.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return nil, fmt.Errorf("asking on the terminal: %w", err)
	}
	defer term.Restore(fd, before)
	defer t.panic.heed()()
	fmt.Fprint(t.out, question)
	line, err := unless(t.ctx, t.panic, func() ([]byte, error) { return readKeys(t.in, passphraseRoom) })
	fmt.Fprint(t.out, "\r\n")
	return line, err
}

// Keys of a terminal in raw mode.
const (
	keyInterrupt = 0x03 // Ctrl-C
	keyEnd       = 0x04 // Ctrl-D
	keyBackspace = 0x08
	keyEnter     = '\r'
	keyNewline   = '\n'
	keyPanic     = 0x1c // Ctrl-\
	keyClear     = 0x15 // Ctrl-U
	keyDelete    = 0x7f
)

// readKeys reads a line key by key, with what can be corrected without being
// seen.
func readKeys(r io.Reader, limit int) ([]byte, error) {
	line := make([]byte, 0, limit)
	var b [1]byte
	for {
		if _, err := io.ReadFull(r, b[:]); err != nil {
			clear(line)
			return nil, fmt.Errorf("asking on the terminal: %w", err)
		}
		switch key := b[0]; {
		case key == keyEnter, key == keyNewline, key == keyEnd && len(line) > 0:
			return line, nil
		case key == keyInterrupt, key == keyEnd:
			clear(line)
			return nil, errInterrupted
		case key == keyPanic:
			clear(line)
			return nil, errPanicKey
		case key == keyBackspace, key == keyDelete:
			_, n := utf8.DecodeLastRune(line)
			clear(line[len(line)-n:])
			line = line[:len(line)-n]
		case key == keyClear:
			clear(line)
			line = line[:0]
		case key >= ' ' && len(line) < limit:
			line = append(line, key)
		}
	}
}

// line asks for a line with echo.
func (t *asker) line(question string) (string, error) {
	defer t.panic.heed()() // before it is seen: a hand may be faster than the next line
	fmt.Fprint(t.out, question)
	line, err := unless(t.ctx, t.panic, func() ([]byte, error) { return readLine(t.in, 1024) })
	return string(line), err
}

// wipe takes everything off the screen and out of what can be scrolled back
// to, as far as the terminal obeys.
func (t *asker) wipe() { fmt.Fprint(t.out, "\x1b[H\x1b[2J\x1b[3J") }

// agreed asks a question to be answered with the word yes; given says that
// --yes answered it already.
func (a *app) agreed(question string, given bool) error {
	if given {
		return nil
	}
	t, err := a.terminal()
	if err != nil {
		return usage(err, "--yes says that you mean it")
	}
	answer, err := t.line(question + " Type yes: ")
	if err != nil {
		return err
	}
	if answer != "yes" {
		return refuse(errors.New("not done: the answer was not yes"), "")
	}
	return nil
}

// readLine reads up to and without the line feed, and not one byte more, so
// that what follows is left for the next reader. The end of the file ends a
// line too; io.EOF only if nothing stood before it.
func readLine(r io.Reader, limit int) ([]byte, error) {
	line := make([]byte, 0, limit)
	var b [1]byte
	for {
		n, err := r.Read(b[:])
		switch {
		case n == 1 && b[0] == '\n':
			return bytes.TrimSuffix(line, []byte("\r")), nil
		case n == 1 && len(line) == limit:
			return nil, fmt.Errorf("a line is longer than %d bytes", limit)
		case n == 1:
			line = append(line, b[0])
		case err == io.EOF && len(line) > 0:
			return line, nil
		case err != nil:
			return nil, err
		}
	}
}
