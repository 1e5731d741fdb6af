package mail

import "bulkhead/cell"

// Closed says why an alarm stands no more: the person has acted on it. It is not
// kept, but follows from the link that the alarm is about. So an alarm stands
// again where a drill was taken back.
type Closed uint8

const (
	NotClosed        Closed = iota // it stands, or is no alarm
	ClosedByDrill                  // the link is about to be cut
	ClosedByCut                    // the link is cut
	ClosedByTakeBack               // of a cut that was said to come: the drill was taken back
)

// String returns the code, for JSON; "" if it stands.
func (c Closed) String() string { return [...]string{"", "drill", "cut", "taken-back"}[c] }

// MarshalText returns the code.
func (c Closed) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// ClosedBy says whether something that the person is told is an alarm about a link
// on which the person has acted. t is the tie it is about; there is false if that
// tie is gone.
func (r *Received) ClosedBy(t cell.Tie, there bool) Closed {
	if r.Tie == 0 || !warns(r.What) {
		return NotClosed
	}
	switch {
	case !there || t.Phase == cell.Severed:
		return ClosedByCut
	case r.What == cell.CutComing && t.Cut == 0:
		return ClosedByTakeBack
	case r.What != cell.CutComing && t.Cut != 0:
		return ClosedByDrill
	}
	return NotClosed
}

// warns reports whether something that the person is told speaks against a link.
func warns(w cell.What) bool {
	switch w {
	case Alarm, cell.OwnerCoerced, cell.DeviceCopied, cell.QuarantineBegan, cell.SaidTaken, cell.CutComing,
		cell.OverdueBegan, cell.LifelineDoubted, cell.LeadUnproven, cell.SaidLeadLost:
		return true
	}
	return false
}
