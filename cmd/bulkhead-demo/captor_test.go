package main

import (
	"fmt"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/internal/testworld"
)

// dump is one seized device in one state.
type dump struct {
	*captor
	role
	state
	q      quarry
	report Seizure
}

// TestASeizedDeviceNamesItsCellAlone seizes a leaf, a lead and a founder, each
// locked, open, with its decoy's passphrase and with the one for duress, and
// searches all that can be read, the drop's full log included, from a week
// before until the others have cut it off and gone on.
func TestASeizedDeviceNamesItsCellAlone(t *testing.T) {
	t.Parallel()
	v := newVillage(t, 8)
	who := map[role]int{leaf: 6, lead: 2, founder: 0} // each is tied to somebody who is not seized
	decoys := map[role]string{}
	for r, n := range who {
		decoys[r] = v.prepare(n)
	}
	v.talk(0)
	v.live(simLifetime + 8) // what was written then is past its lifetime
	v.talk(100)
	v.live(10)

	var dumps []*dump
	copies := map[role]*testworld.Member{}
	for _, r := range []role{leaf, lead, founder} {
		for _, s := range allStates {
			dumps = append(dumps, v.dump(who[r], r, s, decoys[r]))
		}
	}
	for r, n := range who {
		copies[r] = v.steal(n)
	}
	for _, d := range dumps {
		t.Run(fmt.Sprintf("%s/%s", d.role, d.state), func(t *testing.T) { v.checkFound(t, d) })
	}

	for _, n := range who {
		v.talkTo(n)
	}
	v.liveWith(2, copies)
	control := map[role]int{} // how many messages a copy reads that nobody cut off
	for _, d := range dumps {
		if d.state == asOpen {
			control[d.role] = len(v.replay(d, 0).messages)
		}
	}
	for _, n := range who {
		v.sever(n)
	}
	severed := v.now() + 1
	last := map[role]uint32{}
	v.liveWith(1, copies) // what was on its way is read
	for r, m := range copies {
		last[r] = lastOf(t, m)
	}
	v.talk(200)
	v.liveWith(5, copies)
	for _, d := range dumps {
		t.Run(fmt.Sprintf("%s/%s/log", d.role, d.state), func(t *testing.T) { v.checkLog(t, d, severed, control[d.role]) })
	}
	for r, m := range copies {
		if got := shownSince(t, m, last[r]); got != 0 {
			t.Errorf("the copy of the %s's device was shown %d messages after everybody had cut it off", r, got)
		}
	}
}

// dump copies a device and takes everything out of the copy.
func (v *village) dump(n int, r role, s state, decoy string) *dump {
	v.t.Helper()
	d := &dump{captor: v.seize(n), role: r, state: s, q: v.newQuarry(n, v.canary), report: Seizure{Role: string(r), State: string(s)}}
	d.q.decoy, d.q.past = decoy, v.marksOf(0)
	for m, canary := range v.noted {
		if m != n && r != founder {
			d.q.passed = append(d.q.passed, canary)
		}
	}
	control := v.seize(n)
	if err := control.force(asOpen); err != nil {
		v.t.Fatal(err)
	}
	var found Seizure
	control.search(d.q, &found)
	d.report.ControlCanaries = found.TiedCanaries
	if err := d.force(s); err != nil {
		v.t.Fatal(err)
	}
	d.search(d.q, &d.report)
	return d
}

// steal takes a device away and lets its copy run on, with its passphrase, as
// the strongest of captors would.
func (v *village) steal(n int) *testworld.Member {
	v.t.Helper()
	m := v.Members[n]
	m.SwitchOff()
	v.gone[n] = true
	c := m.Copy()
	for _, name := range []string{device.VaultFile, device.PouchFile, device.ShelfFile} {
		data, err := m.Env.Dir.ReadFile(name)
		if err != nil {
			v.t.Fatal(err)
		}
		if err := c.Env.Dir.Replace(name, data); err != nil {
			v.t.Fatal(err)
		}
	}
	c.SwitchOn()
	return c
}

// liveWith lets rounds go by, in which the copies' new owners unlock them too.
func (v *village) liveWith(rounds int, copies map[role]*testworld.Member) {
	v.t.Helper()
	for range rounds {
		v.live(1)
		for _, m := range copies {
			if err := m.Unlock(); err != nil {
				v.t.Fatal(err)
			}
			if err := m.Lock(); err != nil {
				v.t.Fatal(err)
			}
		}
	}
}

