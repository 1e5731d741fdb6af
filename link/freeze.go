package link

// Freeze stops the link for a reason seen from outside, such as ReasonPouch.
// A link that is frozen already keeps its first reason.
func (l *Link) Freeze(reason Reason) { l.freeze(reason) }

// freeze erases what only an unfrozen link needs. Boxes go on, empty, at the
// same times, so the chains stay.
func (l *Link) freeze(reason Reason) []Event {
	if l.reason != NotFrozen || reason == NotFrozen || reason >= reasons {
		return nil
	}
	l.reason = reason
	l.ladder.dropKey()
	l.ladder.step.Erase()
	clear(l.ladder.ct)
	l.ladder.ct = nil
	l.inbox.erase()
	return []Event{Frozen{reason}}
}
