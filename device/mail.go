package device

import (
	"cmp"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
)

// Received is a message, or another thing the person is told, until its
// lifetime ends.
type Received struct {
	Number  uint32       // this device's own, from 1
	What    cell.What    // what it is
	Alarm   AlarmKind    // of an Alarm
	Detail  uint8        // of an Alarm, by its kind
	Tie     cell.TieID   // whom it came from or concerns; 0: nobody
	By      cell.TieID   // who said so, where it is somebody's word
	Text    string       // as it was written: not yet made safe for a terminal; of messages alone
	ID      cell.ID      // a note's or notice's
	Founder cell.Founder // who signed a notice or a reply
	Why     cell.Why     // of a refusal
	Kind    uint8        // of a refused packet
	Sure    bool         // the sender's six words had been compared in person
	Doubt   bool         // the link was in quarantine: perhaps not from its owner
	Rel     cell.Relation
	Came    box.Round // when the last box of it was read
	At      box.Round // when it was taken in; the last of them
	Gone    box.Round // when it is forgotten
	Read    bool      // the person has looked, and it has not happened again since

	First box.Round // when the first of them was taken in
	Count uint32    // how often it has happened since; of a message 1
	Seen  uint32    // how often it had happened when the person last looked; of a message 0

	Closed Closed // why an alarm stands no more
}

// Stage is how far a message of one's own has come. Its number is what the
// vault keeps.
type Stage uint8

const (
	NotKept     Stage = iota // a crash now would lose it
	Kept                     // in the vault
	InPouch                  // sealed into the coming rounds
	AtDrop                   // the drop has confirmed every box of it
	ReceivedBy               // by the other's device, which has it in its vault
	Undelivered              // given up, for the reason beside it
)

// String returns the stage's code, for JSON and for those who look for a fault.
// It is no sentence for a person.
func (s Stage) String() string {
	return [...]string{"not-kept", "kept", "in-pouch", "at-drop", "received", "undelivered"}[s]
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
}

// Part is one link's share of a message.
type Part struct {
	Tie    cell.TieID
	Stage  Stage
	Reason Reason // with Undelivered
	Boxes  int    // that it takes on its way; 0 once it is over, or while no link has it
	There  int    // of them, those that the other side has
	id     link.MessageID
	kept   bool
}

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
)

// String returns the kind's code, for JSON and for those who look for a fault.
func (k Kind) String() string {
	return [...]string{"", "message", "note", "notice", "revocation", "reply"}[k]
}

// MarshalText returns the code.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// mail is what a device keeps of messages.
type mail struct {
	received []Received // messages
	told     []told     // everything else, by number
	sent     []Sent
	last     uint32 // the number last given
}

func (m *mail) next() uint32 {
	m.last++
	return m.last
}

// part finds a link's share of a message of one's own; nil if the message was
// only passed on for somebody else.
func (m *mail) part(tie cell.TieID, id link.MessageID) *Part {
	for i := range m.sent {
		for j := range m.sent[i].Parts {
			if p := &m.sent[i].Parts[j]; p.Tie == tie && p.id == id && p.Stage < ReceivedBy {
				return p
			}
		}
	}
	return nil
}

// inbox returns all that the person is shown, in the order in which it was last
// told.
func (m *mail) inbox(lifetime box.Round) []Received {
	all := slices.Clone(m.received)
	for i := range m.told {
		all = append(all, m.told[i].received(lifetime))
	}
	slices.SortFunc(all, func(a, b Received) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Number, b.Number)) })
	return all
}

// forget drops what has outlived its lifetime. What was never delivered stays
// for one more lifetime, so that the person sees it.
func (m *mail) forget(now, lifetime box.Round) {
	m.received = slices.DeleteFunc(m.received, func(r Received) bool { return now > r.Gone })
	m.told = slices.DeleteFunc(m.told, func(t told) bool { return now > t.last+lifetime })
	m.sent = slices.DeleteFunc(m.sent, func(s Sent) bool {
		stage, _ := s.Stage()
		if stage == ReceivedBy {
			return now > s.Expires
		}
		return now > s.Expires+lifetime
	})
}

// stopped notes that a note or a reply of one's own went no further, after a
// device on its way had it.
func (m *mail) stopped(s *cell.Show) {
	for i := range m.sent {
		x := &m.sent[i]
		if x.ID != s.ID || !(x.What == Note && s.What == cell.NoteStopped || x.What == Reply && s.What == cell.ReplyStopped && int(x.Nth) == s.Nth) {
			continue
		}
		for j := range x.Parts {
			x.Parts[j].Stage, x.Parts[j].Reason = Undelivered, reasonOf(s.Why)
		}
	}
}
