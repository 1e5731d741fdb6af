package pouch_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
	"bulkhead/pouch"
	"bulkhead/round"
)

const (
	keptPlaces = 64
	keptBytes  = 4096 + keptPlaces*4096
	keptSlot   = 256
)

// keptAt is the beginning of the list of kept boxes, and keptBoxAt that of a
// place's box.
func (l layout) keptAt() int           { return l.readsAt(l.entries()) }
func (l layout) keptBoxAt(i int) int   { return l.keptAt() + 4096 + 4096*i }
func (l layout) keptPlaceAt(i int) int { return l.keptAt() + 64*i }

// readWorld is a world in which every one of the links' reads finds its box
// from round 101 on, standing in the round given, with nothing taken in.
func readWorld(t testing.TB, links int, in box.Round, seed uint64) *world {
	w := newWorld(t, plan(6, 16), links, seed)
	w.letter(101, 200)
	w.must(w.seal())
	w.start()
	w.until(w.plan.Calendar().Start(in).Add(time.Minute))
	return w
}

// letter puts the partners' boxes of some rounds into the drop.
func (w *world) letter(from, to box.Round) {
	for r := from; r < to; r++ {
		for link := range w.links {
			w.drop.Put(w.t.Context(), box.Ref{Round: r, ID: linkID(link, r, true)}, linkBox(link, r, 0))
		}
	}
}

// reads are the links' boxes that the pouch tells of, by round and link; each is held against what its partner sent.
func (w *world) reads(p *pouch.Pouch) (refs []box.Ref) {
	w.t.Helper()
	for res := range p.Results(w.round()) {
		if res.Read.State != pouch.ReadFound || res.Read.ID[0] != 0x77 || res.Read.ID[2] != 1 {
			continue
		}
		if *res.Read.Content != *linkBox(int(res.Read.ID[1]), res.Round, 0) {
			w.t.Errorf("round %d: another box is told than was read", res.Round)
		}
		refs = append(refs, box.Ref{Round: res.Round, ID: res.Read.ID})
	}
	if !slices.IsSortedFunc(refs, func(a, b box.Ref) int { return cmp.Compare(a.Round, b.Round) }) {
		w.t.Error("what was read is not told in the order of rounds")
	}
	slices.SortFunc(refs, byRef)
	return refs
}

// Looking at the decoy, as often as a captor likes, erases nothing that was
// read: what the links have not taken in yet is told as if nobody had looked.
func TestOpeningTheDecoyErasesNothingThatWasRead(t *testing.T) {
	w := readWorld(t, 3, 112, 1)
	want := w.reads(w.load())
	if len(want) != 3*11 {
		t.Fatalf("%d boxes were read, want 33", len(want))
	}
	all := func() pouch.Change { return pouch.Change{Append: true, Lids: lids(w.rand)} }
	w.must(w.rewrite(all()))
	if got := w.reads(w.load()); !slices.Equal(got, want) {
		t.Errorf("after one opening %d boxes are told, want %d", len(got), len(want))
	}
	w.must(w.rewrite(all()))
	w.until(w.plan.Calendar().Start(114).Add(time.Minute))
	want = w.reads(w.load())
	w.must(w.rewrite(pouch.Change{}))
	w.must(w.rewrite(all()))
	w.until(w.plan.Calendar().Start(160)) // nothing but loops by now
	w.must(w.rewrite(all()))
	got := w.reads(w.load())
	for r := box.Round(114); r <= 116; r++ { // what the sealing still held
		for link := range 3 {
			want = append(want, box.Ref{Round: r, ID: linkID(link, r, true)})
		}
	}
	slices.SortFunc(want, byRef)
	if !slices.Equal(got, want) {
		t.Errorf("after the sealing's rounds are long over %d boxes are told, want %d", len(got), len(want))
	}
}

func byRef(a, b box.Ref) int {
	return cmp.Or(cmp.Compare(a.Round, b.Round), bytes.Compare(a.ID[:], b.ID[:]))
}

