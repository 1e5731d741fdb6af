package link

import (
	"testing"

	"bulkhead/box"
)

// The limits are those that the specification prints in sections 4, 5, 8 and 10.
func TestTheLimitsAreThoseOfTheSpecification(t *testing.T) {
	for name, c := range map[string][2]int64{
		"shortest pouch": {MinPouch, 16}, "longest pouch": {MaxPouch, 192},
		"bytes of a message": {MaxMessage, 65536}, "cells of a message": {maxCells, 52},
		"bytes of an outbox": {MaxOutbox, 1 << 20}, "messages of an outbox": {MaxOutboxMessages, 256},
		"jump": {MaxJump, 672}, "walk": {MaxWalk, 35040},
		"cells in flight": {window, 128}, "scheduled turns": {maxEpochs, 32}, "own tags": {ownTags, 256},
		"the peer's sealings": {peerSealings, 32}, "rounds between bases": {stepRounds, 8}, "unreadable boxes": {warnAfter, 3},
		"last round": {int64(lastRound), 1<<32 - 1<<17}, "last sealing": {lastGen, 1<<32 - 1<<8}, "last cell": {lastCell, 1<<32 - 1<<16},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %d, the specification says %d", name, c[0], c[1])
		}
	}
}

// What is sent at the stream's last cell is refused at once, and not kept for ever
// without a number.
func TestTheStreamEndsAtItsLastCell(t *testing.T) {
	p := newPair(t, MinPouch)
	p.ends[0].outbox.end = lastCell - 1
	if _, err := p.ends[0].Send([]byte("x"), lastRound); err != nil {
		t.Errorf("before the last cell: %v", err)
	}
	p.ends[0].outbox.end = lastCell
	if _, err := p.ends[0].Send([]byte("x"), lastRound); err != ErrEnded {
		t.Errorf("at the last cell: %v, want ErrEnded", err)
	}
}

// A link seals in its last round, and its last sealing, and neither after; it loads
// after both.
func TestALinkEndsAtItsLastRoundAndSealing(t *testing.T) {
	for _, c := range []struct {
		now, floor box.Round
		gen        uint32 // of the sealing before
		want       error
	}{
		{lastRound, 0, 0, nil},
		{lastRound - 1, lastRound, lastGen - 1, nil},
		{lastRound + 1, 0, 0, ErrEnded},
		{lastRound, lastRound + 1, 0, ErrEnded},
		{lastRound - 1, 0, lastGen - 1, nil},
		{lastRound - 1, 0, lastGen, ErrEnded},
	} {
		p := newPair(t, MinPouch)
		_, secret := vectorParams(Shower)
		l, err := Start(Params{Shower, nil, lastRound, MinPouch, 0}, secret)
		if err != nil {
			t.Fatal(err)
		}
		l.gen = c.gen
		if _, err := l.Seal(Moment{Now: c.now, Floor: c.floor}, p.rand); err != c.want {
			t.Errorf("%+v: %v", c, err)
		}
		p.ends[0] = l
		p.save(0)
	}
}

// No more turns may be scheduled than can be kept, in either direction.
func TestAStepWaitsWhileTheTurnsAreFull(t *testing.T) {
	for n, want := range map[int]bool{maxEpochs - 1: false, maxEpochs: true} {
		for _, d := range []func(*Link) *direction{func(l *Link) *direction { return &l.out }, func(l *Link) *direction { return &l.in }} {
			l := newPair(t, MinPouch).ends[0]
			d(l).epochs = make([]epochKeys, n)
			if got := l.full(); got != want {
				t.Errorf("%d scheduled turns are as many as there may be: %t, want %t", n, got, want)
			}
		}
	}
}

// A step is made, and one is answered, only once both directions have turned to the
// epoch before it, and while another turn can be kept in each.
func TestAStepWaitsForBothDirections(t *testing.T) {
	scheduled := func(n int) func(d *direction) {
		return func(d *direction) { d.epochs = append(make([]epochKeys, n-1), *d.newest()) }
	}
	for _, c := range []struct {
		name   string
		change func(d *direction)
		want   bool
	}{
		{"as it is", func(*direction) {}, true},
		{"not turned", func(d *direction) { d.newest().turned = false }, false},
		{"room for one turn", scheduled(maxEpochs - 1), true},
		{"no room for a turn", scheduled(maxEpochs), false},
	} {
		for i, d := range []func(*Link) *direction{func(l *Link) *direction { return &l.out }, func(l *Link) *direction { return &l.in }} {
			maker := newPair(t, MinPouch).ends[0]
			c.change(d(maker))
			if err := maker.begin(make([]byte, seedSize)); err != nil || maker.ladder.making != c.want {
				t.Errorf("%s, direction %d: a key was made: %t (%v), want %t", c.name, i, maker.ladder.making, err, c.want)
			}
			p := newPair(t, MinPouch)
			p.seal(0)
			pk, other := p.ends[0].ladder.pk, p.ends[1]
			c.change(d(other))
			if ok := other.takePK(&header{sealed: testBase}, &cell{kind: cellPK, number: 1, payload: pk}); !ok {
				t.Fatal("a key froze the link")
			}
			if got := other.ladder.epoch == 1; got != c.want {
				t.Errorf("%s, direction %d: the key was answered: %t, want %t", c.name, i, got, c.want)
			}
		}
	}
}

