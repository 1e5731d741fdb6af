package main

import (
	"time"

	"bulkhead/round"
)

// wallClock is the real time.
type wallClock struct{}

func (wallClock) Now() time.Time                         { return time.Now() }
func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// turnClock wakes a device's loop at one place in each round: after the
// round's reads, before the next round begins. What is read in a round is
// taken in, answered and sealed for the very next one. People with rounds of
// 15 minutes need nothing of the sort.
type turnClock struct {
	calendar round.Calendar
	at       time.Duration // from the beginning of a round
}

// The places lie between these parts of a round, spread over the members, so
// that not all devices seal at one moment. First reads begin before .75; a
// Turn that is not over soon after the round's end costs its worker the next
// round, so there is time left for a busy disk.
const turnFrom, turnTo = .77, .85

func newTurnClock(c round.Calendar, n, members int) turnClock {
	part := turnFrom + (turnTo-turnFrom)*float64(n)/float64(members)
	return turnClock{c, time.Duration(part * float64(c.Length))}
}

func (c turnClock) Now() time.Time { return time.Now() }

// After waits for the first of its places that is at least d away.
func (c turnClock) After(d time.Duration) <-chan time.Time {
	earliest := time.Now().Add(d)
	r := c.calendar.At(earliest)
	at := c.calendar.Start(r).Add(c.at)
	if at.Before(earliest) {
		at = c.calendar.Start(r + 1).Add(c.at)
	}
	return time.After(time.Until(at))
}
