package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

func TestShapeFillsLevelByLevel(t *testing.T) {
	s := shape(14)
	if got, want := fmt.Sprint(s.levels()), "[[0 1] [2 3 4 5] [6 7 8 9 10 11 12 13]]"; got != want {
		t.Errorf("levels %s, want %s", got, want)
	}
	var names []string
	for n := range int(s) {
		names = append(names, s.name(n))
	}
	if got, want := strings.Join(names, " "), "A B A1 A2 B1 B2 A11 A12 A21 A22 B11 B12 B21 B22"; got != want {
		t.Errorf("names %q, want %q", got, want)
	}
	if got, want := len(s.links()), 1+3*2*3; got != want {
		t.Errorf("%d links, want %d", got, want)
	}
	for r, want := range map[role]int{leaf: 2, lead: 4, founder: 3} {
		if got := len(s.ties(s.first(r))); got != want {
			t.Errorf("a %s has %d ties, want %d", r, got, want)
		}
	}
	want := map[int]int{1: 0, 0: 1, 3: 2, 4: 1, 5: 1, 8: 3, 9: 3, 10: 2, 11: 2, 12: 2, 13: 2}
	if got := s.reach(1, map[int]bool{2: true}, nil); !maps.Equal(got, want) {
		t.Errorf("around a lost lead a notice reaches %v, want %v", got, want)
	}
	want[6], want[7] = 1, 1
	if got := s.reach(1, map[int]bool{2: true}, map[int][]int{1: {6, 7}}); !maps.Equal(got, want) {
		t.Errorf("once its orphans are adopted a notice reaches %v, want %v", got, want)
	}
}

func TestMarksAreFoundAgain(t *testing.T) {
	for _, text := range []string{"", "a", "with [brackets] inside", "ends in ]"} {
		if got := markOf(marked(text, mark("kovamiru", 17))); got != "kovamiru-17" {
			t.Errorf("mark of %q: %q", text, got)
		}
	}
	if got := markOf("no mark"); got != "" {
		t.Errorf("mark of a text without: %q", got)
	}
}
