package main

import (
	"context"
	"fmt"
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
	term.Version(term.NewSheet(k.Stdout), &tell.Version{Version: version()})
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

// helper makes the pages of help, with the texts that phrase.HelpVars returns.
type helper struct {
	say   phrase.Say
	texts map[string]string
}

// printHelp is kong's HelpPrinter.
func printHelp(out *os.File, say phrase.Say, texts map[string]string) kong.HelpPrinter {
	return func(_ kong.HelpOptions, c *kong.Context) error {
		h := &helper{say, texts}
		if n := c.Selected(); n != nil && !n.Hidden {
			return term.Help(out, h.verb(n))
		}
		return term.Help(out, h.all(c.Model.Node))
	}
}

// all is the page of the program: the verbs by their groups, and the flags that
// every verb has.
func (h *helper) all(n *kong.Node) []term.HelpPart {
	parts := []term.HelpPart{{Text: h.texts["about"]}}
	for _, group := range verbGroups {
		parts = append(parts, term.HelpPart{Head: h.texts["group_"+group], Rows: h.verbs(n, group)})
	}
	return append(parts, term.HelpPart{Head: h.texts["label_common"], Rows: h.flags(n)}, term.HelpPart{Text: h.texts["about_long"]})
}

// verb is the page of a verb: an example first.
func (h *helper) verb(n *kong.Node) []term.HelpPart {
	var examples []string
	rest := []term.HelpPart{{Text: n.Help}}
	for _, paragraph := range strings.Split(strings.TrimSpace(strings.ReplaceAll(n.Detail, "\n    ", "\n\x00   ")), "\n\n") {
		paragraph = strings.Trim(strings.ReplaceAll(paragraph, "\x00", " "), "\n")
		switch {
		case paragraph == "":
		case isExample(paragraph):
			examples = append(examples, paragraph)
		default:
			rest = append(rest, term.HelpPart{Text: paragraph})
		}
	}
	var parts []term.HelpPart
	if len(examples) > 0 {
		parts = append(parts, term.HelpPart{Head: h.texts["label_example"], Text: strings.Join(examples, "\n")})
	}
	parts = append(append(parts, rest...), term.HelpPart{Head: h.texts["label_usage"], Indent: "  ", Text: h.usage(n)})
	var arguments [][2]string
	for _, p := range n.Positional {
		if !p.Tag.Hidden {
			arguments = append(arguments, [2]string{h.argument(p), p.Help})
		}
	}
	for _, table := range []term.HelpPart{{Head: "label_verbs", Rows: h.verbs(n, "")}, {Head: "label_arguments", Rows: arguments}, {Head: "label_flags", Rows: h.flags(n)}} {
		if len(table.Rows) > 0 {
			table.Head = h.texts[table.Head]
			parts = append(parts, table)
		}
	}
	return append(parts, term.HelpPart{Text: h.texts["label_more"]})
}

// verbs lists n's verbs of a group, "" for all.
func (h *helper) verbs(n *kong.Node, group string) (rows [][2]string) {
	for _, verb := range n.Children {
		if !verb.Hidden && (group == "" || verb.Group != nil && verb.Group.Key == group) {
			rows = append(rows, [2]string{h.say.Typed(verb.Name), verb.Help})
		}
	}
	return rows
}

func (h *helper) flags(n *kong.Node) (rows [][2]string) {
	for _, f := range visible(n) {
		says := f.Help
		if f.HasDefault && f.PlaceHolder == "" && !f.IsBool() {
			says = h.say.LineDefault(f.Default, says)
		}
		rows = append(rows, [2]string{h.say.Syntax(h.flag(f)), says})
	}
	return rows
}

// isExample reports whether a paragraph shows what to type.
func isExample(paragraph string) bool {
	line, _, _ := strings.Cut(paragraph, "\n")
	return strings.HasPrefix(line, "    ") && strings.Contains(line, "bulkhead ")
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
	return h.say.Syntax(strings.Join(parts, " "))
}

func (h *helper) argument(p *kong.Positional) string {
	name := h.word(strings.ToUpper(p.Name))
	if p.IsSlice() {
		name += " …"
	}
	return name
}

// visible are the flags of a verb and of the verbs that it belongs to: those of
// every verb are on the program's page.
func visible(n *kong.Node) (flags []*kong.Flag) {
	for own := n; own == n || own != nil && own.Type != kong.ApplicationNode; own = own.Parent {
		for _, f := range own.Flags {
			if !f.Hidden {
				flags = append(flags, f)
			}
		}
	}
	return flags
}
