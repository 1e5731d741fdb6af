// Code generated from catalogue/report.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// ReportLabelKind says: Kind
func (s Say) ReportLabelKind() string {
	return s.say("report.label-kind")
}

// ReportLabelType says: Type
func (s Say) ReportLabelType() string {
	return s.say("report.label-type")
}

// ReportLabelState says: State
func (s Say) ReportLabelState() string {
	return s.say("report.label-state")
}

// ReportLabelAccess says: Aid gets there
func (s Say) ReportLabelAccess() string {
	return s.say("report.label-access")
}

// ReportLabelSeverity says: Severity
func (s Say) ReportLabelSeverity() string {
	return s.say("report.label-severity")
}

// ReportLabelHow says: Known
func (s Say) ReportLabelHow() string {
	return s.say("report.label-how")
}

// ReportLabelConfidence says: Confidence
func (s Say) ReportLabelConfidence() string {
	return s.say("report.label-confidence")
}

// ReportLabelConsent says: The desk may
func (s Say) ReportLabelConsent() string {
	return s.say("report.label-consent")
}

// ReportLabelPeople says: People
func (s Say) ReportLabelPeople() string {
	return s.say("report.label-people")
}

// ReportLabelKilled says: Killed
func (s Say) ReportLabelKilled() string {
	return s.say("report.label-killed")
}

// ReportLabelInjured says: Injured
func (s Say) ReportLabelInjured() string {
	return s.say("report.label-injured")
}

// ReportLabelWhen says: When
func (s Say) ReportLabelWhen() string {
	return s.say("report.label-when")
}

// ReportLabelUnit says: Known to
func (s Say) ReportLabelUnit() string {
	return s.say("report.label-unit")
}

// ReportLabelWhere says: Where
func (s Say) ReportLabelWhere() string {
	return s.say("report.label-where")
}

// ReportLabelTo says: Goes to
func (s Say) ReportLabelTo() string {
	return s.say("report.label-to")
}

// ReportLabelText says: Text
func (s Say) ReportLabelText() string {
	return s.say("report.label-text")
}

// ReportLabelName says: Name of the place
func (s Say) ReportLabelName() string {
	return s.say("report.label-name")
}

// ReportLabelCoordinates says: Coordinates
func (s Say) ReportLabelCoordinates() string {
	return s.say("report.label-coordinates")
}

// ReportLabelPrecision says: Told no finer than
func (s Say) ReportLabelPrecision() string {
	return s.say("report.label-precision")
}

// ReportLabelBearing says: Direction from there
func (s Say) ReportLabelBearing() string {
	return s.say("report.label-bearing")
}

// ReportLabelDistance says: Distance from there
func (s Say) ReportLabelDistance() string {
	return s.say("report.label-distance")
}

// ReportLabelToName says: Name of the place it goes to
func (s Say) ReportLabelToName() string {
	return s.say("report.label-to-name")
}

// ReportUnitQuarterHour says: a quarter of an hour
func (s Say) ReportUnitQuarterHour() string {
	return s.say("report.unit-quarter-hour")
}

// ReportUnitHour says: an hour
func (s Say) ReportUnitHour() string {
	return s.say("report.unit-hour")
}

// ReportUnitSixHours says: six hours
func (s Say) ReportUnitSixHours() string {
	return s.say("report.unit-six-hours")
}

// ReportUnitDay says: a day
func (s Say) ReportUnitDay() string {
	return s.say("report.unit-day")
}

// ReportMetres says: {{.Value}} m
func (s Say) ReportMetres(value string) string {
	return s.say("report.metres", s.said("Value", value))
}

// ReportPair says: {{.First}}, {{.Last}}
func (s Say) ReportPair(first string, last string) string {
	return s.say("report.pair", s.said("First", first), s.said("Last", last))
}

// ReportMayNotify says: tell the parties to the conflict, so that it is spared
func (s Say) ReportMayNotify() string {
	return s.say("report.may-notify")
}

// ReportMayPublish says: publish what is cleared
func (s Say) ReportMayPublish() string {
	return s.say("report.may-publish")
}

// ReportNone says: No reports yet: 'bulkhead report new' writes one.
func (s Say) ReportNone() string {
	return s.say("report.none")
}

// ReportDraft says: not sent yet
func (s Say) ReportDraft() string {
	return s.say("report.draft")
}

// ReportEdited says: {{.Stage}}; edited since, and the edit is not sent yet
func (s Say) ReportEdited(stage string) string {
	return s.say("report.edited", s.said("Stage", stage))
}

// ReportStageWaiting says: waits on this device
func (s Say) ReportStageWaiting() string {
	return s.say("report.stage-waiting")
}

// ReportStagePassedOn says: passed on by the next device
func (s Say) ReportStagePassedOn() string {
	return s.say("report.stage-passed-on")
}

// ReportStageAtDesk says: at the desk
func (s Say) ReportStageAtDesk() string {
	return s.say("report.stage-at-desk")
}

// ReportStageRead says: read at the desk
func (s Say) ReportStageRead() string {
	return s.say("report.stage-read")
}

