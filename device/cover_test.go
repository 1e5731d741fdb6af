package device_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

const coverRounds = 2 * 16 // of a couple whose rounds last three hours

// sever cuts a's link with b and locks a.
func sever(t *testing.T, a *testworld.Member, b int) {
	t.Helper()
	if err := open(t, a).Sever(a.Ties[b], false); err != nil {
		t.Fatal(err)
	}
	lock(t, a)
}

// view is all that the other side can see of the link.
func view(t *testing.T, m *testworld.Member, tie cell.TieID) string {
	t.Helper()
	d := open(t, m)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	status, _ := d.LinkStatus(tie)
	inbox, sent, known := d.Inbox(), d.Sent(), cell.Tie{}
	for _, tied := range d.Status().Ties {
		if tied.ID == tie {
			known = tied.Tie
		}
	}
	lock(t, m)
	known.Alias = ""
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v", status, known, inbox, sent)
}

// TestTheOtherSideCannotTellThatItWasCut lives the same days twice, once with a
// cut: until its cover ends, two pouch lengths later, everything that the other
// side's device knows is the same, receipts and heartbeats, in every round.
func TestTheOtherSideCannotTellThatItWasCut(t *testing.T) {
	t.Parallel()
	live := func(cut bool) (seen []string) {
		w := roomyCouple(t)
		a, b := w.Members[0], w.Members[1]
		pass(t, w, 8) // nothing is under way any more
		if cut {
			sever(t, a, 1)
		} else {
			open(t, a)
			lock(t, a)
		}
		for i := range coverRounds + 4 {
			if i%7 == 3 {
				if _, err := open(t, b).Send(b.Ties[0], strings.Repeat("where are you? ", 200)); err != nil {
					t.Fatal(err)
				}
				lock(t, b)
			}
			w.NextRound()
			if i%3 == 0 {
				open(t, a)
				lock(t, a)
			}
			seen = append(seen, view(t, b, b.Ties[0]))
		}
		return seen
	}
	alive, dead := live(false), live(true)
	for i := range coverRounds {
		if alive[i] != dead[i] {
			t.Fatalf("round %d after the cut: with it the other side sees\n%s\nwithout it\n%s", i, dead[i], alive[i])
		}
	}
	if last := len(alive) - 1; alive[last] == dead[last] {
		t.Error("after the cover nothing differs: the test sees nothing")
	}
}

