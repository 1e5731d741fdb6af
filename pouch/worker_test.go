package pouch_test

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
	"bulkhead/pouch"
	"bulkhead/round"
)

// Every round has exactly S writes, in its first half, and S reads, in its
// second, of that very round, each under another id.
func TestEveryRoundHasSWritesAndSReads(t *testing.T) {
	for _, links := range []int{0, 1, 4} {
		w := newWorld(t, plan(6, 16), links, 1)
		w.must(w.seal())
		w.start()
		w.rounds(16)
		for r := box.Round(101); r <= 116; r++ {
			if writes, reads, repeats := w.count(r); writes != 6 || reads != 6 || repeats != 0 {
				t.Errorf("links %d, round %d: %d writes, %d reads, %d repeats", links, r, writes, reads, repeats)
			}
		}
		ids := map[box.Ref]bool{}
		for _, s := range w.log {
			cal := w.plan.Calendar()
			win := cal.Writes(s.q.Round)
			if s.q.Kind != pouch.Write {
				win = cal.Reads(s.q.Round)
			}
			if s.at.Before(win.Open) || s.at.After(win.Last) {
				t.Fatal("a request outside its window")
			}
			if s.q.Kind == pouch.Write {
				if ids[s.q.Ref()] {
					t.Fatal("an id is written twice")
				}
				ids[s.q.Ref()] = true
			}
		}
		if len(w.log) != 16*12 {
			t.Errorf("links %d: %d requests in 16 rounds, want 192", links, len(w.log))
		}
	}
}

// After the last round the worker says so and sends nothing; a new sealing
// sets it going again, with the next whole round.
func TestPouchRunsDryAndGoesOnWhenFilled(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 2)
	w.must(w.seal())
	w.start()
	w.rounds(20)
	if !errors.Is(w.state, pouch.ErrDry) || len(w.log) != 16*6 {
		t.Fatalf("after 20 rounds: state %v, %d requests", w.state, len(w.log))
	}
	w.must(w.seal())
	w.rounds(2)
	if w.state != nil || len(w.log) != 18*6 {
		t.Errorf("after filling: state %v, %d requests, want %d", w.state, len(w.log), 18*6)
	}
}

// A phone that was off for half a day does nothing until the next round
// begins, then what it always does: no burst, no read of an earlier round.
func TestNoBurstAfterAbsence(t *testing.T) {
	w := newWorld(t, plan(6, 192), 3, 3)
	w.must(w.seal())
	w.start()
	w.rounds(3)
	before := len(w.log)
	w.now = w.plan.Calendar().Start(150).Add(3 * time.Minute) // past the lead, in the write window
	w.rounds(0)
	if len(w.log) != before {
		t.Fatalf("%d requests in the round woken in", len(w.log)-before)
	}
	w.rounds(0) // the clock stands at the beginning of 151
	for _, s := range w.log[before:] {
		if s.q.Round != 151 || w.plan.Calendar().At(s.at) != 151 {
			t.Errorf("a request of round %d in round %d", s.q.Round, w.plan.Calendar().At(s.at))
		}
	}
	if got := len(w.log) - before; got != 12 {
		t.Errorf("%d requests in the first whole round, want 12", got)
	}
}

// begun is what the file says of the round that was begun last.
func (w *world) begun() (sector [512]byte) {
	f, err := w.dir.OpenFile(name)
	w.must(err)
	defer f.Close()
	_, err = f.ReadAt(sector[:], 512)
	w.must(err)
	return sector
}

func (w *world) floor() box.Round {
	begun := w.begun()
	return box.Round(binary.BigEndian.Uint32(begun[:]))
}

// moments returns when the slots of the round that was begun last write and read,
// as the file says.
func (w *world) moments() (writes, reads []time.Time) {
	begun := w.begun()
	cal, r := w.plan.Calendar(), w.floor()
	for slot := range w.plan.Slots() {
		at := begun[16+8*slot:]
		writes = append(writes, cal.Writes(r).At(round.Moment(binary.BigEndian.Uint32(at))))
		reads = append(reads, cal.Reads(r).At(round.Moment(binary.BigEndian.Uint32(at[4:]))))
	}
	return writes, reads
}

