package cell

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/report/seal"
)

// Somebody on the way of reports works against the group.

// Promise: who says falsely that a desk is reached over it gets a share of what passes its lead,
// and can do no more than drop it. Sealed anew, a report has another chance.
func TestWhoAttractsReportsGetsAShareAndCanOnlyDropIt(t *testing.T) {
	w, people, name := reporting(t, 310)
	b, e, f := people["B"], people["e"], people["f"]
	w.hands(b, w.tie(b, f), &deskReached{name, w.now + 10_000})
	w.run()
	const sent = 300
	held, tie := 0, w.tie(f, b)
	for i := range sent {
		packet := aReport(byte(i), name)
		packet[101] = byte(i >> 8)
		effects, err := e.s.SendReport(packet, w.now, w.rand)
		w.must(err)
		w.do(e, effects)
		w.deliver(end{b, w.tie(b, e)})
		held += len(f.in[tie])
		f.in[tie] = nil // it drops what it draws
		w.run()
	}
	_, arrived := people["x"].lastOf(ReportArrived)
	if arrived+held != sent || held < sent*3/10 || held > sent*7/10 {
		t.Errorf("of %d reports %d arrived and %d were drawn: want about half", sent, arrived, held)
	}
	if over := people["A"].s.ReachedOver(name, w.now); len(over) != 2 {
		t.Errorf("the other founder is told of %d ways to the desk, want its own and B's", len(over))
	}
	effects, err := b.s.Sever(w.tie(b, f), false, w.now)
	w.must(err)
	w.do(b, effects)
	if over := b.s.ReachedOver(name, w.now); slices.Contains(over, w.tieOr0(b, f)) || len(over) != 1 {
		t.Errorf("after it was severed the desk is reached over %d ties, want 1", len(over))
	}
}

// Promise: nobody fills a table with desks that are not, or makes others say more than twice a
// day and desk that one is reached; and nobody makes such a word last.
func TestWordsThatADeskIsReachedAreBounded(t *testing.T) {
	w, people, name := reporting(t, 311)
	c, g, a := people["c"], people["g"], people["A"]
	tie, said, refusals := w.tie(c, g), 0, 0
	hear := func(p *deskReached) {
		effects, err := c.s.Receive(tie, marshal(p), w.now, w.rand)
		w.must(err)
		for _, e := range effects {
			switch e := e.(type) {
			case Send:
				said++
				if e.Tie != w.tie(c, a) {
					t.Fatal("it is said downwards")
				}
			case Show:
				refusals++
			}
		}
	}
	for i := range 1000 {
		hear(&deskReached{seal.Name{1, byte(i), byte(i >> 8)}, w.now + 100})
	}
	if said != 0 || refusals != 1000-(maxReached-1) || len(c.s.reached) != maxReached {
		t.Errorf("of desks that nobody has signed %d words went on, %d were refused; %d are kept", said, refusals, len(c.s.reached))
	}
	if !slices.Equal(c.s.ReachedOver(name, w.now), []TieID{tie}) {
		t.Error("the desk that is reached was pushed out")
	}
	for range 10 * 96 {
		w.now++
		for _, until := range []box.Round{w.now, w.now + 100, w.now + 1000, ^box.Round(0)} {
			hear(&deskReached{name, until})
		}
	}
	if said > 2*10+1 {
		t.Errorf("in ten days one desk is said on %d times", said)
	}
	c.s.Tick(w.now + c.s.group.reachedRounds() + 1)
	if len(c.s.reached) != 0 {
		t.Error("a word that a desk is reached lasts more than 3 days")
	}
	for _, from := range []*person{a, people["d"]} {
		effects, err := c.s.Receive(w.tie(c, from), marshal(&deskReached{name, w.now + 9}), w.now, w.rand)
		w.must(err)
		if !refused(effects) || len(c.s.reached) != 0 {
			t.Errorf("%s draws its neighbour's reports", from.name)
		}
	}
}

