// Code generated from catalogue/open.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// OpenLocked says: Locked.
func (s Say) OpenLocked() string {
	return s.say("open.locked")
}

// OpenLockedVerbs says: unlock, quit
func (s Say) OpenLockedVerbs() string {
	return s.say("open.locked-verbs")
}

// OpenOtherWorker says: another 'bulkhead run' lets the boxes travel; this one keeps the device open
func (s Say) OpenOtherWorker() string {
	return s.say("open.other-worker")
}

// OpenNoCalls says: verbs that are typed elsewhere find the device in use: this folder takes no cal…
func (s Say) OpenNoCalls() string {
	return s.say("open.no-calls")
}

// OpenArrived says: {{.At}} something has arrived ({{.Count}} unread)
func (s Say) OpenArrived(at time.Time, count int) string {
	return s.say("open.arrived", s.clock("At", at), s.count("Count", count))
}

// OpenOwn says: this verb is the program's own
func (s Say) OpenOwn() string {
	return s.say("open.own")
}

// OpenOwnHint says: 'bulkhead open' keeps a device open
func (s Say) OpenOwnHint() string {
	return s.say("open.own-hint")
}

// OpenIsClockRight says: This machine's clock says {{.Moment}}: for more than two days neither was this …
func (s Say) OpenIsClockRight(moment time.Time) string {
	return s.say("open.is-clock-right", s.moment("Moment", moment))
}

// OpenClockJumped says: no boxes travel: for more than two days neither was this device opened nor did …
func (s Say) OpenClockJumped() string {
	return s.say("open.clock-jumped")
}

// OpenPrivate says: what is open here takes no verbs from elsewhere
func (s Say) OpenPrivate() string {
	return s.say("open.private")
}

// OpenPrivateHint says: 'bulkhead unlock' closes it and asks for a passphrase
func (s Say) OpenPrivateHint() string {
	return s.say("open.private-hint")
}

// OpenDiskFull says: This disk takes nothing more: what was written last may not be saved.
func (s Say) OpenDiskFull() string {
	return s.say("open.disk-full")
}

// OpenTriesAgain says: it is still open, and the disk is tried again every minute until it is locked
func (s Say) OpenTriesAgain() string {
	return s.say("open.tries-again")
}

// OpenNotHere says: this is no verb for what is open
func (s Say) OpenNotHere() string {
	return s.say("open.not-here")
}

// OpenNotHereHint says: type it in a terminal of its own
func (s Say) OpenNotHereHint() string {
	return s.say("open.not-here-hint")
}