// A phone that sleeps through some of a round's times leaves out what it missed
// and moves nothing: the rest is sent when it would have been.
func TestSleepWithinARoundMovesNothing(t *testing.T) {
	left := 0
	seeds.Each(t, 30, func(t *testing.T, seed uint64) {
		w := newWorld(t, plan(6, 16), 3, seed)
		w.must(w.seal())
		w.start()
		cal := w.plan.Calendar()
		for w.floor() < 101 {
			w.must(w.step())
		}
		writes, reads := w.moments()
		woken := cal.Start(101).Add(300 * time.Second) // most write times are past
		w.now = woken
		w.rounds(0)
		want := map[time.Time]int{}
		for _, at := range slices.Concat(writes, reads) {
			if late := woken.Sub(at); late <= 2*time.Second {
				want[at]++
			} else {
				left++
			}
		}
		for _, s := range w.log {
			at := writes[s.q.Slot]
			if s.q.Kind != pouch.Write {
				at = reads[s.q.Slot]
			}
			if late := s.at.Sub(at); late < 0 || late > 2*time.Second {
				t.Errorf("seed %d: a request is sent %v after its time", seed, late)
			}
			if want[at]--; want[at] < 0 {
				t.Errorf("seed %d: a request that was missed is made up for", seed)
			}
		}
		for _, n := range want {
			if n > 0 {
				t.Errorf("seed %d: a request that was not missed is left out", seed)
			}
		}
	})
	if left == 0 {
		t.Error("no phone missed anything")
	}
}

func TestSleepThroughAHalfIsTold(t *testing.T) {
	w := newWorld(t, plan(4, 16), 2, 5)
	w.must(w.seal())
	w.start()
	w.until(w.plan.Calendar().Start(101).Add(time.Second))
	w.now = w.plan.Calendar().Half(101).Add(time.Second)
	w.rounds(1)
	if writes, reads, _ := w.count(101); writes != 0 || reads != 4 {
		t.Errorf("%d writes, %d reads, want 0 and 4", writes, reads)
	}
	skipped := 0
	for _, res := range w.results() {
		if res.Round == 101 && res.Write.State == pouch.WriteSkipped {
			skipped++
		}
	}
	if skipped != 4 {
		t.Errorf("%d writes told as skipped, want 4", skipped)
	}
}

// A failed request is repeated at most once, with the same bytes, in the same
// half, whatever it was for.
func TestFailuresAreRepeatedOnceInTheSameHalf(t *testing.T) {
	w := newWorld(t, plan(6, 16), 3, 6)
	w.drop.Fault(func() (bool, bool) { return w.rand.Uint64()%2 == 0, w.rand.Uint64()%4 == 0 })
	w.must(w.seal())
	w.start()
	w.rounds(16)
	type key struct {
		r     box.Round
		slot  int
		write bool
	}
	firsts := map[key]sent{}
	seconds := 0
	for _, s := range w.log {
		k := key{s.q.Round, s.q.Slot, s.q.Kind == pouch.Write}
		first, again := firsts[k]
		firsts[k] = s
		half := func(s sent) bool { return s.at.Before(w.plan.Calendar().Half(s.q.Round)) }
		switch {
		case !again && s.q.Attempt != 1, again && s.q.Attempt != 2:
			t.Fatalf("attempt %d is out of order", s.q.Attempt)
		case again && first.outcome != carrier.Failed:
			t.Fatal("repeated although it was answered")
		case half(s) != k.write:
			t.Fatal("in the wrong half")
		case again && k.write && (*first.q.Content != *s.q.Content || first.q.ID != s.q.ID):
			t.Fatal("repeated with other bytes")
		case again:
			seconds++
		}
	}
	if len(firsts) != 16*12 || seconds == 0 {
		t.Errorf("%d requests, %d repeats", len(firsts), seconds)
	}
	for k, s := range firsts {
		last := w.plan.Calendar().Writes(k.r).Last
		if !k.write {
			last = w.plan.Calendar().Reads(k.r).Last
		}
		known := s.at.Add(s.q.Timeout)
		if s.outcome == carrier.Failed && s.q.Attempt == 1 && known.Before(last) {
			t.Errorf("a failed request of round %d was not repeated", k.r)
		}
	}
}

