package mail

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/internal/seeds"
	"bulkhead/link"
)

// fakePost has links that are lists of messages, in the order of giving.
type fakePost struct {
	room    map[cell.TieID]int // messages for which a link has room; no entry: there is no link
	frozen  map[cell.TieID]bool
	in      map[cell.TieID][]given
	last    link.MessageID
	notSent map[cell.TieID]int // how often whoever it came from was told
	why     []cell.Why         // in that order
	waits   int                // messages of more bytes wait by themselves; 0: none do
	older   bool               // the others' programs know no kind of 200 or more
}

type given struct {
	id      link.MessageID
	message []byte
}

func newFakePost(room int, ties ...cell.TieID) *fakePost {
	p := &fakePost{room: map[cell.TieID]int{}, frozen: map[cell.TieID]bool{}, in: map[cell.TieID][]given{}, notSent: map[cell.TieID]int{}}
	for _, tie := range ties {
		p.room[tie] = room
	}
	return p
}

func (p *fakePost) Give(tie, _ cell.TieID, message []byte, _ box.Round) (link.MessageID, error) {
	room, there := p.room[tie]
	switch {
	case !there:
		return 0, ErrNoLink
	case p.frozen[tie]:
		return 0, link.ErrFrozen
	case p.waits > 0 && len(message) > p.waits:
		return 0, ErrWaits
	case len(p.in[tie]) >= room:
		return 0, link.ErrOutboxFull
	case len(message) > cell.MaxMessage:
		return 0, errors.New("too long")
	}
	p.last++
	p.in[tie] = append(p.in[tie], given{p.last, bytes.Clone(message)})
	return p.last, nil
}

func (p *fakePost) Reads(_ cell.TieID, message []byte) bool { return !p.older || message[0] < 200 }

func (p *fakePost) Cancel(tie cell.TieID, id link.MessageID) { p.take(tie, id) }

func (p *fakePost) take(tie cell.TieID, id link.MessageID) {
	for i, g := range p.in[tie] {
		if g.id == id {
			p.in[tie] = append(p.in[tie][:i:i], p.in[tie][i+1:]...)
			return
		}
	}
}

func (p *fakePost) NotSent(from cell.TieID, _ []byte, why cell.Why) {
	p.notSent[from]++
	p.why = append(p.why, why)
}

func (p *fakePost) outbox(tie cell.TieID) (all []link.Outgoing) {
	for _, g := range p.in[tie] {
		all = append(all, link.Outgoing{ID: g.id, Stage: link.Sealed, Boxes: 1})
	}
	return all
}

// unknown is a packet of a kind that nobody knows: it has no class of its own.
func unknown(n int, size int) []byte {
	return append([]byte{99, byte(n), byte(n >> 8)}, make([]byte, size)...)
}

// stageOf is the stage of the only part of a message.
func stageOf(t *testing.T, m *Mail, p *fakePost, number uint32) (Stage, Reason) {
	t.Helper()
	for _, s := range m.Sent(p.outbox) {
		if s.Number == number {
			return s.Stage()
		}
	}
	t.Fatal("the message is gone")
	return 0, 0
}

