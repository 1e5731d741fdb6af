package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bulkhead/home"
	"golang.org/x/sys/unix"
)

const (
	quickstartSource = "testdata/quickstart.md"
	quickstartPage   = "../../docs/quickstart.md"
)

var update = flag.Bool("update", false, "write docs/quickstart.md anew: go test ./cmd/bulkhead -run Quickstart -update")

// TestQuickstartIsWhatIsPrinted: docs/quickstart.md is testdata/quickstart.md, with
// what the program shows to people who do what is said there, at terminals of their
// own. The source begins with a comment, which says what the page shows in the place
// of what differs from run to run:
//
//	NAME = TEXT       TEXT for what "= NAME" has found, see below
//	/REGEXP/ = TEXT   TEXT for whatever matches; something must
//	/REGEXP/? = TEXT  the same; on a quiet machine nothing may
//
// A fence named "at NAME" is NAME's terminal. Its lines are what NAME does:
//
//	$ LINE          carries out a command line
//	? TEXT          waits until TEXT is shown, and no time passes
//	~ TEXT          waits until TEXT is shown, for rounds
//	> TEXT          types TEXT and Enter
//	^D ^C           presses that
//	= NAME REGEXP   keeps what the regular expression's group finds in what is shown
//	                since the command began: $NAME is that, from here on
//	… (alone)       the command goes on, in NAME's next fence
//	exits N         with this code in place of 0
//	until REGEXP    all of it is done again, in the next round, until this is shown
//
// "at NAME hidden" is done, and not in the page. Where the program clears the screen a
// fence ends, and the next begins. No real clock is raced: the time is a [jumpClock], and
// what is waited for may take as long as go test has.
func TestQuickstartIsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(quickstartSource)
	if err != nil {
		t.Fatal(err)
	}
	clock, err := newJumpClock()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(clock.close)
	url, stop, err := startDrop(clock.calendar.Length, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	q := &quickstart{t: t, clock: clock, real: map[string]string{"DROP": url}, people: map[string]*newcomer{}}
	if over, limited := t.Deadline(); limited {
		defer time.AfterFunc(time.Until(over)-timeToTell, q.tellAndEnd).Stop()
	}
	comment, page, found := strings.Cut(string(source), "-->\n")
	if !found {
		t.Fatal("the source does not begin with a comment")
	}
	q.examples(comment)
	got := q.print(strings.TrimLeft(page, "\n"))
	want, err := os.ReadFile(quickstartPage)
	if *update {
		err = os.WriteFile(quickstartPage, got, 0o644)
	} else if !bytes.Equal(got, want) {
		t.Errorf("docs/quickstart.md is not what is printed; if it should be, go test ./cmd/bulkhead -run Quickstart -update\n%s", firstDifference(string(got), string(want)))
	}
	if err != nil {
		t.Error(err)
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d: %q, the page has %q", i+1, g[i], append(w, "")[min(i, len(w))])
		}
	}
	return fmt.Sprintf("the page goes on after line %d", len(g))
}

// quickstart is the page being printed.
type quickstart struct {
	t      *testing.T
	clock  *jumpClock
	shown  map[string]string // by name: what the page shows
	real   map[string]string // by name: what it is in this run
	always []example
	people map[string]*newcomer
}

// example is what the page shows for what differs from run to run.
type example struct {
	is   *regexp.Regexp
	text string
	used bool
}

func (q *quickstart) examples(comment string) {
	q.t.Helper()
	q.shown = map[string]string{}
	for line := range strings.Lines(comment) {
		line = strings.TrimSuffix(line, "\n")
		name, text, is := strings.Cut(line, " =")
		text = strings.ReplaceAll(strings.TrimPrefix(text, " "), `\n`, "\n")
		switch {
		case line == "<!--":
		case !is:
			q.t.Fatalf("no example: %q", line)
		case strings.HasPrefix(name, "/"):
			is, perhaps := strings.CutSuffix(name, "?")
			q.always = append(q.always, example{is: regexp.MustCompile("(?m)" + strings.Trim(is, "/")), text: text, used: perhaps})
		default:
			q.shown[name] = text
		}
	}
}

