package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// In this file the members live in a simulated world of long rounds, so that a
// message's lifetime of a week passes in a second; the captor is the demo's.

const simRound = 3 * time.Hour // a pouch of 16 rounds, a lifetime of 56

// village is a simulated group and what a turned drop would know of it: every
// box that anybody read.
type village struct {
	t *testing.T
	*testworld.World
	shape
	canary []string
	boxes  map[box.Ref]*box.Content
	read   map[int]map[box.Ref]bool
}

func newVillage(t *testing.T, members int) *village {
	t.Helper()
	v := &village{
		t: t, shape: shape(members), boxes: map[box.Ref]*box.Content{}, read: map[int]map[box.Ref]bool{},
		World: testworld.New(testworld.Config{Seed: 23, Members: members, RoundLength: simRound, Slots: slots, Keep: keepRounds}),
	}
	t.Log(v.World.Config)
	if err := v.Meet(); err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for n, m := range v.Members {
		c, err := newCanary(m.Env.Rand, taken)
		if err != nil {
			t.Fatal(err)
		}
		v.canary, v.read[n] = append(v.canary, c), map[box.Ref]bool{}
	}
	return v
}

// visit unlocks a member's device, does something and locks it.
func (v *village) visit(n int, do func(*device.Device) error) {
	v.t.Helper()
	m := v.Members[n]
	if err := m.Unlock(); err != nil {
		v.t.Fatal(err)
	}
	if err := do(m.Device); err != nil {
		v.t.Fatal(err)
	}
	if err := m.Lock(); err != nil {
		v.t.Fatal(err)
	}
}

// pass lets rounds go by; in each, everybody unlocks once.
func (v *village) pass(rounds int) {
	v.t.Helper()
	for range rounds {
		v.NextRound()
		for n, m := range v.Members {
			v.record(n, m)
			v.visit(n, func(*device.Device) error { return nil })
		}
	}
}

// record takes what a member's worker has read into the drop's log.
func (v *village) record(n int, m *testworld.Member) {
	v.t.Helper()
	p, err := pouch.Load(m.Env.Dir, device.PouchFile)
	if err != nil {
		v.t.Fatal(err)
	}
	for res := range p.Results(1<<32 - 1) {
		if res.Read.State == pouch.ReadFound {
			ref := box.Ref{Round: res.Round, ID: res.Read.ID}
			v.boxes[ref] = new(*res.Read.Content)
			v.read[n][ref] = true
		}
	}
}

func (v *village) log(yield func(box.Ref, *box.Content) error) error {
	for ref, content := range v.boxes {
		if err := yield(ref, content); err != nil {
			return err
		}
	}
	return nil
}

