package main

import (
	"time"

	"bulkhead/internal/lockstep"
	"bulkhead/round"
)

// The demo's time is that of a lockstep clock. How far it may leave somebody's
// work behind, in parts of a round, is what lets the devices work side by side.
const (
	// requestPart of a round may pass while a request is on its way: a fourth of
	// the time after which a device gives one up.
	requestPart = 32
	// refillPart of a round may pass while a device saves and seals: what begins
	// by refillTo has ended well before the round.
	refillPart = 16
)

// ownRound is the length of a round by the demo's clock, unless one is asked
// for. How long it really lasts, the machine decides.
const ownRound = time.Second

// newClock returns the demo's clock: as fast as the machine is or, if a length
// of rounds was asked for, no faster than real time.
func newClock(o options) *lockstep.Clock {
	if o.Round == 0 {
		return lockstep.New(time.Now())
	}
	return lockstep.NewPaced(time.Now())
}

// refillClock wakes a device's loop at one place in each round: after the
// round's reads, before the next round begins. What is read in a round is
// taken in, answered and sealed for the very next one. People with rounds of
// 15 minutes need nothing of the sort.
type refillClock struct {
	*lockstep.Actor
	place place
}

// place is when, in a round, a device refills its pouch.
type place struct {
	calendar round.Calendar
	at       time.Duration // from the beginning of a round
}

// The places lie between these parts of a round, spread over the members, so
// that not all devices seal at one moment. First reads begin before .75; a
// Refill that is not over soon after the round's end costs its worker the next
// round.
const refillFrom, refillTo = .79, .87

func newPlace(c round.Calendar, n, members int) place {
	part := refillFrom + (refillTo-refillFrom)*float64(n)/float64(members)
	return place{c, time.Duration(part * float64(c.Length))}
}

// After waits for the first of its places that is at least d away.
func (c refillClock) After(d time.Duration) <-chan time.Time {
	now := c.Now()
	earliest := now.Add(d)
	r := c.place.calendar.At(earliest)
	at := c.place.calendar.Start(r).Add(c.place.at)
	if at.Before(earliest) {
		at = c.place.calendar.Start(r + 1).Add(c.place.at)
	}
	return c.Actor.After(at.Sub(now))
}
