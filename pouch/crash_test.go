package pouch_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
	"bulkhead/pouch"
)

var long = flag.Bool("long", false, "cut the power at every operation for many seeds: go test ./pouch -run Crash -long")

// crashWorld is a world whose disk is cut. What the test remembers outlives
// every crash: the drop, the log of requests, the highest floor seen.
type crashWorld struct {
	*world
	mem      *durable.Mem
	resealed bool
	rewrites []rewriting // still to come, by time
	kept     int         // boxes that rewritings left told, each time anew
}

// rewriting is one opening without the links' keys.
type rewriting struct {
	at    time.Time
	clock time.Duration // its clock less the true one
	kind  uint64
}

// drawRewritings has the pouch rewritten now and then, in rounds and between
// them, by clocks that are right, behind, or, before the sealing, ahead.
func (c *crashWorld) drawRewritings(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	cal := c.plan.Calendar()
	for at := c.now; at.Before(cal.End(crashLast)); {
		at = at.Add(time.Duration(rng.Int64N(int64(6 * time.Minute))))
		r := rewriting{at: at, kind: rng.Uint64()}
		switch rng.IntN(8) {
		case 0:
			r.clock = -time.Duration(rng.Int64N(int64(24 * time.Hour)))
		case 1:
			if at.Before(cal.Start(crashFirst)) {
				r.clock = time.Duration(rng.Int64N(int64(6 * time.Hour)))
			}
		}
		c.rewrites = append(c.rewrites, r)
	}
}

// rewrite does the next rewriting if its time has come. It leaves everything
// told that was read.
func (c *crashWorld) rewrite() error {
	if len(c.rewrites) == 0 || c.now.Before(c.rewrites[0].at) {
		return nil
	}
	r := c.rewrites[0]
	var change pouch.Change
	if r.kind&1 != 0 {
		change.Lids = lids(c.rand)
	}
	change.Append = r.kind&2 != 0
	read := c.reads(c.load())
	err := pouch.Rewrite(c.dir, name, c.now.Add(r.clock), func(*pouch.View) (pouch.Change, error) { return change, nil }, c.rand)
	if err == nil {
		c.rewrites = c.rewrites[1:]
		if still := c.reads(c.load()); !slices.Equal(still, read) {
			c.t.Errorf("%d boxes that were read are told after a rewriting, %d before", len(still), len(read))
		}
		c.kept += len(read)
	}
	return err
}

const (
	crashFirst = 101 // rounds run
	crashLast  = 103
)

func newCrashWorld(t testing.TB, seed uint64) *crashWorld {
	w := newWorld(t, plan(4, 16), 2, seed)
	c := &crashWorld{world: w, mem: w.dir.(*durable.Mem)}
	w.letter(crashFirst, crashLast+1)
	w.drop.Fault(func() (bool, bool) { return w.rand.Uint64()%5 == 0, w.rand.Uint64()%5 == 0 })
	w.must(w.seal())
	w.start()
	c.drawRewritings(seed)
	return c
}

// run runs rounds 101 to 103, with a sealing in the midst of 102 and rewritings
// at any time, until the end or the first error.
func (c *crashWorld) run() error {
	cal := c.plan.Calendar()
	for c.now.Before(cal.End(crashLast)) {
		if !c.resealed && c.now.After(cal.Start(102).Add(4*time.Minute)) {
			if err := c.seal(); err != nil {
				return err
			}
			c.resealed = true
		}
		if err := c.rewrite(); err != nil {
			return err
		}
		if err := c.step(); err != nil {
			return err
		}
	}
	return nil
}

// restart takes the power and starts a new worker a while later, as after
// kill -9; the device, if it was sealing, begins that anew.
func (c *crashWorld) restart(off time.Duration) {
	c.fly = nil
	c.mem = c.mem.Crash()
	c.dir = c.mem
	c.now = c.now.Add(off)
	c.start()
}

