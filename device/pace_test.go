package device_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/round"
)

// chain is six members, and of them the way of member 2's lifeline: 2, who has
// a decoy and a duress passphrase, its lead 0, and the other founder, 1, who
// leads two already.
func chain(t *testing.T) (w *testworld.World, way []*testworld.Member) {
	t.Helper()
	w = prepared(t, testworld.Config{Seed: 71, Members: 6, Region: 320 << 10}, 2)
	return w, []*testworld.Member{w.Members[2], w.Members[0], w.Members[1]}
}

// visit lets rounds go by in which some unlock once.
func visit(t *testing.T, w *testworld.World, rounds int, members ...*testworld.Member) {
	t.Helper()
	for range rounds {
		w.NextRound()
		for _, m := range members {
			open(t, m)
			lock(t, m)
		}
	}
}

// glance opens a device and leaves it as it was found.
func glance(t *testing.T, m *testworld.Member, at func(*device.Device)) {
	t.Helper()
	at(open(t, m))
	m.Device.Abandon()
	m.Device = nil
}

// lifelines returns a member's own lifelines and those it keeps for others.
func lifelines(t *testing.T, m *testworld.Member) (own, kept []device.LifelineStatus) {
	t.Helper()
	glance(t, m, func(d *device.Device) {
		for _, l := range d.Lifelines() {
			if l.Rank == 0 {
				kept = append(kept, l)
			} else {
				own = append(own, l)
			}
		}
	})
	return own, kept
}

// TestLifelines lives with one lifeline from its beginning to a silent alarm.
// What follows on the adoption begins from the same moment: the link of the adopted
// is cut, or the alarm is raised.
func TestLifelines(t *testing.T) {
	w, way := chain(t)
	for _, part := range []struct {
		name string
		test func(*testing.T, *testworld.World, []*testworld.Member)
	}{
		{"is set up through the lead", isSetUpThroughTheLead},
		{"keeps to its rounds", keepsToItsRounds},
		{"tells nothing of when its device runs", tellsNoPresence},
		{"brings an orphan to a new lead", bringsAnOrphanToALead},
	} {
		if !t.Run(part.name, func(t *testing.T) { part.test(t, w, way) }) {
			return
		}
	}
	w.NextRound()
	moment := kept(t, w)
	for seed, part := range []struct {
		name string
		test func(*testing.T, *testworld.World, []*testworld.Member)
	}{
		{"in the spare slot is cut under cover", isCutUnderCover},
		{"carries the silent alarm", carriesTheAlarm},
	} {
		t.Run(part.name, func(t *testing.T) {
			w, err := moment.World(uint64(73 + seed))
			if err != nil {
				t.Fatal(err)
			}
			part.test(t, w, []*testworld.Member{w.Members[2], w.Members[0], w.Members[1]})
		})
	}
}

// isSetUpThroughTheLead: with the same words on both ends, which nobody else's
// have. The words said over another way find the lifeline.
func isSetUpThroughTheLead(t *testing.T, w *testworld.World, way []*testworld.Member) {
	m, other := way[0], way[2]
	if !open(t, m).Status().NoLifeline {
		t.Error("nobody is told that there is no lifeline yet")
	}
	lock(t, m)
	var own, kept []device.LifelineStatus
	same := func() int {
		own, _ = lifelines(t, m)
		_, kept = lifelines(t, other)
		n := 0
		for _, l := range kept {
			if len(own) == 1 && l.Secured && l.Epoch == own[0].Epoch && slices.Equal(l.Words, own[0].Words) {
				n++
			}
		}
		return n
	}
	rounds := 0
	for ; rounds < 120 && same() == 0; rounds += 4 {
		visit(t, w, 4, way...)
	}
	t.Logf("the same words on both ends after %d rounds", rounds)
	if same() != 1 || own[0].Rank != 1 || !own[0].Secured || open(t, m).Status().NoLifeline {
		t.Fatalf("got %+v here and %+v there, want one that is secured on both ends", own, kept)
	}
	lock(t, m)
	for _, other := range way[1:2] {
		o, k := lifelines(t, other)
		for _, l := range append(o, k...) {
			if slices.Equal(l.Words, own[0].Words) {
				t.Errorf("member %d has the lifeline too", other.Number)
			}
		}
	}
	d := open(t, m)
	if found, err := d.ConfirmWords(strings.Split("one two three four five six", " ")); found || err != nil {
		t.Errorf("other words: found %v, %v", found, err)
	}
	said := slices.Clone(own[0].Words)
	said[0] = " " + strings.ToUpper(said[0])
	if found, err := d.ConfirmWords(said); !found || err != nil {
		t.Errorf("the same words: found %v, %v", found, err)
	}
	if l := d.Lifelines(); !l[0].Confirmed || l[0].Heard == 0 {
		t.Errorf("it shows as %+v", l[0])
	}
	lock(t, m)
	for _, m := range way {
		if got := alarms(open(t, m)); len(got) != 0 {
			t.Errorf("member %d: %q", m.Number, got)
		}
		lock(t, m)
	}
}

