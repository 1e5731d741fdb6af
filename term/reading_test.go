package term

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bulkhead/home"
)

// Promise: what an editor puts into a file is no part of a text or of a
// passphrase, and UTF-16 is refused in words.
func TestMarksOfEditorsAreNotTaken(t *testing.T) {
	read := func(file string) (text, pass []byte, err error) {
		t.Helper()
		name := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(name, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		key := home.NewPanicKey()
		for i, to := range []*[]byte{&text, &pass} {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var failed error
			if i == 0 {
				*to, failed = ReadText(t.Context(), key, f, 100)
			} else {
				*to, failed = ReadPassphrase(t.Context(), key, f)
			}
			if failed != nil {
				return text, pass, failed
			}
		}
		return text, pass, nil
	}
	for _, c := range []struct{ file, text, pass string }{
		{"\ufeffone\r\ntwo\r\n", "one\ntwo\n", "one"}, {"one\n", "one\n", "one"}, {"a\rb", "a\rb", "a\rb"},
	} {
		if text, pass, err := read(c.file); err != nil || string(text) != c.text || string(pass) != c.pass {
			t.Errorf("%q is read as %q and as the passphrase %q, %v; want %q and %q", c.file, text, pass, err, c.text, c.pass)
		}
	}
	for _, mark := range []string{"\xff\xfeo\x00", "\xfe\xff\x00o"} {
		if _, _, err := read(mark); !errors.Is(err, ErrUTF16) {
			t.Errorf("%q: %v", mark, err)
		}
	}
}