// What is kept comes first and in the order of rounds, as reads that found
// their box in slots that no round has; a sealing by one who was told of it
// empties its places, a sealing by one who was not leaves them.
func TestKeptBoxesAreToldFirstAndGoOnceTheyWereTold(t *testing.T) {
	w := readWorld(t, 3, 106, 2)
	w.must(w.rewrite(pouch.Change{Append: true}))
	l := layout{6, 16}
	p := w.load()
	last, kept, slots := box.Round(0), 0, map[int]bool{}
	for res := range p.Results(w.round()) {
		if res.Round < last {
			t.Errorf("a result of round %d comes after one of round %d", res.Round, last)
		}
		last = res.Round
		if res.Slot < 6 {
			continue
		}
		if kept++; res.Slot < keptSlot || slots[res.Slot] {
			t.Errorf("a kept box of slot %d", res.Slot)
		}
		slots[res.Slot] = true
		if res.Write.State != pouch.WriteWaiting || res.Read.State != pouch.ReadFound || res.Round > 105 {
			t.Errorf("round %d: %+v", res.Round, res.Read.State)
		}
		if kept == 5 {
			break
		}
	}
	if kept != 5 || last != 102 {
		t.Errorf("%d kept boxes up to round %d, want 5 up to 102", kept, last)
	}
	// five of fifteen were told
	w.must(pouch.Replace(w.dir, name, w.fill(w.round()+1), [8]byte{2}, p))
	p = w.load()
	if got := w.reads(p); len(got) != 10 || got[0].Round != 102 {
		t.Errorf("%d boxes are left, want ten", len(got))
	}
	// one who was told nothing
	w.must(pouch.Replace(w.dir, name, w.fill(w.round()+1), [8]byte{3}, w.load()))
	if got := w.reads(w.load()); len(got) != 10 {
		t.Errorf("%d boxes are left by one who was told nothing, want ten", len(got))
	}
	w.must(w.seal())
	if area := w.file()[l.keptAt():]; !bytes.Equal(area, make([]byte, keptBytes)) {
		t.Error("something is kept after all of it was told")
	}
	// nor does the memory of it come back
	w.must(w.seal())
	if area := w.file()[l.keptAt():]; !bytes.Equal(area, make([]byte, keptBytes)) {
		t.Error("something came back")
	}
}

// A sealing that was refused leaves nothing of the pouch it was tried on.
func TestARefusedReplaceLeavesNothingKept(t *testing.T) {
	w := readWorld(t, 3, 106, 3)
	w.must(w.rewrite(pouch.Change{Append: true}))
	f := w.fill(w.round() + 1)
	untold := w.load()
	w.dir.(*durable.Mem).SetHook(func(int, durable.Op) durable.Fault { return durable.FailBefore })
	if err := pouch.Replace(w.dir, name, f, [8]byte{2}, untold); err == nil {
		t.Fatal("a failing disk was not told")
	}
	w.dir.(*durable.Mem).SetHook(nil)
	told := w.load()
	w.reads(told)
	w.must(pouch.Replace(w.dir, name, f, [8]byte{2}, told))
	if got := w.reads(w.load()); len(got) != 0 {
		t.Errorf("%d boxes are told again", len(got))
	}
}

// Of more boxes than there are places the newest are kept; whoever looks again
// and again has the oldest go.
func TestTheNewestAreKeptWhenThereAreTooMany(t *testing.T) {
	w := newWorld(t, plan(6, 64), 4, 4)
	w.letter(101, 200)
	w.must(w.seal())
	w.start()
	look := func(in box.Round) {
		w.until(w.plan.Calendar().Start(in).Add(time.Minute))
		w.must(w.rewrite(pouch.Change{Append: true}))
		got := w.reads(w.load())
		if len(got) != keptPlaces {
			t.Fatalf("in round %d %d boxes are kept, want %d", in, len(got), keptPlaces)
		}
		for i, ref := range got {
			if want := in - 16 + box.Round(i/4); ref.Round != want {
				t.Errorf("in round %d the %d-th is of round %d, want %d", in, i, ref.Round, want)
			}
		}
	}
	look(131)
	look(134)
	look(160)
	if size := len(w.file()); int64(size) != pouch.Size(w.plan.Slots(), w.plan.Rounds()) {
		t.Errorf("the file has %d bytes", size)
	}
}

// As long as nobody seals, a place holds one box of a round, and no other of
// the same round after it: whoever goes by round and slot misses none.
func TestNoTwoBoxesOfARoundShareAPlace(t *testing.T) {
	w := newWorld(t, plan(6, 64), 4, 5)
	w.letter(101, 200)
	w.must(w.seal())
	w.start()
	type place struct {
		round box.Round
		slot  int
	}
	in := map[place]box.ID{}
	for r := box.Round(103); r < 170; r += 1 + box.Round(w.rand.Uint64()%7) {
		w.until(w.plan.Calendar().Start(r).Add(time.Minute))
		w.must(w.rewrite(pouch.Change{Append: true}))
		for res := range w.load().Results(w.round()) {
			at := place{res.Round, res.Slot}
			if was, ok := in[at]; ok && was != res.Read.ID {
				t.Fatalf("round %d, slot %d: two boxes", res.Round, res.Slot)
			}
			in[at] = res.Read.ID
		}
	}
}

// Loops' own boxes, boxes that were taken in, reads whose content the power
// cut away, and boxes that were read back are not kept.
func TestWhatIsNoNewsIsNotKept(t *testing.T) {
	seeds.Each(t, 2, noNewsIsNotKept, 2131817307701693275, 1943400387759516601)
}