// A message has its place in the stream as soon as its first cell lies within 128 of
// the first that the other end lacks, and not before.
func TestAMessageIsNumberedWithinTheWindow(t *testing.T) {
	for sent, want := range map[int]uint32{window - 1: window, window: window} { // cells before the last message, and the end then
		p := newPair(t, MinPouch)
		p.secure(1)
		for _, cells := range []int{maxCells, maxCells, sent - 2*maxCells, 1} {
			if _, err := p.ends[0].Send(make([]byte, min(cells*cellPayload-chainSize, MaxMessage)), lastRound); err != nil {
				t.Fatal(err)
			}
		}
		p.seal(0)
		list := p.ends[0].outbox.list
		if got := list[len(list)-1].numbered(); got != (want > uint32(sent)) || p.ends[0].outbox.end != want {
			t.Errorf("after %d cells a message is numbered: %t, and the stream ends at %d, want %d", sent, got, p.ends[0].outbox.end, want)
		}
	}
}

// A box may lie two pouches ahead of the highest round known, and no farther: nobody
// has a link walk its chains as far as he likes.
func TestHowFarAheadABoxMayLie(t *testing.T) {
	for _, known := range []func(l *Link, r int64){
		func(l *Link, r int64) { l.in.walk(&l.kdf, r) },
		func(l *Link, r int64) { l.now = r },
		func(l *Link, r int64) { l.floor = r },
	} {
		for ahead, want := range map[int64]bool{2 * MinPouch: true, 2*MinPouch + 1: false} {
			p := newPair(t, MinPouch)
			p.secure(1)
			l := p.ends[1]
			r := int64(p.now) + 100
			known(l, r)
			var s secrets
			if !l.in.firstOf(&l.kdf, l.ahead(&l.in), r+ahead, &s) {
				t.Fatal("no key for the round")
			}
			var id box.ID
			l.kdf.boxID(id[:], &s.id)
			if _, ok := l.match(&l.in, r+ahead, id); ok != want {
				t.Errorf("a box %d rounds ahead belongs to the link: %t, want %t", ahead, ok, want)
			}
		}
	}
}

// Only a writer's turn can be on trial: a reader's was heard, in a box that opened.
func TestAReadersTurnIsNeverOnTrial(t *testing.T) {
	for _, trial := range []bool{false, true} {
		l := doubtful(t).ends[1]
		l.in.trial = trial
		l.in.hear(&l.kdf, 1003) // with the old content's chain kept, if on trial
		if _, err := Unmarshal(mustMarshal(l)); (err == nil) == trial {
			t.Errorf("a reader's turn on trial: %t; loading: %v", trial, err)
		}
	}
}

// A key is answered whose base lies as far back as a chain is walked, and none beyond.
func TestAKeyWhoseBaseIsTooFarBackIsPassedOver(t *testing.T) {
	for back, want := range map[int64]uint32{MaxWalk: 1, MaxWalk + 1: 0} {
		p := newPair(t, MinPouch)
		s := p.seal(0) // holds the key
		l := p.ends[0]
		if !l.ladder.making {
			t.Fatal("no key was made")
		}
		other := p.ends[1]
		other.now = int64(s.First) - 1 + back
		base := int64(s.First) - 1
		if ok := other.takePK(&header{sealed: uint32(base)}, &cell{kind: cellPK, number: 1, payload: l.ladder.pk}); !ok {
			t.Fatal("a key froze the link")
		}
		if got := other.ladder.epoch; got != want {
			t.Errorf("a base %d rounds back: epoch %d, want %d", back, got, want)
		}
	}
}

// A key or an answer of another length is passed over, also where one that differs
// would freeze.
func TestAKeyOfAnotherLengthIsPassedOver(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	for i, l := range p.ends {
		for _, kind := range []uint8{cellPK, cellCT} {
			for _, n := range []int{0, 4, pkPayload - 1, pkPayload + 1, ctPayload - 1, ctPayload + 1, cellPayload} {
				c := cell{kind: kind, number: l.ladder.epoch, payload: make([]byte, n)}
				if _, ok := l.takeStep(&header{epoch: l.ladder.epoch}, &c); !ok {
					t.Errorf("end %d froze at a cell of kind %d with %d bytes", i, kind, n)
				}
			}
		}
	}
}

// A second sealing that is lost after a first was takes its turn back as well.
func TestTwoSealingsLostInTurn(t *testing.T) {
	p := newPair(t, MinPouch)
	p.rounds(2) // PK and CT have passed
	for n := range 2 {
		p.now++
		p.seal(0)
		if !p.ends[0].out.newest().turned {
			t.Fatalf("sealing %d sets no turn, so the test shows nothing", n)
		}
		p.ends[0].SealingLost()
		if p.ends[0].out.newest().turned {
			t.Errorf("lost sealing %d holds its turn", n)
		}
	}
}

