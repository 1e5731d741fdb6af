package term

import (
	"fmt"
	"os"
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

// Promise: a key is told of before it is taken, so that what must lock can keep it; the
// panic key needs nobody's leave.
func TestAKeyIsTakenOnlyOnceItWasToldOf(t *testing.T) {
	in, keys, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer keys.Close()
	var said []string
	late := make(chan struct{})
	p := &Prompt{in: in, Panic: func() { said = append(said, "panic") }, Lock: func() { said = append(said, "lock") }}
	p.Key = func() {
		if said = append(said, "key"); len(said) == 6 {
			close(late)
			select {}
		}
	}
	if _, err := keys.WriteString("\x1ca\x0c\x1cbc"); err != nil {
		t.Fatal(err)
	}
	var b [8]byte
	if n, err := (promptTerminal{p}).Read(b[:]); n != 1 || err != nil || b[0] != 'a' {
		t.Errorf("got %q, %v", b[:n], err)
	}
	go promptTerminal{p}.Read(b[:])
	<-late
	if want := []string{"panic", "key", "key", "lock", "panic", "key"}; !slices.Equal(said, want) {
		t.Errorf("told of %q, want %q", said, want)
	}
}
