package link

import (
	"bytes"
	"encoding/binary"
	"testing"

	"bulkhead/box"
)

// One sealing with everything in it, against the page's offsets: every byte of its
// headers, every cell, and the id and keys of every slot. The other end polls these
// ids, and no others.
func TestEveryByteOfABoxIsWhatTheSpecificationSays(t *testing.T) {
	const pl = MinPouch
	p := newPair(t, pl)
	b := bookOf(p)
	b.turns[0], b.turns[1] = append(b.turns[0], 1003), append(b.turns[1], 1004)
	send := func(i int, expires box.Round, messages ...string) {
		for _, m := range messages {
			if _, err := p.ends[i].Send([]byte(m), expires); err != nil {
				t.Fatal(err)
			}
		}
	}
	seal := func(i int, extras int) *Sealing {
		s, err := p.ends[i].Seal(Moment{Now: p.now, Floor: p.now, Unlocked: 77, Extras: extras, Presence: Presence{0, 3, 1, 2, 3, 4, 5, 6}, Card: 0x0708}, p.rand)
		if err != nil {
			t.Fatal(err)
		}
		p.pouch[i] = s
		p.save(i)
		return s
	}
	for p.now < 1004 {
		p.round()
		b.follow(p)
	}
	short, long := "answered", string(message("waits for its other cells", 9000))
	send(0, 1005, "given up") // cell 0, which no box brings over
	send(1, lastRound, short)
	p.seal(0)
	p.seal(1)
	p.now++ // 1005
	p.write(1)
	p.read(0)
	send(1, lastRound, long)
	p.seal(0)
	s := p.seal(1)
	p.now++ // 1006
	p.write(1)
	p.read(0)

	// What end 0 says next: its receipt is that of the cells in the box of 1006.
	var backlog []string
	for _, tag := range []string{"one", "two", "three", "four"} {
		backlog = append(backlog, string(message(tag, MaxMessage)))
	}
	send(0, lastRound, backlog...)
	told := seal(0, MaxExtras)
	want := make([]byte, 100)
	u := binary.BigEndian.PutUint32
	want[0], want[2] = 2, 3
	copy(want[88:], []byte{0, 3, 1, 2, 3, 4, 5, 6, 2, 0, 7, 8})
	u(want[4:], 1006)
	u(want[8:], 77)
	u(want[12:], 1)
	u(want[16:], 1003)
	u(want[20:], told.Gen)
	copy(want[24:], told.Tag[:])
	u(want[32:], s.Gen)
	copy(want[36:], s.Tag[:])
	u(want[44:], 1006)
	u(want[48:], 1)
	copy(want[52:60], follows(make([]byte, 16), short))
	theirs := stream(short, long)
	_, body, ok := b.plain(1, 1, &s.Writes[0])
	if !ok || len(told.Events) != 1 {
		t.Fatalf("the box of 1006 opens: %t; %d events", ok, len(told.Events))
	}
	for at := 0; at < len(body); at += 1300 {
		n := binary.BigEndian.Uint32(body[at+4:])
		if !bytes.Equal(body[at:at+1300], theirs[n]) {
			t.Errorf("cell %d of the scanner differs", n)
		}
		if n > 1 {
			want[60+(n-2)/8] |= 1 << ((n - 2) % 8)
		}
	}
	u(want[76:], 1)
	u(want[80:], 1008)
	u(want[84:], 1022)
	b.holdBoxes(told, 1007, 1008, 1022, want, stream(append([]string{"given up"}, backlog...)...))

	// The other end reads what the box of 1007 announced, and nothing else.
	seal(1, 0)
	p.now++ // 1007
	p.write(0)
	p.read(1)
	var reads []Read
	for r := int64(1008); r <= 1023; r++ {
		for q := uint8(0); q <= MaxExtras && (q == 0 || r <= 1022); q++ {
			reads = append(reads, Read{box.Round(r), q, b.id(b.epoch(0, r, pl), 0, r, q), false})
		}
	}
	got := seal(1, 0).Reads
	if len(got) != len(reads) {
		t.Fatalf("%d reads, want %d", len(got), len(reads))
	}
	for i := range got {
		if got[i] != reads[i] {
			t.Errorf("read %d: of round %d, slot %d, want of %d, %d", i, got[i].Round, got[i].Slot, reads[i].Round, reads[i].Slot)
		}
	}

	// The next sealing has its extras in its first round too: they are announced.
	told = seal(0, MaxExtras)
	u(want[4:], 1007)
	u(want[20:], told.Gen)
	copy(want[24:], told.Tag[:])
	u(want[80:], 1008)
	u(want[84:], 1023)
	b.holdBoxes(told, 1008, 1008, 1023, want, stream(append([]string{"given up"}, backlog...)...))
}

// holdBoxes holds a sealing of direction 0 under epoch 1 to the page: extras in the
// rounds from … to, this header, and every cell that may travel: 1 to 127.
func (b *book) holdBoxes(s *Sealing, first, from, to int64, head []byte, cells [][]byte) {
	b.t.Helper()
	n, seen := 0, map[uint32]bool{}
	for r := first; r < first+b.pl; r++ {
		for q := uint8(0); q <= MaxExtras && (q == 0 || r >= from && r <= to); q++ {
			if n == len(s.Writes) {
				b.t.Fatalf("%d boxes, and none for round %d, slot %d", n, r, q)
			}
			w := &s.Writes[n]
			n++
			if int64(w.Round) != r || w.Slot != q || w.ID != b.id(b.epoch(0, r, b.pl), 0, r, q) {
				b.t.Errorf("the box of round %d, slot %d, is not at its id", r, q)
			}
			got, body, ok := b.plain(1, 0, w)
			if !ok || !bytes.Equal(got, head) {
				b.t.Fatalf("the box of round %d, slot %d, opens: %t; its header\n%x, want\n%x", r, q, ok, got, head)
			}
			for at := 0; at < len(body); at += 1300 {
				c := body[at : at+1300]
				k := binary.BigEndian.Uint32(c[4:])
				if k < 1 || k > 127 || !bytes.Equal(c, cells[k]) {
					b.t.Errorf("round %d, slot %d: cell %d is not the page's", r, q, k)
				}
				seen[k] = true
			}
		}
	}
	if n != len(s.Writes) || len(seen) != 127 {
		b.t.Errorf("%d boxes with %d different cells, want %d with 127", len(s.Writes), len(seen), n)
	}
}
