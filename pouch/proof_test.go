package pouch_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/pouch"
)

func proofKey(t testing.TB, seed uint64) *pouch.Key {
	t.Helper()
	k, err := pouch.NewKey(chacha(seed))
	if err != nil {
		t.Fatal(err)
	}
	return &k
}

// proven seals w's links with proofs and returns how the device finds it.
func (w *world) proven(key *pouch.Key) *pouch.Pouch {
	w.t.Helper()
	p, err := pouch.LoadProven(w.dir, name, key)
	w.must(err)
	return p
}

// sealProven is seal with proofs, in the place of a pouch that has them too.
func (w *world) sealProven(key *pouch.Key) {
	w.t.Helper()
	var old *pouch.Pouch
	first := w.round() + 1
	if _, err := w.dir.ReadFile(name); err == nil {
		old = w.proven(key)
		for range old.Results(w.round()) {
		}
		first = max(w.round(), old.Floor()) + 1
	}
	f := w.fill(first)
	f.Prove(key)
	w.must(pouch.Replace(w.dir, name, f, [8]byte{byte(w.gen)}, old))
}

// An entry is proven to its own device for as long as a sealing lasts: through
// rounds that are run, openings that give other lids and append loops, and
// the carrying over of the round in progress; and to nobody else.
func TestWhatWasSealedIsProvenToItsDevice(t *testing.T) {
	w := newWorld(t, plan(4, 16), 2, 1)
	key := proofKey(t, 1)
	w.sealProven(key)
	all := func(what string, p *pouch.Pouch, from, to box.Round) {
		t.Helper()
		if proven, n := p.Proven(from, to); proven != n || n == 0 {
			t.Errorf("%s: %d of %d entries are proven", what, proven, n)
		}
	}
	none := func(what string, p *pouch.Pouch, from, to box.Round) {
		t.Helper()
		if proven, n := p.Proven(from, to); proven != 0 || n == 0 {
			t.Errorf("%s: %d of %d entries are proven", what, proven, n)
		}
	}
	all("just sealed", w.proven(key), 100, 116)
	w.start()
	w.rounds(2)
	w.until(w.now.Add(400 * time.Second)) // in the midst of 103
	w.must(w.rewrite(pouch.Change{Append: true, Lids: lids(w.rand)}))
	p := w.proven(key)
	all("after an opening", p, 103, 116)
	none("loops that it appended", p, 117, 119)
	if last, ok := p.LastProven(); !ok || last != 116 {
		t.Errorf("the last proven round is %d, %v", last, ok)
	}
	w.sealProven(key)
	p = w.proven(key)
	all("sealed anew in the midst of a round", p, p.First()-1, p.Last())
	none("with another device's key", w.proven(proofKey(t, 2)), 0, 1<<32-1)
	none("without a key", w.load(), 0, 1<<32-1)
	f := w.fill(w.round() + 1)
	w.must(pouch.Replace(w.dir, name, f, [8]byte{7}, w.proven(key)))
	none("sealed without a key", w.proven(key), 0, 1<<32-1)
}

// Whatever of an entry no opening and no worker changes is covered, and so are
// its place and its sealing.
func TestAnEditedEntryIsNotProven(t *testing.T) {
	w := newWorld(t, plan(4, 16), 2, 2)
	key := proofKey(t, 1)
	w.sealProven(key)
	good := w.file()
	l := layout{4, 16}
	const entry = 25 // slot 1 of round 106
	lost := func(what string, want int, change func(file []byte)) {
		t.Helper()
		file := bytes.Clone(good)
		change(file)
		w.must(w.dir.Replace(name, pouch.Mend(file)))
		p, n := w.proven(key).Proven(0, 1<<32-1)
		if n-p != want {
			t.Errorf("%s: %d entries are not proven, want %d", what, n-p, want)
		}
	}
	lost("nothing", 0, func([]byte) {})
	for what, at := range map[string]int{
		"the id to write": l.metaAt(entry), "the id to read": l.metaAt(entry) + 32, "a spare mark": l.metaAt(entry) + 64,
		"the proof": l.metaAt(entry) + 103, "the body": l.writesAt(entry) + 148, "the end of the body": l.writesAt(entry) + 4095,
	} {
		lost(what, 1, func(file []byte) { file[at] ^= 1 })
	}
	lost("a taken mark", 1, func(file []byte) { file[l.metaAt(entry)+64] ^= 4 })
	lost("a lid", 0, func(file []byte) { file[l.writesAt(entry)+147] ^= 1 })
	lost("two entries in each other's place", 2, func(file []byte) {
		for _, at := range []func(int) int{l.metaAt, l.writesAt} {
			n := map[bool]int{true: 128, false: 4096}[at(1)-at(0) == 128]
			a, b := file[at(entry):][:n], file[at(entry+4):][:n]
			was := bytes.Clone(a)
			copy(a, b)
			copy(b, was)
		}
	})
	lost("a later first", 68, func(file []byte) { binary.BigEndian.PutUint32(file[12:], 102) })
	lost("another tag", 68, func(file []byte) { file[16] ^= 1 })
	lost("another number", 68, func(file []byte) { file[27] ^= 1 })
	lost("another rate of loops", 68, func(file []byte) { file[10] ^= 4 })
	lost("another pin", 68, func(file []byte) { file[8192+2+43+36+2+12+1+1+1+1+1+len("drop1.example:443")+3] ^= 1 })
}

