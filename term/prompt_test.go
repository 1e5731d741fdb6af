package term

import (
	"fmt"
	"slices"
	"testing"
)

// Promise: what is remembered of a line is its verb and whom it is for, never a
// text.
func TestAHistoryKeepsVerbsAndNoTexts(t *testing.T) {
	var v verbs
	for _, l := range []string{"send heron the bridge is closed", "", "  inbox ", "inbox", "status"} {
		v.Add(l)
	}
	var got []string
	for i := range v.Len() {
		got = append(got, v.At(i))
	}
	if want := []string{"status", "inbox", "send heron"}; !slices.Equal(got, want) {
		t.Errorf("remembered, the last first: %q, want %q", got, want)
	}
	for n := range 3 * mostRemembered {
		v.Add(fmt.Sprint("read ", n))
	}
	if v.Len() != mostRemembered {
		t.Errorf("%d lines are remembered, want %d", v.Len(), mostRemembered)
	}
}

// Promise: Tab adds what is certain, and nothing else.
func TestTabAddsWhatIsCertain(t *testing.T) {
	p := &Prompt{Words: func(before string) []string {
		if before == "" {
			return []string{"send", "sever", "status", "inbox"}
		}
		return []string{"Heron", "Håkon"}
	}}
	for _, c := range []struct{ line, want string }{
		{"i", "inbox "}, {"se", "se"}, {"sev", "sever "}, {"x", "x"}, {"send He", "send Heron "}, {"send H", "send H"}, {"", ""},
	} {
		got, pos, ok := p.complete(c.line, len(c.line), '\t')
		if !ok || got != c.want || pos != len(got) {
			t.Errorf("%q becomes %q at %d, want %q", c.line, got, pos, c.want)
		}
	}
	if _, _, ok := p.complete("i", 1, 'n'); ok {
		t.Error("another key completes too")
	}
}
