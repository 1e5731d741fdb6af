package cell

import (
	"errors"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// pairOf is a first founder and one led, with a check-in of 48 rounds and a
// grace of 16: 12 and 4 hours at 15 minutes.
func pairOf(t *testing.T) (*world, *State, TieID) {
	t.Helper()
	w := newWorld(t, 30)
	a := w.found("A", group())
	b := w.join(a, Led, "b")
	w.run()
	if got, want := a.s.CheckIn(), (CheckIn{48, 16}); got != want || b.s.CheckIn() != want {
		t.Fatalf("check-in %v and %v, want %v", got, b.s.CheckIn(), want)
	}
	return w, a.s, w.tie(a, b)
}

// overdue lets time go by and returns what is shown of it.
func overdue(s *State, now box.Round) (began, ended int) {
	return countShown(s.Tick(now))
}

func countShown(effects []Effect) (began, ended int) {
	for _, e := range effects {
		switch e.(Show).What {
		case OverdueBegan:
			began++
		case OverdueEnded:
			ended++
		}
	}
	return began, ended
}

func TestSomebodyWhoDoesNotUnlockIsOverdueOnceAfterCheckInAndGrace(t *testing.T) {
	w, s, b := pairOf(t)
	start := w.now
	_, err := s.Heard(b, start+5, start+4, start+5) // last unlock: round start+4
	w.must(err)
	for r := start + 6; r <= start+4+64; r++ {
		s.Listened(r)
		_, err := s.Heard(b, r, start+4, r) // a stand-in goes on, nobody unlocks
		w.must(err)
		if began, _ := overdue(s, r); began != 0 {
			t.Fatalf("overdue %d rounds after the last unlock, within check-in and grace", r-start-4)
		}
	}
	late := start + 4 + 65
	s.Listened(late)
	if began, _ := overdue(s, late); began != 1 {
		t.Fatal("not overdue one round after check-in and grace")
	}
	if tie, _ := s.Tie(b); !tie.Overdue {
		t.Error("the tie is not marked overdue")
	}
	s.Listened(late + 1)
	if began, _ := overdue(s, late+1); began != 0 {
		t.Error("overdue was shown twice")
	}
	effects, err := s.Heard(b, late+2, start+4, late+2)
	w.must(err)
	if len(effects) != 0 {
		t.Error("a heartbeat without an unlock ended it")
	}
	effects, err = s.Heard(b, late+3, late+3, late+3)
	w.must(err)
	if _, ended := countShown(effects); ended != 1 {
		t.Error("an unlock did not end it")
	}
	if tie, _ := s.Tie(b); tie.Overdue || tie.Unlocked != late+3 || tie.Heard != late+3 {
		t.Errorf("after the unlock the tie is %+v", tie)
	}
}

// TestADeviceThatWasItselfAwayCallsNobodyOverdueBeforeItListened: after its own
// absence it has heard nobody, which says nothing about the others.
func TestADeviceThatWasItselfAwayCallsNobodyOverdueBeforeItListened(t *testing.T) {
	w, s, b := pairOf(t)
	now := w.now + 1000
	if began, _ := overdue(s, now); began != 0 {
		t.Fatal("overdue without having listened")
	}
	for i := range box.Round(listenFor - 1) {
		s.Listened(now + i)
		if began, _ := overdue(s, now+i); began != 0 {
			t.Fatalf("overdue after %d rounds of listening, want %d", i+1, listenFor)
		}
	}
	s = w.saved(s)
	s.Listened(now + listenFor)
	if began, _ := overdue(s, now+listenFor); began != 1 {
		t.Errorf("not overdue after %d rounds of listening", listenFor)
	}
	_ = b
}

func TestNobodyIsOverdueWhoNeverAnswered(t *testing.T) {
	w := newWorld(t, 31)
	a := w.found("A", group())
	_, _, err := a.s.Invite(Led, "", w.now, w.rand)
	w.must(err)
	for r := w.now; r < w.now+200; r++ {
		a.s.Listened(r)
		if began, _ := overdue(a.s, r); began != 0 {
			t.Fatal("an invitation that nobody answered is overdue")
		}
	}
}

func TestAHeartbeatMayNotComeFromTheFutureOrGoBack(t *testing.T) {
	w, s, b := pairOf(t)
	if _, err := s.Heard(b, w.now+2, w.now, w.now); !errors.Is(err, ErrHeardInFuture) {
		t.Errorf("two rounds ahead: %v, want ErrHeardInFuture", err)
	}
	_, err := s.Heard(b, w.now+1, w.now+50, w.now)
	w.must(err)
	_, err = s.Heard(b, w.now-5, w.now-6, w.now)
	w.must(err)
	if tie, _ := s.Tie(b); tie.Heard != w.now+1 || tie.Unlocked != w.now+1 {
		t.Errorf("heard %d, unlocked %d, want both %d: an unlock is not later than its box", tie.Heard, tie.Unlocked, w.now+1)
	}
	_, err = s.Heard(b, ^box.Round(0), ^box.Round(0), ^box.Round(0))
	w.must(err)
}

func TestCheckInDefaultsFollowTheRound(t *testing.T) {
	for period, want := range map[time.Duration]CheckIn{
		15 * time.Minute: {48, 16},
		time.Hour:        {12, 4},
		time.Second:      {MaxCheckIn, 14_400},
		24 * time.Hour:   {1, 1},
	} {
		if got := DefaultCheckIn(round.Calendar{Length: period}); got != want {
			t.Errorf("T = %v: %v, want %v", period, got, want)
		}
	}
}