func noNewsIsNotKept(t *testing.T, seed uint64) {
	w := newWorld(t, plan(6, 16), 1, seed)
	w.rate = round.RateOf(1) // nearly every loop reads what it wrote
	w.letter(101, 200)
	w.must(w.seal())
	w.start()
	w.until(w.plan.Calendar().Start(103).Add(time.Minute))
	w.must(w.seal()) // the round in progress is carried, half of it taken in
	w.until(w.plan.Calendar().Start(104).Add(time.Minute))
	l := layout{6, 16}
	file := w.file()
	links, loops := 0, 0
	for entry := range 6 { // round 103
		switch m := file[l.metaAt(entry):]; {
		case m[67] != byte(pouch.ReadFound):
		case box.ID(m[32:64]) == linkID(0, 103, true):
			links++
		default:
			loops++
		}
	}
	if links != 1 || loops < 2 {
		t.Fatalf("%d boxes of links and %d of loops, want 1 and about 5", links, loops)
	}
	keeps := func(what string, change func(m, content []byte), want int) {
		t.Helper()
		bad := bytes.Clone(file)
		for entry := range 6 {
			if m := bad[l.metaAt(entry):][:128]; box.ID(m[32:64]) == linkID(0, 103, true) {
				change(m, bad[l.readsAt(entry):][:4096])
			}
		}
		w.must(w.dir.Replace(name, bad))
		w.must(w.rewrite(pouch.Change{Append: true}))
		n := 0
		for i := range keptPlaces {
			if after := w.file(); !bytes.Equal(after[l.keptPlaceAt(i):][:64], make([]byte, 64)) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: %d boxes are kept, want %d", what, n, want)
		}
	}
	keeps("a link's box", func([]byte, []byte) {}, 1)
	keeps("a box that was taken in", func(m, _ []byte) { m[64] |= 4 }, 0)
	keeps("a content that was cut away", func(_, c []byte) { c[2000] ^= 1 }, 0)
	keeps("a box that was read back", func(m, _ []byte) { m[69] = 1 }, 0)
}

// The file is as docs/protocol/pouch.md has it.
func TestWhatAKeptBoxLooksLike(t *testing.T) {
	w := readWorld(t, 2, 104, 7)
	l := layout{6, 16}
	if before := w.file(); !bytes.Equal(before[l.keptAt():], make([]byte, keptBytes)) {
		t.Fatal("something is kept in a pouch that was sealed")
	}
	w.must(w.rewrite(pouch.Change{Append: true}))
	file := w.file()
	found := map[box.Ref]bool{}
	for i := range keptPlaces {
		place, content := file[l.keptPlaceAt(i):][:64], file[l.keptBoxAt(i):][:4096]
		if bytes.Equal(place, make([]byte, 64)) {
			if !bytes.Equal(content, make([]byte, 4096)) {
				t.Errorf("place %d holds nothing and is not zero", i)
			}
			continue
		}
		ref := box.Ref{Round: box.Round(binary.BigEndian.Uint32(place)), ID: box.ID(place[4:36])}
		sum := sha256.Sum256(content)
		if !bytes.Equal(content, linkBox(int(ref.ID[1]), ref.Round, 0)[:]) || !bytes.Equal(place[36:52], sum[:16]) || !bytes.Equal(place[52:], make([]byte, 12)) {
			t.Errorf("place %d: % x", i, place)
		}
		found[ref] = true
	}
	if len(found) != 2*3 {
		t.Errorf("%d boxes are kept, want 6", len(found))
	}
	// a box that is not what its check says is passed over, and goes
	for i := range keptPlaces {
		file[l.keptBoxAt(i)+77] ^= 1
	}
	w.must(w.dir.Replace(name, file))
	if got := w.reads(w.load()); len(got) != 0 {
		t.Errorf("%d damaged boxes are told", len(got))
	}
	w.must(w.seal())
	if !bytes.Equal(w.file()[l.keptAt():], make([]byte, keptBytes)) {
		t.Error("damaged boxes stay for ever")
	}
}

// A clock that was ahead for one opening forgets rounds, not what was read in
// them.
func TestAnOpeningByAClockAheadErasesNothing(t *testing.T) {
	w := readWorld(t, 3, 108, 8)
	want := w.reads(w.load())
	right := w.now
	w.now = w.plan.Calendar().Start(5000)
	w.must(w.rewrite(pouch.Change{Append: true}))
	w.now = right
	if got := w.reads(w.load()); !slices.Equal(got, want) {
		t.Errorf("%d boxes are told, want %d", len(got), len(want))
	}
	w.must(w.seal())
	if got := w.reads(w.load()); len(got) != 0 {
		t.Errorf("%d boxes are told again after a sealing", len(got))
	}
	w.rounds(2)
	if got := w.reads(w.load()); len(got) == 0 {
		t.Error("nothing is read after a sealing by the right clock")
	}
}
