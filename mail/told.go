package mail

import (
	"math"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"

	"golang.org/x/crypto/cryptobyte"
)

// told is a thing the person is told that carries nobody's text: an alarm, or
// what the cell's rules have noticed. A drop, the other end of a link, or
// somebody with the files in his hand can cause one, and cause it again as
// often as he likes. So things of one key are one thing with a count, and there
// are at most maxTold of them, whose place in the vault is kept free ([ToldRoom]):
// whatever anybody does, they take no room from messages.
type told struct {
	toldKey
	number  uint32       // this device's own
	detail  uint8        // of an alarm
	kind    uint8        // of the packet that was refused last
	founder cell.Founder // who signed
	rel     cell.Relation
	doubt   bool      // the last came while the link was in quarantine
	first   box.Round // when it was first taken in, since it was last erased
	last    box.Round // when it was last taken in
	came    box.Round // when the last box of the last was read
	count   uint32    // how often
	seen    uint32    // how often when the person last looked
}

// toldKey says what is one and the same thing.
type toldKey struct {
	what  cell.What
	alarm AlarmKind
	why   cell.Why
	tie   cell.TieID
	by    cell.TieID
	id    cell.ID
}

const (
	// maxTold is how many things of different keys are kept. A device has up to
	// 30 ties; 14 reasons of a refusal and 30 other things can be told of each.
	maxTold = 256

	// toldSize is the length of one in the vault, in bytes.
	toldSize = 52

	// ToldRoom is what all that a person is told without a text takes at most.
	ToldRoom = maxTold * toldSize
)

// ToldFree returns how much of ToldRoom is not taken, in bytes.
func (m *Mail) ToldFree() int { return (maxTold - len(m.told)) * toldSize }

// Brings reports whether something a person is told is a message, or another
// text: those have their room by tie (see [Room]), and are never counted together.
func Brings(w cell.What) bool {
	return w == cell.TextArrived || w == cell.NoteArrived || w == cell.ReplyArrived || w == cell.NoticeArrived
}

// Alarm tells the person, as of now, what the device itself has noticed; tie 0 is
// nobody's. came is when the last box was read that it follows from.
func (m *Mail) Alarm(tie cell.TieID, kind AlarmKind, detail uint8, now, came box.Round) {
	m.tell(told{toldKey: toldKey{what: Alarm, alarm: kind, tie: tie}, detail: detail, last: now, came: came})
}

// Alarmed reports whether an alarm of this kind about a tie is there; tie 0 is
// nobody's.
func (m *Mail) Alarmed(tie cell.TieID, kind AlarmKind) bool {
	return slices.ContainsFunc(m.told, func(t told) bool { return t.alarm == kind && t.tie == tie })
}

// tell notes a thing as one more of what is known already, or as a new one.
func (m *Mail) tell(t told) {
	for i := range m.told {
		if old := &m.told[i]; old.toldKey == t.toldKey {
			t.number, t.first, t.count, t.seen = old.number, old.first, old.count, old.seen
			if t.count < math.MaxUint32 {
				t.count++
			}
			*old = t
			return
		}
	}
	if len(m.told) >= maxTold {
		m.forgetTold()
	}
	t.number, t.first, t.count, t.seen = m.next(), t.last, 1, 0
	m.told = append(m.told, t)
}

// forgetTold makes room for one more: it takes from the tie, or the founder, of which
// most is told, so that a flood of one's pushes out nobody else's. Of that one's, an
// alarm goes last, what was seen goes first, and of equals the oldest.
func (m *Mail) forgetTold() {
	of := map[toldBy]int{}
	for i := range m.told {
		of[m.told[i].from()]++
	}
	worst := 0
	for i := range m.told {
		t, w := &m.told[i], &m.told[worst]
		switch {
		case of[t.from()] != of[w.from()]:
			if of[t.from()] > of[w.from()] {
				worst = i
			}
		case t.from() != w.from():
		case t.weight() != w.weight():
			if t.weight() < w.weight() {
				worst = i
			}
		case t.last < w.last:
			worst = i
		}
	}
	m.told = append(m.told[:worst], m.told[worst+1:]...)
}

// toldBy is to whom a thing is charged: the tie whose word it is or whom it
// concerns, or the founder who signed it, whoever brought it.
type toldBy struct {
	tie     cell.TieID
	revoked cell.Founder
	signed  bool
}

func (t *told) from() toldBy {
	switch {
	case t.what == cell.NoticeRevoked, t.what >= cell.PlacesByOne && t.what <= cell.PlacesRevoked, t.what >= cell.DeskSigned && t.what <= cell.DeskRevoked:
		return toldBy{revoked: t.founder, signed: true}
	case t.by != 0:
		return toldBy{tie: t.by}
	}
	return toldBy{tie: t.tie}
}

func (t *told) weight() (w int) {
	if t.what == Alarm || t.what == cell.OwnerCoerced || t.what == cell.DeviceCopied {
		w += 2
	}
	if t.count > t.seen {
		w++
	}
	return w
}

// received is the thing as the person is shown it, until it is forgotten.
func (t *told) received(lifetime box.Round) Received {
	return Received{
		Number: t.number, What: t.what, Alarm: t.alarm, Detail: t.detail, Tie: t.tie, By: t.by, ID: t.id,
		Founder: t.founder, Why: t.why, Kind: t.kind, Rel: t.rel, Doubt: t.doubt,
		First: t.first, Count: t.count, Seen: t.seen,
		Came: t.came, At: t.last, Gone: t.last + lifetime, Read: t.count == t.seen,
	}
}

// add writes a thing, all integers big-endian:
//
//	4 number, 1 what, 1 alarm, 1 detail, 1 why, 1 kind, 1 founder, 1 relation, 1 doubt,
//	2 tie, 2 by, 16 id, 4 first, 4 last, 4 came, 4 count, 4 seen
//
// What, alarm, detail and why are codes that never change their meaning.
func (t *told) add(b *cryptobyte.Builder) {
	b.AddUint32(t.number)
	for _, v := range t.codes() {
		b.AddUint8(v)
	}
	b.AddUint16(uint16(t.tie))
	b.AddUint16(uint16(t.by))
	b.AddBytes(t.id[:])
	for _, v := range []uint32{uint32(t.first), uint32(t.last), uint32(t.came), t.count, t.seen} {
		b.AddUint32(v)
	}
}

func (t *told) codes() [8]uint8 {
	return [8]uint8{uint8(t.what), uint8(t.alarm), t.detail, uint8(t.why), t.kind, uint8(t.founder), uint8(t.rel), flag(t.doubt)}
}

func (t *told) read(in *cryptobyte.String) bool {
	var c [8]uint8
	if !in.ReadUint32(&t.number) || !in.CopyBytes(c[:]) || c[7] > 1 || !in.ReadUint16((*uint16)(&t.tie)) || !in.ReadUint16((*uint16)(&t.by)) ||
		!in.CopyBytes(t.id[:]) || !in.ReadUint32((*uint32)(&t.first)) || !in.ReadUint32((*uint32)(&t.last)) ||
		!in.ReadUint32((*uint32)(&t.came)) || !in.ReadUint32(&t.count) || !in.ReadUint32(&t.seen) {
		return false
	}
	t.what, t.alarm, t.detail, t.why = cell.What(c[0]), AlarmKind(c[1]), c[2], cell.Why(c[3])
	t.kind, t.founder, t.rel, t.doubt = c[4], cell.Founder(c[5]), cell.Relation(c[6]), c[7] == 1
	return t.seen <= t.count && t.count > 0 && !Brings(t.what)
}
