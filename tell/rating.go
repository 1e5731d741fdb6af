package tell

import (
	"bytes"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"bulkhead/vault"
)

// DrawnBits is the work of guessing a generated passphrase, in bits: five
// different words of 7,776 in their order.
var DrawnBits = math.Log2(7776 * 7775 * 7774 * 7773 * 7772)

// Rating is a coarse judgement of a passphrase that a person thought up. It
// sees letters, not how they were come by: a name, a date or a line of a song
// is guessed much sooner than it says. It holds nothing of the passphrase, and is
// printed nowhere but where that was typed.
type Rating struct {
	Words    int     // separated by spaces
	Length   int     // in characters
	Counted  int     // those that do not only go on, and are of no repeated word
	Bits     float64 // of a guesser's work, at the very most
	Repeated bool    // a good part of it repeats, or runs along the alphabet or the keyboard
}

// Rate judges a passphrase as [vault.NewPassphrase] made it: without capitals.
//
// The work is that of NIST SP 800-63-2, appendix A, for what people choose: 4
// bits for the first character, 2 for each of the next 7, 1.5 up to the 20th, 1
// for each after that, none extra for what kind they are; and at most that of
// words drawn from a list, by their number, if there are several.
func Rate(pass []byte) Rating {
	r := Rating{Length: utf8.RuneCount(pass)}
	seen := map[string]bool{}
	for _, w := range bytes.Fields(pass) {
		r.Words++
		if !seen[string(w)] {
			r.Counted += telling(string(w))
		}
		seen[string(w)] = true
	}
	for i := range r.Counted {
		switch {
		case i == 0:
			r.Bits += 4
		case i < 8:
			r.Bits += 2
		case i < 20:
			r.Bits += 1.5
		default:
			r.Bits++
		}
	}
	if n := len(seen); n > 1 {
		r.Bits = min(r.Bits, float64(n)*DrawnBits/vault.Words)
	}
	r.Repeated = 3*r.Counted < 2*(r.Length-max(r.Words-1, 0))
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

// Weak reports whether it is less than half way to a generated one, in bits.
func (r Rating) Weak() bool { return r.Bits < DrawnBits/2 }

const (
	// RackMachines is how many machines a guesser is assumed to have.
	RackMachines = 10_000

	// What a passphrase is worth is told for one fixed machine, two cores of
	// an AMD EPYC server, and not for the machine that tells it. That one may
	// be a small phone, or busy, and a guesser has neither. The fixed machine
	// passes over 1,536 MiB a second in Argon2id: 2 guesses a second at the
	// default of 256 MiB and 3 passes (docs/protocol/vault.md, "The cost of a
	// guess"). A faster one makes every figure that much smaller.
	referenceKiB = 1536 * 1024 // KiB times passes in a second
)

// GuessTime returns what one guess costs on the reference machine.
func GuessTime(p Attempt) time.Duration {
	return time.Duration(float64(p.MemoryKiB) * float64(p.Time) / referenceKiB * float64(time.Second))
}

// GuessingTime returns for how many seconds a guesser with that many reference
// machines has work at most.
func GuessingTime(bits float64, cost Attempt, machines float64) float64 {
	return math.Exp2(bits) * GuessTime(cost).Seconds() / machines
}
