// Code generated from catalogue/drill.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// DrillWho says: Who was taken?
func (s Say) DrillWho() string {
	return s.say("drill.who")
}

// DrillAsk says: Alias (Enter alone leaves, and nothing is done):
func (s Say) DrillAsk() string {
	return s.say("drill.ask")
}

// DrillNothingDone says: nothing was done
func (s Say) DrillNothingDone() string {
	return s.say("drill.nothing-done")
}

// DrillNobody says: this device has no link to anybody
func (s Say) DrillNobody() string {
	return s.say("drill.nobody")
}

// DrillSayWho says: say who was taken: --json does not go with questions
func (s Say) DrillSayWho() string {
	return s.say("drill.say-who")
}

// DrillSayWhoHint says: 'bulkhead status' lists your links by alias
func (s Say) DrillSayWhoHint() string {
	return s.say("drill.say-who-hint")
}

// DrillSayWhoCommand says: say who was taken: bulkhead drill ALIAS
func (s Say) DrillSayWhoCommand() string {
	return s.say("drill.say-who-command")
}

// DrillAgree says: Are you sure that {{.Alias}} was taken, and is all of this to be done?
func (s Say) DrillAgree(alias string) string {
	return s.say("drill.agree", s.text("Alias", alias))
}

// DrillUndoneLater says: Until the time of the cut, 'bulkhead drill --take-back {{.Typed}}' stops it and…
func (s Say) DrillUndoneLater(typed string) string {
	return s.say("drill.undone-later", s.typed("Typed", typed))
}

// DrillUndoneNever says: Nothing undoes it: the link is cut at once, and a new one needs a new invitatio…
func (s Say) DrillUndoneNever() string {
	return s.say("drill.undone-never")
}

// DrillBack says: The drill for {{.Alias}} is taken back: the link is not cut.
func (s Say) DrillBack(alias string) string {
	return s.say("drill.back", s.text("Alias", alias))
}

// DrillBackStays says: What was done since then stays done: by those who were told, and by you in pers…
func (s Say) DrillBackStays() string {
	return s.say("drill.back-stays")
}

// DrillBackWhom says: say whose drill is taken back
func (s Say) DrillBackWhom() string {
	return s.say("drill.back-whom")
}

// DrillBackWhomCommand says: bulkhead drill --take-back ALIAS
func (s Say) DrillBackWhomCommand() string {
	return s.say("drill.back-whom-command")
}

// DrillIfTaken says: If {{.Alias}} ({{.Relation}}) was taken: breathe, and read this to its end. Not…
func (s Say) DrillIfTaken(alias string, relation string) string {
	return s.say("drill.if-taken", s.text("Alias", alias), s.said("Relation", relation))
}

// DrillWasTaken says: {{.Alias}} ({{.Relation}}) was taken.
func (s Say) DrillWasTaken(alias string, relation string) string {
	return s.say("drill.was-taken", s.text("Alias", alias), s.said("Relation", relation))
}

// DrillCaptorLearns says: What a captor learns from {{.Alias}} and from {{.Alias}}'s device
func (s Say) DrillCaptorLearns(alias string) string {
	return s.say("drill.captor-learns", s.text("Alias", alias))
}

// DrillLearnsNames says: who is linked to them as well as to you: {{.People}}
func (s Say) DrillLearnsNames(people string) string {
	return s.say("drill.learns-names", s.said("People", people))
}

// DrillLearnsOthers says: up to {{.Count}} people more, whom this device does not know: {{.What}}
func (s Say) DrillLearnsOthers(count int, what string) string {
	return s.say("drill.learns-others", s.count("Count", count), s.said("What", what))
}

// DrillLearnsOthersMost says: up to {{.Count}} people more, whom this device does not know: {{.What}} ({{.Num…
func (s Say) DrillLearnsOthersMost(count int, number int, what string) string {
	return s.say("drill.learns-others-most", s.count("Count", count), s.number("Number", number), s.said("What", what))
}

// DrillLearnsMessages says: what you and {{.Alias}} wrote to each other in the last 7 days, if it was not d…
func (s Say) DrillLearnsMessages(alias string) string {
	return s.say("drill.learns-messages", s.text("Alias", alias))
}

// DrillLearnsNotes says: notes that passed through while that device was open: what they say, and over w…
func (s Say) DrillLearnsNotes() string {
	return s.say("drill.learns-notes")
}

// DrillLearnsDrop says: where the drop is, and the aliases that the device has for all of you: made up,…
func (s Say) DrillLearnsDrop() string {
	return s.say("drill.learns-drop")
}

