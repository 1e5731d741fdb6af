package device_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/cell"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// lies are drops that are turned, each in its own way. Reads are answered with
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
