package pouch_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/internal/seeds"
	"bulkhead/pouch"
)

const onTime = 2 * time.Second // how late a request may be opened

type attempt struct {
	r       box.Round
	slot    int
	write   bool
	attempt int
}

func (s sent) attempt() attempt {
	return attempt{s.q.Round, s.q.Slot, s.q.Kind == pouch.Write, s.q.Attempt}
}

// killed lives through rounds in which the worker is killed at any time and
// started again a while later, while the device is opened and sealed again.
type killed struct {
	*world
	drawn   map[attempt]time.Time // when the file had each first attempt be made
	lost    map[attempt]bool      // attempts whose answer was lost with a worker
	pauses  [][2]time.Time
	repeats int
}

// look notes the times that stand in the file.
func (k *killed) look() {
	writes, reads := k.moments()
	for slot := range k.plan.Slots() {
		for write, at := range map[bool]time.Time{true: writes[slot], false: reads[slot]} {
			first := attempt{k.floor(), slot, write, 1}
			if _, is := k.drawn[first]; !is {
				k.drawn[first] = at
			}
		}
	}
}

// kill ends the worker with whatever it has under way, and starts another.
func (k *killed) kill(pause time.Duration) {
	for _, f := range k.fly {
		k.lost[sent{q: f.q}.attempt()] = true
	}
	k.fly = nil
	k.w.Close()
	k.pauses = append(k.pauses, [2]time.Time{k.now, k.now.Add(pause)})
	k.now = k.now.Add(pause)
	k.start()
}

// A worker that is killed at any time, again and again, and started again sends
// what it would have sent, when it would have sent it, less what fell into the
// pauses. What was under way is not repeated. Sealings and openings change nothing
// of that.
func TestARestartMovesAndRepeatsNothing(t *testing.T) {
	lost, repeats, missed := 0, 0, 0
	seeds.Each(t, 40, func(t *testing.T, seed uint64) {
		w := newWorld(t, plan(6, 16), 3, seed)
		w.drop.Fault(func() (bool, bool) { return w.rand.Uint64()%5 == 0, w.rand.Uint64()%5 == 0 })
		w.must(w.seal())
		w.start()
		k := &killed{world: w, drawn: map[attempt]time.Time{}, lost: map[attempt]bool{}}
		cal := w.plan.Calendar()
		for w.now.Before(cal.End(105)) {
			was, writes, reads := len(w.log), []time.Time(nil), []time.Time(nil)
			if w.floor() > 100 {
				k.look()
				writes, reads = w.moments()
			}
			before := w.floor()
			w.must(w.step())
			for _, s := range w.log[was:] {
				if s.q.Round != before {
					t.Fatalf("a request of round %d at once with its beginning", s.q.Round)
				}
				at := reads[s.q.Slot]
				if s.q.Kind == pouch.Write {
					at = writes[s.q.Slot]
				}
				if late := s.at.Sub(at); late < 0 || late > onTime {
					t.Fatalf("attempt %d is sent %v after the time that stood in the file", s.q.Attempt, late)
				}
				if s.q.Attempt == 2 {
					k.repeats++
				}
			}
			switch w.rand.Uint64() % 40 {
			case 0, 1:
				k.kill(time.Duration(w.rand.Uint64() % uint64(5*time.Second)))
			case 2:
				k.kill(time.Duration(w.rand.Uint64() % uint64(4*time.Minute)))
			case 3:
				w.must(w.seal())
			case 4:
				w.must(w.rewrite(pouch.Change{Append: true, Lids: lids(w.rand)}))
			}
		}
		k.judge(t)
		lost, repeats = lost+len(k.lost), repeats+k.repeats
		for first := range k.drawn {
			if !slices.ContainsFunc(w.log, func(s sent) bool { return s.attempt() == first }) {
				missed++
			}
		}
	})
	if lost == 0 || repeats == 0 || missed == 0 {
		t.Errorf("%d answers lost, %d repeats, %d requests missed: the test shows little", lost, repeats, missed)
	}
	t.Logf("%d answers lost, %d repeats, %d requests missed", lost, repeats, missed)
}

