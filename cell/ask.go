package cell

import (
	"crypto/hpke"
	"fmt"
	"io"
	"slices"

	"bulkhead/keys"
)

// wantLifelines asks for the lifelines that the owner has not got, over the
// lead; without one, over the partner.
func (s *State) wantLifelines(now Round, rand io.Reader) (out []Effect, err error) {
	if s.standing != Member {
		return nil, nil
	}
	again := uint64(s.group.rounds(askAgain))
	ranks, over := []uint8{1, 2}, s.only(Lead)
	if over == nil {
		ranks, over = []uint8{rankPartner}, s.only(Partner)
	}
	if over == nil || over.Phase < Unconfirmed || over.Quarantined() || over.Probation != 0 {
		return nil, nil
	}
	for _, rank := range ranks {
		if s.ownLifeline(rank, over.ID) || over.Relation == Partner && s.anyOwnLifeline() {
			continue
		}
		asked := slices.ContainsFunc(s.asks, func(a ask) bool {
			return a.rank == rank && a.over == over.ID && since(now, a.sent) < again
		})
		if asked {
			continue
		}
		effects, err := s.askFor(rank, over.ID, now, rand)
		if err != nil {
			return nil, err
		}
		out = append(out, effects...)
	}
	return out, nil
}

// ownLifeline reports whether the owner has a lifeline of a rank that came over
// a tie.
func (s *State) ownLifeline(rank uint8, over TieID) bool {
	return slices.ContainsFunc(s.lifelines, func(l lifeline) bool { return !l.kept && l.rank == rank && l.over == over })
}

func (s *State) anyOwnLifeline() bool {
	return slices.ContainsFunc(s.lifelines, func(l lifeline) bool { return !l.kept })
}

func (s *State) askFor(rank uint8, over TieID, now Round, rand io.Reader) ([]Effect, error) {
	id, err := newID(rand)
	if err != nil {
		return nil, err
	}
	seed, err := keys.Read[askUse](rand)
	if err != nil {
		return nil, err
	}
	private, err := hpke.MLKEM768X25519().NewPrivateKey(seed.Bytes())
	if err != nil {
		return nil, fmt.Errorf("the key of an ask: %w", err)
	}
	s.asks = slices.DeleteFunc(s.asks, func(a ask) bool { return a.rank == rank || a.over != over })
	s.asks = append(s.asks, ask{id, rank, over, seed, now})
	p := &lifelineAsk{id: id, rank: rank, step: stepAsker}
	copy(p.key[:], private.PublicKey().Bytes())
	return []Effect{Send{over, marshal(p), lasting(now)}}, nil
}

// onAsk passes an ask on, or answers it. Whoever cannot says so, except to
// somebody in quarantine, who is told nothing.
func (s *State) onAsk(t *Tie, p *lifelineAsk, now Round, rand io.Reader) ([]Effect, error) {
	answers, to, ok := s.wayOf(t, p)
	switch {
	case !ok:
		return refuse(t, p, NotAllowed), nil
	case t.Quarantined():
		return refuse(t, p, Quarantined), nil
	case t.Probation != 0:
		return refuse(t, p, OnProbation), nil
	case s.lifelineOf(p.id) != nil || slices.ContainsFunc(s.passed, func(w passed) bool { return w.id == p.id }):
		return nil, nil // a repetition
	case answers:
		return s.answer(t, p, now, rand)
	case to == nil || to.Phase < Unconfirmed || to.Quarantined() || to.Probation != 0:
		return []Effect{Send{t.ID, marshal(&lifelineLost{p.id, lostNone}), lasting(now)}}, nil
	}
	s.addPassed(passed{p.id, t.ID, to.ID, p.step})
	next := *p
	next.step = stepLead
	if p.step == stepLead || to.Relation == Partner || p.rank == rankPartner {
		next.step = stepAnswerer
	}
	return []Effect{Send{to.ID, marshal(&next), lasting(now)}}, nil
}

// wayOf says where an ask goes from here: whether this device answers it, or
// to whom it passes it on, if there is somebody. Not ok: it may not have come
// this way.
func (s *State) wayOf(t *Tie, p *lifelineAsk) (answers bool, to *Tie, ok bool) {
	switch {
	case s.standing == Joining:
		return false, nil, false
	case p.step == stepAnswerer:
		fits := p.rank == 1 && t.Relation == Partner || p.rank != 1 && t.Relation == Led
		return fits, nil, fits
	case p.rank == rankPartner:
		if lead := s.only(Lead); lead != nil && lead.Adopted {
			to = lead
		}
		return false, to, p.step == stepAsker && t.Relation == Partner
	case t.Relation != Led:
		return false, nil, false
	case p.rank == 1 && (p.step == stepLead || s.founder()):
		return false, s.only(Partner), true
	case s.founder():
		return false, nil, true // nobody is above
	}
	return false, s.only(Lead), true
}

// addPassed remembers the way of an ask; the oldest of the same tie goes first.
func (s *State) addPassed(w passed) {
	n, oldest := 0, -1
	for i := range s.passed {
		if s.passed[i].from == w.from {
			if n++; oldest < 0 {
				oldest = i
			}
		}
	}
	if n >= maxPassed {
		s.passed = slices.Delete(s.passed, oldest, oldest+1)
	}
	s.passed = append(s.passed, w)
}
