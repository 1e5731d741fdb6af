package cell

import (
	"fmt"
	"io"
	"slices"
	"time"

	"bulkhead/keys"
)

const (
	// maxWait is how many rounds at most an orphan waits before it says so: who
	// watches what happens after a capture cannot tell by the time who noticed.
	// A power of two, drawn from one byte.
	maxWait = 32

	// wakeNext is after how long an orphan that got no answer asks over its next
	// lifeline.
	wakeNext = 24 * time.Hour

	// probationSpan is for how long a tie made over a lifeline carries texts and
	// notices alone.
	probationSpan = 5 * 24 * time.Hour

	// unheardFor is after how long a tie made over a lifeline goes, if nothing
	// came over it.
	unheardFor = 14 * 24 * time.Hour

	// maxAdopted is how many adopted members a device leads besides its own at
	// most: both pairs of the two whom its partner leads.
	maxAdopted = 4
)

// orphaned is where a member stands that has lost its lead.
type orphaned struct {
	wake  Round // when it asks, or asks again; 0: not drawn yet
	tries uint8 // how often it asked
}

// Orphan reports whether the owner has lost the lead: only who was adopted, or
// takes up a new invitation, has one again.
func (s *State) Orphan() bool {
	return s.standing == Member && s.only(Lead) == nil && s.only(Unknown) == nil
}

// tickOrphan lets an orphan wait, and then ask over its lifelines in turn.
func (s *State) tickOrphan(now Round, rand io.Reader) ([]Effect, error) {
	if !s.Orphan() {
		s.orphan = orphaned{}
		return nil, nil
	}
	if s.orphan.wake == 0 {
		var draw [1]byte
		if _, err := io.ReadFull(rand, draw[:]); err != nil {
			return nil, fmt.Errorf("drawing how long to wait: %w", err)
		}
		s.orphan.wake = after(now, 1+Round(draw[0]%maxWait))
		return []Effect{Show{What: LeadLost, Expires: s.orphan.wake}}, nil
	}
	if now < s.orphan.wake {
		return nil, nil
	}
	own := s.usable()
	if len(own) == 0 {
		return nil, nil // once there is one, at once
	}
	l := s.lifeline(own[int(s.orphan.tries)%len(own)])
	again := s.group.rounds(wakeNext)
	s.orphan.wake, s.orphan.tries = after(now, again), min(s.orphan.tries+1, 250)
	l.woken = true
	p := &orphan{}
	if partner := s.only(Partner); partner != nil {
		p.ref = partner.ref
	}
	return []Effect{Send{l.tie, marshal(p), after(now, 2*again)}}, nil
}

// usable returns the owner's lifelines that can be used, the best first; a
// doubted one only if there is no other.
func (s *State) usable() (sound []TieID) {
	var doubted []TieID
	for rank := uint8(0); rank <= lastRank; rank++ {
		for _, l := range s.lifelines {
			t := s.tie(l.tie)
			switch {
			case l.kept || l.rank != rank || t.Phase < Unconfirmed || t.alarmed():
			case l.doubted:
				doubted = append(doubted, l.tie)
			default:
				sound = append(sound, l.tie)
			}
		}
	}
	if len(sound) == 0 {
		return doubted
	}
	return sound
}

// onOrphan notes that the other end of a lifeline asks for a new lead.
func (s *State) onOrphan(t *Tie, p *orphan, now Round) []Effect {
	l := s.lifeline(t.ID)
	if l == nil || !l.kept {
		return refuse(t, p, NotAllowed)
	}
	first := l.asks == 0
	l.asks, l.ref = max(now, 1), p.ref
	if first {
		return []Effect{Show{What: OrphanAsks, Tie: t.ID, Rel: Lifeline}}
	}
	return nil
}

// onSettled: somebody else has adopted it.
func (s *State) onSettled(t *Tie, p *settled, now Round) []Effect {
	l := s.lifeline(t.ID)
	if l == nil || !l.kept {
		return refuse(t, p, NotAllowed)
	}
	given := l.given
	l.asks, l.given = 0, 0
	if a := s.tie(given); a != nil && a.live() && a.Heard == 0 {
		return s.cut(a, false, false, now)
	}
	return nil
}