// Promise: a message of one's own shows how far it is, whatever becomes of its link.
func TestAMessageShowsHowFarItIs(t *testing.T) {
	const now = 100
	accept := func(m *Mail, p *fakePost, tie cell.TieID) uint32 {
		number := m.Accept(Sent{What: Text, Text: "x", At: now, Expires: now + lifetime})
		m.Send(p, 0, number, cell.Send{Tie: tie, Message: []byte("x")}, now, lifetime)
		return number
	}
	steps := []struct {
		name   string
		room   int
		do     func(m *Mail, p *fakePost)
		stage  Stage
		reason Reason
	}{
		{"accepted", 1, func(*Mail, *fakePost) {}, NotSaved, NoReason},
		{"saved", 0, func(m *Mail, _ *fakePost) { m.Saved() }, Saved, NoReason},
		{"sealed", 1, func(m *Mail, _ *fakePost) { m.Saved() }, InPouch, NoReason},
		{"sealed, not saved", 1, func(*Mail, *fakePost) {}, NotSaved, NoReason},
		{"received", 1, func(m *Mail, p *fakePost) { m.Confirmed(1, 1) }, ReceivedBy, NoReason},
		{"expired in the link", 1, func(m *Mail, p *fakePost) { m.Expired(p, 1, 1) }, Undelivered, ReasonNotHeard},
		{"cut in the link", 1, func(m *Mail, p *fakePost) { m.Cut(p, 1, ReasonSevered) }, Undelivered, ReasonSevered},
		{"cut while it waits", 0, func(m *Mail, p *fakePost) { m.Cut(p, 1, ReasonLinkEnded) }, Undelivered, ReasonLinkEnded},
		{"frozen while it waits", 0, func(m *Mail, p *fakePost) { m.Froze(p, 1) }, Undelivered, ReasonFrozen},
		{"no room in time", 0, func(m *Mail, p *fakePost) { m.SendWaiting(p, now+lifetime+1) }, Undelivered, ReasonNoRoom},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			m, p := new(Mail), newFakePost(step.room, 1)
			number := accept(m, p, 1)
			step.do(m, p)
			if stage, reason := stageOf(t, m, p, number); stage != step.stage || reason != step.reason {
				t.Errorf("it is %v (%v), want %v (%v)", stage, reason, step.stage, step.reason)
			}
		})
	}
	m, p := new(Mail), newFakePost(1)
	if stage, reason := stageOf(t, m, p, accept(m, p, 7)); stage != Undelivered || reason != ReasonSevered {
		t.Errorf("to a tie without a link it is %v (%v)", stage, reason)
	}
	p.room[1], p.frozen[1] = 1, true
	if stage, reason := stageOf(t, m, p, accept(m, p, 1)); stage != Undelivered || reason != ReasonFrozen {
		t.Errorf("to a frozen link it is %v (%v)", stage, reason)
	}
}

// Promise: the owner's goes before what is passed on, and of those who have
// something passed on, whoever has the least in the link goes first.
func TestWhoseTurnItIs(t *testing.T) {
	const now = 100
	m, p := new(Mail), newFakePost(0, 9)
	for n := range 3 {
		m.Send(p, 1, 0, cell.Send{Tie: 9, Message: unknown(10+n, 5)}, now, lifetime)
	}
	m.Send(p, 2, 0, cell.Send{Tie: 9, Message: unknown(20, 5)}, now, lifetime)
	m.Send(p, 0, 0, cell.Send{Tie: 9, Message: unknown(30, 5)}, now, lifetime)
	p.room[9] = 100
	m.SendWaiting(p, now)
	var order []byte
	for _, g := range p.in[9] {
		order = append(order, g.message[1])
	}
	if want := []byte{30, 10, 20, 11, 12}; !bytes.Equal(order, want) {
		t.Errorf("the order is %v, want %v", order, want)
	}
}

// Promise: what one tie has passed on over another is bounded in messages, in
// bytes, and in cells of the link; who sends more is told.
func TestWhatIsPassedOnForOneIsBounded(t *testing.T) {
	const now = 100
	for _, size := range []int{10, 1000, 4000} {
		m, p := new(Mail), newFakePost(1000, 8, 9)
		for n := range 100 {
			m.Send(p, 1, 0, cell.Send{Tie: 9, Message: unknown(n, size)}, now, lifetime)
		}
		messages, bytes, cells := 0, 0, 0
		for _, c := range m.Carried() {
			messages, bytes = messages+1, bytes+c.Size
			if !c.Waits() {
				cells += c.Cells()
			}
		}
		if messages > maxCarried || bytes > maxCarriedBytes || cells >= maxGivenCells+link.Cells(size+3) {
			t.Errorf("%d messages with %d bytes are on their way, %d cells in the link", messages, bytes, cells)
		}
		if messages+p.notSent[1] != 100 || p.why[0] != cell.WayFull {
			t.Errorf("%d are on their way, of %d its sender was told (%v)", messages, p.notSent[1], p.why[0])
		}
		m.Send(p, 2, 0, cell.Send{Tie: 9, Message: unknown(0, size)}, now, lifetime)
		m.Send(p, 1, 0, cell.Send{Tie: 8, Message: unknown(0, size)}, now, lifetime)
		if left := len(m.Carried()); left != messages+2 {
			t.Errorf("another sender, or another way, has no room")
		}
	}
}