// DrillKnownPartnerFounder says: those whom {{.Alias}} leads
func (s Say) DrillKnownPartnerFounder(alias string) string {
	return s.say("drill.known-partner-founder", s.text("Alias", alias))
}

// DrillKnownPartner says: those whom {{.Alias}} leads; nobody whom you lead
func (s Say) DrillKnownPartner(alias string) string {
	return s.say("drill.known-partner", s.text("Alias", alias))
}

// DrillKnownLed says: those whom {{.Alias}} leads; neither your own partner nor your own lead
func (s Say) DrillKnownLed(alias string) string {
	return s.say("drill.known-led", s.text("Alias", alias))
}

// DrillKnownLead says: {{.Alias}}'s own partner and own lead, if any; nobody whom you lead
func (s Say) DrillKnownLead(alias string) string {
	return s.say("drill.known-lead", s.text("Alias", alias))
}

// DrillKnownDesk says: the desk's other liaisons, if any, and whatever lies at the desk; nobody else o…
func (s Say) DrillKnownDesk() string {
	return s.say("drill.known-desk")
}

// DrillKnownLiaison says: {{.Alias}}'s own partner, lead and led
func (s Say) DrillKnownLiaison(alias string) string {
	return s.say("drill.known-liaison", s.text("Alias", alias))
}

// DrillWillDo says: What this device will do, in this order
func (s Say) DrillWillDo() string {
	return s.say("drill.will-do")
}

// DrillDoes says: What this device does, in this order
func (s Say) DrillDoes() string {
	return s.say("drill.does")
}

// DrillTells says: tell {{.Who}} that their {{.Relation}} was taken
func (s Say) DrillTells(relation string, who string) string {
	return s.say("drill.tells", s.said("Relation", relation), s.said("Who", who))
}

// DrillTellsNobody says: tell nobody: there is nobody else here who has a link to {{.Alias}}
func (s Say) DrillTellsNobody(alias string) string {
	return s.say("drill.tells-nobody", s.text("Alias", alias))
}

// DrillCutsAtOnce says: cut the link with {{.Alias}}, at once and for good
func (s Say) DrillCutsAtOnce(alias string) string {
	return s.say("drill.cuts-at-once", s.text("Alias", alias))
}

// DrillCutsLater says: cut the link with {{.Alias}} for good: not at once but 1 to {{.Count}} rounds f…
func (s Say) DrillCutsLater(alias string, count int, span time.Duration) string {
	return s.say("drill.cuts-later", s.text("Alias", alias), s.count("Count", count), s.span("Span", span))
}

// DrillSendsNothing says: send nothing to {{.Alias}}, ever again; boxes travel on as before, so that nobo…
func (s Say) DrillSendsNothing(alias string) string {
	return s.say("drill.sends-nothing", s.text("Alias", alias))
}

// DrillInPerson says: What you do, in person
func (s Say) DrillInPerson() string {
	return s.say("drill.in-person")
}

// DrillNext says: What comes next
func (s Say) DrillNext() string {
	return s.say("drill.next")
}

// DrillDryRun says: Nothing was done: this was a dry run.
func (s Say) DrillDryRun() string {
	return s.say("drill.dry-run")
}

// DrillDone says: It is done.
func (s Say) DrillDone() string {
	return s.say("drill.done")
}

// DrillWillHear says: {{.Who}} will hear of it with the next boxes.
func (s Say) DrillWillHear(who string) string {
	return s.say("drill.will-hear", s.said("Who", who))
}

// DrillIsCut says: The link with {{.Alias}} is cut for good.
func (s Say) DrillIsCut(alias string) string {
	return s.say("drill.is-cut", s.text("Alias", alias))
}

// DrillWillBeCut says: The link with {{.Alias}} will be cut at {{.At}}, as soon as this device is open…
func (s Say) DrillWillBeCut(alias string, at time.Time) string {
	return s.say("drill.will-be-cut", s.text("Alias", alias), s.clock("At", at))
}

// DrillBoxesLeave says: The boxes leave with 'bulkhead run'.
func (s Say) DrillBoxesLeave() string {
	return s.say("drill.boxes-leave")
}

// DrillYouFirst says: You first: {{.Alias}} knows you. Be where {{.Alias}} would not look, and keep a…
func (s Say) DrillYouFirst(alias string) string {
	return s.say("drill.you-first", s.text("Alias", alias))
}

// DrillSilent says: Do not write to {{.Alias}}, do not call, do not ask around. Nothing may show th…
func (s Say) DrillSilent(alias string) string {
	return s.say("drill.silent", s.text("Alias", alias))
}

// DrillMeetLead says: {{.Who}} is the lead of both of you: say it face to face or by a voice you know…
func (s Say) DrillMeetLead(alias string, who string) string {
	return s.say("drill.meet-lead", s.text("Alias", alias), s.said("Who", who))
}