// keepsToItsRounds: what leaves a device is S boxes in every round; those of a
// lifeline are there in the rounds that its secret gives it, if the spare slot
// is its own, and in no other.
func keepsToItsRounds(t *testing.T, w *testworld.World, way []*testworld.Member) {
	for _, m := range []*testworld.Member{way[0], way[2]} {
		now, want := boxesOf(t, m)
		puts, wins, left := map[box.Round]int{}, 0, 0
		for _, won := range want {
			if won {
				wins++
			}
		}
		w.OnPut = func(a testworld.Attempt) {
			if a.Member != m.Number {
				return
			}
			puts[a.Ref.Round]++
			for ref, won := range want {
				if ref.ID == a.Ref.ID {
					left++
					if ref != a.Ref || !won {
						t.Errorf("a lifeline's box leaves in round %d, where it has none", a.Ref.Round)
					}
				}
			}
		}
		for range pouchRounds + 2 {
			w.NextRound()
		}
		w.OnPut = nil
		for r := now + 2; r <= now+pouchRounds; r++ {
			if puts[r] != w.Slots {
				t.Errorf("member %d writes %d boxes in round %d, want %d", m.Number, puts[r], r, w.Slots)
			}
		}
		t.Logf("member %d: in a pouch %d boxes of lifelines, %d of which give way", m.Number, len(want), len(want)-wins)
		if left != wins {
			t.Errorf("member %d: %d boxes of %d left", m.Number, left, wins)
		}
	}
}

// tellsNoPresence: whoever has two phones and both passphrases compares what came to
// them: the maps of when a device ran, which all its links with a slot carry, would
// name who is behind a lifeline. Over lifelines there is none, nor a word of a card.
func tellsNoPresence(t *testing.T, w *testworld.World, way []*testworld.Member) {
	visit(t, w, 3, way...)
	w.NextRound() // whose boxes are of the sealing before
	type sent struct {
		a       testworld.Attempt
		content box.Content
	}
	var all []sent
	w.OnPut = func(a testworld.Attempt) { all = append(all, sent{a, *a.Content}) }
	for range pouchRounds {
		w.NextRound()
	}
	w.OnPut = nil
	maps, over := map[int]map[link.Presence]bool{}, map[int][]link.Heard{}
	for _, m := range []*testworld.Member{way[0], way[2]} {
		glance(t, m, func(d *device.Device) {
			for _, s := range all {
				tie, h, ok := d.Peek(s.a.Ref, &s.content)
				switch {
				case !ok || s.a.Member == m.Number:
				case d.IsPaced(tie):
					over[s.a.Member] = append(over[s.a.Member], h)
				default:
					if maps[s.a.Member] == nil {
						maps[s.a.Member] = map[link.Presence]bool{}
					}
					maps[s.a.Member][h.Presence] = true
				}
			}
		})
	}
	delete(maps[way[1].Number], link.Presence{})
	if len(maps[way[1].Number]) != 1 {
		t.Errorf("both phones are linked to member %d, whose maps over these links are %v: want one, as the comparison needs", way[1].Number, maps[way[1].Number])
	}
	if len(over) < 2 {
		t.Fatalf("boxes came over the lifelines of %d members, want both ends'", len(over))
	}
	for member, heard := range over {
		for _, h := range heard {
			if h.Presence != (link.Presence{}) || h.Card != 0 {
				t.Fatalf("a lifeline says of member %d when it ran, or which card it has: % x, %x", member, h.Presence, h.Card)
			}
		}
	}
}

const pouchRounds = 16 // of rounds of three hours

