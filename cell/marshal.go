package cell

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"bulkhead/box"
	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

const (
	stateVersion = 8 // 1 had no words and no cuts to come, 2 no lifelines, 3 no cards, 4 no codes of proposals, 5 not when two were introduced, 6 no desks, 7 no names of records
)

// ErrState is the error of bytes that are no state.
var ErrState = errors.New("not a cell's state")

// Marshal returns the state's bytes, a founder's key among them: for a vault.
//
//	 1   version, 8
//	 1   standing
//	     cards: see cards.add
//	 4   check-in, rounds
//	 4   grace, rounds
//	 1   1 if more than one pair is wanted, else 0
//	32   founders: the signing key's seed
//	     all but Joining: the founders' keys, as a keyring
//	4×4  floors: by founder of notices, by founder of revocations of what was not seen
//	 2   highest tie number given
//	2+n  ties
//	2+n  routes
//	2+n  notices seen
//	2+n  paces
//	2+n  lifelines
//	2+n  asks
//	2+n  asks passed on
//	 4+1 when an orphan asks, how often it has
//	 4+4 by founder: latest stamp
//	     desks: see addDesks
func (s *State) Marshal() ([]byte, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("keeping the cell's state: %w", err)
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, MaxState))
	b.AddUint8(stateVersion)
	b.AddUint8(uint8(s.standing))
	s.cards.add(b)
	b.AddUint32(s.checkIn.Every)
	b.AddUint32(s.checkIn.Grace)
	addBool(b, s.morePairs)
	if s.founder() {
		b.AddBytes(s.key.Bytes())
	}
	if s.standing != Joining {
		s.keys.add(b)
	}
	for _, r := range s.floor {
		b.AddUint32(uint32(r))
	}
	b.AddUint16(uint16(s.last))
	addList(b, s.ties)
	addList(b, s.routes)
	addList(b, s.seen)
	addList(b, s.paces)
	addList(b, s.lifelines)
	addList(b, s.asks)
	addList(b, s.passed)
	b.AddUint32(uint32(s.orphan.wake))
	b.AddUint8(s.orphan.tries)
	b.AddUint32(uint32(s.stamps[0]))
	b.AddUint32(uint32(s.stamps[1]))
	s.addDesks(b)
	return b.Bytes()
}

// Unmarshal reads what Marshal returned and nothing else: a state outside its
// own rules is refused. The bytes stay the caller's.
func Unmarshal(data []byte) (*State, error) {
	in := cryptobyte.String(data)
	var s State
	var version uint8
	var seed []byte
	ok := len(data) <= MaxState && in.ReadUint8(&version) && version == stateVersion &&
		in.ReadUint8((*uint8)(&s.standing)) && s.standing <= AtDesk &&
		s.cards.read(&in) && in.ReadUint32(&s.checkIn.Every) && in.ReadUint32(&s.checkIn.Grace) &&
		readBool(&in, &s.morePairs) &&
		(!s.founder() || in.ReadBytes(&seed, keys.Size)) &&
		(s.standing == Joining || s.keys.read(&in)) &&
		in.ReadUint32((*uint32)(&s.floor[0])) && in.ReadUint32((*uint32)(&s.floor[1])) &&
		in.ReadUint32((*uint32)(&s.floor[2])) && in.ReadUint32((*uint32)(&s.floor[3])) &&
		in.ReadUint16((*uint16)(&s.last)) &&
		readList(&in, &s.ties) && readList(&in, &s.routes) && readList(&in, &s.seen) &&
		readList(&in, &s.paces) && readList(&in, &s.lifelines) && readList(&in, &s.asks) && readList(&in, &s.passed) &&
		in.ReadUint32((*uint32)(&s.orphan.wake)) && in.ReadUint8(&s.orphan.tries) &&
		in.ReadUint32((*uint32)(&s.stamps[0])) && in.ReadUint32((*uint32)(&s.stamps[1])) &&
		s.readDesks(&in) && in.Empty()
	if !ok {
		return nil, ErrState
	}
	s.group = GroupOf(&s.cards.base.Card)
	if s.founder() {
		k, err := keys.Of[founderUse](seed)
		if err != nil {
			return nil, err
		}
		s.key = k
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return &s, nil
}

func addBool(b *cryptobyte.Builder, v bool) {
	if v {
		b.AddUint8(1)
		return
	}
	b.AddUint8(0)
}

func readBool(s *cryptobyte.String, v *bool) bool {
	var u uint8
	if !s.ReadUint8(&u) || u > 1 {
		return false
	}
	*v = u == 1
	return true
}

// record is a list's entry: how it is written and read.
type record[T any] interface {
	*T
	add(b *cryptobyte.Builder)
	read(s *cryptobyte.String) bool
}

func addList[T any, P record[T]](b *cryptobyte.Builder, list []T) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		for i := range list {
			P(&list[i]).add(b)
		}
	})
}

