package term

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"bulkhead/home"
	"bulkhead/phrase"

	"golang.org/x/term"
)

// Asker is a terminal on which a person can be asked. Questions go to the
// terminal itself, so that they are seen even if all output goes elsewhere. It is
// one goroutine's.
//
// A question ends with ErrInterrupted when its context ends, and with
// [home.ErrPanicKey] when the panic key is pressed.
type Asker struct {
	Say phrase.Say // what questions are said with; the zero one is English
	Out *os.File   // where they are shown

	// In an open session: a key was pressed, and Ctrl-L. Nil elsewhere.
	Key, Lock func()

	ctx context.Context
	key *home.PanicKey
	in  *os.File
}

var (
	// ErrNoTerminal says that there is nobody who could be asked.
	ErrNoTerminal = errors.New("there is no terminal to ask on")
	// ErrInterrupted is the end of a question without an answer.
	ErrInterrupted = errors.New("interrupted; nothing was done")
)

// NewAsker asks on in and shows on out if both are terminals, else on the
// terminal that this program was started on: its file stays open until the
// program ends. ErrNoTerminal if there is none.
func NewAsker(ctx context.Context, key *home.PanicKey, in, out *os.File) (*Asker, error) {
	if Interactive(in) && Interactive(out) {
		return &Asker{Out: out, ctx: ctx, key: key, in: in}, nil
	}
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil, ErrNoTerminal
	}
	return &Asker{Out: tty, ctx: ctx, key: key, in: tty}, nil
}

// Unless carries out a read of f that ends when ctx does (ErrInterrupted) or the panic
// key is pressed ([home.ErrPanicKey]). What was not read then is left to whoever reads
// next.
func Unless[T any](ctx context.Context, key *home.PanicKey, f *os.File, read func(io.Reader) (T, error)) (T, error) {
	defer key.Heed()()
	w, err := awaiting(ctx, key, f)
	if err != nil {
		var none T
		return none, err
	}
	defer w.close()
	return read(w)
}

// keys reads the keys of a question, one by one. In an open session each counts as one,
// and what ends the session does.
func (t *Asker) keys(r io.Reader) io.Reader {
	if t.Lock == nil {
		return r
	}
	return &keyReader{t, r}
}

type keyReader struct {
	t *Asker
	r io.Reader
}

func (k *keyReader) Read(b []byte) (int, error) {
	n, err := k.r.Read(b[:1])
	if n != 1 {
		return n, err
	}
	if b[0] == keyPanic { // also where the key comes too late for everything else
		k.t.key.Press()
		return 0, home.ErrPanicKey
	}
	k.t.Key()
	switch b[0] {
	case keyLock:
		k.t.Lock()
		return 0, ErrInterrupted
	case keyInterrupt:
		return 0, ErrInterrupted
	}
	return n, err
}

// Hidden asks for a line of at most limit bytes without echo, which is off
// before the question is seen: term.ReadPassword alone would echo what is typed
// too early. More than limit bytes are not taken in. The caller erases the line.
func (t *Asker) Hidden(question string, limit int) ([]byte, error) {
	fd := int(t.in.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return nil, fmt.Errorf("asking on the terminal: %w", err)
	}
	defer term.Restore(fd, before)
	defer t.key.Heed()()
	fmt.Fprint(t.Out, question)
	line, err := Unless(t.ctx, t.key, t.in, func(r io.Reader) ([]byte, error) { return readKeys(t.keys(r), limit, nil) })
	fmt.Fprint(t.Out, "\r\n")
	return line, err
}

// Verb asks for one of some words at a locked screen, and shows nothing else that is
// typed: that may be the rest of a text, or a passphrase. It returns "" for an empty line,
// and "?" for any other; io.EOF after Ctrl-C or Ctrl-D, or if the terminal has ended.
func (t *Asker) Verb(question string, verbs ...string) (string, error) {
	before, err := term.MakeRaw(int(t.in.Fd()))
	if err != nil {
		return "", io.EOF
	}
	defer term.Restore(int(t.in.Fd()), before)
	defer t.key.Heed()()
	fmt.Fprint(t.Out, question)
	line, err := Unless(t.ctx, t.key, t.in, func(r io.Reader) ([]byte, error) {
		return readKeys(r, mostTyped, func(line []byte) { fmt.Fprintf(t.Out, "\r%s%s\x1b[K", question, shownOnly(line, verbs)) })
	})
	fmt.Fprint(t.Out, "\r\n")
	defer clear(line)
	word := string(shownOnly(bytes.TrimSpace(line), verbs))
	switch {
	case errors.Is(err, home.ErrPanicKey):
		return "", home.ErrPanicKey
	case err != nil:
		return "", io.EOF
	case slices.Contains(append(verbs, ""), word) && (word != "" || len(line) == 0):
		return word, nil
	}
	return "?", nil
}