// Promise: a hop that repeats, forges or turns around what it carries changes nothing for who
// is not on its way: a packet goes on once, a reply needs the way, and what comes from where it
// should go is refused.
func TestATurnedHopOnTheWay(t *testing.T) {
	w, people, name := reporting(t, 312)
	a, b, c, d, f, x := people["A"], people["B"], people["c"], people["d"], people["f"], people["x"]
	packet := aReport(1, name)
	way := w.reports(f, packet)
	unknown := wayOf(aReport(2, name))
	for name, step := range map[string]struct {
		at, from *person
		message  []byte
		silent   bool // else refused, or stopped back to whoever sent it
	}{
		"the report again":                   {a, b, packet, true},
		"the report in a circle":             {a, c, packet, false},
		"a reply of no way":                  {b, a, replyOn(unknown, 7), false},
		"a reply from below the writer":      {a, b, replyOn(way, 7), false},
		"a stop of no way":                   {b, a, marshal(&reportStopped{stoppedLate, []seal.Way{unknown}}), false},
		"a stop from where it came from":     {a, b, marshal(&reportStopped{stoppedLate, []seal.Way{way}}), false},
		"a report from a partner":            {d, c, aReport(3, name), false},
		"a reply from a partner":             {d, c, replyOn(way, 7), false},
		"a reply of the member's to a desk":  {x, people["g"], replyOn(way, 7), false},
		"a stop at a desk":                   {x, people["g"], marshal(&reportStopped{stoppedLate, []seal.Way{way}}), false},
		"a report to another desk at a desk": {x, people["g"], aReport(3, seal.Name{1}), false},
		"a report by a desk":                 {people["g"], x, aReport(3, name), false},
		"a reply that keeps a way too long":  {b, a, replyOn(way, seal.MaxKeep+1), false},
		"a report of another length":         {a, b, packet[:len(packet)-1], false},
	} {
		before := w.bytes(step.at.s)
		s := w.saved(step.at.s)
		effects, err := s.Receive(w.tie(step.at, step.from), step.message, w.now, w.rand)
		w.must(err)
		if step.silent && len(effects) != 0 || !step.silent && len(effects) == 0 {
			t.Errorf("%s: %d effects", name, len(effects))
		}
		for _, e := range effects {
			show, shown := e.(Show)
			send, sent := e.(Send)
			if shown && show.What != Refused || sent && (send.Tie != w.tie(step.at, step.from) || send.Message[0] != kindReportStopped) {
				t.Errorf("%s: %v", name, e)
			}
		}
		if !bytes.Equal(before, w.bytes(s)) {
			t.Errorf("%s: the state changed", name)
		}
	}
	if _, n := x.lastOf(ReportArrived); n != 1 {
		t.Errorf("%d copies at the desk", n)
	}
	// Who is on the way can end it, as dropping does; it cannot make it last.
	for range 100 {
		w.now += 48
		for _, p := range []*person{b, f} {
			p.s.Tick(w.now)
		}
		if effects, _ := b.s.Receive(w.tie(b, a), replyOn(way, seal.MaxKeep), w.now, w.rand); len(effects) > 0 && !refused(effects) {
			w.do(b, effects)
			w.run()
		}
	}
	if len(b.s.back)+len(f.s.back) != 0 {
		t.Error("forged replies keep a way for more than 28 days")
	}
}

// Promise: a flood of reports over one tie pushes out no way of anybody who has fewer.
func TestAFloodPushesOutItsOwnWays(t *testing.T) {
	w, people, name := reporting(t, 313)
	c, g, a := people["c"], people["g"], people["A"]
	h := w.join(c, Led, "h")
	w.rounds(3)
	bring := func(from *person, n int) seal.Way {
		t.Helper()
		packet := aReport(byte(n), name)
		packet[101], packet[102] = byte(n>>8), byte(len(from.name))+from.name[0]
		effects, err := c.s.Receive(w.tie(c, from), packet, w.now, w.rand)
		w.must(err)
		if len(effects) != 1 {
			t.Fatalf("%d effects", len(effects))
		}
		return wayOf(packet)
	}
	var kept []seal.Way
	for i := range 40 {
		kept = append(kept, bring(h, i))
		packet := aReport(byte(i), name)
		packet[102] = 'o'
		if _, err := c.s.SendReport(packet, w.now, w.rand); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, wayOf(packet))
	}
	for i := range 3 * maxWays {
		bring(a, i) // the lead floods, with what is to go down
	}
	for i := range 100 {
		kept = append(kept, bring(h, 100+i))
	}
	for _, way := range kept {
		if c.s.way(way) == nil {
			t.Fatal("a flood from above has pushed out another's way")
		}
	}
	if n := len(c.s.back); n != maxWays {
		t.Errorf("%d ways are kept, want %d", n, maxWays)
	}
	bring(g, 5)
	if n := len(w.bytes(c.s)); n > c.s.group.MaxState() {
		t.Errorf("the state has %d bytes, more than %d", n, c.s.group.MaxState())
	}
	x := people["x"]
	for i := range 2 * maxDeskWays {
		packet := aReport(byte(i), name)
		packet[101] = byte(i >> 8)
		effects, err := x.s.Receive(w.tie(x, g), packet, w.now, w.rand)
		w.must(err)
		if show, is := effects[0].(Show); !is || show.What != ReportArrived {
			t.Fatalf("report %d does not arrive", i)
		}
	}
	if n := len(w.bytes(x.s)); len(x.s.back) != maxDeskWays || n > x.s.group.MaxState() {
		t.Errorf("a desk's device keeps %d ways, and %d bytes", len(x.s.back), n)
	}
}

