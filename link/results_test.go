package link

import (
	"bytes"
	"testing"

	"bulkhead/box"
)

// withExtras returns a pair in epoch 1 with a backlog. The coming round has every
// extra, in the shower's pouch and in what the scanner polls.
func withExtras(t *testing.T) *pair {
	t.Helper()
	p := newPair(t, MinPouch)
	p.secure(1)
	for range 4 {
		if _, err := p.ends[0].Send(message("backlog", MaxMessage), lastRound); err != nil {
			t.Fatal(err)
		}
	}
	p.sealWith(0, Moment{Extras: MaxExtras}, MinPouch) // announces them, from its second round on
	p.seal(1)
	p.now++
	p.write(0)
	p.read(1)
	p.sealWith(0, Moment{Extras: MaxExtras}, MinPouch)
	p.seal(1)
	if w, r := len(p.writesOf(0, p.now+1)), len(p.at(1, p.now+1)); w != 1+MaxExtras || r != 1+MaxExtras {
		t.Fatalf("%d boxes and %d reads in the coming round, want %d", w, r, 1+MaxExtras)
	}
	return p
}

// writesOf returns one end's boxes of a round.
func (p *pair) writesOf(i int, round box.Round) (writes []Write) {
	for _, w := range p.pouch[i].Writes {
		if w.Round == round {
			writes = append(writes, w)
		}
	}
	return writes
}

// A result tells of the cells in its own box and of no other's, of the same round or
// not; with it the record of which cells these are is gone.
func TestAResultTellsOfItsOwnBoxAlone(t *testing.T) {
	p := withExtras(t)
	o := func() *outbox { return &p.ends[0].outbox }
	stored := map[uint32]bool{}
	known := func() (n int) {
		t.Helper()
		for _, m := range o().list {
			for k, c := range m.cells {
				if number := m.first + uint32(k); c.stored != stored[number] {
					t.Errorf("cell %d is at the drop: %t, want %t", number, c.stored, stored[number])
				}
				n += int(btoi(c.stored))
			}
		}
		return n
	}
	for _, m := range o().list {
		for k, c := range m.cells {
			stored[m.first+uint32(k)] = c.stored
		}
	}
	writes := p.writesOf(0, p.now+2)        // not the first round that has a record
	for n := len(writes) - 1; n >= 0; n-- { // extras first
		w, before := writes[n], known()
		at := -1
		for i, pl := range o().placed {
			if pl.round == uint32(w.Round) && pl.slot == w.Slot {
				at = i
			}
		}
		if at < 0 {
			t.Fatalf("slot %d: no record of its cells", w.Slot)
		}
		record := o().placed[at]
		for _, number := range record.cells[:record.n] {
			stored[number] = true
		}
		p.wrote(0, w, WriteStored, nil)
		if known() == before {
			t.Fatalf("slot %d has no cell of its own, so the test shows nothing", w.Slot)
		}
		for _, pl := range o().placed {
			if pl.round == uint32(w.Round) && pl.slot == w.Slot {
				t.Errorf("slot %d: the record of its cells is left", w.Slot)
			}
		}
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

// A writer waits for the results of a round's extras after that of its regular box,
// through the sealings of that round. The first sealing of a later one ends the wait:
// what it saves has the round's secrets no more.
func TestAWriterWaitsForExtrasThroughItsRound(t *testing.T) {
	p := withExtras(t)
	p.now++
	writes := p.writesOf(0, p.now)
	p.wrote(0, writes[0], WriteStored, nil)
	at := p.ends[0].out.find(int64(p.now))
	if at < 0 {
		t.Fatal("the results of the extras are not waited for")
	}
	secret := bytes.Clone(p.ends[0].out.kept[at].first.content.Bytes())
	for n := 1; n <= 2; n++ {
		p.seal(0)
		p.wrote(0, writes[n], WriteStored, nil)
		if !bytes.Contains(p.saved(0), secret) {
			t.Fatalf("after sealing %d of its round, the round's secret is gone before its results are known", n)
		}
	}
	p.save(0) // all that follows may be after a restart
	p.now++
	p.seal(0)
	if bytes.Contains(p.saved(0), secret) {
		t.Error("a saved state has the secret of a round whose regular result was known before a later round was sealed")
	}
	if _, err := p.ends[0].Wrote(writes[3].Round, writes[3].ID, WriteStored, nil); err != ErrNotMine {
		t.Errorf("the result of an extra after that: %v, want ErrNotMine", err)
	}
}

// An extra that was read and is absent is waited for no more: another box at its id is
// nobody's. A round of which the regular box was opened is over with the last of
// its extras, also in memory; one of which it was not waits for it alone.
func TestAnAbsentExtraIsWaitedForNoMore(t *testing.T) {
	for _, regular := range []bool{true, false} {
		p := withExtras(t)
		p.now++
		p.write(0)
		l, reads := p.ends[1], p.at(1, p.now)
		box0 := func(r Read) *box.Content { return p.drop[box.Ref{Round: r.Round, ID: r.ID}] }
		var secret []byte
		if regular {
			p.open(1, reads[0], box0(reads[0]))
			secret = bytes.Clone(l.in.kept[l.in.find(int64(p.now))].first.content.Bytes())
		}
		for _, r := range reads[1:] {
			if l.in.find(int64(p.now)) < 0 && regular {
				t.Fatalf("slot %d is not waited for", r.Slot)
			}
			if ev, err := l.Open(r.Round, r.ID, &box.Content{}, 0); err != nil || ev != nil {
				t.Errorf("slot %d, absent: %v, %v", r.Slot, ev, err)
			}
			if ev, err := l.Open(r.Round, r.ID, box0(r), 1<<20); err != ErrNotMine {
				t.Errorf("slot %d, after it was absent: %d events, %v, want ErrNotMine", r.Slot, len(ev), err)
			}
			if regular && bytes.Contains(p.saved(1), secret) {
				t.Errorf("slot %d was absent: a saved state has the secret of a round of which a box was opened", r.Slot)
			}
		}
		if at := l.in.find(int64(p.now)); (at >= 0) != !regular {
			t.Errorf("the regular box was opened: %t; the round is waited for: %t", regular, at >= 0)
		}
		if regular {
			continue
		}
		p.save(1)
		before := len(p.events[1])
		p.open(1, reads[0], box0(reads[0]))
		if len(p.events[1]) == before || p.ends[1].in.find(int64(p.now)) >= 0 {
			t.Error("the regular box after its extras: it did not open, or the round is still waited for")
		}
	}
}
