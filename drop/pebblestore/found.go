package pebblestore

import (
	"cmp"
	"slices"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// Found is what an opening found, in numbers.
type Found struct {
	Damaged    int  // boxes that are known and whose bytes are lost: they are answered as damaged
	Unfinished int  // of Damaged: those that were being written when the end came
	Before     int  // lost boxes that an earlier opening found: answered as damaged, too
	Unknown    int  // boxes of which not even the ids are known, at least
	Rounds     int  // rounds that are kept and of which every unknown box is answered as damaged
	Ahead      int  // of Rounds: those after the current one
	Moved      int  // whole boxes that were written again, away from damage
	SetAside   int  // damaged segment files that are used no more
	Missing    int  // segment files that are gone
	IndexMade  bool // the index was lost or wrong, and is made anew
	RosterLost bool // both copies of the roster were lost or wrong
	MarkLost   bool // both copies of the mark of what is acknowledged were
	AllGone    bool // there are no segment files, and there were
}

// IsWell reports whether an opening found nothing that its operator should look
// at. Boxes that were being written when the power went are no fault.
func (f Found) IsWell() bool {
	f.Damaged -= f.Unfinished
	f.Unfinished, f.Moved, f.Before = 0, 0, 0
	return f == Found{}
}

// Found returns what the opening found.
func (s *Store) Found() Found { return s.found }

// Lacks returns how many bytes must become free on the disk before the store has
// room for its next segment; 0 if it has. While it lacks any, a put may be refused
// with dropserver.ErrFull.
func (s *Store) Lacks() int64 { return s.spares.lacks() }

// Answered returns how many gets and puts met a damaged box since the opening.
func (s *Store) Answered() int64 { return s.damaged.Load() }

// Damage returns, for the metrics, what is lost of rounds that are not dropped,
// as far as the opening saw.
func (s *Store) Damage() dropserver.Damage {
	return dropserver.Damage{Lost: s.found.Damaged + s.found.Before, Rounds: roundsIn(*s.doubtful.Load(), s.roster.lowest())}
}

// merged adds a span of rounds to others.
func merged(spans []span, d span) []span {
	for _, o := range spans {
		if o.low <= d.low && d.high <= o.high {
			return spans
		}
	}
	return append(spans, d)
}

// roundsIn returns how many rounds from first on are in spans.
func roundsIn(spans []span, first box.Round) (n int) {
	spans = slices.SortedFunc(slices.Values(spans), func(a, b span) int { return cmp.Compare(a.low, b.low) })
	next := uint64(first) // the first round that is not counted yet
	for _, d := range spans {
		if low, end := max(uint64(d.low), next), uint64(d.high)+1; low < end {
			n += int(end - low)
			next = end
		}
	}
	return n
}
