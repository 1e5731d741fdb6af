package link

import (
	"cmp"
	"slices"

	"bulkhead/box"
)

// Stage is how far a message has come, as far as this end can know.
type Stage uint8

// Stages of a message.
const (
	Waiting Stage = iota // accepted, not whole in the last sealing
	Sealed               // every cell is in the last sealing
	Written              // every cell is in a box that the drop confirmed
	Stuck                // the link froze: undelivered, as far as is known
)

// String says it in one word.
func (s Stage) String() string {
	switch s {
	case Waiting:
		return "waiting"
	case Sealed:
		return "sealed"
	case Written:
		return "written"
	}
	return "stuck"
}

// Outgoing describes one message that is neither confirmed nor expired.
type Outgoing struct {
	ID      MessageID
	Size    int       // bytes
	Expires box.Round // last round that carries it; it is erased after that one
	Stage   Stage
	Boxes   int  // that it takes, if all of a box is its own
	There   int  // of them, what the other end has, in whole boxes; below Boxes
	Carried bool // every cell that the other end is not known to have was sealed by hand

	Parcel bool   // its bytes are the caller's, and go in chunks
	First  uint32 // of a parcel: see [Parcel]
	NoRoom bool   // of a parcel: the other end says that it has no room for it now
}

// Outbox lists what is neither confirmed nor expired, in the order of sending.
func (l *Link) Outbox() []Outgoing {
	var out []Outgoing
	for i := range l.outbox.list {
		m := &l.outbox.list[i]
		if !m.gone && !m.manifest {
			boxes, there := m.boxes()
			out = append(out, Outgoing{
				ID: m.id, Size: len(m.data), Expires: box.Round(m.expires), Stage: m.stage(l.reason != NotFrozen), Boxes: boxes, There: there, Carried: m.carried(),
			})
		}
	}
	for i := range l.outbox.parcels {
		if l.outbox.parcels[i].gone {
			continue
		}
		out = append(out, l.outbox.parcels[i].outgoing(l.reason != NotFrozen))
	}
	slices.SortFunc(out, func(a, b Outgoing) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// boxes returns how many boxes the message takes, and how many of them the other
// end has.
func (o *outgoing) boxes() (all, there int) {
	held := 0
	for _, c := range o.cells {
		if c.held {
			held++
		}
	}
	return (cellsOf(len(o.data)) + boxCells - 1) / boxCells, held / boxCells
}

func (o *outgoing) stage(frozen bool) Stage {
	if frozen {
		return Stuck
	}
	s := Waiting
	if o.numbered() {
		s = Written
	}
	for _, c := range o.cells {
		if !c.stored && !c.held {
			s = Sealed
		}
		if !c.sealed && !c.stored && !c.held {
			return Waiting
		}
	}
	return s
}

func (o *outgoing) carried() bool {
	for _, c := range o.cells {
		if !c.carried && !c.held {
			return false
		}
	}
	return o.numbered()
}
