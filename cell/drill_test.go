package cell

import (
	"bytes"
	"errors"
	"reflect"
	"testing"
	"time"

	"bulkhead/box"
)

// TestALedIsCutAfterADelayNobodyCanTell: uniformly 1 to 16 rounds, and until then
// nothing the owner writes goes there, though all that others send does.
func TestALedIsCutAfterADelayNobodyCanTell(t *testing.T) {
	var delays [maxDelay + 1]int
	w, people := seven(t, 91)
	a, c, d := people["A"], people["c"], people["d"]
	id := w.tie(a, c)
	const runs = 1600
	for range runs {
		s := w.saved(a.s)
		effects, err := s.ConfirmTaken(id, w.now, w.rand)
		w.must(err)
		if len(effects) != 2 || effects[0].(Send).Tie != w.tie(a, d) || shown(effects, CutComing, id) != 1 {
			t.Fatalf("it asks for %d things, want a word to the other of the pair, and the cut shown", len(effects))
		}
		for n := box.Round(1); ; n++ {
			if n > maxDelay {
				t.Fatal("never cut")
			}
			tie, _ := s.Tie(id)
			if !tie.live() || !tie.Quarantined() {
				t.Fatal("cut without a Tick, or in no quarantine")
			}
			out := s.Tick(w.now + n)
			if shown(out, TieSevered, id) == 1 {
				if out[0] != (DropLink{id, w.now + n + 2*192}) || tie.Cut != w.now+n {
					t.Fatalf("cut in round %d with %v first, %d was said", w.now+n, out[0], tie.Cut)
				}
				delays[n]++
				break
			}
		}
	}
	chi := 0.0
	for _, got := range delays[1:] {
		off := float64(got) - runs/maxDelay
		chi += off * off / (runs / maxDelay)
	}
	if delays[0] != 0 || chi > 44 { // 15 degrees of freedom: once in 10,000
		t.Errorf("delays %v are not uniform (χ² %.1f)", delays[1:], chi)
	}
}

// TestNothingTheOwnerWritesGoesToWhoIsAboutToBeCut.
func TestNothingTheOwnerWritesGoesToWhoIsAboutToBeCut(t *testing.T) {
	w, people := seven(t, 92)
	a, b, c := people["A"], people["B"], people["c"]
	id := w.tie(a, c)
	asked, effects, err := c.s.SendNote("asks", w.now, w.rand)
	w.must(err)
	w.do(c, effects)
	w.run()
	w.confirm(a, c)
	a.s = w.saved(a.s)
	for name, err := range map[string]error{
		"text": second(a.s.SendText(id, "x")), "text all the same": second(a.s.SendTextAnyway(id, "x")),
		"reply": second(a.s.ReplyTo(asked, "x")),
	} {
		if !errors.Is(err, ErrConfirmed) {
			t.Errorf("%s: %v, want ErrConfirmed", name, err)
		}
	}
	_, effects, err = a.s.Issue("notice", 9, w.now, w.rand)
	w.must(err)
	if sendsTo(effects, id) || !sendsTo(effects, w.tie(a, people["d"])) {
		t.Error("the owner's notice went to whom the owner cuts, or not to the other")
	}
	_, effects, err = b.s.Issue("notice", 9, w.now, w.rand)
	w.must(err)
	effects, err = a.s.Receive(w.tie(a, b), effects[0].(Send).Message, w.now, w.rand)
	w.must(err)
	if !sendsTo(effects, id) {
		t.Error("what others send stopped: the captor sees a difference")
	}
}

func sendsTo(effects []Effect, id TieID) bool {
	for _, e := range effects {
		if send, ok := e.(Send); ok && send.Tie == id {
			return true
		}
	}
	return false
}

