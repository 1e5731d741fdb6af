package mail

import (
	"bulkhead/cell"
	"bulkhead/link"
)

// What a message of the owner's goes with may take longer to find its place than the message.
// Until a link has both, the part waits, and nothing of it is in the vault but that it does.

// Await adds a part to a message of the owner's that no link has yet.
func (m *Mail) Await(number uint32, tie cell.TieID) {
	if s := m.byNumber(number); s != nil {
		s.Parts = append(s.Parts, Part{Tie: tie, awaits: true})
	}
}

// Given says which message of a tie's link it has become; 0: it will be none.
func (m *Mail) Given(number uint32, tie cell.TieID, id link.MessageID) {
	s := m.byNumber(number)
	if s == nil {
		return
	}
	for i := range s.Parts {
		p := &s.Parts[i]
		switch {
		case p.Tie != tie || p.id != 0 || p.Stage >= ReceivedBy:
		case id == 0:
			p.end(Undelivered, ReasonNotTaken)
		default:
			p.id, p.saved, p.awaits = id, false, false
		}
	}
}

// EndAwaited is for a mail that was just loaded: what its parts waited for is gone.
func (m *Mail) EndAwaited() {
	carried := map[uint32]bool{}
	for i := range m.carried {
		carried[m.carried[i].Number] = true
	}
	for i := range m.sent {
		if carried[m.sent[i].Number] {
			continue
		}
		for j := range m.sent[i].Parts {
			if p := &m.sent[i].Parts[j]; p.id == 0 && p.Stage < ReceivedBy {
				p.end(Undelivered, ReasonNotKept)
			}
		}
	}
}

// Withdraw notes that the owner took back what has no last word of a message of their own.
func (m *Mail) Withdraw(number uint32) {
	if s := m.byNumber(number); s != nil {
		for i := range s.Parts {
			if p := &s.Parts[i]; p.Stage < ReceivedBy {
				p.end(Undelivered, ReasonTakenBack)
			}
		}
	}
}

// Lost notes that a tie's link gave a message up, or that the other end will not take it.
func (m *Mail) Lost(p Post, tie cell.TieID, id link.MessageID, reason Reason) {
	m.settle(tie, id, Undelivered, reason)
	if c, ok := m.takeCarried(tie, id); ok {
		m.notSent(p, &c, cell.NoWay)
	}
}

// Newest is the number given last.
func (m *Mail) Newest() uint32 { return m.last }

// Arrived returns the first message that came from a tie after the one with that number; 0 if
// none did.
func (m *Mail) Arrived(tie cell.TieID, after uint32) uint32 {
	for i := range m.received {
		if r := &m.received[i]; r.Number > after && r.Tie == tie {
			return r.Number
		}
	}
	return 0
}

// Holds reports whether a message that was received is still here.
func (m *Mail) Holds(number uint32) bool {
	for i := range m.received {
		if m.received[i].Number == number {
			return true
		}
	}
	return false
}