func lastOf(t *testing.T, m *testworld.Member) (last uint32) {
	t.Helper()
	if err := m.Unlock(); err != nil {
		t.Fatal(err)
	}
	last = lastNumber(m.Device)
	if err := m.Lock(); err != nil {
		t.Fatal(err)
	}
	return last
}

// shownSince counts the messages that a copy was shown since a number.
func shownSince(t *testing.T, m *testworld.Member, since uint32) (n int) {
	t.Helper()
	if err := m.Unlock(); err != nil {
		t.Fatal(err)
	}
	for _, r := range m.Device.Inbox() {
		if r.Number > since && written(r.What) {
			n++
		}
	}
	if err := m.Lock(); err != nil {
		t.Fatal(err)
	}
	return n
}

func (v *village) checkFound(t *testing.T, d *dump) {
	s := d.report
	named, links, opened := 0, 0, 0
	switch d.state {
	case asOpen:
		named, links, opened = 1+len(v.ties(d.number)), len(v.ties(d.number)), 1
	case asDecoy:
		opened = 1
	case asDuress:
		opened = 2 // both the notebook; the device's opens nothing any more
	}
	if s.Exposed != named || s.TiedCanaries != named || s.Allowed != named {
		t.Errorf("%d members named, canaries of %d; want %d", s.Exposed, s.TiedCanaries, named)
	}
	if s.ForeignCanaries != 0 || s.LockedCanaries != 0 {
		t.Errorf("canaries of %d strangers on it, of %d members in the files; want none", s.ForeignCanaries, s.LockedCanaries)
	}
	if want := 1 + len(v.ties(d.number)); s.ControlCanaries != want {
		t.Errorf("with the owner's passphrase the search finds %d members, want %d: it proves nothing", s.ControlCanaries, want)
	}
	if s.PassedOnKept != 0 || s.PastFound != 0 || s.LifelinesNamed != 0 {
		t.Errorf("%d notes that were passed on, %d messages past their lifetime, %d named lifelines; want none", s.PassedOnKept, s.PastFound, s.LifelinesNamed)
	}
	if s.LinkKeys < links || links == 0 && s.LinkKeys > 0 {
		t.Errorf("the keys of %d links, want %d", s.LinkKeys, links)
	}
	if (d.state == asOpen) != (s.Lifelines > 0) {
		t.Errorf("%d lifelines on it: the test would prove nothing about them", s.Lifelines)
	}
	if s.PassphrasesOpen != opened || s.DecoyShown != (d.state != asLocked) {
		t.Errorf("%d passphrases open anything, want %d; notebook found: %v", s.PassphrasesOpen, opened, s.DecoyShown)
	}
	if d.state == asOpen && !v.findsAny(d, v.marksOf(100)) {
		t.Error("the search does not find messages that are there")
	}
}

func (v *village) findsAny(d *dump, marks []string) bool { return count(marks, d.finds) > 0 }

func (v *village) replay(d *dump, severed box.Round) replay {
	v.t.Helper()
	r, err := d.replayLog(v.each, severed)
	if err != nil {
		v.t.Fatal(err)
	}
	return r
}

func (v *village) checkLog(t *testing.T, d *dump, severed box.Round, control int) {
	r := v.replay(d, severed)
	s := d.report
	d.searchLog(d.q, r, &s)
	if s.LogAgain != 0 || s.PastFound != 0 {
		t.Errorf("of %d boxes that it had read, %d open again; %d messages past their lifetime", len(v.read[d.number]), s.LogAgain, s.PastFound)
	}
	// Signs of life among the copies themselves are not told from others.
	all := append(slices.Clone(v.canary), v.noted...)
	if n := count(all, func(canary string) bool { return in(r.messagesAfter, canary) }); n != 0 || s.ForeignCanaries != 0 || s.PassedOnKept != 0 {
		t.Errorf("the log gives what %d wrote after everybody had cut it off, canaries of %d strangers, %d notes", n, s.ForeignCanaries, s.PassedOnKept)
	}
	if d.state != asOpen && s.LogOpened != 0 {
		t.Errorf("%d boxes of the log open", s.LogOpened)
	}
	if d.state == asOpen && control == 0 {
		t.Error("a copy that nobody cut off reads no messages: the test would prove nothing")
	}
	if s.LogBoxes < 1000 || len(v.read[d.number]) < 20 {
		t.Errorf("a log of %d boxes, %d of them read: too few for a test", s.LogBoxes, len(v.read[d.number]))
	}
}