// boxesOf returns the boxes of a member's lifelines, but of some, that lie in
// the pouch's rounds, and which have the spare slot.
func boxesOf(t *testing.T, m *testworld.Member, but ...cell.TieID) (now box.Round, boxes map[box.Ref]bool) {
	t.Helper()
	open(t, m)
	lock(t, m)
	d := open(t, m)
	now, boxes = d.Round(), map[box.Ref]bool{}
	for _, l := range d.Lifelines() {
		if !slices.Contains(but, l.Tie) {
			some, err := d.PacedBoxes(l.Tie, now+pouchRounds)
			if err != nil {
				t.Fatal(err)
			}
			maps.Copy(boxes, some)
		}
	}
	d.Abandon()
	m.Device = nil
	return now, boxes
}

// bringsAnOrphanToALead: the one who has the lifeline loses its lead, and the
// owner at the other end takes it in. Their new link shares the spare slot, and
// carries texts both ways, whole.
func bringsAnOrphanToALead(t *testing.T, w *testworld.World, way []*testworld.Member) {
	m, other := way[0], way[2]
	if _, err := open(t, m).Drill(m.Ties[0]); err != nil {
		t.Fatal(err)
	}
	if !m.Device.Status().Orphan {
		t.Error("nobody is told that the lead is lost")
	}
	lock(t, m)
	until := func(what string, done func() bool) {
		t.Helper()
		rounds := 0
		for ; !done(); rounds += 4 {
			if rounds > 200 {
				t.Fatalf("%s: not after %d rounds", what, rounds)
			}
			for range 2 {
				w.NextRound()
				visit(t, w, 1, m, other)
			}
		}
		t.Logf("%s after %d rounds", what, rounds)
	}
	var asks cell.TieID
	until("the orphan asks", func() bool {
		_, kept := lifelines(t, other)
		for _, l := range kept {
			if l.Asks {
				asks = l.Tie
			}
		}
		return asks != 0
	})
	if err := open(t, other).Adopt(asks); err != nil {
		t.Fatal(err)
	}
	lock(t, other)
	var lead, led cell.TieID
	until("it has a new lead", func() bool {
		lead, led = adopted(t, m), adopted(t, other)
		return lead != 0 && led != 0
	})
	if s := open(t, m).Status(); s.Orphan {
		t.Error("it still shows as an orphan")
	}
	lock(t, m)
	text := strings.Repeat("we are two again ", 400)
	for _, way := range []struct {
		from, to *testworld.Member
		tie      cell.TieID
	}{{m, other, lead}, {other, m, led}} {
		if _, err := open(t, way.from).Send(way.tie, text); err != nil {
			t.Fatal(err)
		}
		lock(t, way.from)
		until("a text is there", func() (there bool) {
			glance(t, way.to, func(d *device.Device) { there = slices.Contains(texts(d), text) })
			return there
		})
	}
}

// adopted returns a member's secured tie that was made over a lifeline; 0 if
// there is none.
func adopted(t *testing.T, m *testworld.Member) cell.TieID {
	t.Helper()
	id := cell.TieID(0)
	glance(t, m, func(d *device.Device) {
		for _, tie := range d.Status().Ties {
			if tie.Adopted && tie.Phase == cell.Unconfirmed {
				id = tie.ID
			}
		}
	})
	return id
}

// isCutUnderCover: the one who adopted cuts that link as taken. Whoever holds the
// other end goes on to hear of it until the cover ends.
func isCutUnderCover(t *testing.T, w *testworld.World, way []*testworld.Member) {
	m, other := way[0], way[2]
	lead, led := adopted(t, m), adopted(t, other)
	heard := func() box.Round {
		last := -1
		glance(t, m, func(d *device.Device) {
			for _, tie := range d.Status().Ties {
				if tie.ID == lead {
					last = int(tie.Heard)
				}
			}
		})
		if last < 0 {
			t.Fatal("the tie to the new lead is gone")
		}
		return box.Round(last)
	}
	if err := open(t, other).Sever(led, false); err != nil {
		t.Fatal(err)
	}
	lock(t, other)
	visit(t, w, 4, m, other)
	before := heard()
	visit(t, w, 16, m, other)
	if after := heard(); after <= before {
		t.Errorf("cut in the spare slot, a link falls silent: last heard in round %d, then %d", before, after)
	}
	sparsely := func(rounds int) { // every fourth round: a pouch is longer
		for range rounds / 4 {
			for range 3 {
				w.NextRound()
			}
			visit(t, w, 1, m, other)
		}
	}
	sparsely(2 * round.Calendar{Length: w.RoundLength}.PouchRounds())
	last := heard()
	sparsely(24)
	if heard() != last {
		t.Error("the cover has no end")
	}
}

