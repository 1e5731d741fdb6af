package cell

import (
	"io"

	"bulkhead/box"
)

// Upkeep runs the periodic work of a device, after [State.Tick], about once
// a round. A founder issues its daily stamp. A member asks for missing
// lifelines, asks for a new lead if it lost its own, and adopts orphans that
// have a second witness. A desk's device tells its liaisons that it is reached. What is of no use any more goes. Errors are rand's.
func (s *State) Upkeep(now box.Round, rand io.Reader) ([]Effect, error) {
	if s.standing == Joining {
		return nil, nil
	}
	if s.standing == AtDesk {
		return s.upkeepAtDesk(now), nil
	}
	out := append(s.tickProbation(now), s.tickLifelines(now)...)
	for _, step := range []func(box.Round, io.Reader) ([]Effect, error){s.wantLifelines, s.tickOrphan, s.tickAdopt} {
		effects, err := step(now, rand)
		if err != nil {
			return nil, err
		}
		out = append(out, effects...)
	}
	out = append(out, s.tickStamp(now)...) // after every cut
	out = append(out, s.tellDesks(now)...)
	return append(out, s.nameDesks(now)...), nil
}

// tickProbation ends probations that are over, except that of a lead that
// has not proven itself. It also ends ties made over a lifeline that never
// came to life.
func (s *State) tickProbation(now box.Round) (out []Effect) {
	for _, old := range s.Ties() {
		t := s.tie(old.ID)
		unheard := uint64(s.group.unheardRounds())
		if t != nil && !t.Adopted { // an invitation was taken up: nothing of it travels over a lifeline
			unheard = uint64(s.group.rounds(unheardFor))
		}
		switch {
		case t == nil || !t.live() || !t.Adopted && t.Relation != Unknown || s.standing == Joining:
		case t.Heard == 0 && since(now, t.Since) > unheard:
			for i := range s.lifelines {
				if l := &s.lifelines[i]; l.given == t.ID {
					l.given = 0 // it may be tried again
				}
			}
			out = append(out, s.cut(t, false, false, now)...)
		case t.unproven() && !t.warned && since(now, t.Since) > uint64(s.group.provenRounds()):
			t.warned = true
			out = append(out, Show{What: LeadUnproven, Tie: t.ID, Rel: t.Relation})
		case t.Probation != 0 && now >= t.Probation && !t.unproven():
			t.Probation = 0
			out = append(out, Show{What: ProbationOver, Tie: t.ID, Rel: t.Relation})
			out = append(out, s.askAnew(t, now)...)
		}
	}
	return out
}

// askAnew has those whom the owner leads ask for lifelines again, once there is
// a new lead: the ways of theirs ended at the old one.
func (s *State) askAnew(lead *Tie, now box.Round) (out []Effect) {
	if lead.Relation != Lead {
		return nil
	}
	for _, t := range s.ties {
		if t.live() && t.Relation == Led && t.Probation == 0 && t.Cut == 0 && t.Phase >= Unconfirmed {
			out = append(out, Send{t.ID, marshal(&lifelineLost{}), lasting(now)})
		}
	}
	return out
}

// tickLifelines lets go of lifelines that were never secured, or from which
// nothing is heard any more, and of those of an earlier lead once a newer one of
// their kind is secured.
func (s *State) tickLifelines(now box.Round) (out []Effect) {
	silent, unsecured := uint64(s.group.silentRounds()), uint64(s.group.unsecuredRounds())
	for _, l := range append([]lifeline(nil), s.lifelines...) {
		t := s.tie(l.tie)
		switch quiet := since(now, max(t.Heard, t.Since)); {
		case quiet > silent, t.Phase < Unconfirmed && since(now, t.Since) > unsecured, !l.held && s.replaced(&l):
			out = append(out, s.cut(t, false, false, now)...)
		}
	}
	return out
}

// replaced reports whether a lifeline of an earlier lead has a secured
// successor.
func (s *State) replaced(l *lifeline) bool {
	lead := s.only(Lead)
	if lead == nil || l.over == lead.ID {
		return false
	}
	for _, o := range s.lifelines {
		if !o.held && o.over == lead.ID && (o.rank == l.rank || l.rank == rankPartner) && s.tie(o.tie).Phase >= Unconfirmed {
			return true
		}
	}
	return false
}
