package term

import (
	"bulkhead/phrase"
	"bulkhead/tell"
)

// Rating says what a passphrase is worth at this cost of an attempt, a sentence a line.
func Rating(say phrase.Say, r tell.Rating, cost tell.Attempt) []string {
	words := say.PassphraseNoWord()
	if r.Words > 0 {
		words = say.PassphraseWords(r.Words)
	}
	what := []string{say.PassphraseRated(say.PassphraseCharacters(r.Length), words)}
	if r.Repeated {
		what = append(what, say.PassphraseRatedRepeats())
	}
	lasts := func(bits, machines float64) string { return say.LongTime(tell.GuessingTime(bits, cost, machines)) }
	return append(what,
		say.PassphraseRatedGuesser(),
		say.PassphraseRatedLasts(lasts(r.Bits, 1), lasts(r.Bits, tell.RackMachines), tell.RackMachines),
		say.PassphraseRatedDrawn(tell.RackMachines, lasts(tell.DrawnBits, tell.RackMachines)),
		say.PassphraseRatedMachine(tell.GuessTime(cost), say.PassphraseReferenceMachine()))
}