// Promise: a state that everybody has filled with desks, ways and words stays within its bound.
func TestAFullStateOfDesksFits(t *testing.T) {
	w, people, _ := reporting(t, 314)
	a, c := people["A"], people["c"]
	for i := range byte(seal.MaxByBoth + 2) {
		w.hands(c, w.tie(c, a), signedDesk(w, string('a'+rune(i))+" desk of forty bytes, as long as may be"[:39], a, people["B"]))
	}
	for range seal.MaxByOne + 2 {
		w.hands(c, w.tie(c, a), signedDesk(w, "of one", a))
		w.hands(c, w.tie(c, a), signedDesk(w, "of the other", people["B"]))
	}
	for _, f := range []*person{a, people["B"]} {
		for n := range byte(seal.MaxRevoked + 3) {
			w.hands(c, w.tie(c, a), &deskRevoked{[]seal.Revocation{revokedDesk(f, seal.Digest{n, 9})}})
		}
	}
	if k, r := len(c.s.desks.Known), len(c.s.desks.Revoked); k != maxReached || r != 2*seal.MaxRevoked {
		t.Errorf("%d records and %d revocations are kept, want %d and %d", k, r, maxReached, 2*seal.MaxRevoked)
	}
	for n := range maxWays + 5 {
		p := aReport(byte(n), seal.Name{1})
		p[101] = byte(n >> 8)
		_, err := c.s.Receive(w.tie(c, people["g"]), p, w.now, w.rand)
		w.must(err)
		w.hands(c, w.tie(c, people["g"]), &deskReached{seal.Name{byte(n)}, w.now + 50})
	}
	if n := len(w.bytes(c.s)); n > c.s.group.MaxState() {
		t.Errorf("%d bytes, more than %d", n, c.s.group.MaxState())
	}
	c.s = w.saved(c.s)
	news := c.s.deskNews()
	if len(news) != maxReached+2 {
		t.Errorf("all of it is told in %d packets", len(news))
	}
	for _, m := range news {
		if len(m) > seal.ShortPacket {
			t.Errorf("a packet of %d bytes takes more than a box", len(m))
		}
	}
}

