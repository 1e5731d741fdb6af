// Code generated from catalogue/leave.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// LeaveDoes says: What leaving does, in this order
func (s Say) LeaveDoes() string {
	return s.say("leave.does")
}

// LeaveTells says: tell {{.Who}} that you leave, with the coming boxes
func (s Say) LeaveTells(who string) string {
	return s.say("leave.tells", s.said("Who", who))
}

// LeaveCuts says: cut the link with {{.Alias}} without a word: something speaks against it, or it…
func (s Say) LeaveCuts(alias string) string {
	return s.say("leave.cuts", s.text("Alias", alias))
}

// LeaveNobody says: tell nobody: this device has no link to anybody
func (s Say) LeaveNobody() string {
	return s.say("leave.nobody")
}

// LeaveErases says: erase everything that any passphrase opens on this device, for good: links, mes…
func (s Say) LeaveErases() string {
	return s.say("leave.erases")
}

// LeaveTravels says: let the boxes travel as before, for {{.Span}} at most, while 'bulkhead run' goe…
func (s Say) LeaveTravels(span time.Duration) string {
	return s.say("leave.travels", s.span("Span", span))
}

// LeaveCannot says: What it cannot do
func (s Say) LeaveCannot() string {
	return s.say("leave.cannot")
}

// LeaveCannotUndo says: Nothing undoes it. To come back, you need a new invitation, in person.
func (s Say) LeaveCannotUndo() string {
	return s.say("leave.cannot-undo")
}

// LeaveCannotWait says: It does not wait for an answer. Say it in person as well, and first to those wh…
func (s Say) LeaveCannotWait() string {
	return s.say("leave.cannot-wait")
}

// LeaveCannotForget says: It erases nothing on the others' devices, and makes nobody forget you. What you…
func (s Say) LeaveCannotForget() string {
	return s.say("leave.cannot-forget")
}

// LeaveCannotLed says: Those whom you lead lose their lead. They are found again over lifelines, if yo…
func (s Say) LeaveCannotLed() string {
	return s.say("leave.cannot-led")
}

// LeaveCannotFounder says: Your founder's key is erased too, and nobody signs in its place.
func (s Say) LeaveCannotFounder() string {
	return s.say("leave.cannot-founder")
}

// LeaveCannotCopies says: A copy of this device that was made before still opens.
func (s Say) LeaveCannotCopies() string {
	return s.say("leave.cannot-copies")
}

// LeaveAgree says: Do you leave the group, and is everything on this device to be erased?
func (s Say) LeaveAgree() string {
	return s.say("leave.agree")
}

// LeaveWord says: I am leaving the group, and this device is erased: nothing that you write here …
func (s Say) LeaveWord() string {
	return s.say("leave.word")
}

// LeaveDone says: You have left. Everything that a passphrase opened here is erased.
func (s Say) LeaveDone() string {
	return s.say("leave.done")
}

// LeaveTold says: {{.Who}} is told with the coming boxes.
func (s Say) LeaveTold(who string) string {
	return s.say("leave.told", s.said("Who", who))
}

// LeaveNotTold says: {{.Who}} is not told: say it in person.
func (s Say) LeaveNotTold(who string) string {
	return s.say("leave.not-told", s.said("Who", who))
}

// LeaveRun says: Let 'bulkhead run', or the 'bulkhead open' that is running, go on until {{.Unti…
func (s Say) LeaveRun(until time.Time) string {
	return s.say("leave.run", s.clock("Until", until))
}

// LeaveNotErased says: not erased, or not all of it: {{.Reason}}
func (s Say) LeaveNotErased(reason string) string {
	return s.say("leave.not-erased", s.said("Reason", reason))
}

// LeaveNotErasedHint says: 'bulkhead wipe' tries again
func (s Say) LeaveNotErasedHint() string {
	return s.say("leave.not-erased-hint")
}
