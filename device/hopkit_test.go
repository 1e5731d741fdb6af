package device

import "bulkhead/cell"

// takes reports whether the device would take in what a message's cells hold.
func (h *hop) takes(tie cell.TieID, message []byte) bool {
	in := intake{d: h.d, pool: h.d.pool(), room: h.d.room(), used: h.d.used()}
	return in.roomFor(tie) >= len(message)+receivedOverhead
}

func (h *hop) waitingFor(tie cell.TieID) (all [][]byte) {
	for _, c := range h.d.carried {
		if c.send.Tie == tie && c.waits() {
			all = append(all, c.send.Message)
		}
	}
	return all
}
