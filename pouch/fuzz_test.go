package pouch_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// used returns the file of a pouch in the midst of a round, with every kind of
// result in it, and boxes kept of a round that an opening forgot.
func used(t testing.TB) []byte {
	w := newWorld(t, plan(4, 16), 2, 1)
	w.drop.Fault(func() (bool, bool) { return w.rand.Uint64()%3 == 0, false })
	for r := box.Round(101); r < 110; r++ {
		w.drop.Put(t.Context(), box.Ref{Round: r, ID: linkID(0, r, false)}, linkBox(0, r, 99))
		w.drop.Put(t.Context(), box.Ref{Round: r, ID: linkID(0, r, true)}, linkBox(0, r, 0))
		w.drop.Put(t.Context(), box.Ref{Round: r, ID: linkID(1, r, true)}, linkBox(1, r, 0))
	}
	w.must(w.seal())
	w.start()
	w.rounds(1)
	w.must(w.rewrite(pouch.Change{Append: true}))
	w.rounds(1)
	w.until(w.now.Add(500 * time.Second))
	return w.file()
}

// Whatever is in the file: it is refused with ErrFormat, or read, run and
// replaced without harm. The fuzzer changes the head, the first rounds' metas
// and the list of kept boxes of a real pouch, since the rest is only bytes;
// where it leaves the checksums wrong, a second try puts them right.
func FuzzPouch(f *testing.F) {
	good := used(f)
	l := layout{4, 16}
	if bytes.Equal(good[l.keptPlaceAt(0):][:64], make([]byte, 64)) {
		f.Fatal("nothing is kept, so the fuzzer would show little")
	}
	const reach = 16384 + 12*128 // what follows is the list of kept boxes
	for _, at := range []uint16{0, 8, 10, 12, 24, 512, 516, 528, 4096, 8192, 8192 + 43, 8192 + 3951, 16384 + 64, 16384 + 4*128 + 64} {
		f.Add(at, good[at:at+8])
	}
	for _, at := range []int{0, 4, 36, 52, 64*63 + 32} {
		f.Add(uint16(reach+at), good[l.keptAt()+at:][:8])
		f.Add(uint16(reach+at), []byte{0, 0, 0, 0, 1, 1, 1, 1})
	}
	f.Fuzz(func(t *testing.T, at uint16, patch []byte) {
		data := append([]byte(nil), good...)
		if int(at) < reach {
			copy(data[at:reach], patch)
		} else {
			copy(data[l.keptAt()+min(int(at)-reach, 4096):l.keptBoxAt(0)], patch)
		}
		for _, data := range [][]byte{data, pouch.Mend(append([]byte(nil), data...))} {
			p, err := pouch.Parse(data)
			if err != nil {
				if !errors.Is(err, pouch.ErrFormat) {
					t.Errorf("an error of another kind: %v", err)
				}
				if _, err := rewritten(t, data, time.Unix(1<<31, 0)); !errors.Is(err, pouch.ErrFormat) {
					t.Errorf("Parse refuses it and Rewrite says: %v", err)
				}
				continue
			}
			p.Use()
			for res := range p.Results(p.Floor() + 1) {
				if (res.Read.State == pouch.ReadFound) != (res.Read.Content != nil) {
					t.Error("a content that does not fit its state")
				}
			}
			run(t, data, p)
			cal := p.Plan().Calendar()
			for _, r := range []box.Round{0, p.First() - 1, p.Floor() + 1, p.Last(), 1<<32 - 1} {
				after, err := rewritten(t, data, cal.Start(r))
				if err != nil {
					t.Fatalf("Parse takes it and Rewrite does not: %v", err)
				}
				free := bytes.Count(data[l.keptAt():l.keptBoxAt(0)], make([]byte, 64))
				checkRewritten(t, p, after, free > 32)
				if r <= p.Last() {
					run(t, after, p)
				}
			}
		}
	})
}

// rewritten is what a whole change makes of a file; a refusal leaves it as it
// was.
func rewritten(t *testing.T, data []byte, now time.Time) ([]byte, error) {
	dir := durable.NewMem(chacha(1))
	if err := dir.Replace(name, data); err != nil {
		t.Fatal(err)
	}
	change := pouch.Change{Append: true, Lids: lids(chacha(3))}
	err := pouch.Rewrite(dir, name, now, func(v *pouch.View) (pouch.Change, error) {
		for e := range v.Unsent() {
			if len(v.Lid(e)) != pouch.LidSize {
				t.Error("a lid of another length")
			}
		}
		return change, nil
	}, chacha(2))
	after, readErr := dir.ReadFile(name)
	if readErr != nil {
		t.Fatal(readErr)
	}
	if err != nil && !bytes.Equal(data, after) {
		t.Error("a refused rewriting changed the file")
	}
	return after, err
}

// checkRewritten holds the new file against the old one: what is there of one
// id in both is known in the same way, and nothing that was attempted waits
// again; and where there is room for what was read, it is told as before.
func checkRewritten(t *testing.T, old *pouch.Pouch, after []byte, room bool) {
	p, err := pouch.Parse(after)
	if err != nil {
		t.Fatalf("a rewriting leaves what Parse refuses: %v", err)
	}
	if p.Tag() != old.Tag() || p.Floor() != old.Floor() || p.Use() != old.Use() || p.First() < old.First() {
		t.Errorf("tag, floor or use changed, or the first round fell: %d, was %d", p.First(), old.First())
	}
	before := map[box.Ref]pouch.WriteState{}
	for res := range old.Results(old.Floor()) {
		before[box.Ref{Round: res.Round, ID: res.Write.ID}] = res.Write.State
	}
	told := map[box.ID]bool{}
	for res := range p.Results(old.Floor()) {
		if state := before[box.Ref{Round: res.Round, ID: res.Write.ID}]; res.Slot < keptSlot && state != res.Write.State {
			t.Errorf("a write in state %v was in state %v", res.Write.State, state)
		}
		told[res.Read.ID] = told[res.Read.ID] || res.Read.State == pouch.ReadFound
	}
	for res := range old.Results(old.Floor()) {
		_, loop := before[box.Ref{Round: res.Round, ID: res.Read.ID}]
		if res.Read.State == pouch.ReadFound && !loop && !told[res.Read.ID] && room {
			t.Errorf("a box that was read in round %d is told no more", res.Round)
		}
	}
}

// run lets a worker run p's file for a round and a half.
func run(t *testing.T, data []byte, p *pouch.Pouch) {
	dir := durable.NewMem(chacha(1))
	if err := dir.Replace(name, data); err != nil {
		t.Fatal(err)
	}
	w, err := pouch.NewWorker(dir, name, chacha(2))
	if err != nil {
		t.Fatalf("Parse takes it and the worker does not: %v", err)
	}
	defer w.Close()
	cal := p.Plan().Calendar()
	requests := 0
	for now := cal.Start(max(p.Floor(), 1) - 1); now.Before(cal.Half(p.Floor() + 1)); {
		due, next, err := w.Wake(now)
		if err != nil && !errors.Is(err, pouch.ErrDry) && !errors.Is(err, pouch.ErrNotYet) {
			t.Fatal(err)
		}
		if !next.After(now) && len(due) == 0 {
			t.Fatal("the worker does not go on")
		}
		requests += len(due)
		now = next
	}
	if most := 3 * 4 * p.Plan().Slots(); requests > most {
		t.Errorf("%d requests, at most %d", requests, most)
	}
}
