package cell

import (
	"io"
	"time"

	"bulkhead/box"
	"bulkhead/keys"
)

const (
	// MaxAdopted is how many adopted members a device leads besides its own at
	// most: both pairs of the two whom its partner leads.
	MaxAdopted = 4

	// probationSpan is for how long a tie made over a lifeline carries texts and
	// notices alone.
	probationSpan = 5 * 24 * time.Hour

	// saidAgain is after how long the owner, and the one who leads the lost lead,
	// are told anew that somebody asks who in between said that it was settled.
	saidAgain = 24 * time.Hour

	// unheardFor is after how long a tie made over a lifeline goes, if nothing
	// came over it: half as long as what speaks for an adoption stands, so that it can
	// be made again.
	unheardFor = 7 * 24 * time.Hour
)

// unheardRounds is unheardFor in rounds: an adoption travels over a lifeline.
func (g *Group) unheardRounds() box.Round { return g.lifelineRounds(unheardFor) }

// adoptionRounds is for how many rounds an adoption may be taken in: three quarters of
// the time until its tie goes. The rest is for the new tie's first box: who takes in an
// adoption whose tie is gone has a lead that never speaks, and asks nobody else.
func (g *Group) adoptionRounds() box.Round { return g.unheardRounds() / 4 * 3 }

// standsFor reports whether an ask, or a witness, of round said still counts for an
// adoption: as long as a word stands, and for two adoptions at least.
func (s *State) standsFor(said, now box.Round) bool {
	return said != 0 && since(now, said) < uint64(max(s.group.wordRounds(), 2*s.group.unheardRounds()))
}

// onOrphan notes that the other end of a lifeline asks for a new lead, and tells
// the one who leads the lost lead.
func (s *State) onOrphan(t *Tie, p *orphan, now box.Round) []Effect {
	l := s.lifeline(t.ID)
	if l == nil || !l.held {
		return refuse(t, p, NotAllowed)
	}
	first := l.asks == 0
	l.asks, l.ref = max(now, 1), p.ref
	if !first || l.said != 0 && since(now, l.said) < uint64(s.group.rounds(saidAgain)) {
		return nil
	}
	l.said = max(now, 1)
	out := []Effect{Show{What: OrphanAsks, Tie: t.ID, Rel: Lifeline}}
	if over := s.tie(l.over); over != nil && over.live() && !over.alarmed() && over.Cut == 0 {
		out = append(out, Send{over.ID, marshal(&lifelineLost{l.id, lostSaid}), after(now, s.group.wordRounds())})
	}
	return out
}

// onSettled: somebody else has adopted it.
func (s *State) onSettled(t *Tie, p *settled, now box.Round) []Effect {
	l := s.lifeline(t.ID)
	if l == nil || !l.held {
		return refuse(t, p, NotAllowed)
	}
	l.asks = 0
	a := s.tie(l.given)
	if a == nil || !a.live() || a.Heard != 0 {
		return nil
	}
	l.given = 0
	return s.cut(a, false, false, now)
}

// Adopt is the owner's own word that the one who asks over a lifeline has lost
// its lead: the second witness, where no device is one. ErrNoTie, ErrNotAsking.
func (s *State) Adopt(id TieID, now box.Round) error {
	l := s.lifeline(id)
	switch {
	case l == nil:
		return ErrNoTie
	case !s.asking(l, now):
		return ErrNotAsking
	}
	l.byOwner = true
	return nil
}

// asking reports whether somebody asks over a lifeline for a new lead who is
// not just being adopted. One who was, and came, and asks again, has lost what
// came of it.
func (s *State) asking(l *lifeline, now box.Round) bool {
	given := s.tie(l.given)
	return l.held && s.standsFor(l.asks, now) && (given == nil || given.Heard != 0)
}

// witnessed reports whether somebody besides the orphan says that its lead was
// lost: the lead's lead, or this device, which cut the tie that the ask came
// over; of one that raised an alarm, or is said to have been cut off itself, the
// owner alone.
func (s *State) witnessed(l *lifeline, now box.Round) bool {
	return l.byOwner || s.standsFor(l.witnessed, now) && !s.tie(l.tie).alarmed() && !l.doubted
}

// tickAdopt adopts the orphans that have a second witness.
func (s *State) tickAdopt(now box.Round, rand io.Reader) (out []Effect, err error) {
	for i := range s.lifelines {
		l := &s.lifelines[i]
		if !s.asking(l, now) || l.given != 0 && !l.byOwner || !s.witnessed(l, now) {
			continue
		}
		if given := s.tie(l.given); given != nil {
			l.given = 0
			out = append(out, s.cut(given, false, false, now)...)
		}
		effects, err := s.adopt(l, now, rand)
		if err != nil {
			return nil, err
		}
		out = append(out, effects...)
	}
	return out, nil
}

// adopt makes the other end of a lifeline one whom the owner leads. Its link
// has a slot of its own if one is free and the owner leads no pair; else it
// shares the lifelines'.
func (s *State) adopt(l *lifeline, now box.Round, rand io.Reader) ([]Effect, error) {
	paced := s.below() >= pairSize || s.room() != nil || s.below() >= s.maxLed()
	if s.standing == Joining || s.full() || s.count(Led)-s.slotted(Led) >= MaxAdopted && paced {
		return nil, nil // it asks somebody else
	}
	secret, err := keys.Read[secretUse](rand)
	if err != nil {
		return nil, err
	}
	p := &adoption{secret, max(now, 1), paced}
	secret.Erase()
	t, out, err := s.adopted(p, Led, Shower, now, rand)
	if err != nil {
		return nil, err
	}
	l.given, l.asks, l.byOwner = t.ID, 0, false
	s.repair(l, t)
	out = append(out, Send{l.tie, marshal(p), after(now, s.group.adoptionRounds())}, Show{What: OrphanAdopted, Tie: t.ID, Rel: Led, Expires: t.Probation})
	p.secret.Erase()
	return out, nil
}

// repair makes two who were adopted, and said that they are of one pair, one
// here as well.
func (s *State) repair(l *lifeline, t *Tie) {
	for i := range s.lifelines {
		m := &s.lifelines[i]
		other := s.tie(m.given)
		if m == l || !m.held || l.ref == [refLen]byte{} || m.ref != l.ref || other == nil || !other.live() || other.pair != 0 {
			continue
		}
		t.pair, other.pair, t.ref, other.ref, t.ready, other.ready = other.ID, t.ID, l.ref, l.ref, true, true
		return
	}
}

// adopted makes the tie of an adoption and starts its link.
func (s *State) adopted(p *adoption, r Relation, role Role, now box.Round, rand io.Reader) (*Tie, []Effect, error) {
	inv := &Invitation{Secret: p.secret, Base: max(p.base, 1), Card: s.groupHash()}
	var pace Pace
	var err error
	if p.paced {
		if pace, err = newPace(s.last+1, inv, &s.group, adoptedBlock); err != nil {
			return nil, nil, err
		}
	}
	t, err := s.newTie(Tie{
		Relation: r, Phase: Securing, Since: now, Unlocked: now, Adopted: true,
		Probation: after(now, max(s.group.rounds(probationSpan), 2*minQuarantine)),
	}, rand)
	if err != nil {
		return nil, nil, err
	}
	if p.paced {
		s.paces = append(s.paces, pace)
	}
	return t, append([]Effect{StartLink{t.ID, inv, role}}, s.cardsFor(t.ID, now)...), nil
}
