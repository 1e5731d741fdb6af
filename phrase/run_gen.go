// Code generated from catalogue/run.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// RunStopped says: Stopped after {{.Span}}: {{.Written}} boxes written, {{.Read}} read, {{.Count}}…
func (s Say) RunStopped(count int, read int, span time.Duration, written int) string {
	return s.say("run.stopped", s.count("Count", count), s.number("Read", read), s.span("Span", span), s.number("Written", written))
}

// RunTravel says: Boxes travel: {{.Number}} each way in every round of {{.Span}}. Sealed until {{…
func (s Say) RunTravel(number int, span time.Duration, until time.Time) string {
	return s.say("run.travel", s.number("Number", number), s.span("Span", span), s.clock("Until", until))
}

// RunTravelHours says: Boxes travel until {{.Limit}}: {{.Number}} each way in every round of {{.Span}}…
func (s Say) RunTravelHours(limit string, number int, span time.Duration, until time.Time, what string) string {
	return s.say("run.travel-hours", s.said("Limit", limit), s.number("Number", number), s.span("Span", span), s.clock("Until", until), s.said("What", what))
}

// RunTravelLater says: No boxes travel yet: the next hours are {{.What}}. Then {{.Number}} travel each…
func (s Say) RunTravelLater(number int, span time.Duration, until time.Time, what string) string {
	return s.say("run.travel-later", s.number("Number", number), s.span("Span", span), s.clock("Until", until), s.said("What", what))
}

// RunHoursOver says: The hours are over. No boxes travel before the next: {{.What}}.
func (s Say) RunHoursOver(what string) string {
	return s.say("run.hours-over", s.said("What", what))
}

// RunDry says: the pouch has run dry, and this device is silent: open it, for instance with 'b…
func (s Say) RunDry() string {
	return s.say("run.dry")
}

// RunEdited says: somebody has edited the pouch: it names another drop or other rounds than when …
func (s Say) RunEdited() string {
	return s.say("run.edited")
}

// RunWorking says: Working.
func (s Say) RunWorking() string {
	return s.say("run.working")
}

// RunRound says: {{.At}} {{.Written}} written, {{.Read}} read
func (s Say) RunRound(at time.Time, read int, written int) string {
	return s.say("run.round", s.clock("At", at), s.number("Read", read), s.number("Written", written))
}

// RunRoundFailed says: {{.At}} {{.Written}} written, {{.Read}} read, {{.Count}} without an answer: {{.…
func (s Say) RunRoundFailed(at time.Time, count int, read int, reason string, written int) string {
	return s.say("run.round-failed", s.clock("At", at), s.count("Count", count), s.number("Read", read), s.said("Reason", reason), s.number("Written", written))
}

// RunClockApart says: this machine's clock and the drop's are about {{.Span}} apart, more than a round
func (s Say) RunClockApart(span time.Duration) string {
	return s.say("run.clock-apart", s.span("Span", span))
}

// RunClockApartHint says: set this machine's clock; if it is right, tell whoever runs the drop
func (s Say) RunClockApartHint() string {
	return s.say("run.clock-apart-hint")
}

// RunClockSkewed says: this machine's clock and the drop's are about {{.Span}} apart: boxes may be mis…
func (s Say) RunClockSkewed(span time.Duration) string {
	return s.say("run.clock-skewed", s.span("Span", span))
}
