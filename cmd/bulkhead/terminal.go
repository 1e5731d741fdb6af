package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// asker is a terminal on which a person can be asked. Questions go to the
// terminal itself, so that they are seen even if all output goes elsewhere.
type asker struct {
	in  *os.File
	out *os.File
}

var errNoTerminal = errors.New("there is no terminal to ask on")

// terminal returns standard input if it is a terminal, else the terminal that
// this program was started on. Its file stays open until the program ends.
func (a *app) terminal() (*asker, error) {
	if isTerminal(a.in) && isTerminal(a.err) {
		return &asker{a.in, a.err}, nil
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil, errNoTerminal
	}
	return &asker{tty, tty}, nil
}

// hidden asks for a line without echo. The caller erases it.
func (t *asker) hidden(question string) ([]byte, error) {
	fmt.Fprint(t.out, question)
	line, err := term.ReadPassword(int(t.in.Fd()))
	fmt.Fprintln(t.out)
	if err != nil {
		return nil, fmt.Errorf("asking on the terminal: %w", err)
	}
	return line, nil
}

// line asks for a line with echo.
func (t *asker) line(question string) (string, error) {
	fmt.Fprint(t.out, question)
	line, err := readLine(t.in, 1024)
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
