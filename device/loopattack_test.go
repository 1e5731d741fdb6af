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

// attacked lives on for two days, each with a drop of its own, and returns the
// world after them and the log of the second. Phones are always on, and are
// opened at the beginning and the middle of the first day and at the beginning
// and the end of the second: in that the pouches are as the first has left them.
func attacked(t *testing.T, met *testworld.Snapshot, seed uint64, first, second answers) (*testworld.Snapshot, dropLog) {
	t.Helper()
	w, err := met.World(seed)
	if err != nil {
		t.Fatal(err)
	}
	log := dropLog{}
	visit := func() {
		for _, m := range w.Members {
			open(t, m)
			lock(t, m)
		}
	}
	for day, answer := range []answers{first, second} {
		w.Drop.Lie = func(q testworld.Asked) (carrier.Outcome, bool) {
			if day == 1 {
				log.note(q)
			}
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
	return kept(t, w), log
}

// How far from chance a drop's guess may be, in AUC. The two that are known to be
// left are to be turned round into loopLimit by the rule that makes loops obey
// nothing that a drop answers, presence in the header.
const (
	loopLimit = .02

	// doubtLimit: a link that heard nothing for a day looks under a second id as
	// well, in place of a loop's read; the loop's box stays unread. Measured .600,
	// one loop of five for each such link.
	doubtLimit = .13

	// frozenLimit: loops imitate a phone that is on a third of the time, the rate
	// that a device begins with, beside links whose ends are always on. Measured
	// .735; a third would give .833.
	frozenLimit = .34
)

// TestALyingDropDoesNotLearnNextDayWhichBoxesAreLoops: a drop says for a day of
// some boxes, or of all, that they are not there. The loops' rate is learned
// from what links find, so such a drop drove it to nothing, and on the next day
// every box that nobody read was a loop's: AUC .969 for a lie about everything,
// .833 about 80 %, .775 about 50 %, measured in this test with the rule left out.
// Now what is read under a drop that is seen to lie teaches nothing, and its
// owner is told.
//
// Two limits are left, and this test says how large they are: a lie about
// everything (doubtLimit), and a drop that hides a few boxes from the first day
// on, so that a device never learns the rate (frozenLimit). The test fails if
// one of these leaks grows; it fails as well if one is gone, since then its case
// belongs to the others, with loopLimit.
//
// A run hides everything, and draws one of the other parts, one of the ways in which
// nothing is confirmed; all of them are the long form:
//
//	go test ./device -run LyingDropDoesNotLearn -long -v
func TestALyingDropDoesNotLearnNextDayWhichBoxesAreLoops(t *testing.T) {
	seed := seeds.One(t)
	met := attackedCell(t, seed)
	settled, _ := attacked(t, met, seed, honestDay, honestDay)
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
		w, log := attacked(t, settled, seed, hides, honestDay)
		t.Logf("hid %3.0f %% for a day: AUC %.3f (%s)", 100*part, log.auc(), log)
		if part == 1 {
			known(t, log, "hid everything for a day", doubtLimit)
		} else if auc := log.auc(); math.Abs(auc-.5) > loopLimit {
			t.Errorf("a drop that hid %.0f %% for a day tells loops from links: AUC %.3f", 100*part, auc)
		}
		tellsOwners(t, w, part > 0, part == 1)
	}
	for _, writes := range confirmed {
		confirmsNothing := func(q testworld.Asked) (carrier.Outcome, bool) {
			if q.Write {
				return writes, true
			}
			return carrier.Absent, true
		}
		_, log := attacked(t, settled, seed, confirmsNothing, honestDay)
		t.Logf("confirmed nothing and hid everything for a day, writes %v: AUC %.3f (%s)", writes, log.auc(), log)
		known(t, log, "confirmed nothing and hid everything for a day", doubtLimit)
	}
	rng := rand.New(rand.NewPCG(seed, 7))
	w, log := attacked(t, met, seed, hidesSome(rng), hidesSome(rng))
	t.Logf("hid 5 %% from the first day on: AUC %.3f (%s)", log.auc(), log)
	known(t, log, "hides some boxes from the beginning", frozenLimit)
	tellsOwners(t, w, true, false)
}

// known holds a leak that is known against its limit.
func known(t *testing.T, log dropLog, what string, limit float64) {
	t.Helper()
	switch auc := log.auc(); {
	case auc > .5+limit:
		t.Errorf("a drop that %s tells loops from links with AUC %.3f, known is %.2f", what, auc, .5+limit)
	case auc <= .5+loopLimit:
		t.Errorf("a drop that %s learns nothing any more, AUC %.3f: hold it to loopLimit, and take the limit out of docs/threat-model.md", what, auc)
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