// check holds the promises against everything that the drop has seen.
func (c *crashWorld) check(what string) {
	c.t.Helper()
	contents := map[box.Ref]box.Content{}
	attempts := map[string]int{}
	written := map[box.Ref]bool{}
	for _, s := range c.log {
		if s.q.Kind == pouch.Write {
			if old, ok := contents[s.q.Ref()]; ok && old != *s.q.Content {
				c.t.Fatalf("%s: one id was written with two contents", what)
			}
			contents[s.q.Ref()], written[s.q.Ref()] = *s.q.Content, true
		}
		k := fmt.Sprint(s.q.Round, s.q.Slot, s.q.Kind == pouch.Write)
		if attempts[k]++; attempts[k] > 2 {
			c.t.Fatalf("%s: a request was made more than twice", what)
		}
		if c.plan.Calendar().At(s.at) != s.q.Round {
			c.t.Fatalf("%s: a request outside its round", what)
		}
	}
	for _, r := range []box.Round{101, 102, 103} {
		if n := len(attemptsOf(attempts, r, c.plan.Slots())); n > 2*c.plan.Slots() {
			c.t.Fatalf("%s: %d different requests in a round", what, n)
		}
	}
	p := c.load()
	for _, s := range c.log {
		if p.Floor() < s.q.Round {
			c.t.Fatalf("%s: the floor is below a round that was begun", what)
		}
	}
	for res := range p.Results(crashLast + 1) {
		sent := written[box.Ref{Round: res.Round, ID: res.Write.ID}]
		if sent && (res.Write.State == pouch.WriteSkipped) {
			c.t.Fatalf("%s: a write that was sent is told as skipped", what)
		}
	}
}