// Promise: a captured founder's desk reaches the other founder before anybody else hears, and
// is taken back everywhere before it counts; the captor fills no place of the other's.
func TestACapturedFoundersDeskIsTakenBack(t *testing.T) {
	w, people := seven(t, 315)
	a, b := people["A"], people["B"]
	r := aRecord(w, "A captor's desk")
	effects, err := a.s.SignDesk(r, w.now)
	w.must(err)
	first := true
	for _, e := range effects {
		if s, is := e.(Send); is {
			if first != (s.Tie == w.tie(a, b)) {
				t.Error("the other founder is not told first, or told twice")
			}
			first = false
		}
	}
	w.do(a, effects)
	w.run()
	for _, p := range w.people {
		all := p.s.Desks(w.now)
		if len(all) != 1 || all[0].Counts || !all[0].Alone || p.s.takesReports(all[0].Digest.Name(), w.now+3*192-1) || !p.s.takesReports(all[0].Digest.Name(), w.now+3*192) {
			t.Errorf("%s has desks %v", p.name, all)
		}
		if got, n := p.lastOf(DeskByOne); n != 1 || got.Founder != FirstFounder || got.ID != ID(all[0].Digest[:idLen]) {
			t.Errorf("%s was shown %d times that one founder signed", p.name, n)
		}
	}
	for range 3 {
		if _, err := a.s.SignDesk(aRecord(w, "one more"), w.now); err != nil && !errors.Is(err, seal.ErrNoRoom) {
			t.Fatal(err)
		}
	}
	effects, err = b.s.RevokeDesk(digestOf(w, r), w.now)
	w.must(err)
	w.do(b, effects)
	w.run()
	for _, p := range w.people {
		if slices.Contains(p.s.desks.Digests(), digestOf(w, r)) {
			t.Errorf("%s still has what was taken back", p.name)
		}
		if p == a {
			continue
		}
		if got, n := p.lastOf(DeskRevoked); n != 1 || got.Founder != SecondFounder {
			t.Errorf("%s was shown %d times that it was taken back", p.name, n)
		}
	}
	if _, err := a.s.SignDesk(r, w.now); !errors.Is(err, seal.ErrRevoked) {
		t.Errorf("what was taken back is signed again: %v", err)
	}
	if _, err := b.s.RevokeDesk(digestOf(w, r), w.now); !errors.Is(err, ErrNoDeskRecord) {
		t.Errorf("taken back twice: %v", err)
	}
	effects, err = b.s.SignDesk(aRecord(w, "B's own"), w.now)
	w.must(err)
	w.do(b, effects)
	w.run()
	c := people["c"]
	for what, p := range map[string]packet{
		"a forged record":         func() packet { p := signedDesk(w, "x", a); p.signed.Signatures[0][5] ^= 1; return p }(),
		"one without a signature": &deskRecord{seal.Signed{Record: *aRecord(w, "x"), By: 1}},
		"a forged revocation": func() packet {
			v := revokedDesk(b, digestOf(w, r))
			v.Founder = 0
			return &deskRevoked{[]seal.Revocation{v}}
		}(),
		"what was taken back": signedRecord(w, r, a),
	} {
		before := w.bytes(c.s)
		effects, err := c.s.Receive(w.tie(c, a), marshal(p), w.now, w.rand)
		w.must(err)
		if !refused(effects) || !bytes.Equal(before, w.bytes(c.s)) {
			t.Errorf("%s is taken in: %v", what, effects)
		}
	}
}

// Promise: who joins, and who was away for longer than a packet lives, is told which desks
// stand and which were taken back.
func TestWhoComesLateIsToldOfDesks(t *testing.T) {
	w, people, name := reporting(t, 316)
	b, e := people["B"], people["e"]
	old := aRecord(w, "old")
	for _, f := range []*person{people["A"], b} {
		effects, err := f.s.SignDesk(old, w.now)
		w.must(err)
		w.do(f, effects)
	}
	w.run()
	effects, err := b.s.RevokeDesk(digestOf(w, old), w.now)
	w.must(err)
	w.do(b, effects)
	w.run()
	k := w.join(e, Led, "k")
	w.rounds(2)
	if !k.s.takesReports(name, w.now) || len(k.s.desks.Revoked) != 1 {
		t.Errorf("who joins knows %d desks and %d revocations", len(k.s.desks.Known), len(k.s.desks.Revoked))
	}
	heard := len(k.heard)
	w.rounds(30)
	for _, m := range k.heard[heard:] {
		if m[0] == kindDeskRecord {
			t.Error("it is told again and again")
		}
	}
	effects, err = b.s.SignDesk(aRecord(w, "new"), w.now)
	w.must(err)
	w.do(b, effects)
	for range 3 { // k is away: what is sent to it is lost after 7 days
		w.deliver(end{e, w.tie(e, b)})
		if len(e.in[w.tie(e, b)]) == 0 {
			break
		}
	}
	k.in[w.tie(k, e)] = nil
	w.run()
	if len(k.s.desks.Known) != 1 {
		t.Fatalf("k knows %d desks", len(k.s.desks.Known))
	}
	w.now += e.s.group.rounds(cardAgain)
	w.rounds(1)
	if len(k.s.desks.Known) != 2 {
		t.Errorf("who was away knows %d desks, want 2", len(k.s.desks.Known))
	}
}

// Promise: a report goes over a tie in quarantine only where there is no other.
func TestADoubtfulTieIsDrawnLast(t *testing.T) {
	w, people, name := reporting(t, 317)
	b, f := people["B"], people["f"]
	w.hands(b, w.tie(b, f), &deskReached{name, w.now + 200})
	_, err := b.s.Suspect(w.tie(b, f), w.now)
	w.must(err)
	drawn := func() TieID {
		t.Helper()
		to, err := b.s.toDesk(name, w.tie(b, people["e"]), w.now, w.rand)
		w.must(err)
		return to.ID
	}
	for range 50 {
		if drawn() == w.tie(b, f) {
			t.Fatal("it goes to whom somebody said was taken, though there is another way")
		}
	}
	_, err = b.s.Suspect(w.tie(b, people["A"]), w.now)
	w.must(err)
	both := map[TieID]bool{}
	for range 50 {
		both[drawn()] = true
	}
	if len(both) != 2 {
		t.Errorf("where all are doubtful it goes over %d of 2", len(both))
	}
}

