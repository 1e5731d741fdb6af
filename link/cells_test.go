package link

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"testing"
)

// give has end 1 open boxes of end 0 with these cells, three in a box, and this base.
func (p *pair) give(base uint32, cells ...[]byte) {
	p.t.Helper()
	for at := 0; at < len(cells); at += boxCells {
		var put []func(b []byte)
		for _, c := range cells[at:min(at+boxCells, len(cells))] {
			put = append(put, func(b []byte) { copy(b, c) })
		}
		p.forge(0, func(h *header) { h.base = base }, put...)
	}
}

// taken returns a pair in epoch 1 whose end 1 has taken in one message, "before".
func taken(t *testing.T) *pair {
	t.Helper()
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send([]byte("before"), lastRound); err != nil {
		t.Fatal(err)
	}
	p.rounds(3)
	if len(p.delivered(1)) != 1 || p.ends[1].inbox.next != 1 {
		t.Fatal("the first message did not arrive")
	}
	return p
}

// A message is taken in after the one it names, and after no other, unless its
// sender has moved base beyond what lies between; then the next one is held to it.
func TestAMessageFollowsTheOneItNames(t *testing.T) {
	right, wrong := stream("before", "one", "two", "three"), stream("not before", "one", "two", "three")
	two := stream("before", string(message("two cells", 2000)))
	other := stream("before", "one", "other", "three")
	for _, c := range []struct {
		name  string
		base  uint32
		cells [][]byte
		took  int // beside the first
		fine  bool
	}{
		{"in order", 0, [][]byte{right[1], right[2], right[3]}, 3, true},
		{"out of order", 0, [][]byte{right[3], right[1], right[2]}, 3, true},
		{"base where it is", 1, [][]byte{right[1]}, 1, true},
		{"after another", 0, [][]byte{wrong[1]}, 0, false},
		{"after another, base where it is", 1, [][]byte{wrong[1]}, 0, false},
		{"after a jump", 2, [][]byte{wrong[2], wrong[3]}, 2, true},
		{"after a jump, and then after another", 2, [][]byte{right[2], other[3]}, 1, false},
		{"before a jump", 3, [][]byte{right[1], right[2], right[3]}, 1, true},
		{"its own value is wrong", 0, [][]byte{flip(right[1], 16+16)}, 0, false},
		{"its cells have two values", 0, [][]byte{two[1], flip(two[2], 15)}, 0, false},
		{"its two cells", 0, [][]byte{two[1], two[2]}, 1, true},
		{"its two cells, neither marked first", 0, [][]byte{with(two[1], 1, 0), two[2]}, 0, false},
		{"its two cells, both marked first", 0, [][]byte{two[1], with(two[2], 1, 3)}, 0, false},
		{"its value is another's", 0, [][]byte{flip(right[1], 8)}, 0, false},
		{"one within another", 0, [][]byte{with(right[1], 1, 1)}, 0, false}, // first, not last, and short
	} {
		p := taken(t)
		p.give(c.base, c.cells...)
		if got := p.ends[1].Status().Frozen; (got == NotFrozen) != c.fine || !c.fine && got != ReasonStream {
			t.Errorf("%s: %v, want none: %t", c.name, got, c.fine)
		}
		if got := len(p.delivered(1)) - 1; c.fine && got != c.took || got > c.took {
			t.Errorf("%s: %d messages were taken in, want %d", c.name, got, c.took)
		}
	}
}

func flip(cell []byte, at int) []byte { return with(cell, at, cell[at]^1) }

func with(cell []byte, at int, b byte) []byte {
	c := bytes.Clone(cell)
	c[at] = b
	return c
}

