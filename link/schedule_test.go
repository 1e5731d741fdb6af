package link

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"bulkhead/box"
)

// Two ends that seal and read in every round turn when the specification says,
// and every box lies at the id, under the key and with the turn that it says; the
// other end polls that id, and a second one exactly while it doubts.
func TestEveryRoundIsOfTheEpochThatTheSpecificationSays(t *testing.T) {
	const pl, epochs = MinPouch, 6
	p := newPair(t, pl)
	b := bookOf(p)
	for e := int64(1); e <= epochs; e++ {
		base := testBase + 8*(e-1)            // eight rounds after the last
		maker := 1 - e%2                      // its PK is in the next round's box, the CT in the one after
		turns := [2]int64{base + 4, base + 4} // the answerer, who reads the first box of e
		turns[maker] = base + 3
		for d := range b.turns {
			b.turns[d] = append(b.turns[d], turns[d])
		}
	}
	for now := int64(testBase); now < testBase+8*epochs; now++ {
		for i := range p.ends {
			p.seal(i)
		}
		b.follow(p)
		for d := range int64(2) {
			b.holdWrites(d, now, p.pouch[d].Writes)
			b.holdReads(d, now, p.pouch[1-d].Reads)
		}
		p.now++
		for i := range p.ends {
			p.write(i)
		}
		for i := range p.ends {
			p.read(i)
		}
		b.follow(p)
	}
	if len(b.roots) < epochs {
		t.Fatalf("%d epochs, want %d: the test shows little", len(b.roots), epochs)
	}
	for e, base := range b.bases {
		if want := int64(testBase + 8*max(e-1, 0)); base != want {
			t.Errorf("epoch %d begins at round %d, want %d", e, base, want)
		}
	}
}

// holdWrites holds a sealing at now, in direction d, to the book.
func (b *book) holdWrites(d, now int64, writes []Write) {
	b.t.Helper()
	if len(writes) != int(b.pl) {
		b.t.Fatalf("direction %d, sealed in %d: %d boxes", d, now, len(writes))
	}
	for n := range writes {
		w, r := &writes[n], now+1+int64(n)
		if int64(w.Round) != r || w.ID != b.id(b.epoch(d, r, b.pl), d, r) {
			b.t.Errorf("direction %d, sealed in %d: the box of round %d is not at its id", d, now, r)
		}
		e := b.epoch(d, now+1, 0)
		want := written{uint32(now), uint32(e), uint32(b.turns[d][e]), uint32(now - testBase + 1)}
		if e == 0 {
			want.turn = 0
		}
		if h, ok := b.open(e, d, w); !ok || h != want {
			b.t.Errorf("direction %d, sealed in %d: the box of round %d opens: %t; it says %+v, want %+v", d, now, r, ok, h, want)
		}
	}
}

// holdReads holds what the reader of direction d polls, as sealed in now, to the
// book. It has read every box up to now's.
func (b *book) holdReads(d, now int64, reads []Read) {
	b.t.Helper()
	known := b.epoch(d, now, 0)
	heard := now - 1 // u: what the box of now said
	if now == testBase {
		heard = 0
	}
	var want []Read
	for r := now + 1; r <= now+b.pl; r++ {
		want = append(want, Read{Round: box.Round(r), ID: b.id(b.epoch(d, r, b.pl), d, r)})
		p := known + 1 // held one round before the first turn by the answerer, in the round before its own by the maker
		if p < int64(len(b.bases)) && b.holds(1-d, p, now) && r > max(heard, b.bases[p])+b.pl {
			want = append(want, Read{Round: box.Round(r), ID: b.id(p, d, r), Second: true})
		}
	}
	if !slices.Equal(reads, want) {
		b.t.Errorf("direction %d, sealed in %d: the other end polls %d ids, want %d, or others", d, now, len(reads), len(want))
	}
}

// holds reports whether an end has the root of epoch e at its sealing in now: the
// answerer has read PK in the round after the base, the maker CT in the next.
func (b *book) holds(end, e, now int64) bool {
	if maker := 1 - e%2; end == maker {
		return now >= b.bases[e]+2
	}
	return now >= b.bases[e]+1
}

// A key is answered from eight rounds after the last base on, and up to the round
// that its box says was sealed; any other is passed over, and freezes nothing.
func TestAKeyIsAnsweredIfItsBaseMayBe(t *testing.T) {
	for base, want := range map[int64]bool{1000: false, 1007: false, 1008: true, 1009: true, 1010: true, 1011: false} {
		p := newPair(t, MinPouch)
		p.rounds(7)
		p.now = 1010
		p.forge(1, func(*header) {}, func(b []byte) { // the scanner, maker of epoch 2, seals in 1010
			copy(b[cellHead:], p.ends[1].ladder.pk)
			binary.BigEndian.PutUint32(b[cellHead:], uint32(base))
			putCell(b, cellPK, 0, 2, shortChain{}, pkPayload)
		})
		if got := p.ends[0].ladder.ct != nil; got != want {
			t.Errorf("base %d, sealed in 1010, 1000 before: answered: %t, want %t", base, got, want)
		}
		if r := p.ends[0].Status().Frozen; r != NotFrozen {
			t.Errorf("base %d: %v", base, r)
		}
	}
}

