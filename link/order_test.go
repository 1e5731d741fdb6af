package link

import (
	"slices"
	"testing"

	"bulkhead/box"
)

// A cell is in the air if a box with it was stored in a round that the other end had
// not read when it sealed what was last heard of it. Such cells come last.
func TestWhichCellsAreInTheAir(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	l := p.ends[0]
	if _, err := l.Send(make([]byte, 5*cellPayload-chainSize), lastRound); err != nil {
		t.Fatal(err)
	}
	l.outbox.number()
	heard := uint32(l.in.heard)
	l.outbox.list[0].cells = []mark{
		{stored: true, last: heard - 1},
		{stored: true, last: heard + 1},
		{stored: true, last: heard},
		{last: 0},
		{held: true, stored: true, last: heard + 1}, // travels no more
	}
	pack := newPacker(&sealJob{l: l, first: l.out.at})
	var cells []int
	for _, c := range pack.cells {
		cells = append(cells, c.cell)
	}
	first, last := cells[:pack.fresh], cells[pack.fresh:]
	slices.Sort(first)
	if !slices.Equal(first, []int{0, 2, 3}) || !slices.Equal(last, []int{1}) {
		t.Errorf("cells %d come first and %d last, want 0, 2 and 3, and 1", first, last)
	}
}

// A sealing brings every cell over once before it brings any over again, each sealing
// in another order, so that what is lost in one place is not lost in the next.
func TestEverySealingDrawsItsOrder(t *testing.T) {
	p := newPair(t, MaxPouch)
	p.secure(1)
	for range 3 {
		if _, err := p.ends[0].Send(make([]byte, MaxMessage), lastRound); err != nil {
			t.Fatal(err)
		}
	}
	var orders [3][]uint32
	for n := range orders {
		p.seal(0)
		for _, at := range p.ends[0].outbox.placed {
			orders[n] = append(orders[n], at.cells[:at.n]...)
		}
		pass := orders[n][:window]
		sorted := slices.Sorted(slices.Values(pass))
		if sorted = slices.Compact(sorted); len(sorted) != window || sorted[window-1] != window-1 {
			t.Errorf("sealing %d: the first %d cells have %d different ones", n, window, len(sorted))
		}
		if slices.IsSorted(pass) || n > 0 && slices.Equal(pass, orders[n-1][:window]) {
			t.Errorf("sealing %d: its order is not its own", n)
		}
		if slices.Equal(pass, orders[n][window:2*window]) {
			t.Errorf("sealing %d: two passes have one order", n)
		}
	}
}

// A key or an answer that is on its way takes the first place of every box. The two
// that remain are filled, in a sealing with a backlog.
func TestAKeyTakesOnePlaceOfEveryBox(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	for !p.ends[1].Status().Making {
		p.round()
	}
	if _, err := p.ends[1].Send(make([]byte, MaxMessage), lastRound); err != nil {
		t.Fatal(err)
	}
	s := p.seal(1)
	if n := len(p.ends[1].outbox.placed); n != len(s.Writes) {
		t.Fatalf("%d of %d boxes have cells of the backlog", n, len(s.Writes))
	}
	for _, at := range p.ends[1].outbox.placed {
		if at.n != boxCells-1 {
			t.Errorf("round %d: %d cells beside the key, want %d", at.round, at.n, boxCells-1)
		}
	}
}

// A sealing has the cells that are to be brought over now, and nothing of what an
// earlier one of the same run had.
func TestASealingHasNothingOfTheOneBefore(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	l := p.ends[0]
	seal := func() (cells []uint32) {
		t.Helper()
		if _, err := l.Seal(Moment{Now: p.now, Floor: p.now}, p.rand); err != nil {
			t.Fatal(err)
		}
		for _, at := range l.outbox.placed {
			cells = append(cells, at.cells[:at.n]...)
		}
		slices.Sort(cells)
		return slices.Compact(cells)
	}
	old, err := l.Send(make([]byte, 3*cellPayload-chainSize), lastRound)
	if err != nil {
		t.Fatal(err)
	}
	if got := seal(); !slices.Equal(got, []uint32{0, 1, 2}) {
		t.Fatalf("the first sealing has cells %d", got)
	}
	if _, err := l.Send([]byte("later"), lastRound); err != nil || !l.Cancel(old) {
		t.Fatal(err)
	}
	if got := seal(); !slices.Equal(got, []uint32{3}) {
		t.Errorf("after the first message was given up a sealing has cells %d, want cell 3 alone", got)
	}
}

// A reader whose vault is nearly full keeps four cells that wait for others. A backlog
// comes in all the same, about a message a round, also where each sealing is replaced
// after its first round and half of the rounds are lost.
func TestABacklogComesInWhereThereIsLittleRoom(t *testing.T) {
	const backlog, kept = 60, 4
	p := newPair(t, MinPouch)
	p.secure(1)
	for n := range backlog {
		if _, err := p.ends[0].Send([]byte{byte(n)}, lastRound); err != nil {
			t.Fatal(err)
		}
	}
	before, rounds := len(p.delivered(1)), 0
	for ; len(p.delivered(1)) < before+backlog && rounds < 10*backlog; rounds++ {
		p.seal(0)
		p.seal(1)
		if p.now++; rounds%2 == 1 {
			continue // neither end ran
		}
		p.write(0)
		p.write(1)
		p.read(0)
		for _, r := range p.at(1, p.now) {
			c := p.drop[box.Ref{Round: r.Round, ID: r.ID}]
			if c == nil {
				c = &box.Content{}
			}
			ev, err := p.ends[1].Open(r.Round, r.ID, c, (kept-p.ends[1].Status().Claimed)*HeldCost)
			if err != nil && err != ErrNotMine {
				t.Fatal(err)
			}
			p.events[1] = append(p.events[1], keep(ev)...)
		}
	}
	t.Logf("%d messages of one cell came in %d rounds", backlog, rounds)
	if rounds > 2*backlog+8 {
		t.Errorf("%d messages of one cell need more than %d rounds", backlog, rounds-1)
	}
}
