package pouch

import (
	"io"

	"bulkhead/box"
	"bulkhead/internal/noise"
)

// renewal is a pouch's file as appending would leave it.
type renewal struct {
	bytes []byte
	first box.Round
	shape shape
}

// renew lays out what the pouch becomes if loops are appended: the round
// before its first, and all after that the old one has, as they are; loops
// after them.
func (v *View) renew(rand io.Reader) (*renewal, error) {
	s, first := v.shape, v.renewedFirst()
	random, err := noise.New(rand)
	if err != nil {
		return nil, err
	}
	to := &renewal{bytes: anyImage(s), first: first, shape: s}
	h := *v.head
	h.setFirst(first)
	copy(to.bytes, v.image[:metaStart])
	copy(to.bytes, h[:])
	kept := v.keep(to)
	f := &Fill{plan: v.plan, first: first, rounds: make([]fillRound, v.plan.Rounds())}
	if _, err := f.lay(to.bytes, kept, v.head.rate(), random); err != nil {
		giveBack(to.bytes)
		return nil, err
	}
	return to, nil
}

// renewedFirst is one above the latest of the current round, the floor and the
// round that was carried over; where the numbers of rounds end, as it was.
func (v *View) renewedFirst() box.Round {
	first := uint64(max(v.now, v.head.floor(), v.head.first()-1)) + 1
	if first+uint64(v.plan.Rounds()) > 1<<32 {
		return v.head.first()
	}
	return box.Round(first)
}

// keep copies the rounds that outlive the renewal and returns how many; behind
// them it leaves zeros, but in the places of writes, which it leaves as they
// are.
func (v *View) keep(to *renewal) (kept int) {
	s := v.shape
	gone := int(min(to.first-v.head.first(), box.Round(s.rounds)+1))
	kept = s.rounds + 1 - gone
	a, z := gone*s.slots, kept*s.slots
	copy(to.bytes[s.metaAt(0):s.metaAt(z)], v.image[s.metaAt(a):])
	clear(to.bytes[s.metaAt(z):s.metaEnd()])
	copy(to.bytes[s.writeAt(0):s.writeAt(z)], v.image[s.writeAt(a):])
	read := min(z, v.begun(to.first)*s.slots)
	copy(to.bytes[s.readAt(0):s.readAt(read)], v.image[s.readAt(a):])
	clear(to.bytes[s.readAt(read):s.keptAt()])
	v.keepFound(to, gone)
	return kept
}

// begun is of how many rounds from first − 1 on something can have been read;
// what the others read is zeros, which need not be copied.
func (v *View) begun(first box.Round) int {
	return int(max(v.head.floor(), first-1)-(first-1)) + 1
}

// relid puts other lids into both images, since either may be written.
func (to *renewal) relid(v *View, lids func(Entry) ([LidSize]byte, bool)) {
	for e := range v.Unsent() {
		place := v.image[v.shape.writeAt(v.entry(e)):][:LidSize]
		lid := [LidSize]byte(place)
		if lids != nil {
			if other, ok := lids(e); ok {
				lid = other
			}
		}
		copy(place, lid[:])
		if e.Round >= to.first-1 {
			at := int(e.Round-(to.first-1))*to.shape.slots + e.Slot
			copy(to.bytes[to.shape.writeAt(at):], lid[:])
		}
	}
}
