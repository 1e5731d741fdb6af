package card

import (
	"encoding/binary"
	"fmt"
	"slices"

	"bulkhead/box"
)

// Table says which place has which boxes: entry n is the number of the place for ids
// whose first 4 bytes, as a big-endian number, leave n when divided by Entries.
type Table [Entries]uint8

// NewTable returns the table of a founding card with so many places.
func NewTable(places int) (t Table) {
	for i := range t {
		t[i] = uint8(i % places)
	}
	return t
}

// Place returns the number of the place that has the box with this id.
func (t *Table) Place(id box.ID) int { return int(t[binary.BigEndian.Uint32(id[:4])%Entries]) }

// Share returns how many entries name a place.
func (t *Table) Share(place int) (n int) {
	for _, e := range t {
		if int(e) == place {
			n++
		}
	}
	return n
}

// check wants every place to be named, and no other. ErrCard.
func (t *Table) check(places int) error {
	for i := range places {
		if t.Share(i) == 0 {
			return fmt.Errorf("%w: a place that no box is at", ErrCard)
		}
	}
	if slices.Max(t[:]) >= uint8(places) {
		return fmt.Errorf("%w: a table that names no place", ErrCard)
	}
	return nil
}

// next returns the table after a change of places that moves as few entries as can be;
// same reports whether one of before is one of after. If as many places come as go, each
// that comes gets all entries of one that goes. Else the entries of those that go are
// shared out, each to whoever has the fewest, and new places take from whoever has the most
// until they have their share.
func (t *Table) next(before, after []Place, same func(old, new Place) bool) Table {
	var gone, come []int
	at := make([]int, len(before)) // where a place of before is in after
	for i, p := range before {
		if at[i] = slices.IndexFunc(after, func(q Place) bool { return same(p, q) }); at[i] < 0 {
			gone = append(gone, i)
		}
	}
	for i, p := range after {
		if !slices.ContainsFunc(before, func(q Place) bool { return same(q, p) }) {
			come = append(come, i)
		}
	}
	if len(gone) == len(come) {
		for i, g := range gone {
			at[g] = come[i]
		}
		come = nil // each has what it gets
	}
	const none = MaxPlaces
	var n Table
	for i, e := range t {
		if n[i] = none; at[e] >= 0 {
			n[i] = uint8(at[e])
		}
	}
	for i, e := range n {
		if e == none {
			n[i] = uint8(n.extreme(len(after), func(a, b int) bool { return a < b }))
		}
	}
	for _, c := range come {
		for n.Share(c) < Entries/len(after) {
			most := n.extreme(len(after), func(a, b int) bool { return a > b })
			n[slices.Index(n[:], uint8(most))] = uint8(c)
		}
	}
	return n
}

// open says which entries one founder may move: of each place's entries, in order, every
// second one. So a place with any keeps the half of them at least, and two cards that one
// founder each made of one parent, whatever they wish for, have the others in common.
func (t *Table) open() (is [Entries]bool) {
	var seen [MaxPlaces]int
	for i, e := range t {
		is[i] = seen[e]%2 == 1
		seen[e]++
	}
	return is
}

// alone changes the table as one founder may, and moves open entries only. All of the
// leaving place's go to the one that comes or, if none comes, each to whoever has the
// fewest. If none leaves, the one that comes takes from whoever has the most open ones,
// until it has its share. places is how many there were; leaves is the number of one of
// them, or below zero; the one that comes has the number places.
func (t *Table) alone(places, leaves int, comes bool) {
	left := t.open()
	move := func(i, to int) { t[i], left[i] = uint8(to), false }
	if leaves >= 0 {
		for i, e := range t {
			switch {
			case !left[i] || int(e) != leaves:
			case comes:
				move(i, places)
			default:
				move(i, t.extreme(places, func(a, b int) bool { return a < b }, leaves))
			}
		}
		return
	}
	share := func(place int) (n int) {
		for i, e := range t {
			if left[i] && int(e) == place {
				n++
			}
		}
		return n
	}
	for range Entries / (places + 1) {
		most := 0
		for p := range places {
			if share(p) > share(most) {
				most = p
			}
		}
		for i, e := range t {
			if left[i] && int(e) == most {
				move(i, places)
				break
			}
		}
	}
}

// extreme returns the first place whose share is better than those of all others, but for
// those that are left out.
func (t *Table) extreme(places int, better func(a, b int) bool, but ...int) int {
	best := -1
	for i := range places {
		if !slices.Contains(but, i) && (best < 0 || better(t.Share(i), t.Share(best))) {
			best = i
		}
	}
	return best
}