// ReportStageClosed says: closed by the desk
func (s Say) ReportStageClosed() string {
	return s.say("report.stage-closed")
}

// ReportUnread says: {{.Count}} texts of the desk are new
func (s Say) ReportUnread(count int) string {
	return s.say("report.unread", s.count("Count", count))
}

// ReportWritten says: Report {{.Item}} is kept as a draft. Nothing leaves before you send it.
func (s Say) ReportWritten(item uint32) string {
	return s.say("report.written", s.ref("Item", item))
}

// ReportEditedNow says: Report {{.Item}} is changed. Nothing leaves before you send it.
func (s Say) ReportEditedNow(item uint32) string {
	return s.say("report.edited-now", s.ref("Item", item))
}

// ReportNextPreview says: 'bulkhead report preview {{.Item}}' shows exactly what leaves.
func (s Say) ReportNextPreview(item uint32) string {
	return s.say("report.next-preview", s.ref("Item", item))
}

// ReportDeleted says: Report {{.Item}} is erased from this device.
func (s Say) ReportDeleted(item uint32) string {
	return s.say("report.deleted", s.ref("Item", item))
}

// ReportDeleteQuestion says: What a desk says to report {{.Item}} cannot be read any more, and it cannot be …
func (s Say) ReportDeleteQuestion(item uint32) string {
	return s.say("report.delete-question", s.ref("Item", item))
}

// ReportFiner says: The text or a name seems to say a place more exactly than you chose. Nothing of…
func (s Say) ReportFiner() string {
	return s.say("report.finer")
}

// ReportRevision says: Report {{.Item}}, revision {{.Number}}
func (s Say) ReportRevision(item uint32, number int) string {
	return s.say("report.revision", s.ref("Item", item), s.number("Number", number))
}

// ReportLeaves says: This and nothing else leaves with report {{.Item}}, sealed to the desk alone:
func (s Say) ReportLeaves(item uint32) string {
	return s.say("report.leaves", s.ref("Item", item))
}

// ReportLeavesAlso says: With it go two numbers drawn by chance, by which the desk can reply and you can…
func (s Say) ReportLeavesAlso() string {
	return s.say("report.leaves-also")
}

// ReportLeavesBoxes says: It is {{.Bytes}} long, whatever it says, and takes {{.Count}} boxes.
func (s Say) ReportLeavesBoxes(bytes uint64, count int) string {
	return s.say("report.leaves-boxes", s.bytes("Bytes", bytes), s.count("Count", count))
}

// ReportNotKept says: This device keeps what it said no more.
func (s Say) ReportNotKept() string {
	return s.say("report.not-kept")
}

// ReportWarning says: A text can hold what the form has no field for. Write no names, no telephone nu…
func (s Say) ReportWarning() string {
	return s.say("report.warning")
}

// ReportReplyAnswer says: The desk, {{.At}}:
func (s Say) ReportReplyAnswer(at time.Time) string {
	return s.say("report.reply-answer", s.clock("At", at))
}

// ReportReplyQuestion says: The desk asks, {{.At}} (question {{.Item}}):
func (s Say) ReportReplyQuestion(at time.Time, item uint32) string {
	return s.say("report.reply-question", s.clock("At", at), s.ref("Item", item))
}

// ReportReplyClosed says: The desk has closed it, {{.At}}:
func (s Say) ReportReplyClosed(at time.Time) string {
	return s.say("report.reply-closed", s.clock("At", at))
}

// ReportAnswered says: You have answered.
func (s Say) ReportAnswered() string {
	return s.say("report.answered")
}

// ReportWithdrawn says: withdrawn, since {{.Reason}}; the withdrawal: {{.Stage}}
func (s Say) ReportWithdrawn(reason string, stage string) string {
	return s.say("report.withdrawn", s.said("Reason", reason), s.said("Stage", stage))
}

// ReportMissing says: {{.Count}} words of the desk have not come, though later ones have.
func (s Say) ReportMissing(count int) string {
	return s.say("report.missing", s.count("Count", count))
}

// ReportOdd says: {{.Count}} replies did not fit those before: they were not believed. Two may be…
func (s Say) ReportOdd(count int) string {
	return s.say("report.odd", s.count("Count", count))
}

// ReportDropped says: {{.Count}} texts of the desk gave way to later ones.
func (s Say) ReportDropped(count int) string {
	return s.say("report.dropped", s.count("Count", count))
}

// ReportAsk says: {{.What}}:
func (s Say) ReportAsk(what string) string {
	return s.say("report.ask", s.said("What", what))
}

// ReportAskNow says: {{.What}} (now: {{.Value}}):
func (s Say) ReportAskNow(value string, what string) string {
	return s.say("report.ask-now", s.said("Value", value), s.said("What", what))
}

// ReportAskHow says: Type a number or a text. Nothing keeps what is there, a hyphen clears it.
func (s Say) ReportAskHow() string {
	return s.say("report.ask-how")
}

// ReportChoice says: {{.Number}} {{.What}}
func (s Say) ReportChoice(number int, what string) string {
	return s.say("report.choice", s.number("Number", number), s.said("What", what))
}