// A frozen end sets no turn: its boxes go on under the epoch that they have, and the
// other end, which opens them, is told.
func TestAFrozenEndTurnsNoMore(t *testing.T) {
	p := newPair(t, MinPouch)
	p.rounds(2) // the maker has the answer, and would turn at its next sealing
	if e := p.ends[0].out.newest(); e.turned || !p.ends[0].shared(e.e) {
		t.Fatal("the end would not turn, so the test shows nothing")
	}
	p.ends[0].Freeze(ReasonPouch)
	for range 3 {
		p.round()
	}
	if e := p.ends[0].out.newest(); e.turned || p.ends[0].Status().Epoch != 0 {
		t.Error("a frozen end has turned")
	}
	if got := p.ends[1].Status().Frozen; got != ReasonTold {
		t.Errorf("the other end is frozen for %v, want %v", got, ReasonTold)
	}
}

// A message whose last round is the first of a sealing is still to be brought over by
// it, but for what the other end holds.
func TestTheBacklogHoldsWhatMayStillTravel(t *testing.T) {
	p := newPair(t, MinPouch)
	if _, err := p.ends[0].Send(make([]byte, 3*cellPayload), 1010); err != nil {
		t.Fatal(err)
	}
	for first, want := range map[int64]int{1009: 4, 1010: 4, 1011: 0} {
		if got := p.ends[0].outbox.backlog(first); got != want {
			t.Errorf("from round %d on: %d cells, want %d", first, got, want)
		}
	}
	o := &p.ends[0].outbox
	o.number()
	o.list[0].cells[1].held, o.list[0].cells[2].stored = true, true
	if got := o.backlog(1009); got != 3 {
		t.Errorf("one of four cells is held, one more is at the drop: %d cells, want 3", got)
	}
}

// No box holds one cell twice, however few there are.
func TestNoBoxHoldsACellTwice(t *testing.T) {
	for _, n := range []int{1, 2, 4, 5} {
		p := newPair(t, MaxPouch)
		p.secure(1)
		if _, err := p.ends[0].Send(make([]byte, n*cellPayload-chainSize), lastRound); err != nil {
			t.Fatal(err)
		}
		p.seal(0)
		seen := 0
		for _, at := range p.ends[0].outbox.placed {
			for i, a := range at.cells[:at.n] {
				seen++
				for _, b := range at.cells[:i] {
					if a == b {
						t.Fatalf("%d cells: round %d holds cell %d twice", n, at.round, a)
					}
				}
			}
		}
		if seen < MaxPouch {
			t.Fatalf("%d cells: %d in a pouch, so the test shows nothing", n, seen)
		}
	}
}

// Of rounds that are a pouch's length old nothing is kept, in either direction: a copy
// reveals none of a round ≤ s − PL.
func TestNothingIsKeptOfRoundsAPouchOld(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	for i := range p.ends {
		if _, err := p.ends[i].Send([]byte("in every box"), lastRound); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 * MinPouch { // nothing is read, and no result is known
		p.now++
		for i := range p.ends {
			p.seal(i)
			for _, d := range []*direction{&p.ends[i].out, &p.ends[i].in} {
				for _, k := range d.kept {
					if !k.erased && k.round <= int64(p.now)-MinPouch {
						t.Fatalf("round %d: end %d keeps round %d", p.now, i, k.round)
					}
				}
			}
			for _, at := range p.ends[i].outbox.placed {
				if int64(at.round) <= int64(p.now)-MinPouch {
					t.Fatalf("round %d: end %d knows the cells of its box of round %d", p.now, i, at.round)
				}
			}
		}
	}
}

// A round that was erased, and is still listed in memory, is nobody's: what is at the
// id that follows from no key belongs to no link.
func TestAnErasedRoundOpensNothing(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	l := p.ends[1]
	tried := false
	for range 2 * MinPouch {
		p.now++
		if _, err := l.SealRounds(Moment{Now: p.now, Floor: p.now, Unlocked: p.now}, 1, p.rand); err != nil {
			t.Fatal(err)
		}
		for _, k := range l.in.kept {
			if !k.erased {
				continue
			}
			tried = true
			var id box.ID
			l.kdf.boxID(id[:], new(idKey))
			if _, ok := l.match(&l.in, k.round, id); ok {
				t.Fatalf("round %d, erased, takes a box at an id that follows from no key", k.round)
			}
		}
	}
	if !tried {
		t.Fatal("no erased round was listed, so the test shows nothing")
	}
}

// A cell that the other end has counts as written, whatever is known of its boxes.
func TestACellThatTheOtherEndHasIsWritten(t *testing.T) {
	for _, c := range []struct {
		cells []mark
		want  Stage
	}{
		{nil, Waiting},
		{[]mark{{held: true}, {stored: true}}, Written},
		{[]mark{{held: true}, {sealed: true}}, Sealed},
		{[]mark{{held: true}, {}}, Waiting},
	} {
		if got := (&outgoing{cells: c.cells}).stage(false); got != c.want {
			t.Errorf("%+v: %v, want %v", c.cells, got, c.want)
		}
	}
}
