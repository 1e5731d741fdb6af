package link

import (
	"bytes"
	"testing"

	"bulkhead/box"
)

// A box with one byte changed, or cut short at any length, is rejected, and
// nothing of the link changes but the count of boxes that did not open.
func TestAChangedOrShortBoxIsRejectedAndChangesNothing(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	if _, err := p.ends[0].Send(message("tamper", 3000), lastRound); err != nil {
		t.Fatal(err)
	}
	s, n := p.seal(0), 0
	p.seal(1)
	w := s.Writes[0]
	before := p.saved(1)
	reject := func(what string, at int, c *box.Content) {
		t.Helper()
		n++
		ev, err := p.ends[1].Open(w.Round, w.ID, c, 1<<20)
		if err != nil || len(ev) > 1 || len(ev) == 1 && ev[0] != (Warning{WarnUnreadable}) {
			t.Fatalf("%s %d: got %v, %v", what, at, ev, err)
		}
		after := p.saved(1)
		copy(after[warnOffset:warnOffset+5], before[warnOffset:])
		if !bytes.Equal(before, after) {
			t.Fatalf("%s %d changed the link", what, at)
		}
	}
	for i := range w.Content {
		c := *w.Content
		c[i] ^= byte(1 << (i % 8))
		reject("flipped byte", i, &c)
	}
	for i := 1; i < box.Size; i++ {
		c := *w.Content
		if clear(c[i:]); c != *w.Content {
			reject("cut at", i, &c)
		}
	}
	if n < 2*box.Size-20 {
		t.Errorf("tried %d changes only", n)
	}
	if ev, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) == 0 {
		t.Errorf("the untouched box does not open any more: %v", err)
	}
	if _, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20); err != ErrNotMine {
		t.Errorf("a box opened twice: got %v, want ErrNotMine", err)
	}
}

// A box opens at its own round, id and end only.
func TestABoxOpensInItsOwnPlaceOnly(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	s := p.seal(0)
	p.seal(1)
	a, b := s.Writes[0], s.Writes[1]
	for _, c := range []struct {
		name  string
		round box.Round
		id    box.ID
		err   error
	}{
		{"other round", b.Round, a.ID, ErrNotMine},
		{"other id", a.Round, b.ID, ErrNotMine},
		{"unknown id", a.Round, box.ID{}, ErrNotMine},
		{"before the base", 1, a.ID, ErrNotMine},
		{"far ahead", a.Round + 5*MaxPouch, a.ID, ErrNotMine},
		{"content of another round", b.Round, b.ID, nil},
	} {
		before := p.saved(1)
		ev, err := p.ends[1].Open(c.round, c.id, a.Content, 1<<20)
		after := p.saved(1)
		copy(after[warnOffset:warnOffset+5], before[warnOffset:])
		if err != c.err || len(ev) != 0 || !bytes.Equal(before, after) {
			t.Errorf("%s: got %v, %v, want %v and nothing changed", c.name, ev, err, c.err)
		}
	}
	if _, err := p.ends[0].Open(a.Round, a.ID, a.Content, 1<<20); err != ErrNotMine {
		t.Errorf("an end's own box: got %v, want ErrNotMine", err)
	}
}

// An absent box, 4,096 zero bytes, is no sign of anything.
func TestAnAbsentBoxIsNoSign(t *testing.T) {
	p := newPair(t, MinPouch)
	p.seal(1)
	before := p.saved(1)
	for _, r := range p.pouch[1].Reads {
		if ev, err := p.ends[1].Open(r.Round, r.ID, &box.Content{}, 0); err != nil || ev != nil {
			t.Fatalf("absent box: %v, %v", ev, err)
		}
	}
	if !bytes.Equal(before, p.saved(1)) {
		t.Error("absent boxes changed the link")
	}
}

// Three boxes in a row that do not open warn once; one that opens ends the row.
func TestThreeSuccessiveUnreadableBoxesWarn(t *testing.T) {
	p := newPair(t, MinPouch)
	p.round()
	s := p.seal(0)
	p.seal(1)
	junk := box.Content{1, 2, 3}
	warned := func(k int) bool {
		t.Helper()
		w := s.Writes[k]
		ev, err := p.ends[1].Open(w.Round, w.ID, &junk, 0)
		if err != nil {
			t.Fatal(err)
		}
		return len(ev) == 1 && ev[0] == Warning{WarnUnreadable}
	}
	got := []bool{warned(0), warned(1), warned(1), warned(2), warned(3)}
	want := []bool{false, false, false, true, false}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("warnings: got %v, want %v", got, want)
		}
	}
	w := s.Writes[4]
	if _, err := p.ends[1].Open(w.Round, w.ID, w.Content, 0); err != nil {
		t.Fatal(err)
	}
	if got := []bool{warned(5), warned(6), warned(7)}; got[0] || got[1] || !got[2] {
		t.Errorf("warnings after a good box: got %v", got)
	}
}

// A box that opens ends the row whatever its round is: those that are opened after it
// count, though they are of earlier rounds than the ones before it.
func TestABoxThatOpensEndsTheRow(t *testing.T) {
	p := newPair(t, MinPouch)
	p.round()
	s := p.seal(0)
	p.seal(1)
	var got []int
	for n, k := range []int{6, 8, 7, 1, 2, 3} { // what lies in round 7 opens
		c := &box.Content{1, 2, 3}
		if k == 7 {
			c = s.Writes[k].Content
		}
		ev, err := p.ends[1].Open(s.Writes[k].Round, s.Writes[k].ID, c, 0)
		if err != nil {
			t.Fatal(err)
		}
		p.save(1)
		if len(ev) > 0 && ev[0] == (Warning{WarnUnreadable}) {
			got = append(got, n)
		}
	}
	if len(got) != 1 || got[0] != 5 {
		t.Errorf("warned at %v of the six boxes, want at the last alone", got)
	}
}
