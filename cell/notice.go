package cell

import (
	"errors"
	"io"
	"slices"
	"time"

	"bulkhead/box"
)

const (
	// maxSeen is how many notices of each founder, and how many revocations of
	// notices that were not seen, a device remembers. When more are alive, the
	// oldest of its kind is forgotten and none of that kind issued as early is
	// taken in again. So no founder can push out what the other signed.
	maxSeen = 64

	// maxNotices and maxNoticeBytes are what one founder may issue in the time of
	// noticeSpan: every device keeps it for whoever is away. A founder's own
	// device refuses more; from one that does not, others refuse it.
	maxNotices     = 32
	maxNoticeBytes = 8 << 10
	noticeSpan     = 7 * 24 * time.Hour

	// aheadOfUs is by how many rounds the clock of who issued a notice may be
	// ahead.
	aheadOfUs = 2
)

// ErrTooManyNotices is the error of a founder who issues more than every device
// has room for.
var ErrTooManyNotices = errors.New("a founder issues at most 32 notices, of 8 KiB together, in 7 days: devices keep them for whoever is away")

// seen is what a device remembers of a notice until its last round, so that it
// is shown and passed on once. The notice's text is not among it.
type seen struct {
	id      ID
	founder Founder
	revoked bool
	unseen  bool // only the revocation came
	size    uint16
	issued  box.Round
	expires box.Round
}

// kind says which of the four tables of notices one is in: by founder, and
// revocations of what was not seen, which the other founder signs, apart.
func (n *seen) kind() int {
	k := int(n.founder)
	if n.unseen {
		k += 2
	}
	return k
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
	count, oldest := 0, -1
	for i := range s.seen {
		if o := &s.seen[i]; o.kind() == n.kind() {
			if count++; oldest < 0 || o.issued < s.seen[oldest].issued {
				oldest = i
			}
		}
	}
	if count >= maxSeen {
		s.floor[n.kind()] = max(s.floor[n.kind()], s.seen[oldest].issued+1)
		s.seen = slices.Delete(s.seen, oldest, oldest+1)
	}
	s.seen = append(s.seen, n)
}

// tooMany reports whether a founder's device that keeps the limits cannot have
// signed n beside what is remembered: it, and those of its kind issued at about
// the same time, are more than one may issue.
func (s *State) tooMany(n *seen) bool {
	span := uint64(s.group.rounds(noticeSpan))
	ends := []box.Round{n.issued}
	for i := range s.seen {
		if o := &s.seen[i]; o.kind() == n.kind() && o.issued > n.issued && since(o.issued, n.issued) < span {
			ends = append(ends, o.issued)
		}
	}
	for _, end := range ends {
		count, size := 1, int(n.size)
		for i := range s.seen {
			if o := &s.seen[i]; o.kind() == n.kind() && o.issued <= end && since(end, o.issued) < span {
				count, size = count+1, size+int(o.size)
			}
		}
		if count > maxNotices || size > maxNoticeBytes {
			return true
		}
	}
	return false
}

// comes says why what a founder signed is not taken in now; 0: it is.
func (s *State) comes(n *seen, now box.Round) Why {
	switch {
	case n.expires < now, since(n.issued, now) > aheadOfUs:
		return Expired
	case s.tooMany(n):
		return TooOften
	}
	return 0
}

// Issue sends a notice to everybody, alive for the given rounds. ErrNotFounder,
// ErrNotVouched, ErrNoticeRounds, ErrTooLong beyond MaxBody bytes, ErrNotText,
// ErrTooManyNotices.
func (s *State) Issue(body string, rounds uint32, now box.Round, rand io.Reader) (ID, []Effect, error) {
	if err := checkBody(body, MaxBody); err != nil {
		return ID{}, nil, err
	}
	if err := s.maySign(); err != nil {
		return ID{}, nil, err
	}
	if rounds < 1 || rounds > MaxNoticeRounds || box.Round(rounds) > ^box.Round(0)-now {
		return ID{}, nil, ErrNoticeRounds
	}
	id, err := newID(rand)
	if err != nil {
		return ID{}, nil, err
	}
	p := &notice{id: id, founder: s.founderIndex(), issued: now, expires: now + box.Round(rounds), body: []byte(body)}
	n := seen{p.id, p.founder, false, false, uint16(len(body)), p.issued, p.expires}
	if s.tooMany(&n) {
		return ID{}, nil, ErrTooManyNotices
	}
	p.sig = sign(&s.key, domainNotice, p.addSigned)
	s.remember(n)
	return id, s.passOn(p, 0, p.expires), nil
}

func (s *State) onNotice(t *Tie, p *notice, now box.Round) []Effect {
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
	n := seen{p.id, p.founder, false, false, uint16(len(p.body)), p.issued, p.expires}
	if p.issued < s.floor[n.kind()] {
		return nil
	}
	if why := s.comes(&n, now); why != 0 {
		return refuse(t, p, why)
	}
	s.remember(n)
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

func (s *State) onRevocation(t *Tie, p *revocation, now box.Round) []Effect {
	if t.Relation != Lead && t.Relation != Partner {
		return refuse(t, p, NotAllowed)
	}
	key := s.keys.of(p.founder.other())
	if key == nil || !verify(key, &p.sig, domainRevocation, p.addSigned) {
		return refuse(t, p, BadSignature)
	}
	old, n := s.seenNotice(p.founder, p.id), seen{p.id, p.founder, true, true, 0, p.issued, p.expires}
	switch {
	case old != nil && old.revoked || p.expires < now:
		return nil
	case old != nil:
		old.revoked = true
	case p.issued < s.floor[n.kind()]:
		return nil
	default:
		if why := s.comes(&n, now); why != 0 {
			return refuse(t, p, why)
		}
		s.remember(n)
	}
	shown := Show{What: NoticeRevoked, Tie: t.ID, ID: p.id, Founder: p.founder, Expires: p.expires}
	return append([]Effect{shown}, s.passOn(p, t.ID, p.expires)...)
}
