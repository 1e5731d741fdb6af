package link

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
)

// What the other end says it has counts to the letter: a message is confirmed only
// by its own chain value, or passed over only once it is given up, and a cell held
// is one that was numbered. Anything else freezes, and confirms nothing.
func TestAReceiptSaysWhatWasSentOrFreezes(t *testing.T) {
	one, two := "one", "two"+string(message("cells", 1300))
	three := "three"
	m := [][]byte{make([]byte, 16)}
	for _, text := range []string{one, two, three} { // cell 0, cells 1 and 2, cell 3
		m = append(m, follows(m[len(m)-1], text))
	}
	const none = -1
	for _, c := range []struct {
		gone      []int // messages given up
		next      uint32
		chain     int // which M
		bit       int
		fine      bool
		confirmed []int
	}{
		{nil, 0, 0, none, true, nil},
		{nil, 0, 0, 2, true, nil}, // cell 3
		{nil, 0, 0, 3, false, nil},
		{nil, 0, 0, 127, false, nil},
		{nil, 0, 1, none, false, nil},
		{nil, 1, 1, none, true, []int{1}},
		{nil, 1, 1, 1, true, []int{1}},
		{nil, 1, 1, 2, false, nil},
		{nil, 1, 0, none, false, nil},
		{nil, 2, 1, none, false, nil}, // within a message
		{nil, 2, 2, none, false, nil},
		{nil, 3, 2, none, true, []int{1, 2}},
		{nil, 3, 1, none, false, nil}, // the second was passed over, and lives
		{nil, 3, 0, none, false, nil},
		{nil, 4, 3, none, true, []int{1, 2, 3}},
		{nil, 4, 3, 0, false, nil},
		{nil, 4, 2, none, false, nil},
		{nil, 4, 1, none, false, nil},
		{nil, 5, 3, none, false, nil},
		{[]int{2}, 1, 1, none, true, []int{1}},
		{[]int{2}, 2, 1, none, false, nil},
		{[]int{2}, 3, 1, none, true, []int{1}},
		{[]int{2}, 3, 2, none, true, []int{1}},
		{[]int{2}, 3, 0, none, false, nil}, // the first was passed over too, and lives
		{[]int{2}, 4, 3, none, true, []int{1, 3}},
		{[]int{2}, 4, 2, none, false, nil},
		{[]int{2}, 4, 1, none, false, nil},
		{[]int{1, 2}, 3, 0, none, true, nil},
		{[]int{1, 2}, 4, 0, none, false, nil},
		{[]int{2, 3}, 4, 1, none, true, []int{1}},
		{[]int{2, 3}, 4, 0, none, false, nil},
		{[]int{1, 2, 3}, 4, 0, none, true, nil},
	} {
		p := newPair(t, MinPouch)
		p.secure(1)
		for _, text := range []string{one, two, three} {
			if _, err := p.ends[1].Send([]byte(text), lastRound); err != nil {
				t.Fatal(err)
			}
		}
		p.seal(1)
		for _, id := range c.gone {
			p.ends[1].Cancel(MessageID(id))
		}
		p.forge(0, func(h *header) {
			h.receipt = receipt{next: c.next, chain: shortChain(m[c.chain][:8])}
			if c.bit >= 0 {
				h.receipt.bitmap[c.bit/8] = 1 << (c.bit % 8)
			}
		})
		want := NotFrozen
		if !c.fine {
			want = ReasonReceipt
		}
		if got := p.ends[1].Status().Frozen; got != want {
			t.Errorf("%+v: %v, want %v", c, got, want)
		}
		for id := 1; id <= 3; id++ {
			times := 0
			for _, n := range c.confirmed {
				if n == id {
					times++
				}
			}
			if got := p.count(1, Confirmed{MessageID(id)}); got != times {
				t.Errorf("%+v: message %d was confirmed %d times, want %d", c, id, got, times)
			}
		}
	}
}

