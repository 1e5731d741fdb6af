package cell

import (
	"errors"

	"bulkhead/box"
)

// ErrConfirmed is the error of taking back, or writing over, what was confirmed:
// the link is being cut.
var ErrConfirmed = errors.New("confirmed as taken: this link is being cut")

// ErrNotConfirmed is the error of taking back a confirmation that does not stand.
var ErrNotConfirmed = errors.New("this link is not about to be cut: there is no drill to take back")

// ErrNotSuspected is the error of taking back a word that does not stand.
var ErrNotSuspected = errors.New("there is no word of yours to take back")

// A Telling is a word to one tie about another.
type Telling struct {
	To   TieID    // who is told
	Whom Relation // whom it is about, as a relation to the one who is told
}

// tells returns who besides the owner has a tie to X, as far as this device
// knows, and so is told of X. X itself never is, nor anybody whose own device
// said that its owner was coerced or that it was copied, nor anybody about to be
// cut: a captor would hear it.
func (s *State) tells(x *Tie) []Telling {
	var to *Tie
	var whom Relation
	switch x.Relation {
	case Lead:
		to, whom = s.only(Partner), Lead
	case Partner:
		to, whom = s.only(Lead), Led
	case Led:
		to, whom = s.tie(x.pair), Partner
	}
	if to == nil || !to.live() || to.alarmed() || to.Cut != 0 {
		return nil
	}
	return []Telling{{to.ID, whom}}
}

// teller returns the only tie whose word about X counts: the one who shares X.
func (s *State) teller(x *Tie) *Tie {
	switch x.Relation {
	case Lead:
		return s.only(Partner)
	case Partner:
		return s.only(Lead)
	case Led:
		if t := s.tie(x.pair); t != nil && t.live() {
			return t
		}
	}
	return nil
}

// say tells them. A word that did not arrive while it stands is not sent any more.
func (s *State) say(x *Tie, back bool, now box.Round) (out []Effect) {
	for _, to := range s.tells(x) {
		out = append(out, Send{to.To, marshal(&taken{to.Whom, back}), after(now, s.group.wordRounds())})
	}
	return out
}

// Suspect is the owner's word that X was taken, short of a confirmation: X is in
// quarantine, and whoever knows X too is told. Where X is the lead and the
// partner said the same, X is cut at once. Nothing goes to X. ErrNoTie,
// ErrConfirmed.
func (s *State) Suspect(id TieID, now box.Round) ([]Effect, error) {
	x, err := s.namedTie(id)
	if err != nil {
		return nil, err
	}
	if x.Cut != 0 {
		return nil, ErrConfirmed
	}
	x.Suspected = max(now, 1)
	out := append(s.quarantine(x, now), s.say(x, false, now)...)
	return append(out, s.cutByBoth(x, now)...), nil
}

// TakeBack withdraws the owner's word and tells so whoever was told. The
// quarantine goes on until it ends by itself: a person can be made to take a
// word back. ErrNoTie, ErrConfirmed, ErrNotSuspected.
func (s *State) TakeBack(id TieID, now box.Round) ([]Effect, error) {
	x, err := s.namedTie(id)
	switch {
	case err != nil:
		return nil, err
	case x.Cut != 0:
		return nil, ErrConfirmed
	case x.Suspected == 0:
		return nil, ErrNotSuspected
	}
	x.Suspected = 0
	return s.say(x, true, now), nil
}

// TakeBackDrill withdraws the owner's confirmation that X, whom the owner leads,
// was taken, and the word that went with it, before the round of the cut. X is not
// cut then. Whoever was told is told that the word is taken back; what they have
// done since stays done. X is in quarantine from now on until that ends by itself: a
// person can be made to take a word back. ErrNoTie once X is cut; ErrNotConfirmed if
// no cut is coming; ErrConfirmed if its round has come.
func (s *State) TakeBackDrill(id TieID, now box.Round) ([]Effect, error) {
	x, err := s.namedTie(id)
	switch {
	case err != nil:
		return nil, err
	case x.Cut == 0:
		return nil, ErrNotConfirmed
	case now >= x.Cut:
		return nil, ErrConfirmed
	}
	x.Cut, x.Suspected = 0, 0
	return append(s.quarantine(x, now), s.say(x, true, now)...), nil
}

// onTaken takes in another's word about somebody whom both know.
func (s *State) onTaken(t *Tie, p *taken, now box.Round) []Effect {
	var x *Tie
	switch {
	case t.Relation == Partner && p.whom == Lead && !s.founder():
		x = s.only(Lead)
	case t.Relation == Lead && p.whom == Partner:
		x = s.only(Partner)
	case t.Relation == Led && p.whom == Led:
		if t.ready { // else it may mean an earlier partner
			x = s.tie(t.pair)
		}
	default:
		return refuse(t, p, NotAllowed)
	}
	shown := Show{What: SaidTaken, By: t.ID}
	if p.back {
		shown.What = TookBack
	}
	if x == nil || !x.live() {
		return []Effect{shown} // somebody whom this device has cut already
	}
	shown.Tie, shown.Rel = x.ID, x.Relation
	if p.back {
		if x.Told == 0 {
			return nil
		}
		x.Told = 0
		return []Effect{shown}
	}
	var out []Effect
	if x.Told == 0 {
		out = append(out, shown)
	}
	x.Told = max(now, 1)
	if !s.stands(x.counted, now) {
		x.counted = x.Told
		out = append(out, s.quarantine(x, now)...)
	}
	return append(out, s.cutByBoth(x, now)...)
}

// cutByBoth cuts the lead if both of the pair gave their word and neither took
// it back. A word by a device that itself said that its owner was coerced, or
// that it was copied, is not its owner's.
func (s *State) cutByBoth(x *Tie, now box.Round) []Effect {
	partner := s.teller(x)
	if x.Relation != Lead || partner == nil || partner.alarmed() || !s.stands(x.Suspected, now) || !s.stands(x.Told, now) {
		return nil
	}
	return s.cut(x, false, true, now)
}
