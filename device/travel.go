package device

import (
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier/cause"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/round"
)

// StopKind is a reason why no boxes travel now. Its number is a code.
type StopKind uint8

const (
	// StopClockJump: the clock is so far ahead of what is sure that the owner is
	// asked first. Nothing is taken in or sealed.
	StopClockJump StopKind = 1
	// StopWorker: no program lets the boxes travel.
	StopWorker StopKind = 2
	// StopAhead: until Until nothing is sent or read: at an opening the clock was
	// ahead of what it says now.
	StopAhead StopKind = 3
	// StopFloor: until Until nothing is sent or read: rounds up to then count as
	// begun, since the pouch was gone, or ahead of the clock. An alarm says which.
	StopFloor StopKind = 4
	// StopDry: the pouch ran dry at Since. Opening the device fills it.
	StopDry StopKind = 5
	// StopDrop: since Since no request has been answered with what it was for. Since
	// is zero if none ever was. Cause is the likeliest.
	StopDrop StopKind = 6
	// StopWrites: the same, of writes alone: what others write is read.
	StopWrites StopKind = 7
	// StopReads: the same, of reads alone: what this device writes is taken.
	StopReads StopKind = 8
	// StopFirst: nothing is wrong. For some rounds no request was due or could be
	// made; the next round that can be begun does at Until.
	StopFirst StopKind = 9
	// StopHours: nothing is wrong. Between the group's hours nothing travels; they
	// begin again at Until.
	StopHours StopKind = 10
)

// String returns the code that stands in JSON and tests. It is no sentence for a
// person.
func (k StopKind) String() string {
	switch k {
	case StopClockJump:
		return "clock-jumped"
	case StopWorker:
		return "no-worker"
	case StopAhead:
		return "clock-was-ahead"
	case StopFloor:
		return "rounds-begun"
	case StopDry:
		return "pouch-dry"
	case StopDrop:
		return "drop-silent"
	case StopWrites:
		return "writes-fail"
	case StopReads:
		return "reads-fail"
	case StopFirst:
		return "not-yet"
	case StopHours:
		return "outside-hours"
	}
	return "unknown"
}

