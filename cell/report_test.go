package cell

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/report/seal"
)

// reporting is a group of seven with a desk behind g, whose record both founders signed.
func reporting(t testing.TB, seed uint64) (w *world, people map[string]*person, name seal.Name) {
	t.Helper()
	w, people = seven(t, seed)
	people["x"] = w.join(people["g"], Desk, "x")
	w.run()
	name = w.hasDesk(people["x"], "Central desk")
	return w, people, name
}

// hasDesk makes a record for a desk's device, signed by both founders, and lets a few rounds
// go by, until all know over whom it is reached.
func (w *world) hasDesk(x *person, called string) seal.Name {
	w.t.Helper()
	r := aRecord(w, called)
	for _, f := range w.people[:2] {
		effects, err := f.s.SignDesk(r, w.now)
		w.must(err)
		w.do(f, effects)
	}
	w.run()
	name := digestOf(w, r).Name()
	w.must(x.s.Serve([]seal.Name{name}))
	w.rounds(3)
	return name
}

// rounds lets rounds go by in which everybody's device is open.
func (w *world) rounds(n int) {
	w.t.Helper()
	for range n {
		w.now++
		for _, p := range w.people {
			w.do(p, p.s.Tick(w.now))
			effects, err := p.s.Upkeep(w.now, w.rand)
			w.must(err)
			w.do(p, effects)
		}
		w.run()
	}
}

// reports has a member send a packet, and carries it as far as it goes.
func (w *world) reports(p *person, packet []byte) seal.Way {
	w.t.Helper()
	effects, err := p.s.SendReport(packet, w.now, w.rand)
	w.must(err)
	w.do(p, effects)
	w.run()
	return wayOf(packet)
}

// lastOf returns the last thing of a kind that somebody was shown, and how many there were.
func (p *person) lastOf(what What) (last Show, n int) {
	for _, s := range p.shown {
		if s.What == what {
			last, n = s, n+1
		}
	}
	return last, n
}

// Promise: a report goes up, over and down to its desk whoever sends it, and what the desk
// says comes back to its writer alone.
func TestAReportReachesItsDeskAndTheReplyComesBack(t *testing.T) {
	w, people, name := reporting(t, 300)
	x, wrote := people["x"], map[*person]int{}
	for i, who := range []string{"A", "B", "c", "d", "e", "f", "g"} {
		p := people[who]
		wrote[p]++
		packet := aReport(byte(i), name)
		if i%2 == 1 {
			packet = longReport(byte(i), name)
		}
		way := w.reports(p, packet)
		got, n := x.lastOf(ReportArrived)
		if n != i+1 || !bytes.Equal(got.Packet, packet) || got.ID != ID(way) {
			t.Fatalf("%s's report: %d at the desk", who, n)
		}
		effects, err := p.s.Receive(1, packet, w.now, w.rand)
		if err != nil || slices.ContainsFunc(effects, func(e Effect) bool { s, sends := e.(Send); return sends && s.Message[0] == kindReport }) {
			t.Errorf("%s: a report that comes back to its writer goes on: %v", who, err)
		}
		for k, keep := range []uint8{7, 28, 0} {
			effects, err := x.s.SendDeskReply(replyOn(way, keep), w.now)
			w.must(err)
			w.do(x, effects)
			w.run()
			back, n := p.lastOf(ReportReplied)
			if n != k+1 || back.ID != ID(way) || !bytes.Equal(back.Packet, replyOn(way, keep)) {
				t.Fatalf("%s got reply %d: %d shown", who, k, n)
			}
		}
		if _, err := x.s.SendDeskReply(replyOn(way, 7), w.now); !errors.Is(err, ErrNoWayBack) {
			t.Errorf("a way that is closed: %v", err)
		}
		for _, o := range w.people {
			if o.s.way(way) != nil {
				t.Errorf("%s remembers the way of a closed report", o.name)
			}
			_, n := o.lastOf(ReportReplied)
			if want := 3 * min(wrote[o], 1); n != want {
				t.Errorf("%s was shown %d replies, want %d", o.name, n, want)
			}
		}
	}
}

