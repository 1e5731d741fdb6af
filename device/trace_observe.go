//go:build observe

package device

import (
	"bulkhead/box"
	"bulkhead/cell"
)

// tracer tells a test's referee which box belongs to which link. It exists
// with -tags observe only.
type tracer struct {
	// OnSealed, if set, is called for every write and read of a link that a
	// sealing places. It is called from the device's own goroutine.
	OnSealed func(tie cell.TieID, write bool, ref box.Ref)
}

// Traced, if set, is called in the same way for every device of the process, that of
// a device being made included, from any of their goroutines.
var Traced func(tie cell.TieID, write bool, ref box.Ref)

func (t tracer) trace(tie cell.TieID, write bool, ref box.Ref) {
	if Traced != nil {
		Traced(tie, write, ref)
	}
	if t.OnSealed != nil {
		t.OnSealed(tie, write, ref)
	}
}
