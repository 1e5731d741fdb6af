// Code generated from catalogue/advice.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// AdviceLifelineUnknown says: You do not know who is at the other end of {{.Who}}, and nothing on either devi…
func (s Say) AdviceLifelineUnknown(who string) string {
	return s.say("advice.lifeline-unknown", s.said("Who", who))
}

// AdviceLifelineTell says: Do not count on it any more. Tell your partner and your lead, face to face, tha…
func (s Say) AdviceLifelineTell() string {
	return s.say("advice.lifeline-tell")
}

// AdviceCoercedKnownPartner says: Take it that everything {{.Who}} knows is known: you, your lead if you have one…
func (s Say) AdviceCoercedKnownPartner(who string) string {
	return s.say("advice.coerced-known-partner", s.said("Who", who))
}

// AdviceCoercedKnownLead says: Take it that everything {{.Who}} knows is known: you, your partner, {{.Who}}'s …
func (s Say) AdviceCoercedKnownLead(who string) string {
	return s.say("advice.coerced-known-lead", s.said("Who", who))
}

// AdviceCoercedKnownLed says: Take it that everything {{.Who}} knows is known: you, {{.Who}}'s partner, whom …
func (s Say) AdviceCoercedKnownLed(who string) string {
	return s.say("advice.coerced-known-led", s.said("Who", who))
}

// AdviceCoercedKnownOther says: Take it that everything {{.Who}} knows is known: you, {{.Who}}'s partner, lead …
func (s Say) AdviceCoercedKnownOther(who string) string {
	return s.say("advice.coerced-known-other", s.said("Who", who))
}

// AdviceCoercedSilent says: Do not write to {{.Who}} or call about it, and do not stop at once what you alw…
func (s Say) AdviceCoercedSilent(who string) string {
	return s.say("advice.coerced-silent", s.said("Who", who))
}

// AdviceCoercedWarnLed says: You are {{.Who}}'s lead: warn the other one of the pair, and tell your own lead…
func (s Say) AdviceCoercedWarnLed(who string) string {
	return s.say("advice.coerced-warn-led", s.said("Who", who))
}

// AdviceCoercedWarnLead says: Warn your partner by another way than this link; those you lead, too.
func (s Say) AdviceCoercedWarnLead() string {
	return s.say("advice.coerced-warn-lead")
}

// AdviceCoercedWarnOther says: Warn the others of your cell, first your lead if you have one, by another way t…
func (s Say) AdviceCoercedWarnOther(who string) string {
	return s.say("advice.coerced-warn-other", s.said("Who", who))
}

// AdviceCoercedKnownDesk says: Take it that everything at {{.Who}} is known: you, the desk's other liaisons, a…
func (s Say) AdviceCoercedKnownDesk(who string) string {
	return s.say("advice.coerced-known-desk", s.said("Who", who))
}

// AdviceCoercedWarnDesk says: Have a founder told by another way than {{.Who}}'s link: only a founder takes a…
func (s Say) AdviceCoercedWarnDesk(who string) string {
	return s.say("advice.coerced-warn-desk", s.said("Who", who))
}

// AdviceCoercedClear says: Clear what you can from your own device: 'bulkhead delete NUMBER'.
func (s Say) AdviceCoercedClear() string {
	return s.say("advice.coerced-clear")
}

// AdviceCoercedDrill says: When you are sure, 'bulkhead drill {{.Typed}}': it says what is known there, wh…
func (s Say) AdviceCoercedDrill(typed string) string {
	return s.say("advice.coerced-drill", s.typed("Typed", typed))
}

// AdviceCopiedSilent says: Somebody may read along with {{.Who}}, or {{.Who}} has gone back to an old copy…
func (s Say) AdviceCopiedSilent(who string) string {
	return s.say("advice.copied-silent", s.said("Who", who))
}

// AdviceCopiedMeet says: Meet, and find out which.
func (s Say) AdviceCopiedMeet() string {
	return s.say("advice.copied-meet")
}

// AdviceCopiedSever says: Then 'bulkhead sever {{.Typed}}' on both devices, and make a new link: 'bulkhea…
func (s Say) AdviceCopiedSever(typed string) string {
	return s.say("advice.copied-sever", s.typed("Typed", typed))
}
