// Code generated from catalogue/travel.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// TravelDirect says: This device speaks to the drop directly: whoever runs or watches the drop sees …
func (s Say) TravelDirect() string {
	return s.say("travel.direct")
}

// TravelByProxy says: This device speaks to the drop through the proxy that {{.Typed}} names. Whoever…
func (s Say) TravelByProxy(typed string) string {
	return s.say("travel.by-proxy", s.typed("Typed", typed))
}

// TravelWell says: Boxes travel: the drop answered {{.Ago}}.
func (s Say) TravelWell(ago time.Duration) string {
	return s.say("travel.well", s.ago("Ago", ago))
}

// TravelClockJumped says: No boxes travel: this machine's clock is far ahead of when the drop last took o…
func (s Say) TravelClockJumped() string {
	return s.say("travel.clock-jumped")
}

// TravelNoWorker says: No boxes travel: no 'bulkhead run' is running. Start it, and let it run. The la…
func (s Say) TravelNoWorker(ago time.Duration) string {
	return s.say("travel.no-worker", s.ago("Ago", ago))
}

// TravelNoWorkerYet says: No boxes travel: no 'bulkhead run' is running. Start it, and let it run. No req…
func (s Say) TravelNoWorkerYet() string {
	return s.say("travel.no-worker-yet")
}

// TravelAhead says: Silent until {{.Until}}: this device was opened with the clock ahead. It goes o…
func (s Say) TravelAhead(until time.Time) string {
	return s.say("travel.ahead", s.clock("Until", until))
}

// TravelRoundsBegun says: Silent until {{.Until}}: rounds up to then count as used, since the clock was a…
func (s Say) TravelRoundsBegun(until time.Time) string {
	return s.say("travel.rounds-begun", s.clock("Until", until))
}

// TravelDry says: No boxes travel since {{.Since}}: the pouch ran dry. Open the device again; if …
func (s Say) TravelDry(since time.Time) string {
	return s.say("travel.dry", s.clock("Since", since))
}

// TravelDropSilent says: The drop is silent since {{.Since}}: {{.Reason}}. {{.Advice}}.
func (s Say) TravelDropSilent(advice string, reason string, since time.Time) string {
	return s.say("travel.drop-silent", s.said("Advice", advice), s.said("Reason", reason), s.clock("Since", since))
}

// TravelDropNever says: The drop has not answered yet: {{.Reason}}. {{.Advice}}.
func (s Say) TravelDropNever(advice string, reason string) string {
	return s.say("travel.drop-never", s.said("Advice", advice), s.said("Reason", reason))
}

// TravelWritesFail says: What you write does not leave since {{.Since}}, though what others write is rea…
func (s Say) TravelWritesFail(advice string, reason string, since time.Time) string {
	return s.say("travel.writes-fail", s.said("Advice", advice), s.said("Reason", reason), s.clock("Since", since))
}

// TravelWritesNever says: What you write has not left yet, though what others write is read: {{.Reason}}.…
func (s Say) TravelWritesNever(advice string, reason string) string {
	return s.say("travel.writes-never", s.said("Advice", advice), s.said("Reason", reason))
}

// TravelReadsFail says: Nothing is read since {{.Since}}, though what you write leaves: {{.Reason}}. {{…
func (s Say) TravelReadsFail(advice string, reason string, since time.Time) string {
	return s.say("travel.reads-fail", s.said("Advice", advice), s.said("Reason", reason), s.clock("Since", since))
}

// TravelReadsNever says: Nothing was read yet, though what you write leaves: {{.Reason}}. {{.Advice}}.
func (s Say) TravelReadsNever(advice string, reason string) string {
	return s.say("travel.reads-never", s.said("Advice", advice), s.said("Reason", reason))
}

// TravelPlaceSilent says: Place {{.Number}} is silent: {{.Reason}}. The other places carry on, and the ne…
func (s Say) TravelPlaceSilent(number int, reason string) string {
	return s.say("travel.place-silent", s.number("Number", number), s.said("Reason", reason))
}

// TravelFirst says: No boxes yet: the next round begins at {{.Until}}.
func (s Say) TravelFirst(until time.Time) string {
	return s.say("travel.first", s.clock("Until", until))
}

// TravelHours says: Outside your group's hours: no boxes travel until {{.Until}}.
func (s Say) TravelHours(until time.Time) string {
	return s.say("travel.hours", s.clock("Until", until))
}

// TravelFailures says: Requests that failed since {{.Since}}
func (s Say) TravelFailures(since time.Time) string {
	return s.say("travel.failures", s.clock("Since", since))
}

// TravelFailure says: {{.Count}} requests, the last {{.Ago}}: {{.Reason}}
func (s Say) TravelFailure(ago time.Duration, count int, reason string) string {
	return s.say("travel.failure", s.ago("Ago", ago), s.count("Count", count), s.said("Reason", reason))
}

// TravelNoAnswer says: a request failed: {{.Reason}}. {{.Advice}}
func (s Say) TravelNoAnswer(advice string, reason string) string {
	return s.say("travel.no-answer", s.said("Advice", advice), s.said("Reason", reason))
}

// TravelFailedSo says: {{.Count}} times {{.Reason}}
func (s Say) TravelFailedSo(count int, reason string) string {
	return s.say("travel.failed-so", s.count("Count", count), s.said("Reason", reason))
}

// TravelSealedUntil says: {{.Moment}} without being opened, while 'bulkhead run' runs
func (s Say) TravelSealedUntil(moment time.Time) string {
	return s.say("travel.sealed-until", s.moment("Moment", moment))
}

// TravelData says: {{.Bytes}}, as of {{.Ago}}
func (s Say) TravelData(ago time.Duration, bytes uint64) string {
	return s.say("travel.data", s.ago("Ago", ago), s.bytes("Bytes", bytes))
}

// TravelDataNone says: none
func (s Say) TravelDataNone() string {
	return s.say("travel.data-none")
}

// TravelClockAgreed says: agreed with the drop's {{.Ago}}
func (s Say) TravelClockAgreed(ago time.Duration) string {
	return s.say("travel.clock-agreed", s.ago("Ago", ago))
}

// TravelClockNever says: not compared with the drop's yet
func (s Say) TravelClockNever() string {
	return s.say("travel.clock-never")
}

// TravelClockAhead says: {{.Ago}} the drop's was {{.Span}} ahead of this machine's: set it, or boxes are…
func (s Say) TravelClockAhead(ago time.Duration, span time.Duration) string {
	return s.say("travel.clock-ahead", s.ago("Ago", ago), s.span("Span", span))
}

// TravelClockBehind says: {{.Ago}} the drop's was {{.Span}} behind this machine's: set it, or boxes are m…
func (s Say) TravelClockBehind(ago time.Duration, span time.Duration) string {
	return s.say("travel.clock-behind", s.ago("Ago", ago), s.span("Span", span))
}
