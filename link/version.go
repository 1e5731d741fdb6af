package link

import "bulkhead/internal/next"

// Versions of the header and of what it says of boxes and cells
// (docs/protocol/link.md, section 13). The labels of derivations are a link's
// own, and stay.
const (
	// FirstVersion is the lowest: older ones are not read.
	FirstVersion = 2

	// Version is the highest that this program reads and writes.
	Version = FirstVersion + next.Ahead
)

// PeerReads returns the highest version that the peer's program reads, as it said in its
// highest round opened.
func (l *Link) PeerReads() uint8 { return max(l.peerReads, FirstVersion) }

// writes returns the version of this end's next sealing: the highest that both
// ends read.
func (l *Link) writes() uint8 { return min(l.highest, l.PeerReads()) }

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
	case h.version < FirstVersion:
		return isShut
	case h.version > l.highest:
		return isNewer
	}
	return isOpen
}
