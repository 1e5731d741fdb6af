// Code generated from catalogue/unfit.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// UnfitPlaceEmpty says: nothing was typed
func (s Say) UnfitPlaceEmpty() string {
	return s.say("unfit.place-empty")
}

// UnfitPlaceLong says: this is more than a pair of coordinates has
func (s Say) UnfitPlaceLong() string {
	return s.say("unfit.place-long")
}

// UnfitPlaceForm says: this is not a pair of coordinates
func (s Say) UnfitPlaceForm() string {
	return s.say("unfit.place-form")
}

// UnfitPlaceOne says: this may be one number: a pair has two
func (s Say) UnfitPlaceOne() string {
	return s.say("unfit.place-one")
}

// UnfitPlaceMinutes says: minutes and seconds are below 60
func (s Say) UnfitPlaceMinutes() string {
	return s.say("unfit.place-minutes")
}

// UnfitPlaceHemispheres says: two hemispheres are needed, or none: one of N and S, one of E and W
func (s Say) UnfitPlaceHemispheres() string {
	return s.say("unfit.place-hemispheres")
}

// UnfitPlaceSign says: a coordinate has a sign or a hemisphere, not both
func (s Say) UnfitPlaceSign() string {
	return s.say("unfit.place-sign")
}

// UnfitPlaceRange says: latitude is at most 90 degrees, longitude at most 180
func (s Say) UnfitPlaceRange() string {
	return s.say("unfit.place-range")
}

// UnfitPlaceGrid says: grid references are not read: type latitude and longitude
func (s Say) UnfitPlaceGrid() string {
	return s.say("unfit.place-grid")
}

// UnfitPlacePlusCode says: plus codes are not read: type latitude and longitude
func (s Say) UnfitPlacePlusCode() string {
	return s.say("unfit.place-plus-code")
}

// UnfitPlaceExact says: exact coordinates are neither kept nor sent
func (s Say) UnfitPlaceExact() string {
	return s.say("unfit.place-exact")
}

// UnfitPlacePrecision says: a place is told to 10,000, 1,000 or 100 metres
func (s Say) UnfitPlacePrecision() string {
	return s.say("unfit.place-precision")
}

// UnfitPlaceName says: the name of a place is one line of at most 80 bytes
func (s Say) UnfitPlaceName() string {
	return s.say("unfit.place-name")
}

// UnfitPlaceLandmark says: a direction or a distance is from a named place: type its name too
func (s Say) UnfitPlaceLandmark() string {
	return s.say("unfit.place-landmark")
}

// UnfitPlaceBytes says: these bytes are not a place
func (s Say) UnfitPlaceBytes() string {
	return s.say("unfit.place-bytes")
}

// UnfitReportNewer says: a newer version of the program has made this report
func (s Say) UnfitReportNewer() string {
	return s.say("unfit.report-newer")
}

// UnfitReportBytes says: these bytes are not a report
func (s Say) UnfitReportBytes() string {
	return s.say("unfit.report-bytes")
}

// UnfitReportId says: a report has a number of its own and a revision
func (s Say) UnfitReportId() string {
	return s.say("unfit.report-id")
}

// UnfitReportKind says: a report is of one of five kinds, with the types and states of that kind
func (s Say) UnfitReportKind() string {
	return s.say("unfit.report-kind")
}

// UnfitReportValue says: a field that always has a value has none, or one that it cannot have: how it is…
func (s Say) UnfitReportValue() string {
	return s.say("unfit.report-value")
}

// UnfitReportNotOfKind says: this kind of report does not have that field
func (s Say) UnfitReportNotOfKind() string {
	return s.say("unfit.report-not-of-kind")
}

// UnfitReportCount says: a number of people is at most 9,900,000, and above 99 has two digits and then z…
func (s Say) UnfitReportCount() string {
	return s.say("unfit.report-count")
}

// UnfitReportUnit says: a time is known to a quarter of an hour, an hour, six hours or a day
func (s Say) UnfitReportUnit() string {
	return s.say("unfit.report-unit")
}

// UnfitReportTime says: a time is between 1970 and 2200, and its end not before its beginning
func (s Say) UnfitReportTime() string {
	return s.say("unfit.report-time")
}

// UnfitReportText says: a text has at most 10,000 bytes and no control characters
func (s Say) UnfitReportText() string {
	return s.say("unfit.report-text")
}

// UnfitReportPlaceTo says: only a movement goes somewhere
func (s Say) UnfitReportPlaceTo() string {
	return s.say("unfit.report-place-to")
}

// UnfitReportLetter says: these bytes are not a letter to a desk
func (s Say) UnfitReportLetter() string {
	return s.say("unfit.report-letter")
}

// UnfitReportLong says: this is longer than three boxes carry: make the text shorter
func (s Say) UnfitReportLong() string {
	return s.say("unfit.report-long")
}

// UnfitReportOrder says: what is kept of a desk's replies is damaged
func (s Say) UnfitReportOrder() string {
	return s.say("unfit.report-order")
}

// UnfitSealNewer says: a newer version of the program has made this
func (s Say) UnfitSealNewer() string {
	return s.say("unfit.seal-newer")
}

