// Code generated from catalogue/hours.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// HoursLabel says: hours
func (s Say) HoursLabel() string {
	return s.say("hours.label")
}

// HoursNext says: next: {{.What}}
func (s Say) HoursNext(what string) string {
	return s.say("hours.next", s.said("What", what))
}

// HoursNow says: now, until {{.Limit}}; then: {{.What}}
func (s Say) HoursNow(limit string, what string) string {
	return s.say("hours.now", s.said("Limit", limit), s.said("What", what))
}

// HoursToday says: today {{.Time}} to {{.Limit}}
func (s Say) HoursToday(limit string, timeValue string) string {
	return s.say("hours.today", s.said("Limit", limit), s.said("Time", timeValue))
}

// HoursTomorrow says: tomorrow {{.Time}} to {{.Limit}}
func (s Say) HoursTomorrow(limit string, timeValue string) string {
	return s.say("hours.tomorrow", s.said("Limit", limit), s.said("Time", timeValue))
}

// HoursOn says: {{.Date}} {{.Time}} to {{.Limit}}
func (s Say) HoursOn(date string, limit string, timeValue string) string {
	return s.say("hours.on", s.said("Date", date), s.said("Limit", limit), s.said("Time", timeValue))
}

// HoursStretch says: {{.Time}} to {{.Limit}}
func (s Say) HoursStretch(limit string, timeValue string) string {
	return s.say("hours.stretch", s.said("Limit", limit), s.said("Time", timeValue))
}

// HoursDaily says: every day {{.What}} ({{.Typed}} UTC)
func (s Say) HoursDaily(typed string, what string) string {
	return s.say("hours.daily", s.typed("Typed", typed), s.said("What", what))
}

// HoursHourLater says: kept in UTC, so that the clocks' change moves them: from {{.Date}} on they are …
func (s Say) HoursHourLater(date string, what string) string {
	return s.say("hours.hour-later", s.said("Date", date), s.said("What", what))
}

// HoursHourEarlier says: kept in UTC, so that the clocks' change moves them: from {{.Date}} on they are …
func (s Say) HoursHourEarlier(date string, what string) string {
	return s.say("hours.hour-earlier", s.said("Date", date), s.said("What", what))
}

// HoursLater says: kept in UTC, so that the clocks' change moves them: from {{.Date}} on they are …
func (s Say) HoursLater(date string, span time.Duration, what string) string {
	return s.say("hours.later", s.said("Date", date), s.span("Span", span), s.said("What", what))
}

// HoursEarlier says: kept in UTC, so that the clocks' change moves them: from {{.Date}} on they are …
func (s Say) HoursEarlier(date string, span time.Duration, what string) string {
	return s.say("hours.earlier", s.said("Date", date), s.span("Span", span), s.said("What", what))
}

// HoursAfter says: after {{.Since}}
func (s Say) HoursAfter(since time.Time) string {
	return s.say("hours.after", s.clock("Since", since))
}

// HoursOutside says: It is outside your group's hours, and nothing travels before the next: {{.What}…
func (s Say) HoursOutside(what string) string {
	return s.say("hours.outside", s.said("What", what))
}
