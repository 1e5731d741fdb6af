package sim_test

import (
	"flag"
	"slices"
	"testing"
	"time"

	"bulkhead/internal/testworld"
	"bulkhead/sim"
)

var worldMembers = flag.Int("world", 4, "members of the world of real devices; 300 takes minutes: go test ./sim -run World -world 300 -v -timeout 1h")

// TestAWorldOfRealDevicesIsThisShape: devices with their vaults, links and pouches
// that met over a drop are tied as Cells says, so that what the simulator says
// of a shape it says of them.
func TestAWorldOfRealDevicesIsThisShape(t *testing.T) {
	for v := range int32(300) {
		if c := (sim.Cells{Members: 300, Pairs: 1}); c.Lead(v) != int32(testworld.LeadOf(int(v))) {
			t.Fatalf("%d is led by %d in the world, by %d here", v, testworld.LeadOf(int(v)), c.Lead(v))
		}
	}
	config := testworld.Day(1)
	config.Members, config.RoundLength = *worldMembers, 30*time.Minute
	w := testworld.New(config)
	if err := w.Meet(); err != nil {
		t.Fatal(err)
	}
	c := sim.Cells{Members: config.Members, Pairs: 1}
	for _, m := range w.Members {
		var ties []int32
		for other := range m.Ties {
			ties = append(ties, int32(other))
		}
		want := c.Neighbours(int32(m.Number), nil)
		slices.Sort(ties)
		slices.Sort(want)
		if !slices.Equal(ties, want) {
			t.Errorf("device %d is tied to %v, want %v", m.Number, ties, want)
		}
	}
}