// No two epochs of a direction begin in one round, even where a writer turned and
// began the next step in one sealing, so that nothing else rules it out.
func TestATurnIsLaterThanTheOneBeforeIt(t *testing.T) {
	p := newPair(t, MinPouch)
	b := bookOf(p)
	p.round()
	b.follow(p)
	p.rounds(2)
	p.now = 1020 // here the scanner turns, to 1021, and makes the next key: its base is 1020
	p.seal(1)
	p.seal(0)
	p.now++
	p.write(1)
	p.read(0)
	b.follow(p)
	if e := p.ends[0].in.epochs; len(b.roots) != 3 || b.bases[2] != 1020 || e[len(e)-2].turn != 1021 {
		t.Fatalf("%d epochs, and the last turn is %d, want 1021", len(b.roots), e[len(e)-2].turn)
	}
	id := b.id(0, 1, 1022)
	for turn, want := range map[uint32]bool{1020: false, 1021: false, 1022: true, 1023: false} {
		l, err := Unmarshal(p.saved(0))
		if err != nil {
			t.Fatal(err)
		}
		c := b.seal(2, 1, 1022, id, written{sealed: 1020, epoch: 2, turn: turn, gen: p.pouch[1].Gen + 1})
		events, err := l.Open(1022, id, c, 0)
		if got := len(events) > 0; got != want || err != nil {
			t.Errorf("epoch 2 from round %d on, epoch 1 from 1021 on: opened: %t (%v), want %t", turn, got, err, want)
		}
	}
}

// Boxes may be carried by hand, within a round: the first in which a new epoch may be
// is the one after its base and after all that was heard, and its box opens.
func TestAnEpochMayBeginInTheRoundAfterItsBase(t *testing.T) {
	p := newPair(t, MinPouch)
	hand := func(from, to int, round box.Round) {
		t.Helper()
		writes := p.pouch[from].Writes
		w := writes[round-writes[0].Round]
		if ev, err := p.ends[to].Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) == 0 {
			t.Fatalf("round %d, to end %d: %d events, %v", round, to, len(ev), err)
		}
	}
	p.seal(0) // in 1000, the base
	hand(0, 1, 1001)
	p.now = 999
	p.seal(1)
	hand(1, 0, 1000)
	p.now = 1000
	p.seal(0) // turns to 1001
	hand(0, 1, 1002)
	p.seal(1) // and so does the other end
	first, ok := p.ends[0].in.uncertain()
	if turn := p.ends[1].out.newest().turn; !ok || first != 1001 || turn != 1001 || p.ends[0].in.at != 1001 {
		t.Fatalf("the reader, at round %d, doubts from round %d on (%t), and the turn is %d, want 1001", p.ends[0].in.at, first, ok, turn)
	}
	hand(1, 0, 1001)
	if e := p.ends[0].in.newest(); !e.turned || e.turn != 1001 {
		t.Errorf("the turn heard is %d (%t), want 1001", e.turn, e.turned)
	}
}

// doubt is a reader that holds epoch 1, whose base is 1000, and has not heard its
// turn. It has opened the boxes of 1000 and 1001, and knows the other end to have
// sealed up to heard.
type doubt struct {
	*book
	state     []byte // of a scanner that reads direction 0
	at, heard int64
	done      []int64 // later rounds that it has opened too
}

// inDoubt returns a doubt after a sealing in round now (1001: none), and after
// boxes of epoch 0, each by its round and what it said of `sealed`.
func inDoubt(t *testing.T, now int64, old ...[2]int64) *doubt {
	t.Helper()
	p := newPair(t, MinPouch)
	b := bookOf(p)
	p.round()
	b.follow(p)
	if len(b.roots) != 2 || b.bases[1] != testBase {
		t.Fatal("the scanner does not hold epoch 1")
	}
	d := &doubt{book: b, at: 1002, heard: testBase}
	if p.now = box.Round(now); now > 1001 {
		p.seal(1)
		d.at = now + 1
	}
	d.state = p.saved(1)
	for _, o := range old {
		r := o[0]
		id := b.id(0, 0, r)
		got, state := d.try(d.state, r, id, b.seal(0, 0, r, id, written{sealed: uint32(o[1]), gen: uint32(r - 900)}))
		if got != opened {
			t.Fatalf("an old box of round %d: %v", r, got)
		}
		d.state, d.heard, d.at, d.done = state, max(d.heard, o[1]), max(d.at, r+1), append(d.done, r)
	}
	return d
}

