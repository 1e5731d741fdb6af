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
	for _, l := range []string{"send heron the bridge is closed", "", "  inbox ", "inbox", "status", `note "the bridge is closed"`, `note the\ bridge`} {
		v.Add(l)
	}
	var got []string
	for i := range v.Len() {
		got = append(got, v.At(i))
	}
	if want := []string{"note", "status", "inbox", "send heron"}; !slices.Equal(got, want) {
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
		return []string{"Heron", "Håkon", "Two Words", "Two Wings", "O'Brien", `Ma "Jo" \ x`}
	}}
	for _, c := range []struct{ line, want string }{
		{"i", "inbox "}, {"se", "se"}, {"sev", "sever "}, {"x", "x"}, {"send He", "send Heron "}, {"send H", "send H"}, {"", ""},
		{"send T", `send "Two W`}, {`send "Two W`, `send "Two W`}, {`send "Two Wo`, `send "Two Words" `}, {`send Two\ Wo`, `send "Two Words" `},
		{"send 'Two Wi", `send "Two Wings" `}, {"send O'B", `send "O'Brien" `}, {"send M", `send "Ma \"Jo\" \\ x" `}, {"introduce Heron T", `introduce Heron "Two W`},
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

// Promise: whatever an alias is, it can be typed; what Tab makes of it is that alias.
func TestAnyAliasCanBeTyped(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string
	}{
		{"", nil}, {"  ", nil}, {" send  Heron ", []string{"send", "Heron"}},
		{"send 'Two Words'", []string{"send", "Two Words"}}, {`send "Two Words" x`, []string{"send", "Two Words", "x"}},
		{`send Two\ Words`, []string{"send", "Two Words"}}, {`send "a \"b\" \\ \c"`, []string{"send", `a "b" \ \c`}},
		{`send 'a\b'`, []string{"send", `a\b`}}, {`send ''`, []string{"send", ""}}, {"send O'Brien", []string{"send", "O'Brien"}},
		{`send x\`, []string{"send", `x\`}}, {"send\u00a0Håkon", []string{"send", "Håkon"}},
	} {
		if got := SplitLine(c.line); !slices.Equal(got, c.want) {
			t.Errorf("%q are the words %q, want %q", c.line, got, c.want)
		}
	}
	for _, alias := range []string{"Heron", "Two Words", "O'Brien", `"`, `\`, `a\`, `'"\ `, " ", "’ “", "$x `y`"} {
		p := &Prompt{Words: func(string) []string { return []string{alias} }}
		line, _, _ := p.complete("send ", len("send "), '\t')
		if got := SplitLine(line); !slices.Equal(got, []string{"send", alias}) {
			t.Errorf("Tab makes %q of %q, which are the words %q", line, alias, got)
		}
	}
}