// The peer's sealings, in whatever order its boxes are opened, against a memory of
// every box of the last 32 that were heard: the number never falls as rounds rise,
// and has one tag.
func TestThePeersNumbersAreHeldTogetherInAnyOrder(t *testing.T) {
	type told struct {
		round, gen uint32
		tag        Tag
	}
	refused, forgotten := 0, 0
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 8))
		var l Link
		var memory []told
		gens := map[uint32]bool{}
		fine := func(b told) bool {
			for _, m := range memory {
				if m.gen < b.gen && m.round >= b.round || m.gen > b.gen && m.round <= b.round || m.gen == b.gen && m.tag != b.tag {
					return false
				}
			}
			return true
		}
		for n := range uint32(300) {
			gen := 1 + rnd.Uint32N(60)
			if seed%2 == 0 { // much as boxes come: late ones among them
				gen = 1 + n/3 - min(n/3, rnd.Uint32N(8)*rnd.Uint32N(8))
			}
			b := told{round: 4*gen + rnd.Uint32N(4), gen: gen, tag: Tag{byte(gen)}}
			switch rnd.IntN(12) {
			case 0:
				b.round = 4*gen + 4 + rnd.Uint32N(2)
			case 1:
				b.round = 4*gen - 1 - rnd.Uint32N(2)
			case 2:
				b.tag[1] = 1
			}
			want := NotFrozen
			if !fine(b) {
				want = ReasonPeer
				refused++
			}
			if got := l.check(b.round, &header{gen: b.gen, tag: b.tag}); got != want {
				t.Fatalf("seed %d, box %d: %+v: %v, want %v", seed, n, b, got, want)
			}
			if want != NotFrozen {
				continue
			}
			memory, gens[b.gen] = append(memory, b), true
			if len(gens) <= 32 {
				continue
			}
			forgotten++
			least := b.gen
			for g := range gens {
				least = min(least, g)
			}
			delete(gens, least)
			kept := memory[:0]
			for _, m := range memory {
				if m.gen != least {
					kept = append(kept, m)
				}
			}
			memory = kept
		}
	}
	if refused < 1000 || forgotten < 1000 {
		t.Errorf("%d boxes refused and %d numbers forgotten: the test shows little", refused, forgotten)
	}
}

// An echo names one of this end's own sealings; of the last 256, and of no earlier
// one, the tag is known, and so is that of a box that stands where one was refused.
func TestTheLast256OwnSealingsAreKnown(t *testing.T) {
	p := newPair(t, MinPouch)
	if p.ends[1].ownTag(Tag{}) {
		t.Error("a link that never sealed knows an empty tag as its own")
	}
	if got := p.ends[1].check(1001, &header{gen: 1, echoTag: Tag{1}}); got != NotFrozen {
		t.Errorf("an echo of no sealing: %v", got)
	}
	tags := []Tag{{}}
	for range 300 {
		s, err := p.ends[1].SealRounds(Moment{Now: p.now, Floor: p.now}, 1, p.rand)
		if err != nil {
			t.Fatal(err)
		}
		tags = append(tags, s.Tag)
	}
	p.save(1)
	for _, c := range []struct {
		gen   uint32
		wrong bool
		want  Reason
	}{
		{302, false, ReasonEcho}, {301, false, ReasonEcho}, {300, false, NotFrozen}, {300, true, ReasonEcho},
		{299, true, ReasonEcho}, {45, false, NotFrozen}, {45, true, ReasonEcho}, {44, false, NotFrozen},
		{44, true, NotFrozen}, {1, true, NotFrozen}, {0, true, NotFrozen},
	} {
		h := header{gen: 1, echoGen: c.gen}
		if int(c.gen) < len(tags) {
			h.echoTag = tags[c.gen]
		}
		if c.wrong {
			h.echoTag[7] ^= 1
		}
		l, err := Unmarshal(p.saved(1))
		if err != nil {
			t.Fatal(err)
		}
		if got := l.check(1001, &h); got != c.want {
			t.Errorf("an echo of sealing %d of 300, tag wrong: %t: %v, want %v", c.gen, c.wrong, got, c.want)
		}
	}
	for gen, want := range map[int]bool{300: true, 299: true, 46: true, 45: true, 44: false, 43: false} {
		if got := p.ends[1].ownTag(tags[gen]); got != want {
			t.Errorf("the tag of sealing %d of 300 counts as own: %t, want %t", gen, got, want)
		}
	}
}

