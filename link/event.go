package link

import "bulkhead/box"

// Event is something that the person, or the rules of the cell, should hear
// of. The concrete types are *Delivered, Confirmed, Expired, *Heard, EpochBegun,
// Frozen and Warning. What the pointers lead to is the link's, and there until it
// opens another box.
type Event interface{ event() }

// Delivered: a message arrived whole, in order. It counts as delivered once
// the caller has saved it together with the link; the slice is the caller's.
type Delivered struct{ Message []byte }

// Confirmed: the other end has the message, surely.
type Confirmed struct{ ID MessageID }

// Expired: the message's lifetime passed first. It was erased, and stays
// undelivered or at least unconfirmed for good.
type Expired struct{ ID MessageID }

// Heard: a box of the other end was opened. Its age of the last unlock is
// Round − Unlocked, in rounds.
type Heard struct {
	Round      box.Round // of the box
	Sealed     box.Round // known to the other end when it sealed the box
	Unlocked   box.Round // of the other end's last passphrase
	Presence   Presence  // of the other end, as its device gave it: see Moment
	Card       uint16    // what the other end says of the newest card that it has; 0: nothing
	Reads      uint8     // highest version of headers that the other end reads
	Duress     bool      // the other end was made to unlock
	Clone      bool      // the other end froze because of a copied or restored device
	PeerFrozen bool      // the other end froze, for whatever reason
}

// Presence is in which rounds a device ran, as it says so in its headers
// (docs/protocol/link.md, section 5). All zero says nothing. The link carries it
// and does not look at it.
type Presence [8]byte

// EpochBegun: both ends surely hold the epoch.
type EpochBegun struct{ Epoch uint32 }

// Frozen: the link froze just now.
type Frozen struct{ Reason Reason }

// Warning is something odd that proves nothing by itself. The link goes on.
type Warning struct{ Kind WarningKind }

func (*Delivered) event() {}
func (Confirmed) event()  {}
func (Expired) event()    {}
func (*Heard) event()     {}
func (EpochBegun) event() {}
func (Frozen) event()     {}
func (Warning) event()    {}

// Reason says why a link froze. It never thaws: only severing it, or a new
// secret shown in person, ends that.
type Reason uint8

// Reasons, and the sign that each stands for.
const (
	NotFrozen      Reason = iota
	ReasonConflict        // a box that we never sealed opens at our place
	ReasonEcho            // the other end echoes a sealing that is not ours
	ReasonPeer            // the other end's sealings contradict each other
	ReasonReceipt         // the other end has what we never sent
	ReasonStep            // a second key for one step
	ReasonStream          // two messages claim one place
	ReasonPouch           // the pouch is newer than the vault
	ReasonTold            // the other end says that it froze
	reasons
)

// String returns the reason's code, for JSON and for those who look for a
// fault. It is no sentence for a person.
func (r Reason) String() string {
	switch r {
	case NotFrozen:
		return "not-frozen"
	case ReasonConflict:
		return "conflict"
	case ReasonEcho:
		return "echo"
	case ReasonPeer:
		return "peer"
	case ReasonReceipt:
		return "receipt"
	case ReasonStep:
		return "step"
	case ReasonStream:
		return "stream"
	case ReasonPouch:
		return "pouch"
	case ReasonTold:
		return "told"
	}
	return "unknown"
}

// MarshalText returns the code.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// clone reports whether the reason is a sign of a copied or restored device,
// which the header's flag tells the other end.
func (r Reason) clone() bool { return r != NotFrozen && r != ReasonTold }

// WarningKind says what is odd.
type WarningKind uint8

// Kinds of warning.
const (
	// WarnDrop: the drop refused a write and shows a box in its place that
	// nobody of this link sealed.
	WarnDrop WarningKind = iota + 1
	// WarnUnreadable: three successive boxes at the right places did not open:
	// this device's state is old, the drop tampers, or the other end was wiped
	// without a passphrase and its last boxes were spoilt.
	WarnUnreadable
	// WarnNewer: a box of the other end is of a version that this program does
	// not read. Nothing changed.
	WarnNewer
)

func (w WarningKind) String() string {
	switch w {
	case WarnDrop:
		return "the drop holds a false box in place of ours"
	case WarnNewer:
		return "the other side's program is newer than this one"
	case WarnUnreadable:
		return "three boxes in a row did not open: old state here, a drop that tampers, or the other phone was wiped in a hurry"
	}
	return "unknown warning"
}
