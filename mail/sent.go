package mail

import (
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
)

// Stage is how far a message of one's own has come. Its number is what the
// vault keeps.
type Stage uint8

const (
	NotSaved    Stage = iota // a crash now would lose it
	Saved                    // in the vault
	InPouch                  // sealed into the coming rounds
	AtDrop                   // the drop has confirmed every box of it
	ReceivedBy               // by the other's device, which has it in its vault
	Undelivered              // given up, for the reason beside it
)

// String returns the stage's code, for JSON and for those who look for a fault.
// It is no sentence for a person.
func (s Stage) String() string {
	return [...]string{"not-saved", "saved", "in-pouch", "at-drop", "received", "undelivered"}[s]
}

// MarshalText returns the code.
func (s Stage) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Sent is a message of one's own, until its lifetime ends.
type Sent struct {
	Number  uint32
	What    Kind
	Text    string
	ID      cell.ID // a note's or notice's
	Nth     uint8   // which of one's own replies to the note
	At      box.Round
	Expires box.Round
	Parts   []Part // one for each link it goes over
	Size    int    // a report's: bytes of its packet, which is kept elsewhere
	File    int    // bytes of what goes with it, while that is on its way: the device knows
}

// Part is one link's share of a message.
type Part struct {
	Tie    cell.TieID
	Stage  Stage
	Reason Reason         // with Undelivered
	Boxes  int            // that it takes on its way; 0 once it is over, or while no link has it
	There  int            // of them, those that the other side has
	Hold   Hold           // what it waits for, beside its turn
	id     link.MessageID // in its link; 0: it waits
	saved  bool
	awaits bool // what it goes with has no place yet: see [Mail.Await]
}

// Hold is what a message waits for, beside its turn. It is not kept: it follows from what the
// other end said last, and from what the shelf did.
type Hold uint8

const (
	NoHold      Hold = iota
	HoldNoRoom       // the other's device has no room for it now; it goes on once there is
	HoldNotKept      // this device's disk refuses the shelf, on which it would wait
	HoldOlder        // the other's program is older, and does not know its kind; it goes on once it is renewed
)

// String returns the hold's code, for JSON; "" for none. It is no sentence for a person.
func (h Hold) String() string {
	return [...]string{"", "no-room-there", "shelf-fails", "older-program-there"}[h]
}

// MarshalText returns the code.
func (h Hold) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// Stage returns the least far of the parts' stages: a notice is received when
// every link it goes over has confirmed it.
func (s *Sent) Stage() (Stage, Reason) {
	least := ReceivedBy
	for _, p := range s.Parts {
		if p.Stage == Undelivered {
			return Undelivered, p.Reason
		}
		least = min(least, p.Stage)
	}
	if len(s.Parts) == 0 {
		return Undelivered, ReasonNobody
	}
	return least, NoReason
}

// Kind is a kind of message that a person writes. Its number is what the vault
// keeps.
type Kind uint8

const (
	Text Kind = iota + 1
	Note
	Notice
	Revocation
	Reply
	Report // ID is its way; Text is empty, Size that of its packet
)

// String returns the kind's code, for JSON and for those who look for a fault.
func (k Kind) String() string {
	return [...]string{"", "message", "note", "notice", "revocation", "reply", "report"}[k]
}

// MarshalText returns the code.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Accept takes in a message of one's own and returns its number. Its parts come by
// [Mail.Send]. Number, Parts and stages are Mail's to set.
func (m *Mail) Accept(s Sent) uint32 {
	s.Number, s.Parts = m.next(), nil
	m.sent = append(m.sent, s)
	return s.Number
}

// Sent returns the person's own messages, oldest first, with the stage each has
// reached. outbox tells what a tie's link has; nothing without a link.
func (m *Mail) Sent(outbox func(cell.TieID) []link.Outgoing) []Sent {
	links := map[cell.TieID]map[link.MessageID]link.Outgoing{}
	find := func(tie cell.TieID, id link.MessageID) link.Outgoing {
		if links[tie] == nil {
			links[tie] = map[link.MessageID]link.Outgoing{}
			for _, o := range outbox(tie) {
				links[tie][o.ID] = o
			}
		}
		return links[tie][id]
	}
	all := make([]Sent, len(m.sent))
	for i, s := range m.sent {
		s.Parts = slices.Clone(s.Parts)
		for j := range s.Parts {
			s.Parts[j].advance(find)
		}
		all[i] = s
	}
	return all
}

// advance sets the stage of a message that is under way from what its link
// knows of it.
func (p *Part) advance(find func(cell.TieID, link.MessageID) link.Outgoing) {
	if p.Stage >= ReceivedBy {
		return
	}
	p.Stage = NotSaved
	if p.saved {
		p.Stage = Saved
	}
	if p.id == 0 {
		return
	}
	out := find(p.Tie, p.id)
	p.Boxes, p.There = out.Boxes, out.There
	if out.NoRoom {
		p.Hold = HoldNoRoom
	}
	switch {
	case out.Stage == link.Sealed && p.saved:
		p.Stage = InPouch
	case out.Stage == link.Written:
		p.Stage = AtDrop
	case out.Stage == link.Stuck:
		p.Stage, p.Reason = Undelivered, ReasonFrozen
	}
}

// Saved records that everything is in the vault now.
func (m *Mail) Saved() {
	for i := range m.sent {
		for j := range m.sent[i].Parts {
			p := &m.sent[i].Parts[j]
			p.saved = !p.awaits
		}
	}
}

