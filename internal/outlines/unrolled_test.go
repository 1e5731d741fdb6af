package outlines

import "testing"

// Promise: on a map with a left and a right end land is where land is, no edge goes across
// the whole of it, and nothing is cut off at 180°.
func TestUnrolledLandIsOfThisWorld(t *testing.T) {
	for _, at := range []struct {
		name     string
		lon, lat float64
		land     bool
	}{
		{"Paris", 2.35, 48.86, true}, {"Khartoum", 32.5, 15.6, true}, {"Quito", -78.5, -.2, true}, {"the South Pole", 0, -89.5, true},
		{"Chukotka", 179, 68, true}, {"Chukotka beyond 180°", -175, 67, true}, {"Wrangel's east", -179, 71.2, true},
		{"the Gulf of Guinea", 0, 0, false}, {"the Pacific", -150, 10, false}, {"the Arctic", 100, 85, false}, {"the Caspian Sea", 51, 42, false},
	} {
		if got := onLand(at.lon, at.lat); got != at.land {
			t.Errorf("%s is on land: %v, want %v", at.name, got, at.land)
		}
	}
	for _, ring := range Unrolled() {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			t.Fatalf("a ring of %d points is not closed", len(ring))
		}
		for i := 1; i < len(ring); i++ {
			if step := ring[i].Lon - ring[i-1].Lon; (step > turn/2 || step < -turn/2) && ring[i].Lat > -90*micro {
				t.Fatal("an edge goes across the whole map")
			}
		}
	}
}

// onLand counts the edges that a line to the west crosses.
func onLand(lon, lat float64) bool {
	in := false
	for _, ring := range Unrolled() {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			ax, ay, bx, by := float64(a.Lon)/micro, float64(a.Lat)/micro, float64(b.Lon)/micro, float64(b.Lat)/micro
			if (ay > lat) != (by > lat) && ax+(lat-ay)/(by-ay)*(bx-ax) < lon {
				in = !in
			}
		}
	}
	return in
}