// TestLeadAndPartnerAreCutAtOnceWithCover, and the word goes out before the link.
func TestLeadAndPartnerAreCutAtOnceWithCover(t *testing.T) {
	w, people := seven(t, 93)
	c, a, d := people["c"], people["A"], people["d"]
	lead, partner := w.tie(c, a), w.tie(c, d)
	for _, cut := range []struct{ x, told TieID }{{lead, partner}, {partner, lead}} {
		s := w.saved(c.s)
		effects, err := s.ConfirmTaken(cut.x, w.now, w.rand)
		w.must(err)
		if len(effects) != 3 || effects[0].(Send).Tie != cut.told || effects[1] != (DropLink{cut.x, w.now + 384}) {
			t.Errorf("it asks for %d things", len(effects))
		}
		if tie, _ := s.Tie(cut.x); tie != (Tie{ID: cut.x, Relation: tie.Relation, Phase: Severed, Severed: w.now}) {
			t.Errorf("a cut tie remembers %+v", tie)
		}
	}
}

// TestTheWordsOfOneWhoIsCutGoWithIt: they are no half of any later cut.
func TestTheWordsOfOneWhoIsCutGoWithIt(t *testing.T) {
	w, people := seven(t, 94)
	c, a, d := people["c"], people["A"], people["d"]
	w.suspect(d, a)
	w.run()
	w.confirm(c, d)
	w.suspect(c, a)
	if tie, _ := c.s.Tie(w.tie(c, a)); !tie.live() || tie.Told != 0 || tie.counted != 0 {
		t.Errorf("the lead's tie is %+v", tie)
	}
	w.bytes(c.s)
}

func TestADrillSaysWhatACaptureCostsAndDoesIt(t *testing.T) {
	w, people := seven(t, 95)
	a, b, c, d, g := people["A"], people["B"], people["c"], people["d"], people["g"]
	for _, x := range []struct {
		by, about *person
		want      Exposure
	}{
		{c, a, Exposure{Relation: Lead, Names: []TieID{w.tie(c, d)}, Others: 2, Most: 2, Notes: true, Tell: []Telling{{w.tie(c, d), Lead}}}},
		{c, d, Exposure{Relation: Partner, Names: []TieID{w.tie(c, a)}, Others: 2, Most: 2, Tell: []Telling{{w.tie(c, a), Led}}}},
		{c, g, Exposure{Relation: Led, Others: 3, Most: 3, Notes: true, Delay: true}},
		{a, c, Exposure{Relation: Led, Names: []TieID{w.tie(a, d)}, Others: 2, Most: 2, Notes: true, Delay: true, Tell: []Telling{{w.tie(a, d), Partner}}}},
		{a, b, Exposure{Relation: Partner, Others: 3, Most: 3, Notes: true}},
	} {
		x.want.Tie = w.tie(x.by, x.about)
		x.want.Sever = []TieID{x.want.Tie}
		before := w.bytes(x.by.s)
		got, err := x.by.s.Exposure(x.want.Tie)
		w.must(err)
		if !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s about %s: %+v, want %+v", x.by.name, x.about.name, got, x.want)
		}
		if !bytes.Equal(before, w.bytes(x.by.s)) {
			t.Error("asking changed something")
		}
		s := w.saved(x.by.s)
		again, effects, err := s.Drill(x.want.Tie, w.now, w.rand)
		w.must(err)
		if !reflect.DeepEqual(again, got) {
			t.Error("the drill answers otherwise")
		}
		for i, tell := range got.Tell {
			if send, ok := effects[i].(Send); !ok || send.Tie != tell.To || !bytes.Equal(send.Message, marshal(&taken{whom: tell.Whom})) {
				t.Errorf("%s about %s: %d is not told", x.by.name, x.about.name, tell.To)
			}
		}
		s.Tick(w.now + maxDelay)
		if tie, _ := s.Tie(x.want.Tie); tie.live() {
			t.Errorf("%s about %s: not cut", x.by.name, x.about.name)
		}
	}
	if _, err := c.s.Exposure(99); !errors.Is(err, ErrNoTie) {
		t.Errorf("nobody: %v, want ErrNoTie", err)
	}
}

