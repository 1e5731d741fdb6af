package testworld

import (
	"maps"
	"strings"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/mail"
)

// tieState is what a member saw of one of its ties at its last unlock.
type tieState struct {
	relation cell.Relation
	secured  bool
	adopted  bool      // made over a lifeline
	rank     int       // of a lifeline of the member's own; 0: kept for another
	severed  box.Round // when the member cut it; 0: it lives
	heard    box.Round // round of the last box that opened
}

// saying is six words that a member's device showed for a tie.
type saying struct {
	tie   cell.TieID
	words string
}

// lookAround notes what the owner sees: new ties, how far they are, messages.
func (m *Member) lookAround() error {
	m.seen = map[cell.TieID]tieState{}
	for _, t := range m.Device.Status().Ties {
		m.seen[t.ID] = tieState{
			relation: t.Relation, adopted: t.Adopted, severed: t.Severed, heard: t.Heard,
			secured: t.Phase != cell.Severed && t.Phase >= cell.Unconfirmed && !t.Securing && t.Relation != cell.Unknown,
		}
		if t.Relation == cell.Partner && t.Phase != cell.Severed && m.Number > 1 {
			m.Ties[partnerOf(m.Number)] = t.ID
		}
		if t.Frozen != 0 {
			m.trouble("a link is frozen: %v", t.Frozen)
		}
		if _, words, err := m.Device.Words(t.ID); err == nil {
			m.say(t.ID, words)
		}
	}
	for _, l := range m.Device.Lifelines() {
		m.seen[l.Tie] = tieState{relation: cell.Lifeline, secured: l.Secured, rank: l.Rank}
		if l.Words != nil {
			m.say(l.Tie, l.Words)
		}
	}
	m.lookAtMail()
	return nil
}

// say keeps six words for the referee, if they are new.
func (m *Member) say(tie cell.TieID, words []string) {
	if s := strings.Join(words, " "); m.said[tie] != s {
		m.said[tie] = s
		m.saying = append(m.saying, saying{tie, s})
	}
}

func (m *Member) lookAtMail() {
	for _, r := range m.Device.Inbox() {
		if r.Count <= m.read[r.Number] {
			continue
		}
		m.read[r.Number] = r.Count
		m.shown = append(m.shown, r)
		switch r.What {
		case cell.TextArrived:
			m.arrived = append(m.arrived, r)
		case mail.Alarm:
			if r.Alarm == mail.AlarmNothingFound {
				continue // the others are away, as far as this world is honest
			}
			m.trouble("alarm: %s, tie %d", r.Alarm, r.Tie)
		case cell.Refused, cell.IntroductionRefused, cell.NewerPacket:
			// An answer to what was asked again in the meantime is no trouble, nor is
			// what comes from somebody who was not heard of for long.
			if !m.w.Drilling && r.Why != cell.NotAsked && r.Why != cell.Quarantined {
				m.trouble("shown: %d %s kind %d: %v", r.What, r.Text, r.Kind, r.Why)
			}
		}
	}
}

// listen is the referee's part of an unlock that concerns who is tied to whom.
func (w *World) listen(m *Member) {
	for _, s := range m.saying {
		w.ends.say(end{m.Number, s.tie}, s.words)
	}
	m.saying = nil
	if !w.Drilling {
		m.shown = nil
		return
	}
	for tie, t := range m.seen {
		other, _, known := w.Other(m.Number, tie)
		switch {
		case !known || t.relation == cell.Lifeline:
		case t.severed == 0:
			m.Ties[other] = tie
		case m.Ties[other] == tie:
			delete(m.Ties, other)
		}
	}
}

// partnerOf returns the other one of member n's pair.
func partnerOf(n int) int { return n ^ 1 }

func (m *Member) secured(other int) bool {
	tie, known := m.Ties[other]
	return known && m.seen[tie].secured
}

// end is one side of a link: a member, and its own number for the link.
type end struct {
	member int
	tie    cell.TieID
}

// ends is what the referee knows of who is at the other end of which link. It
// is learned from the six words alone, which both ends of a link show, and
// nobody else: so it holds for links whose own ends do not know it, lifelines
// above all, and it needs nothing of a device that its owner cannot see.
type ends struct {
	words map[string]end // shown by one end so far
	other map[end]end
}

// say takes in that an end shows six words.
func (e *ends) say(by end, words string) {
	if _, known := e.other[by]; known {
		return
	}
	first, shown := e.words[words]
	switch {
	case !shown:
		e.words[words] = by
	case first.member != by.member:
		e.other[by], e.other[first] = first, by
		delete(e.words, words)
	}
}

func (e *ends) clone() ends { return ends{maps.Clone(e.words), maps.Clone(e.other)} }

// Other returns who is at the other end of a member's tie, and that one's tie;
// false if the two have not shown the same six words yet.
func (w *World) Other(member int, tie cell.TieID) (int, cell.TieID, bool) {
	o, ok := w.ends.other[end{member, tie}]
	return o.member, o.tie, ok
}