// Promise: a report that can go no further is answered; nothing is lost unseen.
func TestAReportThatGoesNoFurtherIsAnswered(t *testing.T) {
	w, people, name := reporting(t, 301)
	f, g := people["f"], people["g"]
	effects, err := g.s.Sever(w.tie(g, people["x"]), false, w.now) // its desk is gone, and nobody above knows
	w.must(err)
	w.do(g, effects)
	for i, p := range []*person{f, people["A"], people["c"], g} {
		way := w.reports(p, aReport(byte(i), name))
		got, n := p.lastOf(ReportStopped)
		if n != 1 || got.ID != ID(way) || got.Why != NoWay {
			t.Errorf("%s was shown %d stops, %v", p.name, n, got.Why)
		}
		for _, o := range w.people {
			if o.s.way(way) != nil {
				t.Errorf("%s remembers the way of a stopped report", o.name)
			}
		}
	}
	for _, why := range []Why{WayFull, TooLate, NoWay} {
		packet := aReport(100+byte(why), name)
		effects, err := f.s.SendReport(packet, w.now, w.rand)
		w.must(err)
		w.do(f, effects)
		b := people["B"]
		w.deliver(end{b, w.tie(b, f)})
		for _, message := range [][]byte{packet, Stub(packet)} { // waiting, or in the link
			effects = b.s.NotSent(w.tie(b, f), message, why, w.now)
			if len(effects) != 1 {
				t.Fatalf("%v: %d effects", why, len(effects))
			}
		}
		w.do(b, effects)
		w.run()
		if got, _ := f.lastOf(ReportStopped); got.Why != why || got.ID != ID(wayOf(packet)) {
			t.Errorf("stopped because of %v, its writer is shown %v", why, got.Why)
		}
	}
}

// Promise: who has no desk, no lead or a doubtful one hears so before anything is sent.
func TestAReportIsSentOnlyWhereADeskTakesIt(t *testing.T) {
	w, people, name := reporting(t, 302)
	c, d, x := people["c"], people["d"], people["x"]
	packet := aReport(1, name)
	send := func(p *person, packet []byte) error {
		_, err := w.saved(p.s).SendReport(packet, w.now, w.rand)
		return err
	}
	alone := w.saved(d.s)
	_, err := alone.Sever(w.tie(d, people["A"]), false, w.now)
	w.must(err)
	doubtful := w.saved(d.s)
	_, err = doubtful.Suspect(w.tie(d, people["A"]), w.now)
	w.must(err)
	w.reports(c, packet)
	for what, got := range map[string]struct{ err, want error }{
		"a packet to a desk":      {send(d, packet), nil},
		"no packet":               {send(d, packet[1:]), ErrReport},
		"a reply":                 {send(d, aReply(1, 7)), ErrReport},
		"a desk that is not":      {send(d, aReport(1, seal.Name{9})), ErrNoDesk},
		"a packet sent before":    {send(c, packet), ErrSentBefore},
		"by a desk":               {send(x, packet), ErrAtDesk},
		"without a lead":          {second(alone.SendReport(packet, w.now, w.rand)), ErrNoLead},
		"by a lead in quarantine": {second(doubtful.SendReport(packet, w.now, w.rand)), ErrQuarantined},
		"by it all the same":      {second(doubtful.SendReportAnyway(packet, w.now, w.rand)), nil},
		"a reply by a member":     {second(c.s.SendDeskReply(aReply(1, 7), w.now)), ErrNotAtDesk},
		"keys of a member":        {c.s.Serve([]seal.Name{name}), ErrNotAtDesk},
		"too many keys":           {x.s.Serve(make([]seal.Name, maxServed+1)), ErrTooLong},
	} {
		if !errors.Is(got.err, got.want) {
			t.Errorf("%s: %v, want %v", what, got.err, got.want)
		}
	}
}

// Promise: a desk's device is no member: it gets reports, texts and cards, and names its
// liaisons alone; a liaison names its desk; nobody else does.
func TestADeskIsNoMember(t *testing.T) {
	w, people, _ := reporting(t, 303)
	x, g := people["x"], people["g"]
	if x.s.Standing() != AtDesk || x.s.Standing().String() != "desk" {
		t.Fatalf("it is %v", x.s.Standing())
	}
	_, effects, err := people["A"].s.Issue("a notice", 100, w.now, w.rand)
	w.must(err)
	w.do(people["A"], effects)
	w.run()
	for _, m := range x.heard {
		if !slices.Contains([]uint8{kindWelcome, kindText, kindCard, kindCardRevoked, kindCardNamed, kindReport, kindFounderKey}, m[0]) {
			t.Errorf("a desk's device got a packet of kind %d", m[0])
		}
	}
	if all := x.s.Exposes(); len(all) != 2 || all[1].Relation != Liaison {
		t.Errorf("a desk's device names %v", all)
	}
	if all := g.s.Exposes(); len(all) != 3 || all[2].Relation != Desk {
		t.Errorf("a liaison names %v", all)
	}
	for _, p := range w.people {
		if has := w.holds(p, canaryAlias("g", "x")); has != (p == g) {
			t.Errorf("%s has the liaison's alias of the desk: %v", p.name, has)
		}
	}
	for what, got := range map[string]error{
		"invites":    third(x.s.Invite(Led, "", w.now, w.rand)),
		"has desks":  third(x.s.Invite(Desk, "", w.now, w.rand)),
		"writes up":  third(x.s.SendNote("note", w.now, w.rand)),
		"signs":      second(x.s.RevokeDesk(seal.Digest{}, w.now)),
		"more pairs": x.s.AcceptMorePairs(),
	} {
		if got == nil {
			t.Errorf("a desk %s", what)
		}
	}
	before := x.s.links()
	w.rounds(200)
	if x.s.links() != before || len(x.s.asks)+len(x.s.lifelines) > 0 {
		t.Error("a desk's device asks for lifelines")
	}
	if _, err := x.s.SendText(1, "from the desk"); err != nil {
		t.Error(err)
	}
}

