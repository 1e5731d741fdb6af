// Code generated from catalogue/start.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// StartNotLight says: settings.json in this folder says already what an attempt with a passphrase cos…
func (s Say) StartNotLight(what string) string {
	return s.say("start.not-light", s.said("What", what))
}

// StartWeaker says: settings.json makes one attempt with a passphrase cost {{.What}}: less than --l…
func (s Say) StartWeaker(what string) string {
	return s.say("start.weaker", s.said("What", what))
}

// StartNoLanguage says: this program does not speak the language {{.Typed}}; it speaks {{.What}}. Every…
func (s Say) StartNoLanguage(typed string, what string) string {
	return s.say("start.no-language", s.typed("Typed", typed), s.said("What", what))
}

// StartMaking says: making the vault
func (s Say) StartMaking() string {
	return s.say("start.making")
}

// StartPressEnter says: Press Enter when the other device has it. The screen is then cleared.
func (s Say) StartPressEnter() string {
	return s.say("start.press-enter")
}

// StartInvitationLives says: the screen is cleared, and the invitation to {{.Alias}} is live: whoever has se…
func (s Say) StartInvitationLives(alias string) string {
	return s.say("start.invitation-lives", s.text("Alias", alias))
}

// StartInvitationLivesHint says: 'bulkhead sever {{.Typed}}' takes it back; then invite anew
func (s Say) StartInvitationLivesHint(typed string) string {
	return s.say("start.invitation-lives-hint", s.typed("Typed", typed))
}

// StartTypeInvitation says: Type or paste the invitation's text as it is shown to you, row by row (spaces a…
func (s Say) StartTypeInvitation() string {
	return s.say("start.type-invitation")
}

// StartTypeRow says: {{.Reason}}. That row once more, please; the others are kept.
func (s Say) StartTypeRow(reason string) string {
	return s.say("start.type-row", s.said("Reason", reason))
}

// StartOnceMore says: {{.Reason}}. Once more, please.
func (s Say) StartOnceMore(reason string) string {
	return s.say("start.once-more", s.said("Reason", reason))
}

// StartFounded says: A new group, and this is its first founder's device.
func (s Say) StartFounded() string {
	return s.say("start.founded")
}

// StartRounds says: rounds
func (s Say) StartRounds() string {
	return s.say("start.rounds")
}

// StartRoundsValue says: {{.Span}} long, {{.Number}} boxes each way in every one of them, so at most {{.…
func (s Say) StartRoundsValue(count int, number int, span time.Duration) string {
	return s.say("start.rounds-value", s.count("Count", count), s.number("Number", number), s.span("Span", span))
}

// StartPouch says: pouch
func (s Say) StartPouch() string {
	return s.say("start.pouch")
}

// StartPouchValue says: goes on for {{.Span}} without the device being opened
func (s Say) StartPouchValue(span time.Duration) string {
	return s.say("start.pouch-value", s.span("Span", span))
}

// StartPassphrase says: passphrase
func (s Say) StartPassphrase() string {
	return s.say("start.passphrase")
}

// StartAttempt says: one attempt costs {{.What}}
func (s Say) StartAttempt(what string) string {
	return s.say("start.attempt", s.said("What", what))
}

// StartCheckIn says: check-in
func (s Say) StartCheckIn() string {
	return s.say("start.check-in")
}

// StartCheckInValue says: every {{.Span}}, overdue {{.Later}} after that
func (s Say) StartCheckInValue(later time.Duration, span time.Duration) string {
	return s.say("start.check-in-value", s.span("Later", later), s.span("Span", span))
}

// StartTooSlow says: If one of you is taken, a questioner can go from person to person faster than y…
func (s Say) StartTooSlow() string {
	return s.say("start.too-slow")
}

// StartNextFounder says: Next: 'bulkhead invite --partner --wait' with the second founder beside you, an…
func (s Say) StartNextFounder() string {
	return s.say("start.next-founder")
}

// StartTimesWrong says: --check-in and --grace are stretches of time, above 0
func (s Say) StartTimesWrong() string {
	return s.say("start.times-wrong")
}

// StartTimesWrongHint says: for instance 4h and 1h
func (s Say) StartTimesWrongHint() string {
	return s.say("start.times-wrong-hint")
}

// StartAddressHint says: put it in quotes: the shell reads '#' as the beginning of a comment
func (s Say) StartAddressHint() string {
	return s.say("start.address-hint")
}

// StartSlotsWrong says: --slots must be {{.Number}} to {{.Most}}
func (s Say) StartSlotsWrong(most int, number int) string {
	return s.say("start.slots-wrong", s.number("Most", most), s.number("Number", number))
}

// StartDropRounds says: the drop's rounds are {{.Span}} long, not {{.Later}}
func (s Say) StartDropRounds(later time.Duration, span time.Duration) string {
	return s.say("start.drop-rounds", s.span("Later", later), s.span("Span", span))
}

// StartDropSlots says: the drop was laid out for {{.Count}} slots, not {{.Number}}
func (s Say) StartDropSlots(count int, number int) string {
	return s.say("start.drop-slots", s.count("Count", count), s.number("Number", number))
}

// StartDropSlotsHint says: {{.Command}} takes the drop's
func (s Say) StartDropSlotsHint(command string) string {
	return s.say("start.drop-slots-hint", s.typed("Command", command))
}

