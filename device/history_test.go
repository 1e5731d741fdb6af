package device_test

import (
	"flag"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bulkhead/internal/seeds"
)

var (
	long        = flag.Bool("long", false, "the long forms: go test ./device -long -timeout 3h -v")
	longFor     = flag.Duration("for", 20*time.Minute, "with -long: live histories for this long")
	oneHistory  = flag.Uint64("history", 0, "live this seed's history: go test ./device -run OneHistory -history 7 -v")
	fromHistory = flag.Uint64("from", 1, "with -long: the first seed")
)

// liveHistories lives the plans of seeds from first on, on two goroutines, until
// enough says so or one breaks a promise.
func liveHistories(t *testing.T, first uint64, plan func(uint64) plan, enough func(n int) bool) *historyTally {
	t.Helper()
	var next atomic.Uint64
	var mu sync.Mutex
	var group sync.WaitGroup
	next.Store(first - 1)
	total, n, failed := newHistoryTally(), 0, false
	for range 2 {
		group.Go(func() {
			for {
				mu.Lock()
				stop := failed || enough(n)
				n++
				mu.Unlock()
				if stop {
					return
				}
				tally, err := liveHistory(plan(next.Add(1)), noFault)
				mu.Lock()
				total.add(tally)
				if err != nil {
					failed = true
					t.Error(err)
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return total
}

// TestNoCopyOfADeviceGoesUnseen is promise P9 over histories: members unlock,
// write, look at their decoys, mistype, switch their phones off, set their
// clocks wrong and lose their power at any operation; and once an earlier copy
// of a vault, of a pouch or of both is put back, or a second phone runs from
// such a copy beside the first. Copies are taken at any time, also between an
// opening's two writes. An observer sees every write that leaves a phone,
// taken, refused or lost, and every pouch.
//
// Whatever happens:
//
//   - no id is accepted with two contents; without a copy none ever leaves with two;
//   - no key is used for two plaintexts: equal fresh bytes under one id stand
//     before equal seals, in all that left and in all that ever lay in a pouch;
//   - no pouch forgets which rounds it has run;
//   - without a copy nobody is ever alarmed, and links between others than the
//     victim never freeze;
//   - what froze stays frozen; when it froze was said in plain words.
//
// With a copy, the protocol promises an alarm not for every history but for
// every sign that reaches a device, in the opening that takes it in
// (docs/protocol/link.md, sections 7 and 8). The observer knows who sealed every box, and
// so which signs a device was shown:
//
//	a pouch whose sealing the vault does not know    every link freezes
//	in the place of a refused box, read back, one
//	  that a state unknown to this one sealed        an alarm (the link freezes; or, once
//	                                                 the two states have other keys, a warning)
//	the newest box of the other end names a sealing
//	  that contradicts the last one heard            the link freezes
//	it echoes a sealing that is not one's own        the link freezes
//	it has the frozen flag                           the link freezes; DeviceCopied is shown
//	three boxes that do not open                     a warning
//
// Ten quiet rounds after the end, both ends of a link are frozen or neither, if they hear
// each other. Then leads and led begin anew in person, and messages flow. The
// link between the founders cannot be made anew: the rules of package cell
// have no second invitation to a partner.
//
// Not promised, and counted: a copy since which nothing was sealed is no older
// state; an earlier pouch beside its own vault loses what it had read, and the
// link goes on; nobody may have read what the other state sealed; a state that
// is a key exchange behind may hear and be heard no more; a second phone that
// is refused its places may be the only one to know; and a box of it may be
// overtaken by the owner's before anybody answers it.
func TestNoCopyOfADeviceGoesUnseen(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		if _, err := liveHistory(newHistoryPlan(seed), noFault); err != nil {
			t.Error(err)
		}
	}, 5898539844010683276)
	if seeds.Given() != 0 {
		return
	}
	// one of each kind, all short; with decoys and power cuts, and all copies are told of
	these := []uint64{10, 51, 42, 3, 39}
	of := func(n uint64) plan { return newHistoryPlan(these[n-1]) }
	total := liveHistories(t, 1, of, func(n int) bool { return n >= len(these) })
	t.Logf("seeds %d:\n%v", these, total)
	for kind, n := range total.histories {
		if n == 0 || theft(kind) != honest && total.toldOf[kind] == 0 {
			t.Errorf("%v: %d histories, %d told of: nothing was shown", theft(kind), n, total.toldOf[kind])
		}
	}
	if total.decoys == 0 || total.crashes == 0 || total.messages == 0 || total.anew == 0 {
		t.Errorf("%d openings of a decoy, %d power cuts, %d messages, %d linked anew: nothing was shown of some",
			total.decoys, total.crashes, total.messages, total.anew)
	}
}

// TestLongHistories does the same for as long as the flag says.
func TestLongHistories(t *testing.T) {
	if !*long {
		t.Skip("the long form: -run LongHistories -long -for 20m -timeout 1h")
	}
	end := time.Now().Add(*longFor)
	total := liveHistories(t, *fromHistory, newHistoryPlan, func(int) bool { return time.Now().After(end) })
	t.Logf("seeds from %d, %v:\n%v%s", *fromHistory, *longFor, total, strings.Join(total.quietSeeds, "\n"))
}

// TestOneHistory lives one again.
func TestOneHistory(t *testing.T) {
	if *oneHistory == 0 {
		t.Skip("lives one history: -run OneHistory -history 7")
	}
	total, err := liveHistory(newHistoryPlan(*oneHistory), noFault)
	t.Logf("%v\n%v", newHistoryPlan(*oneHistory), total)
	if err != nil {
		t.Fatal(err)
	}
}
