package outlines

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// Promise: the file is world-atlas' own, unchanged.
func TestTheFileIsAsItCame(t *testing.T) {
	sum := sha256.Sum256(TopoJSON())
	if got := hex.EncodeToString(sum[:]); got != Sum {
		t.Errorf("the file's SHA-256 is %s, want %s", got, Sum)
	}
}

// inside reports by the even-odd rule whether a place in degrees is on land.
func inside(lat, lon float64) bool {
	x, y, in := lon*micro, lat*micro, false
	for _, ring := range Land() {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (float64(a.Lat) > y) != (float64(b.Lat) > y) && x < float64(b.Lon-a.Lon)*(y-float64(a.Lat))/float64(b.Lat-a.Lat)+float64(a.Lon) {
				in = !in
			}
		}
	}
	return in
}

// Promise: land is where it is, and every ring is closed and on earth.
func TestLandIsWhereItIs(t *testing.T) {
	for name, c := range map[string]struct {
		lat, lon float64
		land     bool
	}{
		"Paris": {48.86, 2.35, true}, "Damascus": {33.51, 36.28, true}, "Suva's inland": {-17.8, 178.0, true},
		"the Atlantic": {40, -40, false}, "the Caspian": {42, 50.5, false}, "south of Suva": {-20, 178.4, false},
	} {
		if got := inside(c.lat, c.lon); got != c.land {
			t.Errorf("%s is on land: %v", name, got)
		}
	}
	points := 0
	for i, ring := range Land() {
		points += len(ring)
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			t.Errorf("ring %d of %d points is open", i, len(ring))
		}
		for _, p := range ring {
			if p.Lon < -180*micro || p.Lon > 180*micro || p.Lat < -90*micro || p.Lat > 90*micro {
				t.Fatalf("ring %d is not on earth", i)
			}
		}
	}
	if len(Land()) < 1000 || points < 50_000 || len(Borders()) < 200 {
		t.Errorf("%d rings of %d points, %d borders", len(Land()), points, len(Borders()))
	}
}
