package cell

import (
	"time"

	"bulkhead/box"
)

const (
	// maxSpent is how many asks, answers to the owner's own, and introductions a
	// tie may bring at once: each can cost a device a number, a link, or a place
	// on somebody else's way. A lead of two pairs that asks for all its four, in
	// both ranks and over again, has 16.
	maxSpent = 24

	// spentAgain is how long it takes until a tie may bring one more. At this
	// rate one tie, all its life, uses up the numbers of a device in 22 years.
	spentAgain = 6 * time.Hour
)

// affords reports whether a tie may bring one more ask, answer or introduction.
func (s *State) affords(t *Tie, now box.Round) bool {
	spent, _ := s.stillSpent(t, now)
	return spent < maxSpent
}

// spend counts what affords allowed, once it was taken in.
func (s *State) spend(id TieID, now box.Round) {
	if t := s.tie(id); t != nil {
		spent, at := s.stillSpent(t, now)
		t.spent, t.spentAt = min(spent+1, maxSpent), at
	}
}

// stillSpent is what a tie has brought that time has not made up for, and since
// when the time for the next one runs.
func (s *State) stillSpent(t *Tie, now box.Round) (spent uint8, at box.Round) {
	every := uint64(max(s.group.rounds(spentAgain), 1))
	again := since(now, t.spentAt) / every
	if again >= uint64(t.spent) {
		return 0, now
	}
	return t.spent - uint8(again), t.spentAt + box.Round(again*every)
}

// full reports whether no number is left for another tie.
func (s *State) full() bool { return s.last >= maxTieID }
