package cell

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// TestAnySignalBeginsAQuarantineThatEndsByItself, at its round and not before.
func TestAnySignalBeginsAQuarantineThatEndsByItself(t *testing.T) {
	for name, signal := range map[string]func(w *world, c, d *person, lead TieID) []Effect{
		"own word": func(w *world, c, _ *person, lead TieID) []Effect {
			effects, err := c.s.Suspect(lead, w.now)
			w.must(err)
			return effects
		},
		"partner's word": func(w *world, c, d *person, _ TieID) []Effect {
			effects, err := c.s.Receive(w.tie(c, d), marshal(&taken{whom: Lead}), w.now, w.rand)
			w.must(err)
			return effects
		},
		"silence": func(w *world, c, _ *person, lead TieID) []Effect {
			for _, tie := range c.s.Ties() {
				if tie.ID != lead {
					_, err := c.s.Heard(tie.ID, w.now+100, w.now+100, w.now+100)
					w.must(err)
				}
			}
			w.now += 100
			for range listenFor {
				c.s.Listened(w.now)
			}
			return c.s.Tick(w.now)
		},
		"coerced": func(w *world, c, _ *person, lead TieID) []Effect {
			_, err := c.s.Alarmed(lead, true, false)
			w.must(err)
			return c.s.Tick(w.now)
		},
		"copied": func(w *world, c, _ *person, lead TieID) []Effect {
			_, err := c.s.Alarmed(lead, false, true)
			w.must(err)
			return c.s.Tick(w.now)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, people := seven(t, 86)
			c := people["c"]
			lead := w.tie(c, people["A"])
			effects := signal(w, c, people["d"], lead)
			until := w.now + 72*4 // 72 hours of 15 minutes
			if n := shown(effects, QuarantineBegan, lead); n != 1 {
				t.Fatalf("shown %d times, want once", n)
			}
			if shown(c.s.Tick(until-1), QuarantineEnded, lead) != 0 {
				t.Error("it ended a round early")
			}
			tie, _ := c.s.Tie(lead)
			if !tie.Quarantined() || tie.Quarantine != until || !tie.live() {
				t.Errorf("the tie is %+v, want a quarantine until %d", tie, until)
			}
			c.s = w.saved(c.s)
			if shown(c.s.Tick(until), QuarantineEnded, lead) != 1 {
				t.Error("it did not end")
			}
			if tie, _ := c.s.Tie(lead); tie.Quarantined() || !tie.live() {
				t.Errorf("afterwards the tie is %+v", tie)
			}
			if c.s.Tick(until+1) != nil {
				t.Error("it ended twice, or began anew")
			}
		})
	}
}

func shown(effects []Effect, what What, tie TieID) (n int) {
	for _, e := range effects {
		if show, ok := e.(Show); ok && show.What == what && show.Tie == tie {
			n++
		}
	}
	return n
}

// TestAnAlarmQuarantinesBeforeTheNextTick.
func TestAnAlarmQuarantinesBeforeTheNextTick(t *testing.T) {
	w, people := seven(t, 87)
	c := people["c"]
	lead := w.tie(c, people["A"])
	_, err := c.s.Alarmed(lead, true, false)
	w.must(err)
	c.s = w.saved(c.s)
	if _, err := c.s.SendText(lead, "x"); !errors.Is(err, ErrQuarantined) {
		t.Errorf("%v, want ErrQuarantined", err)
	}
}

// TestALiarCannotRenewAQuarantineForEver says it again, and takes it back and
// says it again, every round of a month: one quarantine in a fortnight.
func TestALiarCannotRenewAQuarantineForEver(t *testing.T) {
	for _, back := range []bool{false, true} {
		w, people := seven(t, 88)
		c := people["c"]
		partner, lead := w.tie(c, people["d"]), w.tie(c, people["A"])
		free, rounds := 0, 2*int(c.s.group.wordRounds())
		for range rounds {
			w.now++
			for _, id := range []TieID{lead, partner} {
				_, err := c.s.Heard(id, w.now, w.now, w.now)
				w.must(err)
			}
			c.s.Tick(w.now)
			_, err := c.s.Receive(partner, marshal(&taken{Lead, back && w.now%2 == 0}), w.now, w.rand)
			w.must(err)
			if tie, _ := c.s.Tie(lead); !tie.Quarantined() {
				free++
			}
		}
		if want := rounds - 2*int(c.s.group.QuarantineRounds()); free < want-3 {
			t.Errorf("taking back %v: free for %d of %d rounds, want %d", back, free, rounds, want)
		}
	}
}

// TestSilenceRenewsAQuarantineOnlyAfterAnUnlock.
func TestSilenceRenewsAQuarantineOnlyAfterAnUnlock(t *testing.T) {
	w, s, b := pairOf(t)
	began := 0
	for range 3000 {
		w.now++
		s.Listened(w.now)
		began += shown(s.Tick(w.now), QuarantineBegan, b)
	}
	if began != 1 {
		t.Errorf("silence began %d quarantines, want 1", began)
	}
	_, err := s.Heard(b, w.now, w.now, w.now)
	w.must(err)
	for range 3000 {
		w.now++
		s.Listened(w.now)
		began += shown(s.Tick(w.now), QuarantineBegan, b)
	}
	if began != 2 {
		t.Errorf("silence after an unlock: %d quarantines in all, want 2", began)
	}
}

