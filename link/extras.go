package link

// span is a run of rounds in which slots 1 to count are used too.
type span struct {
	count    uint8
	from, to uint32
}

// slots returns the slots of round r, bit q.
func (s span) slots(r int64) uint8 {
	if s.count > 0 && r >= int64(s.from) && r <= int64(s.to) {
		return s.all()
	}
	return 1
}

// all returns the slots of a round within the span, bit q.
func (s span) all() uint8 { return 1<<(s.count+1) - 1 }

// slots returns the slots of round r that a pouch was given, bit q.
func (d *direction) slots(r int64) uint8 { return d.extras[0].slots(r) | d.extras[1].slots(r) }

// planExtras decides how many extra boxes a round the backlog needs beyond
// what the regular ones carry.
func (l *Link) planExtras(first int64, rounds, spare int) span {
	spare = min(spare, MaxExtras)
	if spare < 1 || rounds < 2 || l.reason != NotFrozen || l.securing() {
		return span{}
	}
	room := rounds * boxCells
	if l.ladder.making || l.ladder.ct != nil {
		room = rounds * (boxCells - 1)
	}
	need := (l.outbox.backlog(first)+l.outbox.lacking(first)+room-1)/room - 1
	if need < 1 {
		return span{}
	}
	return span{uint8(min(spare, need)), uint32(first + 1), uint32(first) + uint32(rounds) - 1}
}

// announced returns the slots that round first may use: those that boxes of the
// sealing before have announced already, if extras are still needed.
func (l *Link) announced(first int64, s span) uint8 {
	if l.lost || s.count == 0 {
		return 1
	}
	return s.all() & l.out.extras[0].slots(first)
}

// extrasOf returns the extras that a box of round r announces, if they can be.
func (l *Link) extrasOf(r uint32, h *header) span {
	s := h.extras
	if s.count == 0 || s.count > MaxExtras || s.from > s.to || int64(s.to) > int64(r)+l.pouch || int64(s.to)-int64(s.from) >= l.pouch {
		return span{}
	}
	return s
}
