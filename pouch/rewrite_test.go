package pouch_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

func (w *world) file() []byte {
	w.t.Helper()
	data, err := w.dir.ReadFile(name)
	w.must(err)
	return data
}

// rewrite does to the pouch what change says, by the world's clock.
func (w *world) rewrite(c pouch.Change) error {
	return pouch.Rewrite(w.dir, name, w.now, func(*pouch.View) (pouch.Change, error) { return c, nil }, w.rand)
}

// lids gives every entry random bytes, as a set of either kind looks without
// keys.
func lids(rand io.Reader) func(pouch.Entry) ([pouch.LidSize]byte, bool) {
	return func(pouch.Entry) (lid [pouch.LidSize]byte, ok bool) {
		rand.Read(lid[:])
		return lid, true
	}
}

// layout is the file's geometry, spelt out anew.
type layout struct{ slots, rounds int }

func (l layout) entries() int           { return (l.rounds + 1) * l.slots }
func (l layout) metaAt(entry int) int   { return 16384 + 128*entry }
func (l layout) writesAt(entry int) int { return (16384+128*l.entries()+4095)/4096*4096 + 4096*entry }
func (l layout) readsAt(entry int) int  { return l.writesAt(l.entries()) + 4096*entry }

// midRound is a world in the midst of round 104, half of its writes done, with
// results of the rounds before it not taken in.
func midRound(t testing.TB, seed uint64) *world {
	w := newWorld(t, plan(6, 16), 3, seed)
	w.must(w.seal())
	w.start()
	for r := box.Round(101); r < 110; r++ {
		w.drop.Put(t.Context(), box.Ref{Round: r, ID: linkID(1, r, true)}, linkBox(1, r, 0))
	}
	for writes := 0; writes < 3; writes, _, _ = w.count(104) {
		w.must(w.step())
	}
	return w
}

func TestAZeroChangeWritesTheSameBytes(t *testing.T) {
	w := midRound(t, 1)
	before := w.file()
	synced := w.dir.(*durable.Mem).Synced()
	w.must(w.rewrite(pouch.Change{}))
	if !bytes.Equal(before, w.file()) {
		t.Error("the file changed")
	}
	if n := w.dir.(*durable.Mem).Synced() - synced; n != pouch.Size(w.plan.Slots(), w.plan.Rounds()) {
		t.Errorf("%d bytes written, want the whole file", n)
	}
	// a Lids that has none for any entry leaves them too
	w.must(w.rewrite(pouch.Change{Lids: func(pouch.Entry) (lid [pouch.LidSize]byte, ok bool) { return lid, false }}))
	if !bytes.Equal(before, w.file()) {
		t.Error("the file changed though there were no other lids")
	}
}

// What a rewriting draws, reads, writes and asks is the same whatever it does.
func TestEveryRewritingCostsTheSame(t *testing.T) {
	type cost struct {
		drawn, ops, asked int
		synced            int64
	}
	measure := func(c pouch.Change) (spent cost) {
		w := midRound(t, 2)
		mem := w.dir.(*durable.Mem)
		ops, synced := mem.Ops(), mem.Synced()
		drawn := &counting{r: w.rand}
		answer := c.Lids
		c.Lids = func(e pouch.Entry) (lid [pouch.LidSize]byte, ok bool) {
			spent.asked++
			if answer != nil {
				return answer(e)
			}
			return lid, false
		}
		w.must(pouch.Rewrite(w.dir, name, w.now, func(*pouch.View) (pouch.Change, error) { return c, nil }, drawn))
		spent.drawn, spent.ops, spent.synced = drawn.n, mem.Ops()-ops, mem.Synced()-synced
		return spent
	}
	want := measure(pouch.Change{})
	if want.asked != 6*12+3 || want.drawn == 0 || want.ops == 0 {
		t.Errorf("a zero change: %+v", want)
	}
	for what, c := range map[string]pouch.Change{
		"lids":            {Lids: lids(chacha(1))},
		"loops":           {Append: true},
		"lids and loops":  {Append: true, Lids: lids(chacha(1))},
		"no lids, loops ": {Append: true},
	} {
		if got := measure(c); got != want {
			t.Errorf("%s: %+v, without a change %+v", what, got, want)
		}
	}
}

type counting struct {
	r io.Reader
	n int
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += n
	return n, err
}

