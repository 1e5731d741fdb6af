package device

import (
	"slices"

	"bulkhead/cell"
)

// ended is for a link that seals nothing any more: its owner is told, and so is
// what becomes of its messages.
func (d *Device) ended(tie cell.TieID) {
	for _, o := range d.links[tie].Outbox() {
		d.links[tie].Cancel(o.ID)
	}
	d.stopCarried(tie)
	d.mail.undelivered(tie, ReasonLinkEnded)
	if !slices.ContainsFunc(d.mail.told, func(t told) bool { return t.alarm == AlarmLinkEnded && t.tie == tie }) {
		d.alarm(tie, AlarmLinkEnded, 0)
	}
}
