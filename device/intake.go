package device

import (
	"errors"

	"bulkhead/box"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/pouch"
)

// intake is the taking in of one pouch's reads.
type intake struct {
	d *Device
	mail.Intake
	listening
}

// read hands one box, or the absence of one, to the link that asked for it. Of
// rounds that a notebook's opening forgot, only what was found is left: that
// says nothing of how often links find a box, and does not count.
func (in *intake) read(r box.Round, res pouch.ReadResult, counts bool) {
	switch res.State {
	case pouch.ReadFound:
		in.d.dealt(r, func(it *dealing) { it.showed = true })
	case pouch.ReadAbsent, pouch.ReadRefused:
		in.d.dealt(r, func(it *dealing) { it.answered = true })
	}
	if res.State == pouch.ReadUnknown || res.State == pouch.ReadRefused {
		in.silent[r] = true
	}
	if res.State != pouch.ReadFound && res.State != pouch.ReadAbsent {
		return
	}
	d := in.d
	if res.State == pouch.ReadAbsent {
		in.absent = append(in.absent, box.Ref{Round: r, ID: res.ID})
	}
	if r > d.listened {
		d.listened = r
		d.cell.Listened(r)
	}
	content := res.Content
	if res.State == pouch.ReadAbsent {
		content = new(box.Content)
	}
	for _, l := range d.lines() {
		held := l.link.Status().Claimed
		events, err := d.open(&l, r, res.ID, content, in.RoomFor(l.tie))
		if errors.Is(err, link.ErrNotMine) {
			continue
		}
		if l.dead {
			discard(events)
			in.Charge(l.tie, nil, (l.link.Status().Claimed-held)*link.HeldCost)
			return
		}
		if counts && !d.paces.paced[l.tie] { // of the spare slot a link may have no box
			in.note(tieRound{l.tie, r}, res.State == pouch.ReadFound, events)
		}
		in.Charge(l.tie, events, (l.link.Status().Claimed-held)*link.HeldCost)
		d.coming = r
		d.happened(l.tie, events)
		d.coming = 0
		return
	}
}