// StartDropLength says: the drop's rounds have a length that no group can have
func (s Say) StartDropLength() string {
	return s.say("start.drop-length")
}

// StartDropLengthHint says: 100 ms to 24 h, in whole milliseconds
func (s Say) StartDropLengthHint() string {
	return s.say("start.drop-length-hint")
}

// StartJoined says: Joined. Who invited you is called {{.Alias}} on this device.
func (s Say) StartJoined(alias string) string {
	return s.say("start.joined", s.text("Alias", alias))
}

// StartJoinedAgain says: Joined again. Who invited you is called {{.Alias}} on this device; everything e…
func (s Say) StartJoinedAgain(alias string) string {
	return s.say("start.joined-again", s.text("Alias", alias))
}

// StartNextRun says: Next: 'bulkhead run', for as long as this machine is on.
func (s Say) StartNextRun() string {
	return s.say("start.next-run")
}

// StartNextWords says: Next: 'bulkhead run', for as long as this machine is on; some rounds later, 'bu…
func (s Say) StartNextWords(typed string) string {
	return s.say("start.next-words", s.typed("Typed", typed))
}

// StartNextBoth says: Next: 'bulkhead run' on both devices; some rounds later, 'bulkhead words {{.Typ…
func (s Say) StartNextBoth(typed string) string {
	return s.say("start.next-both", s.typed("Typed", typed))
}

// StartInvitationOnLine says: an invitation on the command line is seen by every program on this machine and …
func (s Say) StartInvitationOnLine() string {
	return s.say("start.invitation-on-line")
}

// StartInvitationOnLineHint says: leave it out: it is asked for. Clear this line from the shell's history, sever …
func (s Say) StartInvitationOnLineHint() string {
	return s.say("start.invitation-on-line-hint")
}

// StartTwoDescriptors says: the passphrase and the invitation need different file descriptors
func (s Say) StartTwoDescriptors() string {
	return s.say("start.two-descriptors")
}

// StartTwoDescriptorsHint says: for instance: --passphrase-fd 3 3<file
func (s Say) StartTwoDescriptorsHint() string {
	return s.say("start.two-descriptors-hint")
}

// StartLightAgain says: --light and --language are for a new device, and there is one in this folder al…
func (s Say) StartLightAgain() string {
	return s.say("start.light-again")
}

// StartLightAgainHint says: leave them out, or give another folder with --dir
func (s Say) StartLightAgainHint() string {
	return s.say("start.light-again-hint")
}

// StartOtherGroup says: this invitation is another group's, or has other settings
func (s Say) StartOtherGroup() string {
	return s.say("start.other-group")
}

// StartOtherGroupHint says: one device belongs to one group; for another one give another folder with --dir
func (s Say) StartOtherGroupHint() string {
	return s.say("start.other-group-hint")
}

// StartNotLost says: there is a device in this folder already, and it has not lost its lead
func (s Say) StartNotLost() string {
	return s.say("start.not-lost")
}

// StartNotLostHint says: one device belongs to one group, and nothing is overwritten; for another one gi…
func (s Say) StartNotLostHint() string {
	return s.say("start.not-lost-hint")
}

// StartWaitJson says: --json prints one object at the end, too late for the invitation in it to be sh…
func (s Say) StartWaitJson() string {
	return s.say("start.wait-json")
}

// StartWaitJsonHint says: without --wait; then 'bulkhead open' and 'bulkhead words'
func (s Say) StartWaitJsonHint() string {
	return s.say("start.wait-json-hint")
}

// StartShowInPerson says: Show this to one person, in person. Whoever sees it can take their place.
func (s Say) StartShowInPerson() string {
	return s.say("start.show-in-person")
}

// StartTheyType says: They type it into 'bulkhead join'. You call them {{.Alias}}.
func (s Say) StartTheyType(alias string) string {
	return s.say("start.they-type", s.text("Alias", alias))
}

// StartStepFirstBox says: waiting for the other device's first box
func (s Say) StartStepFirstBox() string {
	return s.say("start.step-first-box")
}

// StartStepKeys says: boxes arrive; exchanging keys
func (s Say) StartStepKeys() string {
	return s.say("start.step-keys")
}

// StartStepWelcome says: secured; waiting for the welcome
func (s Say) StartStepWelcome() string {
	return s.say("start.step-welcome")
}

// StartStepReady says: ready
func (s Say) StartStepReady() string {
	return s.say("start.step-ready")
}

// StartWaiting says: Waiting until the link is ready on both sides: some rounds of {{.Span}}. Ctrl-C…
func (s Say) StartWaiting(span time.Duration) string {
	return s.say("start.waiting", s.span("Span", span))
}

// StartGoingOn says: Going on for some rounds, so that the other device learns it too. Ctrl-C ends t…
func (s Say) StartGoingOn() string {
	return s.say("start.going-on")
}

// StartWaitEnded says: the wait was ended before the link was ready; everything so far is saved
func (s Say) StartWaitEnded() string {
	return s.say("start.wait-ended")
}

// StartWaitEndedHint says: go on with 'bulkhead open', and look at 'bulkhead status'
func (s Say) StartWaitEndedHint() string {
	return s.say("start.wait-ended-hint")
}
