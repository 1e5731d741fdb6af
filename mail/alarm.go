package mail

import (
	"bulkhead/cell"
	"bulkhead/link"
)

// Alarm is what a device itself tells its person, besides what the cell's
// rules show: Received.Alarm says which. The vault keeps the code and never a
// sentence; the words are the screen's.
const Alarm = cell.OfDevice

// AlarmKind is a kind of alarm. Its number is what the vault keeps: it is never
// given to another kind. A kind has one cause and one thing to do about it;
// what is only more of the same raises the count.
type AlarmKind uint8

const (
	// AlarmPouchGone: there is no pouch. A newer state of this device may be in
	// use, so it stays silent for one pouch length.
	AlarmPouchGone AlarmKind = 1
	// AlarmPouchDamaged: the pouch was no pouch, or somebody has edited it. It
	// is replaced, and the device goes on at once.
	AlarmPouchDamaged AlarmKind = 2
	// AlarmPouchNewer: the pouch is newer than the vault. Every link is frozen.
	AlarmPouchNewer AlarmKind = 3
	// AlarmVaultDamaged: another compartment of the vault cannot be written any
	// more: decoy or duress may open nothing.
	AlarmVaultDamaged AlarmKind = 4
	// AlarmFrozen: the link of Tie froze; Detail is its link.Reason.
	AlarmFrozen AlarmKind = 5
	// AlarmFalseBox: the drop refused a write of Tie's and shows a box in its
	// place that nobody of the link sealed.
	AlarmFalseBox AlarmKind = 6
	// AlarmUnreadable: three boxes of Tie's in a row did not open.
	AlarmUnreadable AlarmKind = 7
	// AlarmDenied: the drop said that a box is not there which it had confirmed in
	// the same round, and which this device both wrote and read. Nothing but a
	// drop that loses boxes or lies does that. Counted by boxes.
	AlarmDenied AlarmKind = 8
	// AlarmNothingFound: the drop has shown nothing of what the others write for
	// longer than they ever were away all at once. Detail is how many links those
	// are: of one, its other end may be away. Counted by rounds.
	AlarmNothingFound AlarmKind = 9
	// AlarmPouchPlan: somebody has edited the pouch so that it names another
	// drop, or other rounds. It is replaced, and the device goes on at once.
	AlarmPouchPlan AlarmKind = 10
	// AlarmPouchForeign: what lies in the pouch's place was not sealed by this
	// device. It is replaced, and the device goes on at once.
	AlarmPouchForeign AlarmKind = 11
	// AlarmPouchOld: an earlier pouch lies in the last one's place. It is
	// replaced, and the device goes on at once.
	AlarmPouchOld AlarmKind = 12
	// AlarmPouchEdited: somebody has edited the pouch. What was changed is
	// passed over, and the device goes on at once.
	AlarmPouchEdited AlarmKind = 13
	// AlarmPouchAhead: the pouch is ahead of the clock, which was wrong for a
	// while, unless somebody has edited the pouch. The device is silent until
	// the clock has come there, at most one pouch length.
	AlarmPouchAhead AlarmKind = 14
	// AlarmLinkEnded: the link of Tie seals nothing any more. What had not
	// arrived is not delivered.
	AlarmLinkEnded AlarmKind = 15
	// AlarmClockBehind: the clock is behind the last known round: it was ahead
	// before, or is wrong now. The device is silent until it has come there.
	AlarmClockBehind AlarmKind = 16
	// AlarmPouchBefore: the pouch is of the sealing before the last, or of one
	// before that, and rounds of the last have passed. The power went in the moment
	// in which the last was put in place, or the disk refused it; or somebody has
	// put an earlier one back. The device goes on at once.
	AlarmPouchBefore AlarmKind = 17
	// AlarmNothingTaken: for an eighth of a pouch the drop has answered, and has
	// neither taken a box nor shown one, not even this device's own. It is full, or
	// lies, or this phone's clock is wrong. Counted by rounds.
	AlarmNothingTaken AlarmKind = 18
	// AlarmOtherKey: what answers in the drop's place holds another key than the one
	// that the invitation fixed: somebody stands between, or the drop has lost its
	// key. Nothing was sent to it. The pouch says so, which who has the file can
	// edit. Counted by the times that the device found it there anew.
	AlarmOtherKey AlarmKind = 19
	// AlarmNewer: a box of Tie's is of a version that this program does not read.
	// Nothing of it was taken in.
	AlarmNewer AlarmKind = 20
)

// String returns the kind's code, for JSON and for those who look for a fault.
// It is no sentence for a person.
func (k AlarmKind) String() string {
	switch k {
	case AlarmPouchGone:
		return "pouch-gone"
	case AlarmPouchDamaged:
		return "pouch-damaged"
	case AlarmPouchNewer:
		return "pouch-newer"
	case AlarmVaultDamaged:
		return "vault-damaged"
	case AlarmFrozen:
		return "frozen"
	case AlarmFalseBox:
		return "false-box"
	case AlarmUnreadable:
		return "unreadable"
	case AlarmDenied:
		return "denied"
	case AlarmNothingFound:
		return "nothing-found"
	case AlarmPouchPlan:
		return "pouch-plan"
	case AlarmPouchForeign:
		return "pouch-foreign"
	case AlarmPouchOld:
		return "pouch-old"
	case AlarmPouchEdited:
		return "pouch-edited"
	case AlarmPouchAhead:
		return "pouch-ahead"
	case AlarmLinkEnded:
		return "link-ended"
	case AlarmPouchBefore:
		return "pouch-before"
	case AlarmClockBehind:
		return "clock-behind"
	case AlarmNothingTaken:
		return "nothing-taken"
	case AlarmOtherKey:
		return "other-key"
	case AlarmNewer:
		return "newer"
	}
	return "unknown"
}

// MarshalText returns the code.
func (k AlarmKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Frozen returns why the link of an AlarmFrozen froze.
func (r *Received) Frozen() link.Reason { return link.Reason(r.Detail) }

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
