package drop

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

const (
	// MinRound is the shortest round a drop runs with: rounds are counted from
	// the Unix epoch in 32 bits, which half seconds fill in January 2038 and
	// shorter ones have filled already.
	MinRound = 500 * time.Millisecond

	// MaxInfoSize is the most bytes a client reads of what a drop says of
	// itself.
	MaxInfoSize = 4096
)

// Info is what a drop says of itself. A device compares it with its invitation
// and reports a difference; it never follows it (a drop could tag phones by
// what it tells them).
type Info struct {
	RoundSeconds float64   `json:"round_seconds"`       // length of a round, in seconds; at least MinRound
	Slots        int       `json:"slots"`               // slots of a device, for which the drop was laid out
	KeepRounds   int       `json:"keep_rounds"`         // rounds for which a box is kept
	Hours        string    `json:"hours,omitempty"`     // spans of the day in UTC in which alone rounds are, as round.ParseHours reads them
	Calendar     string    `json:"calendar,omitempty"`  // the operator's name for this prefix's calendar
	Calendars    []Offer   `json:"calendars,omitempty"` // all that the drop offers, if more than this one
	CurrentRound box.Round `json:"current_round"`       // by the drop's clock
	Time         int64     `json:"time"`                // the drop's clock, in Unix seconds
}

// Offer is one of the calendars that a drop offers, each under a prefix of its own.
type Offer struct {
	Name         string  `json:"name"`
	Prefix       string  `json:"prefix"`
	RoundSeconds float64 `json:"round_seconds"`
	Hours        string  `json:"hours,omitempty"`
}

// ErrInfo is the error of an answer that does not say what a drop is.
var ErrInfo = errors.New("not a drop's description of itself")

// ParseInfo reads and checks what [Info] marshals to.
func ParseInfo(b []byte) (Info, error) {
	var i Info
	if err := json.Unmarshal(b, &i); err != nil {
		return Info{}, ErrInfo
	}
	seconds := i.RoundSeconds
	if !(seconds >= MinRound.Seconds()) || seconds > math.MaxInt32 || i.Slots < 1 || i.KeepRounds < 1 || i.Time < 0 {
		return Info{}, ErrInfo
	}
	if i.Hours != "" {
		if _, err := i.When(); err != nil {
			return Info{}, ErrInfo
		}
	}
	return i, nil
}

// When returns the calendar of the drop's rounds. round.ErrCalendar, if no group can
// have it.
func (i Info) When() (round.Calendar, error) { return round.ParseHours(i.RoundLength(), i.Hours) }

// RoundLength returns the length of a round.
func (i Info) RoundLength() time.Duration {
	return time.Duration(math.Round(i.RoundSeconds * float64(time.Second)))
}

// RoundAt returns the round of the moment t in a drop whose rounds have the
// given length, at least [MinRound]. Round 0 begins at the Unix epoch.
func RoundAt(t time.Time, length time.Duration) (box.Round, error) {
	if length < MinRound {
		return 0, fmt.Errorf("a round lasts at least %v", MinRound)
	}
	n := roundsSince(t, length)
	if n < 0 || n > math.MaxUint32 {
		return 0, errors.New("the clock is outside of the rounds that can be numbered")
	}
	return box.Round(n), nil
}

// roundsSince counts whole rounds since the Unix epoch, exactly up to year
// 2262 (64 bits of nanoseconds).
func roundsSince(t time.Time, length time.Duration) int64 {
	if t.Before(time.Unix(0, 0)) {
		return -1
	}
	return t.UnixNano() / int64(length)
}

// RoundStart returns the first moment of round r.
func RoundStart(r box.Round, length time.Duration) time.Time {
	whole, part := int64(length)/int64(time.Second), int64(length)%int64(time.Second)
	n := int64(r)
	return time.Unix(n*whole, n*part)
}
