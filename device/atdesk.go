package device

import (
	"slices"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

// What a desk's own device does: it takes sealed packets from its liaisons, and replies. It opens
// none: the desk has the key.

const (
	// maxArrived is how many packets wait for the desk at most, in bytes: twelve long ones. What
	// comes beyond that goes no further, and its writer is told.
	maxArrived = 12 * seal.LongPacket

	arrivedOverhead = 2

	// maxReplies is how many of the desk's replies wait here at most, or are in a link that
	// does not know them to be there.
	maxReplies = 64
)

// ServeDesk says for which of its keys a desk takes reports, by their names: its liaisons are
// told with the next Refill, and daily. cell.ErrNotAtDesk.
func (d *Device) ServeDesk(names []seal.Name) error { return d.cell.Serve(names) }

// Arrived returns the packets that wait for the desk, oldest first: they stay until Took says
// that the desk has them for good. They are the caller's.
func (d *Device) Arrived() (packets [][]byte) {
	for _, p := range d.arrived {
		packets = append(packets, slices.Clone(p))
	}
	return packets
}

// Took forgets the first n packets that wait for the desk.
func (d *Device) Took(n int) { d.arrived = slices.Delete(d.arrived, 0, min(n, len(d.arrived))) }

// SendDeskReply sends a reply that the desk has sealed back the way of its report. The packet
// stays the caller's. ErrNoRoom while 64 are on their way to the liaisons, or where the vault has
// no room for one more: nothing is changed, and it goes once some are there. cell.ErrNotAtDesk,
// cell.ErrNoWayBack, cell.ErrReport.
func (d *Device) SendDeskReply(packet []byte) error {
	d.readClock()
	if replies, _ := d.ownReplies(); replies >= maxReplies || d.atDesk() && d.ownRoom() < mail.WriteCost(len(packet), 1) {
		return ErrNoRoom
	}
	effects, err := d.cell.SendDeskReply(packet, d.known)
	return d.carryOut(effects, err)
}

func (d *Device) atDesk() bool { return d.cell.Standing() == cell.AtDesk }

// ownReplies returns how many of the desk's replies are on their way to the liaisons, and what
// they take in the vault. A message in a link is told by its length: a text of the owner's that
// has the same is counted twice, which leaves a little less room.
func (d *Device) ownReplies() (replies, bytes int) {
	if !d.atDesk() {
		return 0, 0
	}
	for _, c := range d.mail.Carried() {
		if c.From == 0 && c.Number == 0 && c.Size == seal.ReplySize {
			replies, bytes = replies+1, bytes+mail.WriteCost(c.Size, 0)
		}
	}
	for _, l := range d.lines() {
		for _, o := range l.link.Outbox() {
			if !o.Parcel && o.Size == seal.ReplySize {
				replies, bytes = replies+1, bytes+link.MessageCost(o.Size)
			}
		}
	}
	return replies, bytes
}

// arrive keeps a packet for the desk. Where there is no room, whoever sent it is told.
func (d *Device) arrive(from cell.TieID, packet []byte) {
	if d.arrivedBytes()+len(packet) > min(maxArrived, d.arrivedBytes()+d.ownRoom()) {
		d.follow(from, d.cell.NotSent(from, packet, cell.WayFull, d.known), nil)
		return
	}
	d.arrived = append(d.arrived, slices.Clone(packet))
}

func (d *Device) arrivedBytes() (n int) {
	for _, p := range d.arrived {
		n += arrivedOverhead + len(p)
	}
	return n
}

func (s *state) addArrived(b *cryptobyte.Builder) {
	b.AddUint16(uint16(len(s.arrived)))
	for _, p := range s.arrived {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(p) })
	}
}

func (s *state) readArrived(in *cryptobyte.String) bool {
	var n uint16
	if !in.ReadUint16(&n) {
		return false
	}
	for range n {
		var p cryptobyte.String
		if !in.ReadUint16LengthPrefixed(&p) {
			return false
		}
		if _, err := seal.To(p); err != nil {
			return false
		}
		s.arrived = append(s.arrived, slices.Clone(p))
	}
	return true
}