// carriesTheAlarm: the flagged lids of a duress opening are on a lifeline's
// boxes too, so the other end knows whom not to adopt.
func carriesTheAlarm(t *testing.T, w *testworld.World, way []*testworld.Member) {
	m, other := way[0], way[2]
	var kept []device.LifelineStatus
	at := -1
	for rounds := 0; at < 0; rounds += 4 { // between two epochs the ends show words of one each
		own, _ := lifelines(t, m)
		_, kept = lifelines(t, other)
		at = slices.IndexFunc(kept, func(l device.LifelineStatus) bool { return slices.Equal(l.Words, own[0].Words) })
		if rounds > 6*pouchRounds {
			t.Fatal("the ends never show the same words")
		}
		if at < 0 {
			visit(t, w, 4, way...)
		}
	}
	tie, others := kept[at].Tie, []cell.TieID{}
	for i, l := range kept {
		if i != at {
			others = append(others, l.Tie)
		}
	}
	for round := 0; ; round++ {
		// Wait for a pouch that has a box which the other end will read.
		_, mine := boxesOf(t, m)
		read := map[box.Round]bool{}
		now, theirs := boxesOf(t, other, others...)
		for ref, wins := range theirs {
			read[ref.Round] = wins
		}
		if slices.ContainsFunc(slices.Collect(maps.Keys(mine)), func(ref box.Ref) bool {
			return mine[ref] && read[ref.Round] && ref.Round > now+1
		}) {
			break
		}
		if round == 4*pouchRounds {
			t.Fatal("the two ends never have the spare slot in one round")
		}
		visit(t, w, 1, way...)
	}
	notes(t, m, duressPass(t)).Abandon()
	visit(t, w, pouchRounds+1, other)
	d := open(t, other)
	defer lock(t, other)
	if shown(d, cell.OwnerCoerced, tie) != 1 {
		t.Errorf("the other end of the lifeline does not know of the alarm: %+v", d.Inbox())
	}
}

// TestAPowerCutLosesNoLifeline: while a lifeline is being set up and after it,
// in every round the power goes at some operation of somebody's unlock, by turns
// of the one who asks, its lead, and the one who answers.
func TestAPowerCutLosesNoLifeline(t *testing.T) {
	w := begun(t, testworld.Config{Seed: 72, Members: 4, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8}, "", nil)
	way := []*testworld.Member{w.Members[2], w.Members[0], w.Members[1]}
	cuts := 0
	for n := range 30 {
		m := way[n%3]
		visit(t, w, 1, way[(n+1)%3], way[(n+2)%3])
		if cutDuring(t, m, 1+n/3, cutsAt(n)[0], (*device.Device).Refill) {
			cuts++
		}
	}
	t.Logf("%d power cuts", cuts)
	for rounds := 0; ; rounds += 4 { // between two epochs the ends show words of one each
		own, _ := lifelines(t, way[0])
		_, kept := lifelines(t, way[2])
		if len(own) == 1 && own[0].Secured && slices.ContainsFunc(kept, func(l device.LifelineStatus) bool {
			return l.Epoch == own[0].Epoch && slices.Equal(l.Words, own[0].Words)
		}) {
			break
		}
		if cuts < 25 || rounds > 6*pouchRounds {
			t.Fatalf("after %d cuts and %d rounds there is %+v, and at the other end %+v", cuts, rounds, own, kept)
		}
		visit(t, w, 4, way...)
	}
	for _, m := range way {
		d := open(t, m)
		for _, l := range d.Lifelines() {
			if status, _ := d.LinkStatus(l.Tie); status.Frozen != 0 {
				t.Errorf("member %d: a lifeline is frozen: %v", m.Number, status.Frozen)
			}
		}
		others := slices.DeleteFunc(alarms(d), func(a string) bool { return a == mail.AlarmPouchBefore.String() }) // which a cut before the pouch is replaced causes
		if len(others) > 0 || frozen(d) {
			t.Errorf("member %d: alarms %q", m.Number, others)
		}
		lock(t, m)
	}
}
