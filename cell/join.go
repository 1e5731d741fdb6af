package cell

import (
	"io"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/keys"
)

// Join makes the state of a new member from an invitation and the card that it names.
// What it will be to the inviter, and the founders' keys, come with the inviter's
// welcome. alias is what the owner calls the inviter; "" draws one. The effects start
// the link. ErrOtherCard, ErrClocks, ErrAlias.
func Join(inv *Invitation, c *card.Signed, alias string, now box.Round, rand io.Reader) (*State, []Effect, error) {
	if c.Card.Check() != nil || c.Card.ByOne() || c.Card.Hash() != inv.Card {
		return nil, nil, ErrOtherCard
	}
	if !fairBase(inv.Base, now) {
		return nil, nil, ErrClocks
	}
	s := &State{standing: Joining, group: GroupOf(&c.Card), cards: cards{base: *c, begins: c.Card.Begins}}
	t, err := s.newTie(Tie{Relation: Unknown, Phase: Securing, Alias: alias, Since: now, Unlocked: now}, rand)
	if err != nil {
		return nil, nil, err
	}
	return s, []Effect{StartLink{t.ID, inv, Scanner}}, nil
}

// Invite makes an invitation for somebody to lead, for a desk's device, or, for the
// first founder, for the second (relation Led, Desk or Partner). alias is what the owner calls the
// invited; "" draws one. The invitation is the one in StartLink: it must be
// shown, and then its secret erased. ErrRelation, ErrNotPartner, ErrMorePairs,
// ErrNoSlot, ErrJoining, ErrAtDesk, ErrAlias.
func (s *State) Invite(r Relation, alias string, now box.Round, rand io.Reader) (*Invitation, []Effect, error) {
	if err := s.mayInvite(r); err != nil {
		return nil, nil, err
	}
	secret, err := keys.Read[secretUse](rand)
	if err != nil {
		return nil, nil, err
	}
	t, err := s.newTie(Tie{Relation: r, Phase: Invited, Alias: alias, Since: now, Unlocked: now}, rand)
	if err != nil {
		return nil, nil, err
	}
	fetched := s.Fetched(now)
	inv := &Invitation{Secret: secret, Base: now, First: FirstOf(&fetched.Card), Card: fetched.Card.Hash()}
	as := Lead // what the owner is to the invited
	switch r {
	case Partner:
		as = Partner
	case Desk:
		as = Liaison
	}
	return inv, append([]Effect{
		StartLink{t.ID, inv, Shower},
		Send{t.ID, marshal(&welcome{as, s.checkIn, s.keys}), lasting(now)},
	}, s.oldCardFor(t.ID, now)...), nil
}

func (s *State) mayInvite(r Relation) error {
	switch {
	case s.standing == Joining:
		return ErrJoining
	case s.standing == AtDesk:
		return ErrAtDesk
	case r == Partner:
		if s.standing != FounderA || s.only(Partner) != nil || s.only(Unknown) != nil {
			return ErrNotPartner
		}
		return s.room()
	case r != Led && r != Desk:
		return ErrRelation
	case r == Led && s.slotted(Led) >= pairSize && !s.morePairs:
		return ErrMorePairs
	case s.below() >= s.maxLed():
		return ErrNoSlot
	case s.below() >= pairSize && !s.morePairs: // a desk is in the place of a led
		return ErrMorePairs
	}
	return s.room()
}

// room reports whether a slot is free for one more link.
func (s *State) room() error {
	if s.links() >= s.MaxLinks() {
		return ErrNoSlot
	}
	return nil
}

// below counts the slots that those whom the owner leads have, and desks.
func (s *State) below() int { return s.slotted(Led) + s.count(Desk) }

// maxLed is how many led, and desks, fit beside the places of partner and lead, which stay
// free for them.
func (s *State) maxLed() int {
	kept := 2
	if s.founder() {
		kept = 1
	}
	return max(s.MaxLinks()-kept, 0)
}

// AcceptMorePairs records that the owner was warned what a second pair costs
// (a confession of 7 instead of 5) and wants it. ErrNoSlot if the group's slots
// do not allow it anyway.
func (s *State) AcceptMorePairs() error {
	switch s.standing {
	case Joining:
		return ErrJoining
	case AtDesk:
		return ErrAtDesk
	}
	if s.maxLed() <= pairSize {
		return ErrNoSlot
	}
	s.morePairs = true
	return nil
}

// newTie gives t a number and, if it has none, an alias, and keeps it.
func (s *State) newTie(t Tie, rand io.Reader) (*Tie, error) {
	if s.last >= maxTieID {
		return nil, ErrTooManyTies
	}
	if t.Alias == "" {
		a, err := s.newAlias(rand)
		if err != nil {
			return nil, err
		}
		t.Alias = a
	}
	if err := checkAlias(t.Alias); err != nil {
		return nil, err
	}
	if s.aliasTaken(t.Alias, 0) {
		return nil, ErrAliasTaken
	}
	s.last++
	t.ID = s.last
	s.ties = append(s.ties, t)
	return &s.ties[len(s.ties)-1], nil
}

// Secured notes that a tie's link has begun epoch 1.
func (s *State) Secured(id TieID) error {
	t, err := s.liveTie(id)
	if err != nil {
		return err
	}
	t.Phase = max(t.Phase, Unconfirmed)
	return nil
}

// Confirm notes that both persons compared the six words and found them equal.
// ErrNotSecured before epoch 1: there are no words to compare.
func (s *State) Confirm(id TieID) error {
	t, err := s.liveTie(id)
	if err != nil {
		return err
	}
	if t.Phase < Unconfirmed {
		return ErrNotSecured
	}
	t.Phase = Confirmed
	return nil
}