type outcome string

const (
	opened   outcome = "opened"
	unopened outcome = "not opened"
	nobodys  outcome = "at nobody's id"
)

// try has a saved reader open one box, and returns what it then saves.
func (d *doubt) try(state []byte, r int64, id box.ID, c *box.Content) (outcome, []byte) {
	d.t.Helper()
	l, err := Unmarshal(state)
	if err != nil {
		d.t.Fatal(err)
	}
	events, err := l.Open(box.Round(r), id, c, 0)
	if err == ErrNotMine {
		return nobodys, nil
	}
	if err != nil {
		d.t.Fatal(err)
	}
	if len(events) == 0 {
		return unopened, nil
	}
	if _, ok := events[0].(*Heard); !ok || l.Status().Frozen != NotFrozen {
		d.t.Fatalf("round %d: %+v", r, events)
	}
	after, err := l.Marshal()
	if err != nil {
		d.t.Fatal(err)
	}
	return opened, after
}

// box is round r's, of epoch e, from a writer who turned in round turn.
func (d *doubt) box(e, r int64, id box.ID, turn int64) *box.Content {
	w := written{sealed: uint32(r - 1), gen: uint32(r - 900)}
	if e > 0 {
		w.epoch, w.turn = uint32(e), uint32(turn)
	}
	return d.seal(e, 0, r, id, w)
}

// A reader in doubt, whatever it has heard, opens exactly what section 3 lets it:
// for every turn that the writer may have made, in every round, at both ids, under
// both keys. And once it has heard the turn, one id and one key are left of each
// round, those that the turn decides.
func TestAReaderInDoubtOpensWhatTheSpecificationSays(t *testing.T) {
	for _, c := range []struct {
		name string
		now  int64
		old  [][2]int64
	}{
		{"nothing is kept yet", 1001, nil},
		{"sixteen rounds are kept", 1022, nil},
		{"an old box of a kept round said more", 1022, [][2]int64{{1010, 1005}}},
		{"an old box said more, of kept rounds too, and an older one less", 1022, [][2]int64{{1015, 1009}, {1012, 1006}}},
		{"an old box said all it could", 1022, [][2]int64{{1012, 1011}}},
		{"an old box ahead of the sealing said more", 1018, [][2]int64{{1020, 1003}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := inDoubt(t, c.now, c.old...)
			start := max(d.heard, testBase)
			d.holdSaved(d.state, d.at, 0, [2]func(int64) bool{always, func(r int64) bool { return r > start }}, [2]func(int64) bool{always, func(r int64) bool { return r > start+MinPouch }})
			heard := 0
			for turn := int64(1000); turn <= 1026; turn++ {
				for r := int64(1002); r <= 1034; r++ {
					state := d.hold(r, turn)
					if state != nil && (r == turn || r == turn+3 || r == turn+MinPouch) {
						heard++
						d.holdAfter(r, turn, state)
					}
				}
			}
			if heard < 20 {
				t.Errorf("only %d turns were heard", heard)
			}
		})
	}
}

// hold holds round r to the page, for a turn; it returns the state after the box
// of epoch 1 opened at its id, if it did.
func (d *doubt) hold(r, turn int64) (after []byte) {
	d.t.Helper()
	start := max(d.heard, testBase) // the first round in which epoch 1 may not be
	for idOf := range int64(2) {
		for e := range int64(2) {
			id := d.id(idOf, 0, r)
			want := opened
			switch {
			case r < d.at-MinPouch, slices.Contains(d.done, r), idOf == 1 && r <= start+MinPouch:
				want = nobodys
			case e == 1 && (r <= start || turn <= start || turn > r):
				want = unopened
			}
			got, state := d.try(d.state, r, id, d.box(e, r, id, turn))
			if got != want {
				d.t.Errorf("u %d, turn %d: the box of round %d, at the id of epoch %d, under the key of %d: %s, want %s", d.heard, turn, r, idOf, e, got, want)
			}
			if e == 1 && got == opened && idOf == btoi(r >= turn+MinPouch) {
				after = state
			}
		}
	}
	return after
}