// A box of an older round that is opened late takes nothing back: what is echoed,
// what is known of the other's last unlock are what the highest round said.
func TestALateBoxTakesNothingBack(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	var boxes []Write
	for _, unlocked := range []box.Round{50, 60} {
		s, err := p.ends[0].Seal(Moment{Now: p.now, Floor: p.now, Unlocked: unlocked}, p.rand)
		if err != nil {
			t.Fatal(err)
		}
		p.pouch[0] = s
		p.now++
		p.write(0)
		boxes = append(boxes, s.Writes[0])
	}
	for n := len(boxes) - 1; n >= 0; n-- {
		w := boxes[n]
		if ev, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) == 0 {
			t.Fatalf("box %d: %v, %v", n, ev, err)
		}
		l := p.ends[1]
		if s := l.Status(); s.PeerUnlocked != 60 || s.HeardRound != boxes[1].Round {
			t.Errorf("after box %d: last unlocked in %d, heard in %d, want 60 and %d", n, s.PeerUnlocked, s.HeardRound, boxes[1].Round)
		}
		if l.echo.gen != p.pouch[0].Gen || l.echo.tag != p.pouch[0].Tag {
			t.Errorf("after box %d: sealing %d is echoed, want %d", n, l.echo.gen, p.pouch[0].Gen)
		}
	}
}

// An answer must be to the very key that was made, and name its step: one that names
// another freezes, as does one to no key, and the key that waits is answered by nothing
// else.
func TestAnAnswerToAnotherKeyFreezes(t *testing.T) {
	for _, c := range []struct {
		wrong  int // byte of the key's hash, or −1
		number uint32
		want   Reason
	}{{-1, 1, NotFrozen}, {0, 1, ReasonStep}, {31, 1, ReasonStep}, {-1, 2, ReasonStep}, {-1, 3, ReasonStep}} {
		p := newPair(t, MinPouch)
		p.round()
		answer := bytes.Clone(p.ends[1].ladder.ct)
		if !p.ends[0].ladder.making || answer == nil {
			t.Fatal("no key waits for its answer")
		}
		if c.wrong >= 0 {
			answer[c.wrong] ^= 1
		}
		p.forge(1, func(*header) {}, ctCell(c.number, answer))
		if got := p.ends[0].Status().Frozen; got != c.want || p.count(0, EpochBegun{1}) != int(btoi(c.want == NotFrozen)) {
			t.Errorf("byte %d of the key's hash is wrong, step %d: %v, want %v", c.wrong, c.number, got, c.want)
		}
	}
	p := newPair(t, MinPouch)
	p.round()
	answer := bytes.Clone(p.ends[1].ladder.ct)
	p.secure(1)
	if k := p.ends[1].ladder; k.making || !p.ends[1].makes(k.epoch+1) {
		t.Fatal("the end has made the next key already")
	}
	none := sha256.Sum256(nil)
	p.forge(0, func(*header) {}, ctCell(2, append(none[:], answer[sha256.Size:]...)))
	if got := p.ends[1].Status().Frozen; got != ReasonStep {
		t.Errorf("an answer before there is a key: %v, want %v", got, ReasonStep)
	}
}

// ctCell makes a cell with an answer.
func ctCell(number uint32, answer []byte) func(b []byte) {
	return func(b []byte) {
		copy(b[cellHead:], answer)
		putCell(b, cellCT, 0, number, shortChain{}, ctPayload)
	}
}

// An answer travels in every box until a box of its epoch is opened: boxes of the
// epoch before, which the other end sealed without it, do not end that.
func TestAnAnswerTravelsUntilItsEpochIsHeard(t *testing.T) {
	p := newPair(t, MinPouch)
	p.round()
	for range 5 { // what the scanner writes is lost
		p.seal(0)
		p.seal(1)
		p.now++
		p.write(0)
		for _, w := range p.pouch[1].Writes {
			if w.Round == p.now {
				p.wrote(1, w, WriteStored, nil)
			}
		}
		p.read(0)
		p.read(1)
		if s := p.ends[1].Status(); !s.Answering || p.count(1, EpochBegun{1}) > 0 {
			t.Fatalf("round %d: the answer is out: %t; the epoch was told begun %d times", p.now, s.Answering, p.count(1, EpochBegun{1}))
		}
	}
	p.secure(1)
	if n := p.count(1, EpochBegun{1}); n != 1 {
		t.Errorf("the epoch was told begun %d times, want 1", n)
	}
}

