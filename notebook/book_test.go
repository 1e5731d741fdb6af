package notebook

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var monday = time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)

// written returns a notebook with these pages, an hour apart.
func written(t testing.TB, texts ...string) *Book {
	t.Helper()
	b := New()
	for i, text := range texts {
		if _, err := b.Write(text, monday.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func numbers(pages []Page) []uint32 {
	var n []uint32
	for _, p := range pages {
		n = append(n, p.Number)
	}
	return n
}

func TestAPageIsReadAsItWasWritten(t *testing.T) {
	b := New()
	at := time.Date(2026, 1, 5, 9, 30, 15, 999_999_999, time.FixedZone("", 3*3600))
	kept, err := b.Write("Bread\r\n\tmilk\rtea\n", at)
	if err != nil {
		t.Fatal(err)
	}
	want := Page{Number: 1, Written: time.Date(2026, 1, 5, 6, 30, 15, 0, time.UTC), Text: "Bread\n\tmilk\ntea\n"}
	if kept != want {
		t.Errorf("kept %+v, want %+v", kept, want)
	}
	if got, ok := b.Page(1); !ok || got != want {
		t.Errorf("read %+v, %v; want %+v", got, ok, want)
	}
	for _, n := range []uint32{0, 2, math.MaxUint32} {
		if _, ok := b.Page(n); ok {
			t.Errorf("there is a page %d", n)
		}
	}
}

func TestTheNewestPageComesFirst(t *testing.T) {
	b := written(t, "one", "two")
	if _, err := b.Write("three, by a clock set back", monday.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	pages := b.Pages()
	if got := numbers(pages); len(got) != 3 || got[0] != 3 || got[1] != 2 || got[2] != 1 {
		t.Errorf("got pages %v, want 3 2 1", got)
	}
	pages[0].Text = "changed"
	if p, _ := b.Page(3); p.Text == "changed" {
		t.Error("a listing reaches into the notebook")
	}
	if got, want := b.Last(), monday.Add(time.Hour); !got.Equal(want) {
		t.Errorf("last written %v, want %v", got, want)
	}
	if !New().Last().IsZero() {
		t.Error("an empty notebook was written into")
	}
}

func TestANumberIsNeverGivenTwice(t *testing.T) {
	b := written(t, "one", "two", "three")
	if !b.Delete(3) || !b.Delete(1) || b.Delete(1) || b.Delete(9) {
		t.Error("deleting reports something else than it did")
	}
	again, err := Unmarshal(b.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	p, err := again.Write("four", monday)
	if err != nil || p.Number != 4 {
		t.Errorf("got number %d (%v), want 4", p.Number, err)
	}
	b = &Book{last: math.MaxUint32, size: headLen}
	if _, err := b.Write("no number left", monday); !errors.Is(err, ErrFull) {
		t.Errorf("after the last number: %v, want %v", err, ErrFull)
	}
}

func TestARefusedPageChangesNothing(t *testing.T) {
	for _, c := range []struct {
		name, text string
		at         time.Time
		want       error
	}{
		{"nothing", "", monday, ErrEmpty},
		{"blanks", " \t\n\u00a0\u2028", monday, ErrEmpty},
		{"what no screen shows", "\u200b\ufeff\u2060", monday, ErrEmpty},
		{"too long", strings.Repeat("a", MaxText+1), monday, ErrTooLong},
		{"not UTF-8", "a\xff", monday, ErrNotText},
		{"an escape sequence", "a\x1b[2J", monday, ErrNotText},
		{"a one-rune escape", "a\u009b2J", monday, ErrNotText},
		{"a null", "a\x00", monday, ErrNotText},
		{"before 1970", "a", time.Unix(-1, 0), ErrTime},
		{"no time", "a", time.Time{}, ErrTime},
		{"year 10000", "a", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), ErrTime},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := written(t, "one")
			before := string(b.Marshal())
			if _, err := b.Write(c.text, c.at); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if string(b.Marshal()) != before {
				t.Error("the notebook changed")
			}
		})
	}
}

func TestAPageOfTheGreatestLengthAndTimeIsTaken(t *testing.T) {
	b := New()
	for _, at := range []time.Time{time.Unix(0, 0), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)} {
		p, err := b.Write(strings.Repeat("é", MaxText/2), at)
		if err != nil || len(p.Text) != MaxText || !p.Written.Equal(at) {
			t.Errorf("%d bytes at %v: %v", len(p.Text), p.Written, err)
		}
	}
	if _, err := Unmarshal(b.Marshal()); err != nil {
		t.Error(err)
	}
}

// TestANotebookNeverOutgrowsItsBound: filled to the last byte, in both ways it
// can be full, it still marshals; a deletion makes room again.
func TestANotebookNeverOutgrowsItsBound(t *testing.T) {
	for _, length := range []int{1, 100, MaxText} {
		b := New()
		var err error
		for err == nil {
			_, err = b.Write(strings.Repeat("x", length), monday)
		}
		if !errors.Is(err, ErrFull) {
			t.Fatalf("pages of %d: got %v, want %v", length, err, ErrFull)
		}
		if room := Bound - len(b.Marshal()) - pageHeadLen; room > 0 {
			if _, err := b.Write(strings.Repeat("x", room), monday); err != nil {
				t.Errorf("%d bytes for %d: %v", room, room, err)
			}
		}
		if got := len(b.Marshal()); got > Bound || got <= Bound-pageHeadLen-1 {
			t.Errorf("full of pages of %d: %d bytes, want at most %d and no room for a page", length, got, Bound)
		}
		if _, err := Unmarshal(b.Marshal()); err != nil {
			t.Errorf("full of pages of %d: %v", length, err)
		}
		b.Delete(1)
		if _, err := b.Write(strings.Repeat("x", length), monday); err != nil {
			t.Errorf("after a deletion: %v", err)
		}
	}
}

func TestATitleIsTheFirstVisibleLineCut(t *testing.T) {
	long := strings.Repeat("a", titleRunes)
	for _, c := range []struct{ text, want string }{
		{"Shopping", "Shopping"},
		{"\n \n\u200b\n  Shopping \t list\nbread", "Shopping list"},
		{long, long},
		{long + "b", long[:titleRunes-1] + "…"},
		{strings.Repeat("ж", 100), strings.Repeat("ж", titleRunes-1) + "…"},
		{long[:titleRunes-2] + " word", long[:titleRunes-2] + "…"},
		{long[:titleRunes-2] + "e\u0301\u0302 more", long[:titleRunes-2] + "…"},
		{"a" + strings.Repeat("\u0301", 100), "a…"},
	} {
		got := Title(Page{Text: c.text})
		if got != c.want || utf8.RuneCountInString(got) > titleRunes {
			t.Errorf("title of %q: got %q, want %q", c.text, got, c.want)
		}
	}
}
