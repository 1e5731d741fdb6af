package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"

	"github.com/alecthomas/kong"
)

// verbGroups are the groups of verbs, in the order in which a person meets them:
// the value of a verb's tag group.
var verbGroups = []string{"everyday", "group", "danger", "setup", "sim"}

type helpCmd struct {
	Verb []string `arg:"" optional:"" help:"help_verb"`
}

// Run shows the help of a verb, or of all.
func (c *helpCmd) Run(a *app) error {
	if code := run(context.WithoutCancel(a.ctx), append(c.Verb, "--help"), a.edge); code != exitDone {
		return &shown{code}
	}
	return nil
}

type versionCmd struct{}

// Run says which version this is.
func (versionCmd) Run(a *app) error { return show(a, &tell.Version{Version: version()}, term.Version) }

// versionFlag is the flag that says what 'bulkhead version' says.
type versionFlag bool

// BeforeReset implements kong's hook of a flag that is given.
func (versionFlag) BeforeReset(k *kong.Kong) error {
	term.Version(term.NewPage(k.Stdout), &tell.Version{Version: version()})
	k.Exit(exitDone)
	return nil
}

// version is the module's version, or the commit that the program was built from.
func version() string {
	info, known := debug.ReadBuildInfo()
	if !known {
		return "(devel)"
	}
	v := info.Main.Version
	if v == "" || v == "(devel)" {
		v = "(devel)"
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				v += " " + s.Value
			}
		}
	}
	return v
}

// helper prints the pages of help, with the texts that phrase.HelpVars returns.
type helper struct {
	w     io.Writer
	say   phrase.Say
	texts map[string]string
	width int // in characters
	err   error
}

// helpWidth is how wide help is at most, in characters.
const helpWidth = 90

// printHelp is kong's HelpPrinter.
func printHelp(out *os.File, say phrase.Say, texts map[string]string) kong.HelpPrinter {
	return func(_ kong.HelpOptions, c *kong.Context) error {
		h := &helper{w: out, say: say, texts: texts, width: min(max(term.Columns(out, helpWidth), 40), helpWidth)}
		if n := c.Selected(); n != nil && !n.Hidden {
			h.verb(n)
		} else {
			h.all(c.Model.Node)
		}
		return h.err
	}
}

func (h *helper) line(text string) {
	if _, err := fmt.Fprintln(h.w, text); err != nil && h.err == nil {
		h.err = err
	}
}

// all is the page of the program: the verbs by their groups, and the flags that
// every verb has.
func (h *helper) all(n *kong.Node) {
	h.text("", h.texts["about"])
	for _, group := range verbGroups {
		h.line("")
		h.line(h.texts["group_"+group])
		h.verbs(n, func(verb *kong.Node) bool { return verb.Group != nil && verb.Group.Key == group })
	}
	h.line("")
	h.line(h.texts["label_common"])
	h.flags(n)
	h.line("")
	h.text("", h.texts["about_long"])
}

// verb is the page of a verb: an example first.
func (h *helper) verb(n *kong.Node) {
	var examples, rest []string
	for _, paragraph := range strings.Split(strings.TrimSpace(strings.ReplaceAll(n.Detail, "\n    ", "\n\x00   ")), "\n\n") {
		paragraph = strings.Trim(strings.ReplaceAll(paragraph, "\x00", " "), "\n")
		switch {
		case paragraph == "":
		case isExample(paragraph):
			examples = append(examples, paragraph)
		default:
			rest = append(rest, paragraph)
		}
	}
	if len(examples) > 0 {
		h.line(h.texts["label_example"])
		for _, e := range examples {
			h.line(e)
		}
		h.line("")
	}
	h.text("", n.Help)
	for _, paragraph := range rest {
		h.line("")
		h.text("", paragraph)
	}
	h.line("")
	h.line(h.texts["label_usage"])
	h.text("  ", h.usage(n))
	if len(n.Children) > 0 {
		h.line("")
		h.line(h.texts["label_verbs"])
		h.verbs(n, func(*kong.Node) bool { return true })
	}
	var rows [][2]string
	for _, p := range n.Positional {
		if !p.Tag.Hidden {
			rows = append(rows, [2]string{h.argument(p), p.Help})
		}
	}
	if len(rows) > 0 {
		h.line("")
		h.line(h.texts["label_arguments"])
		h.rows(rows)
	}
	if len(visible(n)) > 0 {
		h.line("")
		h.line(h.texts["label_flags"])
		h.flags(n)
	}
	h.line("")
	h.text("", h.texts["label_more"])
}

// isExample reports whether a paragraph shows what to type.
func isExample(paragraph string) bool {
	line, _, _ := strings.Cut(paragraph, "\n")
	return strings.HasPrefix(line, "    ") && strings.Contains(line, "bulkhead ")
}

