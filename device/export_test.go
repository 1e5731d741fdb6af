package device

import (
	"bulkhead/cell"
	"bulkhead/link"
)

// LinkStatus returns what one link says of itself; false if there is none.
func (d *Device) LinkStatus(tie cell.TieID) (link.Status, bool) {
	l := d.links[tie]
	if l == nil {
		return link.Status{}, false
	}
	return l.Status(), true
}
