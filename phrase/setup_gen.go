// Code generated from catalogue/setup.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// SetupNotLight says: settings.json in this folder says already what an attempt with a passphrase cos…
func (s Say) SetupNotLight(what string) string {
	return s.say("setup.not-light", s.said("What", what))
}

// SetupWeaker says: settings.json makes one attempt with a passphrase cost {{.What}}: less than --l…
func (s Say) SetupWeaker(what string) string {
	return s.say("setup.weaker", s.said("What", what))
}

// SetupNoLanguage says: this program does not speak the language {{.Typed}}; it speaks {{.What}}. Every…
func (s Say) SetupNoLanguage(typed string, what string) string {
	return s.say("setup.no-language", s.typed("Typed", typed), s.said("What", what))
}

// SetupMaking says: making the vault
func (s Say) SetupMaking() string {
	return s.say("setup.making")
}

// SetupPressEnter says: Press Enter when the other device has it. The screen is then cleared.
func (s Say) SetupPressEnter() string {
	return s.say("setup.press-enter")
}

// SetupInvitationLives says: the screen is cleared, and the invitation to {{.Alias}} is live: whoever has se…
func (s Say) SetupInvitationLives(alias string) string {
	return s.say("setup.invitation-lives", s.text("Alias", alias))
}

// SetupInvitationLivesHint says: 'bulkhead sever {{.Typed}}' takes it back; then invite anew
func (s Say) SetupInvitationLivesHint(typed string) string {
	return s.say("setup.invitation-lives-hint", s.typed("Typed", typed))
}

// SetupTypeInvitation says: Type or paste the invitation's text as it is shown to you, row by row (spaces a…
func (s Say) SetupTypeInvitation() string {
	return s.say("setup.type-invitation")
}

// SetupTypeRow says: {{.Reason}}. That row once more, please; the others are kept.
func (s Say) SetupTypeRow(reason string) string {
	return s.say("setup.type-row", s.said("Reason", reason))
}

// SetupOnceMore says: {{.Reason}}. Once more, please.
func (s Say) SetupOnceMore(reason string) string {
	return s.say("setup.once-more", s.said("Reason", reason))
}

// SetupFounded says: A new group, and this is its first founder's device.
func (s Say) SetupFounded() string {
	return s.say("setup.founded")
}

// SetupRounds says: rounds
func (s Say) SetupRounds() string {
	return s.say("setup.rounds")
}

// SetupRoundsValue says: {{.Span}} long, {{.Number}} boxes each way in every one of them, so at most {{.…
func (s Say) SetupRoundsValue(count int, number int, span time.Duration) string {
	return s.say("setup.rounds-value", s.count("Count", count), s.number("Number", number), s.span("Span", span))
}

// SetupPouch says: pouch
func (s Say) SetupPouch() string {
	return s.say("setup.pouch")
}

// SetupPouchValue says: goes on for {{.Span}} without the device being opened
func (s Say) SetupPouchValue(span time.Duration) string {
	return s.say("setup.pouch-value", s.span("Span", span))
}

// SetupPassphrase says: passphrase
func (s Say) SetupPassphrase() string {
	return s.say("setup.passphrase")
}

// SetupAttempt says: one attempt costs {{.What}}
func (s Say) SetupAttempt(what string) string {
	return s.say("setup.attempt", s.said("What", what))
}

// SetupCheckIn says: check-in
func (s Say) SetupCheckIn() string {
	return s.say("setup.check-in")
}

// SetupCheckInValue says: every {{.Span}}, overdue {{.Later}} after that
func (s Say) SetupCheckInValue(later time.Duration, span time.Duration) string {
	return s.say("setup.check-in-value", s.span("Later", later), s.span("Span", span))
}

// SetupTooSlow says: If one of you is taken, a questioner can go from person to person faster than y…
func (s Say) SetupTooSlow() string {
	return s.say("setup.too-slow")
}

// SetupNextFounder says: Next: 'bulkhead invite --partner --wait' with the second founder beside you, an…
func (s Say) SetupNextFounder() string {
	return s.say("setup.next-founder")
}

// SetupTimesWrong says: --check-in and --grace are stretches of time, above 0
func (s Say) SetupTimesWrong() string {
	return s.say("setup.times-wrong")
}

// SetupTimesWrongHint says: for instance 4h and 1h
func (s Say) SetupTimesWrongHint() string {
	return s.say("setup.times-wrong-hint")
}

// SetupAddressHint says: put it in quotes: the shell reads '#' as the beginning of a comment
func (s Say) SetupAddressHint() string {
	return s.say("setup.address-hint")
}

// SetupSlotsWrong says: --slots must be {{.Number}} to {{.Most}}
func (s Say) SetupSlotsWrong(most int, number int) string {
	return s.say("setup.slots-wrong", s.number("Most", most), s.number("Number", number))
}

// SetupDropRounds says: the drop's rounds are {{.Span}} long, not {{.Later}}
func (s Say) SetupDropRounds(later time.Duration, span time.Duration) string {
	return s.say("setup.drop-rounds", s.span("Later", later), s.span("Span", span))
}

// SetupDropSlots says: the drop was laid out for {{.Count}} slots, not {{.Number}}
func (s Say) SetupDropSlots(count int, number int) string {
	return s.say("setup.drop-slots", s.count("Count", count), s.number("Number", number))
}

// SetupDropSlotsHint says: {{.Command}} takes the drop's
func (s Say) SetupDropSlotsHint(command string) string {
	return s.say("setup.drop-slots-hint", s.typed("Command", command))
}

// SetupDropLength says: the drop's rounds have a length that no group can have
func (s Say) SetupDropLength() string {
	return s.say("setup.drop-length")
}

