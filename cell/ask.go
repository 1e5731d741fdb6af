package cell

import (
	"crypto/hpke"
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/keys"
)

// wantLifelines asks for the lifelines that the owner has not got, over the
// lead; without one, over the partner.
func (s *State) wantLifelines(now box.Round, rand io.Reader) (out []Effect, err error) {
	if s.standing != Member {
		return nil, nil
	}
	again := uint64(s.group.askRounds())
	s.asks = slices.DeleteFunc(s.asks, func(a ask) bool { t := s.tie(a.over); return t == nil || !t.live() })
	ranks, over := []uint8{1, 2}, s.only(Lead)
	if over == nil {
		ranks, over = []uint8{rankPartner}, s.only(Partner)
	}
	if over == nil || over.Phase < Unconfirmed || over.Quarantined() || over.Probation != 0 {
		return nil, nil
	}
	for _, rank := range ranks {
		if s.ownLifeline(rank, over, now) {
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

// ownLifeline reports whether the owner has what it would ask for over a tie: a
// lifeline of that rank, or, over the partner, any.
func (s *State) ownLifeline(rank uint8, over *Tie, now box.Round) bool {
	return slices.ContainsFunc(s.lifelines, func(l lifeline) bool {
		fits := l.rank == rank && l.over == over.ID || over.Relation == Partner
		return !l.held && fits && !l.doubted && !l.stale && s.alive(&l, now)
	})
}

func (s *State) askFor(rank uint8, over TieID, now box.Round, rand io.Reader) ([]Effect, error) {
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
	s.keepAsk(ask{id, rank, over, seed, now})
	p := &lifelineAsk{id: id, rank: rank, step: stepAsker}
	copy(p.key[:], private.PublicKey().Bytes())
	return []Effect{Send{over, marshal(p), lasting(now)}}, nil
}

// keepAsk keeps an ask, and of those before it that have its rank the last: the
// answer may still be on its way.
func (s *State) keepAsk(a ask) {
	n := 0
	for i := len(s.asks) - 1; i >= 0; i-- {
		if s.asks[i].rank != a.rank {
			continue
		}
		if n++; n > 1 {
			s.asks[i].seed.Erase()
			s.asks = slices.Delete(s.asks, i, i+1)
		}
	}
	s.asks = append(s.asks, a)
}

// onAsk passes an ask on, or answers it. Whoever cannot says so, except to
// somebody in quarantine, who is told nothing.
func (s *State) onAsk(t *Tie, p *lifelineAsk, now box.Round, rand io.Reader) ([]Effect, error) {
	answers, to, ok := s.wayOf(t, p)
	switch {
	case !ok:
		return refuse(t, p, NotAllowed), nil
	case t.Quarantined():
		return nil, nil // its device asks by itself: nothing to tell anybody
	case t.Probation != 0:
		return refuse(t, p, OnProbation), nil
	case s.lifelineOf(p.id) != nil || slices.ContainsFunc(s.passed, func(w passed) bool { return w.id == p.id }):
		return nil, nil // a repetition
	case !s.affords(t, now):
		return refuse(t, p, TooOften), nil
	case answers:
		over := t.ID // t moves
		out, err := s.answer(t, p, now, rand)
		if err == nil {
			s.spend(over, now)
		}
		return out, err
	case to == nil || to.Phase < Unconfirmed || to.Quarantined() || to.Probation != 0:
		return []Effect{Send{t.ID, marshal(&lifelineLost{p.id, lostNone}), lasting(now)}}, nil
	}
	s.spend(t.ID, now)
	out, ok := s.oneAtATime(t, p, now)
	if !ok || !s.addPassed(passed{p.id, t.ID, to.ID, p.rank, p.step, max(now, 1), 0, 0}) {
		return append(out, Send{t.ID, marshal(&lifelineLost{p.id, lostNone}), lasting(now)}), nil
	}
	next := *p
	next.step = stepLead
	if p.step == stepLead || to.Relation == Partner || p.rank == rankPartner {
		next.step = stepAnswerer
	}
	return append(out, Send{to.ID, marshal(&next), lasting(now)}), nil
}

// oneAtATime lets a member that asks its lead have one ask of a rank on its way:
// the one before is given up, and whoever keeps a lifeline for it is told. Not
// ok: it asks too soon.
func (s *State) oneAtATime(t *Tie, p *lifelineAsk, now box.Round) (out []Effect, ok bool) {
	if p.step != stepAsker {
		return nil, true
	}
	at := slices.IndexFunc(s.passed, func(w passed) bool { return w.from == t.ID && w.step == stepAsker && w.rank == p.rank })
	if at < 0 {
		return nil, true
	}
	w := s.passed[at]
	if since(now, w.at) < uint64(s.group.rounds(askPause)) {
		return nil, false
	}
	s.passed = slices.Delete(s.passed, at, at+1)
	if to := s.tie(w.to); to != nil && to.live() {
		out = append(out, Send{w.to, marshal(&lifelineLost{w.id, lostAsker}), lasting(now)})
	}
	return out, true
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

// addPassed remembers the way of an ask. Each tie has so many; one that was
// given up goes for a new one, but only when it is old: a lead in a captor's
// hands must not make this device forget those whom it leads. Not ok: no room.
func (s *State) addPassed(w passed) (ok bool) {
	n, gone := 0, -1
	for i, o := range s.passed {
		if o.from != w.from {
			continue
		}
		if n++; gone < 0 && o.gone != 0 && since(w.at, o.gone) > uint64(s.group.rounds(ripeAfter)) {
			gone = i
		}
	}
	if n >= maxPassed && gone < 0 {
		return false
	}
	if n >= maxPassed {
		s.passed = slices.Delete(s.passed, gone, gone+1)
	}
	s.passed = append(s.passed, w)
	return true
}
