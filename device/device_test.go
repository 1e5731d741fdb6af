package device_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
	"bulkhead/vault"
)

// couple is a world of the two founders, met and secured. Long rounds make
// short pouches, so that a test goes quickly; but messages live for 7 days.
func couple(t *testing.T, length time.Duration, loss float64) *testworld.World {
	t.Helper()
	return begun(t, testworld.Config{Seed: 7, Members: 2, RoundLength: length, Slots: 4, Keep: 8, Loss: loss}, "", nil)
}

// roomyCouple is a couple whose vaults have room for long messages.
func roomyCouple(t *testing.T) *testworld.World {
	t.Helper()
	return begun(t, testworld.Config{Seed: 7, Members: 2, RoundLength: 3 * time.Hour, Slots: 4, Keep: 8, Region: 320 << 10, ShelfPages: 256}, "", nil)
}

// begunWorlds are the worlds that tests begin with, made once: each lives on from a
// copy of one, with chances of its own.
var begunWorlds = struct {
	sync.Mutex
	of map[beginning]*testworld.Snapshot
}{of: map[beginning]*testworld.Snapshot{}}

// beginning is a world's shape, and what was done in it, in a word.
type beginning struct {
	testworld.Config
	done string
}

// meetingSeed is that of worlds until everybody has met. No test lives on with it, or
// chances would repeat.
const meetingSeed = 1 << 40

// begun returns a world in which everybody has met and something was done.
func begun(t testing.TB, c testworld.Config, done string, do func(*testworld.World)) *testworld.World {
	t.Helper()
	if c.Seed == meetingSeed {
		t.Fatal("a seed that is taken")
	}
	from := beginning{c, done}
	from.Seed = meetingSeed
	begunWorlds.Lock()
	defer begunWorlds.Unlock()
	s := begunWorlds.of[from]
	if s == nil {
		w := testworld.New(from.Config)
		err := w.Meet()
		if err == nil && do != nil {
			do(w)
		}
		if err == nil {
			s, err = w.Snapshot()
		}
		if err != nil {
			t.Fatal(err)
		}
		begunWorlds.of[from] = s
	}
	w, err := s.World(c.Seed)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// open unlocks a member's device until the test or the returned function locks
// it.
func open(t *testing.T, m *testworld.Member) *device.Device {
	t.Helper()
	if err := m.Unlock(); err != nil {
		t.Fatal(err)
	}
	return m.Device
}

func lock(t *testing.T, m *testworld.Member) {
	t.Helper()
	if err := m.Lock(); err != nil {
		t.Fatal(err)
	}
}

// pass lets rounds go by in which both unlock once.
func pass(t *testing.T, w *testworld.World, rounds int) {
	t.Helper()
	for range rounds {
		w.NextRound()
		for _, m := range w.Members {
			open(t, m)
			lock(t, m)
		}
	}
}

// texts returns what a member has been shown, in order.
func texts(d *device.Device) (all []string) {
	for _, r := range d.Inbox() {
		if r.What == cell.TextArrived {
			all = append(all, r.Text)
		}
	}
	return all
}

func TestStatusTellsTheTruthAboutDelivery(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a, b := w.Members[0], w.Members[1]
	d := open(t, a)
	number, err := d.Send(a.Ties[1], "are you safe?")
	if err != nil {
		t.Fatal(err)
	}
	stage := func() mail.Stage {
		t.Helper()
		for _, s := range a.Device.Sent() {
			if s.Number == number {
				got, _ := s.Stage()
				return got
			}
		}
		t.Fatal("the message is gone")
		return 0
	}
	want := func(want mail.Stage, when string) {
		t.Helper()
		if got := stage(); got != want {
			t.Errorf("%s: got %q, want %q", when, got, want)
		}
	}
	want(mail.NotSaved, "before any save")
	if err := d.Save(); err != nil {
		t.Fatal(err)
	}
	want(mail.Saved, "after a save")
	if err := d.Refill(); err != nil {
		t.Fatal(err)
	}
	want(mail.InPouch, "after a refill")
	lock(t, a)

	w.NextRound() // the rest of the current round
	w.NextRound() // the first round of the new pouch
	open(t, a)
	if err := a.Device.TakeIn(); err != nil {
		t.Fatal(err)
	}
	want(mail.AtDrop, "after its round")
	lock(t, a)

	open(t, b)
	lock(t, b)
	pass(t, w, 3)
	open(t, a)
	want(mail.ReceivedBy, "after the other has unlocked and answered")
	lock(t, a)
	if got := texts(open(t, b)); len(got) != 1 || got[0] != "are you safe?" {
		t.Errorf("got %q at the other's device", got)
	}
}

// What fits into a box comes in order; a text that takes more comes behind what was written
// after it, and nothing waits for it.
func TestMessagesOfEverySizeArriveWhole(t *testing.T) {
	t.Parallel()
	w := roomyCouple(t)
	w.Loss = .1
	a, b := w.Members[0], w.Members[1]
	want := []string{"", "x", strings.Repeat("y", 1_300), strings.Repeat("z", cell.MaxText), "last"}
	d := open(t, a)
	for _, text := range want {
		if _, err := d.Send(a.Ties[1], text); err != nil {
			t.Fatalf("a text of %d bytes: %v", len(text), err)
		}
	}
	lock(t, a)
	pass(t, w, 54) // less than a week
	got := texts(open(t, b))
	if len(got) != len(want) {
		t.Fatalf("got %d messages, want %d", len(got), len(want))
	}
	want[3], want[4] = want[4], want[3]
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("message %d: got %d bytes, want %d", i, len(got[i]), len(want[i]))
		}
	}
}

