package round

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulkhead/box"
)

const (
	// MaxSpans is how many spans of a day a group's hours are at most.
	MaxSpans = 4

	// CalendarSize is the length in bytes of a calendar's binary form.
	CalendarSize = 4 + MaxSpans*8

	day = 24 * time.Hour
)

// Span is a part of every day, in UTC: hours in which a group's rounds are.
type Span struct {
	From   time.Duration // since 00:00, a multiple of T
	Length time.Duration // a multiple of T, not beyond 24:00
}

// To returns when s ends, since 00:00.
func (s Span) To() time.Duration { return s.From + s.Length }

// Calendar says when the rounds of a group are. Rounds are counted from 1970, in
// UTC and without leap seconds, as Unix time is. Without spans they follow each
// other day and night. With spans, the group's hours, a day has rounds in these
// alone; those of one day follow those of the day before in number, so that no
// number is left out. All of it is fixed for a group's life: a drop that announces
// something else is not followed.
//
// Calendars compare with ==. docs/protocol/calendar.md is the form and the rule.
type Calendar struct {
	Length time.Duration  // T, whole milliseconds, MinLength at least, that divide 24 h
	Spans  [MaxSpans]Span // in order, none touching the one before; what is not used is zero, at the end
}

// ErrCalendar is the error of a calendar that no group can have.
var ErrCalendar = errors.New("a round is 500 ms to 24 h long and divides 24 h; hours are up to 4 spans of a day, in whole rounds, apart from each other and less than the day")

// Check returns ErrCalendar unless c can be used.
func (c Calendar) Check() error {
	if c.Length < MinLength || c.Length > MaxLength || c.Length%time.Millisecond != 0 || day%c.Length != 0 {
		return ErrCalendar
	}
	end, over := time.Duration(-1), false // of the span before; whether one was not used
	for _, s := range c.Spans {
		if over = over || s == (Span{}); over {
			if s != (Span{}) {
				return ErrCalendar
			}
			continue
		}
		if s.From <= end || s.Length <= 0 || s.Length >= day || s.To() > day || s.From%c.Length != 0 || s.Length%c.Length != 0 {
			return ErrCalendar
		}
		end = s.To()
	}
	return nil
}

// HasHours reports whether the rounds are in spans of the day alone.
func (c Calendar) HasHours() bool { return c.Spans[0] != Span{} }

// PerDay returns R, how many rounds a day has.
func (c Calendar) PerDay() int { return int(c.open() / c.Length) }

// open is for how long of a day rounds are.
func (c Calendar) open() time.Duration {
	if !c.HasHours() {
		return day
	}
	var sum time.Duration
	for _, s := range c.Spans {
		sum += s.Length
	}
	return sum
}

// begun returns how many rounds have begun at t since 1970, the one that begins
// at t among them.
func (c Calendar) begun(t time.Time) int64 {
	ms := t.UnixMilli()
	if ms < 0 {
		return 0
	}
	days, rest := ms/day.Milliseconds(), time.Duration(ms%day.Milliseconds())*time.Millisecond
	n := days * int64(c.PerDay())
	if !c.HasHours() {
		return n + int64(rest/c.Length) + 1
	}
	for _, s := range c.Spans {
		switch {
		case rest < s.From || s.Length == 0:
			return n
		case rest < s.To():
			return n + int64((rest-s.From)/c.Length) + 1
		}
		n += int64(s.Length / c.Length)
	}
	return n
}

// At returns the round that is current at t: the one in which t falls or, between
// spans, the last that has ended. It is 0 before the first, and the last that can
// be numbered after that.
func (c Calendar) At(t time.Time) box.Round {
	return box.Round(min(max(c.begun(t)-1, 0), 1<<32-1))
}

// Open reports whether t falls in a round: always without hours.
func (c Calendar) Open(t time.Time) bool {
	n := c.begun(t)
	return n > 0 && t.Before(c.startOf(n-1).Add(c.Length))
}

// Start returns when round r begins.
func (c Calendar) Start(r box.Round) time.Time { return c.startOf(int64(r)) }

// End returns when round r ends: T after its start. The next one may begin later;
// see [Calendar.Next].
func (c Calendar) End(r box.Round) time.Time { return c.Start(r).Add(c.Length) }

// Half returns when round r's second half begins: writes before, reads after.
func (c Calendar) Half(r box.Round) time.Time { return c.Start(r).Add(c.Length / 2) }

// Next returns when the next round begins: the first that begins after t.
func (c Calendar) Next(t time.Time) time.Time { return c.startOf(c.begun(t)) }

