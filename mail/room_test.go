package mail

import (
	"math/rand/v2"
	"strings"
	"testing"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/report/seal"
)

// linkPost is a Post over real links.
type linkPost struct {
	t     *testing.T
	links map[cell.TieID]*link.Link
}

// newLinkPost starts a link for each of so many ties, from 1.
func newLinkPost(t *testing.T, ties int) *linkPost {
	p := &linkPost{t: t, links: map[cell.TieID]*link.Link{}}
	for tie := range ties {
		secret, err := link.ShownOf(make([]byte, 32))
		if err != nil {
			t.Fatal(err)
		}
		l, err := link.Start(link.Params{Role: link.Shower, Context: []byte("a context"), Base: 100, PouchRounds: 16}, &secret)
		if err != nil {
			t.Fatal(err)
		}
		p.links[cell.TieID(tie+1)] = l
	}
	return p
}

func (p *linkPost) Give(tie, _ cell.TieID, message []byte, expires box.Round) (link.MessageID, error) {
	if p.links[tie] == nil {
		return 0, ErrNoLink
	}
	return p.links[tie].Send(message, expires)
}

func (p *linkPost) Reads(cell.TieID, []byte) bool { return true }

func (p *linkPost) Cancel(tie cell.TieID, id link.MessageID) { p.links[tie].Cancel(id) }

func (p *linkPost) NotSent(cell.TieID, []byte, cell.Why) {
	p.t.Error("what is the owner's was passed on")
}

// size is what mail and links take together.
func (p *linkPost) size(m *Mail) int {
	n := len(m.Marshal())
	for _, l := range p.links {
		kept, err := l.Marshal()
		if err != nil {
			p.t.Fatal(err)
		}
		n += len(kept)
	}
	return n
}

// Promise: what one's own messages take in the vault is no more than is counted
// against the owner's room, however many links one goes over, and whatever became of
// it there.
func TestTheOwnersMessagesTakeNoMoreThanIsCounted(t *testing.T) {
	const now, lifetime = 100, 50
	var m Mail
	p := newLinkPost(t, 4)
	for _, n := range []int{0, 1, 900, 1_180, 4096} {
		before, counted := p.size(&m), m.ownUsed()
		holds := func(when string) {
			t.Helper()
			if took, more := p.size(&m)-before, m.ownUsed()-counted; took > more {
				t.Errorf("a notice of %d bytes over 12 links, %s: it takes %d bytes, %d are counted", n, when, took, more)
			}
		}
		number := m.Accept(Sent{What: Notice, Text: strings.Repeat("x", n), At: now, Expires: now + lifetime})
		for range 3 {
			for tie := range p.links {
				m.Send(p, 0, number, cell.Send{Tie: tie, Message: make([]byte, n+packetOverhead)}, now, lifetime)
			}
		}
		if want := WriteCost(n, 12); m.ownUsed()-counted != want {
			t.Errorf("a text of %d bytes over 12 links is counted as %d bytes, and asked for as %d", n, m.ownUsed()-counted, want)
		}
		holds("on its way")
		for tie, l := range p.links {
			for i, o := range l.Outbox() {
				l.Cancel(o.ID)
				if i%2 == 0 {
					m.Confirmed(tie, o.ID)
				} else {
					m.Expired(p, tie, o.ID)
				}
			}
			m.Cut(p, tie, ReasonSevered)
		}
		holds("over")
	}
}

// Promise: while one tie floods, the other's share stays whole, and the owner's.
func TestOneTieTakesNoMoreThanItsShareAndItsPartOfThePool(t *testing.T) {
	var m Mail
	const pool = 30 << 10
	r := Room{Pool: pool, Tie: func(cell.TieID) (int, bool) { return tieShare, false }}
	chance := rand.New(rand.NewPCG(1, 2))
	for {
		in := m.Intake(r)
		room := in.RoomFor(1)
		if room < 100 {
			break
		}
		text := strings.Repeat("x", min(room-ReceivedOverhead, 1+chance.IntN(1000)))
		in.Charge(1, []link.Event{&link.Delivered{Message: []byte(text)}}, 0)
		m.Show(cell.Show{What: cell.TextArrived, Tie: 1, Text: text}, 100, 100, 50)
	}
	if used := m.used(&r)[1]; used > tieShare+r.part() || used < tieShare+r.part()-2*1000 {
		t.Errorf("it has taken %d bytes of its share of %d and the pool of %d", used, tieShare, pool)
	}
	in := m.Intake(r)
	if got := in.RoomFor(2); got < tieShare {
		t.Errorf("the other one has room for %d bytes", got)
	}
	if got := m.OwnRoom(&r); got < ownShare {
		t.Errorf("the owner has room for %d bytes", got)
	}
}

// Promise: from one who is led and leaves unread what of their own went no further, nothing
// more is taken in.
func TestNothingComesFromWhoLeavesUnreadWhatWentNoFurther(t *testing.T) {
	m := Mail{carried: []Carried{{Send: cell.Send{Tie: 1}, From: 1, Class: cell.Stops}}}
	r := Room{Tie: func(cell.TieID) (int, bool) { return tieShare, true }}
	in := m.Intake(r)
	if in.RoomFor(1) == 0 {
		t.Error("one such packet closes it")
	}
	m.carried = append(m.carried, m.carried[0])
	if in = m.Intake(r); in.RoomFor(1) != 0 || in.RoomFor(2) == 0 {
		t.Errorf("room for %d bytes from it, %d from another", in.RoomFor(1), in.RoomFor(2))
	}
}

