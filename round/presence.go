package round

import (
	"encoding/binary"

	"bulkhead/box"
)

const (
	// HeaderPresenceSize is the length in bytes of a Presence in a link's header.
	HeaderPresenceSize = 8
	// PresenceSize is the length in bytes of a Presence in a pouch's file.
	PresenceSize = 10

	// PresenceMap is how many rounds before its last one a Presence tells of: half a
	// day of rounds of a quarter of an hour, the usual time between two openings.
	PresenceMap = 48

	mapMask = 1<<PresenceMap - 1
)

// Presence says in which rounds a device's worker attempted all its writes: the
// last such round, and which of the 48 before it. Whether the drop answered says
// nothing here. The zero value is none. Values can be compared.
//
// Told in a link's header, it also says that the device did not run between its
// last round and the sealing.
type Presence struct {
	last   box.Round
	before uint64 // bit k: round last−1−k
}

// None reports whether p tells of no round at all. Round 0 counts as none.
func (p Presence) None() bool { return p.last == 0 }

// Last returns the last round that p tells of, 0 if none.
func (p Presence) Last() box.Round { return p.last }

// First returns the first round that p tells anything of.
func (p Presence) First() box.Round { return p.last - min(p.last, PresenceMap) }

// Ran reports whether p says that the device ran in round r.
func (p Presence) Ran(r box.Round) bool {
	switch {
	case p.last == 0 || r > p.last:
		return false
	case r == p.last:
		return true
	}
	back := p.last - r - 1
	return back < PresenceMap && p.before>>back&1 != 0
}

// With returns p and round r beside it. A round too far before the last is
// passed over.
func (p Presence) With(r box.Round) Presence {
	switch {
	case r == 0 || r == p.last:
		return p
	case p.last == 0:
		return Presence{last: r}
	case r < p.last:
		if back := p.last - r - 1; back < PresenceMap {
			p.before |= 1 << back
		}
		return p
	}
	if by := r - p.last; by <= PresenceMap {
		p.before = (p.before<<1 | 1) << (by - 1) & mapMask
	} else {
		p.before = 0
	}
	p.last = r
	return p
}

// Header returns p as bytes 88–95 of a link's header, for a sealing that knows
// of rounds up to sealed:
//
//	0 2 sealed − last, big-endian; 0: none
//	2 6 the map, big-endian: the lowest bit is round last−1
//
// All zero if p is none, is not before sealed or is more than 65,535 rounds before.
func (p Presence) Header(sealed box.Round) (b [HeaderPresenceSize]byte) {
	if p.last == 0 || p.last >= sealed || sealed-p.last > 1<<16-1 {
		return b
	}
	binary.BigEndian.PutUint64(b[:], uint64(sealed-p.last)<<PresenceMap|p.before)
	return b
}

// HeaderPresence reads what [Presence.Header] wrote. Rounds before 1 count as
// none: whoever wrote such bytes has no device that ran.
func HeaderPresence(b [HeaderPresenceSize]byte, sealed box.Round) Presence {
	v := binary.BigEndian.Uint64(b[:])
	back := box.Round(v >> PresenceMap)
	if back == 0 || back >= sealed {
		return Presence{}
	}
	return presence(sealed-back, v&mapMask)
}

// presence is one whose map has nothing before round 1.
func presence(last box.Round, before uint64) Presence {
	if last <= PresenceMap {
		before &= 1<<(last-1) - 1
	}
	return Presence{last, before}
}

// Bytes returns p as it stands in a pouch's file:
//
//	0 4 the last round, big-endian; 0: none, and so is the map
//	4 6 the map, big-endian: the lowest bit is round last−1
func (p Presence) Bytes() (b [PresenceSize]byte) {
	binary.BigEndian.PutUint64(b[2:], p.before)
	binary.BigEndian.PutUint32(b[:4], uint32(p.last))
	return b
}

// PresenceOf reads what [Presence.Bytes] wrote. Of other bytes it is what is left
// when rounds before 1 are left out.
func PresenceOf(b [PresenceSize]byte) Presence {
	last := box.Round(binary.BigEndian.Uint32(b[:4]))
	b[2], b[3] = 0, 0
	if last == 0 {
		return Presence{}
	}
	return presence(last, binary.BigEndian.Uint64(b[2:]))
}
