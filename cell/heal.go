package cell

import (
	"fmt"
	"io"
	"time"

	"bulkhead/box"
)

const (
	// maxWait is how many rounds at most an orphan waits before it says so: who
	// watches what happens after a capture cannot tell by the time who noticed.
	// A power of two, drawn from one byte.
	maxWait = 32

	// wakeNext is after how long an orphan that got no answer asks over its next
	// lifeline. When all were asked, it begins again.
	wakeNext = 24 * time.Hour

	// askLasts is how long what it asks over a lifeline travels, at least: see
	// lifelineRounds. It asks there again only after that.
	askLasts = 48 * time.Hour
)

// orphaned is where a member stands that has lost its lead.
type orphaned struct {
	wake  box.Round // when it asks, or asks again; 0: not drawn yet
	tries uint8     // how often it asked
}

// Orphan reports whether the owner has lost the lead: only who was adopted, or
// takes up a new invitation, has one again.
func (s *State) Orphan() bool {
	return s.standing == Member && s.only(Lead) == nil && s.only(Unknown) == nil
}

// tickOrphan lets an orphan wait, and then ask over its lifelines in turn.
func (s *State) tickOrphan(now box.Round, rand io.Reader) ([]Effect, error) {
	if !s.Orphan() {
		s.orphan = orphaned{}
		return nil, nil
	}
	if s.orphan.wake == 0 {
		var draw [1]byte
		if _, err := io.ReadFull(rand, draw[:]); err != nil {
			return nil, fmt.Errorf("drawing how long to wait: %w", err)
		}
		s.orphan.wake = after(now, 1+box.Round(draw[0]%maxWait))
		return []Effect{Show{What: LeadLost, Expires: s.orphan.wake}}, nil
	}
	if now < s.orphan.wake {
		return nil, nil
	}
	own := s.usable()
	if len(own) == 0 {
		return nil, nil // once there is one, at once
	}
	at := int(s.orphan.tries) % len(own)
	l := s.lifeline(own[at])
	next := s.group.rounds(wakeNext)
	lasts := max(s.group.lifelineRounds(askLasts), next*box.Round(len(own)))
	if at == len(own)-1 { // the first one comes again, when what it was asked has ended
		next = lasts - next*box.Round(at)
	}
	s.orphan.wake = after(now, next)
	s.orphan.tries++ // from 255 back to 0
	l.woken = true
	p := &orphan{}
	if partner := s.only(Partner); partner != nil {
		p.ref = partner.ref
	}
	return []Effect{Send{l.tie, marshal(p), after(now, lasts-1)}}, nil
}

// usable returns the owner's lifelines that can be used, the best first, those
// that somebody spoke against last.
func (s *State) usable() (sound []TieID) {
	var doubted []TieID
	for rank := uint8(0); rank <= lastRank; rank++ {
		for _, l := range s.lifelines {
			t := s.tie(l.tie)
			switch {
			case l.held || l.rank != rank || t.Phase < Unconfirmed || t.alarmed():
			case l.doubted:
				doubted = append(doubted, l.tie)
			default:
				sound = append(sound, l.tie)
			}
		}
	}
	return append(sound, doubted...)
}

// onAdoption takes in a new lead.
func (s *State) onAdoption(t *Tie, p *adoption, now box.Round, rand io.Reader) ([]Effect, error) {
	l := s.lifeline(t.ID)
	switch {
	case l == nil || l.held:
		return refuse(t, p, NotAllowed), nil
	case !s.Orphan():
		return nil, nil // another was faster, and this one was told; or it asks whether there is a lead
	case !l.woken:
		return refuse(t, p, NotAllowed), nil
	case t.alarmed():
		return refuse(t, p, Quarantined), nil
	case !fairBase(p.base, now), since(now, p.base) > uint64(s.group.adoptionRounds()):
		return refuse(t, p, Expired), nil
	case !p.paced && s.room() != nil, s.full():
		return refuse(t, p, NoRoom), nil
	}
	from := t.ID
	n, out, err := s.adopted(p, Lead, Scanner, now, rand)
	if err != nil {
		return nil, err
	}
	s.lifeline(from).given = n.ID
	out = append(out, Show{What: LeadFound, Tie: n.ID, Rel: Lead, Expires: n.Probation})
	for i := range s.lifelines {
		if o := &s.lifelines[i]; !o.held && o.woken {
			o.woken = false
			if o.tie != from {
				out = append(out, Send{o.tie, marshal(&settled{}), lasting(now)})
			}
		}
	}
	return out, nil
}
