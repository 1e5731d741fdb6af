// Code generated from catalogue/value.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// ValueLessThan1 says: less than 1 of 100
func (s Say) ValueLessThan1() string {
	return s.say("value.less-than-1")
}

// ValueMoreThan99 says: more than 99 of 100
func (s Say) ValueMoreThan99() string {
	return s.say("value.more-than-99")
}

// ValueOf100 says: {{.Number}} of 100
func (s Say) ValueOf100(number int) string {
	return s.say("value.of-100", s.number("Number", number))
}

// ValueBytes says: {{.Count}} bytes
func (s Say) ValueBytes(count int) string {
	return s.say("value.bytes", s.count("Count", count))
}

// ValueKilobytes says: {{.Value}} kB
func (s Say) ValueKilobytes(value string) string {
	return s.say("value.kilobytes", s.said("Value", value))
}

// ValueMegabytes says: {{.Value}} MB
func (s Say) ValueMegabytes(value string) string {
	return s.say("value.megabytes", s.said("Value", value))
}

// ValueSeconds says: {{.Amount}} seconds
func (s Say) ValueSeconds(amount float64) string {
	return s.say("value.seconds", s.amount("Amount", amount))
}

// ValueMinutes says: {{.Amount}} minutes
func (s Say) ValueMinutes(amount float64) string {
	return s.say("value.minutes", s.amount("Amount", amount))
}

// ValueHours says: {{.Amount}} hours
func (s Say) ValueHours(amount float64) string {
	return s.say("value.hours", s.amount("Amount", amount))
}

// ValueDays says: {{.Amount}} days
func (s Say) ValueDays(amount float64) string {
	return s.say("value.days", s.amount("Amount", amount))
}

// ValueJustNow says: just now
func (s Say) ValueJustNow() string {
	return s.say("value.just-now")
}

// ValueMinutesAgo says: {{.Count}} min ago
func (s Say) ValueMinutesAgo(count int) string {
	return s.say("value.minutes-ago", s.count("Count", count))
}

// ValueHoursAgo says: {{.Count}} h ago
func (s Say) ValueHoursAgo(count int) string {
	return s.say("value.hours-ago", s.count("Count", count))
}

// ValueDaysAgo says: {{.Count}} days ago
func (s Say) ValueDaysAgo(count int) string {
	return s.say("value.days-ago", s.count("Count", count))
}

// ValueClock says: {{.Hour}}:{{.Minute}}
func (s Say) ValueClock(hour string, minute string) string {
	return s.say("value.clock", s.said("Hour", hour), s.said("Minute", minute))
}

// ValueClockSeconds says: {{.Hour}}:{{.Minute}}:{{.Second}}
func (s Say) ValueClockSeconds(hour string, minute string, second string) string {
	return s.say("value.clock-seconds", s.said("Hour", hour), s.said("Minute", minute), s.said("Second", second))
}

// ValueDate says: {{.Weekday}} {{.Day}} {{.Month}}
func (s Say) ValueDate(day int, month string, weekday string) string {
	return s.say("value.date", s.number("Day", day), s.said("Month", month), s.said("Weekday", weekday))
}

// ValueDayAndTime says: {{.Date}} {{.Time}}
func (s Say) ValueDayAndTime(date string, timeValue string) string {
	return s.say("value.day-and-time", s.said("Date", date), s.said("Time", timeValue))
}

// ValueListMore says: {{.First}}, {{.Last}}
func (s Say) ValueListMore(first string, last string) string {
	return s.say("value.list-more", s.said("First", first), s.said("Last", last))
}

// ValueListLast says: {{.First}} and {{.Last}}
func (s Say) ValueListLast(first string, last string) string {
	return s.say("value.list-last", s.said("First", first), s.said("Last", last))
}

// ValueMon says: Mon
func (s Say) ValueMon() string {
	return s.say("value.mon")
}

// ValueTue says: Tue
func (s Say) ValueTue() string {
	return s.say("value.tue")
}

// ValueWed says: Wed
func (s Say) ValueWed() string {
	return s.say("value.wed")
}

// ValueThu says: Thu
func (s Say) ValueThu() string {
	return s.say("value.thu")
}

// ValueFri says: Fri
func (s Say) ValueFri() string {
	return s.say("value.fri")
}

// ValueSat says: Sat
func (s Say) ValueSat() string {
	return s.say("value.sat")
}

// ValueSun says: Sun
func (s Say) ValueSun() string {
	return s.say("value.sun")
}

// ValueJan says: Jan
func (s Say) ValueJan() string {
	return s.say("value.jan")
}

// ValueFeb says: Feb
func (s Say) ValueFeb() string {
	return s.say("value.feb")
}

// ValueMar says: Mar
func (s Say) ValueMar() string {
	return s.say("value.mar")
}

// ValueApr says: Apr
func (s Say) ValueApr() string {
	return s.say("value.apr")
}

// ValueMay says: May
func (s Say) ValueMay() string {
	return s.say("value.may")
}

// ValueJun says: Jun
func (s Say) ValueJun() string {
	return s.say("value.jun")
}

// ValueJul says: Jul
func (s Say) ValueJul() string {
	return s.say("value.jul")
}

// ValueAug says: Aug
func (s Say) ValueAug() string {
	return s.say("value.aug")
}

// ValueSep says: Sep
func (s Say) ValueSep() string {
	return s.say("value.sep")
}

// ValueOct says: Oct
func (s Say) ValueOct() string {
	return s.say("value.oct")
}

// ValueNov says: Nov
func (s Say) ValueNov() string {
	return s.say("value.nov")
}

// ValueDec says: Dec
func (s Say) ValueDec() string {
	return s.say("value.dec")
}
