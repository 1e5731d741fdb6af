package cell

import (
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
)

// maxDelay is how many rounds at most pass between confirming that somebody whom
// one leads was taken and cutting the link: the captor, who sees the link die,
// cannot tell by the time who noticed. A power of two, drawn from one byte.
const maxDelay = 16

// coverPouches is for how many lengths of a pouch a device keeps writing empty
// boxes on a dead link, so that neither the drop nor a captor sees the cut.
const coverPouches = 2

// Sever cuts one of the owner's own links for good, at once. Its link and
// everything in it goes, and its alias, unless the owner wants to keep that. It
// touches no other tie and sends nothing. ErrNoTie if there is none or it is cut
// already.
func (s *State) Sever(id TieID, keepAlias bool, now box.Round) ([]Effect, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	return s.cut(t, keepAlias, false, now), nil
}

// ConfirmTaken is the owner's own confirmation that X was taken. Whoever
// knows X too is told, and X is cut for good. Nothing goes to X. Lead and
// partner are cut at once. One whom the owner leads is cut by Tick after 1
// to 16 rounds, drawn from rand. Until then nothing the owner writes goes
// there, and [State.TakeBackDrill] stops the cut. Nothing undoes a cut.
// ErrNoTie; ErrConfirmed if it was confirmed before.
func (s *State) ConfirmTaken(id TieID, now box.Round, rand io.Reader) ([]Effect, error) {
	x, err := s.namedTie(id)
	if err != nil {
		return nil, err
	}
	if x.Cut != 0 {
		return nil, ErrConfirmed
	}
	if x.Relation != Led {
		told := s.say(x, false, now)
		return append(told, s.cut(x, false, true, now)...), nil
	}
	var draw [1]byte
	if _, err := io.ReadFull(rand, draw[:]); err != nil {
		return nil, fmt.Errorf("drawing the round of a cut: %w", err)
	}
	told := s.say(x, false, now)
	x.Suspected = max(now, 1)
	x.Cut = after(now, 1+box.Round(draw[0]%maxDelay))
	return append(told, Show{What: CutComing, Tie: id, Rel: Led, Expires: x.Cut}), nil
}

// tickCuts carries out the cuts whose round has come.
func (s *State) tickCuts(now box.Round) (out []Effect) {
	for _, t := range slices.Clone(s.ties) {
		if t.live() && t.Cut != 0 && now >= t.Cut {
			out = append(out, s.cut(s.tie(t.ID), false, true, now)...)
		}
	}
	return out
}

// cut severs a live tie. tell has those hear of it whose lifelines it concerns.
func (s *State) cut(t *Tie, keepAlias, tell bool, now box.Round) []Effect {
	id := t.ID
	for i := range s.ties { // what it said of others goes with it
		if x := &s.ties[i]; x.live() && s.teller(x) == t {
			x.Told, x.counted = 0, 0
		}
	}
	cut := Tie{ID: id, Relation: t.Relation, Phase: Severed, Severed: now}
	if keepAlias {
		cut.Alias = t.Alias
	}
	if other := s.tie(t.pair); other != nil {
		other.pair, other.ready, other.ref, other.asked = 0, false, [refLen]byte{}, 0
	}
	*t = cut
	s.routes = slices.DeleteFunc(s.routes, func(r route) bool { return r.from == id })
	s.forgetTie(id)
	s.dropLifeline(id)
	s.asks = slices.DeleteFunc(s.asks, func(a ask) bool { return a.over == id })
	told := s.loseWays(id, tell, now)
	if cut.Relation == Lifeline {
		s.ties = slices.DeleteFunc(s.ties, func(t Tie) bool { return t.ID == id })
	}
	s.forgetSevered()
	cover := after(now, coverPouches*box.Round(s.group.PouchRounds))
	s.coverPace(id, cover)
	out := []Effect{DropLink{Tie: id, Cover: cover}}
	if cut.Relation != Lifeline {
		out = append(out, Show{What: TieSevered, Tie: id})
	}
	return append(append(out, told...), s.cutGiven(id, now)...)
}

// cutGiven drops the lifeline over which a tie that was cut came about: whoever
// was at its other end still is.
func (s *State) cutGiven(tie TieID, now box.Round) (out []Effect) {
	for i := range s.lifelines {
		if l := &s.lifelines[i]; l.given == tie {
			l.given = 0
			return s.cut(s.tie(l.tie), false, false, now)
		}
	}
	return nil
}

// forgetSevered drops the severed ties cut first, beyond maxSevered.
func (s *State) forgetSevered() {
	for len(s.ties)-s.live() > maxSevered {
		first := -1
		for i, t := range s.ties {
			if !t.live() && (first < 0 || t.Severed < s.ties[first].Severed) {
				first = i
			}
		}
		s.ties = slices.Delete(s.ties, first, first+1)
	}
}

// Forget drops a severed tie's alias, if it was kept. ErrNoTie.
func (s *State) Forget(id TieID) error {
	t := s.tie(id)
	if t == nil || t.live() {
		return ErrNoTie
	}
	t.Alias = ""
	return nil
}
