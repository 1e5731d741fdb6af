// Code generated from catalogue/desks.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// DesksNone says: This device knows of no desk. Founders sign desks: 'bulkhead desks add'.
func (s Say) DesksNone() string {
	return s.say("desks.none")
}

// DesksCounts says: Reports can be sent to it until {{.Until}}.
func (s Say) DesksCounts(until time.Time) string {
	return s.say("desks.counts", s.clock("Until", until))
}

// DesksFrom says: Reports can be sent to it from {{.At}}.
func (s Say) DesksFrom(at time.Time) string {
	return s.say("desks.from", s.clock("At", at))
}

// DesksExpired says: Its record is over.
func (s Say) DesksExpired() string {
	return s.say("desks.expired")
}

// DesksBoth says: signed by both founders
func (s Say) DesksBoth() string {
	return s.say("desks.both")
}

// DesksAlone says: signed by one founder alone, the {{.Founder}}
func (s Say) DesksAlone(founder string) string {
	return s.say("desks.alone", s.said("Founder", founder))
}

// DesksFingerprint says: fingerprint {{.Typed}}
func (s Say) DesksFingerprint(typed string) string {
	return s.say("desks.fingerprint", s.typed("Typed", typed))
}

// DesksTwo says: Another desk has the same name: compare fingerprints with somebody of the desk,…
func (s Say) DesksTwo() string {
	return s.say("desks.two")
}

// DesksMany says: More than one desk is listed: compare its fingerprint with somebody of the desk…
func (s Say) DesksMany() string {
	return s.say("desks.many")
}

// DesksAdded says: {{.Who}} is signed by this founder. Until the other founder signs too, it count…
func (s Say) DesksAdded(who string) string {
	return s.say("desks.added", s.said("Who", who))
}

// DesksSigned says: {{.Who}} is signed by both founders, and counts at once.
func (s Say) DesksSigned(who string) string {
	return s.say("desks.signed", s.said("Who", who))
}

// DesksRevoked says: The desk is taken back. Nothing more is sealed to it, as soon as the others hea…
func (s Say) DesksRevoked() string {
	return s.say("desks.revoked")
}

// DesksWritten says: Its record is written to {{.Typed}}: hand it to the desk.
func (s Say) DesksWritten(typed string) string {
	return s.say("desks.written", s.typed("Typed", typed))
}

// DesksRevokeQuestion says: Nobody sends to this desk any more, and no founder can undo that. Take it back?
func (s Say) DesksRevokeQuestion() string {
	return s.say("desks.revoke-question")
}

// DesksNoSuch says: no desk has this name or fingerprint
func (s Say) DesksNoSuch() string {
	return s.say("desks.no-such")
}

// DesksNoSuchHint says: 'bulkhead desks' lists them
func (s Say) DesksNoSuchHint() string {
	return s.say("desks.no-such-hint")
}

// DesksNoKey says: this file is not a desk's public key: it has {{.Number}} bytes
func (s Say) DesksNoKey(number int) string {
	return s.say("desks.no-key", s.number("Number", number))
}

// DesksCame says: {{.Count}} packets came for the desk.
func (s Say) DesksCame(count int) string {
	return s.say("desks.came", s.count("Count", count))
}

// DesksReplied says: {{.Count}} replies are on their way.
func (s Say) DesksReplied(count int) string {
	return s.say("desks.replied", s.count("Count", count))
}

// DesksRefused says: {{.Count}} files are no replies, or their ways are over: their names end in .re…
func (s Say) DesksRefused(count int) string {
	return s.say("desks.refused", s.count("Count", count))
}

// DesksLeft says: {{.Count}} replies stay in their files: this device has no room for more now. R…
func (s Say) DesksLeft(count int) string {
	return s.say("desks.left", s.count("Count", count))
}
