package outlines

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"testing"
)

// The file is the one that docs/decisions/modules.md names.
func TestTheOutlinesAreTheOnesNamed(t *testing.T) {
	const want = "0fd9017a9f7c20eaf9cd8fe87b5855a921e29066f8a880df5f53f41c2f73e6cf"
	sum := sha256.Sum256(packed)
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("the file's SHA-256 is %s, want %s", got, want)
	}
}

// Promise: land is where land is, and borders are no coasts.
func TestOutlinesAreOfThisWorld(t *testing.T) {
	for _, at := range []struct {
		name     string
		lon, lat float64
		land     bool
	}{
		{"Paris", 2.35, 48.86, true}, {"Khartoum", 32.5, 15.6, true}, {"Quito", -78.5, -.2, true}, {"the South Pole", 0, -89, true},
		{"Chukotka", 179, 68, true}, {"Chukotka beyond 180°", -175, 67, true}, {"Wrangel's east", -179, 71.2, true},
		{"the Gulf of Guinea", 0, 0, false}, {"the Pacific", -150, 10, false}, {"the Caspian Sea", 51, 42, false},
	} {
		if got := onLand(at.lon, at.lat); got != at.land {
			t.Errorf("%s is on land: %v, want %v", at.name, got, at.land)
		}
	}
	for _, p := range Land() {
		for _, ring := range p {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				t.Fatalf("a ring of %d points is not closed", len(ring))
			}
			for i, at := range ring {
				if math.Abs(at[0]) > 360+180 || math.Abs(at[1]) > 90 {
					t.Fatal("a point lies off the world")
				}
				if i > 0 && math.Abs(at[0]-ring[i-1][0]) > 180 && at[1] > -90 {
					t.Fatal("an edge goes across the whole map")
				}
			}
		}
	}
	// Between Spain and Portugal, and nowhere along an island.
	if !near(Borders(), -7, 39.7, .3) {
		t.Error("there is no border between Spain and Portugal")
	}
	if near(Borders(), -19, 65, 6) {
		t.Error("Iceland has a border")
	}
	if n := len(Borders()); n < 300 || n > 1000 {
		t.Errorf("%d borders", n)
	}
}

// onLand counts the edges that a line to the west crosses.
func onLand(lon, lat float64) bool {
	in := false
	for _, p := range Land() {
		for _, ring := range p {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > lat) != (b[1] > lat) && a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]) < lon {
					in = !in
				}
			}
		}
	}
	return in
}

func near(lines []Line, lon, lat, within float64) bool {
	for _, line := range lines {
		for _, p := range line {
			if math.Hypot(p[0]-lon, p[1]-lat) < within {
				return true
			}
		}
	}
	return false
}