// UnfitSealRecord says: this is not a desk's record
func (s Say) UnfitSealRecord() string {
	return s.say("unfit.seal-record")
}

// UnfitSealGroup says: this desk's record is another group's
func (s Say) UnfitSealGroup() string {
	return s.say("unfit.seal-group")
}

// UnfitSealSignature says: a founder's signature is missing or wrong
func (s Say) UnfitSealSignature() string {
	return s.say("unfit.seal-signature")
}

// UnfitSealEarly says: this desk's record is from the future
func (s Say) UnfitSealEarly() string {
	return s.say("unfit.seal-early")
}

// UnfitSealExpired says: this desk's record has expired
func (s Say) UnfitSealExpired() string {
	return s.say("unfit.seal-expired")
}

// UnfitSealRevoked says: a founder has revoked this desk
func (s Say) UnfitSealRevoked() string {
	return s.say("unfit.seal-revoked")
}

// UnfitSealNoRoom says: there is no room for one more desk
func (s Say) UnfitSealNoRoom() string {
	return s.say("unfit.seal-no-room")
}

// UnfitSealPacket says: this is not a packet to a desk or back
func (s Say) UnfitSealPacket() string {
	return s.say("unfit.seal-packet")
}

// UnfitSealNotOurs says: this is sealed to somebody else, or was changed
func (s Say) UnfitSealNotOurs() string {
	return s.say("unfit.seal-not-ours")
}

// UnfitSealSeed says: this is not a desk's private key
func (s Say) UnfitSealSeed() string {
	return s.say("unfit.seal-seed")
}

// UnfitSealProgress says: what is kept of how far a report is, is damaged
func (s Say) UnfitSealProgress() string {
	return s.say("unfit.seal-progress")
}

// UnfitBookNone says: no report has this number
func (s Say) UnfitBookNone() string {
	return s.say("unfit.book-none")
}

// UnfitBookFull says: there is room for 64 reports: erase some
func (s Say) UnfitBookFull() string {
	return s.say("unfit.book-full")
}

// UnfitBookNoDraft says: nothing of this report waits to be sent
func (s Say) UnfitBookNoDraft() string {
	return s.say("unfit.book-no-draft")
}

// UnfitBookNotSent says: this report was never sent
func (s Say) UnfitBookNotSent() string {
	return s.say("unfit.book-not-sent")
}

// UnfitBookPending says: four letters of this report are on their way: wait until the desk has some
func (s Say) UnfitBookPending() string {
	return s.say("unfit.book-pending")
}

// UnfitBookClosed says: the desk has closed this report: write a new one
func (s Say) UnfitBookClosed() string {
	return s.say("unfit.book-closed")
}

// UnfitBookOtherDesk says: this report is at another desk, and stays there: write a new one
func (s Say) UnfitBookOtherDesk() string {
	return s.say("unfit.book-other-desk")
}

// UnfitBookWithdrawn says: this report is withdrawn: write a new one
func (s Say) UnfitBookWithdrawn() string {
	return s.say("unfit.book-withdrawn")
}

// UnfitBookNoReply says: the desk said nothing with this number that can be answered
func (s Say) UnfitBookNoReply() string {
	return s.say("unfit.book-no-reply")
}

// UnfitBookRevisions says: this report has no more revisions: write a new one
func (s Say) UnfitBookRevisions() string {
	return s.say("unfit.book-revisions")
}

// UnfitBookBytes says: what is kept of reports is damaged
func (s Say) UnfitBookBytes() string {
	return s.say("unfit.book-bytes")
}

// UnfitFormLine says: a line of a form is a name, a colon and a value
func (s Say) UnfitFormLine() string {
	return s.say("unfit.form-line")
}

// UnfitFormField says: a form has no field with this name
func (s Say) UnfitFormField() string {
	return s.say("unfit.form-field")
}

// UnfitFormOfKind says: this kind of report does not have that field
func (s Say) UnfitFormOfKind() string {
	return s.say("unfit.form-of-kind")
}

// UnfitFormTwice says: a field stands in a form once
func (s Say) UnfitFormTwice() string {
	return s.say("unfit.form-twice")
}

// UnfitFormChoice says: a field has one of its own values
func (s Say) UnfitFormChoice() string {
	return s.say("unfit.form-choice")
}

// UnfitFormNumber says: a number of people is written in digits
func (s Say) UnfitFormNumber() string {
	return s.say("unfit.form-number")
}

// UnfitFormClock says: a time is written as 2026-03-01, or as 2026-03-01 14:15, and no finer than it i…
func (s Say) UnfitFormClock() string {
	return s.say("unfit.form-clock")
}

// UnfitFormReadings says: this pair can be read in more than one way
func (s Say) UnfitFormReadings() string {
	return s.say("unfit.form-readings")
}

// UnfitFormAgain says: coordinates are made coarser once: for another precision type them again
func (s Say) UnfitFormAgain() string {
	return s.say("unfit.form-again")
}

// UnfitFormPrecision says: a precision belongs to coordinates
func (s Say) UnfitFormPrecision() string {
	return s.say("unfit.form-precision")
}

// UnfitReportThread says: what a desk keeps of a report is damaged
func (s Say) UnfitReportThread() string {
	return s.say("unfit.report-thread")
}