// SetupNoCalendar says: the drop offers no calendar of that name
func (s Say) SetupNoCalendar() string {
	return s.say("setup.no-calendar")
}

// SetupNoCalendarHint says: it offers {{.Typed}}
func (s Say) SetupNoCalendarHint(typed string) string {
	return s.say("setup.no-calendar-hint", s.typed("Typed", typed))
}

// SetupDropLengthHint says: 500 ms to 24 h, of which 24 h have a whole number
func (s Say) SetupDropLengthHint() string {
	return s.say("setup.drop-length-hint")
}

// SetupJoined says: Joined. Who invited you is called {{.Alias}} on this device.
func (s Say) SetupJoined(alias string) string {
	return s.say("setup.joined", s.text("Alias", alias))
}

// SetupJoinedAgain says: Joined again. Who invited you is called {{.Alias}} on this device; everything e…
func (s Say) SetupJoinedAgain(alias string) string {
	return s.say("setup.joined-again", s.text("Alias", alias))
}

// SetupNextRun says: Next: 'bulkhead run', for as long as this machine is on.
func (s Say) SetupNextRun() string {
	return s.say("setup.next-run")
}

// SetupNextWords says: Next: 'bulkhead run', for as long as this machine is on; some rounds later, 'bu…
func (s Say) SetupNextWords(typed string) string {
	return s.say("setup.next-words", s.typed("Typed", typed))
}

// SetupNextBoth says: Next: 'bulkhead run' on both devices; some rounds later, 'bulkhead words {{.Typ…
func (s Say) SetupNextBoth(typed string) string {
	return s.say("setup.next-both", s.typed("Typed", typed))
}

// SetupInvitationOnLine says: an invitation on the command line is seen by every program on this machine and …
func (s Say) SetupInvitationOnLine() string {
	return s.say("setup.invitation-on-line")
}

// SetupInvitationOnLineHint says: leave it out: it is asked for. Clear this line from the shell's history, sever …
func (s Say) SetupInvitationOnLineHint() string {
	return s.say("setup.invitation-on-line-hint")
}

// SetupTwoDescriptors says: the passphrase and the invitation need different file descriptors
func (s Say) SetupTwoDescriptors() string {
	return s.say("setup.two-descriptors")
}

// SetupTwoDescriptorsHint says: for instance: --passphrase-fd 3 3<file
func (s Say) SetupTwoDescriptorsHint() string {
	return s.say("setup.two-descriptors-hint")
}

// SetupLightAgain says: --light and --language are for a new device, and there is one in this folder al…
func (s Say) SetupLightAgain() string {
	return s.say("setup.light-again")
}

// SetupLightAgainHint says: leave them out, or give another folder with --dir
func (s Say) SetupLightAgainHint() string {
	return s.say("setup.light-again-hint")
}

// SetupOtherGroup says: this invitation is another group's, or has other settings
func (s Say) SetupOtherGroup() string {
	return s.say("setup.other-group")
}

// SetupOtherGroupHint says: one device belongs to one group; for another one give another folder with --dir
func (s Say) SetupOtherGroupHint() string {
	return s.say("setup.other-group-hint")
}

// SetupNotLost says: there is a device in this folder already, and it has not lost its lead
func (s Say) SetupNotLost() string {
	return s.say("setup.not-lost")
}

// SetupNotLostHint says: one device belongs to one group, and nothing is overwritten; for another one gi…
func (s Say) SetupNotLostHint() string {
	return s.say("setup.not-lost-hint")
}

// SetupWaitJson says: --json prints one object at the end, too late for the invitation in it to be sh…
func (s Say) SetupWaitJson() string {
	return s.say("setup.wait-json")
}

// SetupWaitJsonHint says: without --wait; then 'bulkhead open' and 'bulkhead words'
func (s Say) SetupWaitJsonHint() string {
	return s.say("setup.wait-json-hint")
}

// SetupShowInPerson says: Show this to one person, in person. Whoever sees it can take their place.
func (s Say) SetupShowInPerson() string {
	return s.say("setup.show-in-person")
}

// SetupTheyType says: They type it into 'bulkhead join'. You call them {{.Alias}}.
func (s Say) SetupTheyType(alias string) string {
	return s.say("setup.they-type", s.text("Alias", alias))
}

// SetupStepFirstBox says: waiting for the other device's first box
func (s Say) SetupStepFirstBox() string {
	return s.say("setup.step-first-box")
}

// SetupStepKeys says: boxes arrive; exchanging keys
func (s Say) SetupStepKeys() string {
	return s.say("setup.step-keys")
}

// SetupStepWelcome says: secured; waiting for the welcome
func (s Say) SetupStepWelcome() string {
	return s.say("setup.step-welcome")
}

// SetupStepReady says: ready
func (s Say) SetupStepReady() string {
	return s.say("setup.step-ready")
}

// SetupWaiting says: Waiting until the link is ready on both sides: some rounds of {{.Span}}. Ctrl-C…
func (s Say) SetupWaiting(span time.Duration) string {
	return s.say("setup.waiting", s.span("Span", span))
}

// SetupGoingOn says: Going on for some rounds, so that the other device learns it too. Ctrl-C ends t…
func (s Say) SetupGoingOn() string {
	return s.say("setup.going-on")
}

// SetupWaitEnded says: the wait was ended before the link was ready; everything so far is saved
func (s Say) SetupWaitEnded() string {
	return s.say("setup.wait-ended")
}

// SetupWaitEndedHint says: go on with 'bulkhead open', and look at 'bulkhead status'
func (s Say) SetupWaitEndedHint() string {
	return s.say("setup.wait-ended-hint")
}