// Of 128 cells from the first that is missing each is kept, and of no others; a
// jump drops what lies before it and keeps what does not.
func TestWhichCellsAreHeld(t *testing.T) {
	long := stream("before", string(message("1", MaxMessage)), string(message("2", MaxMessage)), string(message("3", MaxMessage)),
		string(message("4", MaxMessage)), string(message("5", MaxMessage))) // from 1, 53, 105, 157 and 209 on
	p := taken(t)
	p.give(0, long[2], long[128], long[129])
	if n := p.ends[1].Status().Held; n != 2 {
		t.Errorf("%d cells held, want 2: those numbered 2 and 128", n)
	}
	p.give(0, long[2])
	if n := p.ends[1].Status().Held; n != 2 {
		t.Errorf("%d cells held after one that was, want 2", n)
	}
	p.give(53, long[53], long[105], long[1])
	if n := p.ends[1].Status().Held; n != 3 {
		t.Errorf("%d cells held after a jump to 53, want 3: those numbered 53, 105 and 128", n)
	}
	p.give(105, long[232], long[233])
	if l := p.ends[1]; l.Status().Held != 3 || l.inbox.held[0].number != 105 || l.Status().Frozen != NotFrozen {
		t.Errorf("%d cells held after a jump to 105, want 3: those numbered 105, 128 and 232", l.Status().Held)
	}
}

// A receipt names every cell that is held beyond the first that is missing, by its
// distance to that one, and nothing else.
func TestAReceiptNamesEveryCellThatIsHeld(t *testing.T) {
	for _, c := range []struct {
		held []uint32
		want [16]byte
	}{
		{nil, [16]byte{}},
		{[]uint32{100}, [16]byte{}}, // held, and its message lacks another
		{[]uint32{101}, [16]byte{1}},
		{[]uint32{100, 101, 103, 108, 109}, [16]byte{0b10000101, 1}},
		{[]uint32{102, 227}, [16]byte{0: 2, 15: 1 << 6}},
	} {
		n := inbox{next: 100}
		for _, number := range c.held {
			n.held = append(n.held, heldCell{number: number})
		}
		if got := n.receipt(); got.next != 100 || got.bitmap != c.want {
			t.Errorf("from 100 on, %d held: next %d, bits %x, want %x", c.held, got.next, got.bitmap, c.want)
		}
	}
}

// A message of 65,536 bytes is one; a byte more, or 52 cells without an end, is a
// sign.
func TestNoMessageIsLongerThanItMayBe(t *testing.T) {
	for n, fine := range map[int]bool{MaxMessage: true, MaxMessage + 1: false} {
		text := message("long", n)
		p := taken(t)
		p.give(0, stream("before", string(text))[1:]...)
		got := p.delivered(1)
		if s := p.ends[1].Status().Frozen; fine != (len(got) == 2 && bytes.Equal(got[1], text)) || fine != (s == NotFrozen) {
			t.Errorf("%d bytes: %d messages, %v", n, len(got), s)
		}
	}
	p := taken(t)
	cells := stream("before", string(message("endless", 53*1284)))[1:]
	p.give(0, cells[:52]...)
	if r := p.ends[1].Status().Frozen; r != NotFrozen {
		t.Errorf("52 cells: %v", r)
	}
	p.give(0, cells[52])
	if r := p.ends[1].Status().Frozen; r != ReasonStream {
		t.Errorf("53 cells: %v, want %v", r, ReasonStream)
	}
}