// talk has everybody name and write to everybody they know, with their canary,
// and n send a note up with a canary of its own.
func (v *village) talk(n int, note string) {
	v.t.Helper()
	for n := range v.Members {
		v.visit(n, func(d *device.Device) error {
			for i, t := range d.Status().Ties {
				if err := d.Rename(t.ID, t.Alias+"-"+v.canary[n]); err != nil {
					return err
				}
				if _, err := d.Send(t.ID, marked(texts[i], mark(v.canary[n], i))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	v.visit(n, func(d *device.Device) error { _, err := d.Note(marked("a note", note)); return err })
}

// seize copies a member's files.
func (v *village) seize(n int) *captor {
	v.t.Helper()
	pass, err := vault.NewPassphrase(fmt.Appendf(nil, "passphrase of member %d", n))
	if err != nil {
		v.t.Fatal(err)
	}
	m := v.Members[n]
	c := &captor{number: n, pass: pass, env: m.Env, takenIn: func(r box.Ref) bool { return v.read[n][r] }}
	c.env.Dir = durable.NewMem(m.Env.Rand)
	if err := c.copyFrom(m.Env.Dir); err != nil {
		v.t.Fatal(err)
	}
	return c
}

// TestASeizedDeviceNamesItsCellAlone seizes a leaf, a lead and a founder, each
// locked and with its passphrase.
func TestASeizedDeviceNamesItsCellAlone(t *testing.T) {
	v := newVillage(t, 8)
	v.talk(6, mark("notenote", 1)) // passed on by 2, read by 0 and 1
	v.pass(6)
	for _, r := range []role{leaf, lead, founder} {
		c := v.seize(v.first(r))
		t.Run(string(r)+"/locked", func(t *testing.T) { v.checkLocked(t, c) })
		t.Run(string(r)+"/opened", func(t *testing.T) { v.checkOpened(t, c, r == founder) })
	}
}

func (v *village) checkLocked(t *testing.T, c *captor) {
	for m, canary := range v.canary {
		if c.inFiles(canary) {
			t.Errorf("the files hold data of %s in the clear", v.name(m))
		}
	}
	if c.inFiles("notenote") {
		t.Error("the files hold a note in the clear")
	}
	l, err := c.lookAtLocked()
	if err != nil {
		t.Fatal(err)
	}
	if want := len(v.ties(c.number)); l.links != want {
		t.Errorf("the pouch shows %d links, want %d: the count of its own links is all it may show", l.links, want)
	}
}

func (v *village) checkOpened(t *testing.T, c *captor, reader bool) {
	if err := c.open(); err != nil {
		t.Fatal(err)
	}
	if got, want := len(c.status.Exposes), 1+len(v.ties(c.number)); got != want {
		t.Errorf("it names %d people, its owner included; want %d", got, want)
	}
	tied := map[int]bool{c.number: true}
	for _, m := range v.ties(c.number) {
		tied[m] = true
	}
	for m, canary := range v.canary {
		if got, want := c.inPlain(canary), tied[m]; got != want {
			t.Errorf("canary of %s on it: %v, want %v", v.name(m), got, want)
		}
	}
	if got := c.inPlain("notenote"); got != reader {
		t.Errorf("the note is on it: %v, want %v", got, reader)
	}
}

// TestWhatWasReadDoesNotOpenAgain holds a seized device against every box that
// it ever read: none opens, and a box that it has not read does, or the test
// would prove nothing.
func TestWhatWasReadDoesNotOpenAgain(t *testing.T) {
	v := newVillage(t, 8)
	n := v.first(lead)
	v.talk(6, mark("notenote", 1))
	v.pass(4)
	c := v.seize(n)
	if err := c.open(); err != nil {
		t.Fatal(err)
	}
	r, err := c.replayLog(v.log, 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.again != 0 || len(r.messages) != 0 {
		t.Errorf("of %d boxes that it had read, %d open again, with %d messages; want none", len(v.read[n]), r.again, len(r.messages))
	}
	if len(v.read[n]) < 20 {
		t.Errorf("the device read %d boxes only: too few for a test", len(v.read[n]))
	}
	v.talkTo(n)
	v.pass(2)
	r, err = c.replayLog(v.log, 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.opened == 0 || len(r.messages) == 0 {
		t.Errorf("the copy opens %d boxes and %d messages of the rounds after it was taken; a copy that nobody severed must open some", r.opened, len(r.messages))
	}
}

// talkTo has everybody who knows n write to it.
func (v *village) talkTo(n int) {
	v.t.Helper()
	for _, m := range v.ties(n) {
		v.visit(m, func(d *device.Device) error {
			_, err := d.Send(v.Members[m].Ties[n], marked("are you there?", mark(v.canary[m], 99)))
			return err
		})
	}
}

// TestPastItsLifetimeAMessageIsUnreadable waits for a week: with the device's
// passphrase and the log of all boxes, nothing of what it was shown is left.
func TestPastItsLifetimeAMessageIsUnreadable(t *testing.T) {
	v := newVillage(t, 8)
	n := v.first(lead)
	v.talk(6, mark("notenote", 1))
	v.pass(4)
	before := v.seize(n)
	if err := before.open(); err != nil {
		t.Fatal(err)
	}
	marks := func(c *captor) (found []string) {
		for m, canary := range v.canary {
			for i := range 5 {
				if m == n || c.inPlain("["+mark(canary, i)+"]") {
					found = append(found, v.name(m))
					break
				}
			}
		}
		return found
	}
	if got, want := len(marks(before)), 1+len(v.ties(n)); got != want {
		t.Fatalf("before, messages of %d members are on it, want %d", got, want)
	}
	v.pass(int(7*24*time.Hour/simRound) + 2)
	after := v.seize(n)
	if err := after.open(); err != nil {
		t.Fatal(err)
	}
	for m, canary := range v.canary {
		for i := range 5 {
			if after.inPlain("[" + mark(canary, i) + "]") {
				t.Errorf("a message of %s is still there after its lifetime", v.name(m))
			}
		}
	}
	r, err := after.replayLog(v.log, 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.again != 0 || len(r.messages) != 0 {
		t.Errorf("the log's %d boxes: %d that it had read open, with %d messages; want none", r.boxes, r.again, len(r.messages))
	}
}

func TestShapeFillsLevelByLevel(t *testing.T) {
	s := shape(14)
	if got, want := fmt.Sprint(s.levels()), "[[0 1] [2 3 4 5] [6 7 8 9 10 11 12 13]]"; got != want {
		t.Errorf("levels %s, want %s", got, want)
	}
	var names []string
	for n := range int(s) {
		names = append(names, s.name(n))
	}
	if got, want := strings.Join(names, " "), "A B A1 A2 B1 B2 A11 A12 A21 A22 B11 B12 B21 B22"; got != want {
		t.Errorf("names %q, want %q", got, want)
	}
	if got, want := len(s.links()), 1+3*2*3; got != want {
		t.Errorf("%d links, want %d", got, want)
	}
	for r, want := range map[role]int{leaf: 2, lead: 4, founder: 3} {
		if got := len(s.ties(s.first(r))); got != want {
			t.Errorf("a %s has %d ties, want %d", r, got, want)
		}
	}
	want := map[int]int{1: 0, 0: 1, 3: 2, 4: 1, 5: 1, 8: 3, 9: 3, 10: 2, 11: 2, 12: 2, 13: 2}
	if got := s.reach(1, map[int]bool{2: true}); !maps.Equal(got, want) {
		t.Errorf("around a lost lead a notice reaches %v, want %v", got, want)
	}
}

func TestMarksAreFoundAgain(t *testing.T) {
	for _, text := range []string{"", "a", "with [brackets] inside", "ends in ]"} {
		if got := markOf(marked(text, mark("kovamiru", 17))); got != "kovamiru-17" {
			t.Errorf("mark of %q: %q", text, got)
		}
	}
	if got := markOf("no mark"); got != "" {
		t.Errorf("mark of a text without: %q", got)
	}
}
