//go:build linux

package endtoend

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// outcome is what a power cut left.
type outcome int

const (
	oldState outcome = iota
	newState
	neither
)

// tally counts what came of the cuts.
type tally struct {
	by          map[string]*[3]int // by command
	at          map[string]*[3]int // by what had last happened in the folder
	older, torn int                // what became of the control's file
	between     int                // cuts that left a new vault beside the old pouch
	wrong       []string
}

func newTally() *tally { return &tally{by: map[string]*[3]int{}, at: map[string]*[3]int{}} }

func (t *tally) count(command, when string, o outcome) {
	for counts, key := range map[*map[string]*[3]int]string{&t.by: command, &t.at: when} {
		if (*counts)[key] == nil {
			(*counts)[key] = new([3]int)
		}
		(*counts)[key][o]++
	}
}

// control counts what a cut did to the program that does not sync.
func (t *tally) control(older, torn bool) {
	if older {
		t.older++
	}
	if torn {
		t.torn++
	}
}

// outcomes returns how many cuts left the old and the new state.
func (t *tally) outcomes() (older, newer int) {
	for _, c := range t.by {
		older, newer = older+c[oldState], newer+c[newState]
	}
	return older, newer
}

// total is how many cuts there were.
func (t *tally) total() (n int) {
	for _, c := range t.by {
		n += c[oldState] + c[newState] + c[neither]
	}
	return n
}

// String is the table that is printed.
func (t *tally) String() string {
	var b strings.Builder
	for _, part := range []struct {
		head   string
		counts map[string]*[3]int
	}{{"command", t.by}, {"the power went after", t.at}} {
		fmt.Fprintf(&b, "%-28s %5s %5s %8s\n", part.head, "old", "new", "neither")
		for _, key := range slices.Sorted(maps.Keys(part.counts)) {
			c := part.counts[key]
			fmt.Fprintf(&b, "%-28s %5d %5d %8d\n", key, c[oldState], c[newState], c[neither])
		}
	}
	older, newer := t.outcomes()
	fmt.Fprintf(&b, "%d cuts: %d left the old state, %d the new one, %d neither; %d things wrong\n", t.total(), older, newer, t.total()-older-newer, len(t.wrong))
	fmt.Fprintf(&b, "%d of the new states came with the old pouch\n", t.between)
	fmt.Fprintf(&b, "control without sync: an older file after %d cuts, a torn one after %d", t.older, t.torn)
	return b.String()
}