// While the clock stands before the pouch's rounds, or was set back, the
// worker is silent and begins nothing twice.
func TestClockSetBackMeansSilence(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 7)
	w.must(w.seal())
	w.start()
	w.rounds(5)
	before := len(w.log)
	w.now = w.plan.Calendar().Start(102)
	w.start2()
	w.until(w.plan.Calendar().Start(105))
	if !errors.Is(w.state, pouch.ErrNotYet) || len(w.log) != before {
		t.Errorf("state %v, %d requests while the clock was back", w.state, len(w.log)-before)
	}
	w.until(w.plan.Calendar().Start(107))
	if got := len(w.log) - before; w.state != nil || got != 6 {
		t.Errorf("state %v, %d requests in the first new round, want 6", w.state, got)
	}
}

// TestAWorkerFollowsAClockThatIsSetBack: a clock shows a time far ahead for a moment.
// The worker that ran then does what is due once the clock is right, and does not
// wait until that time has come.
func TestAWorkerFollowsAClockThatIsSetBack(t *testing.T) {
	for _, ahead := range []time.Duration{90 * 24 * time.Hour, 50 * 365 * 24 * time.Hour} {
		w := newWorld(t, plan(3, 16), 1, 7)
		w.must(w.seal())
		w.start()
		w.rounds(3)
		before, right := len(w.log), w.now
		if _, _, err := w.w.Wake(right.Add(ahead)); !errors.Is(err, pouch.ErrDry) {
			t.Fatalf("ahead: %v", err)
		}
		w.now = right
		w.rounds(3)
		if got := len(w.log) - before; w.state != nil || got < 2*6 {
			t.Errorf("state %v, %d requests in three rounds after the clock was set right", w.state, got)
		}
	}
}

// start2 is a restart of the worker.
func (w *world) start2() { w.w.Close(); w.start() }

func TestOneWorkerAtATime(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 8)
	if _, err := pouch.NewWorker(w.dir, name, w.rand); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a pouch: %v", err)
	}
	w.must(w.seal())
	w.start()
	if _, err := pouch.NewWorker(w.dir, name, w.rand); !errors.Is(err, durable.ErrLocked) {
		t.Errorf("a second worker: %v", err)
	}
	w.start2()
}

// While another holds the file, nothing is sent and no answer is lost.
func TestLockedFileDelaysAndLosesNothing(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 9)
	w.must(w.seal())
	w.start()
	cal := w.plan.Calendar()
	for n := 0; w.now.Before(cal.End(103)); n++ {
		if n%3 == 0 {
			release, err := w.dir.Lock(name + "-change")
			w.must(err)
			w.must(w.step())
			release()
		}
		w.must(w.step())
	}
	for _, res := range w.results() {
		if res.Round < 101 || res.Round > 103 {
			continue
		}
		if res.Write.State != pouch.WriteStored || res.Read.State != pouch.ReadAbsent && res.Read.State != pouch.ReadFound {
			t.Errorf("round %d: write %d, read %d", res.Round, res.Write.State, res.Read.State)
		}
	}
	if len(w.log) != 3*6 {
		t.Errorf("%d requests, want 18", len(w.log))
	}
}

func TestDataUsedAndClockErrorAreKept(t *testing.T) {
	w := newWorld(t, plan(3, 192), 1, 10)
	w.drop.Date(func() time.Time { return w.now.Add(-95 * time.Second) })
	w.must(w.seal())
	w.start()
	w.rounds(0)
	w.rounds(9)
	p, err := pouch.Load(w.dir, name)
	w.must(err)
	want, got := uint64(10*6*(4096+36)), p.Use()
	if skew := got.Skew; skew < -98*time.Second || skew > -95*time.Second {
		t.Errorf("clock error %v, want −95 s and at most the answer's way", skew)
	}
	if day := time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC); got.Day != day || got.Bytes != want || got.Compared != got.Asked() {
		t.Errorf("use %+v, want %d bytes on %v, and the clocks compared with the last answer", got, want, day)
	}
	w.must(w.seal())
	p, err = pouch.Load(w.dir, name)
	w.must(err)
	if p.Use() != got {
		t.Error("the data used was forgotten with the sealing")
	}
	w.until(w.plan.Calendar().Start(192)) // the next day
	w.rounds(1)
	if p, err = pouch.Load(w.dir, name); err != nil || p.Use().Bytes >= want {
		t.Errorf("use of a new day: %v, %v", p.Use(), err)
	}
}
