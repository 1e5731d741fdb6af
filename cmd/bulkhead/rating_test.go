package main

import (
	"strings"
	"testing"

	"bulkhead/phrase"
	"bulkhead/vault"
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
		r := rate([]byte(c.pass))
		if r.words != c.words || r.counted != c.counted || r.repeated != c.repeated || r.weak() != c.weak {
			t.Errorf("%q: got %+v, weak %v; want %+v", c.pass, r, r.weak(), c)
		}
		if r.bits > drawnBits {
			t.Errorf("%q is rated %.1f bits, better than drawn words", c.pass, r.bits)
		}
	}
}

// Promise: what is said of it names the time a guesser needs on a machine that is
// named, too, and is the same on every machine that says it.
func TestRatingIsSaidInWords(t *testing.T) {
	said := strings.Join(rate([]byte("hunter2")).sentences(phrase.Say{}, vault.DefaultParams()), " ")
	for _, want := range []string{"7 characters, 1 word", "9 hours at most on one machine", "3 seconds on 10,000", "two cores of an AMD EPYC server, where one guess takes 0.5 seconds", "Five words drawn", "45 million years"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in: %s", want, said)
		}
	}
	if strings.Contains(said, "hunter") {
		t.Error("the passphrase is repeated")
	}
	if said := strings.Join(rate([]byte("aaaaaaaa")).sentences(phrase.Say{}, vault.DefaultParams()), " "); !strings.Contains(said, "repeats") {
		t.Errorf("repetition is not mentioned: %s", said)
	}
	for n, pass := 0.0, "x"; len(pass) < 60; pass += string(rune('a' + 7*len(pass)%23)) {
		if r := rate([]byte(pass)); r.bits < n {
			t.Errorf("%q is rated worse than its beginning", pass)
		} else {
			n = r.bits
		}
	}
}

func TestLongTimesAreRead(t *testing.T) {
	for seconds, want := range map[float64]string{
		0.5: "less than two seconds", 2: "2 seconds", 119: "119 seconds", 7200: "2 hours", 3 * 86400: "3 days",
		3 * 365.25 * 86400: "3 years", 1500 * 365.25 * 86400: "2 thousand years", 4e6 * 365.25 * 86400: "4 million years",
	} {
		if got := longTime(phrase.Say{}, seconds); got != want {
			t.Errorf("%v seconds: got %q, want %q", seconds, got, want)
		}
	}
}