// TestInQuarantineATieBringsNoPeopleAndNoKeysAndIsMarked.
func TestInQuarantineATieBringsNoPeopleAndNoKeysAndIsMarked(t *testing.T) {
	w, people := seven(t, 89)
	c, a, b := people["c"], people["A"], people["B"]
	lead := w.tie(c, a)
	_, err := c.s.Sever(w.tie(c, people["d"]), false, w.now)
	w.must(err)
	c.s.keys.both, c.s.keys.second, c.s.keys.vouch = false, PublicKey{}, signature{}
	_, err = c.s.Suspect(lead, w.now)
	w.must(err)
	intro := &introduction{ref: [8]byte{9}, invitation: Invitation{Base: w.now, Card: cardOf(group()).Hash()}}
	for _, p := range []packet{intro, a.s.vouched()} {
		before := w.bytes(c.s)
		effects, err := c.s.Receive(lead, marshal(p), w.now, w.rand)
		w.must(err)
		if len(effects) != 1 || effects[0].(Show).Why != Quarantined || !bytes.Equal(before, w.bytes(c.s)) {
			t.Errorf("a %T was taken in", p)
		}
	}
	effects, err := c.s.Receive(lead, marshal(&text{[]byte("hello")}), w.now, w.rand)
	w.must(err)
	if show := effects[0].(Show); show.What != TextArrived || !show.Doubt {
		t.Error("a text is not marked")
	}
	// A key on its way up to the first founder.
	alone := w.saved(a.s)
	alone.keys.both, alone.keys.second, alone.keys.vouch = false, PublicKey{}, signature{}
	_, err = alone.Suspect(w.tie(a, b), w.now)
	w.must(err)
	offer := everyPacket(w, people)[kindKeyOffer-1]
	effects, err = alone.Receive(w.tie(a, b), marshal(offer), w.now, w.rand)
	w.must(err)
	if len(effects) != 1 || effects[0].(Show).Why != Quarantined {
		t.Error("the first founder vouched for a key from a quarantine")
	}
	if _, err := a.s.SendText(w.tie(a, c), "x"); err != nil {
		t.Errorf("nobody else is kept from writing: %v", err)
	}
}

// TestOneWritesOverAQuarantineOnlyKnowingly.
func TestOneWritesOverAQuarantineOnlyKnowingly(t *testing.T) {
	w, people := seven(t, 90)
	a, c := people["A"], people["c"]
	lead := w.tie(c, a)
	w.suspect(c, a)
	if _, err := c.s.SendText(lead, "x"); !errors.Is(err, ErrQuarantined) {
		t.Errorf("a text: %v, want ErrQuarantined", err)
	}
	if err := third(c.s.SendNote("x", w.now, w.rand)); !errors.Is(err, ErrQuarantined) {
		t.Errorf("a note: %v, want ErrQuarantined", err)
	}
	if effects, err := c.s.SendTextAnyway(lead, "x"); err != nil || len(effects) != 1 {
		t.Errorf("a text all the same: %v", err)
	}
	if err := third(c.s.SendNoteAnyway("x", w.now, w.rand)); err != nil {
		t.Errorf("a note all the same: %v", err)
	}
	// What others send goes on: the other side sees no difference.
	effects, err := c.s.Receive(w.tie(c, people["g"]), marshal(&note{ID{7}, nil}), w.now, w.rand)
	w.must(err)
	if len(effects) != 1 || effects[0].(Send).Tie != lead {
		t.Error("a note from below stopped at the quarantine")
	}
	// Nobody is introduced to somebody in quarantine.
	n, m := w.join(c, Led, "n"), people["g"]
	w.run()
	w.suspect(c, n)
	if _, err := c.s.Introduce(w.tie(c, n), w.tie(c, m), w.now, w.rand); !errors.Is(err, ErrQuarantined) {
		t.Errorf("an introduction: %v, want ErrQuarantined", err)
	}
}

func TestAQuarantineLasts72HoursAndAtLeastEightRounds(t *testing.T) {
	for period, want := range map[time.Duration]box.Round{15 * time.Minute: 288, time.Hour: 72, 24 * time.Hour: 8, time.Second: 259_200, 12 * time.Hour: 8, 2 * time.Hour: 36} {
		g := Group{Calendar: round.Calendar{Length: period}}
		if got := g.QuarantineRounds(); got != want {
			t.Errorf("T = %v: %d rounds, want %d", period, got, want)
		}
		if g.wordRounds() <= g.QuarantineRounds() {
			t.Errorf("T = %v: one person's words alone would keep a quarantine", period)
		}
	}
	if after(^box.Round(0), 9) != ^box.Round(0) || after(0, 0) != 1 {
		t.Error("a round beyond all rounds")
	}
}

// TestSilenceAloneForbidsNoQuestion: whoever is overdue may be written to; one
// word more, and the owner is asked.
func TestSilenceAloneForbidsNoQuestion(t *testing.T) {
	w, s, b := pairOf(t)
	now := w.now + 200
	for r := now - 20; r <= now; r++ {
		s.Listened(r)
	}
	s.Tick(now)
	if tie, _ := s.Tie(b); !tie.Overdue || !tie.Quarantined() {
		t.Fatalf("overdue %v, quarantined %v", tie.Overdue, tie.Quarantined())
	}
	if _, err := s.SendText(b, "are you well?"); err != nil {
		t.Errorf("a question to one who is silent: %v", err)
	}
	if _, err := s.Suspect(b, now); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SendText(b, "are you well?"); !errors.Is(err, ErrQuarantined) {
		t.Errorf("a question to one whom the owner suspects: %v", err)
	}
	if _, err := s.SendTextAnyway(b, "are you well?"); err != nil {
		t.Errorf("the same, all the same: %v", err)
	}
}
