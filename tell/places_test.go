package tell

import (
	"testing"
	"time"

	"bulkhead/card"
	"bulkhead/round"
)

// Promise: a place that the card in force has not shows its fingerprint, also at a host that
// is known: with another key it is another place.
func TestAPlaceThatIsNewShowsItsFingerprint(t *testing.T) {
	at := func(host string, pin byte) card.Place {
		return card.Place{Drop: card.Server{Host: host, Pinned: true, Pin: [card.PinSize]byte{pin}}}
	}
	inForce, err := card.Found(round.Calendar{Length: 15 * time.Minute}, 6, 192, 10, []card.Place{at("a.example:443", 1), at("b.example:443", 2)})
	if err != nil {
		t.Fatal(err)
	}
	next, err := inForce.Next([]card.Place{at("b.example:443", 2), at("a.example:443", 66), at("c.example:443", 3)}, nil, false, 10, 600)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range cardOf(&inForce, &inForce).Places {
		if p.Fingerprint != "" {
			t.Errorf("a place in force is shown as new: %s", p.Host)
		}
	}
	r := cardOf(&next, &inForce)
	if p := r.Places; p[0].Fingerprint != "" || p[1].Fingerprint != next.Fingerprint(1) || p[2].Fingerprint != next.Fingerprint(2) || p[1].Fingerprint == "" {
		t.Errorf("the fingerprints are %q, %q, %q", p[0].Fingerprint, p[1].Fingerprint, p[2].Fingerprint)
	}
}
