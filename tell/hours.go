package tell

import (
	"time"

	"bulkhead/round"
)

// DayHours are the hours of a group, as the clocks of the person's zone will show them.
type DayHours struct {
	Now   bool       `json:"now"`             // rounds are in them now: next are those that come after
	Until time.Time  `json:"until,omitzero"`  // with now: when they end
	Next  Stretch    `json:"next"`            // the hours that begin next
	Daily []Stretch  `json:"daily"`           // those of a day, the ones that begin next first
	UTC   string     `json:"utc"`             // the same as the group's card has them, as 05:00-05:30,18:00-20:00
	Shift *HourShift `json:"shift,omitempty"` // the clocks' next change, if there is one within a year
}

// Stretch is a stretch of time.
type Stretch struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// HourShift is a change of the person's clocks, to daylight saving time or from it. The
// hours are kept in UTC, so they are shown at another time of day after it.
type HourShift struct {
	At    time.Time `json:"at"`         // when the clocks change
	By    Span      `json:"by_seconds"` // by how much later the hours are shown; below 0 earlier
	First Stretch   `json:"first"`      // the first hours that begin after it
	Daily []Stretch `json:"daily"`      // those of a day then
}

// shiftsWithin is how far ahead a change of the clocks is told of: every zone that has
// daylight saving time changes twice a year.
const shiftsWithin = 366 * 24 * time.Hour

// HoursOf tells a group's hours as of now in a zone; nil: UTC. It returns nil if the
// group has none.
func HoursOf(c round.Calendar, now time.Time, zone *time.Location) *DayHours {
	if !c.HasHours() {
		return nil
	}
	h := &DayHours{UTC: c.HoursText()}
	next := now
	if h.Now = c.Open(now); h.Now {
		_, h.Until = c.Hours(now)
		next = h.Until
	}
	h.Daily = daily(c, next)
	h.Next = h.Daily[0]
	if at, by := shiftAfter(now, zone); by != 0 {
		after := at
		if c.Open(at) { // those that it falls in have begun
			_, after = c.Hours(at)
		}
		d := daily(c, after)
		h.Shift = &HourShift{at.UTC(), Span(by), d[0], d}
	}
	return h
}

// daily returns a day's hours, in the order in which they begin after t, at which there
// are none.
func daily(c round.Calendar, t time.Time) (all []Stretch) {
	for range c.Whole() {
		from, to := c.Hours(t)
		all, t = append(all, Stretch{from, to}), to
	}
	return all
}

// shiftAfter returns when the clocks of a zone next change, and by how much they are
// ahead of before then; 0 if they do not for a year.
func shiftAfter(now time.Time, zone *time.Location) (at time.Time, by time.Duration) {
	if zone == nil {
		return at, 0
	}
	t := now.In(zone)
	_, before := t.Zone()
	for {
		_, t = t.ZoneBounds()
		if t.IsZero() || t.Sub(now) > shiftsWithin {
			return at, 0
		}
		if _, after := t.Zone(); after != before { // else it is the zone's name that changes
			return t, time.Duration(after-before) * time.Second
		}
	}
}
