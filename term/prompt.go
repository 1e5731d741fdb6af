package term

import (
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"
)

// Prompt reads lines at a terminal, with editing, completion and a history that
// lives as long as the prompt. Between lines the terminal is as it was found, so
// that a verb can ask there. Line is one goroutine's; the rest may be called at
// any time.
type Prompt struct {
	Key   func()                // a key was pressed; it is taken when this returns
	Lock  func()                // Ctrl-L was pressed
	Panic func()                // Ctrl-\ was pressed
	Words func(string) []string // what may stand where this line ends: whole words

	in  *os.File
	out *os.File
	t   *term.Terminal

	mu     sync.Mutex
	before *term.State // of the terminal, while a line is read; guarded by mu
	shut   bool        // guarded by mu
}

// NewPrompt returns a prompt. Its functions must be set before the first line.
func NewPrompt(in, out *os.File) *Prompt {
	p := &Prompt{in: in, out: out}
	p.t = term.NewTerminal(promptTerminal{p}, "")
	p.t.History = &verbs{}
	p.t.AutoCompleteCallback = p.complete
	return p
}

// Line asks for a line. io.EOF after Ctrl-C or Ctrl-D, or if the terminal is
// gone or the prompt shut.
func (p *Prompt) Line(question string) (string, error) {
	if err := p.raw(); err != nil {
		return "", err
	}
	defer p.cooked()
	if width, height, err := term.GetSize(int(p.out.Fd())); err == nil && width > 0 {
		p.t.SetSize(width, height)
	}
	p.t.SetPrompt(question)
	line, err := p.t.ReadLine()
	if err == term.ErrPasteIndicator {
		err = nil
	}
	return line, err
}

// Note writes lines above the question that is being asked.
func (p *Prompt) Note(lines string) {
	p.mu.Lock()
	raw := p.before != nil
	p.mu.Unlock()
	if raw {
		io.WriteString(p.t, lines)
	} else {
		io.WriteString(p.out, lines)
	}
}

// Shut gives the terminal back for good, also under a line that is being read.
func (p *Prompt) Shut() {
	p.cooked()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shut = true
}

func (p *Prompt) raw() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shut {
		return io.EOF
	}
	before, err := term.MakeRaw(int(p.in.Fd()))
	if err == nil {
		p.before = before
	}
	return err
}

func (p *Prompt) cooked() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.before != nil {
		term.Restore(int(p.in.Fd()), p.before)
		p.before = nil
	}
}

// promptTerminal hands the terminal on key by key, so that nothing typed ahead
// is taken from whoever asks next.
type promptTerminal struct{ p *Prompt }

func (t promptTerminal) Read(b []byte) (int, error) {
	for {
		n, err := t.p.in.Read(b[:1])
		if n != 1 {
			return n, err
		}
		if b[0] == keyPanic { // also where the key comes too late for everything else
			t.p.Panic()
			continue
		}
		if t.p.Key(); b[0] != keyLock {
			return n, err
		}
		t.p.Lock()
	}
}

func (t promptTerminal) Write(b []byte) (int, error) { return t.p.out.Write(b) }

// keyLock is Ctrl-L.
const keyLock = 0x0c

// verbs is a history of what was typed, of each line its first two words, and
// no word in quotes: a text that somebody typed behind a verb is not kept.
type verbs struct{ lines []string }

// mostRemembered bounds a history.
const mostRemembered = 100

func (v *verbs) Add(line string) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return
	}
	keep := min(2, len(words))
	if keep == 2 && strings.ContainsAny(words[1], `'"\\`) {
		keep = 1 // a quote may hold a text
	}
	line = strings.Join(words[:keep], " ")
	if len(v.lines) > 0 && v.lines[len(v.lines)-1] == line {
		return
	}
	v.lines = append(v.lines, line)
	if len(v.lines) > mostRemembered {
		v.lines = v.lines[1:]
	}
}

func (v *verbs) Len() int        { return len(v.lines) }
func (v *verbs) At(i int) string { return v.lines[len(v.lines)-1-i] }

// Forget forgets what was typed so far. It is for the goroutine that asks for lines.
func (p *Prompt) Forget() { p.t.History = &verbs{} }