// Other lids go to the writes that were never attempted, of the round being
// run and those to come, and to nothing else.
func TestLidsChangeWhatWasNeverAttempted(t *testing.T) {
	w := midRound(t, 3)
	before := w.file()
	l := layout{6, 16}
	given := map[int][pouch.LidSize]byte{}
	entryOf := func(e pouch.Entry) int { return int(e.Round-100)*6 + e.Slot }
	decide := func(v *pouch.View) (pouch.Change, error) {
		if v.Tag() != [8]byte{1} || v.First() != 101 || v.Last() != 116 || v.Floor() != 104 || v.Now() != 104 || v.Plan().Slots() != 6 {
			t.Errorf("seen: tag %x, rounds %d to %d, floor %d, now %d", v.Tag(), v.First(), v.Last(), v.Floor(), v.Now())
		}
		for e := range v.Unsent() {
			if entry := entryOf(e); !bytes.Equal(v.Lid(e), before[l.writesAt(entry):][:pouch.LidSize]) ||
				!bytes.Equal(e.ID[:], before[l.metaAt(entry):][:32]) {
				t.Errorf("round %d, slot %d: another lid or id", e.Round, e.Slot)
			}
		}
		fresh := lids(w.rand)
		return pouch.Change{Lids: func(e pouch.Entry) (lid [pouch.LidSize]byte, ok bool) {
			if e.Slot == 5 {
				return lid, false
			}
			lid, ok = fresh(e)
			given[entryOf(e)] = lid
			return lid, ok
		}}, nil
	}
	w.must(pouch.Rewrite(w.dir, name, w.now, decide, w.rand))
	attempted := 0
	for entry := range l.entries() {
		place := before[l.writesAt(entry):]
		state := before[l.metaAt(entry)+65]
		lid, ok := given[entry]
		if want := entry/6 >= 4 && state == byte(pouch.WriteWaiting) && entry%6 != 5; ok != want {
			t.Errorf("entry %d in state %d: other lid %t, want %t", entry, state, ok, want)
		}
		if entry/6 == 4 && state != byte(pouch.WriteWaiting) {
			attempted++
		}
		if ok {
			copy(place, lid[:])
		}
	}
	if attempted != 3 {
		t.Errorf("%d writes of the round had been attempted, so the test shows little", attempted)
	}
	if !bytes.Equal(before, w.file()) {
		t.Error("something else than lids changed, or not those that were given")
	}
}

// Loops are appended so that the pouch lasts its full length again; what it
// still had is moved whole, the round being run with its results.
func TestAppendMovesWhatRemainsAndAddsLoops(t *testing.T) {
	w := midRound(t, 4)
	before, old := w.file(), w.load()
	pouch.Dirty(w.plan)
	w.must(w.rewrite(pouch.Change{Append: true}))
	after, p := w.file(), w.load()
	if p.First() != 105 || p.Last() != 120 || p.Floor() != 104 || p.Tag() != old.Tag() || p.Use() != old.Use() {
		t.Errorf("rounds %d to %d, floor %d, tag %x, use %v", p.First(), p.Last(), p.Floor(), p.Tag(), p.Use())
	}
	l := layout{6, 16}
	const gone = 4 * 6
	remain := l.entries() - gone
	for _, part := range []struct {
		what string
		at   func(int) int
	}{{"metas", l.metaAt}, {"writes", l.writesAt}, {"reads", l.readsAt}} {
		if !bytes.Equal(after[part.at(0):part.at(remain)], before[part.at(gone):part.at(l.entries())]) {
			t.Errorf("%s of the rounds that remain changed", part.what)
		}
	}
	ids := map[box.ID]bool{}
	for entry := remain; entry < l.entries(); entry++ {
		m := after[l.metaAt(entry):][:128]
		ids[box.ID(m)] = true
		if m[64] != 1 || !bytes.Equal(m[65:88], make([]byte, 23)) || !bytes.Equal(m[104:], make([]byte, 24)) {
			t.Errorf("entry %d is no loop that waits: % x", entry, m[64:])
		}
		if !bytes.Equal(after[l.readsAt(entry):][:4096], make([]byte, 4096)) {
			t.Errorf("entry %d has read something", entry)
		}
		if b := after[l.writesAt(entry):][:4096]; bytes.Equal(b[:2048], b[2048:]) || bytes.Equal(b, before[l.writesAt(entry):][:4096]) {
			t.Errorf("entry %d writes no random box", entry)
		}
	}
	if len(ids) != gone {
		t.Errorf("%d ids in %d entries", len(ids), gone)
	}
	// rounds 101 to 103 are forgotten but for what was read in them; the round
	// being run tells its results
	kept := 0
	for res := range p.Results(105) {
		switch {
		case res.Slot >= keptSlot && res.Round < 104:
			kept++
		case res.Round != 104 || res.Slot >= keptSlot:
			t.Errorf("a result of round %d, slot %d", res.Round, res.Slot)
		}
	}
	if kept != 3 {
		t.Errorf("%d boxes are kept, want one of each round", kept)
	}
	// again in the same round: nothing is left to append
	w.must(w.rewrite(pouch.Change{Append: true}))
	if !bytes.Equal(after, w.file()) {
		t.Error("appending twice in a round changed the pouch twice")
	}
}

