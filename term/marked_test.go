package term

import (
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"
	"bulkhead/tell"
)

// Promise: on every screen, every word comes from a catalogue; a pseudo-locale
// marks those that do. "Heron" stands for what no catalogue can have.

// at is when the tests of screens are.
var at = time.Unix(1e6, 0)

// allMarked fails if a word of what draw draws, at least so many bytes, comes from no
// catalogue.
func allMarked(t *testing.T, least int, draw func(*Page)) {
	t.Helper()
	var shown strings.Builder
	p := NewPage(&shown)
	p.Say = phrase.Marked(time.UTC).On(at)
	draw(p)
	if shown.Len() < least {
		t.Fatalf("only %d bytes: the walk is broken", shown.Len())
	}
	for _, word := range phrase.Unmarked(shown.String()) {
		if word != "Heron" {
			t.Errorf("%q comes from no catalogue", word)
		}
	}
}

func TestScreensOfCheckInAndLifelinesAreMarked(t *testing.T) {
	allMarked(t, 4000, func(p *Page) {
		for _, r := range []tell.Risk{
			tell.RiskAt(12*time.Hour, 4*time.Hour, 1, 24*time.Hour, 1), tell.RiskAt(12*time.Hour, 6*time.Hour, .9999, 24*time.Hour, 1),
			tell.RiskAt(24*time.Hour, 4*time.Hour, 1, 24*time.Hour, 2), tell.RiskAt(24*time.Hour, 4*time.Hour, 1, 0, 1),
		} {
			Risk(p, &r)
			RiskLines(p, &r)
		}
		for bits := range 16 {
			all := tell.Lifelines{Orphan: bits&1 != 0, NoLifeline: bits&2 != 0, Founder: bits&4 != 0, Checked: 7, Adopted: 7}
			if bits&8 != 0 {
				all.Own = []tell.Lifeline{{Number: 7, Heard: &at}, {Number: 7, Secured: true, Doubted: true, Asks: true}}
				all.Kept = []tell.Lifeline{{Number: 7, Confirmed: true, Asks: bits&1 != 0}}
			}
			Lifelines(p, &all)
			LifelineLine(p, &all)
		}
	})
}
