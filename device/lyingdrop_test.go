package device_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// lies are hostile drops, each in its own way. Reads are answered with
// noise where the content is changed.
var lies = []struct {
	name string
	lie  func(rng *rand.Rand) func(testworld.Asked) (carrier.Outcome, bool)
}{
	{"refuses every write as taken", always(func(q testworld.Asked, _ *rand.Rand) (carrier.Outcome, bool) {
		return carrier.Conflict, q.Write
	})},
	{"refuses every write as taken, and shows noise", always(func(q testworld.Asked, rng *rand.Rand) (carrier.Outcome, bool) {
		if q.Write {
			return carrier.Conflict, true
		}
		return noise(q, rng), true
	})},
	{"takes writes and shows noise", always(func(q testworld.Asked, rng *rand.Rand) (carrier.Outcome, bool) {
		if q.Write {
			return 0, false
		}
		return noise(q, rng), true
	})},
	{"fails always", always(func(testworld.Asked, *rand.Rand) (carrier.Outcome, bool) { return carrier.Failed, true })},
	{"refuses always", always(func(testworld.Asked, *rand.Rand) (carrier.Outcome, bool) { return carrier.Refused, true })},
	{"says that nothing is there", always(func(q testworld.Asked, _ *rand.Rand) (carrier.Outcome, bool) {
		return carrier.Absent, !q.Write
	})},
	{"does now this, now that", always(func(q testworld.Asked, rng *rand.Rand) (carrier.Outcome, bool) {
		switch n := rng.IntN(5); {
		case n == 0:
			return carrier.Failed, true
		case n == 1:
			return carrier.Refused, true
		case n == 2 && q.Write:
			return carrier.Conflict, true
		case n == 2:
			return noise(q, rng), true
		case n == 3 && !q.Write:
			return carrier.Absent, true
		}
		return 0, false
	})},
	{"is there on every other day", func(rng *rand.Rand) func(testworld.Asked) (carrier.Outcome, bool) {
		return func(q testworld.Asked) (carrier.Outcome, bool) {
			if q.Ref.Round/8%2 == 0 { // rounds of three hours
				return 0, false
			}
			if q.Write {
				return carrier.Conflict, true
			}
			return carrier.Absent, true
		}
	}},
}

func always(answer func(testworld.Asked, *rand.Rand) (carrier.Outcome, bool)) func(*rand.Rand) func(testworld.Asked) (carrier.Outcome, bool) {
	return func(rng *rand.Rand) func(testworld.Asked) (carrier.Outcome, bool) {
		return func(q testworld.Asked) (carrier.Outcome, bool) { return answer(q, rng) }
	}
}

func noise(q testworld.Asked, rng *rand.Rand) carrier.Outcome {
	*q.Content = box.Content{}
	for i := 0; i < len(q.Content); i += 8 {
		q.Content[i] = byte(rng.Uint32() | 1)
	}
	return carrier.Found
}

// lastingLie is for how long a drop lies, in rounds: two lengths of a pouch, four
// days.
const lastingLie = 32

// TestALyingDropTakesNoRoom: whatever a drop answers for days, the vault keeps
// one alarm of each kind and tie, with its count, and there is room for one's
// own messages as with an honest drop.
func TestALyingDropTakesNoRoom(t *testing.T) {
	t.Parallel()
	met := couple(t, 3*time.Hour, 0)
	snapshot, err := met.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	honest := lied(t, snapshot, nil)
	if n := len(honest.alarms); n > 0 {
		t.Errorf("an honest drop alarms: %v", honest.alarms)
	}
	for _, l := range lies {
		t.Run(l.name, func(t *testing.T) {
			seed := rand.Uint64()
			got := lied(t, snapshot, l.lie(rand.New(rand.NewPCG(seed, 0))))
			t.Logf("seed %d: room %d, with an honest drop %d; alarms %v", seed, got.room, honest.room, got.alarms)
			if got.room < honest.room-roomForLies {
				t.Errorf("seed %d: room for %d bytes, with an honest drop for %d", seed, got.room, honest.room)
			}
			if got.accepted != lastingLie {
				t.Errorf("seed %d: %d of %d messages were accepted", seed, got.accepted, lastingLie)
			}
			seen := map[mail.Received]bool{}
			for _, r := range got.told {
				one := mail.Received{What: r.What, Alarm: r.Alarm, Tie: r.Tie, By: r.By, ID: r.ID, Why: r.Why}
				if seen[one] {
					t.Errorf("seed %d: one thing stands twice in the inbox: %d, alarm %s, tie %d", seed, r.What, r.Alarm, r.Tie)
				}
				seen[one] = true
			}
		})
	}
}

// roomForLies is what links remember of boxes that were never answered, and of
// messages that were never confirmed, in bytes: see reserve. Measured: 7 KiB at most.
const roomForLies = 16 << 10

type afterLies struct {
	room, accepted int
	alarms         []string
	told           []mail.Received // what carries no text
}

// lied lives through lastingLie rounds with a drop, opening the device in every
// second one and writing a message for each. The other end opens its own in some.
func lied(t *testing.T, met *testworld.Snapshot, lie func(testworld.Asked) (carrier.Outcome, bool)) (got afterLies) {
	t.Helper()
	w, err := met.World(7)
	if err != nil {
		t.Fatal(err)
	}
	w.Drop.Lie = lie
	a, b := w.Members[0], w.Members[1]
	for i := range lastingLie {
		w.NextRound()
		if i%2 != 0 {
			continue
		}
		d := open(t, a)
		for n := range 2 {
			if _, err := d.Send(a.Ties[1], fmt.Sprintf("line %d", i+n)); err == nil {
				got.accepted++
			}
		}
		lock(t, a)
		if i%4 == 0 {
			open(t, b)
			lock(t, b)
		}
	}
	d := open(t, a)
	got.room = d.Status().Room
	for _, r := range d.Inbox() {
		if r.What == mail.Alarm {
			got.alarms = append(got.alarms, fmt.Sprintf("%s of tie %d, %d times", r.Alarm, r.Tie, r.Count))
		}
		if r.What != cell.TextArrived {
			got.told = append(got.told, r)
		}
	}
	return got
}

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
		{"takes every second box", func(q testworld.Asked) (carrier.Outcome, bool) {
			if q.Write { // that two rounds in a row have none is rarer than one in 4,000
				return carrier.Refused, q.Ref.ID[0]%2 == 0
			}
			return carrier.Absent, true
		}, false},
		{"takes one box of every second round", oneOfEverySecond(), false},
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

// oneOfEverySecond is a drop that takes one of a member's boxes in every second round,
// one in twelve, and shows nothing. An eighth of the pouch is two rounds: in no two in a
// row does it take nothing. (One that draws a box in ten by lot does so, more often than
// not within eight rounds, and is told of.)
func oneOfEverySecond() func(testworld.Asked) (carrier.Outcome, bool) {
	type memberRound struct {
		member int
		round  box.Round
	}
	first := map[memberRound]box.ID{}
	return func(q testworld.Asked) (carrier.Outcome, bool) {
		if !q.Write {
			return carrier.Absent, true
		}
		key := memberRound{q.Member, q.Ref.Round}
		if _, any := first[key]; !any {
			first[key] = q.Ref.ID
		}
		return carrier.Refused, q.Ref.Round%2 != 0 || q.Ref.ID != first[key]
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
