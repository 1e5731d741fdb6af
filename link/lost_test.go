package link

import (
	"bytes"
	"testing"

	"bulkhead/box"
)

// A sealing that never reached the pouch does not hold its turn: the next one
// sets it afresh, and nothing is lost.
func TestALostSealingSetsItsTurnAfresh(t *testing.T) {
	p := newPair(t, MinPouch)
	p.rounds(2) // PK and CT have passed
	text := message("lost sealing", 100)
	p.ends[0].Send(text, lastRound)
	old := p.pouch[0]
	lost := p.seal(0) // saved with the new turn, but the pouch keeps the old sealing
	turn := p.ends[0].out.newest().turn
	if !p.ends[0].out.trial || p.ends[0].Status().Epoch != 1 {
		t.Fatal("the sealing holds no new turn, so the test shows nothing")
	}
	p.pouch[0] = old
	p.seal(1)
	p.ends[0].SealingLost()
	p.ends[0].SealingLost() // told twice is told once
	p.save(0)
	for range 3 {
		p.now++
		p.write(0)
		p.write(1)
		p.read(0)
		p.read(1)
	}
	for _, o := range p.ends[0].Outbox() {
		if o.Stage != Waiting {
			t.Errorf("a message of a lost sealing is %v, want waiting", o.Stage)
		}
	}
	s := p.seal(0)
	if got := p.ends[0].out.newest().turn; got != int64(p.now)+1 || got == turn {
		t.Errorf("turn set to %d, want %d", got, p.now+1)
	}
	if s.Gen != lost.Gen+1 {
		t.Errorf("gen %d after %d", s.Gen, lost.Gen)
	}
	p.rounds(6)
	if got := p.delivered(1); len(got) != 1 || !bytes.Equal(got[0], text) {
		t.Error("the message of the lost sealing did not arrive")
	}
	for i := range p.ends {
		if r := p.ends[i].Status().Frozen; r != NotFrozen {
			t.Errorf("end %d froze: %v", i, r)
		}
	}
}

// A turn that reached the pouch stands, though the sealing after it was lost: boxes
// that say so may have left. Nobody looks at their results before the loss is told.
func TestALostSealingTakesBackNoTurnButItsOwn(t *testing.T) {
	p := newPair(t, MinPouch)
	p.rounds(2) // PK and CT have passed
	p.ends[0].Send(message("in the pouch", 100), lastRound)
	p.seal(1)
	s := p.seal(0) // turns
	turn := p.ends[0].out.newest().turn
	p.seal(0) // the same round again; it is saved, and never reaches the pouch
	p.pouch[0] = s
	for range 3 { // the pouch goes on by itself
		p.now++
		for _, w := range s.Writes {
			if w.Round == p.now {
				p.drop[box.Ref{Round: w.Round, ID: w.ID}] = w.Content
			}
		}
		p.read(1)
	}
	p.ends[0].SealingLost()
	p.save(0)
	for _, w := range s.Writes[:3] {
		p.wrote(0, w, WriteStored, nil)
	}
	p.seal(0)
	if got := p.ends[0].out.newest(); !got.turned || got.turn != turn {
		t.Fatalf("the turn is %d (%t), and was %d in boxes that left", got.turn, got.turned, turn)
	}
	before := len(p.events[1])
	p.seal(1)
	p.now++
	p.write(0)
	p.read(1)
	if len(p.events[1]) == before {
		t.Error("the box after the loss did not open")
	}
}

// A sealing in doubt may have left: its turn stands. Nothing that it carried counts as
// on its way, not even by a result that comes nevertheless, until it is sealed again.
func TestADoubtedSealingCarriesNothingForSure(t *testing.T) {
	p := newPair(t, MinPouch)
	p.rounds(2) // PK and CT have passed
	if _, err := p.ends[0].Send([]byte("in doubt"), lastRound); err != nil {
		t.Fatal(err)
	}
	s := p.seal(0) // turns
	want := func(stage Stage) {
		t.Helper()
		p.save(0)
		if got := p.ends[0].Outbox()[0].Stage; got != stage {
			t.Errorf("the message is %v, want %v", got, stage)
		}
		if e := p.ends[0].out.newest(); !e.turned || e.turn != int64(s.First) {
			t.Errorf("the turn is %d (%t), want %d", e.turn, e.turned, s.First)
		}
	}
	want(Sealed)
	p.ends[0].SealingDoubted()
	want(Waiting)
	if n := len(p.ends[0].outbox.placed); n != 0 {
		t.Errorf("%d boxes are known by their cells, want none", n)
	}
	p.wrote(0, s.Writes[0], WriteStored, nil)
	want(Waiting)
	p.now++
	p.seal(0)
	want(Sealed)
}
