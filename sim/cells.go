package sim

import (
	"bulkhead/cell"
)

// MaxPairs is how many pairs a lead of a [Cells] leads at most: more than 3 the
// program allows by slots, but nobody should.
const MaxPairs = 3

// Cells is the tree of cells: every member leads Pairs pairs, members are filled
// in level by level, each lead's pairs before the next lead's. Member 0, or 0 and
// 1, stand on top; member v ≥ t (t on top) is led by (v−t)/(2·Pairs). It needs no
// memory: everything is arithmetic.
type Cells struct {
	Members int
	Pairs   int  // a lead, 1 to 3
	OneTop  bool // one member on top in place of the founders' pair
	OneLink bool // the lead is linked to the first of a pair alone: no group of this program can be so
}

func (c Cells) check() error {
	if c.Members < 1 || c.Members > MaxMembers {
		return &Fault{Kind: ErrShape, Why: WhyMembers, Value: float64(c.Members), Least: 1, Most: MaxMembers}
	}
	if c.Pairs < 1 || c.Pairs > MaxPairs {
		return &Fault{Kind: ErrShape, Why: WhyPairs, Value: float64(c.Pairs), Least: 1, Most: MaxPairs}
	}
	return nil
}

// ByRules reports whether package cell's rules let a group grow so.
func (c Cells) ByRules() bool { return !c.OneLink }

// Slots returns how many slots S a group needs for this shape.
func (c Cells) Slots() int { return cell.SlotsFor(c.Pairs) }

// top returns how many stand on top.
func (c Cells) top() int32 {
	if c.OneTop || c.Members == 1 {
		return 1
	}
	return 2
}

func (c Cells) filling() cell.Filling { return cell.Filling{Top: c.top(), Pairs: int32(c.Pairs)} }

// Lead returns who leads v; −1 for those on top.
func (c Cells) Lead(v int32) int32 { return c.filling().Lead(v) }

// Partner returns the other of v's pair; −1 if there is none (yet).
func (c Cells) Partner(v int32) int32 {
	if u := c.filling().Partner(v); int(u) < c.Members {
		return u
	}
	return -1
}

// led returns the first that v leads and how many there are.
func (c Cells) led(v int32) (first, n int32) {
	first = c.filling().FirstLed(v)
	return first, min(max(int32(c.Members)-first, 0), int32(2*c.Pairs))
}

// linkedUp reports whether v is linked to its lead.
func (c Cells) linkedUp(v int32) bool { return !c.OneLink || (v-c.top())%2 == 0 }

// Len implements [Graph].
func (c Cells) Len() int { return c.Members }

// Links implements [Graph].
func (c Cells) Links() int64 {
	n, t := int64(c.Members), int64(c.top())
	pairs, led := (n-t)/2, n-t
	if c.OneLink {
		led -= pairs
	}
	return pairs + led + t - 1
}

// Neighbours implements [Graph].
func (c Cells) Neighbours(v int32, buf []int32) []int32 {
	buf = buf[:0]
	if u := c.Partner(v); u >= 0 {
		buf = append(buf, u)
	}
	if u := c.Lead(v); u >= 0 && c.linkedUp(v) {
		buf = append(buf, u)
	}
	first, n := c.led(v)
	for i := range n {
		if c.linkedUp(first + i) {
			buf = append(buf, first+i)
		}
	}
	return buf
}

// Levels returns how many levels there are, those on top included.
func (c Cells) Levels() int {
	levels := 1
	for v := int32(c.Members - 1); c.Lead(v) >= 0; v = c.Lead(v) {
		levels++
	}
	return levels
}