// verbs lists those of n's verbs that are wanted.
func (h *helper) verbs(n *kong.Node, want func(*kong.Node) bool) {
	var rows [][2]string
	for _, verb := range n.Children {
		if !verb.Hidden && want(verb) {
			rows = append(rows, [2]string{verb.Name, verb.Help})
		}
	}
	h.rows(rows)
}

func (h *helper) flags(n *kong.Node) {
	var rows [][2]string
	for _, f := range visible(n) {
		says := f.Help
		if f.HasDefault && f.PlaceHolder == "" && !f.IsBool() {
			says = h.say.LineDefault(f.Default, says)
		}
		rows = append(rows, [2]string{h.flag(f), says})
	}
	h.rows(rows)
}

// word says what stands in the place of a value. One that is typed as it stands,
// like 15m, is in no catalogue.
func (h *helper) word(of string) string {
	one := strings.Trim(of, `",…`)
	name := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(one))
	if said, there := h.texts["word_"+name]; there {
		return strings.Replace(of, one, said, 1)
	}
	return of
}

// flag is how a flag is typed: what stands behind it is no value to copy.
func (h *helper) flag(f *kong.Flag) string {
	name := "--" + f.Name
	if f.Short != 0 {
		name = fmt.Sprintf("-%c, %s", f.Short, name)
	}
	switch {
	case f.IsBool():
		return name
	case f.PlaceHolder != "":
		return name + "=" + h.word(f.PlaceHolder)
	}
	return name + "=" + h.word(strings.ToUpper(f.Name))
}

// mostLabel is how wide the first of two columns may be, in characters, before
// what explains it goes on a line of its own.
const mostLabel = 24

// rows writes two columns.
func (h *helper) rows(rows [][2]string) {
	width := 0
	for _, r := range rows {
		if n := term.Width(r[0]); n <= mostLabel {
			width = max(width, n)
		}
	}
	indent := strings.Repeat(" ", width+4)
	for _, r := range rows {
		first := "  " + term.Column(r[0], width+2)
		if term.Width(r[0]) > width {
			h.line("  " + r[0])
			first = indent
		}
		lines := wrapped(r[1], h.width-len(indent))
		h.line(strings.TrimRight(first+lines[0], " "))
		for _, l := range lines[1:] {
			h.line(indent + l)
		}
	}
}

// text writes paragraphs; a line that begins with four spaces stays as it is.
func (h *helper) text(indent, text string) {
	for _, l := range strings.Split(text, "\n") {
		if strings.HasPrefix(l, "    ") {
			h.line(indent + l)
			continue
		}
		for _, part := range wrapped(l, h.width-len(indent)) {
			h.line(indent + part)
		}
	}
}

// wrapped cuts text into lines of at most so many characters, between words.
func wrapped(text string, width int) []string {
	lines, at := []string{""}, 0
	for _, word := range strings.Fields(text) {
		n := term.Width(word)
		switch {
		case at == 0:
		case at+1+n > width:
			lines, at = append(lines, ""), 0
		default:
			word, n = " "+word, n+1
		}
		lines[len(lines)-1] += word
		at += n
	}
	return lines
}

// usage is how a verb is typed.
func (h *helper) usage(n *kong.Node) string {
	parts := []string{"bulkhead", verbOf(n)}
	var alternatives []string
	optional := false
	for _, f := range visible(n) {
		switch {
		case f.Required && len(f.Xor) > 0:
			alternatives = append(alternatives, h.flag(f))
		case f.Required:
			parts = append(parts, h.flag(f))
		default:
			optional = true
		}
	}
	if len(alternatives) > 0 {
		parts = append(parts, "("+strings.Join(alternatives, " | ")+")")
	}
	for _, p := range n.Positional {
		if p.Tag.Hidden {
			continue
		}
		if p.Required {
			parts = append(parts, h.argument(p))
		} else {
			parts = append(parts, "["+h.argument(p)+"]")
		}
	}
	if len(n.Children) > 0 {
		parts = append(parts, h.word("VERB"))
	}
	if optional {
		parts = append(parts, "[--…]")
	}
	return strings.Join(parts, " ")
}

func (h *helper) argument(p *kong.Positional) string {
	name := h.word(strings.ToUpper(p.Name))
	if p.IsSlice() {
		name += " …"
	}
	return name
}

// visible are the flags of a verb itself: those of every verb are on the
// program's page.
func visible(n *kong.Node) (flags []*kong.Flag) {
	for _, f := range n.Flags {
		if !f.Hidden {
			flags = append(flags, f)
		}
	}
	return flags
}