// TestAFullDeviceRefusesAndLosesNothing fills the sender until it refuses, and
// with that the receiver, whose vault is no larger: what the receiver has no
// room for waits at the sender until there is room.
func TestAFullDeviceRefusesAndLosesNothing(t *testing.T) {
	t.Parallel()
	w := roomyCouple(t)
	a, b := w.Members[0], w.Members[1]
	long := strings.Repeat("a long story ", 2_000)
	accepted, refused := 0, 0
	sendAll := func() {
		d := open(t, a)
		for {
			_, err := d.Send(a.Ties[1], long)
			if errors.Is(err, device.ErrNoRoom) {
				refused++
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			accepted++
		}
		lock(t, a)
	}
	sendAll()
	pass(t, w, 50)
	sendAll() // a's outbox is empty again; its own copies of the first lot still take room
	seen := 0
	for range 4 { // b reads, makes room, and the rest comes
		pass(t, w, 20)
		for _, r := range open(t, b).Inbox() {
			if r.What == cell.TextArrived {
				seen++
				b.Device.Delete(r.Number)
			}
		}
		lock(t, b)
	}
	if seen != accepted || accepted < 2 || refused != 2 {
		t.Errorf("%d of %d accepted messages arrived, %d refusals", seen, accepted, refused)
	}
}

// Promise: what a device says of the longest text that it takes is true to the
// byte, and of a long message it is known how many of its boxes are there.
func TestTheLongestTextAndHowFarALongOneIs(t *testing.T) {
	w := roomyCouple(t)
	a := w.Members[0]
	d := open(t, a)
	if got := d.Longest(); got != cell.MaxText {
		t.Errorf("an empty device takes %d bytes", got)
	}
	for {
		if _, err := d.Send(a.Ties[1], strings.Repeat("x", cell.MaxText)); err != nil {
			break
		}
	}
	longest := d.Longest()
	if _, err := d.Send(a.Ties[1], strings.Repeat("y", longest+1)); !errors.Is(err, device.ErrNoRoom) {
		t.Errorf("one byte more than %d: %v", longest, err)
	}
	if _, err := d.Send(a.Ties[1], strings.Repeat("y", longest)); err != nil {
		t.Errorf("%d bytes: %v", longest, err)
	}
	lock(t, a)
	pass(t, w, 16) // a box a round, and some until the first receipts
	if p := open(t, a).Sent()[0].Parts[0]; p.Boxes != 18 || p.There < 1 || p.There >= p.Boxes {
		t.Errorf("after 16 rounds %d of %d boxes are there", p.There, p.Boxes)
	}
}

func TestASeveredLinkCarriesNothingMore(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a, b := w.Members[0], w.Members[1]
	d := open(t, a)
	if err := d.Sever(a.Ties[1], false); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Send(a.Ties[1], "after the end"); err == nil {
		t.Error("a severed link took a message")
	}
	lock(t, a)
	before := w.Drop.Puts
	d = open(t, b)
	if _, err := d.Send(b.Ties[0], "to one who severed"); err != nil {
		t.Fatal(err)
	}
	lock(t, b)
	pass(t, w, 20)
	if got := texts(open(t, a)); len(got) != 0 {
		t.Errorf("a severed link brought %q", got)
	}
	if got, want := w.Drop.Puts-before, uint64(20*2*w.Slots); got < want || got > want+2*uint64(w.Slots) {
		t.Errorf("got %d writes in 20 rounds, want %d: the cut shows", got, want)
	}
}

func TestAWrongPassphraseOpensNothing(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	wrong, err := vault.NewPassphrase([]byte("not the passphrase"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := device.Open(w.Members[0].Env, wrong); !errors.Is(err, vault.ErrNoMatch) {
		t.Errorf("got %v, want %v", err, vault.ErrNoMatch)
	}
}

// TestAMessageThatOutlivesItselfIsShownAsNotDelivered: the other side never
// unlocks again, so no receipt ever comes.
func TestAMessageThatOutlivesItselfIsShownAsNotDelivered(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	d := open(t, a)
	if _, err := d.Send(a.Ties[1], "is anybody there?"); err != nil {
		t.Fatal(err)
	}
	lock(t, a)
	w.Members[1].SwitchOff()
	for range 60 { // 7 days are 56 rounds
		w.NextRound()
		open(t, a)
		lock(t, a)
	}
	sent := open(t, a).Sent()
	if len(sent) != 1 {
		t.Fatalf("got %d messages, want the one", len(sent))
	}
	if stage, reason := sent[0].Stage(); stage != mail.Undelivered || reason == mail.NoReason {
		t.Errorf("got %q for the reason %q, want %q and a reason", stage, reason, mail.Undelivered)
	}
}