func readList[T any, P record[T]](s *cryptobyte.String, list *[]T) bool {
	var in cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&in) {
		return false
	}
	for !in.Empty() {
		var v T
		if !P(&v).read(&in) {
			return false
		}
		*list = append(*list, v)
	}
	return true
}

// add writes a tie:
//
//	2     number
//	1+1   relation, phase
//	1     1 if overdue + 2 if coerced + 4 if copied + 8 if the quarantine of these has not
//	      begun + 16 if adopted + 32 if proven + 64 if its owner was told that it is not
//	1+1   1 if introduced and taken in, else 0; quiet rounds
//	1     asks, answers and introductions not made up for
//	4×5   since, heard, unlocked, severed, quarantine
//	4×5   suspected, told, counted, cut, probation; 0: none
//	4     when the last ask, answer or introduction was made up for
//	4+4   when it was last told of the cards, when it was introduced without having taken
//	      that in yet; 0: never
//	4     when it was last told of desks
//	4+4   what of the cards, and of desks, it was last told; 0: nothing
//	2+8   the one it was introduced to, the introduction's number
//	1+n   alias
func (t *Tie) add(b *cryptobyte.Builder) {
	b.AddUint16(uint16(t.ID))
	b.AddUint8(uint8(t.Relation))
	b.AddUint8(uint8(t.Phase))
	b.AddUint8(t.signs())
	addBool(b, t.ready)
	b.AddUint8(uint8(t.quiet))
	b.AddUint8(t.spent)
	for _, r := range t.rounds() {
		b.AddUint32(uint32(*r))
	}
	b.AddUint32(t.cardTold)
	b.AddUint32(t.deskTold)
	b.AddUint16(uint16(t.pair))
	b.AddBytes(t.ref[:])
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(t.Alias)) })
}

func (t *Tie) rounds() [14]*box.Round {
	return [...]*box.Round{&t.Since, &t.Heard, &t.Unlocked, &t.Severed, &t.Quarantine, &t.Suspected, &t.Told, &t.counted, &t.Cut, &t.Probation, &t.spentAt, &t.cardAt, &t.asked, &t.deskAt}
}

func (t *Tie) read(s *cryptobyte.String) bool {
	var signs, quiet uint8
	if !s.ReadUint16((*uint16)(&t.ID)) || !s.ReadUint8((*uint8)(&t.Relation)) || !s.ReadUint8((*uint8)(&t.Phase)) ||
		!s.ReadUint8(&signs) || !t.setSigns(signs) || !readBool(s, &t.ready) || !s.ReadUint8(&quiet) ||
		!s.ReadUint8(&t.spent) || t.spent > maxSpent {
		return false
	}
	t.quiet = uint32(quiet)
	for _, r := range t.rounds() {
		if !s.ReadUint32((*uint32)(r)) {
			return false
		}
	}
	var alias cryptobyte.String
	if !s.ReadUint32(&t.cardTold) || !s.ReadUint32(&t.deskTold) || !s.ReadUint16((*uint16)(&t.pair)) || !s.CopyBytes(t.ref[:]) || !s.ReadUint8LengthPrefixed(&alias) {
		return false
	}
	t.Alias = string(alias)
	return utf8.ValidString(t.Alias)
}

// add writes a route: id 16, from 2, round 4, replied 1+1, stopped 1+1.
func (r *route) add(b *cryptobyte.Builder) {
	b.AddBytes(r.id[:])
	b.AddUint16(uint16(r.from))
	b.AddUint32(uint32(r.round))
	b.AddBytes(r.replied[:])
	b.AddBytes(r.stopped[:])
}

func (r *route) read(s *cryptobyte.String) bool {
	return s.CopyBytes(r.id[:]) && s.ReadUint16((*uint16)(&r.from)) &&
		s.ReadUint32((*uint32)(&r.round)) && s.CopyBytes(r.replied[:]) && s.CopyBytes(r.stopped[:])
}

// add writes a notice seen: id 16, founder 1, revoked 1, unseen 1, size 2,
// issued 4, expires 4.
func (n *seen) add(b *cryptobyte.Builder) {
	b.AddBytes(n.id[:])
	b.AddUint8(uint8(n.founder))
	addBool(b, n.revoked)
	addBool(b, n.unseen)
	b.AddUint16(n.size)
	b.AddUint32(uint32(n.issued))
	b.AddUint32(uint32(n.expires))
}

func (n *seen) read(s *cryptobyte.String) bool {
	return s.CopyBytes(n.id[:]) && n.founder.read(s) && readBool(s, &n.revoked) &&
		readBool(s, &n.unseen) && s.ReadUint16(&n.size) &&
		s.ReadUint32((*uint32)(&n.issued)) && s.ReadUint32((*uint32)(&n.expires))
}

