package link

import (
	"bytes"
	"encoding/binary"
	"testing"

	"bulkhead/box"
)

// One sealing with everything in it, against the page's offsets: every byte of its
// headers, every cell, and the id and keys of every round. The other end polls these
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
	seal := func(i int) *Sealing {
		s, err := p.ends[i].Seal(Moment{Now: p.now, Floor: p.now, Unlocked: 77, Presence: Presence{0, 3, 1, 2, 3, 4, 5, 6}, Card: 0x0708}, p.rand)
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
	told := seal(0)
	want := make([]byte, 100)
	u := binary.BigEndian.PutUint32
	want[0] = 2
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
	b.holdBoxes(told, 1007, want, stream(append([]string{"given up"}, backlog...)...))

	// The other end reads the boxes' ids, and nothing else.
	seal(1)
	p.now++ // 1007
	p.write(0)
	p.read(1)
	var reads []Read
	for r := int64(1008); r <= 1023; r++ {
		reads = append(reads, Read{box.Round(r), b.id(b.epoch(0, r, pl), 0, r), false})
	}
	got := seal(1).Reads
	if len(got) != len(reads) {
		t.Fatalf("%d reads, want %d", len(got), len(reads))
	}
	for i := range got {
		if got[i] != reads[i] {
			t.Errorf("read %d: of round %d, want of %d, or another id", i, got[i].Round, reads[i].Round)
		}
	}
}

// holdBoxes holds a sealing of direction 0 under epoch 1 to the page: this header, and the
// cells that may travel, 1 to 127, each first once before any goes again.
func (b *book) holdBoxes(s *Sealing, first int64, head []byte, cells [][]byte) {
	b.t.Helper()
	seen := map[uint32]bool{}
	for n, r := 0, first; r < first+b.pl; n, r = n+1, r+1 {
		if n == len(s.Writes) {
			b.t.Fatalf("%d boxes, and none for round %d", n, r)
		}
		w := &s.Writes[n]
		if int64(w.Round) != r || w.ID != b.id(b.epoch(0, r, b.pl), 0, r) {
			b.t.Errorf("the box of round %d is not at its id", r)
		}
		got, body, ok := b.plain(1, 0, w)
		if !ok || !bytes.Equal(got, head) {
			b.t.Fatalf("the box of round %d opens: %t; its header\n%x, want\n%x", r, ok, got, head)
		}
		for at := 0; at < len(body); at += 1300 {
			c := body[at : at+1300]
			k := binary.BigEndian.Uint32(c[4:])
			if k < 1 || k > 127 || seen[k] || !bytes.Equal(c, cells[k]) {
				b.t.Errorf("round %d: cell %d is not the page's, or goes twice", r, k)
			}
			seen[k] = true
		}
	}
	if len(s.Writes) != int(b.pl) || len(seen) != 3*int(b.pl) {
		b.t.Errorf("%d boxes with %d different cells, want %d with %d", len(s.Writes), len(seen), b.pl, 3*b.pl)
	}
}
