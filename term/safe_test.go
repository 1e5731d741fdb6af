package term

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"bulkhead/phrase"
)

// Promise: what somebody wrote cannot act on the terminal of who reads it, nor
// hide in it.
func TestWhatOthersWroteIsShownNotObeyed(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "Meet at 5, by the bridge.", "Meet at 5, by the bridge."},
		{"lines stay", "a\nb", "a\nb"},
		{"tab", "a\tb", "a b"},
		{"escape sequence", "\x1b[2J", "⟨U+001B⟩[2J"},
		{"C1 control", "\u009b2J", "⟨U+009B⟩2J"},
		{"carriage return", "abc\rxyz", "abc⟨U+000D⟩xyz"},
		{"backspace and bell", "a\b\a", "a⟨U+0008⟩⟨U+0007⟩"},
		{"bidi override", "a\u202eb\u2066c", "a⟨U+202E⟩b⟨U+2066⟩c"},
		{"zero-width space", "a\u200bb", "a⟨U+200B⟩b"},
		{"byte order mark", "\ufeffa", "⟨U+FEFF⟩a"},
		{"line separator", "a\u2028b", "a⟨U+2028⟩b"},
		{"tag characters", "a\U000e0041", "a⟨U+E0041⟩"},
		{"not UTF-8", "a\xff\xc3(", "a⟨FF⟩⟨C3⟩("},
		{"a real replacement character", "\ufffd", "\ufffd"},
		{"Persian with its joiner", "می\u200cخواهم", "می\u200cخواهم"},
		{"Ukrainian, Burmese", "Міст, တံတား", "Міст, တံတား"},
		{"no-break space", "5\u00a0km", "5\u00a0km"},
	} {
		if got := Safe(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// Promise: a message cannot look like a line of this program.
func TestEveryLineOfAMessageStandsBehindABar(t *testing.T) {
	var b strings.Builder
	p := NewSheet(&b)
	p.Body("hello\n   4  11:20  from Heron\n")
	for l := range strings.Lines(b.String()) {
		if !strings.HasPrefix(l, "    │ ") {
			t.Errorf("a line of the message begins at the margin: %q", l)
		}
	}
}

func FuzzSafe(f *testing.F) {
	for _, s := range []string{"", "a", "\x1b[31m", "\u202e", "می\u200cخواهم", "\xff", "\U000e0041"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Safe(s)
		if !utf8.ValidString(got) {
			t.Fatalf("not UTF-8: %q", got)
		}
		for _, r := range got {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) && !phrase.Harmless(r)) {
				t.Fatalf("%q became %q, which holds %U", s, got, r)
			}
		}
		if again := Safe(got); again != got {
			t.Fatalf("%q became %q, and then %q", s, got, again)
		}
		jsonStaysItself(t, s)
	})
}

// jsonStaysItself checks that escaping changes no value and leaves nothing
// that acts.
func jsonStaysItself(t *testing.T, s string) {
	t.Helper()
	var b strings.Builder
	if err := WriteJSON(&b, map[string]string{"text": s}); err != nil {
		t.Fatal(err)
	}
	for _, r := range strings.TrimSuffix(b.String(), "\n") {
		if unicode.IsControl(r) || r > 0x7e && !phrase.Harmless(r) {
			t.Fatalf("JSON of %q holds %U", s, r)
		}
	}
	var back map[string]string
	if err := json.Unmarshal([]byte(b.String()), &back); err != nil {
		t.Fatalf("JSON of %q does not parse: %v", s, err)
	}
	if back["text"] != strings.ToValidUTF8(s, "\ufffd") && utf8.ValidString(s) {
		t.Fatalf("%q came back as %q", s, back["text"])
	}
}

func TestJSONEscapesWhatATerminalWouldObey(t *testing.T) {
	for _, s := range []string{"plain", "\x1b[2J\u009b", "\u202e\u2066", "\x7f", "\U000e0041", "a\"b\\c\n", "می\u200cخواهم"} {
		jsonStaysItself(t, s)
	}
}
