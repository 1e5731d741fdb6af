package cell

import "slices"

// loseWays forgets the ways of asks that a cut ends and tells those at their
// other ends: for an orphan this is the second witness.
func (s *State) loseWays(cut TieID, tell bool, now Round) (out []Effect) {
	say := func(to TieID, id ID, whom whomLost) {
		if t := s.tie(to); tell && t != nil && t.live() && to != cut {
			out = append(out, Send{to, marshal(&lifelineLost{id, whom}), lasting(now)})
		}
	}
	for _, w := range s.passed {
		switch {
		case w.from == cut && w.step == stepAsker:
			say(w.to, w.id, lostAsker)
		case w.from == cut:
			say(w.to, w.id, lostLead)
		case w.to == cut && (w.step == stepLead || s.founder()):
			say(w.from, w.id, lostAnswerer)
		}
	}
	s.passed = slices.DeleteFunc(s.passed, func(w passed) bool { return w.from == cut || w.to == cut })
	for i := range s.lifelines {
		if l := &s.lifelines[i]; l.over == cut {
			l.over = 0
			if l.kept {
				l.witnessed = max(now, 1)
			}
		}
	}
	return out
}

// onLost takes in a word about somebody on the way of an ask. It drops nothing:
// whoever says it may be in a captor's hands.
func (s *State) onLost(t *Tie, p *lifelineLost, now Round) []Effect {
	for _, w := range s.passed {
		up, down := w.from == t.ID && p.whom == lostAsker, w.to == t.ID && (p.whom == lostNone || p.whom == lostAnswerer)
		switch {
		case w.id != p.id:
		case w.to == t.ID && p.whom == lostSaid && w.step == stepLead:
			return []Effect{Show{What: SaidLeadLost, Tie: w.from, By: t.ID, Rel: Led}}
		case up:
			return []Effect{Send{w.to, marshal(p), lasting(now)}}
		case down:
			if p.whom == lostNone {
				s.passed = slices.DeleteFunc(s.passed, func(o passed) bool { return o.id == p.id })
			}
			return []Effect{Send{w.from, marshal(p), lasting(now)}}
		}
	}
	if p.whom == lostSaid {
		return nil // whom this device has cut already, or never knew
	}
	if p.whom == lostNone {
		asked := slices.ContainsFunc(s.asks, func(a ask) bool { return a.id == p.id && a.over == t.ID })
		if !asked {
			return refuse(t, p, NotAsked)
		}
		return nil // it asks again
	}
	l := s.lifelineOf(p.id)
	if l == nil || l.over != t.ID {
		return refuse(t, p, NotAsked)
	}
	switch {
	case l.kept && p.whom == lostLead:
		l.witnessed = max(now, 1)
	case l.kept && p.whom == lostAsker, !l.kept && p.whom == lostAnswerer:
		if !l.doubted {
			l.doubted = true
			return []Effect{Show{What: LifelineDoubted, Tie: l.tie, Rel: Lifeline}}
		}
	default:
		return refuse(t, p, NotAllowed)
	}
	return nil
}
