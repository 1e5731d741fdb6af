package term

import (
	"strings"
	"testing"

	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/vault"
)

// Promise: what is said of it names the time a guesser needs on a machine that is
// named, too, and is the same on every machine that says it.
func TestRatingIsSaidInWords(t *testing.T) {
	said := strings.Join(Rating(phrase.Say{}, tell.Rate([]byte("hunter2")), tell.Attempt(vault.DefaultParams())), " ")
	for _, want := range []string{"7 characters, 1 word", "9 hours at most on one machine", "3 seconds on 10,000", "two cores of an AMD EPYC server, where one guess takes 0.5 seconds", "Five words drawn", "45 million years"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in: %s", want, said)
		}
	}
	if strings.Contains(said, "hunter") {
		t.Error("the passphrase is repeated")
	}
	if said := strings.Join(Rating(phrase.Say{}, tell.Rate([]byte("aaaaaaaa")), tell.Attempt(vault.DefaultParams())), " "); !strings.Contains(said, "repeats") {
		t.Errorf("repetition is not mentioned: %s", said)
	}
}
