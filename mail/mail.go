package mail

import (
	"cmp"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
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

// Mail is what a device keeps of messages. The zero Mail is empty.
type Mail struct {
	received []Received // messages
	told     []told     // everything else, by number
	sent     []Sent
	last     uint32 // the number last given
	carried  []Carried
}

func (m *Mail) next() uint32 {
	m.last++
	return m.last
}

// Inbox returns all that the person is shown, in the order in which it was last
// told. Closed is not set.
func (m *Mail) Inbox(lifetime box.Round) []Received {
	all := slices.Clone(m.received)
	for i := range m.told {
		all = append(all, m.told[i].received(lifetime))
	}
	slices.SortFunc(all, func(a, b Received) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Number, b.Number)) })
	return all
}

// MarkRead records that the person has seen what was received up to number. What
// happens again after that is new again.
func (m *Mail) MarkRead(number uint32) {
	for i := range m.received {
		if r := &m.received[i]; r.Number <= number {
			r.Read = true
		}
	}
	for i := range m.told {
		if t := &m.told[i]; t.number <= number {
			t.seen = t.count
		}
	}
}

// Delete forgets one message, or one thing that the person was told; false if
// none has this number. What goes over links goes on.
func (m *Mail) Delete(number uint32) bool {
	before := len(m.received) + len(m.told) + len(m.sent)
	m.received = slices.DeleteFunc(m.received, func(r Received) bool { return r.Number == number })
	m.told = slices.DeleteFunc(m.told, func(t told) bool { return t.number == number })
	m.sent = slices.DeleteFunc(m.sent, func(s Sent) bool { return s.Number == number })
	return len(m.received)+len(m.told)+len(m.sent) < before
}

// Forget drops what has outlived its lifetime. What was never delivered stays
// for one more lifetime, so that the person sees it; what is under way still stays until it
// is over.
func (m *Mail) Forget(now, lifetime box.Round) {
	m.received = slices.DeleteFunc(m.received, func(r Received) bool { return now > r.Gone })
	m.told = slices.DeleteFunc(m.told, func(t told) bool { return now > t.last+lifetime })
	m.sent = slices.DeleteFunc(m.sent, func(s Sent) bool {
		stage, _ := s.Stage()
		switch stage {
		case ReceivedBy:
			return now > s.Expires
		case Undelivered:
			return now > s.Expires+lifetime
		}
		return false
	})
}

// Show takes in what the cell's rules have for the person: a message, which is
// forgotten a lifetime from now, or something else. Packets of reports, and that one stopped,
// are not kept here: the device's book of reports has them. came is when the last box of it
// was read.
func (m *Mail) Show(s cell.Show, now, came, lifetime box.Round) {
	switch s.What {
	case cell.NoteStopped, cell.ReplyStopped:
		m.stopped(&s)
	case cell.ReportStopped:
		m.stopped(&s)
		return
	case cell.ReportArrived, cell.ReportReplied:
		return
	}
	if !Brings(s.What) {
		m.tell(told{
			toldKey: toldKey{what: s.What, why: s.Why, tie: s.Tie, by: s.By, id: s.ID},
			kind:    s.Kind, founder: s.Founder, rel: s.Rel, doubt: s.Doubt, last: now, came: came,
		})
		return
	}
	gone := now + lifetime
	if s.What == cell.NoticeArrived {
		gone = min(gone, s.Expires)
	}
	m.received = append(m.received, Received{
		Number: m.next(), What: s.What, Tie: s.Tie, Doubt: s.Doubt, Text: s.Text, ID: s.ID, Founder: s.Founder,
		Sure: s.Sure, Came: came, At: now, Gone: gone, First: now, Count: 1,
	})
}
