package cell

import (
	"slices"
	"testing"

	"bulkhead/box"
)

func paceOf(t testing.TB, seed uint64, base box.Round, block uint8) *Pace {
	t.Helper()
	w := newWorld(t, seed)
	inv := &Invitation{Base: base, Card: cardOf(group()).Hash()}
	w.rand.Read(inv.Secret.Bytes())
	g := group()
	p, err := newPace(1, inv, &g, block)
	w.must(err)
	return &p
}

// TestAPacedLinkHasOneBoxInEachBlock: its numbers go up by one, its rounds go
// up, and both ends agree which is whose, over the seam between the quick blocks
// and the usual ones as well.
func TestAPacedLinkHasOneBoxInEachBlock(t *testing.T) {
	for _, block := range []uint8{lifelineBlock, adoptedBlock} {
		p := paceOf(t, uint64(block), 70_000, block)
		last, boxes := p.base-1, 0
		for r := p.base; r < p.base+2000; r++ {
			k, is := p.At(r)
			if is {
				boxes++
				if k != last+1 || p.Real(k) != r {
					t.Fatalf("round %d: box %d after box %d, whose round is %d", r, k, last, p.Real(k))
				}
				last = k
			}
			if got := p.Latest(r); got != last {
				t.Fatalf("round %d: the latest box is %d, want %d", r, got, last)
			}
		}
		young := int(p.quick) * int(p.young)
		if want := int(p.quick) + (2000-young)/int(block); boxes < want || boxes > want+1 {
			t.Errorf("blocks of %d: %d boxes in 2000 rounds, want %d", block, boxes, want)
		}
	}
}

// TestAPaceHoldsAtBothEndsOfTheCalendar: before its base nothing, and no
// overflow at the end of all rounds.
func TestAPaceHoldsAtBothEndsOfTheCalendar(t *testing.T) {
	for _, base := range []box.Round{1, 70_000, ^box.Round(0) - 3} {
		p := paceOf(t, 1, base, lifelineBlock)
		if got := p.Latest(base - 1); got != base-1 {
			t.Errorf("base %d: before it the latest is %d", base, got)
		}
		if _, is := p.At(base - 1); is {
			t.Errorf("base %d: a box before it", base)
		}
		for _, r := range []box.Round{^box.Round(0), ^box.Round(0) - 1, base} {
			k := p.Latest(r)
			if k >= base && p.Real(k) > r {
				t.Errorf("base %d: box %d of round %d is later, in %d", base, k, r, p.Real(k))
			}
		}
	}
}

// TestTheSpareSlotsAreSharedFairly: sixteen lifelines each get about as many of
// their rounds, no round has more than the slots, and whoever goes with one slot
// goes with two.
func TestTheSpareSlotsAreSharedFairly(t *testing.T) {
	const rounds = 16_000
	s := &State{}
	for n := range MaxLifelines {
		p := paceOf(t, uint64(n), box.Round(1000+37*n), lifelineBlock)
		p.tie = TieID(n + 1)
		s.paces = append(s.paces, *p)
	}
	// With n others in a box's round, n of fifteen with chance 1/16, it goes with
	// chance slots/(n+1).
	for slots, want := range []float64{0, .644, .908} {
		got, none := map[TieID]int{}, 0
		for r := box.Round(10_000); r < 10_000+rounds; r++ {
			ties := s.Spare(r, slots)
			if len(ties) > slots {
				t.Fatalf("round %d has %d lifelines in %d slots", r, len(ties), slots)
			}
			if len(ties) == 0 {
				none++
			}
			if one := s.Spare(r, min(slots, 1)); !slices.Equal(one, ties[:len(one)]) {
				t.Fatalf("round %d: with one slot %v, with %d %v", r, one, slots, ties)
			}
			for _, tie := range ties {
				got[tie]++
				if _, is := s.Pace(tie).At(r); !is {
					t.Fatalf("round %d goes to a lifeline that has no box in it", r)
				}
			}
		}
		t.Logf("%d slots: of %d rounds %.1f %% go to no lifeline", slots, rounds, 100*float64(none)/rounds)
		for tie := TieID(1); tie <= MaxLifelines; tie++ {
			if share := float64(got[tie]) / rounds * 16; share < want-.065 || share > want+.065 {
				t.Errorf("%d slots: lifeline %d gets %.2f of its boxes through, want about %.2f", slots, tie, share, want)
			}
		}
	}
}

func FuzzPace(f *testing.F) {
	f.Add(uint32(1), uint32(5), false)
	f.Add(uint32(70_000), uint32(70_191), true)
	f.Add(^uint32(0), ^uint32(0), true)
	f.Fuzz(func(t *testing.T, base, r uint32, adopted bool) {
		block := uint8(lifelineBlock)
		if adopted {
			block = adoptedBlock
		}
		p := paceOf(t, uint64(base^r), box.Round(base), block)
		k := p.Latest(box.Round(r))
		if k >= p.base && p.Real(k) > box.Round(r) {
			t.Errorf("the latest box of round %d is in round %d", r, p.Real(k))
		}
		if at, is := p.At(box.Round(r)); is && (at != k || p.Real(at) != box.Round(r)) {
			t.Errorf("round %d is box %d's, and the latest is %d", r, at, k)
		}
	})
}