func attemptsOf(attempts map[string]int, r box.Round, slots int) (keys []string) {
	for slot := range slots {
		for _, write := range []bool{false, true} {
			if k := fmt.Sprint(r, slot, write); attempts[k] > 0 {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// cutsAt are the ways in which the power goes at one operation: in turn, or, in
// the long form, both.
func cutsAt(n uint64) []durable.Fault {
	both := []durable.Fault{durable.CutDuring, durable.CutAfter}
	if *long {
		return both
	}
	return both[n%2:][:1]
}

// A power cut at any operation, or a failing disk, during rounds, during a
// sealing and during rewritings: no id is written with two contents, the floor never goes back,
// nothing is sent more than twice, and nothing that was sent is told as
// skipped.
func TestCrashAtEveryOperation(t *testing.T) {
	fresh := 1
	if *long {
		fresh = 200
	}
	cuts := 0
	seeds.Each(t, fresh, func(t *testing.T, seed uint64) {
		var clean *crashWorld
		var begun int
		for last := seed + 20; ; seed++ { // the next history in which a rewriting meets a box that was read: four of five
			clean = newCrashWorld(t, seed)
			begun = clean.mem.Ops()
			clean.must(clean.run())
			if clean.kept > 0 {
				break
			}
			if seed == last {
				t.Fatal("no rewriting met a box that was read")
			}
		}
		for n := begun + 1; n <= clean.mem.Ops(); n++ {
			for _, fault := range cutsAt(uint64(n) + seed) {
				c := newCrashWorld(t, seed)
				c.mem.SetHook(func(op int, _ durable.Op) durable.Fault {
					if op == n {
						return fault
					}
					return durable.NoFault
				})
				if err := c.run(); !errors.Is(err, durable.ErrPower) {
					t.Fatalf("seed %d, operation %d: got %v, want a power cut", seed, n, err)
				}
				cuts++
				floor := highest(c)
				c.restart(time.Duration(c.rand.Uint64()%120) * time.Second)
				if p := c.load(); p.Floor() < floor {
					t.Fatalf("seed %d, operation %d: the floor went back", seed, n)
				}
				c.must(c.run())
				c.check(fmt.Sprintf("seed %d, operation %d, fault %d", seed, n, fault))
			}
		}
	})
	t.Logf("%d cuts", cuts)
}

// highest is the last round of which anything was sent.
func highest(c *crashWorld) box.Round {
	r := box.Round(0)
	for _, s := range c.log {
		r = max(r, s.q.Round)
	}
	return r
}

// A disk that fails once, before or after it has done what it was asked: the
// worker says so, sends nothing meanwhile, and goes on.
func TestFailingDiskIsSurvived(t *testing.T) {
	clean := newCrashWorld(t, 7)
	begun := clean.mem.Ops()
	clean.must(clean.run())
	for n := begun + 1; n <= clean.mem.Ops(); n += 3 {
		faults := []durable.Fault{durable.FailBefore, durable.FailAfter}
		if !*long { // in turn
			faults = faults[n%2:][:1]
		}
		for _, fault := range faults {
			c := newCrashWorld(t, 7)
			c.mem.SetHook(func(op int, _ durable.Op) durable.Fault {
				if op == n {
					return fault
				}
				return durable.NoFault
			})
			faults := 0
			for err := c.run(); err != nil; err = c.run() {
				if !errors.Is(err, durable.ErrFault) {
					t.Fatal(err)
				}
				faults++
				c.now = c.now.Add(50 * time.Millisecond)
			}
			if faults != 1 {
				t.Errorf("operation %d: %d faults were told", n, faults)
			}
			c.check(fmt.Sprintf("operation %d, fault %d", n, fault))
		}
	}
}

// A worker that is killed again and again within one round never makes more of
// it than S writes and S reads, each twice at most.
func TestKilledWorkerResumesItsRound(t *testing.T) {
	seeds.Each(t, 20, func(t *testing.T, seed uint64) {
		c := newCrashWorld(t, seed)
		cal := c.plan.Calendar()
		for c.now.Before(cal.End(102)) {
			c.rewrites = slices.DeleteFunc(c.rewrites, func(r rewriting) bool { return r.clock > 0 })
			c.must(c.rewrite())
			stop := c.now.Add(time.Duration(c.rand.Uint64()%uint64(3*time.Minute)) + time.Second)
			c.until(stop)
			c.w.Close()
			c.restart(time.Second)
		}
		c.until(cal.Start(104))
		c.check(fmt.Sprintf("seed %d", seed))
		for r := box.Round(101); r <= 102; r++ {
			if writes, reads, _ := c.count(r); writes == 0 || reads == 0 || writes > 4 || reads > 4 {
				t.Errorf("seed %d, round %d: %d writes, %d reads", seed, r, writes, reads)
			}
		}
	})
}

// A rewriting that the power cuts short at any operation leaves the old file
// or the new one, whole, and nobody locked out; one that the disk refuses, the
// old file with other lids.
func TestACutRewritingLeavesOldOrNew(t *testing.T) {
	whole := midRound(t, 1)
	old := whole.file()
	inPlace, _ := relidded(whole, 5)
	change := func() pouch.Change { return pouch.Change{Append: true, Lids: lids(chacha(5))} }
	ops := whole.dir.(*durable.Mem).Ops()
	whole.must(whole.rewrite(change()))
	renewed, last := whole.file(), whole.dir.(*durable.Mem).Ops()
	left := map[bool]int{}
	for n := ops + 1; n <= last; n++ {
		for _, fault := range []durable.Fault{durable.FailBefore, durable.FailAfter, durable.CutDuring, durable.CutDuring, durable.CutDuring, durable.CutDuring, durable.CutAfter} {
			w := midRound(t, 1)
			mem := w.dir.(*durable.Mem)
			mem.SetHook(func(op int, _ durable.Op) durable.Fault {
				if op == n {
					return fault
				}
				return durable.NoFault
			})
			err := w.rewrite(change())
			if !errors.Is(err, durable.ErrPower) && !errors.Is(err, durable.ErrFault) {
				t.Fatalf("operation %d, fault %d: got %v", n, fault, err)
			}
			mem.SetHook(nil)
			if fault != durable.FailBefore && fault != durable.FailAfter {
				for range len(left) { // another draw of what the cut leaves
					w.rand.Uint64()
				}
				w.dir = mem.Crash()
			}
			got := w.file()
			if fault == durable.FailBefore {
				if !errors.Is(err, pouch.ErrInPlace) || !bytes.Equal(got, inPlace) {
					t.Errorf("operation %d: not the old file with other lids: %v", n, err)
				}
			} else if !bytes.Equal(got, old) && !bytes.Equal(got, renewed) {
				t.Errorf("operation %d, fault %d: neither the old file nor the new one", n, fault)
			}
			left[bytes.Equal(got, renewed)]++
			w.must(w.rewrite(pouch.Change{}))
		}
	}
	if left[false] == 0 || left[true] == 0 {
		t.Errorf("old %d times, new %d times: the test shows little", left[false], left[true])
	}
}
