package linktest

import (
	"fmt"

	"bulkhead/box"
)

// Violation is a promise that broke. It names no id, no key and no content.
type Violation struct {
	Promise string
	What    string
	Seed    uint64
	Round   box.Round
}

func (v *Violation) Error() string {
	return fmt.Sprintf("seed %d, round %d: broken promise: %s: %s", v.Seed, v.Round, v.Promise, v.What)
}

func (w *World) broken(promise, what string) error {
	return &Violation{promise, what, w.plan.Seed, w.now}
}

// point is a step of a program at which the power may go.
type point uint8

const (
	openOnly   point = iota // results are taken in, nothing is saved
	sealedOnly              // the pouch is sealed, the vault not saved
	savedOnly               // the vault is saved, the pouch not replaced
	replaced                // the pouch is replaced
	roundDue                // a round begins, its floor is not saved
	floorSaved              // its floor is saved, nothing attempted
	attempted               // a PUT is marked as begun, and did not leave
	putDone                 // a PUT left, its result is not saved
	points
)

var pointNames = [points]string{
	"before a save", "sealed, not saved", "saved, pouch not replaced", "pouch replaced",
	"round due", "floor saved", "put begun", "put done",
}

// power draws whether the power goes now. If so, the device's session is gone.
func (w *World) power(d *device, at point) bool {
	if w.quiet || !w.c.hit(w.plan.Crash) {
		return false
	}
	w.tally.Crashes[at]++
	d.crash()
	return true
}