func (m *Mail) byNumber(n uint32) *Sent {
	for i := range m.sent {
		if n != 0 && m.sent[i].Number == n {
			return &m.sent[i]
		}
	}
	return nil
}

// stopped notes that a note, a reply or a report of one's own went no further, after a
// device on its way had it.
func (m *Mail) stopped(s *cell.Show) {
	for i := range m.sent {
		x := &m.sent[i]
		if x.ID != s.ID || !(x.What == Note && s.What == cell.NoteStopped || x.What == Report && s.What == cell.ReportStopped || x.What == Reply && s.What == cell.ReplyStopped && int(x.Nth) == s.Nth) {
			continue
		}
		for j := range x.Parts {
			x.Parts[j].end(Undelivered, reasonOf(s.Why))
		}
	}
}

// end settles what has become of a part; of a nil part, nothing.
func (p *Part) end(s Stage, reason Reason) {
	if p != nil {
		p.Stage, p.Reason, p.Hold = s, reason, NoHold
	}
}

// hold notes whether a part waits for the other's program to be renewed; of a nil part,
// nothing.
func (p *Part) hold(reads bool) {
	switch {
	case p == nil:
	case !reads:
		p.Hold = HoldOlder
	case p.Hold == HoldOlder:
		p.Hold = NoHold
	}
}

// under yields the parts that are under way over a tie.
func (m *Mail) under(tie cell.TieID) func(yield func(*Part) bool) {
	return func(yield func(*Part) bool) {
		for i := range m.sent {
			for j := range m.sent[i].Parts {
				if p := &m.sent[i].Parts[j]; p.Tie == tie && p.Stage < ReceivedBy && !yield(p) {
					return
				}
			}
		}
	}
}

// settle notes what has become of a message in a tie's link, if it is the owner's.
func (m *Mail) settle(tie cell.TieID, id link.MessageID, s Stage, reason Reason) {
	for p := range m.under(tie) {
		if p.id == id {
			p.end(s, reason)
			return
		}
	}
}

// Reason is why a message was given up. Its number is what the vault keeps: it
// is never given to another reason.
type Reason uint8

const (
	NoReason        Reason = 0
	ReasonNobody    Reason = 1 // there was nobody to send it to
	ReasonSevered   Reason = 2 // the link was severed
	ReasonFrozen    Reason = 3 // the link is frozen
	ReasonLinkEnded Reason = 4 // the link has come to its end
	ReasonNoRoom    Reason = 5 // its lifetime ended before the link had room for it
	ReasonNotHeard  Reason = 6 // its lifetime ended before the other side confirmed it
	ReasonNotTaken  Reason = 7 // the link did not take it
	ReasonDamaged   Reason = 8 // a part of it was damaged on this device's shelf
	ReasonRefused   Reason = 9 // the other's device will not take it
	ReasonTakenBack Reason = 10
	ReasonNotKept   Reason = 11 // the device was closed before the shelf had all of it
	ReasonOlder     Reason = 12 // its lifetime ended before the other's program was renewed

	reasonWhy Reason = 64 // above it: a cell.Why
)

// reasonOf is a refusal's reason as that of a message: 64 above its code.
func reasonOf(why cell.Why) Reason { return reasonWhy + Reason(why) }

// Why returns the refusal that a reason is; 0 if it is none.
func (r Reason) Why() cell.Why {
	if r <= reasonWhy {
		return 0
	}
	return cell.Why(r - reasonWhy)
}

func (r Reason) valid() bool {
	return r <= ReasonOlder || r.Why() >= cell.NotAllowed && r.Why() <= cell.TooOften
}

// String returns the reason's code, for JSON and for those who look for a
// fault; "" for none. It is no sentence for a person.
func (r Reason) String() string {
	if why := r.Why(); why != 0 {
		return why.String()
	}
	switch r {
	case NoReason:
		return ""
	case ReasonNobody:
		return "nobody"
	case ReasonSevered:
		return "severed"
	case ReasonFrozen:
		return "frozen"
	case ReasonLinkEnded:
		return "link-ended"
	case ReasonNoRoom:
		return "no-room-in-time"
	case ReasonNotHeard:
		return "not-confirmed-in-time"
	case ReasonNotTaken:
		return "not-taken"
	case ReasonDamaged:
		return "damaged"
	case ReasonRefused:
		return "refused-there"
	case ReasonTakenBack:
		return "taken-back"
	case ReasonNotKept:
		return "not-kept"
	case ReasonOlder:
		return "older-program-there"
	}
	return "unknown"
}

// MarshalText returns the code.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// TakeBack gives up a message of one's own that the next device has not confirmed: what waits
// goes, and what its links have is called back as far as nobody has it. False if there is
// nothing to take back.
func (m *Mail) TakeBack(p Post, number uint32) bool {
	s := m.byNumber(number)
	if s == nil {
		return false
	}
	took := false
	for i := range s.Parts {
		part := &s.Parts[i]
		if part.Stage >= ReceivedBy {
			continue
		}
		took = true
		if part.id != 0 {
			p.Cancel(part.Tie, part.id)
			m.takeCarried(part.Tie, part.id)
		}
		part.end(Undelivered, ReasonTakenBack)
	}
	m.carried = slices.DeleteFunc(m.carried, func(c Carried) bool { return took && c.Number == number && c.Waits() })
	return took
}
