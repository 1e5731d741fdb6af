package device_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// files copies a device's two files.
func files(t testing.TB, m *testworld.Member) (vault, pouch []byte) {
	t.Helper()
	var err error
	if vault, err = m.Env.Dir.ReadFile(device.VaultFile); err != nil {
		t.Fatal(err)
	}
	if pouch, err = m.Env.Dir.ReadFile(device.PouchFile); err != nil {
		t.Fatal(err)
	}
	return vault, pouch
}

func put(t testing.TB, dir durable.Dir, name string, data []byte) {
	t.Helper()
	if err := dir.Replace(name, data); err != nil {
		t.Fatal(err)
	}
}

func alarms(d *device.Device) (all []string) {
	for _, r := range d.Inbox() {
		if r.What == mail.Alarm && r.Alarm != mail.AlarmNothingFound { // which others' absence raises as well
			all = append(all, r.Alarm.String())
		}
	}
	return all
}

// TestARestoredVaultGivesItselfAway is promise P9 at home: an old vault beside
// the pouch of a newer state freezes every link and says so.
func TestARestoredVaultGivesItselfAway(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	old, _ := files(t, a)
	pass(t, w, 3)
	a.SwitchOff()
	put(t, a.Env.Dir, device.VaultFile, old)
	a.SwitchOn()
	d := open(t, a)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if !frozen(d) || len(alarms(d)) == 0 {
		t.Errorf("got frozen %v, alarms %q; want both", frozen(d), alarms(d))
	}
	if _, err := d.Send(a.Ties[1], "as if nothing had happened"); err == nil {
		t.Error("a frozen link took a message")
	}
	lock(t, a)
	// The other side learns of it by the frozen flag, in the ordinary boxes.
	pass(t, w, 4)
	if d := open(t, w.Members[1]); !frozen(d) {
		t.Error("the other side does not know")
	}
}

// TestAVaultWithoutItsPouchStaysSilentForOnePouch: a newer state may have
// sealed the coming rounds, so none of them is used.
func TestAVaultWithoutItsPouchStaysSilentForOnePouch(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a, b := w.Members[0], w.Members[1]
	a.SwitchOff()
	if err := a.Env.Dir.Remove(device.PouchFile); err != nil {
		t.Fatal(err)
	}
	d := open(t, a)
	if _, err := d.Send(a.Ties[1], "after the silence"); err != nil {
		t.Fatal(err)
	}
	lock(t, a)
	a.SwitchOn()
	puts := w.Drop.Puts
	for range 16 {
		w.NextRound()
		open(t, b)
		lock(t, b)
	}
	if got := w.Drop.Puts - puts; got > 16*uint64(w.Slots)+uint64(w.Slots) {
		t.Errorf("got %d writes during the silence, want those of one device", got)
	}
	pass(t, w, 8)
	if got := texts(open(t, b)); len(got) != 1 || got[0] != "after the silence" {
		t.Errorf("got %q, want the one message", got)
	}
	if frozen(b.Device) || frozen(open(t, a)) {
		t.Error("a lost pouch looks like a clone")
	}
	if got := alarms(a.Device); len(got) != 1 || got[0] != mail.AlarmPouchGone.String() {
		t.Errorf("got alarms %q", got)
	}
}

// TestACopiedDeviceGivesItselfAway is promise P9 in the world: a copy of a
// whole device, opened with its passphrase, runs beside the original. Somebody
// is told, and nothing is delivered twice.
func TestACopiedDeviceGivesItselfAway(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a, b := w.Members[0], w.Members[1]
	vault, pouch := files(t, a)
	thief := a.Copy()
	put(t, thief.Env.Dir, device.VaultFile, vault)
	put(t, thief.Env.Dir, device.PouchFile, pouch)
	w.Members = append(w.Members, thief)
	thief.SwitchOn()
	for i, m := range []*testworld.Member{a, thief} {
		d := open(t, m)
		if _, err := d.Send(a.Ties[1], []string{"from the owner", "from the thief"}[i]); err != nil {
			t.Fatal(err)
		}
		lock(t, m)
	}
	pass(t, w, 12)
	seen := map[string]int{}
	for _, text := range texts(open(t, b)) {
		seen[text]++
	}
	for text, n := range seen {
		if n > 1 {
			t.Errorf("%q was shown %d times", text, n)
		}
	}
	if !frozen(b.Device) && !frozen(open(t, a)) {
		t.Error("neither the owner nor the other side knows of the copy")
	}
}

// TestEveryRefillWritesTheSame: what an unlock writes to the disk does not depend
// on whether the person wrote, read or did nothing.
func TestEveryRefillWritesTheSame(t *testing.T) {
	w := roomyCouple(t)
	a, b := w.Members[0], w.Members[1]
	changes := 0
	written := func(m *testworld.Member, wish func(*device.Device)) int64 {
		m.SwitchOff()
		before, ops := m.Mem().Synced(), m.Mem().Ops()
		d := open(t, m)
		wish(d)
		lock(t, m)
		if got := m.Mem().Ops() - ops; changes == 0 {
			changes = got
		} else if got != changes {
			t.Errorf("an unlock made %d changes on the disk, another %d", got, changes)
		}
		m.SwitchOn()
		return m.Mem().Synced() - before
	}
	idle := written(a, func(*device.Device) {})
	busy := written(a, func(d *device.Device) {
		if _, err := d.Send(a.Ties[1], strings.Repeat("long ", 9_000)); err != nil {
			t.Fatal(err)
		}
	})
	pass(t, w, 2)
	reading := written(b, func(d *device.Device) { d.Inbox() })
	severing := written(b, func(d *device.Device) {
		if err := d.Sever(b.Ties[0], false); err != nil {
			t.Fatal(err)
		}
	})
	if idle != busy || idle != reading || idle != severing {
		t.Errorf("bytes written: idle %d, writing %d, reading %d, severing %d; want all the same", idle, busy, reading, severing)
	}
}

