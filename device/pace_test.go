package device_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/internal/testworld"
)

// chain is eight members, and of them the way of member 6's lifeline: 6, its
// lead 2, whose lead is 0, whose partner is 1.
func chain(t *testing.T) (w *testworld.World, way []*testworld.Member) {
	t.Helper()
	w = testworld.New(testworld.Config{Seed: 71, Members: 8, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8})
	if err := w.Meet(); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{6, 2, 0, 1} {
		way = append(way, w.Members[n])
	}
	return w, way
}

// visit lets rounds go by in which some unlock once.
func visit(t *testing.T, w *testworld.World, rounds int, members ...*testworld.Member) {
	t.Helper()
	for range rounds {
		w.NextRound()
		for _, m := range members {
			open(t, m)
			lock(t, m)
		}
	}
}

// lifelines returns a member's own lifelines and those it keeps for others.
func lifelines(t *testing.T, m *testworld.Member) (own, kept []device.LifelineStatus) {
	t.Helper()
	for _, l := range open(t, m).Lifelines() {
		if l.Rank == 0 {
			kept = append(kept, l)
		} else {
			own = append(own, l)
		}
	}
	lock(t, m)
	return own, kept
}

// TestALifelineIsSetUpThroughTheLead: to the lead's lead's partner, with the
// same words on both ends, which nobody else's have. The words said over
// another way find the lifeline.
func TestALifelineIsSetUpThroughTheLead(t *testing.T) {
	w, way := chain(t)
	m, other := way[0], way[3]
	if !open(t, m).Status().NoLifeline {
		t.Error("nobody is told that there is no lifeline yet")
	}
	lock(t, m)
	var own, kept []device.LifelineStatus
	same := func() int {
		own, _ = lifelines(t, m)
		_, kept = lifelines(t, other)
		n := 0
		for _, l := range kept {
			if len(own) == 1 && l.Secured && l.Epoch == own[0].Epoch && slices.Equal(l.Words, own[0].Words) {
				n++
			}
		}
		return n
	}
	rounds := 0
	for ; rounds < 120 && same() == 0; rounds++ {
		visit(t, w, 1, way...)
	}
	t.Logf("the same words on both ends after %d rounds", rounds)
	if same() != 1 || own[0].Rank != 1 || !own[0].Secured || open(t, m).Status().NoLifeline {
		t.Fatalf("got %+v here and %+v there, want one that is secured on both ends", own, kept)
	}
	lock(t, m)
	for _, other := range way[1:3] {
		o, k := lifelines(t, other)
		for _, l := range append(o, k...) {
			if slices.Equal(l.Words, own[0].Words) {
				t.Errorf("member %d has the lifeline too", other.Number)
			}
		}
	}
	d := open(t, m)
	if found, err := d.ConfirmWords(strings.Split("one two three four five six", " ")); found || err != nil {
		t.Errorf("other words: found %v, %v", found, err)
	}
	said := slices.Clone(own[0].Words)
	said[0] = " " + strings.ToUpper(said[0])
	if found, err := d.ConfirmWords(said); !found || err != nil {
		t.Errorf("the same words: found %v, %v", found, err)
	}
	if l := d.Lifelines(); !l[0].Confirmed || l[0].Heard == 0 {
		t.Errorf("it shows as %+v", l[0])
	}
	lock(t, m)
	for _, m := range way {
		if got := alarms(open(t, m)); len(got) != 0 {
			t.Errorf("member %d: %q", m.Number, got)
		}
		lock(t, m)
	}
}

// TestALifelineKeepsToItsRounds: what leaves a device is S boxes in every
// round; those of a lifeline are there in the rounds that its secret gives it,
// if the spare slot is its own, and in no other.
func TestALifelineKeepsToItsRounds(t *testing.T) {
	w, m, _ := family(t)
	founder := w.Members[1]
	pass(t, w, 30)
	for _, m := range []*testworld.Member{m, founder} {
		d := open(t, m)
		all := d.Lifelines()
		if len(all) == 0 {
			t.Fatalf("member %d has no lifeline", m.Number)
		}
		lock(t, m)
		d = open(t, m)
		now := d.Status().Now
		want, loser := map[box.Ref]bool{}, 0
		for _, l := range all {
			boxes, err := d.PacedBoxes(l.Tie, box.Round(now)+16)
			if err != nil {
				t.Fatal(err)
			}
			for ref, wins := range boxes {
				want[ref] = wins
				if !wins {
					loser++
				}
			}
		}
		d.Abandon()
		m.Device = nil
		puts, carried := map[box.Round]int{}, 0
		w.OnPut = func(a testworld.Attempt) {
			if a.Member != m.Number {
				return
			}
			puts[a.Ref.Round]++
			for ref, wins := range want {
				if ref.ID == a.Ref.ID {
					carried++
					if ref != a.Ref || !wins {
						t.Errorf("a lifeline's box leaves in round %d, where it has none", a.Ref.Round)
					}
				}
			}
		}
		for range 18 {
			w.NextRound()
		}
		w.OnPut = nil
		for r := box.Round(now) + 2; r <= box.Round(now)+16; r++ {
			if puts[r] != w.Slots {
				t.Errorf("member %d writes %d boxes in round %d, want %d", m.Number, puts[r], r, w.Slots)
			}
		}
		t.Logf("member %d: %d lifelines, %d boxes of theirs in a pouch, %d of which gave way", m.Number, len(all), len(want), loser)
		if carried != len(want)-loser {
			t.Errorf("member %d: %d of %d boxes left", m.Number, carried, len(want)-loser)
		}
	}
}
