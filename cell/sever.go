package cell

import "slices"

// Sever cuts one of the owner's own links for good. Its link and everything in
// it goes, and its alias, unless the owner wants to keep that. It touches no
// other tie and sends nothing. ErrNoTie if there is none or it is cut already.
func (s *State) Sever(id TieID, keepAlias bool, now Round) ([]Effect, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	cut := Tie{ID: id, Relation: t.Relation, Phase: Severed, Severed: now}
	if keepAlias {
		cut.Alias = t.Alias
	}
	if other := s.tie(t.pair); other != nil {
		other.pair, other.ready, other.ref = 0, false, [refLen]byte{}
	}
	*t = cut
	s.routes = slices.DeleteFunc(s.routes, func(r route) bool { return r.from == id })
	s.forgetSevered()
	return []Effect{DropLink{id}, Show{What: TieSevered, Tie: id}}, nil
}

// forgetSevered drops the oldest severed ties beyond maxSevered.
func (s *State) forgetSevered() {
	n := len(s.ties) - s.links()
	s.ties = slices.DeleteFunc(s.ties, func(t Tie) bool {
		if t.live() || n <= maxSevered {
			return false
		}
		n--
		return true
	})
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
