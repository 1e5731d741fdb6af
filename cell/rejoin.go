package cell

import (
	"errors"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/card"
)

// ErrClocks is the error of an invitation of a time that has not come, or is long
// over.
var ErrClocks = errors.New("this invitation is of another time: one of the two clocks is wrong, or it is very old")

// Rejoin takes up a new invitation on a device that has lost its lead, or, a
// founder's, the other founder; or on a desk's device, which may have several liaisons. Partner, led and lifelines stay. c is the card that the
// invitation names; nil if this device has a card of that hash: see [State.Knows]. If
// it is newer than what is in force here, and signed by both founders, it is taken in.
// ErrHaveLead, ErrJoining, ErrGroup for another group's invitation, ErrOtherCard,
// ErrClocks. The effects start the link; the inviter's welcome says the rest.
func (s *State) Rejoin(inv *Invitation, c *card.Signed, alias string, now box.Round, rand io.Reader) ([]Effect, error) {
	switch {
	case s.standing == Joining:
		return nil, ErrJoining
	case c == nil && !s.Knows(inv.Card), c != nil && c.Card.Hash() != inv.Card:
		return nil, ErrOtherCard
	case c != nil && s.ofGroup(&c.Card) != 0:
		return nil, ErrGroup
	case !s.alone():
		return nil, ErrHaveLead
	}
	if !fairBase(inv.Base, now) {
		return nil, ErrClocks
	}
	if err := s.room(); err != nil {
		return nil, err
	}
	t, err := s.newTie(Tie{Relation: Unknown, Phase: Securing, Alias: alias, Since: now, Unlocked: now}, rand)
	if err != nil {
		return nil, err
	}
	out := []Effect{StartLink{t.ID, inv, Scanner}}
	if c != nil {
		if effects, err := s.TakeCard(c, now); err == nil {
			out = append(out, effects...)
		}
	}
	return out, nil
}

// alone reports whether there is no lead, or, of a founder, no other founder, and
// nobody who may become that.
func (s *State) alone() bool {
	if s.standing == AtDesk {
		return s.only(Unknown) == nil
	}
	above := Lead
	if s.founder() {
		above = Partner
	}
	return s.only(Unknown) == nil && s.only(above) == nil
}

// MayRejoin reports whether somebody was lost for whom [State.Rejoin] finds another, or, at a
// desk's device, whether it can have one more liaison.
func (s *State) MayRejoin() bool {
	if s.standing == AtDesk {
		return s.alone() && s.room() == nil
	}
	return s.standing != Joining && s.alone() && slices.ContainsFunc(s.ties, func(t Tie) bool { return !t.live() })
}

// onWelcomeBack takes in the welcome to a device that has joined before: the
// founders must be those it knows.
func (s *State) onWelcomeBack(t *Tie, p *welcome) []Effect {
	as := Lead
	switch {
	case s.founder():
		as = Partner
	case s.standing == AtDesk:
		as = Liaison
	}
	switch {
	case t.Relation != Unknown || p.relation != as:
		return refuse(t, p, NotAllowed)
	case p.keys.first != s.keys.first, s.keys.both && p.keys.both && p.keys.second != s.keys.second:
		return refuse(t, p, OtherKey)
	case !s.founder() && s.only(Lead) != nil:
		return refuse(t, p, HaveLead)
	}
	t.Relation = as
	if p.keys.both {
		s.keys = p.keys
	}
	return []Effect{Show{What: Welcomed, Tie: t.ID, Rel: as}}
}