func (k *killed) judge(t *testing.T) {
	t.Helper()
	seen := map[attempt]sent{}
	for _, s := range k.log {
		a := s.attempt()
		if _, twice := seen[a]; twice {
			t.Errorf("round %d: one attempt is made twice", a.r)
		}
		seen[a] = s
		if a.attempt == 1 {
			if late := s.at.Sub(k.drawn[a]); late < 0 || late > onTime {
				t.Errorf("round %d: a first attempt is %v after the time drawn for it", a.r, late)
			}
			continue
		}
		first := a
		first.attempt = 1
		if k.lost[first] {
			t.Errorf("round %d: repeated, though its answer was lost with the worker", a.r)
		}
		if seen[first].outcome != carrier.Failed {
			t.Errorf("round %d: repeated, though it was answered", a.r)
		}
	}
	for first, at := range k.drawn {
		if _, sent := seen[first]; !sent && at.Before(k.now) && !slices.ContainsFunc(k.pauses, func(p [2]time.Time) bool { return !at.Before(p[0]) && at.Before(p[1]) }) {
			t.Errorf("round %d: a request was left out though the worker ran at its time", first.r)
		}
	}
}

// While the file is locked for longer than a request may be late, as on a slow
// disk, nothing is left out: whoever watches sees no sealing.
func TestALongSealingLeavesNoGap(t *testing.T) {
	w := newWorld(t, plan(6, 16), 3, 4)
	w.must(w.seal())
	w.start()
	for w.floor() < 101 {
		w.must(w.step())
	}
	writes, _ := w.moments()
	slices.SortFunc(writes, time.Time.Compare)
	w.now = writes[2].Add(-time.Second)
	w.log = nil
	release, err := w.dir.Lock(name + "-change")
	w.must(err)
	for w.now.Before(writes[2].Add(8 * time.Second)) {
		w.must(w.step())
	}
	release()
	w.rounds(0)
	if writes, reads, _ := w.count(101); writes < 4 || reads != 6 {
		t.Errorf("%d writes and %d reads, want at least 4 and 6", writes, reads)
	}
}

// A round counts as run once all its writes were attempted, whatever the drop
// says to them, and counts no more once a fresh sealing replaced the pouch, but
// for the one carried over.
func TestRoundsRunAreNotedWhateverTheDropSays(t *testing.T) {
	for what, outcome := range map[string]func(w *world){
		"an honest drop":         func(*world) {},
		"a drop that is dead":    func(w *world) { w.drop.Fault(func() (bool, bool) { return true, true }) },
		"a drop that refuses":    func(w *world) { w.drop.Refuse(func(box.Ref) bool { return true }) },
		"a drop that says other": func(w *world) { w.way = liar{} },
	} {
		w := newWorld(t, plan(4, 16), 2, 5)
		outcome(w)
		w.must(w.seal())
		w.start()
		w.rounds(3)
		w.now = w.plan.Calendar().Start(104).Add(200 * time.Second) // round 104 is slept through
		w.rounds(1)
		for w.floor() < 106 || len(slices.DeleteFunc(slices.Clone(w.log), func(s sent) bool { return s.q.Round != 106 || s.q.Kind != pouch.Write || s.q.Attempt > 1 })) < 3 {
			w.must(w.step())
		}
		ran := func() (rs []box.Round) {
			p, err := pouch.Load(w.dir, name)
			w.must(err)
			return p.Ran()
		}
		if got := ran(); !slices.Equal(got, []box.Round{101, 102, 103, 105}) {
			t.Errorf("%s: rounds %v were run, want 101 to 103 and 105", what, got)
		}
		w.must(w.seal())
		if got := ran(); len(got) != 0 {
			t.Errorf("%s: after a sealing in round 106, before its last write, rounds %v were run", what, got)
		}
		w.until(w.plan.Calendar().Half(106))
		w.must(w.seal())
		w.must(w.rewrite(pouch.Change{Append: true}))
		if got := ran(); !slices.Equal(got, []box.Round{106}) {
			t.Errorf("%s: after a sealing in round 106, rounds %v were run", what, got)
		}
	}
}

// liar answers every write with a conflict and every read with nothing.
type liar struct{}

func (liar) Put(context.Context, box.Ref, *box.Content) carrier.Answer {
	return carrier.Answer{Outcome: carrier.Conflict}
}

func (liar) Get(context.Context, box.Ref, *box.Content) carrier.Answer {
	return carrier.Answer{Outcome: carrier.Absent}
}
