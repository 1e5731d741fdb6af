package cell

import "io"

// Upkeep does what a device does by itself, after [State.Tick], about once a
// round: a founder's issues its stamp, a member's asks for the lifelines that are missing, lets an orphan ask for a
// new lead, adopts the orphans that have a second witness, and lets go what is
// of no use any more. Errors are rand's.
func (s *State) Upkeep(now Round, rand io.Reader) ([]Effect, error) {
	if s.standing == Joining {
		return nil, nil
	}
	out := append(s.tickStamp(now), s.tickProbation(now)...)
	out = append(out, s.tickLifelines(now)...)
	for _, step := range []func(Round, io.Reader) ([]Effect, error){s.wantLifelines, s.tickOrphan, s.tickAdopt} {
		effects, err := step(now, rand)
		if err != nil {
			return nil, err
		}
		out = append(out, effects...)
	}
	return out, nil
}

// tickProbation ends probations that are over, unless it is a lead's that has
// not proven itself, and ties made over a lifeline
// that never came to life.
func (s *State) tickProbation(now Round) (out []Effect) {
	unheard := uint64(s.group.rounds(unheardFor))
	for _, old := range s.Ties() {
		t := s.tie(old.ID)
		switch {
		case !t.live() || !t.Adopted:
		case t.Heard == 0 && since(now, t.Since) > unheard:
			out = append(out, s.cut(t, false, false, now)...)
		case t.unproven() && !t.warned && since(now, t.Since) > uint64(s.group.rounds(provenIn)):
			t.warned = true
			out = append(out, Show{What: LeadUnproven, Tie: t.ID, Rel: t.Relation})
		case t.Probation != 0 && now >= t.Probation && !t.unproven():
			t.Probation = 0
			out = append(out, Show{What: ProbationOver, Tie: t.ID, Rel: t.Relation})
		}
	}
	return out
}

// tickLifelines lets go of lifelines from which nothing is heard any more, and
// of the owner's own once a newer one of their kind is secured.
func (s *State) tickLifelines(now Round) (out []Effect) {
	silent := uint64(s.group.rounds(silentFor))
	for _, l := range append([]lifeline(nil), s.lifelines...) {
		t := s.tie(l.tie)
		if l.kept && since(now, max(t.Heard, t.Since)) > silent || !l.kept && s.replaced(&l) {
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
		if !o.kept && o.over == lead.ID && (o.rank == l.rank || l.rank == rankPartner) && s.tie(o.tie).Phase >= Unconfirmed {
			return true
		}
	}
	return false
}
