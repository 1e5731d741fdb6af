package cell

import (
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

// A desk's device, and how hops know over which ties a desk is reached.

const (
	// reachedFor is for how long a word that a desk is reached stands. The desk's device
	// says it anew each day.
	reachedFor = 3 * 24 * time.Hour

	// maxReached is how many desks a device remembers for each tie that says so: as many as
	// there can be records.
	maxReached = seal.MaxByBoth + 2*seal.MaxByOne

	// maxServed is how many keys a desk's device takes reports for.
	maxServed = maxReached
)

// reach is what a hop knows of a desk: a tie over which it is reached, and until when. It
// does not know how far.
type reach struct {
	tie   TieID
	name  seal.Name
	until box.Round
}

// reachedRounds is reachedFor in rounds: three refreshes.
func (g *Group) reachedRounds() box.Round { return max(g.rounds(reachedFor), 3*g.stampRounds()) }

// Serve tells a desk's device the names of the keys that it takes reports for, instead of
// those before. Its liaisons are told by the next Upkeep. ErrNotAtDesk; ErrTooLong for more
// than 8.
func (s *State) Serve(names []seal.Name) error {
	switch {
	case s.standing != AtDesk:
		return ErrNotAtDesk
	case len(names) > maxServed:
		return ErrTooLong
	case slices.Equal(s.serves, names):
		return nil
	}
	s.serves = slices.Clone(names)
	for i := range s.ties {
		if t := &s.ties[i]; t.live() {
			t.deskAt = 0
		}
	}
	return nil
}

// Serves returns the names of the keys that a desk's device takes reports for.
func (s *State) Serves() []seal.Name { return slices.Clone(s.serves) }

// sayReached tells a desk's liaisons each day that it is reached.
func (s *State) sayReached(now box.Round) (out []Effect) {
	for i := range s.ties {
		t := &s.ties[i]
		if !t.live() || t.Relation != Liaison || t.Phase < Unconfirmed || len(s.serves) == 0 ||
			t.deskAt != 0 && since(now, t.deskAt) < uint64(s.group.stampRounds()) {
			continue
		}
		t.deskAt = max(now, 1)
		for _, name := range s.serves {
			until := after(now, s.group.reachedRounds())
			out = append(out, Send{Tie: t.ID, Message: marshal(&deskReached{name, until}), Expires: until})
		}
	}
	return out
}

// saysReached reports whether the other end of a tie may say that a desk is reached over it.
func (s *State) saysReached(t *Tie) bool {
	return s.standing != AtDesk && (t.Relation == Desk || t.Relation == Led || s.founder() && t.Relation == Partner)
}

// onDeskReached notes over which tie a desk is reached, and says so further up. What brings
// it on by less than half a day changes nothing: an honest one comes daily.
func (s *State) onDeskReached(t *Tie, p *deskReached, now box.Round) []Effect {
	if !s.saysReached(t) {
		return refuse(t, p, NotAllowed)
	}
	until := min(p.until, after(now, s.group.reachedRounds()))
	if until < now {
		return refuse(t, p, Expired)
	}
	switch {
	case s.DeskRevoked(p.name):
		return refuse(t, p, Revoked)
	case t.Relation == Desk && t.spokenAgainst(): // the owner knows; nobody above is to send reports here
		return nil
	}
	of := 0
	for i := range s.reached {
		r := &s.reached[i]
		if r.tie != t.ID {
			continue
		}
		if of++; r.name == p.name {
			if since(until, r.until) < uint64(s.group.stampRounds()/2) {
				return nil
			}
			r.until = until
			return s.reachedOver(t, p.name, until)
		}
	}
	if of >= maxReached {
		return refuse(t, p, NoRoom)
	}
	s.reached = append(s.reached, reach{t.ID, p.name, until})
	return s.reachedOver(t, p.name, until)
}

// reachedOver tells the lead, or of what does not come from there the other founder, that a
// desk is reached over this device: a desk whose record is here. Down the tree nobody needs to
// know: there reports go up.
func (s *State) reachedOver(t *Tie, name seal.Name, until box.Round) []Effect {
	up := s.up()
	if up == nil || up.ID == t.ID || !s.knowsDesk(name) {
		return nil
	}
	return []Effect{Send{Tie: up.ID, Message: marshal(&deskReached{name, until}), Expires: until}}
}

func (s *State) knowsDesk(name seal.Name) bool {
	return slices.ContainsFunc(s.desks.Digests(), func(d seal.Digest) bool { return d.Name() == name })
}

// learnedDesk says what could not be said before the desk's record was here.
func (s *State) learnedDesk(name seal.Name) []Effect {
	var last *reach
	for i := range s.reached {
		if r := &s.reached[i]; r.name == name && s.tie(r.tie).Relation != Partner && (last == nil || r.until > last.until) {
			last = r
		}
	}
	if last == nil {
		return nil
	}
	return s.reachedOver(s.tie(last.tie), name, last.until)
}

// ReachedOver returns the ties over which a desk is reached, as far as this device was told.
func (s *State) ReachedOver(name seal.Name, now box.Round) (ties []TieID) {
	for _, r := range s.reached {
		if r.name == name && r.until >= now {
			ties = append(ties, r.tie)
		}
	}
	return ties
}

// forgetTie forgets what a tie that was cut said of desks, and the ways over it.
func (s *State) forgetTie(id TieID) {
	s.reached = slices.DeleteFunc(s.reached, func(r reach) bool { return r.tie == id })
	s.back = slices.DeleteFunc(s.back, func(w wayBack) bool { return w.from == id })
}

// upkeepAtDesk is Upkeep on a desk's device: nobody is led there, and nobody lost.
func (s *State) upkeepAtDesk(now box.Round) []Effect {
	return append(s.tickProbation(now), s.sayReached(now)...)
}

// add writes a reach: tie 2, name 8, until 4.
func (r *reach) add(b *cryptobyte.Builder) {
	b.AddUint16(uint16(r.tie))
	b.AddBytes(r.name[:])
	b.AddUint32(uint32(r.until))
}

func (r *reach) read(s *cryptobyte.String) bool {
	return s.ReadUint16((*uint16)(&r.tie)) && s.CopyBytes(r.name[:]) && s.ReadUint32((*uint32)(&r.until))
}

// addDesks writes what is known of desks:
//
//	2+n  records and revocations: see seal.Desks
//	2+n  over which ties desks are reached
//	2+n  ways of reports
//	2+n  names of records that have not come
//	4    when such names were last told
//	1+n  a desk's device: the names of its keys, 8 bytes each
func (s *State) addDesks(b *cryptobyte.Builder) {
	all, err := s.desks.MarshalBinary()
	if err != nil {
		b.SetError(err)
	}
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(all) })
	addList(b, s.reached)
	addList(b, s.back)
	addList(b, s.named)
	b.AddUint32(uint32(s.namedAt))
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, n := range s.serves {
			b.AddBytes(n[:])
		}
	})
}

// readDesks reads what addDesks wrote, once the cards are read: they name the group.
func (s *State) readDesks(in *cryptobyte.String) bool {
	var desks, names cryptobyte.String
	if !in.ReadUint16LengthPrefixed(&desks) || s.cards.base.Card.IsZero() || s.desks.Unmarshal(desks, s.sealGroup()) != nil ||
		!readList(in, &s.reached) || !readList(in, &s.back) || !readList(in, &s.named) || !in.ReadUint32((*uint32)(&s.namedAt)) || !in.ReadUint8LengthPrefixed(&names) {
		return false
	}
	for !names.Empty() {
		var n seal.Name
		if !names.CopyBytes(n[:]) {
			return false
		}
		s.serves = append(s.serves, n)
	}
	return true
}