// What was not proven when a round was carried over is not proven afterwards.
func TestCarryingOverProvesNothing(t *testing.T) {
	w := newWorld(t, plan(4, 16), 2, 3)
	key := proofKey(t, 1)
	w.sealProven(key)
	w.now = w.plan.Calendar().Start(103).Add(time.Second)
	file := w.file()
	file[layout{4, 16}.writesAt(3*4+2)+1000] ^= 1 // slot 2 of round 103
	w.must(w.dir.Replace(name, file))
	w.sealProven(key)
	p := w.proven(key)
	if p.First() != 104 {
		t.Fatalf("first is %d", p.First())
	}
	if proven, all := p.Proven(103, 103); proven != 3 || all != 4 {
		t.Errorf("%d of %d entries of the round carried over are proven, want 3 of 4", proven, all)
	}
	if proven, all := p.Proven(104, 119); proven != all {
		t.Errorf("%d of %d entries after it are proven", proven, all)
	}
}

// A floor that the owner does not believe hinders no sealing, and of rounds
// beyond it nothing is told.
func TestAFloorThatIsNotBelievedHindersNothing(t *testing.T) {
	w := newWorld(t, plan(4, 16), 2, 4)
	key := proofKey(t, 1)
	w.sealProven(key)
	w.start()
	w.rounds(2)
	w.now = w.plan.Calendar().Start(104)
	file := w.file()
	binary.BigEndian.PutUint32(file[512:], 115)
	l := layout{4, 16}
	for entry := 20; entry < 40; entry++ {
		file[l.metaAt(entry)+65], file[l.metaAt(entry)+66] = byte(pouch.WriteStored), 1
	}
	w.must(w.dir.Replace(name, pouch.Mend(file)))
	p := w.proven(key)
	f := w.fill(105)
	f.Prove(key)
	if err := pouch.Replace(w.dir, name, f, [8]byte{8}, p); !errors.Is(err, pouch.ErrMoved) {
		t.Errorf("a floor that is believed: %v", err)
	}
	p.Believe(103)
	for res := range p.Results(104) {
		if res.Round > 104 {
			t.Errorf("told of round %d", res.Round)
		}
	}
	w.must(pouch.Replace(w.dir, name, f, [8]byte{8}, p))
	if p := w.proven(key); p.Floor() != 104 || p.First() != 105 {
		t.Errorf("floor %d, first %d", p.Floor(), p.First())
	}
}

// What is no pouch, or not the device's own, gives way to a sealing whole, and
// nothing of it stays.
func TestWhateverIsThereIsOverwritten(t *testing.T) {
	for what, there := range map[string][]byte{"nothing": nil, "a word": []byte("word"), "another plan": image(t, newWorld(t, plan(5, 20), 1, 1))} {
		w := newWorld(t, plan(4, 16), 2, 5)
		if there != nil {
			w.must(w.dir.Replace(name, there))
		}
		key := proofKey(t, 1)
		f := w.fill(101)
		f.Prove(key)
		w.must(pouch.Overwrite(w.dir, name, f, [8]byte{8}))
		p := w.proven(key)
		if proven, all := p.Proven(100, 116); proven != all || all != 68 || p.Floor() != 100 {
			t.Errorf("%s: %d of %d entries are proven, floor %d", what, proven, all, p.Floor())
		}
		for range p.Results(1 << 31) {
			break
		}
	}
}

// A file that says that something was done in a round that was not begun is
// none that a worker can have left.
func TestAFloorSetBackIsRefused(t *testing.T) {
	w := newWorld(t, plan(4, 16), 2, 6)
	w.must(w.seal())
	w.start()
	w.rounds(3)
	file := w.file()
	binary.BigEndian.PutUint32(file[512:], 101)
	if _, err := pouch.Parse(pouch.Mend(file)); !errors.Is(err, pouch.ErrFormat) {
		t.Errorf("got %v, want %v", err, pouch.ErrFormat)
	}
}