// Takes reports whether a drop takes a box of round r at t: from T before the round
// begins until T after it has ended, by wall time.
func (c Calendar) Takes(r box.Round, t time.Time) bool {
	start := c.Start(r)
	return !t.Before(start.Add(-c.Length)) && t.Before(start.Add(2*c.Length))
}

// Gives reports whether a drop gives a box of round r at t, if it keeps boxes for keep
// lengths T: from T before the round begins until keep·T after it has ended.
func (c Calendar) Gives(r box.Round, t time.Time, keep int) bool {
	start := c.Start(r)
	return !t.Before(start.Add(-c.Length)) && t.Before(start.Add(time.Duration(keep+1)*c.Length))
}

// Kept returns the first round that such a drop still keeps at t.
func (c Calendar) Kept(t time.Time, keep int) box.Round {
	at := t.Add(-time.Duration(keep) * c.Length) // what has ended by then is gone
	n := c.begun(at)
	if c.Open(at) {
		n--
	}
	return box.Round(min(n, 1<<32-1))
}

// Whole returns the spans of a day as people see them, in order: one that goes on over
// midnight is one, and ends after 24:00. nil without hours.
func (c Calendar) Whole() (all []Span) {
	for _, s := range c.Spans {
		if s.Length > 0 {
			all = append(all, s)
		}
	}
	last := len(all) - 1
	if last > 0 && all[0].From == 0 && all[last].To() == day {
		all[last].Length += all[0].Length
		all = all[1:]
	}
	return all
}

// Waits returns the times from the beginning of one span to that of the next, beginning
// with that after the first: 24 hours with one span a day, nil without hours.
func (c Calendar) Waits() (all []time.Duration) {
	spans := c.Whole()
	for i, s := range spans {
		next := day + spans[0].From
		if i+1 < len(spans) {
			next = spans[i+1].From
		}
		all = append(all, next-s.From)
	}
	return all
}

// LongestWait returns the longest of [Calendar.Waits]; T without hours.
func (c Calendar) LongestWait() time.Duration {
	if !c.HasHours() {
		return c.Length
	}
	return slices.Max(c.Waits())
}

// Hours returns the hours in which t falls or, between spans, the next ones. What
// goes on over midnight is one. Without hours it is all of t's day.
func (c Calendar) Hours(t time.Time) (from, to time.Time) {
	if !c.HasHours() {
		from = t.UTC().Truncate(day)
		return from, from.Add(day)
	}
	r := c.At(t)
	if !c.Open(t) {
		from = c.Next(t)
		r = c.At(from)
	}
	n := int64(r)
	for n > 0 && c.startOf(n-1).Add(c.Length).Equal(c.startOf(n)) {
		n--
	}
	from = c.startOf(n)
	for n = int64(r); c.startOf(n).Add(c.Length).Equal(c.startOf(n + 1)); {
		n++
	}
	return from, c.startOf(n).Add(c.Length)
}

// startOf computes in milliseconds: in nanoseconds, 2³² rounds overflow.
func (c Calendar) startOf(n int64) time.Time {
	perDay := int64(c.PerDay())
	rest := time.Duration(n%perDay) * c.Length
	if c.HasHours() {
		for _, s := range c.Spans {
			if rest < s.Length {
				rest += s.From
				break
			}
			rest -= s.Length
		}
	}
	return time.UnixMilli(n/perDay*day.Milliseconds() + rest.Milliseconds()).UTC()
}

// Rounds turns what is said in hours, days or years into rounds: as many as d has
// on average, rounded up. Without hours that is how many rounds d takes; of whole
// days it is exact in any case.
func (c Calendar) Rounds(d time.Duration) box.Round {
	whole := int64((d + time.Millisecond - 1) / time.Millisecond)
	perDay, ms := int64(c.PerDay()), day.Milliseconds()
	return box.Round(min(whole/ms*perDay+(whole%ms*perDay+ms-1)/ms, 1<<32-1))
}

// Bytes returns c in binary, big-endian:
//
//	0  4 T, in milliseconds
//	4  4 first round of the first span, counted from 00:00 in lengths T
//	8  4 rounds of it
//	12   the three other spans likewise; what is not used is zero
func (c Calendar) Bytes() (b [CalendarSize]byte) {
	binary.BigEndian.PutUint32(b[:], uint32(c.Length.Milliseconds()))
	for i, s := range c.Spans {
		if s.Length > 0 {
			binary.BigEndian.PutUint32(b[4+8*i:], uint32(s.From/c.Length))
			binary.BigEndian.PutUint32(b[8+8*i:], uint32(s.Length/c.Length))
		}
	}
	return b
}

