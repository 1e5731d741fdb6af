package device

import (
	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
)

// line is one link, live or dead, where the pouch's results are handed out.
type line struct {
	tie  cell.TieID
	link *link.Link
	dead bool
}

// lines returns the live links in the order of their ties, then the dead ones,
// oldest first. It is asked for every result, and remembered until a link
// begins or ends.
func (d *Device) lines() []line {
	if d.all == nil {
		d.all = make([]line, 0, len(d.links)+len(d.dead))
		for _, tie := range d.ties() {
			d.all = append(d.all, line{tie: tie, link: d.links[tie]})
		}
		for _, l := range d.dead {
			d.all = append(d.all, line{l.tie, l.link, true})
		}
	}
	return d.all
}

// linksChanged is called whenever a link has begun, died or ended.
func (d *Device) linksChanged() {
	d.all = nil
	d.knowPaces()
	d.endCovers()
}

// open hands a link a box that was read: see [link.Link.Open].
func (d *Device) open(l *line, r box.Round, id box.ID, content *box.Content, room int) ([]link.Event, error) {
	k, ok := d.own(l.tie, r)
	if !ok {
		return nil, link.ErrNotMine
	}
	events, err := l.link.Open(k, id, content, room)
	return d.heard(l.tie, events), err
}

// wrote tells a link what became of a write: see [link.Link.Wrote].
func (d *Device) wrote(l *line, r box.Round, id box.ID, result link.Result, back *box.Content) ([]link.Event, error) {
	k, ok := d.own(l.tie, r)
	if !ok {
		return nil, link.ErrNotMine
	}
	events, err := l.link.Wrote(k, id, result, back)
	return d.heard(l.tie, events), err
}

// ended is for a link that seals nothing any more: its owner is told, and so is
// what becomes of its messages.
func (d *Device) ended(tie cell.TieID) {
	d.links[tie].DropParcels()
	d.cutParcels(tie)
	for _, o := range d.links[tie].Outbox() {
		d.links[tie].Cancel(o.ID)
	}
	d.mail.Cut(post{d}, tie, mail.ReasonLinkEnded)
	if !d.mail.Alarmed(tie, mail.AlarmLinkEnded) {
		d.alarm(tie, mail.AlarmLinkEnded, 0)
	}
}
