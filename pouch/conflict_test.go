package pouch_test

import (
	"testing"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/pouch"
)

// A refused write is read back in the same round in place of a loop's read:
// the number of requests stays what it is, and the box comes with the result.
func TestConflictIsReadBackInPlaceOfALoop(t *testing.T) {
	w := newWorld(t, plan(6, 16), 3, 1)
	w.must(w.seal())
	theirs := linkBox(1, 102, 99)
	w.drop.Put(t.Context(), box.Ref{Round: 102, ID: linkID(1, 102, false)}, theirs)
	w.start()
	w.rounds(3)
	for r := box.Round(101); r <= 103; r++ {
		if writes, reads, repeats := w.count(r); writes != 6 || reads != 6 || repeats != 0 {
			t.Errorf("round %d: %d writes, %d reads, %d repeats", r, writes, reads, repeats)
		}
	}
	backs := 0
	for _, s := range w.log {
		if s.q.Kind != pouch.ReadBack {
			continue
		}
		backs++
		if s.q.Ref() != (box.Ref{Round: 102, ID: linkID(1, 102, false)}) || s.outcome != carrier.Found {
			t.Error("something else was read back")
		}
	}
	if backs != 1 {
		t.Errorf("%d read-backs, want 1", backs)
	}
	conflicts, skipped := 0, 0
	for _, res := range w.results() {
		if res.Read.State == pouch.ReadSkipped {
			skipped++
		}
		if res.Write.State != pouch.WriteConflict {
			continue
		}
		conflicts++
		if res.Write.ReadBack == nil || *res.Write.ReadBack != *theirs {
			t.Error("the result comes without the box")
		}
	}
	if conflicts != 1 || skipped != 1 {
		t.Errorf("%d conflicts and %d reads that gave way, want 1 and 1", conflicts, skipped)
	}
}

// Links' reads never give way; with more conflicts than loops, the rest is
// told without its box.
func TestConflictsNeverTakeALinksPlace(t *testing.T) {
	w := newWorld(t, plan(6, 16), 4, 2)
	w.must(w.seal())
	for link := range 4 {
		w.drop.Put(t.Context(), box.Ref{Round: 102, ID: linkID(link, 102, false)}, linkBox(link, 102, 99))
	}
	w.start()
	w.rounds(3)
	with, without := 0, 0
	for _, res := range w.results() {
		switch {
		case res.Write.State != pouch.WriteConflict:
		case res.Write.ReadBack != nil:
			with++
		default:
			without++
		}
	}
	if with != 2 || without != 2 {
		t.Errorf("%d conflicts with their box, %d without, want 2 and 2", with, without)
	}
	for link := range 4 {
		read := false
		for _, s := range w.log {
			read = read || s.q.Kind == pouch.Read && s.q.ID == linkID(link, 102, true)
		}
		if !read {
			t.Errorf("link %d was not read", link)
		}
	}
}

// A read-back that is not answered leaves the conflict without its box.
func TestReadBackMayFail(t *testing.T) {
	w := newWorld(t, plan(6, 16), 1, 3)
	w.must(w.seal())
	w.drop.Put(t.Context(), box.Ref{Round: 101, ID: linkID(0, 101, false)}, linkBox(0, 101, 99))
	w.drop.Fault(func() (bool, bool) {
		return w.now.After(w.plan.Calendar().Half(101)), false
	})
	w.start()
	w.rounds(1)
	for _, res := range w.results() {
		if res.Write.State == pouch.WriteConflict && res.Write.ReadBack == nil {
			return
		}
	}
	t.Error("no conflict was told")
}

// A refusal is final if it was the only attempt, and unknown if one before it
// may have been stored.
func TestRefusalsAreTold(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 4)
	w.drop.Refuse(func(ref box.Ref) bool { return ref.Round == 101 })
	w.must(w.seal())
	w.start()
	w.rounds(2)
	if writes, reads, repeats := w.count(101); writes != 3 || reads != 3 || repeats != 0 {
		t.Errorf("%d writes, %d reads, %d repeats", writes, reads, repeats)
	}
	for _, res := range w.results() {
		if refused := res.Write.State == pouch.WriteRefused && res.Read.State == pouch.ReadRefused; refused != (res.Round == 101) {
			t.Errorf("round %d: write %d, read %d", res.Round, res.Write.State, res.Read.State)
		}
	}
}
