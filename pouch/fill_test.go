package pouch_test

import (
	"errors"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/pouch"
	"bulkhead/round"
)

func TestFillRefusesMoreThanThereIsRoomFor(t *testing.T) {
	f, err := pouch.NewFill(plan(3, 16), 10)
	if err != nil {
		t.Fatal(err)
	}
	c := new(box.Content)
	check := func(what string, got, want error) {
		t.Helper()
		if !errors.Is(got, want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	check("too early", f.Put(9, box.ID{1}, c), pouch.ErrRange)
	check("too late", f.Get(26, box.ID{1}, pouch.Own), pouch.ErrRange)
	for i := range byte(3) {
		check("put", f.Put(10, box.ID{i}, c), nil)
		check("get", f.Get(10, box.ID{i}, pouch.Own), nil)
	}
	check("fourth put", f.Put(10, box.ID{9}, c), pouch.ErrFull)
	check("fourth get", f.Get(10, box.ID{9}, pouch.Own), pouch.ErrFull)
	check("extra get", f.Get(10, box.ID{9}, pouch.IfRoom), nil)
	check("same put", f.Put(11, box.ID{1}, c), nil)
	check("same put", f.Put(11, box.ID{1}, c), pouch.ErrTwice)
	check("same get", f.Get(11, box.ID{1}, pouch.Own), nil)
	check("same get", f.Get(11, box.ID{1}, pouch.IfRoom), pouch.ErrTwice)
	if writes, reads := f.Room(11); writes != 2 || reads != 2 {
		t.Errorf("room for %d writes and %d reads, want 2 and 2", writes, reads)
	}
	left, err := f.Finish(0, chacha(1))
	if err != nil || len(left) != 1 || left[0] != (box.Ref{Round: 10, ID: box.ID{9}}) {
		t.Errorf("left out %d, %v; want the extra read of round 10", len(left), err)
	}
	check("put after the end", f.Put(12, box.ID{1}, c), pouch.ErrFinished)
	_, err = f.Finish(0, chacha(1))
	check("finish again", err, pouch.ErrFinished)
}

func TestPlansOutOfBoundsAreRefused(t *testing.T) {
	for _, change := range []func(*pouch.Plan){
		func(p *pouch.Plan) { p.Cards.InForce.Slots = 2 },
		func(p *pouch.Plan) { p.Cards.InForce.Slots = 17 },
		func(p *pouch.Plan) { p.Cards.InForce.PouchRounds = 15 },
		func(p *pouch.Plan) { p.Cards.InForce.PouchRounds = 193 },
		func(p *pouch.Plan) { p.Cards.InForce.Places = [4]card.Place{} },
		func(p *pouch.Plan) { p.Cards.InForce.Calendar.Length = time.Hour * 25 },
		func(p *pouch.Plan) { p.Cards.From = 7 },
		func(p *pouch.Plan) { *p = changing(*p, 900, place(2)); p.Cards.Coming.Slots = 7 },
		func(p *pouch.Plan) { *p = changing(*p, 900, place(2)); p.Cards.From = 899 },
	} {
		p := plan(6, 16)
		change(&p)
		if _, err := pouch.NewFill(p, 10); !errors.Is(err, pouch.ErrPlan) {
			t.Errorf("%+v: %v", p, err)
		}
	}
	for _, first := range []box.Round{0, 1<<32 - 16} {
		if _, err := pouch.NewFill(plan(6, 16), first); first == 0 && !errors.Is(err, pouch.ErrRange) {
			t.Errorf("first %d: %v", first, err)
		}
	}
	if _, err := pouch.NewFill(plan(6, 17), 1<<32-16); !errors.Is(err, pouch.ErrRange) {
		t.Errorf("rounds beyond the last: %v", err)
	}
}

// What each entry of a sealing is for is drawn afresh in every round, every
// slot as likely as any other, writes and reads independently.
func TestOrderOfARoundTellsNothing(t *testing.T) {
	w := newWorld(t, plan(4, 192), 1, 1)
	var writes, reads [4]int
	var together, same, rounds int
	last := -1
	for range 10 {
		p, err := pouch.Parse(image(t, w))
		w.must(err)
		slots := map[box.Round][2]int{}
		for res := range p.Results(1 << 31) { // long past: everything is told
			at := slots[res.Round]
			if res.Write.ID == linkID(0, res.Round, false) {
				at[0] = res.Slot
			}
			if res.Read.ID == linkID(0, res.Round, true) {
				at[1] = res.Slot
			}
			slots[res.Round] = at
		}
		for r := p.First(); r <= p.Last(); r++ {
			at := slots[r]
			writes[at[0]]++
			reads[at[1]]++
			if at[0] == at[1] {
				together++
			}
			if at[0] == last {
				same++
			}
			last = at[0]
			rounds++
		}
	}
	for name, n := range map[string]int{"write and read together": together, "slot as in the round before": same} {
		if want := rounds / 4; n < want*8/10 || n > want*12/10 {
			t.Errorf("%s: %d of %d, want about %d", name, n, rounds, want)
		}
	}
	for slot := range 4 {
		if want := rounds / 4; writes[slot] < want*8/10 || reads[slot] < want*8/10 {
			t.Errorf("slot %d: %d writes, %d reads, want about %d", slot, writes[slot], reads[slot], want)
		}
	}
}

// image seals w's links into an empty folder and returns the file.
func image(t *testing.T, w *world) []byte {
	t.Helper()
	w.must(w.dir.Remove(name))
	w.must(w.seal())
	data, err := w.dir.ReadFile(name)
	w.must(err)
	return data
}

// A loop's box is read with the given probability, otherwise never; and no id of
// a loop is like another.
func TestLoopsAreReadAtTheirRate(t *testing.T) {
	w := newWorld(t, plan(6, 192), 2, 3)
	w.rate = round.RateOf(.4)
	written, read := map[box.Ref]bool{}, 0
	p, err := pouch.Parse(image(t, w))
	w.must(err)
	reads := map[box.Ref]bool{}
	for res := range p.Results(1 << 31) {
		written[box.Ref{Round: res.Round, ID: res.Write.ID}] = true
		reads[box.Ref{Round: res.Round, ID: res.Read.ID}] = true
	}
	for ref := range reads {
		if written[ref] {
			read++
		}
	}
	if len(written) != 192*6 || len(reads) != 192*6 {
		t.Fatalf("%d writes, %d reads, want 1152 different ones of each", len(written), len(reads))
	}
	if got := float64(read) / (192 * 4); got < w.rate.Value()-.06 || got > w.rate.Value()+.06 {
		t.Errorf("%.2f of the loops are read, want %.2f", got, w.rate.Value())
	}
}

// Reads that need not be made take loops' places in turn, and the sealing tells
// which found none.
func TestExtraReadsTakeTurns(t *testing.T) {
	const links, slots = 4, 6 // two loops' places for four extra reads
	f, err := pouch.NewFill(plan(slots, 192), 10)
	if err != nil {
		t.Fatal(err)
	}
	for r := box.Round(10); r < 202; r++ {
		for link := range links {
			f.Get(r, linkID(link, r, true), pouch.Own)
			f.Get(r, linkID(link+links, r, true), pouch.IfRoom)
		}
	}
	left, err := f.Finish(0, chacha(4))
	if err != nil {
		t.Fatal(err)
	}
	var without [links]int
	for _, ref := range left {
		without[int(ref.ID[1])-links]++
	}
	if without != [links]int{96, 96, 96, 96} {
		t.Errorf("of 192 rounds the four went without in %v, want 96 each", without)
	}
}

// The same size whatever is in it.
func TestSizeTellsNothing(t *testing.T) {
	for _, links := range []int{0, 1, 4} {
		if got := len(image(t, newWorld(t, plan(6, 192), links, 5))); int64(got) != pouch.Size(6, 192) || got != 9_920_512 {
			t.Errorf("%d links: %d bytes", links, got)
		}
	}
}
