package cell

import "bulkhead/box"

// What becomes of a packet that a device has taken in for somebody else and
// cannot pass on: whoever gave it hears so.

// NotSent takes in that a packet which this device was to pass on for a tie will not be:
// WayFull, TooLate if it waited there until its lifetime ended, NoWay if the way
// is gone. Stub returns as much of the packet as it needs. The effects tell
// whoever it came from, where there is somebody to be told, also of a note whose way
// later ones have pushed out. What the owner wrote is the device's own to show.
func (s *State) NotSent(from TieID, message []byte, because Why, now box.Round) []Effect {
	why := map[Why]stopped{WayFull: stoppedFull, TooLate: stoppedLate}[because]
	if w, is := wayOfStub(message); is {
		return s.reportNotSent(from, w, why)
	}
	p, err := parsePacket(message)
	if err != nil {
		return nil
	}
	switch p := p.(type) {
	case *note:
		return s.noteNotSent(from, p, why)
	case *sealedReport:
		return s.reportNotSent(from, p.way, why)
	case *reply:
		return s.replyNotSent(p, why)
	case *lifelineAsk:
		return s.askNotSent(p, now)
	}
	return nil
}

// Stub returns a packet without its text: enough for NotSent, once a link has the
// packet itself. nil: NotSent tells nobody of this kind.
func Stub(message []byte) []byte {
	p, err := parsePacket(message)
	if err != nil {
		return nil
	}
	switch p := p.(type) {
	case *note:
		return marshal(&note{id: p.id})
	case *reply:
		return marshal(&reply{id: p.id, founder: p.founder, number: p.number})
	case *sealedReport:
		return wayStub(p.way)
	}
	return nil
}

// Class says to whose account a packet goes that is passed on, besides the
// tie's that it came over.
type Class uint8

const (
	Ordinary Class = iota
	ByFirst        // signed by the first founder
	BySecond       // by the second
	Stops          // says what went no further
	Sealed         // to a desk, or back
	Reached        // says that a desk is reached
)

// ClassOf returns a packet's class. It is asked of packets whose signature was
// checked.
func ClassOf(message []byte) Class {
	p, err := parsePacket(message)
	if err != nil {
		return Ordinary
	}
	by := map[Founder]Class{FirstFounder: ByFirst, SecondFounder: BySecond}
	switch p := p.(type) {
	case *notice:
		return by[p.founder]
	case *revocation:
		return by[p.founder.other()]
	case *reply:
		return by[p.founder]
	case *stamp:
		return by[p.founder]
	case *newCard:
		if p.signed.By == 1<<SecondFounder {
			return BySecond
		}
		return ByFirst
	case *cardNamed:
		return by[p.founder]
	case *cardRevoked:
		return by[p.founder.other()]
	case *deskRecord:
		if p.signed.By == 1<<SecondFounder {
			return BySecond
		}
		return ByFirst
	case *deskNamed:
		return by[p.founder]
	case *deskRevoked:
		return by[Founder(p.all[0].Founder)]
	case *noteStopped, *replyStopped, *reportStopped:
		return Stops
	case *sealedReport, *deskReply:
		return Sealed
	case *deskReached: // nobody's notes are to crowd it out
		return Reached
	}
	return Ordinary
}

func (s *State) noteNotSent(from TieID, p *note, why stopped) []Effect {
	if from == 0 || s.founder() { // a founder has been shown it
		return nil
	}
	if r := s.route(p.id); r != nil && r.from == from {
		s.forgetRoute(p.id)
	}
	if _, err := s.liveTie(from); err != nil {
		return nil
	}
	return []Effect{stopNote(from, p.id, why)}
}

func (s *State) replyNotSent(p *reply, why stopped) []Effect {
	up := s.only(Lead)
	if s.founder() {
		up = s.only(Partner)
	}
	if up == nil || s.founder() && p.founder == s.founderIndex() {
		return nil
	}
	return []Effect{stopReply(up.ID, p, why)}
}

func (s *State) askNotSent(p *lifelineAsk, now box.Round) []Effect {
	for _, w := range s.passed {
		if w.id == p.id {
			s.forgetWay(p.id)
			return []Effect{Send{w.from, marshal(&lifelineLost{p.id, lostNone}), lasting(now)}}
		}
	}
	return nil
}

func stopNote(to TieID, id ID, why stopped) Send {
	return Send{Tie: to, Message: marshal(&noteStopped{why, []ID{id}})}
}

func stopReply(to TieID, p *reply, why stopped) Send {
	return Send{Tie: to, Message: marshal(&replyStopped{p.id, p.founder, p.number, why})}
}

// onReplyStopped takes in that a reply which went over this tie went no further.
func (s *State) onReplyStopped(t *Tie, p *replyStopped) []Effect {
	if t.Relation != Led && !(s.founder() && t.Relation == Partner) {
		return refuse(t, p, NotAllowed)
	}
	r := s.route(p.id)
	if r == nil || r.from != t.ID || p.number > r.replied[p.founder] {
		return refuse(t, p, NotAsked)
	}
	if p.number <= r.stopped[p.founder] {
		return nil
	}
	r.stopped[p.founder] = p.number
	if s.founder() && p.founder == s.founderIndex() {
		return []Effect{Show{What: ReplyStopped, Tie: t.ID, ID: p.id, Nth: int(p.number), Why: p.why.why()}}
	}
	up := s.only(Lead)
	if s.founder() {
		up = s.only(Partner)
	}
	if up == nil || up.ID == t.ID {
		return nil
	}
	return []Effect{Send{Tie: up.ID, Message: marshal(p)}}
}
