package link

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
	"bulkhead/internal/seeds"
)

// Whatever is lost, a message that is accepted arrives once, in order, or is
// told as expired; and what is confirmed has arrived.
func TestNothingIsLostSilently(t *testing.T) {
	seeds.Each(t, 2, nothingIsLost, 148, 222, 234, 265, 287, 300, 356, 400, 5898709478827173285)
}

func nothingIsLost(t *testing.T, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	p := newPair(t, MinPouch)
	type sent struct {
		text []byte
		end  int
	}
	texts := map[[2]int]sent{}
	for range 400 {
		for i := range p.ends {
			if rnd.IntN(6) == 0 {
				text := message("loss", rnd.IntN(4000))
				life := box.Round(20 + rnd.IntN(200))
				id, err := p.ends[i].Send(text, p.now+life)
				if err != nil && !errors.Is(err, ErrOutboxFull) {
					t.Fatal(err)
				}
				texts[[2]int{i, int(id)}] = sent{text, i}
			}
			if rnd.IntN(3) == 0 || p.pouch[i] == nil {
				p.seal(i)
			}
		}
		p.now++
		for i := range p.ends {
			p.write(i)
		}
		for i := range p.ends {
			if rnd.IntN(3) > 0 {
				p.read(i)
			}
		}
	}
	p.rounds(80)
	for i := range p.ends {
		got, at := p.delivered(1-i), 0
		confirmed, expired := 0, 0
		for id := 1; id < int(p.ends[i].outbox.next); id++ {
			m := texts[[2]int{i, id}]
			c, x := p.count(i, Confirmed{MessageID(id)}), p.count(i, Expired{MessageID(id)})
			confirmed, expired = confirmed+c, expired+x
			if c+x != 1 {
				t.Errorf("end %d, message %d: confirmed %d times, expired %d times", i, id, c, x)
			}
			if at < len(got) && bytes.Equal(got[at], m.text) {
				at++
			} else if c == 1 {
				t.Errorf("end %d, message %d was confirmed and did not arrive in its place", i, id)
			}
		}
		if at != len(got) {
			t.Errorf("end %d: %d messages arrived that fit no place", 1-i, len(got)-at)
		}
		t.Logf("end %d: %d confirmed, %d expired", i, confirmed, expired)
	}
}

// A message whose lifetime passes is erased, told once, and passed over: the
// next one arrives.
func TestAnExpiredMessageIsToldAndPassedOver(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	p.rounds(2)
	short, err := p.ends[0].Send(message("short", 4000), p.now+2)
	if err != nil {
		t.Fatal(err)
	}
	p.seal(0)
	p.now += 3 // nobody reads for a while
	long, err := p.ends[0].Send([]byte("long"), lastRound)
	if err != nil {
		t.Fatal(err)
	}
	if e := p.ends[0].Outbox(); len(e) != 2 || e[0].ID != short || e[1].ID != long {
		t.Fatalf("outbox: %+v", e)
	}
	p.rounds(5)
	if p.count(0, Expired{short}) != 1 || p.count(0, Confirmed{short}) != 0 || p.count(0, Confirmed{long}) != 1 {
		t.Errorf("events: %+v", p.events[0])
	}
	if got := p.delivered(1); len(got) != 1 || string(got[0]) != "long" {
		t.Errorf("delivered %d messages", len(got))
	}
	if len(p.ends[0].Outbox()) != 0 {
		t.Error("the outbox is not empty")
	}
}

// A message expired between two that live holds up nothing for good.
func TestAnExpiredMessageBetweenLivingOnes(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	p.rounds(2)
	p.ends[0].Send(message("first", 3000), lastRound)
	p.ends[0].Send(message("second", 3000), p.now+1)
	p.ends[0].Send(message("third", 3000), lastRound)
	p.seal(0)
	p.now += 2
	p.rounds(12)
	got := p.delivered(1)
	if len(got) != 2 || !bytes.Equal(got[0], message("first", 3000)) || !bytes.Equal(got[1], message("third", 3000)) {
		t.Errorf("delivered %d messages, want the first and the third", len(got))
	}
	if p.count(0, Expired{2}) != 1 || p.count(0, Confirmed{1}) != 1 || p.count(0, Confirmed{3}) != 1 {
		t.Errorf("events: %v", p.events[0])
	}
}

// Giving a message up erases it at once.
func TestCancelErasesAtOnce(t *testing.T) {
	p := newPair(t, MinPouch)
	text := message("cancelled", 2000)
	id, _ := p.ends[0].Send(text, lastRound)
	if !p.ends[0].Cancel(id) || p.ends[0].Cancel(id) || p.ends[0].Cancel(99) {
		t.Error("cancelling a message works once, for a message there is")
	}
	if bytes.Contains(p.saved(0), text[:100]) {
		t.Error("a cancelled message is still in the saved bytes")
	}
	p.secure(1)
	p.rounds(4)
	if len(p.delivered(1)) != 0 {
		t.Error("a cancelled message arrived")
	}
	for n := range 2 * MaxOutboxMessages { // its place in the outbox is free again
		id, err := p.ends[0].Send(make([]byte, MaxMessage), lastRound)
		if err != nil || !p.ends[0].Cancel(id) {
			t.Fatalf("sending after %d messages were cancelled: %v", n, err)
		}
	}
}

