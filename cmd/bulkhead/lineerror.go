package main

import (
	"errors"
	"regexp"
	"strings"

	"bulkhead/phrase"

	"github.com/alecthomas/kong"
)

// lineError makes of the parser's error a usage error. texts are those that
// phrase.HelpVars returns.
func lineError(err error, say phrase.Say, texts map[string]string) error {
	w := wrongLine{helper{say: say, texts: texts}, nil}
	if p := new(kong.ParseError); errors.As(err, &p) && p.Context != nil {
		w.at = p.Context.Selected()
	}
	verb := ""
	if w.at != nil {
		verb = " " + verbOf(w.at)
	}
	sentence := w.sentence(err.Error())
	if errors.Is(err, errSpan) {
		flag, _, _ := strings.Cut(err.Error(), ":")
		sentence = say.FaultSpan(flag)
	}
	if errors.Is(err, errCalendar) {
		flag, _, _ := strings.Cut(err.Error(), ":")
		sentence = say.FaultCalendar("2m:05:00-05:30,18:00-20:00", flag)
	}
	return usage(said(sentence), say.LineWrongHint("bulkhead"+verb+" --help"))
}

// wrongLine says what is wrong with a command line.
type wrongLine struct {
	helper
	at *kong.Node // the verb, as far as it was understood; nil: none
}

// wrongLines are the forms that the parser's errors have: it tells what is wrong in
// English, and in nothing else. Its version stands in go.mod; an error of another
// form is told without saying what.
var wrongLines = []struct {
	form *regexp.Regexp
	said func(w wrongLine, m []string) string
}{
	{regexp.MustCompile(`^unexpected argument (.*)$`), func(w wrongLine, m []string) string { return w.say.LineUnexpected(m[1]) }},
	{regexp.MustCompile(`^unknown flag (.+), did you mean (?:one of )?(.*)\?$`), func(w wrongLine, m []string) string { return w.say.LineNoFlagBut(m[1], w.list(m[2])) }},
	{regexp.MustCompile(`^unknown flag (.+)$`), func(w wrongLine, m []string) string { return w.say.LineNoFlag(m[1]) }},
	{regexp.MustCompile(`^missing flags: (.*)$`), func(w wrongLine, m []string) string {
		return w.say.LineMissing(w.list(strings.ReplaceAll(m[1], " or ", " | ")))
	}},
	{regexp.MustCompile(`^expected "(<.*)"$`), func(w wrongLine, m []string) string {
		return w.say.LineMissing(w.list(strings.ReplaceAll(m[1], " <", ", <")))
	}},
	{regexp.MustCompile(`^expected (?:one of )?"[^<]`), func(w wrongLine, _ []string) string { return w.say.LineNoVerb(w.verbsHere()) }},
	{regexp.MustCompile(`^(\S+) must be one of (.*) but got "(.*)"$`), func(w wrongLine, m []string) string { return w.say.LineOneOf(w.list(m[2]), m[3], w.name(m[1])) }},
	{regexp.MustCompile(`^(\S+): expected duration but got "(.*?)"`), func(w wrongLine, m []string) string { return w.say.LineNoTime(m[2], w.name(m[1])) }},
	{regexp.MustCompile(`^(\S+): expected a (?:valid \d+ bit u?int|float) but got "(.*?)"`), func(w wrongLine, m []string) string { return w.say.LineNoNumber(m[2], w.name(m[1])) }},
	{regexp.MustCompile(`^(\S+): expected \w+ value but got `), func(w wrongLine, m []string) string { return w.say.LineNoValue(w.name(m[1])) }},
	{regexp.MustCompile(`^(\S+): bool value must be `), func(w wrongLine, m []string) string { return w.say.LineTakesNone(w.name(m[1])) }},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), func(w wrongLine, m []string) string { return w.say.LineTogether(w.list(m[1] + "," + m[2])) }},
}

// sentence says what the parser said.
func (w wrongLine) sentence(err string) string {
	for _, l := range wrongLines {
		if m := l.form.FindStringSubmatch(err); m != nil {
			return l.said(w, m)
		}
	}
	return w.say.LineWrong()
}

// name is how help names what the parser calls --flag, --flag=VALUE or <argument>.
func (w wrongLine) name(of string) string {
	if argument, is := strings.CutPrefix(of, "<"); is {
		return w.word(strings.ToUpper(strings.TrimRight(argument, "> .")))
	}
	flag, value, given := strings.Cut(of, "=")
	if given {
		return w.say.Typed(flag+"=") + w.word(value)
	}
	return w.say.Typed(flag)
}

// list names several, which are quoted, or separated by commas, or both.
func (w wrongLine) list(of string) string {
	var names []string
	for _, one := range strings.Split(of, ",") {
		names = append(names, w.name(strings.Trim(one, `" `)))
	}
	return w.say.Join(names)
}

// verbsHere lists the verbs of the verb.
func (w wrongLine) verbsHere() string {
	if w.at == nil {
		return w.word("VERB")
	}
	var names []string
	for _, verb := range w.at.Children {
		names = append(names, w.say.Typed(verb.Name))
	}
	return w.say.Join(names)
}
