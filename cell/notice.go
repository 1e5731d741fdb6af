package cell

import (
	"io"
	"slices"
)

// maxSeen is how many notices a device remembers. When more are alive, the
// oldest is forgotten and none issued as early is taken in again.
const maxSeen = 128

// seen is what a device remembers of a notice until its last round, so that it
// is shown and passed on once. The notice's text is not among it.
type seen struct {
	id      ID
	founder Founder
	revoked bool
	issued  Round
	expires Round
}

func (s *State) seenNotice(f Founder, id ID) *seen {
	for i := range s.seen {
		if n := &s.seen[i]; n.founder == f && n.id == id {
			return n
		}
	}
	return nil
}

// remember keeps n; see maxSeen.
func (s *State) remember(n seen) {
	if len(s.seen) >= maxSeen {
		s.forgetOldest()
	}
	s.seen = append(s.seen, n)
}

// forgetOldest forgets the earliest notice of the founder with the most, so
// that neither can push out the other's.
func (s *State) forgetOldest() {
	var count [2]int
	for _, n := range s.seen {
		count[n.founder]++
	}
	from := FirstFounder
	if count[SecondFounder] > count[FirstFounder] {
		from = SecondFounder
	}
	oldest := -1
	for i, n := range s.seen {
		if n.founder == from && (oldest < 0 || n.issued < s.seen[oldest].issued) {
			oldest = i
		}
	}
	s.floor[from] = max(s.floor[from], s.seen[oldest].issued+1)
	s.seen = slices.Delete(s.seen, oldest, oldest+1)
}

// Issue sends a notice to everybody, alive for the given rounds. ErrNotFounder,
// ErrNotVouched, ErrNoticeRounds, ErrTooLong beyond MaxBody bytes, ErrNotText.
func (s *State) Issue(body string, rounds uint32, now Round, rand io.Reader) (ID, []Effect, error) {
	if err := checkBody(body, MaxBody); err != nil {
		return ID{}, nil, err
	}
	if err := s.maySign(); err != nil {
		return ID{}, nil, err
	}
	if rounds < 1 || rounds > MaxNoticeRounds || Round(rounds) > ^Round(0)-now {
		return ID{}, nil, ErrNoticeRounds
	}
	id, err := newID(rand)
	if err != nil {
		return ID{}, nil, err
	}
	p := &notice{id: id, founder: s.founderIndex(), issued: now, expires: now + Round(rounds), body: []byte(body)}
	p.sig = sign(&s.key, domainNotice, p.addSigned)
	s.remember(seen{p.id, p.founder, false, p.issued, p.expires})
	return id, s.passOn(p, 0, p.expires), nil
}

func (s *State) onNotice(t *Tie, p *notice, now Round) []Effect {
	if t.Relation != Lead && t.Relation != Partner {
		return refuse(t, p, NotAllowed)
	}
	key := s.keys.of(p.founder)
	if key == nil || !verify(key, &p.sig, domainNotice, p.addSigned) {
		return refuse(t, p, BadSignature)
	}
	if old := s.seenNotice(p.founder, p.id); old != nil {
		if old.revoked {
			return refuse(t, p, Revoked)
		}
		return nil
	}
	if p.expires < now {
		return refuse(t, p, Expired)
	}
	if p.issued < s.floor[p.founder] {
		return nil
	}
	s.remember(seen{p.id, p.founder, false, p.issued, p.expires})
	shown := Show{What: NoticeArrived, Tie: t.ID, ID: p.id, Founder: p.founder, Expires: p.expires, Text: string(p.body)}
	return append([]Effect{shown}, s.passOn(p, t.ID, p.expires)...)
}

// Revoke takes back a notice of the other founder, everywhere. ErrNotFounder,
// ErrNotVouched, ErrNoNotice.
func (s *State) Revoke(id ID) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	n := s.seenNotice(s.founderIndex().other(), id)
	if n == nil || n.revoked {
		return nil, ErrNoNotice
	}
	p := &revocation{id: n.id, founder: n.founder, issued: n.issued, expires: n.expires}
	p.sig = sign(&s.key, domainRevocation, p.addSigned)
	n.revoked = true
	shown := Show{What: NoticeRevoked, ID: n.id, Founder: n.founder, Expires: n.expires}
	return append([]Effect{shown}, s.passOn(p, 0, p.expires)...), nil
}

func (s *State) onRevocation(t *Tie, p *revocation, now Round) []Effect {
	if t.Relation != Lead && t.Relation != Partner {
		return refuse(t, p, NotAllowed)
	}
	key := s.keys.of(p.founder.other())
	if key == nil || !verify(key, &p.sig, domainRevocation, p.addSigned) {
		return refuse(t, p, BadSignature)
	}
	old := s.seenNotice(p.founder, p.id)
	switch {
	case old != nil && old.revoked || p.expires < now:
		return nil
	case old != nil:
		old.revoked = true
	case p.issued < s.floor[p.founder]:
		return nil
	default:
		s.remember(seen{p.id, p.founder, true, p.issued, p.expires})
	}
	shown := Show{What: NoticeRevoked, Tie: t.ID, ID: p.id, Founder: p.founder, Expires: p.expires}
	return append([]Effect{shown}, s.passOn(p, t.ID, p.expires)...)
}
