package seal

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"bulkhead/internal/seeds"
	"bulkhead/report"
)

// Promise: what a writer's device knows of how far a report is comes back from its vault as it
// was, whatever a desk has said, and is never longer than was reckoned.
func TestProgressComesBack(t *testing.T) {
	seeds.Each(t, 3, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 1))
		var p Progress
		for step := range 400 {
			switch r.IntN(4) {
			case 0:
				p.Sent(uint16(1 + step/2))
			case 1:
				p.PassedOn(uint16(1 + r.IntN(200)))
			default:
				p.Take(&Reply{Number: uint16(1 + r.IntN(1+step)), Word: Word(1 + r.IntN(5)), About: uint16(1 + r.IntN(1+step/2)), Keep: 7})
			}
			b := must[[]byte](t)(p.MarshalBinary())
			var back Progress
			if err := back.UnmarshalBinary(b); err != nil || !reflect.DeepEqual(back, p) || len(b) > MaxProgress {
				t.Fatalf("step %d: %v, %d bytes", step, err, len(b))
			}
			if step%50 != 0 {
				continue
			}
			for at := range b {
				changed := bytes.Clone(b)
				changed[at] ^= 1 << r.IntN(8)
				other := p
				if err := other.UnmarshalBinary(changed); err == nil && !bytes.Equal(must[[]byte](t)(other.MarshalBinary()), changed) {
					t.Fatalf("byte %d of %d has a second form", at, len(b))
				} else if err != nil && (!errors.Is(err, ErrProgress) || !reflect.DeepEqual(other, p)) {
					t.Fatalf("a refusal that changes something: %v", err)
				}
			}
		}
	})
}

// Promise: an order of numbers has one form, and no number has come that cannot have.
func TestAnOrderHasOneForm(t *testing.T) {
	for name, b := range map[string][]byte{
		"none has come, and one below":   {0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
		"1 is the newest, and one below": {0, 1, 0, 0, 0, 0, 0, 0, 0, 1},
		"3 is the newest, and 0 came":    {0, 3, 0, 0, 0, 0, 0, 0, 0, 4},
		"a byte too few":                 make([]byte, 9),
	} {
		var o report.Order
		if err := o.UnmarshalBinary(b); !errors.Is(err, report.ErrOrder) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var o report.Order
	for n := range uint16(200) {
		o.Take(n * 7 % 199)
		b := must[[]byte](t)(o.MarshalBinary())
		var back report.Order
		if err := back.UnmarshalBinary(b); err != nil || back != o {
			t.Fatalf("after %d: %v", n, err)
		}
	}
}
