package device

import (
	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
)

// post is a device's links and rules, as its mail sees them.
type post struct{ *Device }

// Give implements [mail.Post].
func (d post) Give(tie cell.TieID, message []byte, expires box.Round) (link.MessageID, error) {
	l := d.links[tie]
	if l == nil {
		return 0, mail.ErrNoLink
	}
	return l.Send(message, d.latest(tie, expires))
}

// Cancel implements [mail.Post].
func (d post) Cancel(tie cell.TieID, id link.MessageID) {
	if l := d.links[tie]; l != nil {
		l.Cancel(id)
	}
}

// NotSent implements [mail.Post].
func (d post) NotSent(from cell.TieID, message []byte, why cell.Why) {
	d.follow(from, d.cell.NotSent(from, message, why, d.known), nil)
}
