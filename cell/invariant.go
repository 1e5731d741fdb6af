package cell

import (
	"fmt"
	"slices"

	"bulkhead/round"
)

// check reports what a state must be and is not: it guards what is kept against
// this program's own faults and what is read against anybody's.
func (s *State) check() error {
	for _, rule := range []struct {
		name  string
		holds bool
	}{
		{"group", s.group.check() == nil && s.group == GroupOf(&s.cards.base.Card)},
		{"cards", s.cardsHold()},
		{"check-in", s.standing == Joining && s.checkIn == CheckIn{} || s.standing != Joining && s.checkIn.check() == nil},
		{"keys", s.keysHold()},
		{"links", s.links() <= s.MaxLinks()},
		{"shape", s.shapeHolds()},
		{"ties", s.tiesHold()},
		{"routes", s.routesHold()},
		{"notices", s.noticesHold()},
		{"lifelines", s.lifelinesHold()},
		{"reports", s.reportsHold()},
	} {
		if !rule.holds {
			return fmt.Errorf("%w: its %s break a rule", ErrState, rule.name)
		}
	}
	return nil
}

func (s *State) keysHold() bool {
	switch s.standing {
	case FounderA:
		return publicOf(&s.key) == s.keys.first
	case FounderB:
		return !s.keys.both || publicOf(&s.key) == s.keys.second
	}
	return s.key.IsZero()
}

// shapeHolds is the promise that nobody else is in a state: partner, lead, led, and a
// liaison's desk; at a desk its liaisons.
func (s *State) shapeHolds() bool {
	lead, partner, led, unknown := s.count(Lead), s.count(Partner), s.slotted(Led), s.count(Unknown)
	slow, desks, liaisons := s.count(Led)-led, s.count(Desk), s.count(Liaison)
	limit := pairSize
	if s.morePairs {
		limit = s.maxLed()
	}
	if lead > 1 || partner > 1 || unknown > 1 || led+desks > min(limit, s.maxLed()) || slow > MaxAdopted ||
		lead+partner+led+slow+desks+liaisons+unknown+s.count(Lifeline) != s.live() || liaisons > 0 && s.standing != AtDesk {
		return false
	}
	switch s.standing {
	case Joining:
		return unknown <= 1 && unknown == s.live() && !s.morePairs
	case Member:
		return unknown+lead <= 1
	case AtDesk:
		return liaisons+unknown == s.live() && !s.morePairs && len(s.desks.Known)+len(s.desks.Revoked) == 0
	}
	return lead == 0 && unknown+partner <= 1
}

func (s *State) tiesHold() bool {
	if len(s.ties)-s.live() > maxSevered || s.last > maxTieID {
		return false
	}
	var before TieID
	for i := range s.ties {
		t := &s.ties[i]
		if t.ID <= before || t.ID > s.last || t.Relation > Liaison || t.Phase > Severed ||
			t.quiet > listenFor || s.aliasTaken(t.Alias, t.ID) && t.Alias != "" || !s.tieHolds(t) {
			return false
		}
		before = t.ID
	}
	return true
}

func (s *State) tieHolds(t *Tie) bool {
	if !t.live() {
		bare := Tie{ID: t.ID, Relation: t.Relation, Phase: Severed, Alias: t.Alias, Severed: t.Severed}
		return *t == bare && (t.Alias == "" || checkAlias(t.Alias) == nil)
	}
	if t.Severed != 0 || (t.Alias == "") != (t.Relation == Lifeline) || t.Alias != "" && checkAlias(t.Alias) != nil {
		return false
	}
	if (t.Probation != 0 || t.Proven || t.warned) && !t.Adopted || t.Adopted && t.Relation != Lead && t.Relation != Led {
		return false
	}
	if !s.wordsHold(t) {
		return false
	}
	if t.asked != 0 && (t.pair == 0 || t.ready) {
		return false
	}
	if t.pair == 0 {
		return !t.ready && (t.ref == [refLen]byte{} || t.Relation == Partner)
	}
	other := s.tie(t.pair)
	return t.Relation == Led && other != nil && other != t && other.pair == t.ID && other.ref == t.ref
}

// wordsHold: nobody's word is kept but of one who may give it, only one whom one
// leads waits to be cut, and an alarm awaits its quarantine only where there is
// an alarm. Of somebody who was adopted the word may have come from the other end of
// a lifeline: see doubt.
func (s *State) wordsHold(t *Tie) bool {
	if s.teller(t) == nil && (t.Told != 0 || t.counted != 0 && !t.Adopted) {
		return false
	}
	return (t.Cut == 0 || t.Relation == Led && t.Suspected != 0) && (!t.alarm || t.alarmed())
}

func (s *State) routesHold() bool {
	of := map[TieID]int{}
	for i, r := range s.routes {
		if of[r.from]++; of[r.from] > maxRoutes {
			return false
		}
		again := slices.ContainsFunc(s.routes[:i], func(o route) bool { return o.id == r.id })
		if _, err := s.liveTie(r.from); r.from != 0 && err != nil || again {
			return false
		}
	}
	return true
}

func (s *State) noticesHold() bool {
	var of [4]int
	for i, n := range s.seen {
		if of[n.kind()]++; of[n.kind()] > maxSeen || n.unseen && !n.revoked {
			return false
		}
		again := slices.ContainsFunc(s.seen[:i], func(o seen) bool { return o.id == n.id && o.founder == n.founder })
		if again || !lifetimeOK(n.issued, n.expires) {
			return false
		}
	}
	return true
}

// aliasTaken reports whether a tie other than except has the alias.
func (s *State) aliasTaken(alias string, except TieID) bool {
	return slices.ContainsFunc(s.ties, func(t Tie) bool { return t.ID != except && sameAlias(t.Alias, alias) })
}

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
			l.rank > lastRank || !l.held && (l.asks != 0 || l.witnessed != 0 || l.byOwner) || l.held && (l.woken || l.stale) {
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
	return p.base > 0 && (p.block == lifelineBlock || p.block == adoptedBlock) &&
		(p.young == quickBlock || p.young == shortQuickBlock || p.young == p.block) && p.quick <= round.MaxPouchRounds &&
		p.pouch >= minPaced && p.pouch <= round.MaxPouchRounds
}
