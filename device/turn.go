package device

import (
	"time"
)

// turnPart is the last part of a round in which an open device turns, where it turns
// once a round: an eighth. The round's reads are over for the most part, and what is
// sealed then is in time for the next.
const turnPart = 8

// turnsByRound reports whether an open device turns once a round, and saves then alone:
// where rounds are no longer than DefaultRefillEvery. Else it goes by the two periods.
func (e *Env) turnsByRound() bool {
	return e.Calendar.Length > 0 && e.Calendar.Length <= DefaultRefillEvery
}

// turnBefore is the last moment, at or before now, at which an open device was to turn;
// turnAfter the first one after now.
func (e *Env) turnBefore(now time.Time) time.Time {
	c := e.Calendar
	r := c.At(now)
	if turn := c.End(r).Add(-c.Length / turnPart); !turn.After(now) || r == 0 {
		return turn
	}
	return c.End(r - 1).Add(-c.Length / turnPart)
}

func (e *Env) turnAfter(now time.Time) time.Time {
	c := e.Calendar
	if turn := c.End(c.At(now)).Add(-c.Length / turnPart); turn.After(now) {
		return turn
	}
	return c.Next(now).Add(c.Length - c.Length/turnPart)
}

// isTime reports what an open device or notebook has to do now, whatever its person
// did: the same for both, so that nobody tells from the writes which it is.
//
// Where it turns once a round, it saves with that alone. Between spans there are no
// turns; what is written then is saved once a T.
func (e *Env) isTime(now, refilled, saved time.Time) (refill, save bool) {
	if !e.turnsByRound() {
		return isDue(now, refilled, e.RefillEvery), isDue(now, saved, e.SaveEvery)
	}
	refill = refilled.Before(e.turnBefore(now)) || refilled.After(now)
	save = !e.Calendar.Open(now) && isDue(now, saved, e.Calendar.Length)
	return refill, save
}

// nextTime is when isTime is to be asked again: at least a fraction of a period from
// now, so that a failing disk is not hammered; at most a period, also after the clock
// was set back.
func (e *Env) nextTime(now, saved time.Time) time.Time {
	if !e.turnsByRound() {
		return now.Add(untilNext(now, saved, min(e.SaveEvery, e.RefillEvery)))
	}
	next := e.turnAfter(now)
	if !e.Calendar.Open(now) {
		if at := now.Add(untilNext(now, saved, e.Calendar.Length)); at.Before(next) {
			next = at
		}
	}
	if least := now.Add(e.Calendar.Length / turnPart / 4); next.Before(least) {
		return least
	}
	return next
}
