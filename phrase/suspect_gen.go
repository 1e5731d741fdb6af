// Code generated from catalogue/suspect.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// SuspectCut says: Your partner and you have both said it: the link with {{.Alias}} is cut for goo…
func (s Say) SuspectCut(alias string) string {
	return s.say("suspect.cut", s.text("Alias", alias))
}

// SuspectNoLead says: You have no lead now: 'bulkhead drill --help' and 'bulkhead lifelines' say how …
func (s Say) SuspectNoLead() string {
	return s.say("suspect.no-lead")
}

// SuspectStands says: Your word stands: {{.Alias}} may have been taken.
func (s Say) SuspectStands(alias string) string {
	return s.say("suspect.stands", s.text("Alias", alias))
}

// SuspectTakenBack says: Your word about {{.Alias}} is taken back.
func (s Say) SuspectTakenBack(alias string) string {
	return s.say("suspect.taken-back", s.text("Alias", alias))
}

// SuspectQuarantine says: The link with {{.Alias}} is in quarantine until {{.Until}}: believe nothing tha…
func (s Say) SuspectQuarantine(alias string, until time.Time) string {
	return s.say("suspect.quarantine", s.text("Alias", alias), s.clock("Until", until))
}

// SuspectIfBoth says: If {{.Who}} says the same, the link is cut at once.
func (s Say) SuspectIfBoth(who string) string {
	return s.say("suspect.if-both", s.said("Who", who))
}

// SuspectNext says: If you become sure: 'bulkhead drill {{.Typed}}'. If you were wrong: 'bulkhead s…
func (s Say) SuspectNext(typed string) string {
	return s.say("suspect.next", s.typed("Typed", typed))
}

// SuspectAgree says: Your partner has said the same of {{.Alias}}. With your word the link with your…
func (s Say) SuspectAgree(alias string) string {
	return s.say("suspect.agree", s.text("Alias", alias))
}