// TestWhatWasReadDoesNotOpenAgain holds a seized device against every box that
// it ever read: none opens, and a box that it has not read does, or the test
// would prove nothing.
func TestWhatWasReadDoesNotOpenAgain(t *testing.T) {
	t.Parallel()
	v := newVillage(t, 4)
	const n = 0
	v.talk(0)
	v.live(4)
	d := v.dump(0, founder, asOpen, "")
	if r := v.replay(d, 0); r.again != 0 || len(r.messages) != 0 {
		t.Errorf("of %d boxes that it had read, %d open again, with %d messages; want none", len(v.read[n]), r.again, len(r.messages))
	}
	if len(v.read[n]) < 10 {
		t.Errorf("the device read %d boxes only: too few for a test", len(v.read[n]))
	}
	v.talkTo(n)
	v.live(2)
	if r := v.replay(d, 0); r.opened == 0 || len(r.messages) == 0 {
		t.Errorf("the copy opens %d boxes and %d messages of the rounds after it was taken; a copy that nobody severed must open some", r.opened, len(r.messages))
	}
}

// TestPastItsLifetimeAMessageIsUnreadable waits for a week: with the device's
// passphrase and the log of all boxes, nothing of what it was shown is left.
func TestPastItsLifetimeAMessageIsUnreadable(t *testing.T) {
	t.Parallel()
	v := newVillage(t, 4)
	v.talk(0)
	v.live(4)
	if before := v.dump(0, founder, asOpen, ""); before.report.PastFound < 1+len(v.ties(before.number)) {
		t.Fatalf("before, %d messages are on it: the search does not find them", before.report.PastFound)
	}
	v.live(simLifetime + 8)
	after := v.dump(0, founder, asOpen, "")
	r := v.replay(after, 0)
	after.searchLog(after.q, r, &after.report)
	if s := after.report; s.PastFound != 0 || s.LogAgain != 0 || len(r.messages) != 0 {
		t.Errorf("%d messages are left after their lifetime; of the log's %d boxes, %d that it had read open, with %d messages; want none",
			s.PastFound, r.boxes, r.again, len(r.messages))
	}
}

// TestTheSearchFindsWhatIsPlanted: wherever something is that must not be there,
// it is found.
func TestTheSearchFindsWhatIsPlanted(t *testing.T) {
	const n, stranger = 2, 5
	s := shape(8)
	var canaries []string
	for m := range s {
		canaries = append(canaries, fmt.Sprintf("canary%d", m))
	}
	q := s.newQuarry(n, canaries)
	q.past, q.passed = []string{"[gone]"}, []string{"passed-1"}
	vault, pouch := device.VaultFile, device.PouchFile
	for what, plant := range map[string]struct {
		files map[string][]byte
		plain string
		log   string
		seen  func(Seizure) bool
	}{
		"nothing":            {seen: func(s Seizure) bool { return s == Seizure{State: "decoy"} }},
		"own, in the vault":  {files: map[string][]byte{vault: []byte("..canary2..")}, seen: func(s Seizure) bool { return s.LockedCanaries == 1 && s.Exposed == 1 }},
		"lead, in the pouch": {files: map[string][]byte{pouch: []byte("..canary0")}, seen: func(s Seizure) bool { return s.LockedCanaries == 1 && s.Exposed == 1 }},
		"partner, opened":    {plain: "canary3..", seen: func(s Seizure) bool { return s.LockedCanaries == 0 && s.Exposed == 1 && s.TiedCanaries == 1 }},
		"stranger, opened":   {plain: canaries[stranger], seen: func(s Seizure) bool { return s.ForeignCanaries == 1 && s.Exposed == 1 }},
		"stranger, in a log": {log: canaries[stranger], seen: func(s Seizure) bool { return s.ForeignCanaries == 1 }},
		"past, opened":       {plain: "text [gone]", seen: func(s Seizure) bool { return s.PastFound == 1 }},
		"past, in a log":     {log: "text [gone]", seen: func(s Seizure) bool { return s.PastFound == 1 }},
		"passed, opened":     {plain: "passed-1", seen: func(s Seizure) bool { return s.PassedOnKept == 1 }},
		"passed, in a log":   {log: "passed-1", seen: func(s Seizure) bool { return s.PassedOnKept == 1 }},
	} {
		c := &captor{number: n, files: plant.files, plain: [][]byte{[]byte(plant.plain)}}
		found := Seizure{State: string(asDecoy)}
		c.search(q, &found)
		c.searchLog(q, replay{messages: [][]byte{[]byte(plant.log)}}, &found)
		if !plant.seen(found) {
			t.Errorf("%s: the search reports %+v", what, found)
		}
	}
}