// The worker goes on through every rewriting, in a round and between two: S
// writes and S reads in each round, none of them twice, none with two contents;
// and the device takes in and seals afterwards as it always does.
func TestAWorkerRunsThroughRewritings(t *testing.T) {
	for second := 0; second < 900; second += 61 {
		w := newWorld(t, plan(6, 16), 3, uint64(second))
		w.must(w.seal())
		w.start()
		for r := box.Round(102); r < 130; r += 2 {
			w.until(w.plan.Calendar().Start(r).Add(time.Duration(second) * time.Second))
			w.must(w.rewrite(pouch.Change{Append: r%4 == 0, Lids: lids(w.rand)}))
		}
		if w.state != nil {
			t.Errorf("second %d: the worker is silent: %v", second, w.state)
		}
		w.must(w.seal())
		w.rounds(2)
		contents := map[box.Ref]box.Content{}
		for _, s := range w.log {
			if s.q.Kind != pouch.Write {
				continue
			}
			if _, ok := contents[s.q.Ref()]; ok {
				t.Errorf("second %d: a write of round %d was sent twice", second, s.q.Round)
			}
			contents[s.q.Ref()] = *s.q.Content
		}
		for r := box.Round(101); r <= 130; r++ {
			if writes, reads, repeats := w.count(r); writes != 6 || reads != 6 || repeats != 0 {
				t.Errorf("second %d, round %d: %d writes, %d reads, %d repeats", second, r, writes, reads, repeats)
			}
		}
		for _, res := range w.results() {
			content, sent := contents[box.Ref{Round: res.Round, ID: res.Write.ID}]
			if sent && res.Write.State != pouch.WriteStored && res.Write.State != pouch.WriteWaiting {
				t.Errorf("second %d, round %d: %v is told of a write that was stored", second, res.Round, res.Write.State)
			}
			if sent && res.Read.ID == res.Write.ID && res.Read.Content != nil && *res.Read.Content != content {
				t.Errorf("second %d, round %d: another content was read", second, res.Round)
			}
		}
	}
}

// A device that loaded the pouch before others' rewriting moved it finds that
// it did; one that loads after takes in what is left and seals.
func TestReplaceAfterARewriting(t *testing.T) {
	w := midRound(t, 5)
	keep := w.load()
	w.must(w.rewrite(pouch.Change{Append: true, Lids: lids(w.rand)}))
	f := w.fill(w.round() + 1)
	if err := pouch.Replace(w.dir, name, f, [8]byte{9}, keep); !errors.Is(err, pouch.ErrMoved) {
		t.Errorf("got %v, want ErrMoved", err)
	}
	keep = w.load()
	told := 0
	for res := range keep.Results(w.round()) {
		if res.Write.State != pouch.WriteWaiting {
			told++
		}
	}
	w.must(pouch.Replace(w.dir, name, f, [8]byte{9}, keep))
	if p := w.load(); told == 0 || p.Tag() != [8]byte{9} || p.First() != 105 || p.Floor() != 104 {
		t.Errorf("%d results told; tag %x, first %d, floor %d", told, p.Tag(), p.First(), p.Floor())
	}
}