func (w *world) tieOr0(a, b *person) TieID {
	for id, to := range a.peers {
		if to.p == b {
			return id
		}
	}
	return 0
}

// Promise: where boxes have many slots a device names no more than where they have six: led and
// desks are two together, and more only after the warning.
func TestDesksCountAsLed(t *testing.T) {
	g := group()
	g.Slots = 16
	w := newWorld(t, 322)
	a := w.found("A", g)
	c := w.join(a, Led, "c")
	w.run()
	w.join(c, Led, "g")
	w.join(c, Desk, "x")
	w.run()
	for _, r := range []Relation{Led, Desk} {
		if _, _, err := c.s.Invite(r, "", w.now, w.rand); !errors.Is(err, ErrMorePairs) {
			t.Errorf("a third, as %v: %v", r, err)
		}
	}
	w.must(c.s.AcceptMorePairs())
	w.join(c, Desk, "y")
	w.join(c, Led, "h")
	w.run()
	c.s.morePairs = false
	if c.s.shapeHolds() {
		t.Error("a state with four below holds its rules without the warning")
	}
}

// Promise: a desk takes a slot that a led would have, and may have several liaisons.
func TestADeskTakesASlotAndMayHaveSeveralLiaisons(t *testing.T) {
	w, people, name := reporting(t, 304)
	x, d := people["x"], people["d"]
	c := people["c"] // leads g
	w.join(c, Desk, "y")
	if _, _, err := c.s.Invite(Led, "", w.now, w.rand); !errors.Is(err, ErrNoSlot) {
		t.Errorf("with a led and a desk, one more led: %v", err)
	}
	if _, _, err := c.s.Invite(Desk, "", w.now, w.rand); !errors.Is(err, ErrNoSlot) {
		t.Errorf("with a led and a desk, one more desk: %v", err)
	}
	lone := w.join(people["f"], Led, "lone") // no partner yet: its place stays free
	w.run()
	w.join(lone, Desk, "z")
	w.join(lone, Led, "m")
	if _, _, err := lone.s.Invite(Desk, "", w.now, w.rand); !errors.Is(err, ErrNoSlot) {
		t.Errorf("in the partner's place a desk: %v", err)
	}
	again := func(by *person) error {
		t.Helper()
		inv, effects, err := by.s.Invite(Desk, canaryAlias(by.name, "x"), w.now, w.rand)
		w.must(err)
		w.do(by, effects)
		effects, err = x.s.Rejoin(inv, nil, canaryAlias("x", by.name), w.now, w.rand)
		if err == nil {
			w.do(x, effects)
			w.run()
		}
		return err
	}
	w.must(again(d))
	w.must(again(people["f"]))
	w.rounds(3)
	reached := map[string]bool{}
	for i := range 60 {
		w.reports(people["A"], aReport(byte(i), name))
		got, n := x.lastOf(ReportArrived)
		if n != i+1 {
			t.Fatalf("report %d does not arrive", i)
		}
		reached[x.peers[got.Tie].p.name] = true
	}
	if !reached["g"] || !reached["d"] || !reached["f"] {
		t.Errorf("A's reports came by %v: want by all three, drawn at random", reached)
	}
	effects, err := people["d"].s.Sever(w.tie(d, x), false, w.now)
	w.must(err)
	w.do(d, effects)
	w.now += people["A"].s.group.reachedRounds()
	w.rounds(2)
	w.now += x.s.group.stampRounds()
	w.rounds(3)
	for i := range 30 {
		w.reports(people["A"], aReport(100+byte(i), name))
	}
	if _, n := x.lastOf(ReportArrived); n != 90 {
		t.Errorf("after a liaison was lost %d of 90 arrived", n)
	}
	if again(people["e"]) != nil {
		t.Error("a fourth liaison finds no slot")
	}
}

