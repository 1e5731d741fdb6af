package device

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device/ready"
	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/report/seal"
	"bulkhead/round"
)

// LinkStatus returns what one link says of itself; false if there is none.
func (d *Device) LinkStatus(tie cell.TieID) (link.Status, bool) {
	l := d.links[tie]
	if l == nil {
		return link.Status{}, false
	}
	return l.Status(), true
}

// Covers reports whether a tie's dead link still has its cover.
func (d *Device) Covers(tie cell.TieID) bool {
	return slices.ContainsFunc(d.dead, func(l deadLink) bool { return l.tie == tie })
}

// Rate returns with which probability loops are read.
func (d *Device) Rate() round.Rate { return d.rate() }

// PacedBoxes returns the boxes that a paced link would write in the coming
// rounds of the calendar up to last, and which of them the spare slot carries.
func (d *Device) PacedBoxes(tie cell.TieID, last box.Round) (boxes map[box.Ref]bool, err error) {
	kept, err := d.links[tie].Marshal()
	if err != nil {
		return nil, err
	}
	l, err := link.Unmarshal(kept)
	if err != nil {
		return nil, err
	}
	p := d.cell.Pace(tie)
	s, err := l.SealRounds(link.Moment{
		Now: d.latest(tie, d.known), Floor: d.latest(tie, d.floor),
	}, p.Pouch(), d.env.Rand)
	if err != nil {
		return nil, err
	}
	boxes = map[box.Ref]bool{}
	for _, w := range s.Writes {
		if r := p.Real(w.Round); r <= last {
			boxes[box.Ref{Round: r, ID: w.ID}] = slices.Contains(d.cell.Spare(r, round.SpareSlots), tie)
		}
	}
	return boxes, nil
}

// SavedLink returns how many bytes a link takes in the vault.
func (d *Device) SavedLink(tie cell.TieID) int {
	kept, err := d.links[tie].Marshal()
	if err != nil {
		return 0
	}
	return len(kept)
}

// DropLifelines forgets all lifelines' links, for what a refill costs without.
func (d *Device) DropLifelines() {
	for tie := range d.paces.paced {
		delete(d.links, tie)
	}
	d.linksChanged()
}

// ForgetSealings leaves the device the newest n of the sealings that it
// remembers.
func (d *Device) ForgetSealings(n int) { d.filled = d.filled[len(d.filled)-n:] }

// KeptLook says what somebody finds who opens a decoy's compartment with its
// passphrase, beside copies of the pouch: of each place, whether it opens with
// the pouch's tag, whether it is marked as used, and in how many entries of
// each copy its lids are.
func KeptLook(kept []byte, copies ...[]byte) string {
	p, err := pouch.Parse(copies[len(copies)-1])
	if err != nil {
		return err.Error()
	}
	var look bytes.Buffer
	fmt.Fprintf(&look, "%d bytes", len(kept))
	for i, set := range ready.MarkOf(p).Open(kept) {
		fmt.Fprintf(&look, "; place %d", i)
		if set == nil {
			look.WriteString(" is noise")
			continue
		}
		fmt.Fprintf(&look, " used %v, in the copies", set.Used())
		for _, file := range copies {
			fmt.Fprintf(&look, " %d", countIn(set, p.Plan(), file))
		}
	}
	return look.String()
}

// countIn counts the entries of a pouch's file that begin as the set says.
func countIn(set *ready.Set, p pouch.Plan, file []byte) (n int) {
	const metaStart = 16384
	entries := (p.Rounds() + 1) * p.Slots()
	boxes := (metaStart + 128*entries + 4095) / 4096 * 4096
	first := box.Round(binary.BigEndian.Uint32(file[12:]))
	for i := range entries {
		e := pouch.Entry{Round: first - 1 + box.Round(i/p.Slots()), Slot: i % p.Slots(), ID: box.ID(file[metaStart+128*i:][:32])}
		lid, ok := set.Lid(p, e)
		if ok && bytes.Equal(lid[:], file[boxes+4096*i:][:len(lid)]) {
			n++
		}
	}
	return n
}

// Peek opens a box that is there for one of the device's links, on a copy of the
// link, and returns what its header tells; false if it is nobody's.
func (d *Device) Peek(ref box.Ref, content *box.Content) (tie cell.TieID, h link.Heard, ok bool) {
	for _, l := range d.lines() {
		k, mine := d.own(l.tie, ref.Round)
		if !mine {
			continue
		}
		kept, err := l.link.Marshal()
		if err != nil {
			continue
		}
		c, err := link.Unmarshal(kept)
		if err != nil {
			continue
		}
		events, err := c.Open(k, ref.ID, content, 0)
		if err != nil {
			continue
		}
		for _, e := range events {
			if h, is := e.(*link.Heard); is {
				return l.tie, *h, true
			}
		}
	}
	return 0, h, false
}

// IsPaced reports whether a tie's link shares the spare slots.
func (d *Device) IsPaced(tie cell.TieID) bool { return d.paces.paced[tie] }

// OnShelf is how many parcels the shelf's book names.
func (d *Device) OnShelf() int {
	if !d.openShelf() {
		return -1
	}
	return len(d.shelf.Handles())
}

// Kept returns all that the vault would keep of a device now.
func (d *Device) Kept() []byte {
	kept, err := d.marshal()
	if err != nil {
		panic(err)
	}
	return kept
}

// DeskReached reports whether this device was told over which tie a desk is reached.
func (d *Device) DeskReached(name seal.Name) bool { return len(d.cell.ReachedOver(name, d.known)) > 0 }
