package testworld

import (
	"maps"

	"bulkhead/cell"
)

// end is one side of a link: a member, and its own number for the link.
type end struct {
	member int
	tie    cell.TieID
}

// ends is what the referee knows of who is at the other end of which link. It
// is learned from the six words alone, which both ends of a link show, and
// nobody else: so it holds for links whose own ends do not know it, lifelines
// above all, and it needs nothing of a device that its owner cannot see.
type ends struct {
	words map[string]end // shown by one end so far
	other map[end]end
}

// say takes in that an end shows six words.
func (e *ends) say(by end, words string) {
	if _, known := e.other[by]; known {
		return
	}
	first, shown := e.words[words]
	switch {
	case !shown:
		e.words[words] = by
	case first.member != by.member:
		e.other[by], e.other[first] = first, by
		delete(e.words, words)
	}
}

func (e *ends) clone() ends { return ends{maps.Clone(e.words), maps.Clone(e.other)} }

// Other returns who is at the other end of a member's tie, and that one's tie;
// false if the two have not shown the same six words yet.
func (w *World) Other(member int, tie cell.TieID) (int, cell.TieID, bool) {
	o, ok := w.ends.other[end{member, tie}]
	return o.member, o.tie, ok
}
