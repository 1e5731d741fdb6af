package mail

import (
	"slices"
	"testing"

	"bulkhead/cell"
)

// Promise: every reason that is kept has a code of its own, and no other is read.
func TestEveryReasonHasACode(t *testing.T) {
	var codes []string
	for r := range 256 {
		reason := Reason(r)
		if !reason.valid() {
			continue
		}
		if code := reason.String(); code == "unknown" || slices.Contains(codes, code) {
			t.Errorf("reason %d has the code %q", r, code)
		} else {
			codes = append(codes, code)
		}
	}
	if want := 1 + int(ReasonOlder) + int(cell.TooOften); len(codes) != want {
		t.Errorf("%d reasons, want %d", len(codes), want)
	}
	if got := reasonOf(cell.WayFull).Why(); got != cell.WayFull {
		t.Errorf("a refusal becomes %v", got)
	}
}
