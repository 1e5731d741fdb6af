package linktest

import (
	"flag"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bulkhead/internal/seeds"
	"bulkhead/link"
)

var (
	theft  = flag.Bool("theft", false, "with -seed or -rounds: only histories with a copied or restored device")
	only   = flag.String("kind", "", "with -seed or -rounds: only histories of this kind, parcels or sticks; else plain, and with -rounds all")
	rounds = flag.Int("rounds", 0, "run the long form, for at least this many rounds")
	goOn   = flag.Bool("go-on", false, "long form: report a broken promise and go on with the next seed")
	first  = flag.Uint64("first", 1, "first seed of the long form")
)

// live runs one seed's history.
func live(p Plan, fault Fault) (*Tally, error) {
	w, err := NewWorld(p)
	if err != nil {
		return &Tally{}, err
	}
	w.Fault = fault
	t, err := w.Run()
	if t == nil {
		t = &Tally{}
	}
	t.Worlds++
	return t, err
}

// liveMany runs the histories of seeds from first on, until enough says so,
// on as many goroutines as there are processors, and adds up what happened.
func liveMany(t *testing.T, plan func(uint64) Plan, first uint64, enough func(*Tally) bool) *Tally {
	t.Helper()
	var (
		next   atomic.Uint64
		mu     sync.Mutex
		total  Tally
		failed bool
		group  sync.WaitGroup
	)
	next.Store(first - 1)
	for range 2 {
		group.Go(func() {
			for {
				mu.Lock()
				stop := failed || enough(&total)
				mu.Unlock()
				if stop {
					return
				}
				tally, err := live(plan(next.Add(1)), NoFault)
				mu.Lock()
				total.Add(tally)
				if err != nil && !failed {
					failed = !*goOn
					t.Error(err)
					if *rounds > 0 {
						fmt.Fprintln(os.Stderr, err)
					}
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return &total
}

// liveSeeds runs histories that nobody has run before.
func liveSeeds(t *testing.T, plan func(uint64) Plan) {
	t.Helper()
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		if tally, err := live(plan(seed), NoFault); err != nil {
			t.Errorf("%v\n%v", err, tally)
		}
	})
}

// liveThese runs the histories of some seeds, and adds up what happened.
func liveThese(t *testing.T, plan func(uint64) Plan, these ...uint64) *Tally {
	t.Helper()
	of := func(n uint64) Plan { return plan(these[n-1]) }
	next := 0
	return liveMany(t, of, 1, func(*Tally) bool { next++; return next > len(these) })
}

func TestOneSeed(t *testing.T) {
	if seeds.Given() == 0 {
		t.Skip("replays one history: -run OneSeed -seed N [-theft] [-kind parcels]")
	}
	plan := NewPlan
	if *theft {
		plan = NewTheftPlan
	}
	if *only != "" {
		plan = kinds[*only](plan)
	}
	p := plan(seeds.Given())
	t.Logf("%+v", p)
	tally, err := live(p, NoFault)
	t.Logf("\n%v", tally)
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever the network, the power and the members do: once, in order, or
// visibly not.
func TestHonestHistoriesKeepEveryPromise(t *testing.T) {
	liveSeeds(t, NewPlan)
	if seeds.Given() != 0 {
		return
	}
	// short ones, in which together everything happens that the counts below ask for
	// and, last, one in which a box of the seventh hand epoch from the end is due
	total := liveThese(t, NewPlan, 3, 4, 5, 9, 12, 14, 18, 43, 53, 120, 128, 5000169)
	t.Logf("%d histories:\n%v", total.Worlds, total)
	for name, n := range map[string]int{
		"messages confirmed": total.Confirmed, "messages expired": total.Expired, "epochs": total.Epochs,
		"second candidates": total.Seconds, "sealings lost": total.SealingsLost,
		"sealings overtaken": total.Moved, "pouches lost": total.PouchesLost, "absences": total.Absences,
		"backlogs": total.Backlogs, "plain lids": total.Lids[plain], "duress lids": total.Lids[duress],
		"duress heard": total.Alarmed, "rounds forgotten": total.Forgotten, "spoilt lids": total.Lids[spoilt],
		"headers heard as they were said": total.Said, "warnings of spoilt boxes": total.Warnings[link.WarnUnreadable],
	} {
		if n == 0 {
			t.Errorf("%s: none happened, so nothing was shown of them", name)
		}
	}
	for at, n := range total.Crashes {
		if n == 0 {
			t.Errorf("no crash: %s", pointNames[at])
		}
	}
}

// A device that was copied, or put back to an older state, does nothing that
// nobody notices.
func TestCopiedAndRestoredDevicesGiveThemselvesAway(t *testing.T) {
	liveSeeds(t, NewTheftPlan)
	if seeds.Given() != 0 {
		return
	}
	total := liveThese(t, NewTheftPlan, 3, 4, 5, 9, 12)
	t.Logf("%d histories:\n%v", total.Worlds, total)
	if total.Restores == 0 || total.Clones == 0 || total.Refused == 0 || total.Alarms == 0 {
		t.Error("no restore, no clone, no refused box or no alarm: nothing was shown")
	}
}

// What takes more than one box arrives once and whole, or is visibly not there, whatever
// befalls it on its way or where it lies; and nothing short waits for it.
func TestParcelHistoriesKeepEveryPromise(t *testing.T) {
	plan := parceling(NewPlan)
	liveSeeds(t, plan)
	if seeds.Given() != 0 {
		return
	}
	// in the last two: withdrawals that waited; whole parcels remembered among many taken back
	total := liveThese(t, plan, 1, 3, 4, 9, 3643095008, 3643095020)
	// in which once a parcel was refused, and one that was whole forgotten (see plantedFaults)
	total.Add(liveThese(t, quickly(parceling(NewPlan)), 20, 700))
	total.Add(liveThese(t, quickly(overtaking(NewPlan)), 3))
	total.Add(liveThese(t, parceling(NewTheftPlan), 3, 9))
	t.Logf("%d histories:\n%v", total.Worlds, total)
	for name, n := range map[string]int{
		"parcels announced": total.Announced, "without room": total.NoRoom, "let in later": total.Admitted, "whole": total.Whole,
		"taken back": total.TakenBack, "withdrawals that waited": total.Untold, "chunks damaged": total.ChunksLost, "turns failed": total.TurnsFailed,
		"by hand": total.Carried, "restored or copied": total.Restores + total.Clones,
	} {
		if n == 0 {
			t.Errorf("%s: none happened, so nothing was shown of them", name)
		}
	}
}

// The long form, of six kinds of history, those with a copied or restored device a quarter as
// long: go test ./link/linktest -run Long -rounds 1000000 -timeout 0 -v
func TestLong(t *testing.T) {
	if *rounds == 0 {
		t.Skip("the long form: -run Long -rounds 1000000")
	}
	start, shown := time.Now(), time.Now()
	until := func(share int) func(*Tally) bool {
		return func(n *Tally) bool {
			if time.Since(shown) > 10*time.Second {
				shown = time.Now()
				fmt.Fprintf(os.Stderr, "%s: %d of %d rounds\n", time.Since(start).Round(time.Second), n.Rounds, share)
			}
			return n.Rounds >= share
		}
	}
	for _, name := range []string{"plain", "parcels", "sticks"} {
		for _, stolen := range []bool{false, true} {
			if *only != "" && *only != name || *theft && !stolen || t.Failed() {
				continue
			}
			plan, share := NewPlan, *rounds
			if stolen {
				plan, share = NewTheftPlan, *rounds/4
			}
			began := time.Now()
			total := liveMany(t, kinds[name](plan), *first, until(share))
			t.Logf("%s, copied or restored: %t, seeds from %d, %s:\n%v", name, stolen, *first, time.Since(began).Round(time.Second), total)
		}
	}
}

// kinds makes of honest histories, and of those with a copied or restored device, three
// kinds each.
var kinds = map[string]func(func(uint64) Plan) func(uint64) Plan{
	"plain":   func(plan func(uint64) Plan) func(uint64) Plan { return plan },
	"parcels": parceling,
	"sticks":  carrying,
}

// Sticks of a device that was copied or put back give it away too.
func TestSticksOfACopyGiveItAway(t *testing.T) {
	plan := carrying(NewTheftPlan)
	liveSeeds(t, plan)
	if seeds.Given() != 0 {
		return
	}
	total := liveThese(t, plan, 6, 7, 20)
	t.Logf("%d histories:\n%v", total.Worlds, total)
	if total.GivenTwice == 0 || total.Carried == 0 || total.Alarms == 0 {
		t.Error("no number was given twice, none opened, or no alarm: nothing was shown")
	}
}
