package term

import (
	"errors"
	"io"
	"strings"
	"testing"

	"bulkhead/home"
)

// Promise: in an open session each key of a question counts as a key, and what locks,
// interrupts or erases does so there.
func TestKeysOfAQuestionCount(t *testing.T) {
	for end, want := range map[string]error{"\x0c": ErrInterrupted, "\x03": ErrInterrupted, "\x1c": home.ErrPanicKey} {
		keys, locks := 0, 0
		a := &Asker{Key: func() { keys++ }, Lock: func() { locks++ }, key: home.NewPanicKey()}
		ignore := a.key.Heed()
		text, err := io.ReadAll(a.keys(strings.NewReader("some keys" + end + "more")))
		told := 10
		if end == "\x1c" {
			told = 9 // that key waits for nobody
		}
		if string(text) != "some keys" || !errors.Is(err, want) || keys != told || (locks == 1) != (end == "\x0c") || a.key.Down() != (end == "\x1c") {
			t.Errorf("%q: read %q, %v; %d keys, locked %d times, panic key %v", end, text, err, keys, locks, a.key.Down())
		}
		ignore()
	}
}

// Promise: at a locked screen nothing is shown but the beginning of a verb.
func TestOnlyVerbsAreShownAtALockedScreen(t *testing.T) {
	for line, want := range map[string]string{"": "", "un": "un", "unlock": "unlock", "unlock me": "", "until": "", "q": "q", "duress": ""} {
		if got := string(shownOnly([]byte(line), []string{"unlock", "quit"})); got != want {
			t.Errorf("%q is shown as %q, want %q", line, got, want)
		}
	}
}
