package link

import (
	"bytes"
	"slices"
	"testing"

	"bulkhead/box"
)

// A result tells of the cells in its own box and of no other's; with it the record of which
// cells these are is gone.
func TestAResultTellsOfItsOwnBoxAlone(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send(message("backlog", MaxMessage), lastRound); err != nil {
		t.Fatal(err)
	}
	writes := p.seal(0).Writes
	o := func() *outbox { return &p.ends[0].outbox }
	stored := map[uint32]bool{}
	for n := 3; n >= 1; n-- { // not the first round that has a record, and the last one first
		w := writes[n]
		at := slices.IndexFunc(o().placed, func(pl placement) bool { return pl.round == uint32(w.Round) })
		if at < 0 {
			t.Fatalf("round %d: no record of its cells", w.Round)
		}
		record := o().placed[at]
		if record.n == 0 {
			t.Fatalf("round %d has no cell, so the test shows nothing", w.Round)
		}
		for _, number := range record.cells[:record.n] {
			stored[number] = true
		}
		p.wrote(0, w, WriteStored, nil)
		for _, m := range o().list {
			for k, c := range m.cells {
				if number := m.first + uint32(k); c.stored != stored[number] {
					t.Errorf("after the result of round %d: cell %d is at the drop: %t, want %t", w.Round, number, c.stored, stored[number])
				}
			}
		}
		if slices.ContainsFunc(o().placed, func(pl placement) bool { return pl.round == uint32(w.Round) }) {
			t.Errorf("round %d: the record of its cells is left", w.Round)
		}
	}
}

// A saved state has one record for a round's box, and rounds in order.
func TestAStateWithTwoRecordsOfOneBoxDoesNotLoad(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send([]byte("one cell, in every box"), lastRound); err != nil {
		t.Fatal(err)
	}
	p.seal(0)
	o := &p.ends[0].outbox
	for _, swap := range []bool{false, true} {
		before := o.placed[1]
		if o.placed[1] = o.placed[0]; swap {
			o.placed[0], o.placed[1] = before, o.placed[0]
		}
		if _, err := Unmarshal(p.saved(0)); err != ErrState {
			t.Errorf("swapped: %t: %v, want ErrState", swap, err)
		}
		if swap {
			o.placed[0] = o.placed[1]
		}
		o.placed[1] = before
	}
	if _, err := Unmarshal(p.saved(0)); err != nil {
		t.Error(err)
	}
}

// Results come in any order: a cell counts as on its way until the other end has
// sealed after the last of its boxes, not after the last one that was told, and no round
// is sealed again up to the highest.
func TestResultsMayBeToldInAnyOrder(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send([]byte("one cell, in every box"), lastRound); err != nil {
		t.Fatal(err)
	}
	s := p.seal(0)
	for _, c := range []struct{ told, last int }{{1, 1}, {3, 3}, {0, 3}, {2, 3}} {
		p.wrote(0, s.Writes[c.told], WriteStored, nil)
		if got, want := p.ends[0].outbox.list[0].cells[0].last, uint32(s.Writes[c.last].Round); got != want {
			t.Errorf("after the result of round %d: the cell's last box is of round %d, want %d", s.Writes[c.told].Round, got, want)
		}
	}
	again, err := p.ends[0].Seal(Moment{Now: p.now}, p.rand)
	if err != nil || again.First != s.Writes[4].Round {
		t.Errorf("sealed again from round %d on (%v), want %d, after the highest result", again.First, err, s.Writes[4].Round)
	}
}

// A result that comes as late as one can, when its round is a pouch's length old,
// still tells which cells the drop has.
func TestTheLatestResultStillTellsItsCells(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send([]byte("one cell"), lastRound); err != nil {
		t.Fatal(err)
	}
	old := p.seal(0)
	p.now = old.First + MinPouch - 1
	if s := p.seal(0); s.First-MinPouch != old.First {
		t.Fatalf("sealed from %d on, want %d", s.First, old.First+MinPouch)
	}
	stage := func(want Stage) {
		t.Helper()
		if got := p.ends[0].Outbox()[0].Stage; got != want {
			t.Errorf("the message is %v, want %v", got, want)
		}
	}
	stage(Sealed)
	p.wrote(0, old.Writes[0], WriteStored, nil)
	stage(Written)
}

// A result may come after the message in its box was confirmed, and tells nothing more.
func TestAResultMayComeAfterItsMessageIsGone(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send([]byte("confirmed before"), lastRound); err != nil {
		t.Fatal(err)
	}
	s := p.seal(0)
	p.seal(1)
	p.now++
	p.drop[box.Ref{Round: p.now, ID: s.Writes[0].ID}] = s.Writes[0].Content // the result is not told
	p.read(1)
	p.seal(1)
	p.now++
	p.write(1)
	w := p.pouch[1].Writes[0]
	if ev, err := p.ends[0].Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) != 2 || ev[1] != (Confirmed{1}) {
		t.Fatalf("the receipt: %v, %v", ev, err)
	}
	p.wrote(0, s.Writes[0], WriteStored, nil)
	if out := p.ends[0].Outbox(); len(out) != 0 {
		t.Errorf("the outbox has %+v", out)
	}
}

// A box that is absent is waited for still: a carrier may bring it later.
func TestAnAbsentBoxIsWaitedForStill(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	w := p.seal(0).Writes[0]
	p.seal(1)
	before := p.saved(1)
	if ev, err := p.ends[1].Open(w.Round, w.ID, &box.Content{}, 0); err != nil || ev != nil {
		t.Errorf("absent: %v, %v", ev, err)
	}
	if !bytes.Equal(p.saved(1), before) {
		t.Error("an absent box changes what is saved")
	}
	if ev, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) == 0 {
		t.Errorf("the box, after it was absent: %d events, %v", len(ev), err)
	}
}