// A key is answered only if it comes in a box of the newest epoch: whoever has the
// secrets of the one before, as a thief of an old copy, gets no answer by a round
// that was sealed under them and has not been read.
func TestAKeyInABoxOfAnOldEpochIsNotAnswered(t *testing.T) {
	for _, old := range []bool{true, false} {
		p := newPair(t, MinPouch)
		b := bookOf(p)
		p.round()
		b.follow(p)
		p.rounds(2)
		p.now = 1020
		p.seal(0)
		open := func(r int64, c *box.Content) {
			t.Helper()
			if ev, err := p.ends[0].Open(box.Round(r), b.id(0, 1, r), c, 0); err != nil || len(ev) == 0 {
				t.Fatalf("round %d: %d events, %v", r, len(ev), err)
			}
		}
		open(1021, b.seal(1, 1, 1021, b.id(0, 1, 1021), written{sealed: 1020, epoch: 1, turn: 1021, gen: 2000}))
		maker, err := Unmarshal(p.saved(0)) // any key will do
		if err != nil {
			t.Fatal(err)
		}
		if err := maker.ladder.begin(1010, make([]byte, seedSize)); err != nil {
			t.Fatal(err)
		}
		cell := make([]byte, 1300)
		copy(cell[16:], maker.ladder.pk)
		cell[0], cell[7] = 2, 2
		binary.BigEndian.PutUint16(cell[2:], 1220)
		if old {
			open(1012, b.sealWith(0, 1, 1012, b.id(0, 1, 1012), written{sealed: 1011, gen: 1000}, cell))
		} else {
			open(1022, b.sealWith(1, 1, 1022, b.id(0, 1, 1022), written{sealed: 1021, epoch: 1, turn: 1021, gen: 2001}, cell))
		}
		if s := p.ends[0].Status(); s.Answering == old || s.Frozen != NotFrozen {
			t.Errorf("a key in a box of an old epoch: %t: answered: %t, %v", old, s.Answering, s.Frozen)
		}
	}
}

// What a write's result tells is taken as it is: only bytes that the drop has count
// as written; an unknown result leaves the box open for another; what was attempted
// is never sealed again; and a foreign box proves a copy only if all of it opens.
func TestAResultIsTakenAsItIs(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send([]byte("one cell"), lastRound); err != nil {
		t.Fatal(err)
	}
	copied, err := Unmarshal(p.saved(0))
	if err != nil {
		t.Fatal(err)
	}
	s := p.seal(0)
	clone, err := copied.Seal(Moment{Now: p.now, Floor: p.now}, p.rand)
	if err != nil {
		t.Fatal(err)
	}
	stage := func(want Stage) {
		t.Helper()
		if got := p.ends[0].Outbox()[0].Stage; got != want {
			t.Errorf("the message is %v, want %v", got, want)
		}
	}
	junk := *clone.Writes[0].Content
	junk[box.Size-1] ^= 1
	before := len(p.events[0])
	p.wrote(0, s.Writes[0], WriteConflict, &junk)
	if got := p.events[0][before:]; len(got) != 1 || got[0] != (Warning{WarnDrop}) {
		t.Errorf("a copy's box, a byte of it changed: %v, want a warning of the drop", got)
	}
	p.wrote(0, s.Writes[1], WriteSkipped, nil)
	p.wrote(0, s.Writes[2], WriteUnknown, nil)
	p.wrote(0, s.Writes[2], WriteConflict, nil)
	stage(Sealed)
	p.wrote(0, s.Writes[2], WriteStored, nil)
	stage(Written)
	again, err := p.ends[0].Seal(Moment{Now: p.now}, p.rand)
	if err != nil || again.First != s.First+3 {
		t.Errorf("sealed again from round %d (%v), want %d", again.First, err, s.First+3)
	}
}
