package device

import (
	"bulkhead/cell"
	"bulkhead/mail"
)

// ended is for a link that seals nothing any more: its owner is told, and so is
// what becomes of its messages.
func (d *Device) ended(tie cell.TieID) {
	for _, o := range d.links[tie].Outbox() {
		d.links[tie].Cancel(o.ID)
	}
	d.mail.Cut(post{d}, tie, mail.ReasonLinkEnded)
	if !d.mail.Alarmed(tie, mail.AlarmLinkEnded) {
		d.alarm(tie, mail.AlarmLinkEnded, 0)
	}
}