// stopper is a Post whose link to the desk is full, and that answers each report to where it
// came from.
type stopper struct {
	*fakePost
	m *Mail
}

func (p stopper) NotSent(from cell.TieID, message []byte, _ cell.Why) {
	if way, err := seal.WayOf(message); err == nil {
		p.m.Send(p, from, 0, cell.Send{Tie: from, Message: append([]byte{29, 1}, way[:]...)}, 100, lifetime)
	}
}

// Promise: what goes no further of reports that a lead brings, and that are everybody's, holds
// up nothing else of that lead: notices and revocations come from there. From one who is led
// nothing more is taken in.
func TestStoppedReportsHoldUpNoLead(t *testing.T) {
	for _, led := range []bool{false, true} {
		m := new(Mail)
		p := stopper{newFakePost(0, 1, 9), m}
		p.room[1] = 1
		sent, told := 40, 0
		for i := range sent {
			b := make([]byte, seal.ShortPacket)
			b[0], b[1], b[50] = seal.KindPacket, 1, byte(i)
			m.Send(p, 1, 0, cell.Send{Tie: 9, Message: b}, 100, lifetime)
		}
		sealed, packets := 0, 0
		for _, c := range m.Carried() {
			switch c.Class {
			case cell.Sealed:
				sealed++
			case cell.Stops:
				packets++
				told += (c.Size - 2) / seal.WaySize
			}
		}
		if sealed != maxSealedBytes/seal.ShortPacket || told != sent-sealed || packets != 2 {
			t.Errorf("%d reports are on their way, %d are answered in %d packets", sealed, told, packets)
		}
		in := m.Intake(Room{Pool: 1 << 20, Tie: func(cell.TieID) (int, bool) { return tieShare, led }})
		if room := in.RoomFor(1); (room == 0) != led {
			t.Errorf("led %v: there is room for %d bytes", led, room)
		}
	}
}

// Promise: whoever fills its account with notes crowds out no word that a desk is reached, and
// no report; each account has its own bound, and the longer reports theirs.
func TestEachClassHasItsOwnAccount(t *testing.T) {
	m, p := new(Mail), newFakePost(0, 9)
	count := func(class cell.Class) (n int) {
		for _, c := range m.Carried() {
			if c.Class == class {
				n++
			}
		}
		return n
	}
	for n := range 2 * maxCarried {
		m.Send(p, 1, 0, cell.Send{Tie: 9, Message: unknown(n, 10)}, 100, lifetime)
	}
	if n := count(cell.Ordinary); n != maxCarried {
		t.Errorf("%d of all else are on their way", n)
	}
	m.Send(p, 1, 0, cell.Send{Tie: 9, Message: append([]byte{28}, make([]byte, 12)...)}, 100, lifetime)
	if count(cell.Reached) != 1 {
		t.Error("the word that a desk is reached is dropped")
	}
	for n := range 10 {
		b := make([]byte, seal.LongPacket)
		b[0], b[1], b[50] = seal.KindPacket, 1, byte(n)
		m.Send(p, 1, 0, cell.Send{Tie: 9, Message: b}, 100, lifetime)
	}
	if n := count(cell.Sealed); n != 4 {
		t.Errorf("%d long reports are on their way, want 4", n)
	}
}

// Promise: what is given up frees as many bytes as are asked for: a long report in a link is on
// the shelf, and frees little.
func TestALongReportOnTheShelfFreesLittle(t *testing.T) {
	m, p := new(Mail), newFakePost(9, 9)
	for n := range 4 {
		b := make([]byte, seal.LongPacket)
		b[0], b[1], b[50] = seal.KindPacket, 1, byte(n)
		m.Send(p, 1, 0, cell.Send{Tie: 9, Message: b}, 100, lifetime)
	}
	before := len(m.Marshal())
	m.Shed(p, 400, true)
	if freed := before - len(m.Marshal()); len(m.Carried()) != 0 && freed+(4-len(m.Carried()))*shelvedCost < 400 {
		t.Errorf("400 bytes are needed, %d of 4 are given up, which frees %d bytes in the mail", 4-len(m.Carried()), freed)
	}
}

// Promise: a report of one's own that went no further on its way says so, with the reason, though
// the next device had confirmed it; another stays as it is.
func TestAReportThatWentNoFurtherSaysSo(t *testing.T) {
	m, p := new(Mail), newFakePost(9, 1)
	var numbers []uint32
	for n := range 2 {
		number := m.Accept(Sent{What: Report, ID: cell.ID{byte(n + 1)}, At: 100, Expires: 100 + lifetime})
		m.Send(p, 0, number, cell.Send{Tie: 1, Message: []byte("x")}, 100, lifetime)
		m.Confirmed(1, link.MessageID(n+1))
		numbers = append(numbers, number)
	}
	m.Show(cell.Show{What: cell.ReportStopped, Tie: 1, ID: cell.ID{1}, Why: cell.WayFull}, 110, 110, lifetime)
	if stage, reason := stageOf(t, m, p, numbers[0]); stage != Undelivered || reason.Why() != cell.WayFull {
		t.Errorf("it is %v (%v)", stage, reason)
	}
	if stage, _ := stageOf(t, m, p, numbers[1]); stage != ReceivedBy {
		t.Errorf("another one is %v", stage)
	}
	if n := len(m.Inbox(lifetime)); n != 0 {
		t.Errorf("%d things are in the inbox", n)
	}
}
