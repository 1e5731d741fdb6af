package link

import (
	"bytes"
	"testing"

	"bulkhead/box"
	"bulkhead/keys"
)

// What a reader erases of a round in doubt is overwritten in memory, and not only let
// go: of the round whose box was opened, of all once the turn is heard, of those that
// what was heard rules out, and of those a pouch old.
func TestWhatIsErasedIsOverwritten(t *testing.T) {
	const r, now = 1012, 1022
	none := func(int64) bool { return false }
	for _, c := range []struct {
		name        string
		do          func(d *doubt, l *Link)
		content, id func(round int64) bool // whose content, and id, is overwritten
	}{
		{"nothing", func(*doubt, *Link) {}, none, none},
		{"a box is opened", func(d *doubt, l *Link) {
			id := d.id(0, 0, r)
			if ev, err := l.Open(r, id, d.seal(0, 0, r, id, written{sealed: testBase, gen: 1}), 0); err != nil || len(ev) == 0 {
				d.t.Fatalf("%d events, %v", len(ev), err)
			}
		}, func(n int64) bool { return n == r }, func(n int64) bool { return n == r }},
		{"the turn is heard", func(d *doubt, l *Link) { l.in.hear(&l.kdf, r) }, always, always},
		{"more is heard", func(d *doubt, l *Link) { l.in.raise(&l.kdf, 1004) },
			func(n int64) bool { return n <= 1004 }, func(n int64) bool { return n <= 1004+MinPouch }},
		{"a round is over", func(d *doubt, l *Link) { l.in.walk(&l.kdf, 1025) }, func(n int64) bool { return n < 1025-MinPouch }, func(n int64) bool { return n < 1025-MinPouch }},
		{"all is erased", func(d *doubt, l *Link) { l.Erase() }, always, always},
	} {
		d := inDoubt(t, now)
		l, err := Unmarshal(d.state)
		if err != nil {
			t.Fatal(err)
		}
		seconds, ids := map[int64]*second{}, 0
		for _, k := range l.in.kept {
			if k.second == nil {
				t.Fatalf("round %d is not in doubt", k.round)
			}
			seconds[k.round] = k.second
			ids += int(btoi(k.second.hasID))
		}
		if len(seconds) != MinPouch || ids == 0 {
			t.Fatalf("%d rounds are in doubt, %d of them with two ids", len(seconds), ids)
		}
		had := map[int64]bool{}
		for round, s := range seconds {
			had[round] = s.hasID
		}
		c.do(d, l)
		for round, s := range seconds {
			if got, want := s.content.IsZero(), c.content(round); got != want {
				t.Errorf("%s: the content key of round %d is overwritten: %t, want %t", c.name, round, got, want)
			}
			for _, k := range l.in.kept {
				if k.erased && !(k.first.content.IsZero() && k.first.id.IsZero()) {
					t.Errorf("%s: the secrets of round %d, which is over, are not overwritten", c.name, k.round)
				}
			}
			if got, want := s.id.IsZero(), c.id(round); had[round] && got != want {
				t.Errorf("%s: the id secret of round %d is overwritten: %t, want %t", c.name, round, got, want)
			}
		}
	}
}

func zero(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// No call leaves a key, a chain walked ahead or a box's plaintext in the memory that a
// link works in, whether what it was given is its own or not.
func TestNoCallLeavesAKeyInScratchMemory(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	hold := func(what string, i int) {
		t.Helper()
		l := p.ends[i]
		if l.kdf != (kdf{}) || l.head != [headerSize]byte{} || l.plain != [bodySize]byte{} {
			t.Errorf("%s: a key or a plaintext is left", what)
		}
		if l.job.l != nil || l.job.kemSeed != [seedSize]byte{} || l.job.order != [32]byte{} || l.job.plain != [headerSize]byte{} || !zero(l.random) {
			t.Errorf("%s: what a sealing drew is left", what)
		}
		for _, rooms := range [][][]byte{l.outbox.rooms, l.inbox.rooms} {
			for _, room := range rooms {
				if !zero(room[:cap(room)]) {
					t.Errorf("%s: a text is left", what)
				}
			}
		}
		for _, d := range []*direction{&l.out, &l.in} {
			if f := &d.first; !f.live && !(f.secrets.content.IsZero() && f.secrets.id.IsZero() && f.second.content.IsZero() && f.known.after == [2][keys.Size]byte{}) {
				t.Errorf("%s: the secrets of a round that was passed are left", what)
			}
			for _, s := range d.seconds {
				if !s.content.IsZero() || !s.id.IsZero() {
					t.Errorf("%s: a second candidate is left", what)
				}
			}
		}
		for _, e := range l.spare[:cap(l.spare)] {
			if !e.content.tip.IsZero() || !e.id.tip.IsZero() {
				t.Errorf("%s: a chain walked ahead is left", what)
			}
		}
	}
	if _, err := p.ends[0].Send(message("in every box", 3000), lastRound); err != nil {
		t.Fatal(err)
	}
	moment := Moment{Now: p.now, Floor: p.now}
	s, err := p.ends[0].Seal(moment, p.rand)
	if err != nil {
		t.Fatal(err)
	}
	hold("sealing", 0)
	if _, err := p.ends[0].Seal(moment, p.rand); err != nil {
		t.Fatal(err)
	}
	hold("sealing again", 0)
	w, other := &s.Writes[0], &s.Writes[5]
	for _, c := range []struct {
		what string
		id   int // whose place
		c    *box.Content
	}{{"opening junk", 0, &box.Content{1}}, {"opening what is absent", 0, &box.Content{}}, {"opening a box", 0, w.Content},
		{"opening it again", 0, w.Content}, {"opening a box ahead", 5, other.Content}} {
		at := &s.Writes[c.id]
		if _, err := p.ends[1].Open(at.Round, at.ID, c.c, 1<<20); err != nil && err != ErrNotMine {
			t.Fatal(err)
		}
		hold(c.what, 1)
	}
	if _, err := p.ends[0].Wrote(w.Round, w.ID, WriteConflict, w.Content); err != nil {
		t.Fatal(err)
	}
	hold("a refused write", 0)
	if _, err := p.ends[0].Wrote(w.Round, other.ID, WriteStored, nil); err != ErrNotMine {
		t.Fatal(err)
	}
	hold("a result that is nobody's", 0)
}
