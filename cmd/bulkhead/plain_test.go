package main

import "testing"

// Promise: what an editor puts into a file is no part of a text or of a
// passphrase, and UTF-16 is refused in words.
func TestMarksOfEditorsAreNotTaken(t *testing.T) {
	a := &app{edge: realEdge()}
	for _, c := range []struct{ file, want string }{
		{"\ufeffone\r\ntwo\r\n", "one\ntwo\n"}, {"one\n", "one\n"}, {"a\rb", "a\rb"}, {"", ""},
	} {
		if got, err := a.plain([]byte(c.file)); err != nil || string(got) != c.want {
			t.Errorf("%q is read as %q, %v; want %q", c.file, got, err, c.want)
		}
	}
	for _, mark := range []string{"\xff\xfeo\x00", "\xfe\xff\x00o"} {
		if _, err := a.plain([]byte(mark)); err == nil {
			t.Errorf("%q is taken", mark)
		}
	}
}
