package round

import (
	"errors"
	"time"

	"bulkhead/box"
)

const (
	// MinLength and MaxLength bound the length of a round. Below MinLength a
	// request and its repeat do not fit into half a round on any network;
	// above MaxLength a pouch of the fewest rounds would outlast any promise
	// of how long a message takes.
	MinLength = 100 * time.Millisecond
	MaxLength = 24 * time.Hour

	// MinPouchRounds and MaxPouchRounds bound how many rounds a pouch holds
	// (docs/design.md, "Rounds"): enough that short rounds survive a pause, few enough
	// that the file stays near 10 MB.
	MinPouchRounds = 16
	MaxPouchRounds = 192

	// pouchTime is how long a pouch lasts (docs/design.md, "Pouch"): a phone not
	// unlocked by then goes silent, and its cell sees it overdue.
	pouchTime = 48 * time.Hour
)

// Calendar says which round it is. Both fields come from the invitation alone:
// a drop that announces others is not followed.
type Calendar struct {
	Origin time.Time     // when round 0 begins, to the second
	Length time.Duration // T, whole milliseconds within MinLength and MaxLength
}

// ErrCalendar is the error of a calendar that no invitation may carry.
var ErrCalendar = errors.New("a round is between 100 ms and 24 h long, in whole milliseconds, and its origin a whole second from 1970 on")

// Check returns ErrCalendar unless c can be used.
func (c Calendar) Check() error {
	unix := c.Origin.Unix()
	if c.Length < MinLength || c.Length > MaxLength || c.Length%time.Millisecond != 0 ||
		c.Origin.Nanosecond() != 0 || unix < 0 || unix > 1<<32-1 {
		return ErrCalendar
	}
	return nil
}

// At returns the round in which t falls: 0 before the origin, the last round
// that can be numbered after it.
func (c Calendar) At(t time.Time) box.Round {
	since := t.UnixMilli() - c.Origin.UnixMilli()
	return box.Round(min(max(since/c.Length.Milliseconds(), 0), 1<<32-1))
}

// Start returns when round r begins.
func (c Calendar) Start(r box.Round) time.Time { return c.startOf(uint64(r)) }

// End returns when round r ends, which is when the next begins.
func (c Calendar) End(r box.Round) time.Time { return c.startOf(uint64(r) + 1) }

// Half returns when round r's second half begins: writes before, reads after.
func (c Calendar) Half(r box.Round) time.Time { return c.Start(r).Add(c.Length / 2) }

// startOf computes in milliseconds: in nanoseconds, 2³² rounds overflow.
func (c Calendar) startOf(r uint64) time.Time {
	return time.UnixMilli(c.Origin.UnixMilli() + int64(r)*c.Length.Milliseconds()).UTC()
}

// PouchRounds returns PL, how many rounds a pouch holds for rounds of this
// length: 48 h, within MinPouchRounds and MaxPouchRounds.
func PouchRounds(length time.Duration) int {
	return int(min(max(pouchTime/length, MinPouchRounds), MaxPouchRounds))
}
