package device_test

import (
	"testing"
	"time"

	"bulkhead/carrier"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// TestADropThatTakesNothingAndShowsNothingIsToldOf: a drop refuses every write, in
// whichever way, and says of every read that nothing is there. It confirms nothing, so
// it denies nothing either; its owner is told all the same, once, with a count of the
// rounds. Of a drop that takes boxes, or that nobody reaches, this is not said.
func TestADropThatTakesNothingAndShowsNothingIsToldOf(t *testing.T) {
	const rounds = 8 // in which it does so: half a pouch
	met, err := couple(t, 3*time.Hour, 0).Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	answers := func(write, read carrier.Outcome) func(testworld.Asked) (carrier.Outcome, bool) {
		return func(q testworld.Asked) (carrier.Outcome, bool) {
			if q.Write {
				return write, true
			}
			return read, true
		}
	}
	for i, c := range []struct {
		what string
		lie  func(testworld.Asked) (carrier.Outcome, bool)
		told bool
	}{
		{"honest", nil, false},
		{"every write is taken already, nothing is there", answers(carrier.Conflict, carrier.Absent), true},
		{"every write is refused, nothing is there", answers(carrier.Refused, carrier.Absent), true},
		{"everything is refused", answers(carrier.Refused, carrier.Refused), true},
		{"a full disk", func(q testworld.Asked) (carrier.Outcome, bool) { return carrier.Refused, q.Write }, true},
		{"no answer to writes, nothing is there", answers(carrier.Failed, carrier.Absent), true},
		{"no answer at all", answers(carrier.Failed, carrier.Failed), false},
		{"takes everything, nothing is there", func(q testworld.Asked) (carrier.Outcome, bool) { return carrier.Absent, !q.Write }, false},
		{"takes one box in ten", func(q testworld.Asked) (carrier.Outcome, bool) {
			if q.Write {
				return carrier.Refused, q.Ref.ID[0] >= 26
			}
			return carrier.Absent, true
		}, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			w, err := met.World(uint64(100 + i))
			if err != nil {
				t.Fatal(err)
			}
			a := w.Members[0]
			open(t, a)
			lock(t, a)
			w.NextRound()
			w.Drop.Lie = c.lie
			for range rounds {
				w.NextRound()
			}
			w.Drop.Lie = nil
			d := open(t, a)
			told := nothingTaken(t, d)
			if len(told) > 1 || len(told) == 1 != c.told {
				t.Fatalf("told %v, want to be told: %v; all alarms %q", told, c.told, alarms(d))
			}
			if !c.told {
				return
			}
			if n := told[0].Count; n < rounds-3 || n > rounds || told[0].Tie != 0 {
				t.Errorf("told %d times of tie %d, for %d rounds", n, told[0].Tie, rounds)
			}
			lock(t, a)
			for range 4 {
				w.NextRound()
			}
			if again := nothingTaken(t, open(t, a)); len(again) != 1 || again[0].Count > told[0].Count+1 {
				t.Errorf("the drop is honest again, and %v are told, before %v", again, told)
			}
		})
	}
}

// nothingTaken returns what a device has told of that kind, without what differs.
func nothingTaken(t *testing.T, d *device.Device) (told []mail.Received) {
	t.Helper()
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	for _, r := range d.Inbox() {
		if r.What == mail.Alarm && r.Alarm == mail.AlarmNothingTaken {
			told = append(told, mail.Received{What: r.What, Alarm: r.Alarm, Tie: r.Tie, Count: r.Count})
		}
	}
	return told
}