// Promise: a way is kept for 14 days, or as a reply asks up to 28, to midnight; and never
// beyond.
func TestWaysAreForgottenAtMidnight(t *testing.T) {
	w, people, name := reporting(t, 305)
	day := box.Round(96)
	w.now = w.now/day*day + 50
	sent := w.now
	short, long := w.reports(people["f"], aReport(1, name)), w.reports(people["f"], aReport(2, name))
	at := func(days box.Round) { w.now = sent/day*day + (days+1)*day - 1 }
	reply := func(way seal.Way, keep uint8) {
		effects, err := people["x"].s.SendDeskReply(replyOn(way, keep), w.now)
		w.must(err)
		w.do(people["x"], effects)
		w.run()
	}
	reply(long, 20)
	at(14)
	for _, p := range w.people {
		p.s.Tick(w.now)
	}
	reply(short, 1)
	if _, n := people["f"].lastOf(ReportReplied); n != 2 {
		t.Errorf("at the end of the fourteenth day %d replies came, want 2", n)
	}
	w.now++
	for _, p := range w.people {
		p.s.Tick(w.now)
		if len(p.s.back) > 2 {
			t.Errorf("%s has %d ways", p.name, len(p.s.back))
		}
	}
	for d := range 30 {
		w.now += day
		for _, p := range []*person{people["f"], people["B"], people["x"]} {
			if d < 11 && p.s.way(long) == nil {
				t.Fatalf("%s has forgotten a way that a reply keeps", p.name)
			}
		}
		if people["x"].s.way(long) != nil {
			reply(long, 28)
		}
		for _, p := range w.people {
			p.s.Tick(w.now)
		}
	}
	for _, p := range w.people {
		if len(p.s.back) != 0 {
			t.Errorf("%s remembers a way for more than 28 days", p.name)
		}
	}
}

// Promise: a record that has expired is forgotten everywhere, and nobody is told of that.
func TestARecordThatHasExpiredIsForgotten(t *testing.T) {
	w, people, _ := reporting(t, 323)
	record := people["A"].s.Desks(w.now)[0].Record
	for _, c := range []struct {
		at   box.Round
		want int
	}{{record.Expires, 1}, {record.Expires + 1, 0}} {
		for name, p := range people {
			if effects := p.s.Tick(c.at); name != "x" && len(p.s.Desks(c.at)) != c.want ||
				slices.ContainsFunc(effects, func(e Effect) bool { s, sends := e.(Send); return sends && s.Message[0] == kindDeskRecord }) {
				t.Errorf("%d rounds after it has expired %s has %d desks", c.at-record.Expires, name, len(p.s.Desks(c.at)))
			}
		}
	}
}

// Promise: who forgets a report keeps nothing by which its packet is known to be theirs; what it
// passes on for others, and its other reports, stay.
func TestAReportThatIsForgottenLeavesNoWay(t *testing.T) {
	w, people, name := reporting(t, 309)
	b := people["B"]
	forgotten, kept, passed := w.reports(b, aReport(1, name)), w.reports(b, aReport(2, name)), w.reports(people["f"], aReport(3, name))
	b.s.KeepReports(map[seal.Way]bool{kept: true})
	if bytes.Contains(w.bytes(b.s), forgotten[:]) || b.s.way(kept) == nil || b.s.way(passed) == nil {
		t.Error("the forgotten one is there, or another is gone")
	}
	effects, err := people["x"].s.SendDeskReply(replyOn(forgotten, 7), w.now)
	w.must(err)
	w.do(people["x"], effects)
	w.run()
	if _, n := b.lastOf(ReportReplied); n != 0 {
		t.Error("a reply to it is shown")
	}
}

