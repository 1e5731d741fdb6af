package device_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/internal/seeds"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// boxSeen is what a drop's log has of one box.
type boxSeen struct {
	writer  int
	readers map[int]bool
}

// dropLog is a drop's log of one day.
type dropLog map[box.Ref]*boxSeen

func (l dropLog) note(q testworld.Asked) {
	if q.Write {
		l[q.Ref] = &boxSeen{q.Member, map[int]bool{}}
	} else if b := l[q.Ref]; b != nil {
		b.readers[q.Member] = true
	}
}

// auc is how well a log tells loops from links: the drop takes a box for a
// loop's if nobody read it. .5 is chance. In this world everybody is on, so what
// another reads, and only that, is a link's.
func (l dropLog) auc() float64 {
	loops, links, loopsRead, linksRead := l.count()
	return .5 + (float64(linksRead)/float64(links)-float64(loopsRead)/float64(loops))/2
}

func (l dropLog) count() (loops, links, loopsRead, linksRead int) {
	for _, b := range l {
		link := false
		for who := range b.readers {
			link = link || who != b.writer
		}
		switch {
		case link:
			links, linksRead = links+1, linksRead+1
		case len(b.readers) > 0:
			loops, loopsRead = loops+1, loopsRead+1
		default:
			loops++
		}
	}
	return loops, links, loopsRead, linksRead
}

func (l dropLog) String() string {
	loops, links, loopsRead, linksRead := l.count()
	return fmt.Sprintf("%d of %d loops and %d of %d links' boxes read", loopsRead, loops, linksRead, links)
}

// dayRounds is how many rounds a day has.
const dayRounds = 96

// answers is what a drop answers in its own way: see [testworld.Drop].
type answers func(testworld.Asked) (carrier.Outcome, bool)

func honestDay(testworld.Asked) (carrier.Outcome, bool) { return 0, false }

// hidesSome says of every twentieth read that nothing is there.
func hidesSome(rng *rand.Rand) answers {
	return func(q testworld.Asked) (carrier.Outcome, bool) { return carrier.Absent, !q.Write && rng.IntN(20) == 0 }
}

// attackedCell is two who have just met.
func attackedCell(t *testing.T, seed uint64) *testworld.Snapshot {
	t.Helper()
	w := testworld.New(testworld.Config{Seed: seed, Members: 2, RoundLength: 15 * time.Minute, Slots: 6, Keep: 8})
	if err := w.Meet(); err != nil {
		t.Fatal(err)
	}
	return kept(t, w)
}