// TestNothingPersonalIsInAnError: what a device says when it fails names no
// alias and no text.
func TestNothingPersonalIsInAnError(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	d := open(t, a)
	canary := "canary-text-of-a-message"
	for name, err := range map[string]error{
		"to nobody":    second(d.Send(cell.TieID(99), canary)),
		"a long note":  second(d.Note(strings.Repeat(canary, 1000))),
		"no such word": second(d.Find(canary)),
	} {
		if err == nil {
			t.Errorf("%s: want an error", name)
		} else if strings.Contains(err.Error(), canary) {
			t.Errorf("%s: the error repeats what was written", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestAPouchBeforeTheLastIsTold: somebody copies the pouch, waits for its owner
// to open the device, lets some rounds pass, and puts the copy back. Its owner
// is told at the next opening, and so is one whose last pouch a power cut took.
func TestAPouchBeforeTheLastIsTold(t *testing.T) {
	for _, rounds := range []int{1, 3} {
		w := couple(t, 3*time.Hour, 0)
		a := w.Members[0]
		_, before := files(t, a)
		d := open(t, a)
		if _, err := d.Send(a.Ties[1], "in the last pouch"); err != nil {
			t.Fatal(err)
		}
		lock(t, a)
		for range rounds {
			w.NextRound()
		}
		put(t, a.Env.Dir, device.PouchFile, before)
		d = open(t, a)
		if err := d.TakeIn(); err != nil {
			t.Fatal(err)
		}
		if got := alarms(d); !slices.Equal(got, []string{mail.AlarmPouchBefore.String()}) {
			t.Errorf("after %d rounds: alarms %q", rounds, got)
		}
		lock(t, a)
		pass(t, w, 4)
		if got := texts(open(t, w.Members[1])); !slices.Equal(got, []string{"in the last pouch"}) && !frozen(w.Members[1].Device) {
			t.Errorf("after %d rounds: arrived is %q", rounds, got)
		}
	}
}

// TestAPouchThatCouldNotBeFilledIsNoEdit: the owner was told that the pouch
// could not be filled. That is not told a second time as somebody's doing.
func TestAPouchThatCouldNotBeFilledIsNoEdit(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	d := open(t, a)
	release, err := a.Env.Dir.Lock(device.PouchFile + "-change")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Refill(); !errors.Is(err, device.ErrOnlySaved) {
		t.Fatal(err)
	}
	release()
	for range 3 {
		w.NextRound()
	}
	if err := d.Refill(); err != nil {
		t.Fatal(err)
	}
	if got := alarms(d); len(got) != 0 {
		t.Errorf("alarms %q", got)
	}
}

// TestNothingIsSaidToBeInAPouchThatCouldNotBeFilled: the vault has a message and the pouch
// has not, in this session and in the next: it is saved, and no more is said of it. Once a
// pouch was filled it is in the pouch.
func TestNothingIsSaidToBeInAPouchThatCouldNotBeFilled(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	d := open(t, a)
	tie := d.Status().Ties[0].ID
	stage := func(want mail.Stage, when string) {
		t.Helper()
		sent := d.Sent()
		if len(sent) == 0 {
			t.Fatal("no message of this device's is left")
		}
		if got, _ := sent[len(sent)-1].Stage(); got != want {
			t.Errorf("%s: %v, want %v", when, got, want)
		}
	}
	refused := func(when string) {
		t.Helper()
		release, err := a.Env.Dir.Lock(device.PouchFile + "-change")
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		if err := d.Refill(); !errors.Is(err, device.ErrOnlySaved) {
			t.Fatal(err)
		}
		stage(mail.Saved, when)
	}
	if _, err := d.Send(tie, "the well is clean"); err != nil {
		t.Fatal(err)
	}
	refused("the pouch was refused")
	refused("it was refused again")
	d.Abandon()
	d = open(t, a)
	refused("it was refused to the next opening")
	if err := d.Refill(); err != nil {
		t.Fatal(err)
	}
	stage(mail.InPouch, "the pouch was filled")
}

// TestALeftoverGoesWhateverStandsInThePouchsPlace: a crash left the beginning
// of a pouch beside, and somebody has put a folder in the pouch's place. The
// next opening of a notebook takes the leftover away as any other does.
func TestALeftoverGoesWhateverStandsInThePouchsPlace(t *testing.T) {
	folder := t.TempDir()
	env := couple(t, 3*time.Hour, 0).Members[0].Env
	var err error
	if env.Dir, err = durable.Open(folder); err != nil {
		t.Fatal(err)
	}
	n, err := device.FoundNotebook(env, decoyPass(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(folder, durable.Leftover(device.PouchFile))
	if err := errors.Join(os.Mkdir(filepath.Join(folder, device.PouchFile), 0o700), os.WriteFile(left, bytes.Repeat([]byte("x"), 4096), 0o600)); err != nil {
		t.Fatal(err)
	}
	if n = notesOf(t, env); n != nil {
		n.Abandon()
	}
	if _, err := os.Lstat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is there still: %v", err)
	}
}

func notesOf(t *testing.T, env device.Env) *device.Notebook {
	t.Helper()
	u, err := device.Unlock(env, decoyPass(t))
	if err != nil {
		t.Fatal(err)
	}
	return u.Notebook
}
