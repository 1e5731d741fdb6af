package cell

import (
	"errors"
	"time"

	"bulkhead/box"
)

const (
	// quarantineSpan is how long a signal about a tie keeps it in quarantine
	// (docs/protocol/cell.md, "Quarantine"): time for two persons to meet.
	quarantineSpan = 72 * time.Hour

	// minQuarantine is the shortest quarantine in rounds, where rounds are long.
	minQuarantine = 8

	// wordSpan is how long a word stands, and how long the next one by the same
	// person about the same tie begins no other quarantine.
	wordSpan = 14 * 24 * time.Hour
)

// ErrQuarantined is the error of writing over a tie in quarantine without
// saying that one knows.
var ErrQuarantined = errors.New("this link is in quarantine: whoever holds its other end may not be its owner")

// QuarantineRounds returns how long a quarantine lasts in this group: 72 hours of
// rounds, at least 8.
func (g Group) QuarantineRounds() box.Round { return max(g.rounds(quarantineSpan), minQuarantine) }

// wordRounds is wordSpan in rounds. It is longer than a quarantine, so that one
// person's words alone never keep a tie in quarantine without a pause.
func (g *Group) wordRounds() box.Round { return max(g.rounds(wordSpan), 2*minQuarantine) }

// rounds is a stretch of time in whole rounds, rounded up.
func (g *Group) rounds(d time.Duration) box.Round { return g.Calendar.Rounds(d) }

// Quarantined reports whether something speaks against the tie: what comes over
// it is marked, it brings no keys and no people, and, if it is more than
// silence, the owner is asked before writing over it. The other side sees no
// difference.
func (t *Tie) Quarantined() bool { return t.Quarantine != 0 || t.Cut != 0 || t.alarm }

// after is a number of rounds from now, and never 0, which means none.
func after(now, rounds box.Round) box.Round { return max(now+min(rounds, ^box.Round(0)-now), 1) }

// quarantine begins a tie's quarantine, or makes it last from now on.
func (s *State) quarantine(t *Tie, now box.Round) []Effect {
	began := t.Quarantine == 0
	t.Quarantine, t.alarm = max(t.Quarantine, after(now, s.group.QuarantineRounds())), false
	if began {
		return []Effect{Show{What: QuarantineBegan, Tie: t.ID, Rel: t.Relation, Expires: t.Quarantine}}
	}
	return nil
}

// tickQuarantine begins what an alarm began and ends what is over, words too.
func (s *State) tickQuarantine(t *Tie, now box.Round) (out []Effect) {
	if t.alarm {
		out = s.quarantine(t, now)
	}
	if t.Suspected != 0 && !s.stands(t.Suspected, now) {
		t.Suspected = 0
	}
	if t.Told != 0 && !s.stands(t.Told, now) {
		t.Told = 0
	}
	if t.counted != 0 && !s.stands(t.counted, now) {
		t.counted = 0
	}
	if t.Quarantine != 0 && now >= t.Quarantine && t.Cut == 0 {
		t.Quarantine = 0
		out = append(out, Show{What: QuarantineEnded, Tie: t.ID, Rel: t.Relation})
	}
	return out
}

// stands reports whether a word of round said still counts. 0 is no word.
func (s *State) stands(said, now box.Round) bool {
	return said != 0 && since(now, said) < uint64(s.group.wordRounds())
}

// mayWriteOver reports whether the owner may write over a tie; anyway is the
// owner's word that the quarantine is known. Silence alone forbids nothing:
// whoever has not opened a device for a while may be asked how they are.
func mayWriteOver(t *Tie, anyway bool) error {
	switch {
	case t.Cut != 0:
		return ErrConfirmed
	case t.Quarantined() && t.spokenAgainst() && !anyway:
		return ErrQuarantined
	}
	return nil
}

// spokenAgainst reports whether more than silence speaks against the tie: an
// alarm of its device, or a word.
func (t *Tie) spokenAgainst() bool {
	return t.alarm || t.Coerced || t.Copied || t.Suspected != 0 || t.Told != 0
}