// Promise: of a desk that was taken back no hop that has heard of it passes a report on, whatever
// the desk's liaison or its captor says; who sent it hears so.
func TestADeskThatWasTakenBackGetsNothing(t *testing.T) {
	w, people, name := reporting(t, 320)
	b, f := people["B"], people["f"]
	way := w.reports(f, aReport(1, name))
	record := people["A"].s.Desks(w.now)[0].Record
	digest := digestOf(w, &record)
	stale, err := f.s.SendReport(aReport(2, name), w.now, w.rand) // before f hears of it
	w.must(err)
	effects, err := b.s.RevokeDesk(digest, w.now)
	w.must(err)
	w.do(b, effects)
	w.run()
	for _, p := range w.people {
		if len(p.s.reached) != 0 {
			t.Errorf("%s keeps over whom the desk was reached", p.name)
		}
	}
	w.do(f, stale)
	w.run()
	if got, n := f.lastOf(ReportStopped); n != 1 || got.Why != NoWay || got.ID != ID(wayOf(aReport(2, name))) {
		t.Errorf("what was under way: its writer is shown %d stops", n)
	}
	for range 4 { // the captor's device says daily that it is reached
		w.later(96)
	}
	for _, p := range w.people {
		if over := p.s.ReachedOver(name, w.now); len(over) != 0 {
			t.Errorf("%s still knows a way to the desk", p.name)
		}
	}
	for i, at := range []struct{ to, from *person }{{b, f}, {people["A"], b}, {people["c"], people["A"]}, {people["g"], people["c"]}} {
		effects, err := at.to.s.Receive(w.tie(at.to, at.from), aReport(byte(3+i), name), w.now, w.rand)
		w.must(err)
		if !refused(effects) || len(effects) != 2 || effects[1].(Send).Tie != w.tie(at.to, at.from) || effects[1].(Send).Message[0] != kindReportStopped {
			t.Errorf("%s passes a report on to it: %d effects", at.to.name, len(effects))
		}
	}
	if _, n := people["x"].lastOf(ReportArrived); n != 1 {
		t.Errorf("%d reports are at the desk, want the one of before", n)
	}
	effects, err = people["x"].s.SendDeskReply(replyOn(way, 7), w.now) // of a report of before: it still finds its writer
	w.must(err)
	w.do(people["x"], effects)
	w.run()
	if _, n := f.lastOf(ReportReplied); n != 1 {
		t.Errorf("a reply is shown %d times", n)
	}
}

// Promise: a desk's device that raised the silent alarm, or that its liaison has said was taken,
// gets no report: whoever has it may have its key. Silence alone stops none; and where the word is
// taken back, reports go again.
func TestADeskThatIsSpokenAgainstGetsNoReport(t *testing.T) {
	for name, against := range map[string]func(g *State, x TieID, now box.Round) error{
		"alarm": func(g *State, x TieID, _ box.Round) error { _, err := g.Alarmed(x, true, false); return err },
		"word":  func(g *State, x TieID, now box.Round) error { _, err := g.Suspect(x, now); return err },
		"silence": func(g *State, x TieID, now box.Round) error {
			tie := g.tie(x)
			tie.Overdue = true
			g.quarantine(tie, now)
			return nil
		},
	} {
		w, people, desk := reporting(t, 321)
		f, g, x := people["f"], people["g"], people["x"]
		w.must(against(g.s, w.tie(g, x), w.now))
		for i, p := range []*person{f, people["c"]} {
			w.reports(p, aReport(byte(i), desk))
		}
		_, arrived := x.lastOf(ReportArrived)
		_, stopped := f.lastOf(ReportStopped)
		if name == "silence" {
			if arrived != 2 || stopped != 0 {
				t.Errorf("after silence %d of 2 arrive", arrived)
			}
			continue
		}
		if arrived != 0 || stopped != 1 {
			t.Errorf("after an %s %d of 2 arrive; the writer is shown %d stops", name, arrived, stopped)
		}
		for range 4 {
			w.later(96)
		}
		if over := people["A"].s.ReachedOver(desk, w.now); len(over) != 0 {
			t.Errorf("after an %s those above go on to hear that it is reached", name)
		}
		if name != "word" {
			continue
		}
		effects, err := g.s.TakeBack(w.tie(g, x), w.now)
		w.must(err)
		w.do(g, effects)
		for range 2 {
			w.later(96)
		}
		w.reports(f, aReport(9, desk))
		if _, arrived := x.lastOf(ReportArrived); arrived != 1 {
			t.Errorf("after the word was taken back %d arrive", arrived)
		}
	}
}

