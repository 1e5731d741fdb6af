package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// page is what a person sees of the story. It is one goroutine's. A nil writer
// shows nothing.
type page struct {
	w        io.Writer
	colour   bool
	terminal *os.File // for bars; nil if there is none
	acts     int
	round    func() int
}

const (
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	red   = "\x1b[31m"
	green = "\x1b[32m"
	plain = "\x1b[0m"
)

// newPage writes to f; colours and bars are for a terminal alone
// (https://no-color.org).
func newPage(f *os.File) *page {
	p := &page{w: f}
	if term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb" {
		p.terminal = f
		p.colour = os.Getenv("NO_COLOR") == ""
	}
	return p
}

func (p *page) in(style, text string) string {
	if !p.colour {
		return text
	}
	return style + text + plain
}

func (p *page) line(format string, args ...any) {
	if p.w != nil {
		fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// act begins a part of the story.
func (p *page) act(title, about string) {
	p.acts++
	p.line("")
	p.line("%s", p.in(bold, fmt.Sprintf("%d. %s", p.acts, title)))
	for _, l := range wrap(about, 92) {
		p.line("   %s", p.in(faint, l))
	}
}

// say tells what happened, and in which round.
func (p *page) say(format string, args ...any) {
	for i, l := range wrap(fmt.Sprintf(format, args...), 84) {
		when := ""
		if i == 0 && p.round != nil {
			when = fmt.Sprintf("round %d", p.round())
		}
		p.line("  %10s  %s", when, l)
	}
}

// wrap cuts a text into lines of at most so many characters, between words.
func wrap(text string, width int) (lines []string) {
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		if used > 0 && used+1+n > width {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// box prints lines in a frame.
func (p *page) box(title string, lines []string) {
	const width = 92
	p.line("   ┌─ %s %s┐", p.in(bold, title), strings.Repeat("─", max(0, width-len([]rune(title))-2)))
	for _, l := range lines {
		for _, part := range wrapIndented(l, width) {
			p.line("   │ %s%s│", part, strings.Repeat(" ", max(0, width-len([]rune(part)))))
		}
	}
	p.line("   └%s┘", strings.Repeat("─", width+1))
}

// wrapIndented wraps a line and keeps its first spaces in all that come of it.
func wrapIndented(line string, width int) []string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	parts := wrap(line, width-len(indent)-2)
	for i := range parts {
		if parts[i] = indent + parts[i]; i > 0 {
			parts[i] = "  " + parts[i]
		}
	}
	if len(parts) == 0 {
		return []string{""}
	}
	return parts
}

// bar shows how far something is that takes some rounds; on a terminal only.
type bar struct {
	page *page
	what string
	bar  *progressbar.ProgressBar // nil before the first set
}

func (p *page) bar(what string) *bar { return &bar{page: p, what: what} }

func (b *bar) set(done, of int) {
	if b.page.terminal == nil || of == 0 {
		return
	}
	if b.bar == nil {
		b.bar = progressbar.NewOptions(of,
			progressbar.OptionSetWriter(b.page.terminal), progressbar.OptionSetDescription("  "+b.what),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(20), progressbar.OptionShowCount(),
			progressbar.OptionSetElapsedTime(false), progressbar.OptionSetPredictTime(false),
			progressbar.OptionEnableColorCodes(false))
	}
	_ = b.bar.Set(min(done, of-1)) // at its maximum it ends itself
}

// end clears the bar away.
func (b *bar) end() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}

func join(words []string) string { return strings.Join(words, " ") }
