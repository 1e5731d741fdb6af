package link

import (
	"bytes"
	"encoding/binary"
	"errors"
	"reflect"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// A sealing covers exactly the rounds after now and floor, one box and one
// read each, and every box lies where the other end reads.
func TestASealingCoversAPouchAndThePeerFindsItAll(t *testing.T) {
	p := newPair(t, 20)
	for e := uint32(0); e < 6; e++ {
		p.secure(e)
		a, b := p.seal(0), p.seal(1)
		if a.First != p.now+1 || len(a.Writes) != 20 {
			t.Fatalf("sealing from %d with %d writes, want from %d with 20", a.First, len(a.Writes), p.now+1)
		}
		for _, s := range []struct{ from, to *Sealing }{{a, b}, {b, a}} {
			read := map[box.Ref]bool{}
			for _, r := range s.to.Reads {
				read[box.Ref{Round: r.Round, ID: r.ID}] = true
			}
			for k, w := range s.from.Writes {
				if w.Round != s.from.First+box.Round(k) {
					t.Fatalf("write %d is of round %d", k, w.Round)
				}
				if !read[box.Ref{Round: w.Round, ID: w.ID}] {
					t.Errorf("epoch %d: the box of round %d is read by nobody", e, w.Round)
				}
			}
		}
	}
}

// Two sealings of one state share their ids and not one byte of randomness.
func TestSealingTwiceNeverRepeatsAKey(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	a, b := p.seal(0), p.seal(0)
	fresh := map[[freshSize]byte]bool{}
	for k := range a.Writes {
		for _, c := range []*box.Content{a.Writes[k].Content, b.Writes[k].Content} {
			for _, f := range [][]byte{c[:freshSize], c[bodyTop:bodyAt]} {
				if fresh[[freshSize]byte(f)] {
					t.Fatal("fresh bytes repeat")
				}
				fresh[[freshSize]byte(f)] = true
			}
		}
		if a.Writes[k].ID != b.Writes[k].ID {
			t.Error("a second sealing changed an id")
		}
	}
}

// A sealing changes no id that the other end already polls: ids of rounds in a
// pouch stay what they were, whatever steps were taken since.
func TestNoSealingChangesAnIDInThePouch(t *testing.T) {
	p := newPair(t, 64)
	ids := [2]map[box.Round]box.ID{{}, {}}
	for range 200 {
		p.round()
		for i := range p.ends {
			for _, w := range p.seal(i).Writes {
				if was, ok := ids[i][w.Round]; ok && was != w.ID {
					t.Fatalf("end %d: the id of round %d changed in round %d", i, w.Round, p.now)
				}
				ids[i][w.Round] = w.ID
			}
		}
	}
	if p.ends[0].Status().Epoch < 10 {
		t.Errorf("only %d epochs, so the test shows little", p.ends[0].Status().Epoch)
	}
}

// The clock may stand still or go back, which counts as standing still. It
// jumps by more than a week only with the owner's word, by more than a year
// never; each refusal changes nothing.
func TestTheClock(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	l := p.ends[0]
	before := p.saved(0)
	for _, c := range []struct {
		name string
		m    Moment
		want error
	}{
		{"jump", Moment{Now: p.now + MaxJump + 1}, ErrClockJump},
		{"pouch ahead of any sealing", Moment{Now: p.now, Floor: p.now + 4*MinPouch}, ErrClockJump},
		{"jump over a year", Moment{Now: p.now + MaxWalk + 1, ClockOK: true}, ErrTooFar},
		{"end of rounds", Moment{Now: lastRound + 1, ClockOK: true}, ErrEnded},
	} {
		if _, err := l.Seal(c.m, p.rand); err != c.want {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
	for _, n := range []int{0, -1, MinPouch + 1} {
		if _, err := l.SealRounds(Moment{Now: p.now}, n, p.rand); err != ErrRounds {
			t.Errorf("%d rounds: got %v, want ErrRounds", n, err)
		}
	}
	if _, err := l.Seal(Moment{Now: p.now}, bytes.NewReader(nil)); err == nil {
		t.Error("sealed without randomness")
	}
	if !bytes.Equal(before, p.saved(0)) {
		t.Error("a refused sealing changed the link")
	}
	for _, now := range []box.Round{9, 5, 9} {
		if s, err := p.ends[1].Seal(Moment{Now: p.now + now}, p.rand); err != nil || s.First != p.now+10 {
			t.Errorf("the clock at %d, after it was at 9: a sealing from %d, %v, want from %d", now, s.First, err, p.now+10)
		}
	}
	s, err := l.Seal(Moment{Now: 3, Floor: 3}, p.rand)
	if err != nil || s.First != p.now+1 && s.First != p.now {
		t.Errorf("clock set back: got a sealing from %d, %v", s.First, err)
	}
	if s, err = l.Seal(Moment{Now: p.now + MaxJump + 1, ClockOK: true}, p.rand); err != nil || s.First != p.now+MaxJump+2 {
		t.Errorf("a jump with the owner's word: %v", err)
	}
	p.now += MaxJump + 1
	p.sealWith(1, Moment{ClockOK: true}, MinPouch)
	p.rounds(30)
	if _, err := p.ends[0].Send([]byte("after the jump"), lastRound); err != nil {
		t.Fatal(err)
	}
	p.rounds(6)
	if len(p.delivered(1)) != 1 {
		t.Error("nothing arrives after a jump of the clock")
	}
}

// Now may jump by a week beyond what was known, and the floor may lie a pouch's
// length beyond now, or beyond the last sealing's first round, as after a pouch was
// lost; one round more needs the owner's word.
func TestTheClockMayJumpAWeekAndTheFloorAPouch(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	first := p.seal(0).First
	now := p.now // known
	for _, c := range []struct {
		now, floor box.Round
		want       error
	}{
		{now + MaxJump, 0, nil},
		{now + MaxJump + 1, 0, ErrClockJump},
		{now, first + MinPouch, nil},
		{now, first + MinPouch + 1, ErrClockJump},
		{now + 10, now + 10 + MinPouch, nil},
		{now + 10, now + 10 + MinPouch + 1, ErrClockJump},
		{now - 10, first + MinPouch + 1, ErrClockJump},
		{now + MaxWalk, 0, ErrClockJump},
	} {
		for _, confirmed := range []bool{false, true} {
			l, err := Unmarshal(p.saved(0))
			if err != nil {
				t.Fatal(err)
			}
			want := c.want
			if confirmed {
				want = nil
			}
			if _, err := l.Seal(Moment{Now: c.now, Floor: c.floor, ClockOK: confirmed}, p.rand); err != want {
				t.Errorf("%d rounds on, floor %d: confirmed: %t: got %v, want %v", int64(c.now-now), c.floor, confirmed, err, want)
			}
		}
	}
}

// A floor that was once told counts for good: no round up to it is sealed again. It is
// the writer's: the reader still opens what the other end wrote in the last pouch's
// length of rounds, as far as they lie before now.
func TestAFloorCountsForGoodAndForTheWriterAlone(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	s := p.seal(0)
	p.now += MinPouch // nothing was read
	l := p.ends[1]
	floor := p.now + MinPouch // as after the pouch was lost
	for _, told := range []box.Round{floor, 0, floor - 5} {
		got, err := l.Seal(Moment{Now: p.now, Floor: told}, p.rand)
		if err != nil || got.First != floor+1 || len(got.Writes) != MinPouch {
			t.Fatalf("floor %d, then %d: %d boxes from round %d on (%v), want %d from %d on", floor, told, len(got.Writes), got.First, err, MinPouch, floor+1)
		}
		p.save(1)
		l, p.pouch[1] = p.ends[1], got
	}
	w := &p.pouch[1].Writes[0]
	if ev, err := p.ends[0].Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) == 0 || ev[0].(*Heard).Sealed != floor {
		t.Errorf("the box of round %d says %v (%v), want sealed in %d", w.Round, ev, err, floor)
	}
	for _, w := range s.Writes {
		if ev, err := l.Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) == 0 {
			t.Errorf("round %d, %d before now: %d events, %v", w.Round, p.now-w.Round, len(ev), err)
		}
	}
}

// A link whose parameters no invitation can hold does not start.
func TestParamsOutOfRange(t *testing.T) {
	_, secret := vectorParams(Shower)
	for _, p := range []Params{
		{Role: 2, PouchRounds: MinPouch}, {PouchRounds: MinPouch - 1}, {PouchRounds: MaxPouch + 1},
		{PouchRounds: MinPouch, Base: lastRound + 1},
	} {
		if _, err := Start(p, secret); !errors.Is(err, ErrParams) {
			t.Errorf("%+v: got %v, want ErrParams", p, err)
		}
	}
	for _, base := range []box.Round{0, 1, 5} {
		l, err := Start(Params{PouchRounds: MinPouch, Base: base}, secret)
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.Seal(Moment{Now: base}, bytes.NewReader(make([]byte, 1<<16)))
		if err != nil || s.First != base+1 || len(s.Writes) != MinPouch || len(s.Reads) != MinPouch {
			t.Errorf("base %d: a first sealing from %d, %v", base, s.First, err)
		}
		again, err := Unmarshal(mustMarshal(l))
		if err != nil || !bytes.Equal(mustMarshal(l), mustMarshal(again)) {
			t.Errorf("base %d: does not save and load: %v", base, err)
		}
	}
}

// What a header has where nothing is named changes nothing: its box is opened, and the other
// end goes on to write and read one box a round.
func TestBytesThatNothingIsNamedForChangeNothing(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	s := p.seal(0)
	plain := p.plainOf(0, s.Writes[0])
	for _, at := range []int{2, 3, 80, 81, 82, 83, 84, 85, 86, 87, 97} {
		if plain[at] != 0 {
			t.Errorf("byte %d is written as %d, want 0", at, plain[at])
		}
	}
	read := func(change func(*[headerSize]byte)) ([]Event, []byte) {
		l, err := Unmarshal(p.saved(1))
		if err != nil {
			t.Fatal(err)
		}
		w, head := s.Writes[0], plain
		change(&head)
		c := *w.Content
		f, ok := l.match(&l.in, int64(w.Round), w.ID)
		if !ok {
			t.Fatal("not the other end's")
		}
		l.kdf.sealHead(c[:bodyTop], &f.place, boxCipher(&f.first.content), &head)
		ev, err := l.Open(w.Round, w.ID, &c, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		state := mustMarshal(l)
		next, err := l.Seal(Moment{Now: p.now + 1, Floor: p.now + 1}, p.rand)
		if err != nil || len(next.Writes) != MinPouch || len(next.Reads) != MinPouch {
			t.Fatalf("%v: %d writes and %d reads, want %d each", err, len(next.Writes), len(next.Reads), MinPouch)
		}
		return keep(ev), state
	}
	want, state := read(func(*[headerSize]byte) {})
	got, changed := read(func(b *[headerSize]byte) {
		b[2], b[3], b[97] = 3, 9, 9
		binary.BigEndian.PutUint32(b[80:], uint32(s.First))
		binary.BigEndian.PutUint32(b[84:], uint32(s.First)+8)
	})
	if !reflect.DeepEqual(got, want) || !bytes.Equal(changed, state) {
		t.Errorf("bytes that nothing is named for lead to %v, without them %v; the states are the same: %t", got, want, bytes.Equal(changed, state))
	}
}

// The seal's keys are as long as the cipher wants; the constructors' errors
// are ignored for that reason.
func TestSealKeysFitTheCipher(t *testing.T) {
	var k contentKey
	if len(k.Bytes()) != chacha20poly1305.KeySize || tagSize != chacha20poly1305.Overhead {
		t.Error("ChaCha20-Poly1305 wants other sizes")
	}
}
