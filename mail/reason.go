package mail

import "bulkhead/cell"

// Reason is why a message was given up. Its number is what the vault keeps: it
// is never given to another reason.
type Reason uint8

const (
	NoReason        Reason = 0
	ReasonNobody    Reason = 1 // there was nobody to send it to
	ReasonSevered   Reason = 2 // the link was severed
	ReasonFrozen    Reason = 3 // the link is frozen
	ReasonLinkEnded Reason = 4 // the link has come to its end
	ReasonNoRoom    Reason = 5 // its lifetime ended before the link had room for it
	ReasonNotHeard  Reason = 6 // its lifetime ended before the other side confirmed it
	ReasonNotTaken  Reason = 7 // the link did not take it

	reasonWhy Reason = 64 // above it: a cell.Why
)

// reasonOf is a refusal's reason as that of a message: 64 above its code.
func reasonOf(why cell.Why) Reason { return reasonWhy + Reason(why) }

// Why returns the refusal that a reason is; 0 if it is none.
func (r Reason) Why() cell.Why {
	if r <= reasonWhy {
		return 0
	}
	return cell.Why(r - reasonWhy)
}

func (r Reason) valid() bool {
	return r <= ReasonNotTaken || r.Why() >= cell.NotAllowed && r.Why() <= cell.TooOften
}

// String returns the reason's code, for JSON and for those who look for a
// fault; "" for none. It is no sentence for a person.
func (r Reason) String() string {
	if why := r.Why(); why != 0 {
		return why.String()
	}
	switch r {
	case NoReason:
		return ""
	case ReasonNobody:
		return "nobody"
	case ReasonSevered:
		return "severed"
	case ReasonFrozen:
		return "frozen"
	case ReasonLinkEnded:
		return "link-ended"
	case ReasonNoRoom:
		return "no-room-in-time"
	case ReasonNotHeard:
		return "not-confirmed-in-time"
	case ReasonNotTaken:
		return "not-taken"
	}
	return "unknown"
}

// MarshalText returns the code.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }
