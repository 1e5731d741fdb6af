package device

import (
	"slices"

	"bulkhead/cell"
	"bulkhead/link"
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

// HitRate returns the loops' hit rate, to be compared.
func (d *Device) HitRate() [round.HitRateSize]byte { return d.hit.Bytes() }
