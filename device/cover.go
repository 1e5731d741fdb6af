package device

import (
	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device/ready"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/pouch"
)

// deadLink is a link that was cut and, up to round cover, goes on as if it had
// not been: it writes empty envelopes with receipts and heartbeat, and reads,
// opens and discards whatever the other side says. So neither the drop nor who
// holds the other side sees the cut, or when it was made. Nothing that it says
// reaches the cell's rules, the mail, the loops' rate or an alarm.
type deadLink struct {
	tie   cell.TieID
	cover box.Round
	link  *link.Link
}

// dropLink cuts a link: what waits in it is erased at once, and its cover
// begins.
func (d *Device) dropLink(e cell.DropLink) {
	d.mail.Cut(post{d}, e.Tie, mail.ReasonSevered)
	l := d.links[e.Tie]
	if l == nil {
		return
	}
	delete(d.links, e.Tie)
	l.DropParcels()
	d.cutParcels(e.Tie)
	delete(d.presence.common, e.Tie)
	for _, o := range l.Outbox() {
		l.Cancel(o.ID)
	}
	d.dead = append(d.dead, deadLink{e.Tie, e.Cover, l})
	d.linksChanged()
}

// endCovers erases the dead links whose cover is over, and the oldest where
// their slots are needed: live links, dead links and one spare slot of
// lifelines fit into a round. A paced one, which has no slot, goes with its pace.
func (d *Device) endCovers() {
	kept, surplus := d.dead[:0], d.slotted()+1-int(d.group.Slots)
	for _, l := range d.dead {
		paced := d.paces.paced[l.tie]
		inTheWay := !paced && surplus > 0
		if inTheWay {
			surplus--
		}
		if inTheWay || l.cover < d.sealFrom() || paced && d.cell.Pace(l.tie) == nil {
			l.link.Erase()
			d.dropParcel(l.tie, parcelIn, anyParcel)
			continue
		}
		kept = append(kept, l)
	}
	if len(kept) < len(d.dead) {
		clear(d.dead[len(kept):])
		d.dead, d.all = kept, nil
	}
}

// sealDead lets the dead links fill their part of the coming rounds, none
// beyond its cover. What only stops a link that was left alone for too long
// ends its cover, and not the device.
func (d *Device) sealDead(fill *pouch.Fill, m link.Moment, alt *ready.Lids) error {
	d.endCovers()
	for i := range d.dead {
		l := &d.dead[i]
		if d.paces.paced[l.tie] {
			continue // see sealPaced
		}
		rounds := min(int(d.group.PouchRounds), int(l.cover-d.sealFrom())+1)
		s, err := d.sealLink(l.link, m, rounds)
		if err != nil {
			return err
		}
		if s == nil {
			l.cover = 0
			continue
		}
		if err := d.place(fill, l.tie, s); err != nil {
			return err
		}
		alt.Note(s)
	}
	return nil
}

// sealFrom is the first round that a sealing fills.
func (d *Device) sealFrom() box.Round { return max(d.known, d.floor) + 1 }

// discard erases what a dead link brought.
func discard(events []link.Event) {
	for _, e := range events {
		if m, is := e.(*link.Delivered); is {
			clear(m.Message)
		}
	}
}