// CalendarOf reads what [Calendar.Bytes] wrote, and nothing else. ErrCalendar.
func CalendarOf(b [CalendarSize]byte) (Calendar, error) {
	c := Calendar{Length: time.Duration(binary.BigEndian.Uint32(b[:])) * time.Millisecond}
	if c.Length < MinLength || c.Length > MaxLength {
		return Calendar{}, ErrCalendar
	}
	for i := range c.Spans {
		from, length := binary.BigEndian.Uint32(b[4+8*i:]), binary.BigEndian.Uint32(b[8+8*i:])
		if max(from, length) > uint32(day/c.Length) { // beyond any day: the product could overflow
			return Calendar{}, ErrCalendar
		}
		c.Spans[i] = Span{time.Duration(from) * c.Length, time.Duration(length) * c.Length}
	}
	if err := c.Check(); err != nil {
		return Calendar{}, err
	}
	return c, nil
}

// HoursText returns the spans as "05:00-05:30,18:00-20:00", in UTC, with seconds where
// there are any; "" without hours.
func (c Calendar) HoursText() string {
	clock := func(d time.Duration) string {
		text := fmt.Sprintf("%02d:%02d", d/time.Hour, d%time.Hour/time.Minute)
		if d%time.Minute != 0 {
			seconds := strconv.FormatFloat((d % time.Minute).Seconds(), 'f', -1, 64)
			if d%time.Minute < 10*time.Second {
				seconds = "0" + seconds
			}
			text += ":" + seconds
		}
		return text
	}
	var spans []string
	for _, s := range c.Spans {
		if s.Length > 0 {
			spans = append(spans, clock(s.From)+"-"+clock(s.To()))
		}
	}
	return strings.Join(spans, ",")
}

// ParseCalendar reads a calendar as it is offered, "NAME:ROUND[:HOURS]", such as
// "always:15m" or "evenings:2m:05:00-05:30,18:00-20:00"; name is "" where there is none,
// as in "2m:18:00-20:00". It says nothing of what a name may be. ErrCalendar.
func ParseCalendar(text string) (name string, c Calendar, err error) {
	length, hours, _ := strings.Cut(text, ":")
	d, err := time.ParseDuration(length)
	if err != nil {
		name = length
		length, hours, _ = strings.Cut(hours, ":")
		if d, err = time.ParseDuration(length); err != nil {
			return "", Calendar{}, ErrCalendar
		}
	}
	c, err = ParseHours(d, hours)
	return name, c, err
}

// Text returns c as [ParseCalendar] reads it, without a name: "2m0s:05:00-05:30,18:00-20:00".
func (c Calendar) Text() string {
	if !c.HasHours() {
		return c.Length.String()
	}
	return c.Length.String() + ":" + c.HoursText()
}

// ParseHours reads spans as [Calendar.HoursText] writes them into a calendar of rounds
// of the given length, and checks it. A span over midnight, as "22:00-01:00", is split
// there; spans may come in any order. ErrCalendar.
func ParseHours(length time.Duration, text string) (Calendar, error) {
	c := Calendar{Length: length}
	var spans []Span
	for _, part := range strings.Split(text, ",") {
		if text == "" {
			break
		}
		begin, end, found := strings.Cut(part, "-")
		from, ok := parseClock(begin)
		to, ok2 := parseClock(end)
		if !found || !ok || !ok2 || from == to || from == day {
			return Calendar{}, ErrCalendar
		}
		if to < from {
			spans = append(spans, Span{from, day - from})
			from = 0
		}
		if to > from {
			spans = append(spans, Span{from, to - from})
		}
	}
	if len(spans) > MaxSpans {
		return Calendar{}, ErrCalendar
	}
	slices.SortFunc(spans, func(a, b Span) int { return int(a.From - b.From) })
	copy(c.Spans[:], spans)
	if err := c.Check(); err != nil {
		return Calendar{}, err
	}
	return c, nil
}

// parseClock reads "18:00" or "18:00:30" as the time since 00:00, "24:00" at most.
func parseClock(text string) (time.Duration, bool) {
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	var d time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second}[:len(parts)] {
		n, err := strconv.ParseFloat(parts[i], 64)
		if err != nil || len(parts[i]) < 2 || strings.Trim(parts[i], "0123456789.") != "" || n >= 60 || i < 2 && len(parts[i]) != 2 {
			return 0, false
		}
		d += time.Duration(n*float64(unit/time.Millisecond)) * time.Millisecond
	}
	return d, d <= day
}

// AtLeast returns the shortest T that a calendar can have and that is not shorter
// than d; MaxLength if d is longer.
func AtLeast(d time.Duration) time.Duration {
	for ms := max(MinLength, d+time.Millisecond-1) / time.Millisecond; ms < MaxLength/time.Millisecond; ms++ {
		if MaxLength/time.Millisecond%ms == 0 {
			return ms * time.Millisecond
		}
	}
	return MaxLength
}
