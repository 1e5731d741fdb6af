// Code generated from catalogue/passphrase.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// PassphraseAsk says: Passphrase:
func (s Say) PassphraseAsk() string {
	return s.say("passphrase.ask")
}

// PassphraseAskNew says: New passphrase:
func (s Say) PassphraseAskNew() string {
	return s.say("passphrase.ask-new")
}

// PassphraseAskAgain says: Once more:
func (s Say) PassphraseAskAgain() string {
	return s.say("passphrase.ask-again")
}

// PassphraseAskLearnt says: Type it, to be sure:
func (s Say) PassphraseAskLearnt() string {
	return s.say("passphrase.ask-learnt")
}

// PassphraseNoTerminalHint says: scripts give it with --passphrase-fd N
func (s Say) PassphraseNoTerminalHint() string {
	return s.say("passphrase.no-terminal-hint")
}

// PassphraseNoTerminalNewHint says: scripts give it with --new-passphrase-fd N
func (s Say) PassphraseNoTerminalNewHint() string {
	return s.say("passphrase.no-terminal-new-hint")
}

// PassphraseOfDevice says: this device
func (s Say) PassphraseOfDevice() string {
	return s.say("passphrase.of-device")
}

// PassphraseOfPages says: your locked pages
func (s Say) PassphraseOfPages() string {
	return s.say("passphrase.of-pages")
}

// PassphraseOfDuress says: the duress compartment
func (s Say) PassphraseOfDuress() string {
	return s.say("passphrase.of-duress")
}

// PassphraseTeach says: The passphrase of {{.What}}, made just now. It is shown this once and kept nowh…
func (s Say) PassphraseTeach(what string) string {
	return s.say("passphrase.teach", s.said("What", what))
}

// PassphraseTeachEnter says: Press Enter when you know it. The screen is then cleared.
func (s Say) PassphraseTeachEnter() string {
	return s.say("passphrase.teach-enter")
}

// PassphraseTeachWrong says: That was not it. Once more.
func (s Say) PassphraseTeachWrong() string {
	return s.say("passphrase.teach-wrong")
}

// PassphraseWeak says: this passphrase can be guessed. Five words drawn by dice or by this program can…
func (s Say) PassphraseWeak() string {
	return s.say("passphrase.weak")
}

// PassphraseWeakNew says: this passphrase can be guessed. Five words drawn by this program cannot
func (s Say) PassphraseWeakNew() string {
	return s.say("passphrase.weak-new")
}

// PassphraseNotTaken says: no passphrase was taken; nothing was changed
func (s Say) PassphraseNotTaken() string {
	return s.say("passphrase.not-taken")
}

// PassphraseNotTakenHint says: without --choose, five words are drawn for you
func (s Say) PassphraseNotTakenHint() string {
	return s.say("passphrase.not-taken-hint")
}

// PassphraseChoose says: A passphrase of your own for {{.What}}. Five words drawn by this program are be…
func (s Say) PassphraseChoose(what string) string {
	return s.say("passphrase.choose", s.said("What", what))
}

// PassphraseRefused says: Not taken: {{.Reason}}.
func (s Say) PassphraseRefused(reason string) string {
	return s.say("passphrase.refused", s.said("Reason", reason))
}

// PassphraseAnother says: That was another one.
func (s Say) PassphraseAnother() string {
	return s.say("passphrase.another")
}

// PassphraseTakeIt says: Take it all the same? Type yes:
func (s Say) PassphraseTakeIt() string {
	return s.say("passphrase.take-it")
}

// PassphraseMemory says: {{.Amount}} MiB of memory
func (s Say) PassphraseMemory(amount float64) string {
	return s.say("passphrase.memory", s.amount("Amount", amount))
}

// PassphrasePasses says: {{.Count}} passes
func (s Say) PassphrasePasses(count int) string {
	return s.say("passphrase.passes", s.count("Count", count))
}

// PassphraseLanes says: {{.Count}} lanes
func (s Say) PassphraseLanes(count int) string {
	return s.say("passphrase.lanes", s.count("Count", count))
}

// PassphraseCharacters says: {{.Count}} characters
func (s Say) PassphraseCharacters(count int) string {
	return s.say("passphrase.characters", s.count("Count", count))
}

// PassphraseWords says: {{.Count}} words
func (s Say) PassphraseWords(count int) string {
	return s.say("passphrase.words", s.count("Count", count))
}

// PassphraseNoWord says: no word
func (s Say) PassphraseNoWord() string {
	return s.say("passphrase.no-word")
}

// PassphraseRated says: {{.First}}, {{.Last}}.
func (s Say) PassphraseRated(first string, last string) string {
	return s.say("passphrase.rated", s.said("First", first), s.said("Last", last))
}

// PassphraseRatedRepeats says: Much of it repeats, or runs along the alphabet or the keyboard: programs try th…
func (s Say) PassphraseRatedRepeats() string {
	return s.say("passphrase.rated-repeats")
}

// PassphraseRatedGuesser says: A guesser copies this device, and a program tries on other machines: first know…
func (s Say) PassphraseRatedGuesser() string {
	return s.say("passphrase.rated-guesser")
}

// PassphraseRatedLasts says: If you thought this up, it lasts {{.First}} at most on one machine, {{.Last}} o…
func (s Say) PassphraseRatedLasts(first string, last string, number int) string {
	return s.say("passphrase.rated-lasts", s.said("First", first), s.said("Last", last), s.number("Number", number))
}

// PassphraseRatedDrawn says: Five words drawn by this program last {{.What}} at most on {{.Number}} machines.
func (s Say) PassphraseRatedDrawn(number int, what string) string {
	return s.say("passphrase.rated-drawn", s.number("Number", number), s.said("What", what))
}

// PassphraseRatedMachine says: A machine is taken to be {{.What}}, where one guess takes {{.Span}}.
func (s Say) PassphraseRatedMachine(span time.Duration, what string) string {
	return s.say("passphrase.rated-machine", s.span("Span", span), s.said("What", what))
}

// PassphraseReferenceMachine says: two cores of an AMD EPYC server
func (s Say) PassphraseReferenceMachine() string {
	return s.say("passphrase.reference-machine")
}

// PassphraseInstant says: less than two seconds
func (s Say) PassphraseInstant() string {
	return s.say("passphrase.instant")
}

// PassphraseYears says: {{.Count}} years
func (s Say) PassphraseYears(count int) string {
	return s.say("passphrase.years", s.count("Count", count))
}

// PassphraseThousandYears says: {{.Count}} thousand years
func (s Say) PassphraseThousandYears(count int) string {
	return s.say("passphrase.thousand-years", s.count("Count", count))
}

// PassphraseMillionYears says: {{.Count}} million years
func (s Say) PassphraseMillionYears(count int) string {
	return s.say("passphrase.million-years", s.count("Count", count))
}

// PassphraseThousandMillionYears says: {{.Count}} thousand million years
func (s Say) PassphraseThousandMillionYears(count int) string {
	return s.say("passphrase.thousand-million-years", s.count("Count", count))
}
