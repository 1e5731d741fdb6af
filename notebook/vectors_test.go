package notebook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/vectors anew: go test ./notebook -run Vectors -update")

// vectors reads testdata/vectors: one notebook a file, "expect: ok" or "expect:
// refused" and its bytes in hex; where it is ok also what it holds. It fails if there are
// none.
func vectors(t testing.TB) map[string]vector {
	t.Helper()
	files, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in testdata/vectors (%v)", err)
	}
	all := map[string]vector{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		expect, digits, ok := strings.Cut(strings.TrimPrefix(string(text), "expect: "), "\nhex: ")
		digits, says, _ := strings.Cut(digits, "\n")
		data, err := hex.DecodeString(digits)
		if err != nil || !ok || (expect != "ok" && expect != "refused") || (expect == "ok") != strings.HasPrefix(says, "pages: ") {
			t.Fatalf("%s is no vector (%v)", f, err)
		}
		all[strings.TrimSuffix(filepath.Base(f), ".txt")] = vector{expect == "ok", data, strings.TrimSpace(strings.TrimPrefix(says, "pages: "))}
	}
	return all
}

type vector struct {
	ok    bool
	data  []byte
	pages string // as says writes it; of ok alone
}

// says is what a notebook holds, for a second implementation that reads the vectors
// (internal/second): the number last given, then number/seconds/SHA-256 of the text
// of each page.
func (b *Book) says() string {
	out := []string{fmt.Sprint(b.last)}
	for _, p := range b.pages {
		out = append(out, fmt.Sprintf("%d/%d/%x", p.Number, p.Written.Unix(), sha256.Sum256([]byte(p.Text))))
	}
	return strings.Join(out, " ")
}

func TestVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	for name, v := range vectors(t) {
		t.Run(name, func(t *testing.T) {
			b, err := Unmarshal(v.data)
			switch {
			case v.ok && err != nil:
				t.Error(err)
			case v.ok && (!bytes.Equal(b.Marshal(), v.data) || b.says() != v.pages):
				t.Error("read right, it is written otherwise")
			case !v.ok && !errors.Is(err, ErrFormat):
				t.Errorf("got %v, want %v", err, ErrFormat)
			}
		})
	}
}

// page is one page's bytes, written out by hand so that the vectors do not come
// from the code they test.
func page(number, seconds, text string) string {
	length := []byte{byte(len(text) >> 8), byte(len(text))}
	return number + seconds + hex.EncodeToString(length) + hex.EncodeToString([]byte(text))
}

func writeVectors(t *testing.T) {
	t.Helper()
	const (
		n1, n2, n7 = "00000001", "00000002", "00000007"
		then       = "00000000695b8388" // 2026-01-05 09:25:28 UTC
		last       = "0000003afff4417f" // 9999-12-31 23:59:59 UTC
		later      = "0000003afff44180"
	)
	one, two := page(n1, then, "Shopping\n\tbread, café"), page(n2, "0000000000000000", "🛠")
	for name, digits := range map[string]string{
		"ok-empty":                     "01" + "00000000" + "0000",
		"ok-all-deleted":               "01" + n7 + "0000",
		"ok-two-pages":                 "01" + n2 + "0002" + one + two,
		"ok-gaps":                      "01" + "ffffffff" + "0002" + one + page(n7, last, "x"),
		"ok-longest-page":              "01" + n1 + "0001" + page(n1, then, strings.Repeat("x", MaxText)),
		"refused-nothing":              "",
		"refused-version-0":            "00" + "00000000" + "0000",
		"refused-version-2":            "02" + "00000000" + "0000",
		"refused-cut":                  "01" + n1 + "0001" + one[:len(one)-2],
		"refused-a-byte-more":          "01" + n1 + "0001" + one + "00",
		"refused-a-page-missing":       "01" + n2 + "0002" + one,
		"refused-number-zero":          "01" + n1 + "0001" + page("00000000", then, "x"),
		"refused-number-twice":         "01" + n2 + "0002" + one + one,
		"refused-numbers-fall":         "01" + n2 + "0002" + two + one,
		"refused-number-never-given":   "01" + n1 + "0001" + two,
		"refused-year-10000":           "01" + n1 + "0001" + page(n1, later, "x"),
		"refused-before-1970":          "01" + n1 + "0001" + page(n1, "ffffffffffffffff", "x"),
		"refused-no-text":              "01" + n1 + "0001" + page(n1, then, ""),
		"refused-blank-text":           "01" + n1 + "0001" + page(n1, then, " \n"),
		"refused-invisible-text":       "01" + n1 + "0001" + page(n1, then, "\u200b"),
		"refused-not-utf8":             "01" + n1 + "0001" + page(n1, then, "a\xc3"),
		"refused-carriage-return":      "01" + n1 + "0001" + page(n1, then, "a\r\n"),
		"refused-escape":               "01" + n1 + "0001" + page(n1, then, "a\x1b[2J"),
		"refused-page-of-a-byte-more":  "01" + n1 + "0001" + page(n1, then, strings.Repeat("x", MaxText+1)),
		"refused-count-without-a-page": "01" + n7 + "ffff",
	} {
		expect, _, _ := strings.Cut(name, "-")
		file := filepath.Join("testdata", "vectors", name+".txt")
		text := "expect: " + expect + "\nhex: " + digits + "\n"
		if expect == "ok" {
			data, err := hex.DecodeString(digits)
			if err != nil {
				t.Fatal(err)
			}
			b, err := Unmarshal(data)
			if err != nil {
				t.Fatal(err)
			}
			text += "pages: " + b.says() + "\n"
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
