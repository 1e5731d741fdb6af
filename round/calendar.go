package round

import (
	"errors"
	"time"

	"bulkhead/box"
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

// Rounds returns how many rounds d takes, the last one whole: rounded up.
func (c Calendar) Rounds(d time.Duration) box.Round {
	length := c.Length.Milliseconds()
	return box.Round((d.Milliseconds() + length - 1) / length)
}