// Promise: nothing that was accepted or taken on vanishes. After whatever happens,
// in whatever order, each part of the owner's is over, waits, or is in its link; and
// each message passed on was received, is under way, or its sender was told.
func TestNothingVanishes(t *testing.T) {
	seeds.Each(t, 20, func(t *testing.T, seed uint64) {
		w := newWay(t, seed)
		for range 2000 {
			w.step()
			w.check()
		}
		if len(w.p.why) == 0 || w.received == 0 {
			t.Errorf("%d received, %d told: nothing was tried", w.received, len(w.p.why))
		}
	})
}

// way is a Mail to which things of chance happen.
type way struct {
	t        *testing.T
	rng      *rand.Rand
	m        Mail
	p        *fakePost
	now      box.Round
	taken    map[cell.TieID]int // passed on for it
	arrived  map[cell.TieID]int
	received int
}

func newWay(t *testing.T, seed uint64) *way {
	return &way{
		t: t, rng: rand.New(rand.NewPCG(seed, 0)), p: newFakePost(5, 1, 2, 3, 4), now: 100,
		taken: map[cell.TieID]int{}, arrived: map[cell.TieID]int{},
	}
}

func (w *way) step() {
	tie := cell.TieID(1 + w.rng.IntN(4))
	switch n := w.rng.IntN(20); {
	case n < 6: // somebody's
		from := cell.TieID(1 + w.rng.IntN(4))
		w.taken[from]++
		w.m.Send(w.p, from, 0, cell.Send{Tie: tie, Message: unknown(w.rng.IntN(1<<16), w.rng.IntN(3000))}, w.now, lifetime)
	case n < 9: // the owner's
		number := w.m.Accept(Sent{What: Notice, Text: "x", At: w.now, Expires: w.now + lifetime})
		for tie := cell.TieID(1); tie <= 4; tie++ {
			w.m.Send(w.p, 0, number, cell.Send{Tie: tie, Message: unknown(0, 10)}, w.now, lifetime)
		}
	case n < 15:
		w.leaves(tie, w.rng.IntN(4) > 0)
	case n < 16:
		w.now += box.Round(w.rng.IntN(lifetime / 4))
		w.m.Forget(w.now, lifetime)
	case n < 17:
		w.m.Shed(w.p, w.rng.IntN(5000), w.rng.IntN(2) == 0)
	case n < 18:
		w.p.frozen[tie] = true // until it is cut
		w.m.Froze(w.p, tie)
	case n < 19:
		w.m.Cut(w.p, tie, ReasonSevered)
		w.p.in[tie], w.p.frozen[tie] = nil, false // another link in its place
	default:
		w.m.SendWaiting(w.p, w.now)
	}
}

// leaves has the oldest message of a tie's link confirmed, or its lifetime end.
func (w *way) leaves(tie cell.TieID, confirmed bool) {
	if len(w.p.in[tie]) == 0 || w.p.frozen[tie] {
		return
	}
	id := w.p.in[tie][0].id
	w.p.take(tie, id)
	if !confirmed {
		w.m.Expired(w.p, tie, id)
		return
	}
	for _, c := range w.m.Carried() {
		if c.Send.Tie == tie && c.ID == id {
			w.arrived[c.From]++
		}
	}
	w.received++
	w.m.Confirmed(tie, id)
}

func (w *way) check() {
	w.t.Helper()
	under := map[cell.TieID]int{}
	waits := map[uint32]map[cell.TieID]int{}
	for _, c := range w.m.Carried() {
		if c.From != 0 {
			under[c.From]++
			continue
		}
		if waits[c.Number] == nil {
			waits[c.Number] = map[cell.TieID]int{}
		}
		waits[c.Number][c.Send.Tie]++
	}
	for from, taken := range w.taken {
		if got := under[from] + w.arrived[from] + w.p.notSent[from]; got != taken {
			w.t.Fatalf("of %d messages of tie %d, %d are under way, %d were received, and of %d it was told", taken, from, under[from], w.arrived[from], w.p.notSent[from])
		}
	}
	for _, s := range w.m.sent {
		for _, p := range s.Parts {
			if p.Stage >= ReceivedBy {
				continue
			}
			in := false
			for _, g := range w.p.in[p.Tie] {
				in = in || g.id == p.id
			}
			if waiting := waits[s.Number][p.Tie] == 1; waiting == (p.id != 0) || !waiting && !in {
				w.t.Fatalf("a part is not over, and is nowhere: waits %v, in its link %v", waiting, in)
			}
		}
	}
}

