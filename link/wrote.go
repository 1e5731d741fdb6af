package link

import "bulkhead/box"

// Result is what became of a write.
type Result uint8

// Results of a write.
const (
	WriteUnknown  Result = iota // failed, and may have been stored
	WriteStored                 // the drop has these very bytes
	WriteConflict               // the drop has others
	WriteSkipped                // surely never sent, and never will be
)

// Wrote takes in a write's result. After a conflict, readback is what the drop
// showed at the id in the second half of the round, or nil if that failed. An
// earlier box of this very device there is fine; one that opens but that this
// device never sealed freezes the link. ErrNotMine, with nothing changed: no
// write of that round under that id has an open result.
func (l *Link) Wrote(r box.Round, id box.ID, res Result, readback *box.Content) ([]Event, error) {
	defer l.wipe()
	f, ok := l.match(&l.out, int64(r), id)
	defer f.erase()
	if !ok {
		return nil, ErrNotMine
	}
	d := &l.out
	if int64(r) >= d.at {
		d.trial = false // the last sealing was in the pouch
		l.pass(d, &f)
	}
	l.floor = max(l.floor, int64(r))
	if res == WriteUnknown || res == WriteConflict && readback == nil {
		return nil, nil
	}
	l.outbox.placedAt(uint32(r), res == WriteStored)
	var events []Event
	if res == WriteConflict {
		events = l.judge(&f, readback)
	}
	d.done(int64(r))
	return events, nil
}

// judge looks at a box that stands where one of ours was refused.
func (l *Link) judge(f *found, c *box.Content) []Event {
	plain := &l.head
	defer clear(plain[:])
	defer clear(l.plain[:])
	var h header
	a := boxCipher(&f.first.content)
	opens := l.kdf.openHead(plain, c, &f.place, a) && l.kdf.openBody(&l.plain, c, &f.place, a)
	h.get(plain) // whatever its version: it is this end's own
	switch {
	case !opens:
		return []Event{Warning{WarnDrop}}
	case !l.ownTag(h.tag):
		return l.freeze(ReasonConflict)
	}
	return nil
}