// Messages wait while the link is securing, and the outbox has its limits.
func TestSendingHasItsLimits(t *testing.T) {
	p := newPair(t, MinPouch)
	l := p.ends[0]
	if _, err := l.Send(make([]byte, MaxMessage+1), lastRound); err != ErrTooLong {
		t.Errorf("a message too long: got %v", err)
	}
	for range MaxOutbox / MaxMessage {
		if _, err := l.Send(make([]byte, MaxMessage), lastRound); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Send([]byte{1}, lastRound); err != ErrOutboxFull {
		t.Errorf("more than 1 MiB: got %v", err)
	}
	if !l.Status().Securing {
		t.Error("a new link does not say that it is securing")
	}
	m := newPair(t, MinPouch).ends[0]
	for range MaxOutboxMessages {
		if _, err := m.Send(nil, lastRound); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.Send(nil, lastRound); err != ErrOutboxFull {
		t.Errorf("a 257th message: got %v", err)
	}
}

// A screen can tell the truth about every message.
func TestTheStagesOfAMessage(t *testing.T) {
	p := newPair(t, MinPouch)
	want := func(s Stage) {
		t.Helper()
		out := p.ends[0].Outbox()
		if len(out) != 1 || out[0].Stage != s || out[0].Size != 3000 || out[0].Expires != lastRound {
			t.Errorf("outbox %+v, want stage %v", out, s)
		}
	}
	p.ends[0].Send(message("stages", 3000), lastRound)
	want(Waiting)
	p.rounds(2) // still in epoch 0
	want(Waiting)
	p.seal(0)
	want(Sealed)
	p.now++
	p.write(0)
	want(Written)
	p.save(0)
	want(Written)
	p.seal(1)
	p.rounds(4)
	if p.count(0, Confirmed{1}) != 1 || len(p.ends[0].Outbox()) != 0 {
		t.Error("the message was not confirmed")
	}
	p.ends[0].Send(message("stages", 3000), lastRound)
	p.ends[0].Freeze(ReasonPouch)
	want(Stuck)
}

// Cells that the vault has no room for count as lost, and come again.
func TestCellsWithoutRoomComeAgain(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	text := message("room", 10000)
	p.ends[0].Send(text, lastRound)
	for n := 0; len(p.delivered(1)) == 0; n++ {
		if n > 40 {
			t.Fatal("the message did not arrive")
		}
		p.seal(0)
		p.seal(1)
		p.now++
		p.write(0)
		p.write(1)
		p.read(0)
		room := 0
		if n > 10 {
			room = cellPayload + heldOverhead // one new cell a box
		}
		for _, r := range p.pouch[1].Reads {
			if c := p.drop[box.Ref{Round: r.Round, ID: r.ID}]; r.Round == p.now && c != nil {
				before := len(p.ends[1].inbox.held)
				ev, err := p.ends[1].Open(r.Round, r.ID, c, room)
				if err != nil {
					t.Fatal(err)
				}
				p.events[1] = append(p.events[1], keep(ev)...)
				if got := len(p.ends[1].inbox.held) - before; got > 0 && room == 0 || got > 1 {
					t.Fatalf("%d cells were kept in room for %d bytes", got, room)
				}
			}
		}
	}
	if !bytes.Equal(p.delivered(1)[0], text) {
		t.Error("another message arrived")
	}
}

// Both ends show the same six words for an epoch, and other ones when somebody
// stands in between.
func TestBothEndsShowTheSameWords(t *testing.T) {
	p := newPair(t, MinPouch)
	if _, _, ok := p.ends[0].Words(); ok {
		t.Error("words before there is anything to compare")
	}
	seen := [2]map[uint32][6]uint16{{}, {}}
	for range 60 {
		p.round()
		for i := range p.ends {
			e, w, ok := p.ends[i].Words()
			if !ok {
				continue
			}
			for _, n := range w {
				if n >= wordList {
					t.Fatalf("word number %d", n)
				}
			}
			if was, ok := seen[i][e]; ok && was != w {
				t.Errorf("end %d shows other words for epoch %d later", i, e)
			}
			seen[i][e] = w
		}
	}
	both := 0
	for e, w := range seen[0] {
		if o, ok := seen[1][e]; ok {
			both++
			if o != w {
				t.Errorf("the ends show other words for epoch %d", e)
			}
		}
	}
	if both < 3 {
		t.Errorf("%d epochs compared", both)
	}
	q := newPair(t, MinPouch)
	q.round() // the answerer has epoch 1, and cannot know that the maker has
	if e, _, ok := q.ends[1].Words(); q.ends[1].ladder.epoch != 1 || ok {
		t.Errorf("words of epoch %d, which the other end may not have", e)
	}
	for q.ends[0].ladder.epoch < 2 { // now the other end answers
		q.round()
	}
	e, w, ok := q.ends[0].Words()
	if _, own, _ := q.ends[1].Words(); !ok || e != 1 || w != own {
		t.Errorf("words of epoch %d (%t), of which it is not sure, or others than the other end's", e, ok)
	}
	if w == seen[0][1] {
		t.Error("another link shows the same words")
	}
}
