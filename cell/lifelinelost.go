package cell

import (
	"slices"

	"bulkhead/box"
)

// loseWays forgets the ways of asks that a cut ends and tells those at their
// other ends: for an orphan this is the second witness.
func (s *State) loseWays(cut TieID, tell bool, now box.Round) (out []Effect) {
	say := func(to TieID, id ID, whom whomLost) {
		if t := s.tie(to); tell && t != nil && t.live() && to != cut && !t.alarmed() && t.Cut == 0 {
			out = append(out, Send{to, marshal(&lifelineLost{id, whom}), lasting(now)})
		}
	}
	for _, w := range s.passed {
		switch {
		case w.from == cut && w.step == stepAsker:
			say(w.to, w.id, lostAsker)
		case w.from == cut && since(now, w.at) >= uint64(s.group.rounds(ripeAfter)): // else planted, perhaps
			say(w.to, w.id, lostLead)
		case w.to == cut && (w.step == stepLead || s.founder()):
			say(w.from, w.id, lostAnswerer)
		}
	}
	s.passed = slices.DeleteFunc(s.passed, func(w passed) bool { return w.from == cut || w.to == cut })
	for i := range s.lifelines {
		if l := &s.lifelines[i]; l.over == cut {
			l.over = 0
			if l.held && since(now, s.tie(l.tie).Since) >= uint64(s.group.rounds(ripeAfter)) {
				l.witnessed = max(now, 1)
			}
		}
	}
	return out
}

// onLost takes in a word about somebody on the way of an ask. It drops nothing:
// whoever says it may be in a captor's hands.
func (s *State) onLost(t *Tie, p *lifelineLost, now box.Round) []Effect {
	for i := range s.passed {
		w := &s.passed[i]
		up, down := w.from == t.ID && p.whom == lostAsker, w.to == t.ID && (p.whom == lostNone || p.whom == lostAnswerer)
		switch {
		case w.id != p.id:
		case w.to == t.ID && p.whom == lostSaid && w.step == stepLead:
			if s.stands(w.told, now) {
				return nil // said before
			}
			w.told = max(now, 1)
			return []Effect{Show{What: SaidLeadLost, Tie: w.from, By: t.ID, Rel: Led}}
		case up:
			if w.gone != 0 {
				return nil // said before
			}
			w.gone = max(now, 1)
			return []Effect{Send{w.to, marshal(p), lasting(now)}}
		case down:
			from := w.from
			if p.whom == lostNone {
				s.forgetWay(p.id)
			} else if s.stands(w.told, now) {
				return nil // said before
			} else {
				w.told = max(now, 1)
			}
			return []Effect{Send{from, marshal(p), lasting(now)}}
		}
	}
	if p.whom == lostNone {
		return s.onNone(t, p, now)
	}
	l := s.lifelineOf(p.id)
	if l == nil || l.over != t.ID || p.whom == lostSaid {
		return nil // of somebody whom this device has cut since
	}
	switch {
	case l.held && p.whom == lostLead:
		l.witnessed = max(now, 1)
	case l.held && p.whom == lostAsker, !l.held && p.whom == lostAnswerer:
		return s.doubt(l, t, now)
	default:
		return refuse(t, p, NotAllowed)
	}
	return nil
}

// doubt marks a lifeline whose other end is said to be cut off; one that was
// not secured yet goes, and one who was adopted over it is in quarantine.
func (s *State) doubt(l *lifeline, t *Tie, now box.Round) (out []Effect) {
	if s.tie(l.tie).Phase < Unconfirmed {
		return s.cut(s.tie(l.tie), false, false, now)
	}
	if !l.doubted {
		l.doubted = true
		out = append(out, Show{What: LifelineDoubted, Tie: l.tie, Rel: Lifeline})
	}
	if given := s.tie(l.given); given != nil && given.live() && !s.stands(given.counted, now) {
		given.counted = max(now, 1) // said again, it begins no other quarantine for as long
		out = append(out, Show{What: SaidTaken, Tie: given.ID, By: t.ID, Rel: given.Relation})
		out = append(out, s.quarantine(given, now)...)
	}
	return out
}

// onNone hears that there is no lifeline to be had, for now; or, from the lead,
// of no ask at all: that the ways of all are broken further up.
func (s *State) onNone(t *Tie, p *lifelineLost, now box.Round) []Effect {
	if p.id == (ID{}) && t.Relation == Lead {
		for i := range s.lifelines {
			if l := &s.lifelines[i]; !l.held && l.over == t.ID {
				l.stale = true
			}
		}
		return nil
	}
	for i := range s.asks {
		if a := &s.asks[i]; a.id == p.id && a.over == t.ID {
			early := s.group.askRounds() - s.group.rounds(noneAgain)
			a.sent = max(now, early) - early
			return nil
		}
	}
	return nil // asked again since
}

func (s *State) forgetWay(id ID) {
	s.passed = slices.DeleteFunc(s.passed, func(w passed) bool { return w.id == id })
}