// TestNothingPassesADeadLink: what waited is never sent, and what the dead side
// says, even that it was coerced, reaches nothing here.
func TestNothingPassesADeadLink(t *testing.T) {
	w := prepared(t, testworld.Config{Seed: 51, Members: 2, Region: 320 << 10}, 0)
	a, b := w.Members[1], w.Members[0] // who has a decoy is the one who is cut off
	d := open(t, a)
	for _, text := range []string{"first", strings.Repeat("a plan that must not be read ", 1_500), "last"} {
		if _, err := d.Send(a.Ties[0], text); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Sever(a.Ties[0], false); err != nil {
		t.Fatal(err)
	}
	for _, s := range d.Sent() {
		if stage, reason := s.Stage(); stage != mail.Undelivered || reason != mail.ReasonSevered {
			t.Errorf("what waited is %q for the reason %q", stage, reason)
		}
	}
	rate, told := d.Rate(), len(d.Inbox())
	lock(t, a)
	if _, err := open(t, b).Send(b.Ties[1], "a question by a captor"); err != nil {
		t.Fatal(err)
	}
	lock(t, b)
	pass(t, w, 6)
	if got := open(t, b).Sent()[0]; got.Parts[0].Stage != mail.ReceivedBy {
		t.Errorf("what the dead side wrote shows as %q: it can tell the cut", got.Parts[0].Stage)
	}
	if got := texts(b.Device); len(got) != 0 {
		t.Errorf("after the cut there came %d texts", len(got))
	}
	lock(t, b)
	notes(t, b, duressPass(t)).Abandon()
	w.NextRound()
	w.NextRound()
	d = open(t, a)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if got := d.Inbox(); len(got) != told {
		t.Errorf("from a dead link came %+v", got[told:])
	}
	if tie := d.Status().Ties[0]; tie.Heard != 0 || tie.Coerced || tie.Overdue {
		t.Errorf("the rules heard of a dead link: %+v", tie.Tie)
	}
	if d.Rate() != rate {
		t.Error("a dead link taught the hit rate")
	}
	for range coverRounds {
		w.NextRound()
	}
	lock(t, a)
	if open(t, a).Covers(a.Ties[0]) {
		t.Error("the cover does not end")
	}
}

// TestADeadLinkHasLidsForEveryOpening: a decoy's opening replaces its boxes'
// lids with others that open, too.
func TestADeadLinkHasLidsForEveryOpening(t *testing.T) {
	w, a, _ := pair(t, 52)
	b := w.Members[1]
	sever(t, a, 1)
	notes(t, a, decoyPass(t)).Abandon()
	for range 4 {
		w.NextRound()
	}
	d := open(t, b)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	heard, _ := d.LinkStatus(b.Ties[0])
	if now := d.Status().Now; heard.HeardRound+1 < now || len(alarms(d)) > 0 {
		t.Errorf("in round %d the last box that opened is of round %d; alarms %q", now, heard.HeardRound, alarms(d))
	}
}

// TestAPowerCutLosesNoCover: the power goes at the n-th operation of the refill
// that cuts, and of those after it. Either the link still lives or its cover
// does; the other side hears on and sees no clone.
func TestAPowerCutLosesNoCover(t *testing.T) {
	t.Parallel()
	lived, died := 0, 0
	for n := 1; ; n++ {
		w := couple(t, 3*time.Hour, 0)
		a, b := w.Members[0], w.Members[1]
		cut := cutDuring(t, a, n, cutsAt(n)[0], func(d *device.Device) error {
			return errors.Join(d.Sever(a.Ties[1], false), d.Refill())
		})
		if covers := open(t, a).Covers(a.Ties[1]); covers {
			died++
		} else if _, lives := a.Device.LinkStatus(a.Ties[1]); lives {
			lived++
		} else {
			t.Errorf("operation %d: neither the link nor its cover is left", n)
		}
		lock(t, a)
		pass(t, w, 4)
		status, _ := open(t, b).LinkStatus(b.Ties[0])
		if now := b.Device.Status().Now; status.HeardRound+3 < now || status.Frozen != 0 {
			t.Errorf("operation %d: in round %d the other side last heard of round %d, frozen %v", n, now, status.HeardRound, status.Frozen)
		}
		if len(alarms(open(t, a))) > 0 {
			t.Errorf("operation %d: alarms %q", n, alarms(a.Device))
		}
		if !cut {
			break
		}
	}
	t.Logf("the link lived on %d times, its cover %d times", lived, died)
	if lived == 0 || died < 2 {
		t.Error("the cuts did not fall on both sides")
	}
}

// TestDeadLinksGiveWayToNewOnes: live links, dead ones and the spare slot fit
// into S; the oldest dead one ends early. What leaves the device is S boxes a
// round all the while.
func TestDeadLinksGiveWayToNewOnes(t *testing.T) {
	w := begun(t, testworld.Config{Seed: 53, Members: 4, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8}, "", nil)
	m := w.Members[0]
	replace := func(tie cell.TieID) (next cell.TieID) {
		t.Helper()
		d := open(t, m)
		if err := d.Sever(tie, false); err != nil {
			t.Fatal(err)
		}
		_, next, err := d.Invite(cell.Led, "")
		if err != nil {
			t.Fatal(err)
		}
		lock(t, m)
		return next
	}
	first, second := m.Ties[2], m.Ties[3]
	third := replace(first)
	replace(second)
	d := open(t, m) // three live, two dead, the spare slot
	if !d.Covers(first) || !d.Covers(second) {
		t.Error("dead links have no cover while there is room for it")
	}
	lock(t, m)
	replace(third)
	if d := open(t, m); d.Covers(first) || !d.Covers(second) || !d.Covers(third) {
		t.Errorf("covers: the oldest %v, the newer %v and %v; want the newer alone", d.Covers(first), d.Covers(second), d.Covers(third))
	}
	lock(t, m)
	w.NextRound()
	puts := []int{}
	w.OnPut = func(a testworld.Attempt) {
		if a.Member == m.Number {
			puts[len(puts)-1]++
		}
	}
	for range 6 {
		puts = append(puts, 0)
		w.NextRound()
		open(t, m)
		lock(t, m)
	}
	if slices.ContainsFunc(puts, func(n int) bool { return n != w.Slots }) {
		t.Errorf("writes in each round: %v, want %d", puts, w.Slots)
	}
}
