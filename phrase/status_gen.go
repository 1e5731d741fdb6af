// Code generated from catalogue/status.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// StatusThisDevice says: This device
func (s Say) StatusThisDevice() string {
	return s.say("status.this-device")
}

// StatusYouAre says: you are
func (s Say) StatusYouAre() string {
	return s.say("status.you-are")
}

// StatusIfOpened says: if opened
func (s Say) StatusIfOpened() string {
	return s.say("status.if-opened")
}

// StatusWorksUntil says: works until
func (s Say) StatusWorksUntil() string {
	return s.say("status.works-until")
}

// StatusDataToday says: data today
func (s Say) StatusDataToday() string {
	return s.say("status.data-today")
}

// StatusCheckIn says: check-in
func (s Say) StatusCheckIn() string {
	return s.say("status.check-in")
}

// StatusLifelines says: lifelines
func (s Say) StatusLifelines() string {
	return s.say("status.lifelines")
}

// StatusClock says: clock
func (s Say) StatusClock() string {
	return s.say("status.clock")
}

// StatusNotebook says: notebook
func (s Say) StatusNotebook() string {
	return s.say("status.notebook")
}

// StatusRoom says: room
func (s Say) StatusRoom() string {
	return s.say("status.room")
}

// StatusLongest says: a message can have up to {{.Count}} bytes now; what was written and received in…
func (s Say) StatusLongest(count int) string {
	return s.say("status.longest", s.count("Count", count))
}

// StatusBoxes says: {{.Stage}}; {{.Number}} of {{.Count}} boxes, about {{.Span}}
func (s Say) StatusBoxes(count int, number int, span time.Duration, stage string) string {
	return s.say("status.boxes", s.count("Count", count), s.number("Number", number), s.span("Span", span), s.said("Stage", stage))
}

// StatusBoxesAt says: {{.Stage}}; {{.Number}} of {{.Count}} boxes, all there about {{.At}}
func (s Say) StatusBoxesAt(at time.Time, count int, number int, stage string) string {
	return s.say("status.boxes-at", s.clock("At", at), s.count("Count", count), s.number("Number", number), s.said("Stage", stage))
}

// StatusShelf says: shelf
func (s Say) StatusShelf() string {
	return s.say("status.shelf")
}

// StatusShelfFails says: the disk refuses it: long messages and files stand still, everything else goes …
func (s Say) StatusShelfFails() string {
	return s.say("status.shelf-fails")
}

// StatusNew says: new
func (s Say) StatusNew() string {
	return s.say("status.new")
}

// StatusNamesNobody says: it names nobody but you
func (s Say) StatusNamesNobody() string {
	return s.say("status.names-nobody")
}

// StatusNames says: it names {{.Count}} people: {{.People}}
func (s Say) StatusNames(count int, people string) string {
	return s.say("status.names", s.count("Count", count), s.said("People", people))
}

// StatusCheckInCommand says: {{.What}}: 'bulkhead checkin'
func (s Say) StatusCheckInCommand(what string) string {
	return s.say("status.check-in-command", s.said("What", what))
}

// StatusClockJumped says: far ahead of when the drop last took a box: set it, or say with --clock-is-righ…
func (s Say) StatusClockJumped() string {
	return s.say("status.clock-jumped")
}

// StatusNothingNew says: nothing
func (s Say) StatusNothingNew() string {
	return s.say("status.nothing-new")
}

// StatusItemsNew says: {{.Count}} items: 'bulkhead inbox'
func (s Say) StatusItemsNew(count int) string {
	return s.say("status.items-new", s.count("Count", count))
}

// StatusAlarm says: ALARM {{.At}} {{.What}}
func (s Say) StatusAlarm(at time.Time, what string) string {
	return s.say("status.alarm", s.clock("At", at), s.said("What", what))
}

// StatusLinks says: Links
func (s Say) StatusLinks() string {
	return s.say("status.links")
}

