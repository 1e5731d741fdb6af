package device

import (
	"bulkhead/cell"
	"bulkhead/mail"
)

// overhead is what a text takes in the mail besides itself.
const overhead = 64

// free is how many bytes are left to be lent.
func (d *Device) free() int {
	r := d.room()
	return d.mail.Free(&r)
}

// intake is the room there is while what was read is taken in.
func (d *Device) intake() mail.Intake { return d.mail.Intake(d.room()) }

// show tells the person what the rules would show.
func (d *Device) show(s cell.Show) { d.mail.Show(s, d.known, d.cameNow(), d.lifetime()) }

// takes reports whether the device would take in what a message's cells hold.
func (h *hop) takes(tie cell.TieID, message []byte) bool {
	in := h.d.intake()
	return in.RoomFor(tie) >= len(message)+overhead
}

func (h *hop) waitingFor(tie cell.TieID) (all [][]byte) {
	for _, c := range h.d.mail.Carried() {
		if c.Send.Tie == tie && c.Waits() {
			all = append(all, c.Send.Message)
		}
	}
	return all
}

// readsAll has the owner read and delete all texts.
func (h *hop) readsAll() {
	for _, r := range h.d.Inbox() {
		if mail.Brings(r.What) {
			h.d.Delete(r.Number)
		}
	}
}