// Whatever hinders a rewriting leaves the file as it was.
func TestARewritingThatFailsChangesNothing(t *testing.T) {
	w := midRound(t, 6)
	good := w.file()
	all := pouch.Change{Append: true, Lids: lids(w.rand)}
	unasked := func(*pouch.View) (pouch.Change, error) {
		t.Error("something was decided")
		return all, nil
	}
	try := func(what string, decide func(*pouch.View) (pouch.Change, error), rand io.Reader, want error) {
		t.Helper()
		before, _ := w.dir.ReadFile(name)
		if err := pouch.Rewrite(w.dir, name, w.now, decide, rand); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", what, err, want)
		}
		if after, _ := w.dir.ReadFile(name); !bytes.Equal(before, after) {
			t.Errorf("%s: the file changed", what)
		}
	}
	release, err := w.dir.Lock(name + "-change")
	w.must(err)
	try("the worker is at it", unasked, w.rand, durable.ErrLocked)
	release()
	no := errors.New("no")
	try("decide says no", func(*pouch.View) (pouch.Change, error) { return all, no }, w.rand, no)
	try("no randomness", func(*pouch.View) (pouch.Change, error) { return all, nil }, bytes.NewReader(nil), io.EOF)
	for what, data := range hostile(good) {
		w.must(w.dir.Replace(name, data))
		try(what, unasked, w.rand, pouch.ErrFormat)
	}
	w.must(w.dir.Remove(name))
	try("there is none", unasked, w.rand, fs.ErrNotExist)
	w.must(w.dir.Replace(name, good))
	w.must(w.rewrite(all))
}

// hostile are files that no worker leaves.
func hostile(good []byte) map[string][]byte {
	flipped := func(at int) []byte {
		bad := bytes.Clone(good)
		bad[at] ^= 0x80
		return bad
	}
	noise := make([]byte, len(good))
	chacha(1).Read(noise)
	return map[string][]byte{
		"empty": {}, "one byte": {1}, "cut in the head": good[:1000], "cut after the head": good[:4096], "cut in the cards": good[:9000],
		"cut in the metas": good[:17000], "one byte short": good[:len(good)-1], "one byte long": append(bytes.Clone(good), 0),
		"zeros": make([]byte, len(good)), "random": noise, "another version": flipped(7), "another plan": flipped(8), "another card": flipped(8200), "bytes behind the cards": flipped(16000), "what is known of no place": flipped(4096 + 512),
		"another floor": flipped(513), "bytes behind the head": flipped(4000), "bytes behind the metas": flipped(16384 + 128*102),
		"a kept box that is none": flipped(layout{6, 16}.keptPlaceAt(3) + 10), "more than a kept box has": flipped(layout{6, 16}.keptPlaceAt(3) + 60),
		"a state that is none": flipped(16384 + 50*128 + 65), "more than a meta has": flipped(16384 + 50*128 + 104),
	}
}

// The clock may go back or far ahead between one opening and the next. No
// round is ever begun twice, and no id ever has two contents; a clock that is
// behind costs nothing, one that was ahead costs rounds until the next sealing.
func TestRewritingByAWrongClock(t *testing.T) {
	const endOfRounds = 1 << 62 // farther than a duration reaches
	jumps := []time.Duration{-400 * 24 * time.Hour, -5 * time.Hour, -20 * time.Minute, 20 * time.Minute, 3 * time.Hour, 5 * time.Hour, 90 * 24 * time.Hour, endOfRounds}
	for seed, jump := range jumps {
		w := midRound(t, uint64(seed))
		before := w.load()
		wrong := w.now.Add(jump)
		if jump == endOfRounds {
			wrong = w.plan.Calendar().Start(1<<32 - 10)
		}
		all := pouch.Change{Append: true, Lids: lids(w.rand)}
		w.must(pouch.Rewrite(w.dir, name, wrong, func(*pouch.View) (pouch.Change, error) { return all, nil }, w.rand))
		p := w.load()
		switch now := w.plan.Calendar().At(wrong); {
		case now < 104 && (p.First() != 105 || p.Last() != 120):
			t.Errorf("%v: rounds %d to %d", jump, p.First(), p.Last())
		case now > 1<<31 && p.First() != before.First():
			t.Errorf("%v: the first round is %d though numbers end there", jump, p.First())
		case now > 104 && now < 1<<31 && p.First() != now+1:
			t.Errorf("%v: rounds %d to %d, the clock says %d", jump, p.First(), p.Last(), now)
		}
		if p.Floor() != 104 || p.Tag() != before.Tag() {
			t.Errorf("%v: floor %d, tag %x", jump, p.Floor(), p.Tag())
		}
		w.rounds(2) // silent where the clock was ahead
		w.must(w.rewrite(all))
		w.rounds(1)
		w.must(w.seal())
		w.rounds(3)
		if w.state != nil {
			t.Errorf("%v: silent after a sealing by the right clock: %v", jump, w.state)
		}
		contents := map[box.Ref]box.Content{}
		for _, s := range w.log {
			old, ok := contents[s.q.Ref()]
			if s.q.Kind == pouch.Write && ok && old != *s.q.Content {
				t.Errorf("%v: one id was written with two contents", jump)
			}
			if s.q.Kind == pouch.Write {
				contents[s.q.Ref()] = *s.q.Content
			}
		}
		for r := box.Round(110); r <= 112; r++ {
			if writes, reads, _ := w.count(r); writes != 6 || reads != 6 {
				t.Errorf("%v: round %d has %d writes and %d reads", jump, r, writes, reads)
			}
		}
	}
}