func readKey[U any](s *cryptobyte.String, k *keys.Key[U]) bool {
	var b []byte
	if !s.ReadBytes(&b, keys.Size) {
		return false
	}
	var err error
	*k, err = keys.Of[U](b)
	return err == nil
}

// add writes a pace: tie 2, seed 32, base 4, quick blocks 4, rounds of one 1, block 1, pouch 1, cover 4.
func (p *Pace) add(b *cryptobyte.Builder) {
	b.AddUint16(uint16(p.tie))
	b.AddBytes(p.seed.Bytes())
	b.AddUint32(uint32(p.base))
	b.AddUint32(p.quick)
	b.AddUint8(p.young)
	b.AddUint8(p.block)
	b.AddUint8(p.pouch)
	b.AddUint32(uint32(p.cover))
}

func (p *Pace) read(s *cryptobyte.String) bool {
	return s.ReadUint16((*uint16)(&p.tie)) && readKey(s, &p.seed) && s.ReadUint32((*uint32)(&p.base)) &&
		s.ReadUint32(&p.quick) && s.ReadUint8(&p.young) && s.ReadUint8(&p.block) && s.ReadUint8(&p.pouch) &&
		s.ReadUint32((*uint32)(&p.cover))
}

// Marks of a lifeline.
const (
	markHeld = 1 << iota
	markDoubted
	markWoken
	markByOwner
	markStale
	marksKnown = 1<<iota - 1
)

// add writes a lifeline: tie 2, rank 1, marks 1 (1 held, 2 doubted, 4
// woken, 8 by the owner, 16 stale), id 16, over 2, witnessed 4, asks 4, said 4, ref 8, given 2.
func (l *lifeline) add(b *cryptobyte.Builder) {
	var marks uint8
	for i, is := range []bool{l.held, l.doubted, l.woken, l.byOwner, l.stale} {
		if is {
			marks |= 1 << i
		}
	}
	b.AddUint16(uint16(l.tie))
	b.AddUint8(l.rank)
	b.AddUint8(marks)
	b.AddBytes(l.id[:])
	b.AddUint16(uint16(l.over))
	b.AddUint32(uint32(l.witnessed))
	b.AddUint32(uint32(l.asks))
	b.AddUint32(uint32(l.said))
	b.AddBytes(l.ref[:])
	b.AddUint16(uint16(l.given))
}

func (l *lifeline) read(s *cryptobyte.String) bool {
	var marks uint8
	ok := s.ReadUint16((*uint16)(&l.tie)) && s.ReadUint8(&l.rank) && s.ReadUint8(&marks) && marks&^uint8(marksKnown) == 0 &&
		s.CopyBytes(l.id[:]) && s.ReadUint16((*uint16)(&l.over)) && s.ReadUint32((*uint32)(&l.witnessed)) &&
		s.ReadUint32((*uint32)(&l.asks)) && s.ReadUint32((*uint32)(&l.said)) && s.CopyBytes(l.ref[:]) && s.ReadUint16((*uint16)(&l.given))
	l.held, l.doubted, l.woken = marks&markHeld != 0, marks&markDoubted != 0, marks&markWoken != 0
	l.byOwner, l.stale = marks&markByOwner != 0, marks&markStale != 0
	return ok
}

// add writes an ask: id 16, rank 1, over 2, seed of the private key 32, sent 4.
func (a *ask) add(b *cryptobyte.Builder) {
	b.AddBytes(a.id[:])
	b.AddUint8(a.rank)
	b.AddUint16(uint16(a.over))
	b.AddBytes(a.seed.Bytes())
	b.AddUint32(uint32(a.sent))
}

func (a *ask) read(s *cryptobyte.String) bool {
	return s.CopyBytes(a.id[:]) && s.ReadUint8(&a.rank) && s.ReadUint16((*uint16)(&a.over)) &&
		readKey(s, &a.seed) && s.ReadUint32((*uint32)(&a.sent))
}

// add writes an ask passed on: id 16, from 2, to 2, rank 1, step 1, at 4, gone 4, told 4.
func (w *passed) add(b *cryptobyte.Builder) {
	b.AddBytes(w.id[:])
	b.AddUint16(uint16(w.from))
	b.AddUint16(uint16(w.to))
	b.AddUint8(w.rank)
	b.AddUint8(w.step)
	b.AddUint32(uint32(w.at))
	b.AddUint32(uint32(w.gone))
	b.AddUint32(uint32(w.told))
}

func (w *passed) read(s *cryptobyte.String) bool {
	return s.CopyBytes(w.id[:]) && s.ReadUint16((*uint16)(&w.from)) && s.ReadUint16((*uint16)(&w.to)) &&
		s.ReadUint8(&w.rank) && s.ReadUint8(&w.step) && s.ReadUint32((*uint32)(&w.at)) && s.ReadUint32((*uint32)(&w.gone)) && s.ReadUint32((*uint32)(&w.told))
}
