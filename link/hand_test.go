package link

import (
	"errors"
	"testing"
)

// Why boxes that are carried by hand have chains of their own: a box of a round that
// was opened before its time takes the rounds before it along. The link's reader steps
// to its round, loses what lies more than a pouch's length before it, and freezes on
// the next sealing of the other end, whose number rises while its rounds fall.
func TestABoxOfALaterRoundFreezesALinkWhoseRoundsGoOn(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	p.now += 3
	const ahead = 2 * MinPouch // the farthest that a reader looks
	s := p.sealWith(0, Moment{}, MinPouch)
	carried := s.Writes[MinPouch-1]
	if _, err := p.ends[1].Open(carried.Round, carried.ID, carried.Content, 1<<20); err != nil {
		t.Fatalf("the box of a later round does not open: %v", err)
	}
	if got := p.ends[1].Status().HeardRound; got != carried.Round {
		t.Fatalf("the link has heard round %d, not the carried %d", got, carried.Round)
	}
	p.save(1)
	p.short = true
	for n := 0; p.ends[1].Status().Frozen == NotFrozen; n++ {
		if n > ahead {
			t.Fatal("nothing happened: boxes of rounds may be carried by hand after all")
		}
		p.seal(0)
		p.seal(1)
		p.now++
		p.write(0)
		for _, w := range p.pouch[0].Writes {
			events, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20)
			if err != nil && !errors.Is(err, ErrNotMine) {
				t.Fatal(err)
			}
			p.events[1] = append(p.events[1], events...)
		}
	}
	if r := p.ends[1].Status().Frozen; r != ReasonPeer {
		t.Errorf("froze for %v, want %v", r, ReasonPeer)
	}
}

// The rounds that are lost on the way are those farther before the carried one than
// a pouch's length: their boxes are nobody's.
func TestABoxOfALaterRoundLosesTheRoundsBefore(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	s := p.sealWith(0, Moment{}, MinPouch)
	early := s.Writes[2]
	p.now += MinPouch + 5 // the writer's clock; the reader's link knows nothing of it
	later := p.sealWith(0, Moment{}, MinPouch).Writes[4]
	if _, err := p.ends[1].Open(later.Round, later.ID, later.Content, 1<<20); err != nil {
		t.Fatalf("the box of a later round does not open: %v", err)
	}
	if _, err := p.ends[1].Open(early.Round, early.ID, early.Content, 1<<20); !errors.Is(err, ErrNotMine) {
		t.Errorf("a box of round %d, after one of round %d was opened: %v, want %v", early.Round, later.Round, err, ErrNotMine)
	}
}
