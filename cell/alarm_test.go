package cell

import (
	"errors"
	"testing"
)

// TestACoercedOwnersAlarmIsShownOnceAndKept: every box repeats the alarm for
// two days, and the person is told once; the tie remembers it.
func TestACoercedOwnersAlarmIsShownOnceAndKept(t *testing.T) {
	w, s, b := pairOf(t)
	for _, step := range []struct {
		coerced, copied bool
		shown           []What
	}{
		{false, false, nil},
		{true, false, []What{OwnerCoerced}},
		{true, false, nil},
		{false, false, nil}, // a plain box does not take it back
		{true, true, []What{DeviceCopied}},
		{true, true, nil},
	} {
		effects, err := s.Alarmed(b, step.coerced, step.copied)
		w.must(err)
		if len(effects) != len(step.shown) {
			t.Fatalf("%d things shown, want %d", len(effects), len(step.shown))
		}
		for i, e := range effects {
			if show := e.(Show); show.What != step.shown[i] || show.Tie != b || show.Rel != Led {
				t.Errorf("shown %+v, want %v of the tie", show, step.shown[i])
			}
		}
		s = w.saved(s)
	}
	if tie, _ := s.Tie(b); !tie.Coerced || !tie.Copied || tie.Overdue {
		t.Errorf("the tie remembers coerced %v, copied %v, overdue %v", tie.Coerced, tie.Copied, tie.Overdue)
	}
	if _, err := s.Sever(b, false, w.now); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Alarmed(b, true, true); !errors.Is(err, ErrNoTie) {
		t.Errorf("the alarm of a link that was cut: %v", err)
	}
}

// TestUnknownSignsOfATieAreRefused: a state from a newer program is not read
// as if nothing had been said.
func TestUnknownSignsOfATieAreRefused(t *testing.T) {
	var tie Tie
	for v := range 256 {
		if ok := tie.setSigns(uint8(v)); ok != (v < 128) || ok && int(tie.signs()) != v {
			t.Errorf("signs %d: taken %v, given back as %d", v, ok, tie.signs())
		}
	}
}
