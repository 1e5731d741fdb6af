package pouch_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// full makes a disk refuse every second file, and tells what is done on it.
func full(w *world) (ops *[]durable.Op) {
	ops = new([]durable.Op)
	w.dir.(*durable.Mem).SetHook(func(_ int, op durable.Op) durable.Fault {
		*ops = append(*ops, op)
		if op == durable.OpReplace {
			return durable.FailBefore
		}
		return durable.NoFault
	})
	return ops
}

// relidded is what a pouch's file becomes if its unsent entries get the lids
// that lids(chacha(seed)) gives, and nothing else changes.
func relidded(w *world, seed uint64) (file []byte, unsent []int) {
	l, file := layout{6, 16}, w.file()
	given := lids(chacha(seed))
	for entry := 4 * 6; entry < l.entries(); entry++ { // rounds 104 to 116
		if file[l.metaAt(entry)+65] != byte(pouch.WriteWaiting) {
			continue
		}
		lid, _ := given(pouch.Entry{})
		copy(file[l.writesAt(entry):], lid[:])
		unsent = append(unsent, entry)
	}
	return file, unsent
}

// On a disk that has no room for a second file the silent alarm leaves all the
// same: the lids are changed in place.
func TestLidsChangeInPlaceOnAFullDisk(t *testing.T) {
	for _, appends := range []bool{false, true} {
		w := midRound(t, 1)
		want, unsent := relidded(w, 5)
		ops := full(w)
		err := w.rewrite(pouch.Change{Append: appends, Lids: lids(chacha(5))})
		if !errors.Is(err, pouch.ErrInPlace) || !errors.Is(err, durable.ErrFault) {
			t.Errorf("got %v, want ErrInPlace and the disk's error", err)
		}
		if want := len(unsent) + 2; len(*ops) != want || (*ops)[want-1] != durable.OpSync {
			t.Errorf("%d operations, want %d, a sync the last of them", len(*ops), want)
		}
		if !bytes.Equal(w.file(), want) {
			t.Error("something else than the lids changed, or not all of them")
		}
		w.dir.(*durable.Mem).SetHook(nil)
		w.rounds(1)
		if w.state != nil {
			t.Errorf("the worker is silent: %v", w.state)
		}
		l, sent := layout{6, 16}, 0
		for _, s := range w.log {
			if s.q.Kind == pouch.Write && slices.Contains(unsent, int(s.q.Round-100)*6+s.q.Slot) {
				if sent++; !bytes.Equal(s.q.Content[:], want[l.writesAt(int(s.q.Round-100)*6+s.q.Slot):][:4096]) {
					t.Errorf("round %d: a box left with another lid", s.q.Round)
				}
			}
		}
		if sent != 9 {
			t.Errorf("%d boxes with other lids were sent, want nine", sent)
		}
		w.must(w.seal())
	}
}

// What was changed in place is durable: the power may go at once.
func TestLidsChangedInPlaceSurviveAPowerCut(t *testing.T) {
	w := midRound(t, 1)
	want, _ := relidded(w, 5)
	full(w)
	if err := w.rewrite(pouch.Change{Append: true, Lids: lids(chacha(5))}); !errors.Is(err, pouch.ErrInPlace) {
		t.Fatal(err)
	}
	w.dir = w.dir.(*durable.Mem).Crash()
	if !bytes.Equal(w.file(), want) {
		t.Error("the file changed when the power went")
	}
}

// A full disk does not tell one opening from another: what is done on it is the
// same whatever the change.
func TestAFullDiskSeesTheSameOfEveryRewriting(t *testing.T) {
	measure := func(c pouch.Change) ([]durable.Op, int64) {
		w := midRound(t, 2)
		synced := w.dir.(*durable.Mem).Synced()
		ops := full(w)
		if err := w.rewrite(c); !errors.Is(err, pouch.ErrInPlace) {
			t.Errorf("got %v, want ErrInPlace", err)
		}
		return *ops, w.dir.(*durable.Mem).Synced() - synced
	}
	want, synced := measure(pouch.Change{})
	if len(want) < 70 {
		t.Errorf("%d operations without a change", len(want))
	}
	for what, c := range map[string]pouch.Change{
		"lids":           {Lids: lids(chacha(1))},
		"loops":          {Append: true},
		"lids and loops": {Append: true, Lids: lids(chacha(1))},
		"no lids at all": {Lids: func(pouch.Entry) (lid [pouch.LidSize]byte, ok bool) { return lid, false }},
	} {
		if got, n := measure(c); !slices.Equal(got, want) || n != synced {
			t.Errorf("%s: %d operations, %d bytes synced; without a change %d and %d", what, len(got), n, len(want), synced)
		}
	}
}