// A pouch that has run dry is filled with loops alone.
func TestAppendAfterThePouchHasRunDry(t *testing.T) {
	w := midRound(t, 7)
	w.until(w.plan.Calendar().Start(140))
	if !errors.Is(w.state, pouch.ErrDry) {
		t.Fatalf("state %v, want ErrDry", w.state)
	}
	w.must(w.rewrite(pouch.Change{Append: true}))
	p := w.load()
	if p.First() != 141 || p.Last() != 156 || p.Floor() != 116 {
		t.Errorf("rounds %d to %d, floor %d", p.First(), p.Last(), p.Floor())
	}
	for res := range p.Results(141) {
		if res.Slot < keptSlot || res.Write.State != pouch.WriteWaiting {
			t.Error("a result of a round that is forgotten, beside what was read in it")
		}
	}
	w.rounds(2)
	for r := box.Round(141); r <= 142; r++ {
		if writes, reads, _ := w.count(r); writes != 6 || reads != 6 {
			t.Errorf("round %d: %d writes, %d reads", r, writes, reads)
		}
	}
	w.must(w.seal())
}

// A sealing tells which boxes its rounds will write, in the order of the file.
func TestAFillTellsItsWrites(t *testing.T) {
	w := newWorld(t, plan(6, 16), 3, 8)
	f, err := pouch.NewFill(w.plan, 101)
	w.must(err)
	for range f.Writes() {
		t.Error("a write before Finish")
	}
	used := midRound(t, 8) // leaves memory in which something was read
	for reads := 0; reads < 6 || len(used.fly) > 0; _, reads, _ = used.count(104) {
		used.must(used.step())
	}
	used.must(used.seal())
	if carried := used.file()[(layout{6, 16}).readsAt(0):]; bytes.Equal(carried, make([]byte, len(carried))) {
		t.Error("nothing was carried over, so the test shows little")
	}
	f = w.fill(101)
	writes := slices.Collect(f.Writes())
	w.must(pouch.Replace(w.dir, name, f, [8]byte{1}, nil))
	for range f.Writes() {
		t.Error("a write after Replace")
	}
	l, data := layout{6, 16}, w.file()
	if !bytes.Equal(data[l.readsAt(0):], make([]byte, len(data)-l.readsAt(0))) {
		t.Error("something was read before anything was run")
	}
	if len(writes) != 6*16 {
		t.Fatalf("%d writes, want 96", len(writes))
	}
	links := 0
	for i, ref := range writes {
		if want := (box.Ref{Round: 101 + box.Round(i/6), ID: box.ID(data[l.metaAt(6+i):])}); ref != want {
			t.Errorf("write %d is another than the file's", i)
		}
		if ref.ID[0] == 0x77 && ref.ID == linkID(int(ref.ID[1]), ref.Round, false) {
			links++
		}
	}
	if links != 3*16 {
		t.Errorf("%d of the writes are links', want 48", links)
	}
	i := 0
	w.must(pouch.Rewrite(w.dir, name, w.now, func(v *pouch.View) (pouch.Change, error) {
		for e := range v.Unsent() {
			if e.Round != writes[i].Round || e.ID != writes[i].ID || e.Slot != i%6 {
				t.Errorf("unsent entry %d is another than the sealing's write", i)
			}
			i++
		}
		return pouch.Change{}, nil
	}, w.rand))
	if i != len(writes) {
		t.Errorf("%d unsent entries of %d writes", i, len(writes))
	}
}
