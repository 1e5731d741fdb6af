package term

import (
	"errors"

	"bulkhead/phrase"
)

// ErrUTF16 is the error of a file that begins as UTF-16 does.
var ErrUTF16 = errors.New("this is UTF-16, not UTF-8")

// Told says an error, of this room or of another, and what a person can do about it.
func Told(say phrase.Say, err error) (sentence, hint string) {
	if l := new(LongLineError); errors.As(err, &l) {
		return say.ErrorsLongLine(l.Limit), ""
	}
	switch {
	case errors.Is(err, ErrNoTerminal):
		return say.ErrorsNoTerminal(), ""
	case errors.Is(err, ErrInterrupted):
		return say.ErrorsInterrupted(), ""
	case errors.Is(err, ErrNotTaken):
		return say.PassphraseNotTaken(), say.PassphraseNotTakenHint()
	case errors.Is(err, ErrUTF16):
		return say.ErrorsUtf16(), say.ErrorsUtf16Hint()
	}
	return say.Error(err)
}