// DrillMeetOther says: {{.Who}} is the other one of the pair: say it face to face or by a voice you kn…
func (s Say) DrillMeetOther(alias string, who string) string {
	return s.say("drill.meet-other", s.text("Alias", alias), s.said("Who", who))
}

// DrillMeetPartner says: {{.Who}} has lost the same lead: say it face to face or by a voice you know, to…
func (s Say) DrillMeetPartner(alias string, who string) string {
	return s.say("drill.meet-partner", s.text("Alias", alias), s.said("Who", who))
}

// DrillYourLed says: Those whom you lead: {{.Alias}} does not know them. They have nothing to do.
func (s Say) DrillYourLed(alias string) string {
	return s.say("drill.your-led", s.text("Alias", alias))
}

// DrillYourLedNotes says: Those whom you lead: {{.Alias}} does not know them. Tell them that notes stop a…
func (s Say) DrillYourLedNotes(alias string) string {
	return s.say("drill.your-led-notes", s.text("Alias", alias))
}

// DrillDeskKey says: Have a founder told by another way than {{.Alias}}'s link: only a founder takes…
func (s Say) DrillDeskKey(alias string) string {
	return s.say("drill.desk-key", s.text("Alias", alias))
}

// DrillOnlyFounder says: You are the only founder now. A notice of {{.Alias}} may be the captor's from t…
func (s Say) DrillOnlyFounder(alias string) string {
	return s.say("drill.only-founder", s.text("Alias", alias))
}

// DrillUpBoth says: Those whom {{.Alias}} leads, if any, lose their lead. You do not know them. The…
func (s Say) DrillUpBoth(alias string, first string, last string) string {
	return s.say("drill.up-both", s.text("Alias", alias), s.said("First", first), s.said("Last", last))
}

// DrillUpPartner says: Those whom {{.Alias}} leads, if any, lose their lead. You do not know them. The…
func (s Say) DrillUpPartner(alias string, who string) string {
	return s.say("drill.up-partner", s.text("Alias", alias), s.said("Who", who))
}

// DrillUpNobody says: Those whom {{.Alias}} leads, if any, lose their lead. You do not know them. The…
func (s Say) DrillUpNobody(alias string) string {
	return s.say("drill.up-nobody", s.text("Alias", alias))
}

// DrillDelete says: What you do not need any more: 'bulkhead delete NUMBER', on your own device.
func (s Say) DrillDelete() string {
	return s.say("drill.delete")
}

// DrillNextOpen says: Open the device once more after the time of the cut, for instance with 'bulkhea…
func (s Say) DrillNextOpen(alias string) string {
	return s.say("drill.next-open", s.text("Alias", alias))
}

// DrillNextNewLed says: Later, 'bulkhead invite --led' for somebody new, and 'bulkhead introduce' gives…
func (s Say) DrillNextNewLed(who string) string {
	return s.say("drill.next-new-led", s.said("Who", who))
}

// DrillNextFounder says: Those whom {{.Alias}} leads lose their lead; their devices ask yours over lifel…
func (s Say) DrillNextFounder(alias string) string {
	return s.say("drill.next-founder", s.text("Alias", alias))
}

// DrillNextPartner says: {{.Who}} hears of it with the next boxes. A new partner comes by {{.Who}}, who …
func (s Say) DrillNextPartner(who string) string {
	return s.say("drill.next-partner", s.said("Who", who))
}

// DrillNextAlone says: Then you have neither partner nor lead. Your device asks over your lifelines fo…
func (s Say) DrillNextAlone() string {
	return s.say("drill.next-alone")
}

// DrillNextDesk says: Reports to {{.Alias}} go by its other liaisons from then on, if it has any. Els…
func (s Say) DrillNextDesk(alias string) string {
	return s.say("drill.next-desk", s.text("Alias", alias))
}

// DrillNextLiaison says: Reports come by your other liaisons, if there are any. A member whom you trust …
func (s Say) DrillNextLiaison() string {
	return s.say("drill.next-liaison")
}

// DrillNextOrphan says: Then you have no lead. Your device waits a while, so that nobody sees who notic…
func (s Say) DrillNextOrphan() string {
	return s.say("drill.next-orphan")
}

// DrillNextAdopted says: 'bulkhead inbox' says when you have been adopted: you have a new lead then, on …
func (s Say) DrillNextAdopted() string {
	return s.say("drill.next-adopted")
}

// DrillNextJoin says: Without a lifeline, or if nobody answers for days: meet somebody of the group w…
func (s Say) DrillNextJoin() string {
	return s.say("drill.next-join")
}