// In epoch 0, which whoever saw the invitation can read and write, boxes have the
// key or its answer in their first cell and nothing else, as the page says; and no
// message is taken from them.
func TestNoMessageTravelsOrIsTakenInEpoch0(t *testing.T) {
	p := newPair(t, MinPouch)
	b := bookOf(p)
	for i := range p.ends {
		if _, err := p.ends[i].Send([]byte("waits"), lastRound); err != nil {
			t.Fatal(err)
		}
	}
	hold := func(d int64, kind byte, payload []byte) {
		t.Helper()
		want := make([]byte, 3900)
		want[0] = kind
		binary.BigEndian.PutUint16(want[2:], uint16(len(payload)))
		binary.BigEndian.PutUint32(want[4:], 1)
		copy(want[16:], payload)
		for _, w := range p.pouch[d].Writes {
			if _, body, ok := b.plain(0, d, &w); !ok || !bytes.Equal(body, want) {
				t.Errorf("direction %d, round %d: opens: %t; the body is not the page's", d, w.Round, ok)
			}
		}
	}
	p.seal(0)
	pk := bytes.Clone(p.ends[0].ladder.pk)
	if len(pk) != 1220 || binary.BigEndian.Uint32(pk) != testBase {
		t.Fatalf("a key of %d bytes", len(pk))
	}
	hold(0, 2, pk)
	p.seal(1)
	p.now++
	p.write(0)
	p.read(1)
	p.seal(1)
	sum, ct := sha256.Sum256(pk), p.ends[1].ladder.ct
	if len(ct) != 1152 || !bytes.Equal(ct[:32], sum[:]) {
		t.Fatalf("an answer of %d bytes", len(ct))
	}
	hold(1, 3, ct)
	p.give(0, stream("from whoever saw the invitation")...)
	if s := p.ends[1].Status(); len(p.delivered(1)) > 0 || s.Held > 0 || s.Frozen != NotFrozen {
		t.Errorf("%d messages, %d cells held, %v", len(p.delivered(1)), s.Held, s.Frozen)
	}
}

// A frozen end's boxes are empty, say that it is, and give no receipt; they tell of
// a copied device unless it froze because it was told to. The flag of duress is in
// the lids made for it alone.
func TestTheFlagsAreThoseOfTheSpecification(t *testing.T) {
	for reason := NotFrozen; reason < reasons; reason++ {
		p := newPair(t, MinPouch)
		b := bookOf(p)
		b.turns[0] = append(b.turns[0], 1003)
		for p.now < 1004 {
			p.round()
			b.follow(p)
		}
		p.ends[1].Send([]byte("taken in before"), lastRound)
		p.ends[0].Send([]byte("waits"), lastRound)
		p.rounds(1)
		p.ends[0].Freeze(reason)
		seeds := p.seeds(2)
		s := p.sealWith(0, Moment{Plain: seeds[:1], Duress: seeds[1:]}, MinPouch)
		flags := byte(4 | 2)
		if reason == ReasonTold {
			flags = 4
		}
		if reason == NotFrozen {
			flags = 0
		}
		for _, w := range s.Writes {
			plain, duress := w, w
			plain.Content, duress.Content = w.with(&seeds[0], &w.Plain[0]), w.with(&seeds[1], &w.Duress[0])
			for _, c := range []struct {
				w     Write
				flags byte
			}{{w, flags}, {plain, flags}, {duress, flags | 1}} {
				head, body, ok := b.plain(1, 0, &c.w)
				if !ok {
					t.Fatalf("%v: the box of round %d does not open", reason, w.Round)
				}
				if head[1] != c.flags {
					t.Errorf("%v: flags %03b, want %03b", reason, head[1], c.flags)
				}
				silent := bytes.Equal(head[48:80], make([]byte, 32)) && bytes.Equal(body, make([]byte, 3900))
				if silent != (reason != NotFrozen) {
					t.Errorf("%v: no receipt and no cell: %t", reason, silent)
				}
			}
		}
	}
}

// A cell is kept if the room is enough for it and for all that is missing before it,
// to the byte, and takes the room of all these. What then comes before it takes none.
func TestRoomIsCountedToTheByte(t *testing.T) {
	cells := stream(string(message("long", 5000)))
	for number := range 3 {
		for short := range 2 {
			var n inbox
			c, _ := getCell(cells[number])
			room := (number+1)*HeldCost - short
			want := room - (1-short)*(number+1)*HeldCost
			if !n.take(&c, &room) || len(n.held) != 1-short || room != want {
				t.Errorf("cell %d, %d bytes short: %d cells held, %d bytes left, want %d", number, short, len(n.held), room, want)
			}
			if short > 0 {
				continue
			}
			for before := range number {
				c, _ := getCell(cells[before])
				if !n.take(&c, &room) || room != 0 {
					t.Errorf("cell %d after cell %d: %d bytes left, want 0", before, number, room)
				}
			}
			if len(n.held) != number+1 {
				t.Errorf("%d cells held, want %d", len(n.held), number+1)
			}
		}
	}
}