// A disk that refuses that too leaves what it took, and nobody is told that it
// was done.
func TestADiskThatRefusesLidsInPlaceIsTold(t *testing.T) {
	for _, fails := range []int{2, 3, 40, 76, 77} {
		w := midRound(t, 1)
		old := w.file()
		want, unsent := relidded(w, 5)
		n := 0
		w.dir.(*durable.Mem).SetHook(func(_ int, op durable.Op) durable.Fault {
			if n++; n == 1 || n == fails {
				return durable.FailBefore
			}
			return durable.NoFault
		})
		err := w.rewrite(pouch.Change{Append: true, Lids: lids(chacha(5))})
		if errors.Is(err, pouch.ErrInPlace) || !errors.Is(err, durable.ErrFault) {
			t.Errorf("operation %d: got %v, want the disk's error alone", fails, err)
		}
		if n != min(fails+1, len(unsent)+2) {
			t.Errorf("operation %d: %d operations; what was written is not synced", fails, n)
		}
		l, file := layout{6, 16}, w.file()
		for i, entry := range unsent {
			from := old
			if i < fails-2 {
				from = want
			}
			if at := l.writesAt(entry); !bytes.Equal(file[at:][:4096], from[at:][:4096]) {
				t.Errorf("operation %d: the %d-th unsent entry is not as it should be", fails, i)
			}
		}
	}
}

// The power may go while lids are changed in place: each of them is the old
// one or the new one, whole, and nothing else changes.
func TestACutInPlaceLeavesEveryLidOldOrNew(t *testing.T) {
	cuts, mixed := 0, 0
	for n := 2; n <= 77; n += 3 {
		for _, fault := range []durable.Fault{durable.CutDuring, durable.CutAfter} {
			w := midRound(t, 1)
			old := w.file()
			renewed, unsent := relidded(w, 5)
			at := 0
			w.dir.(*durable.Mem).SetHook(func(_ int, op durable.Op) durable.Fault {
				switch at++; {
				case op == durable.OpReplace:
					return durable.FailBefore
				case at == n:
					return fault
				}
				return durable.NoFault
			})
			if err := w.rewrite(pouch.Change{Append: true, Lids: lids(chacha(5))}); !errors.Is(err, durable.ErrPower) || errors.Is(err, pouch.ErrInPlace) {
				t.Fatalf("operation %d: got %v", n, err)
			}
			cuts++
			w.dir = w.dir.(*durable.Mem).Crash()
			l, file, changed := layout{6, 16}, w.file(), 0
			for _, entry := range unsent {
				place := file[l.writesAt(entry):][:pouch.LidSize]
				if bytes.Equal(place, renewed[l.writesAt(entry):][:pouch.LidSize]) {
					changed++
					copy(place, old[l.writesAt(entry):])
				}
			}
			if !bytes.Equal(file, old) {
				t.Fatalf("operation %d: something is neither old nor new", n)
			}
			if changed > 0 && changed < len(unsent) {
				mixed++
			}
		}
	}
	t.Logf("%d cuts, %d of them in the midst", cuts, mixed)
	if mixed < cuts/2 {
		t.Error("too few cuts in the midst, so the test shows little")
	}
}

// A disk that has put the new file in place and then fails has the lids in
// it, and the old file has them as well, should it come back.
func TestADiskThatFailsAfterTheNewFileIsThere(t *testing.T) {
	w := midRound(t, 1)
	keep := w.file()
	w.dir.(*durable.Mem).SetHook(func(_ int, op durable.Op) durable.Fault {
		if op == durable.OpReplace {
			return durable.FailAfter
		}
		return durable.NoFault
	})
	want, unsent := relidded(w, 5)
	if err := w.rewrite(pouch.Change{Append: true, Lids: lids(chacha(5))}); !errors.Is(err, pouch.ErrInPlace) {
		t.Errorf("got %v, want ErrInPlace", err)
	}
	l, p, file := layout{6, 16}, w.load(), w.file()
	if p.First() != 105 {
		t.Fatalf("first round %d: the new file is not there", p.First())
	}
	for _, entry := range unsent {
		if !bytes.Equal(file[l.writesAt(entry-4*6):][:4096], want[l.writesAt(entry):][:4096]) {
			t.Errorf("entry %d has another lid or box", entry)
		}
	}
	if bytes.Equal(keep, want) {
		t.Error("no lids were changed")
	}
	contents := map[box.Ref]*box.Content{}
	w.dir.(*durable.Mem).SetHook(nil)
	w.rounds(1)
	for _, s := range w.log {
		if old := contents[s.q.Ref()]; s.q.Kind == pouch.Write && old != nil && *old != *s.q.Content {
			t.Error("one id was written with two contents")
		}
		contents[s.q.Ref()] = s.q.Content
	}
}
