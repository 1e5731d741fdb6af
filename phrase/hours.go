package phrase

import (
	"time"

	"bulkhead/tell"
)

// Hours says when a group's hours are next, and until when they last if they are now.
func (s Say) Hours(h *tell.DayHours) string {
	if h.Now {
		return s.HoursNow(s.TimeOfDay(h.Until), s.Stretch(h.Next))
	}
	return s.HoursNext(s.Stretch(h.Next))
}

// Stretch says hours of one day, "today 18:00 to 20:00": the day is that on which they
// begin.
func (s Say) Stretch(h tell.Stretch) string {
	from, to := s.TimeOfDay(h.From), s.TimeOfDay(h.To)
	on := func(day time.Time) bool {
		return !s.today.IsZero() && s.in(h.From).Format(time.DateOnly) == s.in(day).Format(time.DateOnly)
	}
	switch {
	case on(s.today):
		return s.HoursToday(to, from)
	case on(s.in(s.today).AddDate(0, 0, 1)):
		return s.HoursTomorrow(to, from)
	}
	return s.HoursOn(s.Date(h.From), to, from)
}

// Daily says the hours of every day: "06:00 to 06:30 and 19:00 to 21:00", by the time of
// day at which they begin.
func (s Say) Daily(all []tell.Stretch) string {
	var parts []string
	first := 0
	clock := func(t time.Time) time.Duration {
		t = s.in(t)
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
	}
	for i, h := range all {
		if clock(h.From) < clock(all[first].From) {
			first = i
		}
	}
	for i := range all {
		h := all[(first+i)%len(all)]
		parts = append(parts, s.HoursStretch(s.TimeOfDay(h.To), s.TimeOfDay(h.From)))
	}
	return s.Join(parts)
}

// Shift says that the hours are shown at other times after the clocks have changed.
func (s Say) Shift(h *tell.HourShift) string {
	on, then, by := s.Date(h.First.From), s.Daily(h.Daily), h.By.Duration()
	switch {
	case by == time.Hour:
		return s.HoursHourLater(on, then)
	case by == -time.Hour:
		return s.HoursHourEarlier(on, then)
	case by > 0:
		return s.HoursLater(on, by, then)
	}
	return s.HoursEarlier(on, -by, then)
}

// When says when something was, as [Say.Clock] does; until is set if it may have been at
// any time from then until that one, outside a group's hours.
func (s Say) When(t, until time.Time) string {
	if until.IsZero() {
		return s.Clock(t)
	}
	return s.HoursAfter(t)
}

// TimeOfDay says the time of day alone, with seconds where there are any.
func (s Say) TimeOfDay(t time.Time) string {
	t = s.in(t)
	if t.Second() != 0 {
		return s.isolated(s.ValueClockSeconds(s.two(t.Hour()), s.two(t.Minute()), s.two(t.Second())))
	}
	return s.isolated(s.ValueClock(s.two(t.Hour()), s.two(t.Minute())))
}