// holdAfter does the same for a reader that has heard the turn in round from.
func (d *doubt) holdAfter(from, turn int64, state []byte) {
	d.t.Helper()
	at := max(d.at, from+1)
	d.holdSaved(state, at, from,
		[2]func(int64) bool{func(r int64) bool { return r < turn }, func(r int64) bool { return r >= turn }},
		[2]func(int64) bool{func(r int64) bool { return r < turn+MinPouch }, func(r int64) bool { return r >= turn+MinPouch }})
	for r := max(int64(1002), from-20); r <= from+20; r++ {
		for idOf := range int64(2) {
			for e := range int64(2) {
				id := d.id(idOf, 0, r)
				want := opened
				switch {
				case r < at-MinPouch, slices.Contains(d.done, r), r == from, idOf != btoi(r >= turn+MinPouch):
					want = nobodys
				case e != btoi(r >= turn):
					want = unopened
				}
				c := d.box(e, r, id, turn)
				if got, _ := d.try(state, r, id, c); got != want {
					d.t.Errorf("u %d, turn %d heard in %d: the box of round %d, at the id of epoch %d, under the key of %d: %s, want %s", d.heard, turn, from, r, idOf, e, got, want)
				}
			}
		}
	}
	if turn+1 <= from { // a box of another turn contradicts what was heard
		r := at
		id := d.id(btoi(r >= turn+MinPouch), 0, r)
		if got, _ := d.try(state, r, id, d.box(1, r, id, turn+1)); got != unopened {
			d.t.Errorf("a box of turn %d after turn %d was heard: %s", turn+1, turn, got)
		}
	}
}

// A box that says that its round was over when it was sealed is none, whether its
// epoch is known or in doubt.
func TestABoxIsSealedBeforeItsRound(t *testing.T) {
	d := inDoubt(t, 1022)
	const r = 1012
	id := d.id(0, 0, r)
	for e := range uint32(2) {
		for sealed, want := range map[uint32]outcome{r - 1: opened, r: unopened, r + 1: unopened} {
			w := written{sealed: sealed, epoch: e, turn: e * r, gen: 100}
			if got, _ := d.try(d.state, r, id, d.seal(int64(e), 0, r, id, w)); got != want {
				t.Errorf("epoch %d, a box of round %d sealed in %d: %s, want %s", e, r, sealed, got, want)
			}
		}
	}
}

// A box names the epoch under whose key it opens, and of a known one the turn that was
// heard, but for epoch 0; one that names another is none.
func TestABoxNamesTheEpochThatOpensIt(t *testing.T) {
	d := inDoubt(t, 1022)
	const r = 1012
	id := d.id(0, 0, r)
	for e := range uint32(2) {
		for _, c := range []struct {
			epoch, turn uint32
			want        outcome
		}{{e, e * r, opened}, {1 - e, r, unopened}, {2, r, unopened}, {2, 0, unopened}} {
			w := written{sealed: r - 1, epoch: c.epoch, turn: c.turn, gen: 100}
			if got, _ := d.try(d.state, r, id, d.seal(int64(e), 0, r, id, w)); got != c.want {
				t.Errorf("under the key of epoch %d, a box that names epoch %d, from round %d on: %s, want %s", e, c.epoch, c.turn, got, c.want)
			}
		}
	}
	got, state := d.try(d.state, r, id, d.seal(1, 0, r, id, written{sealed: r - 1, epoch: 1, turn: r - 1, gen: 100}))
	if got != opened {
		t.Fatalf("a box of epoch 1: %s", got)
	}
	const next = r + 1
	id = d.id(0, 0, next)
	for _, c := range []struct {
		epoch, turn uint32
		want        outcome
	}{{1, r - 1, opened}, {1, r, unopened}, {1, r - 2, unopened}, {0, r - 1, unopened}, {2, r - 1, unopened}} {
		w := written{sealed: r, epoch: c.epoch, turn: c.turn, gen: 101}
		if got, _ := d.try(state, next, id, d.seal(1, 0, next, id, w)); got != c.want {
			t.Errorf("epoch 1 is known from round %d on; a box that names epoch %d, from round %d on: %s, want %s", r-1, c.epoch, c.turn, got, c.want)
		}
	}
}

func always(int64) bool { return true }

// holdSaved holds what a reader saves, whose chains stand at round at, to section
// 9: of every round that may still come it has the secrets that may open it, by
// epoch, and none besides; of one that was opened or is a pouch old it has none.
func (d *doubt) holdSaved(state []byte, at, from int64, content, id [2]func(int64) bool) {
	d.t.Helper()
	for r := int64(1001); r <= at+2; r++ {
		kept := r > 1001 && r >= at-MinPouch && r < at && !slices.Contains(d.done, r) && r != from
		for e := range int64(2) {
			if got, want := bytes.Contains(state, d.content(e, 0, r)), kept && content[e](r); got != want {
				d.t.Errorf("u %d, at %d, heard in %d: the key of epoch %d for round %d is saved: %t, want %t", d.heard, at, from, e, r, got, want)
			}
			if got, want := bytes.Contains(state, d.walk(d.ids, "id", e, 0, r)), kept && id[e](r); got != want {
				d.t.Errorf("u %d, at %d, heard in %d: the id of epoch %d for round %d is saved: %t, want %t", d.heard, at, from, e, r, got, want)
			}
		}
	}
}

func btoi(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