// Adopt is the owner's own word that the one who asks over a lifeline has lost
// its lead: the second witness, where no device is one. ErrNoTie, ErrNotAsking.
func (s *State) Adopt(id TieID, now Round) error {
	l := s.lifeline(id)
	switch {
	case l == nil || s.tie(id) == nil:
		return ErrNoTie
	case !l.kept || l.given != 0 || !s.stands(l.asks, now):
		return ErrNotAsking
	}
	l.witnessed = max(now, 1)
	return nil
}

// witness reports whether somebody besides the orphan says that its lead was
// lost: somebody on the way of its ask, the owner, or, unless the lifeline is
// doubted, its pair's other one.
func (s *State) witness(l *lifeline, now Round) bool {
	if s.stands(l.witnessed, now) {
		return true
	}
	return !l.doubted && s.mate(l, now) != nil
}

// mate returns the lifeline of the other one of an orphan's pair, if that one
// asks, or has asked, as well.
func (s *State) mate(l *lifeline, now Round) *lifeline {
	if l.ref == [refLen]byte{} {
		return nil
	}
	for i := range s.lifelines {
		m := &s.lifelines[i]
		if m.tie != l.tie && m.kept && !m.doubted && m.ref == l.ref && s.stands(m.asks, now) && !s.tie(m.tie).alarmed() {
			return m
		}
	}
	return nil
}

// tickAdopt adopts the orphans that have a second witness.
func (s *State) tickAdopt(now Round, rand io.Reader) (out []Effect, err error) {
	for i := range s.lifelines {
		l := &s.lifelines[i]
		if !l.kept || !s.stands(l.asks, now) || !s.witness(l, now) {
			continue
		}
		if t := s.tie(l.tie); t.alarmed() && !s.stands(l.witnessed, now) {
			continue
		}
		if given := s.tie(l.given); l.given != 0 && given != nil && given.live() {
			continue
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
func (s *State) adopt(l *lifeline, now Round, rand io.Reader) ([]Effect, error) {
	paced := s.slotted(Led) >= pairSize || s.room() != nil || s.slotted(Led) >= s.maxLed()
	if s.standing == Joining || s.count(Led)-s.slotted(Led) >= maxAdopted && paced {
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
	l.given = t.ID
	if m := s.mate(l, now); m != nil && m.given != 0 {
		if other := s.tie(m.given); other != nil && other.live() && other.pair == 0 {
			t.pair, other.pair, t.ref, other.ref, t.ready, other.ready = other.ID, t.ID, l.ref, l.ref, true, true
		}
	}
	out = append(out, Send{l.tie, marshal(p), lasting(now)}, Show{What: OrphanAdopted, Tie: t.ID, Rel: Led, Expires: t.Probation})
	p.secret.Erase()
	return out, nil
}

// onAdoption takes in a new lead.
func (s *State) onAdoption(t *Tie, p *adoption, now Round, rand io.Reader) ([]Effect, error) {
	l := s.lifeline(t.ID)
	switch {
	case l == nil || l.kept || !l.woken:
		return refuse(t, p, NotAllowed), nil
	case !s.Orphan():
		return append(refuse(t, p, HaveLead), Send{t.ID, marshal(&settled{}), lasting(now)}), nil
	case t.alarmed() || l.doubted && !slices.Contains(s.usable(), t.ID):
		return refuse(t, p, Quarantined), nil
	case !p.paced && s.room() != nil:
		return refuse(t, p, NoRoom), nil
	}
	from := t.ID
	n, out, err := s.adopted(p, Lead, Scanner, now, rand)
	if err != nil {
		return nil, err
	}
	out = append(out, Show{What: LeadFound, Tie: n.ID, Rel: Lead, Expires: n.Probation})
	for i := range s.lifelines {
		if o := &s.lifelines[i]; !o.kept && o.woken {
			o.woken = false
			if o.tie != from {
				out = append(out, Send{o.tie, marshal(&settled{}), lasting(now)})
			}
		}
	}
	return out, nil
}

// adopted makes the tie of an adoption and starts its link.
func (s *State) adopted(p *adoption, r Relation, role Role, now Round, rand io.Reader) (*Tie, []Effect, error) {
	inv := &Invitation{Secret: p.secret, Base: max(p.base, 1), Group: s.group.clone()}
	var pace Pace
	var err error
	if p.paced {
		if pace, err = newPace(s.last+1, inv, adoptedBlock); err != nil {
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
	return t, []Effect{StartLink{t.ID, inv, role}}, nil
}
