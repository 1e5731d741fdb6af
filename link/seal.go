package link

import (
	"io"

	"bulkhead/box"
)

// Moment is what the caller knows when it seals.
type Moment struct {
	Now      box.Round // current round by the device's clock; lower than known counts as known
	Floor    box.Round // highest round ever begun or attempted by the pouch
	Unlocked box.Round // round of the last passphrase
	ClockOK  bool      // the owner confirmed a jump of more than Jump rounds
	Jump     int       // rounds of seven days, by the calendar; 0: MaxJump

	// What the headers say of the device. Both are zero in a paced link, and
	// before there is anything to say.
	Presence Presence // the rounds in which it ran
	Card     uint16   // what it says of the newest card that it has

	// Chunk copies a chunk of a parcel that was sent into b, which has room for ChunkSize
	// bytes, and returns its length; 0 if it is not at hand. nil: no chunks travel.
	Chunk func(first uint32, index int, b []byte) int

	// Seeds of other lids to be sealed for every box, see LidOf: one set
	// for each seed. Plain lids tell what the box's own tells; Duress ones
	// also that the owner was made to unlock.
	Plain, Duress []Seed
}

// Write is one box to be put at the drop in its round.
type Write struct {
	Round   box.Round
	ID      box.ID
	Content *box.Content

	// The heads of other lids, one for each seed in Moment. What [LidOf]
	// makes of seed, ID and head may replace the first LidLen bytes of
	// Content, with no key, before the box has left.
	Plain, Duress [][HeadLen]byte
}

// Read is one id to be read in its round.
type Read struct {
	Round  box.Round
	ID     box.ID
	Second bool // the other candidate of an uncertain reader: in place of a loop's read, if there is room
}

// Sealing is a link's work for a pouch. It becomes valid in this order: the
// caller saves the link, then replaces the pouch; see Link.SealingLost.
type Sealing struct {
	Gen    uint32
	Tag    Tag
	First  box.Round // max(Now, Floor) + 1
	Writes []Write   // by round, one each
	Reads  []Read    // by round, then Second
	Events []Event   // messages that expired

	contents []box.Content   // of Writes
	heads    [][HeadLen]byte // of Writes
}

// Seal fills a pouch of PL rounds from the link's state. See SealRounds.
func (l *Link) Seal(m Moment, rand io.Reader) (*Sealing, error) {
	return l.SealRounds(m, int(l.pouch), rand)
}

// SealRounds does the same for the first rounds of a pouch only. Everything
// that was read before must have been opened, and every result known told, so
// that nothing is receipted, or sealed, twice. Errors, with nothing changed:
// ErrClockJump, ErrTooFar, ErrEnded, ErrRounds, ErrSeeds, ErrErased, or rand's.
func (l *Link) SealRounds(m Moment, rounds int, rand io.Reader) (*Sealing, error) {
	s := &Sealing{}
	if err := l.SealInto(s, m, rounds, rand); err != nil {
		return nil, err
	}
	return s, nil
}

// SealInto does the same in the memory of an earlier sealing, or of a new one: what
// s was, its boxes too, is gone, whether it succeeds or not.
func (l *Link) SealInto(s *Sealing, m Moment, rounds int, rand io.Reader) error {
	if l.out.epochs == nil {
		return ErrErased
	}
	if rounds < 1 || rounds > int(l.pouch) {
		return ErrRounds
	}
	if err := m.checkSeeds(); err != nil {
		return err
	}
	now, floor, err := l.clock(&m)
	if err != nil {
		return err
	}
	first := max(now, floor) + 1
	job := &l.job
	*job = sealJob{l: l, first: first, rounds: rounds, chunk: m.Chunk, seeds: [2][]Seed{m.Plain, m.Duress}}
	defer job.forget()
	if err := job.draw(rand); err != nil {
		return err
	}
	l.now, l.floor = now, floor
	tried := l.out.trial
	l.out.trial = false // either it reached the pouch, or SealingLost took its turn back
	l.out.walk(&l.kdf, first)
	l.in.walk(&l.kdf, now+1)
	if tried {
		l.out.settle(&l.kdf)
	}
	l.settleHand()
	events := append(l.outbox.expire(now), l.inbox.endParcels(now)...)
	l.withdraw()
	l.turn(first)
	if err := l.begin(job.kemSeed[:]); err != nil {
		return err
	}
	l.name(job.tag)
	job.head(&m)
	job.run(s)
	s.Events = events
	return nil
}