func kept(t *testing.T, w *testworld.World) *testworld.Snapshot {
	t.Helper()
	s, err := w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// attacked lives on for some days, each with a drop of its own, and returns the
// world after them and the log of each day. Phones are always on, and are opened at
// the beginning and the middle of the first day, at the beginning of every other and
// at the end: in that the pouches are as the day before has left them.
func attacked(t *testing.T, met *testworld.Snapshot, seed uint64, days ...answers) (*testworld.Snapshot, []dropLog) {
	t.Helper()
	w, err := met.World(seed)
	if err != nil {
		t.Fatal(err)
	}
	logs := make([]dropLog, len(days))
	visit := func() {
		for _, m := range w.Members {
			open(t, m)
			lock(t, m)
		}
	}
	for day, answer := range days {
		logs[day] = dropLog{}
		w.Drop.Lie = func(q testworld.Asked) (carrier.Outcome, bool) {
			logs[day].note(q)
			return answer(q)
		}
		for r := range dayRounds {
			if r == 0 || r == dayRounds/2 && day == 0 {
				visit()
			}
			w.NextRound()
		}
	}
	w.Drop.Lie = nil
	visit()
	return kept(t, w), logs
}

// loopLimit is how far from chance a drop's guess may be, in AUC. Half of it is
// that one loop in 48 stays unread where everybody is always on.
const loopLimit = .02

// TestALyingDropDoesNotLearnWhichBoxesAreLoops: a drop says for a day of some boxes,
// or of all, that they are not there, or takes none. The loops' rate was learned from
// what links find, so that such a drop drove it to nothing, and on the next day
// every box that nobody read was a loop's: AUC .969 for a lie about everything.
// Now loops obey the others' presence, by their headers, and a second id takes no
// loop's read. So on no day, neither of the lie nor after, does the drop tell loops
// from links. The owner is told of it as before.
//
// A run hides everything, and draws one of the other parts, one of the ways in which
// nothing is confirmed; all of them are the long form:
//
//	go test ./device -run LyingDropDoesNotLearn -long -v
func TestALyingDropDoesNotLearnWhichBoxesAreLoops(t *testing.T) {
	t.Parallel()
	seed := seeds.One(t)
	met := attackedCell(t, seed)
	settled, logs := attacked(t, met, seed, honestDay, honestDay)
	t.Logf("π is learned: AUC %.3f on the first day", logs[0].auc())
	fair(t, logs[1:], "an honest drop")
	seed++ // a device that draws the same tags twice takes its pouches for earlier ones
	parts, confirmed := []float64{0, .8, .5}, []carrier.Outcome{carrier.Refused, carrier.Failed, carrier.Conflict}
	if !*long {
		i, j := int(seed%3), int(seed/3%3)
		parts, confirmed = parts[i:i+1], confirmed[j:j+1]
	}
	for _, part := range append(parts, 1) {
		rng := rand.New(rand.NewPCG(seed, uint64(100*part)))
		hides := func(q testworld.Asked) (carrier.Outcome, bool) {
			return carrier.Absent, !q.Write && rng.Float64() < part
		}
		w, logs := attacked(t, settled, seed, hides, honestDay, honestDay)
		fair(t, logs, fmt.Sprintf("hid %.0f %% for a day", 100*part))
		tellsOwners(t, w, part > 0, part == 1)
	}
	for _, writes := range confirmed {
		confirmsNothing := func(q testworld.Asked) (carrier.Outcome, bool) {
			if q.Write {
				return writes, true
			}
			return carrier.Absent, true
		}
		_, logs := attacked(t, settled, seed, confirmsNothing, honestDay)
		days := logs
		if writes == carrier.Conflict {
			days = logs[1:] // a refused write is read back in place of a loop's read: docs/protocol/pouch.md
			t.Logf("every write is a conflict: AUC %.3f on that day", logs[0].auc())
		}
		fair(t, days, fmt.Sprintf("confirmed nothing and hid everything for a day, writes %v", writes))
	}
	rng := rand.New(rand.NewPCG(seed, 7))
	w, logs := attacked(t, met, seed, hidesSome(rng), hidesSome(rng))
	fair(t, logs[1:], "hides 5 % from the first day on")
	tellsOwners(t, w, true, false)
}

// fair holds that a drop tells nothing on any of these days.
func fair(t *testing.T, days []dropLog, what string) {
	t.Helper()
	for i, log := range days {
		auc := log.auc()
		t.Logf("%s: AUC %.3f on day %d of %d (%s)", what, auc, i+1, len(days), log)
		if math.Abs(auc-.5) > loopLimit {
			t.Errorf("%s: day %d of %d: the drop tells loops from links, AUC %.3f", what, i+1, len(days), auc)
		}
	}
}

// tellsOwners holds what owners are told after a lie: that boxes were denied, and, after
// a day in which nothing was there, that nothing was found. After none, nothing.
func tellsOwners(t *testing.T, met *testworld.Snapshot, denied, nothing bool) {
	t.Helper()
	w, err := met.World(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range w.Members {
		got := map[mail.AlarmKind]uint32{}
		for _, r := range open(t, m).Inbox() {
			if r.What == mail.Alarm {
				got[r.Alarm] += r.Count
			}
		}
		if (got[mail.AlarmDenied] > 0) != denied || (got[mail.AlarmNothingFound] > 0) != nothing {
			t.Errorf("member %d is told %v; want of denied boxes: %t, of nothing found: %t", m.Number, got, denied, nothing)
		}
	}
}
