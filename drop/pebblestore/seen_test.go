package pebblestore

import (
	"math/rand/v2"
	"testing"

	"bulkhead/box"
)

func TestTheFilterForgetsNoBoxAndTakesFewForOthers(t *testing.T) {
	rng := rand.NewChaCha8([32]byte{1})
	s := newSeen(10)
	draw := func(r box.Round) (ref box.Ref) {
		ref.Round = r
		rng.Read(ref.ID[:])
		return ref
	}
	refs := make([]box.Ref, 150_000) // over two layers
	for i := range refs {
		refs[i] = draw(box.Round(10 + i%2))
		s.add(refs[i])
	}
	for _, ref := range refs {
		if !s.maybe(ref) {
			t.Fatal("a box was forgotten")
		}
	}
	wrong := 0
	for range 100_000 {
		if s.maybe(draw(10)) {
			wrong++
		}
	}
	if wrong > 600 {
		t.Errorf("%d of 100,000 were taken for boxes that were seen", wrong)
	}
	if !s.maybe(draw(9)) {
		t.Error("a box of before the opening is said to be absent")
	}
	s.dropBefore(11)
	if s.maybe(refs[0]) || !s.maybe(refs[1]) {
		t.Error("dropping round 10 did not drop it alone")
	}
}
