package tell

import (
	"testing"
)

// Promise: a passphrase that somebody thought up is rated by what is in it,
// and never better than drawn words.
func TestRatingOfChosenPassphrases(t *testing.T) {
	for _, c := range []struct {
		pass     string
		words    int
		counted  int
		repeated bool
		weak     bool
	}{
		{"hunter2", 1, 7, false, true},
		{"aaaaaaaaaaaaaaaaaaaaaaaa", 1, 2, true, true},
		{"abcdefghijklmnop", 1, 2, true, true},
		{"qwertyuiop1234567890", 1, 4, true, true},
		{"qazwsxedc", 1, 8, false, true},
		{"heron heron heron heron heron", 5, 5, true, true},
		{"corrode jab cloud eatery lucrative", 5, 30, false, false},
		{"one two three four", 4, 14, false, true},
		{"слово за слово", 3, 7, true, true},
	} {
		r := Rate([]byte(c.pass))
		if r.Words != c.words || r.Counted != c.counted || r.Repeated != c.repeated || r.Weak() != c.weak {
			t.Errorf("%q: got %+v, weak %v; want %+v", c.pass, r, r.Weak(), c)
		}
		if r.Bits > DrawnBits {
			t.Errorf("%q is rated %.1f bits, better than drawn words", c.pass, r.Bits)
		}
	}
}

// Promise: a longer passphrase is never worth less than its beginning.
func TestRatingGrows(t *testing.T) {
	for n, pass := 0.0, "x"; len(pass) < 60; pass += string(rune('a' + 7*len(pass)%23)) {
		if r := Rate([]byte(pass)); r.Bits < n {
			t.Errorf("%q is rated worse than its beginning", pass)
		} else {
			n = r.Bits
		}
	}
}
