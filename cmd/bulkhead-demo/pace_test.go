package main

import (
	"strings"
	"testing"
	"time"
)

// TestABusyMachineIsSaidToBeBusy: rounds become as long as they must, and who
// watches is told once, not in every round.
func TestABusyMachineIsSaidToBeBusy(t *testing.T) {
	var p pace
	var said []string
	now, n := time.Duration(0), 0
	rounds := func(count int, each time.Duration) {
		for range count {
			if line, ok := p.at(n, now); ok {
				said = append(said, line)
			}
			if line, ok := p.at(n, now+each/2); ok { // looked at twice in a round
				t.Errorf("said in the middle of a round: %s", line)
			}
			n, now = n+1, now+each
		}
	}
	check := func(want ...string) {
		t.Helper()
		if len(said) != len(want) {
			t.Fatalf("said %q, want %q", said, want)
		}
		for i := range want {
			if !strings.Contains(said[i], want[i]) {
				t.Errorf("said %q, want %q", said[i], want[i])
			}
		}
	}
	rounds(50, 300*time.Millisecond)
	check()
	rounds(50, 1500*time.Millisecond)
	check("busy: rounds of 1.1s")
	rounds(50, 6*time.Second)
	check("busy: rounds of 1.1s", "busy: rounds of 2.3s", "busy: rounds of 4.5s")
	rounds(50, 6*time.Second)
	n, now = n+5, now+5*6*time.Second // a sleep over several
	rounds(1, 0)
	check("busy: rounds of 1.1s", "busy: rounds of 2.3s", "busy: rounds of 4.5s")
	rounds(50, 400*time.Millisecond)
	if last := said[len(said)-1]; !strings.Contains(last, "more time again") {
		t.Errorf("said %q last", last)
	}
	if p.longest != 6*time.Second {
		t.Errorf("the longest rounds lasted %v", p.longest)
	}
}