// ReportAskWhen says: A time is typed as 2026-03-01 for a day, or as 2026-03-01 14:15; 'since' before…
func (s Say) ReportAskWhen() string {
	return s.say("report.ask-when")
}

// ReportAskLandmark says: Do not go there to measure. A named place that can be seen from where it is saf…
func (s Say) ReportAskLandmark() string {
	return s.say("report.ask-landmark")
}

// ReportAskCoordinates says: Latitude and longitude as one line, such as 48.85 N, 2.35 E. They are made coar…
func (s Say) ReportAskCoordinates() string {
	return s.say("report.ask-coordinates")
}

// ReportReadings says: It can be read so:
func (s Say) ReportReadings() string {
	return s.say("report.readings")
}

// ReportAskReading says: Which one is it? Type its number; nothing takes none:
func (s Say) ReportAskReading() string {
	return s.say("report.ask-reading")
}

// ReportAskText says: The text, as many lines as you like. A line with nothing but a dot ends it; not…
func (s Say) ReportAskText() string {
	return s.say("report.ask-text")
}

// ReportAskConsent says: What may the desk do, besides reading it? Type numbers; a hyphen is nothing els…
func (s Say) ReportAskConsent() string {
	return s.say("report.ask-consent")
}

// ReportOfField says: {{.Typed}}: {{.Reason}}
func (s Say) ReportOfField(reason string, typed string) string {
	return s.say("report.of-field", s.said("Reason", reason), s.typed("Typed", typed))
}

// ReportOneOf says: it is one of {{.What}}
func (s Say) ReportOneOf(what string) string {
	return s.say("report.one-of", s.said("What", what))
}

// ReportReadingsHint says: it can be read as {{.First}} or as {{.Last}}: type N or S and E or W with it
func (s Say) ReportReadingsHint(first string, last string) string {
	return s.say("report.readings-hint", s.said("First", first), s.said("Last", last))
}

// ReportNoun says: report
func (s Say) ReportNoun() string {
	return s.say("report.noun")
}

// ReportNoTerminalHint says: a form is read from standard input as lines of 'name: value'; 'bulkhead report …
func (s Say) ReportNoTerminalHint() string {
	return s.say("report.no-terminal-hint")
}

// ReportLinesHint says: 'bulkhead report new --help' lists what a form has
func (s Say) ReportLinesHint() string {
	return s.say("report.lines-hint")
}

// ReportNoNumberHint says: 'bulkhead report' lists them
func (s Say) ReportNoNumberHint() string {
	return s.say("report.no-number-hint")
}

// ReportSent says: Report {{.Item}} is sealed to {{.Who}} and waits on this device for the next ro…
func (s Say) ReportSent(item uint32, who string) string {
	return s.say("report.sent", s.ref("Item", item), s.said("Who", who))
}

// ReportSentLook says: 'bulkhead report' shows how far it is.
func (s Say) ReportSentLook() string {
	return s.say("report.sent-look")
}

// ReportSendQuestion says: Send this and nothing else to {{.Who}}?
func (s Say) ReportSendQuestion(who string) string {
	return s.say("report.send-question", s.said("Who", who))
}

// ReportRecalled says: Report {{.Item}} is taken back. Nothing of it has left: it is a draft again, an…
func (s Say) ReportRecalled(item uint32) string {
	return s.say("report.recalled", s.ref("Item", item))
}

// ReportDeskNotTold says: The desk is not told: it takes no letters any more. Tell its people in another …
func (s Say) ReportDeskNotTold() string {
	return s.say("report.desk-not-told")
}

// ReportWithdrawalSent says: Report {{.Item}} is withdrawn. The desk is told; what it told on already is for…
func (s Say) ReportWithdrawalSent(item uint32) string {
	return s.say("report.withdrawal-sent", s.ref("Item", item))
}

// ReportAnswerSent says: Your answer to question {{.Number}} about report {{.Item}} is sealed to the des…
func (s Say) ReportAnswerSent(item uint32, number int) string {
	return s.say("report.answer-sent", s.ref("Item", item), s.number("Number", number))
}

// ReportNotThere says: The desk has not said that it is there, after {{.Number}} packets. Nothing more…
func (s Say) ReportNotThere(number int) string {
	return s.say("report.not-there", s.number("Number", number))
}

// ReportDeskWhich says: more than one desk takes reports, or none has this name
func (s Say) ReportDeskWhich() string {
	return s.say("report.desk-which")
}

// ReportDeskWhichHint says: 'bulkhead desks' lists them: name one with --desk, by its name or its fingerpri…
func (s Say) ReportDeskWhichHint() string {
	return s.say("report.desk-which-hint")
}

// ReportAnswerNoun says: answer
func (s Say) ReportAnswerNoun() string {
	return s.say("report.answer-noun")
}

// ReportNouns says: reports
func (s Say) ReportNouns() string {
	return s.say("report.nouns")
}

// ReportGaveUp says: {{.Count}} reports are not at their desks, as far as is known: 'bulkhead report'
func (s Say) ReportGaveUp(count int) string {
	return s.say("report.gave-up", s.count("Count", count))
}
