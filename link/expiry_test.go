package link

import (
	"testing"

	"bulkhead/box"
)

// A message travels up to its last round, and in no later one; it is erased by the
// first sealing after that round, and by none before.
func TestAMessageTravelsUpToItsLastRound(t *testing.T) {
	p := newPair(t, MinPouch)
	b := bookOf(p)
	b.turns[0] = append(b.turns[0], 1003)
	for p.now < 1004 {
		p.round()
		b.follow(p)
	}
	const last = box.Round(1007)
	id, err := p.ends[0].Send([]byte("until then"), last)
	if err != nil {
		t.Fatal(err)
	}
	for ; p.now <= last+1; p.now++ {
		s := p.seal(0)
		for n := range s.Writes {
			w := &s.Writes[n]
			_, body, ok := b.plain(1, 0, w)
			if !ok {
				t.Fatalf("the box of round %d does not open", w.Round)
			}
			if got, want := body[0] == 1, w.Round <= last; got != want {
				t.Errorf("sealed in %d: the box of round %d has the message: %t, want %t", p.now, w.Round, got, want)
			}
		}
		if got, want := p.count(0, Expired{id}) == 1, p.now > last; got != want {
			t.Errorf("sealed in %d: expired: %t, want %t", p.now, got, want)
		}
		if got, want := len(p.ends[0].Outbox()) == 1, p.now <= last; got != want {
			t.Errorf("sealed in %d: the outbox has it: %t, want %t", p.now, got, want)
		}
	}
}
