package link

import (
	"math/rand/v2"
	"testing"

	"bulkhead/internal/seeds"
)

// The boxes of the largest stick open in whatever order they are read.
func TestABoxByHandOpensInAnyOrder(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		p := handPair(t)
		p.ends[0].Send([]byte("by hand"), lastRound)
		s, err := p.ends[0].SealHand(HandMoment{}, MaxHandBoxes, p.rand)
		if err != nil {
			t.Fatal(err)
		}
		for n, i := range rand.New(rand.NewPCG(seed, 1)).Perm(MaxHandBoxes) {
			if got, _ := p.ends[1].OpenHand(&s.Boxes[i], 1<<20); got != Opened {
				t.Fatalf("box %d of %d, read as the %d-th: %v", i, MaxHandBoxes, n+1, got)
			}
		}
	})
}
