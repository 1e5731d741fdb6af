package testworld

import (
	"bulkhead/cell"
	"bulkhead/device"
)

// tieState is what a member saw of one of its ties at its last unlock.
type tieState struct {
	relation cell.Relation
	secured  bool
}

// lookAround notes what the owner sees: new ties, how far they are, messages.
func (m *Member) lookAround() error {
	status := m.Device.Status()
	m.seen = map[cell.TieID]tieState{}
	for _, t := range status.Ties {
		m.seen[t.ID] = tieState{t.Relation, t.Phase >= cell.Unconfirmed && !t.Securing && t.Relation != cell.Unknown}
		if t.Relation == cell.Partner && m.Number > 1 {
			m.Ties[partnerOf(m.Number)] = t.ID
		}
		if t.Frozen != 0 {
			m.trouble("a link is frozen: %v", t.Frozen)
		}
	}
	for _, r := range m.Device.Inbox() {
		if r.Number <= m.read {
			continue
		}
		m.read = r.Number
		switch r.What {
		case cell.TextArrived:
			m.arrived = append(m.arrived, r)
		case device.Alarm, cell.Refused, cell.UnknownKind:
			m.trouble("shown: %d %s %v", r.What, r.Text, r.Why)
		}
	}
	return nil
}

// partnerOf returns the other one of member n's pair.
func partnerOf(n int) int { return n ^ 1 }

func (m *Member) secured(other int) bool {
	tie, known := m.Ties[other]
	return known && m.seen[tie].secured
}
