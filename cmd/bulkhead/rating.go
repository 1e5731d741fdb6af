package main

import (
	"bytes"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"bulkhead/phrase"
	"bulkhead/vault"
)

// drawnBits is the work of guessing a generated passphrase, in bits: five
// different words of 7,776 in their order.
var drawnBits = math.Log2(7776 * 7775 * 7774 * 7773 * 7772)

// rating is a coarse judgement of a passphrase that a person thought up. It
// sees letters, not how they were come by: a name, a date or a line of a song
// is guessed much sooner than it says.
type rating struct {
	words    int     // separated by spaces
	length   int     // in characters
	counted  int     // those that do not only go on, and are of no repeated word
	bits     float64 // of a guesser's work, at the very most
	repeated bool    // a good part of it repeats, or runs along the alphabet or the keyboard
}

// rate judges a passphrase as [vault.NewPassphrase] made it: without capitals.
//
// The work is that of NIST SP 800-63-2, appendix A, for what people choose: 4
// bits for the first character, 2 for each of the next 7, 1.5 up to the 20th, 1
// for each after that, none extra for what kind they are; and at most that of
// words drawn from a list, by their number, if there are several.
func rate(pass []byte) rating {
	r := rating{length: utf8.RuneCount(pass)}
	seen := map[string]bool{}
	for _, w := range bytes.Fields(pass) {
		r.words++
		if !seen[string(w)] {
			r.counted += telling(string(w))
		}
		seen[string(w)] = true
	}
	for i := range r.counted {
		switch {
		case i == 0:
			r.bits += 4
		case i < 8:
			r.bits += 2
		case i < 20:
			r.bits += 1.5
		default:
			r.bits++
		}
	}
	if n := len(seen); n > 1 {
		r.bits = min(r.bits, float64(n)*drawnBits/vault.Words)
	}
	r.repeated = 3*r.counted < 2*(r.length-max(r.words-1, 0))
	return r
}

// rows are what fingers run along.
var rows = [...]string{"qwertzuiop", "qwertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1234567890", "azertyuiop", "йцукенгшщзх", "фывапролдж", "ячсмитьбю"}

// telling counts the characters of a word but those from the third on that
// only go on: the same again, the next of the alphabet, the next key.
func telling(word string) int {
	n, last, running := 0, rune(-9), false
	for _, r := range word {
		goesOn := follows(last, r)
		if !goesOn || !running {
			n++
		}
		last, running = r, goesOn
	}
	return n
}

func follows(last, r rune) bool {
	if d := r - last; d >= -1 && d <= 1 {
		return true
	}
	pair, back := string([]rune{last, r}), string([]rune{r, last})
	for _, row := range rows {
		if strings.Contains(row, pair) || strings.Contains(row, back) {
			return true
		}
	}
	return false
}

// weak reports whether it is less than half way to a generated one, in bits.
func (r rating) weak() bool { return r.bits < drawnBits/2 }

const (
	// rackMachines is how many machines a guesser is assumed to have.
	rackMachines = 10_000

	// What a passphrase is worth is told for one fixed machine, two cores of an AMD
	// EPYC server, and not for the
	// machine that tells it: that one may be a small phone, or busy, and a guesser
	// has neither. It passes over 1,536 MiB a second in Argon2id: 2 guesses a second
	// at the default of 256 MiB and 3 passes (docs/protocol/vault.md, "The cost of a
	// guess"). A faster one makes every figure that much smaller.
	referenceKiB = 1536 * 1024 // KiB times passes in a second
)

// guessTime returns what one guess costs on the reference machine.
func guessTime(p vault.Params) time.Duration {
	return time.Duration(float64(p.MemoryKiB) * float64(p.Time) / referenceKiB * float64(time.Second))
}

// atMost says how long a guesser with that many reference machines needs at most.
func atMost(say phrase.Say, bits float64, cost vault.Params, machines float64) string {
	return longTime(say, math.Exp2(bits)*guessTime(cost).Seconds()/machines)
}

const year = 365.25 * 24 * 3600 // seconds

// longTime says a number of seconds in the largest unit that fits.
func longTime(say phrase.Say, seconds float64) string {
	for _, u := range []struct {
		size float64
		said func(int) string
	}{{1e9 * year, say.PassphraseThousandMillionYears}, {1e6 * year, say.PassphraseMillionYears}, {1000 * year, say.PassphraseThousandYears}, {year, say.PassphraseYears}} {
		if n := seconds / u.size; n >= 2 || n >= 1 && u.size >= 1000*year {
			return u.said(int(math.Round(n)))
		}
	}
	for _, u := range []struct {
		size float64
		said func(float64) string
	}{{24 * 3600, say.ValueDays}, {3600, say.ValueHours}, {60, say.ValueMinutes}, {1, say.ValueSeconds}} {
		if n := seconds / u.size; n >= 2 {
			return u.said(math.Round(n))
		}
	}
	return say.PassphraseInstant()
}

// sentences says what the rating means, at this cost of an attempt.
func (r rating) sentences(say phrase.Say, cost vault.Params) []string {
	words := say.PassphraseNoWord()
	if r.words > 0 {
		words = say.PassphraseWords(r.words)
	}
	what := []string{say.PassphraseRated(say.PassphraseCharacters(r.length), words)}
	if r.repeated {
		what = append(what, say.PassphraseRatedRepeats())
	}
	return append(what,
		say.PassphraseRatedGuesser(),
		say.PassphraseRatedLasts(atMost(say, r.bits, cost, 1), atMost(say, r.bits, cost, rackMachines), rackMachines),
		say.PassphraseRatedDrawn(rackMachines, atMost(say, drawnBits, cost, rackMachines)),
		say.PassphraseRatedMachine(guessTime(cost), say.PassphraseReferenceMachine()))
}
