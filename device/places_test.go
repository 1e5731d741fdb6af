package device

import (
	"testing"
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/pouch"
)

// TestASilentPlaceIsToldByItself: of two places one fails, so boxes travel all the
// same; which one is silent, and why, is told.
func TestASilentPlaceIsToldByItself(t *testing.T) {
	now := time.Unix(1e9, 0).UTC()
	well := pouch.PlaceUse{Number: 0, Use: pouch.Use{Writes: pouch.Way{Answered: now}, Reads: pouch.Way{Answered: now, Failed: 1}}}
	dead := pouch.PlaceUse{Number: 5, Use: pouch.Use{Writes: pouch.Way{Failed: 3}, Reads: pouch.Way{Failed: 3}}}
	dead.Failed[cause.Closed] = pouch.Failures{Count: 6, Last: now}
	travel := Travel{slots: 6, uses: []pouch.PlaceUse{well, dead}, use: pouch.Together([]pouch.PlaceUse{well, dead})}
	if travel.failing() != nil {
		t.Error("one dead place of two is told as no travel at all")
	}
	places := travel.Places()
	if len(places) != 2 || places[0].Silent || places[0].Number != 1 || places[0].Coming {
		t.Fatalf("got %+v", places)
	}
	if p := places[1]; !p.Silent || p.Cause != cause.Closed || p.Number != 2 || !p.Coming {
		t.Errorf("the dead place: %+v", p)
	}
}