// StatusNoLinks says: none yet: 'bulkhead invite'
func (s Say) StatusNoLinks() string {
	return s.say("status.no-links")
}

// StatusHeard says: {{.Phase}}; last box {{.Ago}}, opened their device {{.Opened}}
func (s Say) StatusHeard(ago time.Duration, opened time.Duration, phase string) string {
	return s.say("status.heard", s.ago("Ago", ago), s.ago("Opened", opened), s.said("Phase", phase))
}

// StatusHeardOutside says: {{.Phase}}; last box {{.Ago}}, opened their device outside the hours, after {{.…
func (s Say) StatusHeardOutside(ago time.Duration, phase string, since time.Time) string {
	return s.say("status.heard-outside", s.ago("Ago", ago), s.said("Phase", phase), s.clock("Since", since))
}

// StatusOverdue says: overdue: has not opened the device for longer than agreed
func (s Say) StatusOverdue() string {
	return s.say("status.overdue")
}

// StatusFrozen says: frozen: {{.Reason}}. Meet, sever it and make a new one
func (s Say) StatusFrozen(reason string) string {
	return s.say("status.frozen", s.said("Reason", reason))
}

// StatusSecuring says: securing: what is written waits for the first exchange of keys
func (s Say) StatusSecuring() string {
	return s.say("status.securing")
}

// StatusCut says: taken: the link is cut at {{.At}}, once the device is open then. Nothing you wr…
func (s Say) StatusCut(at time.Time) string {
	return s.say("status.cut", s.clock("At", at))
}

// StatusQuarantine says: in quarantine until {{.Until}}: believe nothing that comes over this link
func (s Say) StatusQuarantine(until time.Time) string {
	return s.say("status.quarantine", s.clock("Until", until))
}

// StatusProbation says: on probation until {{.Until}}: adopted after a lead was lost; texts and notices…
func (s Say) StatusProbation(until time.Time) string {
	return s.say("status.probation", s.clock("Until", until))
}

// StatusUnproven says: not proven: has brought no founder's stamp yet, which comes every day. Compare …
func (s Say) StatusUnproven() string {
	return s.say("status.unproven")
}

// StatusSuspected says: you said that they may have been taken ('bulkhead suspect --take-back {{.Typed}…
func (s Say) StatusSuspected(typed string) string {
	return s.say("status.suspected", s.typed("Typed", typed))
}

// StatusToldTaken says: somebody who has a link to them too said that they were taken ('bulkhead drill …
func (s Say) StatusToldTaken(typed string) string {
	return s.say("status.told-taken", s.typed("Typed", typed))
}

// StatusMessages says: Your messages
func (s Say) StatusMessages() string {
	return s.say("status.messages")
}

// StatusTo says: to {{.Who}}
func (s Say) StatusTo(who string) string {
	return s.say("status.to", s.said("Who", who))
}

// StatusToNobody says: to nobody
func (s Say) StatusToNobody() string {
	return s.say("status.to-nobody")
}

// StatusOver says: over {{.Who}}
func (s Say) StatusOver(who string) string {
	return s.say("status.over", s.said("Who", who))
}

// StatusUndelivered says: {{.Stage}}: {{.Reason}}
func (s Say) StatusUndelivered(reason string, stage string) string {
	return s.say("status.undelivered", s.said("Reason", reason), s.said("Stage", stage))
}

// StatusDelivered says: {{.Count}} messages more were received by the other
func (s Say) StatusDelivered(count int) string {
	return s.say("status.delivered", s.count("Count", count))
}

// StatusAlarms says: {{.Count}} alarms
func (s Say) StatusAlarms(count int) string {
	return s.say("status.alarms", s.count("Count", count))
}

// StatusZoneUnknown says: this machine does not say its time zone, or names one that is not known (TZ): t…
func (s Say) StatusZoneUnknown() string {
	return s.say("status.zone-unknown")
}
