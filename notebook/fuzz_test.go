package notebook

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzUnmarshal: whatever parses marshals back to the same bytes, within the
// bound; whatever does not is refused with the one error.
// Longer: go test ./notebook -run '^$' -fuzz FuzzUnmarshal -fuzztime 10m
func FuzzUnmarshal(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Unmarshal(data)
		if err != nil {
			if !errors.Is(err, ErrFormat) || b != nil {
				t.Errorf("refused with %v", err)
			}
			return
		}
		if got := b.Marshal(); !bytes.Equal(got, data) || len(got) > Bound {
			t.Error("a notebook that parses marshals to other bytes")
		}
		for _, p := range b.Pages() {
			if title := Title(p); !visible(title) || strings.ContainsAny(title, "\n\t") {
				t.Errorf("page %d has the title %q", p.Number, title)
			}
		}
	})
}

// FuzzWrite: any text is either kept so that it reads back and is found by each
// of its own words, or refused and nothing changed.
// Longer: go test ./notebook -run '^$' -fuzz FuzzWrite -fuzztime 10m
func FuzzWrite(f *testing.F) {
	f.Add("Shopping\r\nbread, Straße ﬁgs", int64(1_767_605_400))
	f.Add("a\u0301\u0316 \u0301b \u00a8c", int64(0))
	f.Add("\u200b\xff\x1b", int64(-1))
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		b := written(t, "one")
		before := b.Marshal()
		p, err := b.Write(text, time.Unix(seconds, 0))
		if err != nil {
			if !bytes.Equal(b.Marshal(), before) {
				t.Error("a refused page changed the notebook")
			}
			return
		}
		again, err := Unmarshal(b.Marshal())
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := again.Page(p.Number); !ok || got != p || p.Written.Unix() != seconds {
			t.Errorf("wrote %q, read %q", p.Text, got.Text)
		}
		if utf8.RuneCountInString(Title(p)) > titleRunes || !visible(Title(p)) {
			t.Errorf("title %q", Title(p))
		}
		for _, word := range strings.Fields(p.Text) {
			if found := b.Search(word); len(found) == 0 || found[0] != p {
				t.Errorf("a page is not found by its word %q", word)
			}
		}
	})
}