// Promise: where hops are opened hours after each other, who writes still hears that the
// lifetime of a report ended on its way, 7 days later; and a reply that takes 4 days down finds
// its way after 4 days up.
func TestWhatComesLateStillFindsItsWay(t *testing.T) {
	for _, hours := range []box.Round{0, 4, 8, 24} {
		w, people, name := reporting(t, 308)
		f, b, a := people["f"], people["B"], people["A"]
		passes := func(rounds box.Round) {
			w.now += rounds
			for _, p := range w.people {
				for i := range p.s.reached { // its desk says so daily
					p.s.reached[i].until = w.now
				}
				p.s.Tick(w.now)
			}
		}
		over := func(wait box.Round, from, to *person) {
			t.Helper()
			passes(wait)
			at := end{to, w.tie(to, from)}
			if len(to.in[at.tie]) == 0 {
				t.Fatalf("%d hours a hop: nothing comes from %s to %s", hours, from.name, to.name)
			}
			for len(to.in[at.tie]) > 0 {
				w.deliver(at)
			}
		}
		w.now = w.now/96*96 + 95 // just before midnight: no hour is given
		sends := func(n byte) seal.Way {
			packet := aReport(n, name)
			effects, err := f.s.SendReport(packet, w.now, w.rand)
			w.must(err)
			w.do(f, effects)
			return wayOf(packet)
		}
		way := sends(1)
		over(4*hours, f, b)
		over(4*hours, b, a)
		passes(7 * 96)
		w.do(a, a.s.NotSent(w.tie(a, b), wayStub(way), TooLate, w.now))
		over(4*hours, a, b)
		over(4*hours, b, f)
		if got, n := f.lastOf(ReportStopped); n != 1 || got.ID != ID(way) || got.Why != TooLate {
			t.Errorf("%d hours a hop: its writer is shown %d stops", hours, n)
		}

		way = sends(2)
		path := []*person{f, b, a, people["c"], people["g"], people["x"]}
		for i := range path[1:] {
			over(78, path[i], path[i+1]) // 97 hours and a half in all
		}
		effects, err := people["x"].s.SendDeskReply(replyOn(way, 7), w.now)
		w.must(err)
		w.do(people["x"], effects)
		for i := len(path) - 1; i > 0; i-- {
			over(78, path[i], path[i-1])
		}
		if got, n := f.lastOf(ReportReplied); n != 1 || got.ID != ID(way) {
			t.Errorf("a slow reply is shown %d times", n)
		}
	}
}

// Promise: a desk that was said to be reached before its record came is reached once it has
// come; and a desk learns the second founder's key.
func TestADeskIsReachedWhicheverComesFirst(t *testing.T) {
	w := newWorld(t, 306)
	a := w.found("A", group())
	c := w.join(a, Led, "c")
	w.run()
	g := w.join(c, Led, "g")
	w.run()
	x := w.join(g, Desk, "x")
	w.run()
	r := aRecord(w, "Central desk")
	name := digestOf(w, r).Name()
	w.must(x.s.Serve([]seal.Name{name}))
	w.rounds(3)
	if len(g.s.ReachedOver(name, w.now)) != 1 || len(c.s.ReachedOver(name, w.now)) != 0 {
		t.Error("a desk whose record nobody has is said on")
	}
	b := w.join(a, Partner, "B")
	w.run()
	if !x.s.keys.both {
		t.Error("the desk does not learn the second founder's key")
	}
	for _, f := range []*person{a, b} {
		effects, err := f.s.SignDesk(r, w.now)
		w.must(err)
		w.do(f, effects)
	}
	w.run()
	for _, p := range []*person{a, b, c, g} {
		if len(p.s.ReachedOver(name, w.now)) != 1 {
			t.Errorf("%s does not know over whom the desk is reached", p.name)
		}
	}
	digest := digestOf(w, r)
	if got, n := c.lastOf(DeskSigned); n != 1 || got.ID != ID(digest[:idLen]) {
		t.Errorf("it is shown %d times that both signed", n)
	}
	w.reports(b, aReport(1, name))
	if _, n := x.lastOf(ReportArrived); n != 1 {
		t.Error("a report does not arrive")
	}
}

// Promise: over a tie on probation no report goes, and its writer hears so; the desk's words
// that come down it go on.
func TestNoReportGoesOverATieOnProbation(t *testing.T) {
	w, people, name := reporting(t, 307)
	a, c := people["A"], people["c"]
	for id, s := range map[TieID]*State{w.tie(a, c): a.s, w.tie(c, a): c.s} {
		t := s.tie(id)
		t.Adopted, t.Probation, t.Proven = true, w.now+1000, true
	}
	effects, err := a.s.Receive(w.tie(a, c), aReport(1, name), w.now, w.rand)
	w.must(err)
	if len(effects) != 2 || effects[0].(Show).Why != OnProbation || effects[1].(Send).Message[0] != kindReportStopped {
		t.Errorf("a report over it: %v", effects)
	}
	if _, err := c.s.SendReport(aReport(2, name), w.now, w.rand); err != nil {
		t.Errorf("down to the desk: %v", err)
	}
	if to, err := a.s.toDesk(name, 0, w.now, w.rand); err != nil || to == nil || to.Relation != Partner {
		t.Errorf("the new lead sends over it (%v)", err)
	}
}
