package phrase

import (
	"strings"
	"testing"
	"time"

	"bulkhead/sim"
)

// Promise: every reason of the simulator has a sentence, with its line if there is
// one; nothing in it comes from elsewhere than a catalogue.
func TestEveryFaultOfTheSimulatorIsSaid(t *testing.T) {
	said := map[string]sim.Why{}
	for why := range sim.Whys {
		for _, kind := range []error{sim.ErrQuestion, sim.ErrShape, sim.ErrFile} {
			f := &sim.Fault{Kind: kind, Why: why, Line: 1234, Value: .5, Least: 1, Most: 9, Name: "ring"}
			sentence, _ := Marked(time.UTC).Error(f)
			for _, word := range Unmarked(sentence) {
				t.Errorf("%v: %q comes from no catalogue", f, word)
			}
			if kind != sim.ErrFile {
				continue
			}
			plain, _ := Say{}.Error(f)
			if !strings.Contains(plain, "line 1,234: ") {
				t.Errorf("%v is told as %q, without its line", f, plain)
			}
			if other, twice := said[plain]; twice && why != sim.WhyLongLine {
				t.Errorf("%v and %v are both told as %q", why, other, plain)
			}
			said[plain] = why
		}
	}
	for name, want := range map[string]string{"matrix": "a matrix", "HTML": "a web page", "GML": "GML"} {
		if got := (Say{}).format(name); got != want {
			t.Errorf("%s is called %q, want %q", name, got, want)
		}
	}
}
