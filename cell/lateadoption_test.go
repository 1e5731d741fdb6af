package cell

import (
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/keys"
)

// TestAnAdoptionIsTakenInOnlyWhileItsTieLives: an adoption is longer on its way than
// its tie has until it goes for silence. Who took it in would have a lead that never
// speaks, and would ask nobody else.
func TestAnAdoptionIsTakenInOnlyWhileItsTieLives(t *testing.T) {
	for _, late := range []bool{false, true} {
		w, people := branch(t, 86)
		w.ripen()
		i, d := people["i"], people["d"]
		own := *w.lifelineTo(i, d)
		i.confirm(w, people["g"])
		for range 2 * maxWait {
			w.now++
			if sends(w.keeps(i), own.tie, kindOrphan) > 0 {
				break
			}
		}
		secret, err := keys.Read[secretUse](w.rand)
		w.must(err)
		base := w.now
		if w.now += i.s.group.adoptionRounds(); late {
			w.now++
		}
		w.hands(i, own.tie, &adoption{secret, base, true})
		if refused := i.count(Refused, ""); i.s.Orphan() != late || (refused > 0) != late {
			t.Errorf("late %v: still an orphan %v, refused %d times", late, i.s.Orphan(), refused)
		}
	}
}

// TestAnAdoptionWaitsNoLongerThanItIsTakenIn: what is not under way by then is not sent.
func TestAnAdoptionWaitsNoLongerThanItIsTakenIn(t *testing.T) {
	w, people := branch(t, 87)
	w.ripen()
	d := people["d"]
	l := w.held(d, w.lifelineTo(people["i"], d).id)
	w.hands(d, l.tie, &orphan{})
	w.must(d.s.Adopt(l.tie, w.now))
	sent := 0
	for _, e := range w.keeps(d) {
		if s, ok := e.(Send); ok && s.Message[0] == kindAdoption {
			sent++
			if s.Expires != w.now+d.s.group.adoptionRounds() {
				t.Errorf("expires after %d rounds, is taken in for %d", s.Expires-w.now, d.s.group.adoptionRounds())
			}
		}
	}
	if sent != 1 {
		t.Errorf("%d adoptions were sent, want 1", sent)
	}
}

// TestAnAdoptionHasTimeWhateverARoundIs: the twelve boxes of a lifeline, a quarter of
// them for the answer, and what speaks for it stands for two such adoptions.
func TestAnAdoptionHasTimeWhateverARoundIs(t *testing.T) {
	for period, want := range map[time.Duration]box.Round{15 * time.Minute: 672, time.Hour: 192, 2 * time.Hour: 192, 24 * time.Hour: 192} {
		s := &State{group: group()}
		s.group.Calendar.Length = period
		lives, said := s.group.unheardRounds(), box.Round(1000)
		if taken := s.group.adoptionRounds(); lives != want || taken != want/4*3 {
			t.Errorf("T = %v: an adoption lives for %d rounds and is taken in for %d; want %d, %d", period, lives, taken, want, want/4*3)
		}
		if !s.standsFor(said, said+2*lives-1) || s.standsFor(said, said+2*lives) || s.standsFor(0, 1) {
			t.Errorf("T = %v: what speaks for an adoption does not stand for two", period)
		}
	}
}
