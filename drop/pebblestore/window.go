package pebblestore

import (
	"encoding/binary"
	"math"

	"bulkhead/box"
)

// windowRounds is how many rounds' boxes a segment may hold: those that a drop
// takes at one time, whichever of them came first. The roster says which, before
// the first is acknowledged: so a segment that is gone tells of which rounds
// boxes may be gone with it.
const windowRounds = 5

// span is a run of rounds, both ends in it.
type span struct{ low, high box.Round }

// windowAround returns the rounds of a segment whose first box is of round r.
func windowAround(r box.Round) span {
	low := min(max(r, 2)-2, math.MaxUint32-(windowRounds-1))
	return span{low, low + windowRounds - 1}
}

func (s span) has(r box.Round) bool { return s.low <= r && r <= s.high }

// tally counts boxes of one round and adds up what they are and where they lie:
// two lists with one tally are one list.
type tally struct {
	n      uint32
	digest uint64
}

// tallies are those of a segment's rounds.
type tallies [windowRounds]tally

func (t *tallies) add(s span, ref box.Ref, n uint32) {
	if !s.has(ref.Round) || ref.Round-s.low >= windowRounds {
		return
	}
	one := &t[ref.Round-s.low]
	one.n++
	one.digest += mix(binary.BigEndian.Uint64(ref.ID[:]) + mix(binary.BigEndian.Uint64(ref.ID[8:])+uint64(n)+1))
}

// from returns t without the rounds before first.
func (t tallies) from(s span, first box.Round) tallies {
	for i := range t {
		if s.low+box.Round(i) < first {
			t[i] = tally{}
		}
	}
	return t
}

// mix is the finishing step of MurmurHash3: it spreads one bit over all.
func mix(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
