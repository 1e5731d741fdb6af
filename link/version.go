package link

import "bulkhead/internal/next"

// Versions of the header and of what it says of boxes and cells
// (docs/protocol/link.md, section 13). The labels of derivations are a link's
// own, and stay.
const (
	firstVersion = 2 // older ones are not read

	// Version is the highest that this program reads and writes.
	Version = firstVersion + next.Ahead
)

// writes returns the version of this end's next sealing: the highest that both
// ends read.
func (l *Link) writes() uint8 { return min(l.highest, max(l.peerReads, firstVersion)) }

// verdict is what became of opening a box.
type verdict uint8

const (
	isShut  verdict = iota // it does not open, or contradicts the key that opens it
	isNewer                // its header opens, and is of a version that this end does not read
	isOpen                 // it opens
)

// readable judges an opened header by its version.
func (l *Link) readable(h *header) verdict {
	switch {
	case h.version < firstVersion:
		return isShut
	case h.version > l.highest:
		return isNewer
	}
	return isOpen
}