// TestAPairConfirmedTakenHearsNothingOfEachOther: whoever is about to be cut is
// told nothing more.
func TestAPairConfirmedTakenHearsNothingOfEachOther(t *testing.T) {
	w, people := seven(t, 96)
	a, c, d := people["A"], people["c"], people["d"]
	w.confirm(a, c)
	effects, err := a.s.ConfirmTaken(w.tie(a, d), w.now, w.rand)
	w.must(err)
	if sendsTo(effects, w.tie(a, c)) {
		t.Error("one who is about to be cut was told of the other")
	}
}

// TestAWordIsNotSentOnceItWouldNotStand.
func TestAWordIsNotSentOnceItWouldNotStand(t *testing.T) {
	w, people := seven(t, 97)
	c, a := people["c"], people["A"]
	effects, err := c.s.Suspect(w.tie(c, a), w.now)
	w.must(err)
	for _, e := range effects {
		if send, ok := e.(Send); ok && send.Expires != w.now+14*96 {
			t.Errorf("it is sent until round %d, want a fortnight from %d", send.Expires, w.now)
		}
	}
}

// TestAQuarantineDoesNotEndBeforeItsCut: with rounds of 12 hours it is shorter
// than the longest delay.
func TestAQuarantineDoesNotEndBeforeItsCut(t *testing.T) {
	w := newWorld(t, 98)
	g := group()
	g.Calendar.Length = 12 * time.Hour
	a := w.found("A", g)
	b := w.join(a, Led, "b")
	w.run()
	id := w.tie(a, b)
	w.suspect(a, b)
	_, err := a.s.ConfirmTaken(id, w.now, bytes.NewReader([]byte{maxDelay - 1}))
	w.must(err)
	for range maxDelay - 1 {
		w.now++
		if shown(a.s.Tick(w.now), QuarantineEnded, id) != 0 {
			t.Fatal("a quarantine was said to end while its cut was to come")
		}
	}
	if shown(a.s.Tick(w.now+1), TieSevered, id) != 1 {
		t.Error("not cut in its round")
	}
}

// TestADrillIsTakenBackBeforeTheCut: the one who was confirmed as taken by mistake
// stays, those who were told hear that it is taken back, and the quarantine goes on.
// Once the link is cut, nothing undoes it.
func TestADrillIsTakenBackBeforeTheCut(t *testing.T) {
	w, people := seven(t, 97)
	a, c, d := people["A"], people["c"], people["d"]
	id := w.tie(a, c)
	if _, err := a.s.TakeBackDrill(id, w.now); !errors.Is(err, ErrNotConfirmed) {
		t.Errorf("no drill: %v, want ErrNotConfirmed", err)
	}
	w.confirm(a, c)
	w.run()
	told := func() Tie {
		tie, _ := d.s.Tie(w.tie(d, c))
		return tie
	}
	if told().Told == 0 {
		t.Fatal("the other of the pair was not told")
	}
	cut, _ := a.s.Tie(id)
	late := w.saved(a.s)
	if _, err := late.TakeBackDrill(id, cut.Cut); !errors.Is(err, ErrConfirmed) {
		t.Errorf("in the round of the cut: %v, want ErrConfirmed", err)
	}
	late.Tick(cut.Cut)
	if _, err := late.TakeBackDrill(id, cut.Cut); !errors.Is(err, ErrNoTie) {
		t.Errorf("after the cut: %v, want ErrNoTie", err)
	}
	effects, err := a.s.TakeBackDrill(id, w.now)
	w.must(err)
	if shown(effects, QuarantineBegan, id) != 1 || sendsTo(effects, id) {
		t.Error("the quarantine does not go on, or the one concerned is sent something")
	}
	w.do(a, effects)
	w.run()
	if told().Told != 0 {
		t.Error("who was told was not told that it is taken back")
	}
	a.s = w.saved(a.s)
	a.s.Tick(w.now + 2*maxDelay)
	if tie, _ := a.s.Tie(id); !tie.live() || tie.Suspected != 0 || !tie.Quarantined() {
		t.Errorf("what is left is %+v", tie)
	}
}
