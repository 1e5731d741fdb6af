package phrase

import "bulkhead/link"

// Frozen says why a link froze, as a part of a sentence.
func (s Say) Frozen(why link.Reason) string {
	switch why {
	case link.ReasonConflict:
		return s.FrozenConflict()
	case link.ReasonEcho:
		return s.FrozenEcho()
	case link.ReasonPeer:
		return s.FrozenPeer()
	case link.ReasonReceipt:
		return s.FrozenReceipt()
	case link.ReasonStep:
		return s.FrozenStep()
	case link.ReasonStream:
		return s.FrozenStream()
	case link.ReasonPouch:
		return s.FrozenPouch()
	case link.ReasonTold:
		return s.FrozenTold()
	}
	return s.FrozenUnknown()
}