// TestNothingWaitsBehindWhatWaitsByItself: a message that waits for something of its own, as
// a long one for the shelf, is passed over, whoever it is of; and it goes once it can.
func TestNothingWaitsBehindWhatWaitsByItself(t *testing.T) {
	m, p := &Mail{}, newFakePost(10, 1, 2)
	p.waits = 1000
	long, short := unknown(1, 2000), unknown(2, 10)
	m.Send(p, 0, 0, cell.Send{Tie: 1, Message: long}, 100, 50)  // the device's own
	m.Send(p, 2, 0, cell.Send{Tie: 1, Message: long}, 100, 50)  // passed on
	m.Send(p, 0, 0, cell.Send{Tie: 1, Message: short}, 100, 50) // all of these pass it
	m.Send(p, 2, 0, cell.Send{Tie: 1, Message: short}, 100, 50)
	m.Send(p, 3, 0, cell.Send{Tie: 1, Message: short}, 100, 50)
	if n := len(p.in[1]); n != 3 {
		t.Fatalf("%d of 3 short messages are in the link beside 2 that wait", n)
	}
	m.SendWaiting(p, 101)
	if n := len(p.in[1]); n != 3 {
		t.Fatalf("%d messages are in the link, want 3: long ones wait still", n)
	}
	p.waits = 0
	m.SendWaiting(p, 102)
	if n := len(p.in[1]); n != 5 {
		t.Fatalf("%d of 5 messages are in the link once nothing waits by itself", n)
	}
}

// Promise: a packet of a kind that the other's program does not know is not sent there, where
// it would count as received: it waits, and says so, nothing waits behind it, and it goes once
// that program is renewed. If it never is, whoever wrote it hears why.
func TestWhatTheOthersProgramDoesNotKnowWaits(t *testing.T) {
	const now = 100
	part := func(m *Mail, p *fakePost, number uint32) Part {
		t.Helper()
		for _, s := range m.Sent(p.outbox) {
			if s.Number == number {
				return s.Parts[0]
			}
		}
		t.Fatal("the message is gone")
		return Part{}
	}
	for _, renewed := range []bool{false, true} {
		m, p := new(Mail), newFakePost(10, 1)
		p.older = true
		numbers := []uint32{m.Accept(Sent{What: Note, At: now}), m.Accept(Sent{What: Text, At: now})}
		m.Send(p, 0, numbers[0], cell.Send{Tie: 1, Message: []byte{200}}, now, lifetime)
		m.Send(p, 0, numbers[1], cell.Send{Tie: 1, Message: []byte{4}}, now, lifetime)
		m.Send(p, 2, 0, cell.Send{Tie: 1, Message: []byte{200, 1}}, now, lifetime)
		m.Saved()
		if got := part(m, p, numbers[0]); got.Hold != HoldOlder || got.Stage != Saved {
			t.Errorf("it is %v and waits for %q", got.Stage, got.Hold)
		}
		if got := part(m, p, numbers[1]); got.Hold != NoHold || got.Stage != InPouch || len(p.in[1]) != 1 {
			t.Errorf("what the other knows is %v and waits for %q; %d were sent", got.Stage, got.Hold, len(p.in[1]))
		}
		p.older = !renewed
		m.SendWaiting(p, now+lifetime)
		if got := part(m, p, numbers[0]); renewed != (got.Hold == NoHold) || renewed != (got.Stage == InPouch) || renewed != (len(p.in[1]) == 3) {
			t.Errorf("renewed: %v; it is %v and waits for %q, %d were sent", renewed, got.Stage, got.Hold, len(p.in[1]))
		}
		m.SendWaiting(p, now+lifetime+1)
		got := part(m, p, numbers[0])
		if !renewed && (got.Stage != Undelivered || got.Reason != ReasonOlder || got.Hold != NoHold || p.notSent[2] != 1 || len(m.Carried()) != 0) {
			t.Errorf("its time is over: it is %v, %v, %q; who had it passed on was told %d times", got.Stage, got.Reason, got.Hold, p.notSent[2])
		}
		if renewed && (got.Stage != InPouch || p.notSent[2] != 0) {
			t.Errorf("renewed in time, it is %v", got.Stage)
		}
	}
}