// print plays the page and returns it with what was shown.
func (q *quickstart) print(page string) []byte {
	q.t.Helper()
	var out strings.Builder
	var fence []string
	who := ""
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "```at "):
			who, fence = strings.TrimPrefix(line, "```at "), nil
		case who != "" && line == "```":
			name, hidden, _ := strings.Cut(who, " ")
			shown := q.inFences(q.person(name).fence(fence))
			if who = ""; hidden == "" {
				fmt.Fprintf(&out, "```\n%s\n```\n", shown)
			}
		case who != "":
			fence = append(fence, line)
		default:
			out.WriteString(q.asShown(line) + "\n")
		}
	}
	for _, p := range q.people {
		if p.running != nil {
			q.t.Errorf("%s never ended: %s", p.name, p.line)
		}
	}
	for _, e := range q.always {
		if !e.used {
			q.t.Errorf("nothing matches %s", e.is)
		}
	}
	return regexp.MustCompile(`\n{3,}`).ReplaceAll([]byte(out.String()), []byte("\n\n")) // around what is hidden
}

// inFences ends a fence where the screen was cleared.
func (q *quickstart) inFences(shown string) string {
	var kept []string
	for _, screen := range strings.Split(shown, wipe) {
		if screen = strings.Trim(q.asShown(plain(screen)), "\n"); screen != "" {
			kept = append(kept, screen)
		}
	}
	return strings.Join(kept, "\n```\n\n```\n")
}

var (
	escapes  = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)
	spaces   = regexp.MustCompile(`(?m)[ \r]+$`)
	progress = regexp.MustCompile(`(?m)^.*% \|.*\| .*\n?`)
)

// plain is what stands on a screen in the end: of a line written over, the last.
func plain(shown string) string {
	shown = strings.ReplaceAll(escapes.ReplaceAllString(shown, ""), mark, "")
	lines := strings.Split(strings.ReplaceAll(shown, "\r\n", "\n"), "\n")
	for i, l := range lines {
		l = strings.TrimRight(l, "\r")
		lines[i] = l[strings.LastIndex(l, "\r")+1:]
	}
	return spaces.ReplaceAllString(progress.ReplaceAllString(strings.Join(lines, "\n"), ""), "")
}

// asShown puts examples in the place of what this run drew.
func (q *quickstart) asShown(text string) string {
	for name, is := range q.real {
		shown, found := q.shown[name]
		if !found { // it is the same in every run
			shown = is
		}
		text = strings.ReplaceAll(text, "$"+name, shown)
		if strings.Contains(is, "\n") {
			text = inRows(text, strings.Split(is, "\n"), strings.Split(shown, "\n"))
		} else {
			text = strings.ReplaceAll(text, is, shown)
		}
	}
	for i := range q.always {
		e := &q.always[i]
		e.used = e.used || e.is.MatchString(text)
		text = e.is.ReplaceAllString(text, e.text)
	}
	return text
}

// inRows puts the rows of an example in the place of what this run drew, which may
// have more or fewer, each behind what stands before the first.
func inRows(text string, is, shown []string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		at := slices.IndexFunc(is, func(row string) bool { return strings.HasSuffix(line, row) })
		switch {
		case at < 0:
			out = append(out, line)
		case at == 0:
			for _, row := range shown {
				out = append(out, strings.TrimSuffix(line, is[0])+row)
			}
		}
	}
	return strings.Join(out, "\n")
}

// asMeant puts what this run drew in the place of its names.
func (q *quickstart) asMeant(text string) string {
	for name, is := range q.real {
		text = strings.ReplaceAll(text, "$"+name, is)
	}
	return text
}

// tellAndEnd says what everybody waits for before go test's time is over.
func (q *quickstart) tellAndEnd() {
	for _, p := range q.people {
		p.mu.Lock()
		fmt.Fprintf(os.Stderr, "%s, at %q: %q\n", p.name, p.doing, p.shown.String()[p.from:])
	}
	panic("the time that go test has is over")
}

// cheapGuess makes a passphrase attempt take no time; the vault is the usual one.
const cheapGuess = `{"vault_format": 2, "vault_bytes": 4194304, "argon2_memory_kib": 64, "argon2_passes": 1, "argon2_lanes": 1}`

// newcomer is one person at a terminal.
type newcomer struct {
	*typist
	q       *quickstart
	name    string
	dir     string
	lines   int    // commands so far
	line    string // the last one
	doing   string // guarded by mu
	began   int    // where in what is shown
	printed int    // up to where that is in the page
	running <-chan int
	stop    context.CancelFunc
}

func (q *quickstart) person(name string) *newcomer {
	if q.people[name] == nil {
		p := &newcomer{typist: newTypist(q.t), q: q, name: name, dir: q.t.TempDir()}
		if err := errors.Join(q.clock.of(p.dir), os.WriteFile(filepath.Join(p.dir, home.SettingsFile), []byte(cheapGuess), 0o600)); err != nil {
			q.t.Fatal(err)
		}
		size := &unix.Winsize{Row: 24, Col: 100} // no room for a QR code
		if err := unix.IoctlSetWinsize(int(p.master.Fd()), unix.TIOCSWINSZ, size); err != nil {
			q.t.Fatal(err)
		}
		q.people[name] = p
	}
	return q.people[name]
}