// MarshalText returns the code.
func (k StopKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Stop is a reason why no boxes travel now, with what is known of it.
type Stop struct {
	Kind  StopKind
	Since time.Time   // zero: not known, or never
	Until time.Time   // when it ends by itself; zero: it does not
	Cause cause.Cause // of StopDrop, StopWrites and StopReads
	Count int         // requests of the day that failed by Cause
}

// Travel is what a device knows of whether boxes travel, by its clock and its
// pouch. Whether a worker runs, it cannot know.
type Travel struct {
	now      time.Time
	calendar round.Calendar
	slots    int
	jumped   bool
	next     box.Round // the first round that no worker has begun, and that is sealed or can be
	ahead    bool      // because of what the clock said before, not of what the pouch says
	sealed   time.Time // end of the last round in the pouch
	use      pouch.Use
	uses     []pouch.PlaceUse
}

func (d *Device) travel() Travel {
	now := d.env.Now()
	return Travel{
		now: now, calendar: d.calendar, slots: int(d.group.Slots), jumped: d.jumped,
		next: d.sealFrom(), ahead: d.known > d.calendar.At(now)+clockSlack && d.known >= d.floor,
		sealed: d.calendar.End(d.sealed), use: d.use, uses: d.uses,
	}
}

// idleRounds is after how many rounds without any request a worker that runs is
// told of: in every round it makes some.
const idleRounds = 2

// Stops returns why no boxes travel now, what is to be done first at the front;
// nil if they do. worker says whether a program runs the pouch.
func (t Travel) Stops(worker bool) (stops []Stop) {
	if t.jumped {
		return []Stop{{Kind: StopClockJump}}
	}
	if !worker {
		stops = append(stops, Stop{Kind: StopWorker, Since: t.use.Asked()})
	}
	at, next := t.calendar.At(t.now), t.calendar.Start(t.next)
	switch {
	case t.next > at+clockSlack:
		kind := StopFloor
		if t.ahead {
			kind = StopAhead
		}
		return append(stops, Stop{Kind: kind, Until: next})
	case t.sealed.Before(t.now):
		return append(stops, Stop{Kind: StopDry, Since: t.sealed})
	case !worker:
		return stops // what failed before it ended says nothing of now
	}
	if fails := t.failing(); fails != nil {
		return append(stops, *fails)
	}
	switch asked := t.use.Asked(); {
	case !t.calendar.Open(t.now):
		stops = append(stops, Stop{Kind: StopHours, Since: asked, Until: next})
	case at > t.calendar.At(asked)+idleRounds:
		stops = append(stops, Stop{Kind: StopFirst, Since: asked, Until: next})
	}
	return stops
}

// failing tells of directions in which nothing goes through; nil if there is none.
func (t Travel) failing() *Stop {
	writes, reads := t.isSilent(t.use.Writes), t.isSilent(t.use.Reads)
	s := Stop{Kind: StopDrop, Since: t.use.Writes.Answered}
	switch {
	case !writes && !reads:
		return nil
	case writes && reads:
		if t.use.Reads.Answered.After(s.Since) {
			s.Since = t.use.Reads.Answered
		}
	case writes:
		s.Kind = StopWrites
	default:
		s.Kind, s.Since = StopReads, t.use.Reads.Answered
	}
	likeliest, n := t.use.Likeliest(s.Since)
	s.Cause, s.Count = likeliest, int(n)
	return &s
}

// PlaceTravel is whether boxes travel to one place of the cards.
type PlaceTravel struct {
	Number int         // on its card, from 1
	Coming bool        // it is on the coming card alone
	Took   time.Time   // when it last took a box; zero: never
	Gave   time.Time   // when it last answered a read
	Silent bool        // nothing goes through, in one direction at least
	Cause  cause.Cause // the likeliest, if it is silent
}

// Places tells of each place by itself. One that is silent is loss of its own boxes,
// which the next rounds make good.
func (t Travel) Places() (all []PlaceTravel) {
	least := uint32(max(2, t.slots/max(1, len(t.uses)))) // a place's part of a round's requests in a row
	for _, u := range t.uses {
		p := PlaceTravel{
			Number: u.Number%card.MaxPlaces + 1, Coming: u.Number >= card.MaxPlaces, Took: u.Writes.Answered, Gave: u.Reads.Answered,
			Silent: max(u.Writes.Failed, u.Reads.Failed) >= least,
		}
		if p.Silent {
			since := p.Took
			if u.Writes.Failed < least {
				since = p.Gave
			}
			p.Cause, _ = u.Likeliest(since)
		}
		all = append(all, p)
	}
	return all
}

// isSilent reports whether nothing goes through in a direction: a round's requests
// in a row have failed, or all that were ever made.
func (t Travel) isSilent(w pouch.Way) bool {
	return w.Failed > 0 && (w.Answered.IsZero() || int64(w.Failed) >= int64(t.slots))
}

// Sealed returns until when the pouch holds boxes.
func (t Travel) Sealed() time.Time { return t.sealed }

// tellOtherKey alarms if a request met another key than the pinned one since the
// last such alarm. Who edits the pouch can say so of a time to come: that counts as
// now.
func (d *Device) tellOtherKey() {
	f := d.use.Failed[cause.OtherKey]
	if f.Count == 0 {
		return
	}
	last := uint32(min(f.Last.Unix(), d.env.Now().Unix()))
	if last <= d.otherKey {
		return
	}
	d.otherKey = last
	before := d.coming
	d.coming = min(d.known, max(d.calendar.At(f.Last), box.Round(1)))
	d.alarm(0, mail.AlarmOtherKey, 0)
	d.coming = before
}
