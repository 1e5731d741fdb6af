package cell

import (
	"slices"

	"bulkhead/round"
)

// lifelinesHold: every lifeline has its tie and pace, and whatever has a pace is
// a lifeline or was adopted; ways and asks go over live ties.
func (s *State) lifelinesHold() bool {
	if len(s.lifelines) > MaxLifelines || len(s.asks) > 2*(lastRank+1) || len(s.lifelines) != s.count(Lifeline) {
		return false
	}
	for i := range s.lifelines {
		l := &s.lifelines[i]
		t := s.tie(l.tie)
		if t == nil || t.Relation != Lifeline || !t.live() || s.Pace(l.tie) == nil || s.lifeline(l.tie) != l ||
			l.rank > lastRank || !l.kept && (l.asks != 0 || l.witnessed != 0 || l.byOwner) || l.kept && (l.woken || l.stale) {
			return false
		}
	}
	for i := range s.paces {
		p := &s.paces[i]
		t := s.tie(p.tie)
		if s.Pace(p.tie) != p || !p.holds() || p.tie > s.last || p.cover != 0 && t != nil && t.live() {
			return false
		}
		if p.cover == 0 && (t == nil || !t.live() || t.Relation != Lifeline && !t.Adopted) {
			return false
		}
	}
	return s.waysHold()
}

func (s *State) waysHold() bool {
	for _, a := range s.asks {
		if _, err := s.liveTie(a.over); err != nil || a.rank > lastRank {
			return false
		}
	}
	for i, w := range s.passed {
		_, from := s.liveTie(w.from)
		_, to := s.liveTie(w.to)
		again := slices.ContainsFunc(s.passed[:i], func(o passed) bool { return o.id == w.id })
		if from != nil || to != nil || again || w.rank > lastRank || w.step < stepAsker || w.step > stepLead {
			return false
		}
	}
	return true
}

func (p *Pace) holds() bool {
	return p.base > 0 && (p.block == lifelineBlock || p.block == adoptedBlock) && p.quick <= round.MaxPouchRounds &&
		p.pouch >= minPaced && p.pouch <= round.MaxPouchRounds
}
