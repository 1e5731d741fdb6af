package main

import (
	"testing"
	"time"

	"bulkhead/phrase"
)

// Promise: what a verb refuses with its own words comes from a catalogue.
func TestRefusalsOfVerbsComeFromCatalogues(t *testing.T) {
	say := phrase.Marked(time.UTC).On(time.Unix(1e6, 0))
	for _, err := range []error{stillWaiting(say), (&app{edge: edge{say: say}}).noText([]string{"x"})} {
		_, sentence, hint := verdict(err, say)
		if unmarked := phrase.Unmarked(sentence + " " + hint); len(unmarked) > 0 {
			t.Errorf("%q come from no catalogue", unmarked)
		}
	}
}