// fence does what stands in a fence and returns what was shown meanwhile.
func (p *newcomer) fence(lines []string) string {
	p.t.Helper()
	for {
		begun := p.at()
		if p.running != nil {
			begun = p.printed
		}
		head, until := "", regexp.MustCompile("")
		for _, line := range lines {
			what, rest, _ := strings.Cut(line, " ")
			switch what {
			case "until":
				until = regexp.MustCompile(rest)
				continue
			case "$":
				head = line + "\n"
			}
			p.does(what, rest)
		}
		if p.running != nil && lines[len(lines)-1] != "…" {
			p.wait(0)
		}
		shown := p.since(begun)
		if p.running != nil {
			shown = strings.TrimSuffix(shown, "> ") // which begins the next fence
		}
		p.printed = begun + len(shown)
		if until.MatchString(shown) {
			return head + shown
		}
		p.q.clock.pass(p.t.Context(), p.q.clock.calendar.Length)
	}
}

func (p *newcomer) does(what, rest string) {
	p.t.Helper()
	p.mu.Lock()
	p.doing = what + " " + rest
	p.mu.Unlock()
	switch what {
	case "$":
		p.starts(rest)
	case "?":
		p.sees(p.q.asMeant(rest))
	case "~":
		for !strings.Contains(p.since(p.from), p.q.asMeant(rest)) {
			p.q.clock.poll(p.t.Context())
		}
		p.sees(p.q.asMeant(rest))
	case ">":
		lines := strings.Split(p.q.asMeant(rest), "\n")
		for i, line := range lines {
			if i > 0 {
				p.sees("> ")
			}
			p.types(line)
		}
	case "^D":
		p.master.WriteString("\x04")
	case "^C":
		p.stop()
	case "=":
		name, is, _ := strings.Cut(rest, " ")
		found := regexp.MustCompile(is).FindStringSubmatch(plain(p.since(p.began)))
		if found == nil {
			p.t.Fatalf("%s: nothing matches %s in %q", p.name, is, p.since(p.began))
		}
		var lines []string
		for line := range strings.Lines(strings.TrimSpace(found[1])) {
			lines = append(lines, strings.TrimSpace(line))
		}
		p.q.real[name] = strings.Join(lines, "\n")
	case "exits":
		code := 0
		fmt.Sscan(rest, &code)
		p.wait(code)
	case "…":
	default:
		p.t.Fatalf("%s does what? %q", p.name, what+" "+rest)
	}
}

// starts carries out a command line: words with spaces between them, or in quotes.
func (p *newcomer) starts(line string) {
	p.t.Helper()
	if p.running != nil {
		p.t.Fatalf("%s is still at %s", p.name, p.line)
	}
	var args []string
	for _, word := range regexp.MustCompile(`'[^']*'|\S+`).FindAllString(p.q.asMeant(line), -1) {
		args = append(args, strings.Trim(word, "'"))
	}
	e := p.edge()
	e.now, e.pace = p.q.clock.Now, p.q.clock.pace(func() {})
	p.lines++
	e.rand = &redrawn{of: rand.NewChaCha8(sha256.Sum256(fmt.Append(nil, p.name, p.lines)))}
	ctx, cancel := context.WithCancel(p.t.Context())
	code := make(chan int, 1)
	p.line, p.began, p.stop, p.running = line, p.at(), cancel, code
	go func() { code <- run(ctx, append([]string{"--dir", p.dir}, args[1:]...), e) }()
}

// redrawn is randomness that is the same in every run, as far as the program draws in
// the same order: names are, which lines are wrapped by.
type redrawn struct {
	mu sync.Mutex
	of *rand.ChaCha8 // guarded by mu
}

func (d *redrawn) Read(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.of.Read(b)
}

func (p *newcomer) wait(want int) {
	p.t.Helper()
	for len(p.running) == 0 { // it may wait for rounds
		p.q.clock.poll(p.t.Context())
	}
	p.ends(p.running, want)
	p.running = nil
	p.stop()
	p.sync()
}

// mark is written where a command has ended.
const mark = "\x00"

// sync waits until all that a command wrote is here.
func (p *newcomer) sync() {
	p.slave.WriteString(mark)
	p.sees(mark)
}

func (p *newcomer) at() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.Len()
}

func (p *newcomer) since(from int) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.String()[from:]
}
