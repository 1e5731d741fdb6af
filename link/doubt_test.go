package link

import (
	"bytes"
	"testing"

	"bulkhead/box"
)

// doubtful returns a pair with pouches of 16 rounds whose shower turned to epoch
// 1 in round 1003, while the scanner sealed in 1003, in doubt: it had read
// nothing sealed after 1001, so its pouch polls two ids from 1001 + 1 + 16 on.
func doubtful(t *testing.T) *pair {
	t.Helper()
	p := newPair(t, MinPouch)
	p.rounds(2) // in 1001 the scanner reads PK, in 1002 the shower CT
	s := p.seal(0)
	if p.now != 1002 || s.First != 1003 || p.ends[0].out.newest().turn != 1003 || !p.ends[0].out.newest().turned {
		t.Fatalf("round %d: the shower's turn is %d, want 1003", p.now, p.ends[0].out.newest().turn)
	}
	p.now++
	p.write(0) // 1003, which the scanner does not read
	p.seal(1)
	if first, ok := p.ends[1].in.uncertain(); !ok || first != 1002 {
		t.Fatalf("the scanner doubts from round %d on (%t), want 1002", first, ok)
	}
	return p
}

// at returns one end's reads of a round: the known candidate, and the second.
func (p *pair) at(i int, round box.Round) (reads []Read) {
	for _, r := range p.pouch[i].Reads {
		if r.Round == round {
			reads = append(reads, r)
		}
	}
	return reads
}

// A doubt that ends within a pouch leaves two polled ids in its last rounds. Up to
// a pouch's length after the turn the box lies at the first and the second is
// nobody's; from there on it is the other way round.
func TestADoubtThatEndsWithinAPouchLeavesTheFirstIDToNobody(t *testing.T) {
	p := doubtful(t)
	for p.now = 1004; p.now <= 1019; p.now++ {
		reads := p.at(1, p.now)
		want := 1
		if p.now >= 1018 {
			want = 2
		}
		if len(reads) != want {
			t.Fatalf("round %d: the pouch polls %d ids, want %d", p.now, len(reads), want)
		}
		p.now--
		p.seal(0)
		p.now++
		p.write(0)
		lies := 0
		if p.now >= 1003+MinPouch {
			lies = 1
		}
		for n, r := range reads {
			c := p.drop[box.Ref{Round: r.Round, ID: r.ID}]
			if (c != nil) != (n == lies) {
				t.Errorf("round %d: a box at candidate %d: %t", p.now, n, c != nil)
			}
			if n == lies {
				continue
			}
			if _, err := p.ends[1].Open(r.Round, r.ID, &box.Content{}, 0); err != ErrNotMine {
				t.Errorf("round %d: nothing at candidate %d, which is nobody's: got %v, want ErrNotMine", p.now, n, err)
			}
			if _, err := p.ends[1].Open(r.Round, r.ID, p.pouch[0].Writes[0].Content, 0); err != ErrNotMine {
				t.Errorf("round %d: a box at candidate %d, which is nobody's: got %v, want ErrNotMine", p.now, n, err)
			}
		}
		before := len(p.events[1])
		p.read(1)
		if heard, ok := p.events[1][before].(*Heard); !ok || heard.Round != p.now {
			t.Errorf("round %d: the box did not open", p.now)
		}
		if e := p.ends[1].in.newest(); !e.turned || e.turn != 1003 {
			t.Errorf("round %d: the turn heard is %d (%t), want 1003", p.now, e.turn, e.turned)
		}
	}
}

// A box that was opened, and a write whose result was told, are nobody's from then
// on, and their round's secrets are gone from what is saved.
func TestABoxIsOpenedAndItsResultToldOnce(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	for range 2 {
		p.seal(0)
		p.seal(1)
		p.now++
		secretOf := func(i int, d func(*Link) *direction) []byte {
			at := d(p.ends[i])
			at.walk(&p.ends[i].kdf, int64(p.now)+1)
			return bytes.Clone(at.kept[at.find(int64(p.now))].first.content.Bytes())
		}
		out := secretOf(0, func(l *Link) *direction { return &l.out })
		in := secretOf(1, func(l *Link) *direction { return &l.in })
		if !bytes.Equal(in, out) || !bytes.Contains(p.saved(0), out) || !bytes.Contains(p.saved(1), in) {
			t.Fatal("a round that is waited for has no secret: the test shows nothing")
		}
		w := p.pouch[0].Writes[0]
		p.wrote(0, w, WriteStored, nil)
		if _, err := p.ends[0].Wrote(w.Round, w.ID, WriteStored, nil); err != ErrNotMine {
			t.Errorf("a result told twice: %v, want ErrNotMine", err)
		}
		p.save(0)
		if _, err := p.ends[0].Wrote(w.Round, w.ID, WriteConflict, &box.Content{9}); err != ErrNotMine {
			t.Errorf("another result, after loading: %v, want ErrNotMine", err)
		}
		r := p.at(1, p.now)[0]
		p.open(1, r, w.Content)
		if ev, err := p.ends[1].Open(r.Round, r.ID, w.Content, 1<<20); err != ErrNotMine {
			t.Errorf("opened twice: %d events, %v, want ErrNotMine", len(ev), err)
		}
		if bytes.Contains(p.saved(0), out) || bytes.Contains(p.saved(1), in) {
			t.Error("a saved state has the secret of a round that is over")
		}
		if p.ends[0].out.find(int64(p.now)) >= 0 || p.ends[1].in.find(int64(p.now)) >= 0 {
			t.Error("a round that is over is waited for")
		}
	}
}