// shownOnly returns a line if one of words begins so, else nothing.
func shownOnly(line []byte, words []string) []byte {
	for _, w := range words {
		if bytes.HasPrefix([]byte(w), line) {
			return line
		}
	}
	return nil
}

// mostTyped is how long a line with echo may be, in bytes.
const mostTyped = 1024

// Line asks for a line with echo; io.EOF if the terminal has ended.
func (t *Asker) Line(question string) (string, error) {
	defer t.key.Heed()() // before it is seen: a hand may be faster than the next line
	if t.Lock != nil {
		return t.edited(question)
	}
	fmt.Fprint(t.Out, question)
	line, err := Unless(t.ctx, t.key, t.in, func(r io.Reader) ([]byte, error) { return ReadLine(r, mostTyped) })
	return string(line), err
}

// edited is Line in an open session, where the terminal itself shows nothing.
func (t *Asker) edited(question string) (string, error) {
	before, err := term.MakeRaw(int(t.in.Fd()))
	if err != nil {
		return "", fmt.Errorf("asking on the terminal: %w", err)
	}
	defer term.Restore(int(t.in.Fd()), before)
	width, height := size(t.Out)
	lines := strings.Split(question, "\n")
	last := lines[len(lines)-1]
	text := strings.TrimRight(last, " ")
	lines = append(lines[:len(lines)-1], wrap(text, width)...)
	for _, l := range lines[:len(lines)-1] {
		fmt.Fprint(t.Out, l+"\r\n")
	}
	question = lines[len(lines)-1] + last[len(text):]
	if width == 0 { // not known: nothing is wrapped
		width, height = 1<<15, 24
	}
	return Unless(t.ctx, t.key, t.in, func(r io.Reader) (string, error) {
		line := term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{t.keys(r), t.Out}, question)
		line.SetSize(width, height)
		text, err := line.ReadLine()
		if err == term.ErrPasteIndicator {
			err = nil
		}
		return text, err
	})
}

// Lines asks for lines, each after prompt, until one that is end, which is left
// out, or until the terminal ends (no error).
func (t *Asker) Lines(prompt, end string) ([]string, error) {
	return t.until(prompt, func(line string) bool { return line == end })
}

// Body asks for a text that Ctrl-D on a line of its own ends.
func (t *Asker) Body() (string, error) {
	lines, err := t.until("", func(string) bool { return false })
	return strings.Join(lines, "\n"), err
}

func (t *Asker) until(prompt string, last func(string) bool) ([]string, error) {
	var lines []string
	for {
		l, err := t.Line(prompt)
		if err != nil && err != io.EOF {
			return nil, err
		}
		if err == io.EOF || last(l) {
			return lines, nil
		}
		lines = append(lines, l)
	}
}

// Text asks for lines until one that is a single dot, or the end.
func (t *Asker) Text() (string, error) {
	lines, err := t.Lines("", ".")
	return strings.Join(lines, "\n"), err
}

// Clear takes everything off the screen and out of what can be scrolled back
// to, as far as the terminal obeys.
func (t *Asker) Clear() { fmt.Fprint(t.Out, clearScreen) }

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
// seen. changed, if not nil, is told of the line after each key.
func readKeys(r io.Reader, limit int, changed func(line []byte)) ([]byte, error) {
	line := make([]byte, 0, limit)
	var b [1]byte
	for first := true; ; first = false {
		if changed != nil && !first {
			changed(line)
		}
		if _, err := io.ReadFull(r, b[:]); err != nil {
			clear(line)
			return nil, fmt.Errorf("asking on the terminal: %w", err)
		}
		switch key := b[0]; {
		case key == keyEnter, key == keyNewline, key == keyEnd && len(line) > 0:
			return line, nil
		case key == keyInterrupt, key == keyEnd:
			clear(line)
			return nil, ErrInterrupted
		case key == keyPanic:
			clear(line)
			return nil, home.ErrPanicKey
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

// LongLineError is the error of a line that is longer than it may be.
type LongLineError struct{ Limit int } // bytes

func (e *LongLineError) Error() string { return fmt.Sprintf("a line is longer than %d bytes", e.Limit) }

// ReadLine reads up to and without the line feed, and not one byte more, so
// that what follows is left for the next reader. The end of the file ends a
// line too; io.EOF only if nothing stood before it. A line of more than limit
// bytes is a *LongLineError.
func ReadLine(r io.Reader, limit int) ([]byte, error) {
	line := make([]byte, 0, limit)
	var b [1]byte
	for {
		n, err := r.Read(b[:])
		switch {
		case n == 1 && b[0] == '\n':
			return bytes.TrimSuffix(line, []byte("\r")), nil
		case n == 1 && len(line) == limit:
			return nil, &LongLineError{limit}
		case n == 1:
			line = append(line, b[0])
		case err == io.EOF && len(line) > 0:
			return line, nil
		case err != nil:
			return nil, err
		}
	}
}
