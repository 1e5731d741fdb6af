package phrase

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/mail"
	"bulkhead/vault"
)

// Promise: numbers, amounts, spans and times read as people write them.
func TestValuesInEnglish(t *testing.T) {
	tehran := time.FixedZone("UTC+3:30", 3*3600+1800)
	now := time.Date(2026, 1, 5, 22, 0, 0, 0, time.UTC) // the 6th in tehran
	s := New("en", tehran).On(now)
	for _, c := range []struct{ got, want string }{
		{s.Number(0), "0"}, {s.Number(999), "999"}, {s.Number(65536), "65,536"}, {s.Number(-1234567), "-1,234,567"},
		{s.Decimal(1234567.5, 1), "1,234,567.5"}, {s.Decimal(.25, 2), "0.25"},
		{s.Decimal(math.Copysign(0, -1), 2), "0.00"}, {s.Decimal(-.001, 2), "0.00"}, {s.Decimal(-.01, 2), "-0.01"},
		{s.Percent(0), "0 of 100"}, {s.Percent(.001), "less than 1 of 100"}, {s.Percent(.375), "38 of 100"}, {s.Percent(.999), "more than 99 of 100"}, {s.Percent(1), "100 of 100"},
		{s.Bytes(1), "1 byte"}, {s.Bytes(999), "999 bytes"}, {s.Bytes(1500), "1.5 kB"}, {s.Bytes(12345678), "12.3 MB"},
		{s.Span(time.Second), "1 second"}, {s.Span(1500 * time.Millisecond), "1.5 seconds"}, {s.Span(90 * time.Second), "90 seconds"},
		{s.Span(15 * time.Minute), "15 minutes"}, {s.Span(36 * time.Hour), "36 hours"}, {s.Span(90 * time.Hour), "3.75 days"}, {s.Span(2000 * 24 * time.Hour), "2,000 days"},
		{s.Ago(0), "just now"}, {s.Ago(5 * time.Minute), "5 min ago"}, {s.Ago(3 * time.Hour), "3 h ago"}, {s.Ago(50 * time.Hour), "2 days ago"},
		{s.Clock(now), "01:30"}, {s.Clock(now.Add(-24 * time.Hour)), "Mon 5 Jan 01:30"}, {s.Moment(now), "Tue 6 Jan 01:30:00"}, {s.Date(now), "Tue 6 Jan"},
		{New("en", tehran).Clock(now), "Tue 6 Jan 01:30"}, {Say{}.Clock(now), "Mon 5 Jan 22:00"},
		{s.List(nil), ""}, {s.List([]string{"a"}), "a"}, {s.List([]string{"a", "b"}), "a and b"}, {s.List([]string{"a", "b", "c", "d"}), "a, b, c and d"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	for code, want := range map[digits]string{arabic: "١٬٢٣٤٬٥٦٧٫٥", persian: "۱٬۲۳۴٬۵۶۷٫۵", french: "1\u202f234\u202f567,5"} {
		if got := (Say{lang: &language{digits: code}}).Decimal(1234567.5, 1); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Promise: a language that there is not is English, whole.
func TestUnknownLanguageIsEnglish(t *testing.T) {
	for code, want := range map[string]string{"en": "en", "en-GB": "en", "EN_us": "en", "": "en", "tlh": "en", "../x": "en"} {
		if got := New(code, nil).Language(); got != want {
			t.Errorf("%q is %q, want %q", code, got, want)
		}
	}
}

// everything says each sentence of every catalogue once, with values of its
// placeholders' types, and calls with the method's name and what it said.
func everything(s Say, with func(method, said string)) {
	values := map[reflect.Type]any{
		reflect.TypeFor[string](): "Heron", reflect.TypeFor[[]string](): []string{"Heron", "Wren"}, reflect.TypeFor[int](): 3,
		reflect.TypeFor[uint32](): uint32(7), reflect.TypeFor[uint64](): uint64(1500), reflect.TypeFor[float64](): 1.5,
		reflect.TypeFor[time.Time](): time.Unix(1e9, 0), reflect.TypeFor[time.Duration](): 36 * time.Hour,
	}
	v := reflect.ValueOf(s)
	for i := range v.NumMethod() {
		name, f := v.Type().Method(i).Name, v.Method(i)
		if f.Type().NumOut() != 1 || f.Type().Out(0).Kind() != reflect.String || name == "Language" {
			continue
		}
		var in []reflect.Value
		for j := range f.Type().NumIn() {
			value, there := values[f.Type().In(j)]
			if !there {
				in = nil
				break
			}
			in = append(in, reflect.ValueOf(value))
		}
		if len(in) == f.Type().NumIn() {
			with(name, f.Call(in)[0].String())
		}
	}
}

// Promise: every sentence can be said, and no placeholder is left open in it.
func TestEverySentenceIsWhole(t *testing.T) {
	n := 0
	everything(New("en", time.UTC), func(method, said string) {
		n++
		if said == "" || strings.Contains(said, "{{") || strings.Contains(said, "}}") {
			t.Errorf("%s says %q", method, said)
		}
	})
	if n < 50 {
		t.Errorf("only %d sentences: the walk is broken", n)
	}
}

// Promise: what a person made up or wrote cannot look like a sentence of the
// program, act on the terminal, or turn the words around it.
func TestTextsStayWithinTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		"Heron":                "Heron",
		"a\nb\tc":              "a b c",
		"\x1b[2J":              "⟨U+001B⟩[2J",
		"\u202eevil":           "⟨U+202E⟩evil",
		"x\u2069\u2068y":       "x⟨U+2069⟩⟨U+2068⟩y",
		"{{.Alias}}":           "{{.Alias}}",
		"شاهین":                "\u2068شاهین\u2069",
		"a\u200fb":             "\u2068a\u200fb\u2069",
		"\xff":                 "⟨FF⟩",
		"مالك\u200cالحزين one": "\u2068مالك\u200cالحزين one\u2069",
	} {
		if got := New("en", time.UTC).Text(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got, want := New("en", time.UTC).ErrorsOther("{{.Cause}} {{.Alias}}"), "{{.Cause}} {{.Alias}}"; got != want {
		t.Errorf("a text is read as a sentence: %q, want %q", got, want)
	}
	if got := New("en", time.UTC).ErrorsOther(strings.Repeat("{{.Cause}}", 3)); strings.Count(got, "{{.Cause}}") != 3 {
		t.Errorf("a text is filled in: %q", got)
	}
}

// Promise: in the marked pseudo-locale every sentence shows that it came from a
// catalogue, and what was handed in shows that it did not.
func TestMarkedFindsWhatIsNotInACatalogue(t *testing.T) {
	everything(Marked(time.UTC), func(method, said string) {
		if method == "Text" || method == "Typed" || method == "Syntax" || method == "Somebody" || method == "List" || method == "Number" || method == "Decimal" || method == "Figure" {
			return // not a sentence
		}
		if !strings.HasPrefix(strings.TrimSpace(said), sentenceMark) || !strings.HasSuffix(strings.TrimSpace(said), sentenceEnd) {
			t.Errorf("%s is not marked: %q", method, said)
		}
		for _, word := range Unmarked(said) {
			if word != "Heron" && word != "Wren" {
				t.Errorf("%s: %q stands in a text: %s", method, word, said)
			}
		}
	})
	s := Marked(time.UTC)
	if marked, plain := s.AlarmOfLink(s.Text("Heron"), s.AlarmFalseBox()), (Say{}).AlarmOfLink("Heron", Say{}.AlarmFalseBox()); Plain(marked) != plain || !HasMarks(marked) || HasMarks(plain) {
		t.Errorf("%q without its marks is not %q", marked, plain)
	}
	outside := "note: " + s.AlarmOfLink(s.Text("Heron-2"), s.AlarmFalseBox()) + " (twice, 5 or 15m)\n" + s.ErrorsOther("no route")
	if got, want := Unmarked(outside), []string{"note", "Heron-2", "twice", "or", "no", "route"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Promise: in a language from right to left, names, commands and clocks keep
// their own direction, however deep they stand in a sentence.
func TestRightToLeftIsIsolated(t *testing.T) {
	s := RightToLeft(time.UTC)
	if got := s.AlarmOfLink(s.Text("Heron"), s.AlarmFalseBox()); strings.Count(got, "\u2068Heron\u2069") != 1 {
		t.Errorf("%q", got)
	}
	if got, want := s.Number(1234), "١٬٢٣٤"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	everything(s, func(method, said string) {
		depth := 0
		for _, r := range said {
			switch r {
			case '\u2066', '\u2068':
				depth++
			case '\u2069':
				depth--
			}
			if depth < 0 {
				break
			}
		}
		if depth != 0 {
			t.Errorf("%s: isolates do not nest: %q", method, said)
		}
	})
}

// Promise: an error with a code has a sentence and a hint, however deep it is
// wrapped, and any other is told as it is.
func TestErrors(t *testing.T) {
	s := New("en", time.UTC)
	for _, e := range told {
		if said, _ := s.Error(fmt.Errorf("doing something: %w", e.is)); said != e.said(s) || said == "" {
			t.Errorf("%v is told as %q", e.is, said)
		}
	}
	if said, hint := s.Error(fmt.Errorf("x: %w", vault.ErrTaken)); said != "the passphrase is already in use in this vault" || hint != "take another one" {
		t.Errorf("%q, %q", said, hint)
	}
	if said, hint := s.Error(errors.New("strange\x1b")); said != "strange⟨U+001B⟩" || hint != "" {
		t.Errorf("%q, %q", said, hint)
	}
}

// Promise: every alarm has words, and one that is new is said to be.
func TestEveryAlarmHasWords(t *testing.T) {
	s := New("en", time.UTC)
	for kind := mail.AlarmPouchGone; kind.String() != "unknown"; kind++ {
		if said := s.Alarm(kind, 1); said == "" || said == s.AlarmUnknown() {
			t.Errorf("%v: %q", kind, said)
		}
	}
	if said := s.Alarm(255, 0); said != s.AlarmUnknown() {
		t.Errorf("a new alarm is told as %q", said)
	}
}

// Promise: the texts of the command line's help are there under the names that
// its parser takes.
func TestHelpVars(t *testing.T) {
	vars := HelpVars(Marked(time.UTC))
	for _, name := range []string{"send", "send_anyway", "send_long", "exit_codes"} {
		if !strings.HasPrefix(vars[name], sentenceMark) {
			t.Errorf("%s: %q", name, vars[name])
		}
	}
}

// Promise: a figure has up to four digits that matter, and no exponent.
func TestFigures(t *testing.T) {
	s := New("en", time.UTC)
	for n, want := range map[float64]string{0: "0", 1: "1", .3: "0.3", .38740: "0.3874", 12.345678: "12.35", 1234.5: "1,234", .000125: "0.000125", -2.5: "-2.5", 1e6: "1,000,000"} {
		if got := s.Figure(n); got != want {
			t.Errorf("%v is %q, want %q", n, got, want)
		}
	}
}

func TestLongTimesAreRead(t *testing.T) {
	for seconds, want := range map[float64]string{
		0.5: "less than two seconds", 2: "2 seconds", 119: "119 seconds", 7200: "2 hours", 3 * 86400: "3 days",
		3 * 365.25 * 86400: "3 years", 1500 * 365.25 * 86400: "2 thousand years", 4e6 * 365.25 * 86400: "4 million years",
	} {
		if got := (Say{}).LongTime(seconds); got != want {
			t.Errorf("%v seconds: got %q, want %q", seconds, got, want)
		}
	}
}
