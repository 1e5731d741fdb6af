package main

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"

	"github.com/alecthomas/kong"
)

// Promise: the parser of one verb understands a command line as that of all verbs does, or
// leaves it to that.
func TestOneVerbsParserUnderstandsTheSame(t *testing.T) {
	t.Parallel()
	e := testEdge()
	e.say = phrase.New("en", time.UTC)
	var c cli
	exited := false
	parser := e.parser(&c, func() { exited = true }, kong.NoDefaultHelp())
	whole := func(args []string) (parsed *kong.Context, of common, ok bool) {
		exited = false
		parsed, err := parser.Parse(args)
		return parsed, c.common, err == nil && !exited
	}
	before := [][]string{nil, {"--dir", "x", "--json"}, {"--passphrase-fd=3"}, {"--clock-is-right", "--dir=y"}, {"--dir"}, {"--dir="}, {"--nothing"}, {"status"}}
	after := [][]string{
		nil, {"Heron"}, {"Heron", "Wren"}, {"3"}, {"--yes", "--json"}, {"--dir", "z"}, {"--dir"}, {"--led", "--wait"}, {"--drop", "https://d.example/x"},
		{"--lock-after", "20m", "--show"}, {"--lock-after", "soon"}, {"--nothing"}, {"--led=yes"}, {"--text", "--alias", "Kite"}, {"--", "send"},
	}
	plain, lines := 0, append(verbLines(), "keep-open", "help", "version", "frobnicate", "SEND")
	for _, line := range lines {
		for i, b := range before {
			for j, a := range after {
				if i > 1 && j > 0 {
					continue
				}
				args := append(append(append([]string{}, b...), strings.Fields(line)...), a...)
				one, oneOf, is := e.parsePlain(args)
				if !is {
					continue
				}
				plain++
				all, allOf, ok := whole(args)
				if !ok || verbOf(one.Selected()) != verbOf(all.Selected()) || oneOf != allOf ||
					!reflect.DeepEqual(one.Selected().Target.Interface(), all.Selected().Target.Interface()) {
					t.Errorf("%q is understood otherwise", args)
				}
			}
		}
	}
	if least := len(verbLines()) * 4; plain < least {
		t.Errorf("%d command lines were plain, want %d at least", plain, least)
	}
}