// Promise: a captured founder's device that shows a desk only to those below it is found out:
// over their lifelines its name reaches the other founder, and what takes it back reaches
// them, though the captor carries neither.
func TestADeskThatACaptorHidesReachesTheOtherFounder(t *testing.T) {
	w, people := branch(t, 318)
	w.ripen()
	a, b := people["A"], people["B"]
	var hidden []*seal.Record
	for range seal.MaxByOne {
		r := aRecord(w, "A captor's desk")
		hidden = append(hidden, r)
		w.hands(people["c"], w.tie(people["c"], a), signedRecord(w, r, a))
	}
	w.runWithout(a)
	for _, name := range []string{"c", "d", "g", "h", "i", "j"} {
		if n := len(people[name].s.Desks(w.now)); n != 2 {
			t.Fatalf("%s has %d desks of the captor's", name, n)
		}
	}
	c, said := people["c"], 0
	for range 2*96 - 3 { // two days
		w.now++
		effects, err := c.s.Upkeep(w.now, w.rand)
		w.must(err)
		said += sends(effects, w.lifelineTo(c, b).tie, kindDeskNamed)
		w.do(c, effects)
	}
	if want := 2 * len(hidden); said != want {
		t.Errorf("in two days %d names are told over a lifeline, want %d", said, want)
	}
	w.later(1, a)
	got, n := b.lastOf(DeskNamed)
	if n != len(hidden) || got.Founder != FirstFounder || len(b.s.NamedDesks()) != n {
		t.Fatalf("the other founder is shown %d names, want %d", n, len(hidden))
	}
	if len(b.s.Desks(w.now)) != 0 {
		t.Error("by a name alone a desk stands")
	}
	for _, named := range b.s.NamedDesks() {
		effects, err := b.s.RevokeDesk(named.Digest, w.now)
		w.must(err)
		w.do(b, effects)
	}
	w.runWithout(a)
	for range 2 {
		w.later(1, a)
	}
	for _, p := range w.people {
		if p != a && len(p.s.Desks(w.now)) != 0 {
			t.Errorf("%s still has a desk of the captor's", p.name)
		}
	}
	if len(b.s.NamedDesks()) != 0 {
		t.Error("what was taken back is still named")
	}
	// An honest founder's desk, known to both, says nothing more.
	effects, err := b.s.SignDesk(aRecord(w, "B's own"), w.now)
	w.must(err)
	w.do(b, effects)
	w.runWithout()
	for range 3 {
		w.later(1)
	}
	for _, p := range w.people {
		if _, again := p.lastOf(DeskNamed); p != a && p != b && again != 0 || p == b && again != n {
			t.Errorf("%s is told that a desk has not come, though it has", p.name)
		}
	}
	for what, p := range map[string]packet{
		"a forged name":      &deskNamed{FirstFounder, seal.Digest{7}, signature{1}},
		"the other's":        &deskNamed{SecondFounder, seal.Digest{7}, nameOfDesk(a, seal.Digest{7}).sig},
		"what was revoked":   nameOfDesk(a, digestOf(w, hidden[0])),
		"one for each place": nil,
	} {
		if p == nil {
			for n := range byte(9) {
				w.hands(b, w.tie(b, people["e"]), nameOfDesk(a, seal.Digest{n, 1}))
			}
			if len(b.s.NamedDesks()) != maxDeskNames {
				t.Errorf("%d names are kept, want %d", len(b.s.NamedDesks()), maxDeskNames)
			}
			continue
		}
		s := w.saved(b.s)
		_, err := s.Receive(w.tie(b, people["e"]), marshal(p), w.now, w.rand)
		w.must(err)
		if !slices.Equal(s.NamedDesks(), b.s.NamedDesks()) {
			t.Errorf("%s is taken in", what)
		}
	}
	b.s.Tick(w.now + b.s.deskWait() + 1)
	if len(b.s.NamedDesks()) != 0 {
		t.Error("a name is kept longer than it says anything")
	}
}
