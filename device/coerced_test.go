package device_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
	"bulkhead/notebook"
	"bulkhead/vault"
)

// The two passphrases of a coerced member, beside its own.
func decoyPass(t testing.TB) *vault.Passphrase  { return passOf(t, "the harmless one") }
func duressPass(t testing.TB) *vault.Passphrase { return passOf(t, "the last resort") }

func passOf(t testing.TB, text string) *vault.Passphrase {
	t.Helper()
	p, err := vault.NewPassphrase([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// family is eight members: two founders, the pairs that they lead, and the
// pair that the first of those leads. Member 2 has a partner (3), a lead (0)
// and two led (6, 7), and is the one with a decoy and a duress passphrase.
func family(t *testing.T) (w *testworld.World, m *testworld.Member, known []int) {
	w = prepared(t, testworld.Config{Seed: 7, Members: 8}, 2)
	return w, w.Members[2], []int{0, 3, 6, 7}
}

// pair is two founders; the first has a decoy and a duress passphrase.
func pair(t *testing.T, seed uint64) (w *testworld.World, m *testworld.Member, known []int) {
	w = prepared(t, testworld.Config{Seed: seed, Members: 2}, 0)
	return w, w.Members[0], []int{1}
}

// prepared is a world that has met, in which one member has a decoy and a
// duress passphrase.
func prepared(t *testing.T, c testworld.Config, which int) *testworld.World {
	t.Helper()
	if c.RoundLength == 0 {
		c.RoundLength = 3 * time.Hour // a short pouch
	}
	c.Slots, c.Keep, c.Compartments = 6, 8, max(3, c.Compartments)
	return begun(t, c, fmt.Sprint("member ", which, " has a decoy and a duress passphrase"), func(w *testworld.World) {
		d := open(t, w.Members[which])
		book := notebook.New()
		for _, text := range []string{"bread, oil, batteries", "meter reading 4411", "Mother's birthday"} {
			if _, err := book.Write(text, w.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.AddDecoy(decoyPass(t), book); err != nil {
			t.Fatal(err)
		}
		if err := d.AddDuress(duressPass(t)); err != nil {
			t.Fatal(err)
		}
		lock(t, w.Members[which])
	})
}

// notes opens a member's notebook.
func notes(t *testing.T, m *testworld.Member, pass *vault.Passphrase) *device.Notebook {
	t.Helper()
	u, err := device.Unlock(m.Env, pass)
	if err != nil {
		t.Fatal(err)
	}
	if u.Notebook == nil {
		t.Fatal("the passphrase opened the device")
	}
	return u.Notebook
}

// told counts who of the known is shown a silent alarm of m.
func told(t *testing.T, w *testworld.World, m *testworld.Member, known []int) (who []int) {
	t.Helper()
	for _, n := range known {
		d := open(t, w.Members[n])
		if err := d.TakeIn(); err != nil {
			t.Fatal(err)
		}
		for _, r := range d.Inbox() {
			if r.What == cell.OwnerCoerced && r.Tie == w.Members[n].Ties[m.Number] {
				who = append(who, n)
			}
		}
		lock(t, w.Members[n])
	}
	return who
}

// TestADuressOpeningTellsThoseWhoMustKnowAndNobodyElse: within two rounds partner, lead and
// the led are shown the alarm; the decoy opens; the device is gone. The same
// with the decoy's passphrase tells nobody and destroys nothing.
func TestADuressOpeningTellsThoseWhoMustKnowAndNobodyElse(t *testing.T) {
	t.Parallel()
	for _, way := range []struct {
		name  string
		pass  func(testing.TB) *vault.Passphrase
		alarm bool
		world func(*testing.T) (*testworld.World, *testworld.Member, []int)
	}{
		{"decoy", decoyPass, false, func(t *testing.T) (*testworld.World, *testworld.Member, []int) { return pair(t, 7) }},
		{"duress", duressPass, true, family},
	} {
		t.Run(way.name, func(t *testing.T) {
			w, m, known := way.world(t)
			w.NextRound()
			n := notes(t, m, way.pass(t))
			if pages := n.Book().Pages(); len(pages) != 3 || pages[2].Text != "bread, oil, batteries" {
				t.Errorf("the notebook shows %v", pages)
			}
			if err := n.Close(); err != nil {
				t.Fatal(err)
			}
			w.NextRound()
			w.NextRound()
			who := told(t, w, m, known)
			if way.alarm != slices.Equal(who, known) || !way.alarm && len(who) > 0 {
				t.Errorf("told are %v", who)
			}
			err := m.Unlock()
			if way.alarm && !errors.Is(err, vault.ErrNoMatch) {
				t.Errorf("the device after duress: %v, want no match", err)
			}
			if !way.alarm && err != nil {
				t.Errorf("the device after a look at the decoy: %v", err)
			}
		})
	}
}

// TestTheAlarmIsNotTakenBackByTheOtherPassphrase: whatever is opened
// afterwards, everything that leaves the device goes on to carry the alarm.
func TestTheAlarmIsNotTakenBackByTheOtherPassphrase(t *testing.T) {
	w, m, known := pair(t, 8)
	for _, pass := range []*vault.Passphrase{duressPass(t), decoyPass(t), duressPass(t), decoyPass(t)} {
		if err := notes(t, m, pass).Close(); err != nil {
			t.Fatal(err)
		}
	}
	w.NextRound()
	w.NextRound()
	if who := told(t, w, m, known); !slices.Equal(who, known) {
		t.Errorf("told are %v, want %v", who, known)
	}
}

// TestADecoyOpeningLosesNothing: messages both ways, written before, while and
// after somebody looked at the decoy again and again, all arrive, once.
func TestADecoyOpeningLosesNothing(t *testing.T) {
	w, m, _ := pair(t, 9)
	var sent, back []string
	partner := w.Members[1]
	for i := range 6 {
		text := fmt.Sprintf("to the partner %d", i)
		d := open(t, m)
		if _, err := d.Send(m.Ties[1], text); err != nil {
			t.Fatal(err)
		}
		lock(t, m)
		d = open(t, partner)
		answer := fmt.Sprintf("to the one with the decoy %d", i)
		if _, err := d.Send(partner.Ties[0], answer); err != nil {
			t.Fatal(err)
		}
		lock(t, partner)
		sent, back = append(sent, text), append(back, answer)
		for range 3 {
			w.NextRound()
			if err := notes(t, m, decoyPass(t)).Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	pass(t, w, 12)
	if got := texts(open(t, partner)); !slices.Equal(got, sent) {
		t.Errorf("the partner has %q, want %q", got, sent)
	}
	if got := texts(open(t, m)); !slices.Equal(got, back) {
		t.Errorf("the one with the decoy has %q, want %q", got, back)
	}
	if frozen(m.Device) || frozen(partner.Device) || len(alarms(m.Device)) > 0 {
		t.Errorf("a decoy's opening looks like a clone: %q", alarms(m.Device))
	}
}

// TestTrafficGoesOnAfterDuressAsAfterADecoy: S writes and S reads in every
// round for a whole pouch length and not one round more, both ways.
func TestTrafficGoesOnAfterDuressAsAfterADecoy(t *testing.T) {
	for name, pass := range map[string]func(testing.TB) *vault.Passphrase{"decoy": decoyPass, "duress": duressPass} {
		w, m, _ := pair(t, 10)
		for range 5 {
			w.NextRound()
		}
		if err := notes(t, m, pass(t)).Close(); err != nil {
			t.Fatal(err)
		}
		for _, other := range w.Members {
			if other != m {
				other.SwitchOff()
			}
		}
		w.NextRound()
		length := 16 // of a pouch, in rounds of three hours
		for i := range length {
			puts, gets := w.Drop.Puts, w.Drop.Gets
			w.NextRound()
			if p, g := w.Drop.Puts-puts, w.Drop.Gets-gets; p != uint64(w.Slots) || g != uint64(w.Slots) {
				t.Errorf("%s: round %d of %d after the opening: %d writes and %d reads, want %d each", name, i+1, length, p, g, w.Slots)
			}
		}
		puts := w.Drop.Puts
		w.NextRound()
		if w.Drop.Puts != puts {
			t.Errorf("%s: writes go on after a pouch length", name)
		}
	}
}

// TestAPowerCutInADuressOpeningLeavesTheDeviceOrTheAlarm: wherever the power
// goes, either the device still opens, whole, or the notebook does and the
// alarm leaves after the next opening at the latest.
func TestAPowerCutInADuressOpeningLeavesTheDeviceOrTheAlarm(t *testing.T) {
	_, m, known := pair(t, 11)
	vaultBefore, pouchBefore := files(t, m)
	m.SwitchOff()
	devices, decoys := 0, 0
	for op := 1; ; op++ {
		cut := false
		during := durable.CutDuring // which may leave old or new
		for _, fault := range []durable.Fault{during, during, during, during, durable.CutAfter} {
			put(t, m.Env.Dir, device.VaultFile, vaultBefore)
			put(t, m.Env.Dir, device.PouchFile, pouchBefore)
			start := m.Mem().Ops()
			cut = false
			m.Mem().SetHook(func(n int, _ durable.Op) durable.Fault {
				if n-start == op {
					cut = true
					return fault
				}
				return durable.NoFault
			})
			u, err := device.Unlock(m.Env, duressPass(t))
			if err == nil {
				u.Notebook.Abandon()
			}
			m.Mem().SetHook(nil)
			if cut {
				m.Crash()
			}
			if d, err := device.Open(m.Env, passOf(t, "passphrase of member 0")); err == nil {
				devices++
				if got := d.Status(); len(got.Ties) != len(known) {
					t.Errorf("operation %d: the device that is left has %d links", op, len(got.Ties))
				}
				d.Abandon()
				continue
			} else if !errors.Is(err, vault.ErrNoMatch) {
				t.Fatalf("operation %d: %v", op, err)
			}
			decoys++
			n := notes(t, m, duressPass(t))
			if len(n.Book().Pages()) != 3 {
				t.Errorf("operation %d: the notebook has %d pages", op, len(n.Book().Pages()))
			}
			n.Abandon()
			if after := lidsOf(t, m); sameLids(lidsIn(t, pouchBefore), after) {
				t.Errorf("operation %d: the pouch carries no alarm", op)
			}
		}
		if !cut {
			break
		}
	}
	t.Logf("after a cut, or none, %d times the device, %d times the notebook", devices, decoys)
	if devices == 0 || decoys < 2 {
		t.Error("the cuts did not fall on both sides")
	}
}

// TestThePanicKeyOfAnOpenDevice does what the duress passphrase does.
func TestThePanicKeyOfAnOpenDevice(t *testing.T) {
	w, m, known := pair(t, 12)
	w.NextRound()
	d := open(t, m)
	if err := d.Coerced(); err != nil {
		t.Fatal(err)
	}
	m.Device = nil
	w.NextRound()
	w.NextRound()
	if who := told(t, w, m, known); !slices.Equal(who, known) {
		t.Errorf("told are %v, want %v", who, known)
	}
	if err := m.Unlock(); !errors.Is(err, vault.ErrNoMatch) {
		t.Errorf("the device after the panic key: %v", err)
	}
	if got := notes(t, m, decoyPass(t)).Book().Pages(); len(got) != 3 {
		t.Errorf("the notebook shows %d pages", len(got))
	}
}

// TestAWipeWithoutAnyPassphraseIsNoticed: nothing opens any more, what leaves
// the device goes on, and the others are warned after three boxes.
func TestAWipeWithoutAnyPassphraseIsNoticed(t *testing.T) {
	w, m, known := pair(t, 13)
	w.NextRound()
	d := open(t, m) // even while it is open
	if err := device.Wipe(m.Env); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(); !errors.Is(err, vault.ErrNotVault) {
		t.Errorf("an open device saves over a wiped vault: %v", err)
	}
	d.Abandon()
	m.Device = nil
	for _, pass := range []*vault.Passphrase{passOf(t, "passphrase of member 0"), decoyPass(t), duressPass(t)} {
		if _, err := device.Unlock(m.Env, pass); !errors.Is(err, vault.ErrNoMatch) {
			t.Errorf("after a wipe: %v", err)
		}
	}
	for range 5 {
		puts := w.Drop.Puts
		w.NextRound()
		if got := w.Drop.Puts - puts; got != uint64(len(w.Members)*w.Slots) {
			t.Errorf("%d writes in a round, want %d", got, len(w.Members)*w.Slots)
		}
	}
	for _, n := range known {
		warned := false
		for _, text := range alarms(open(t, w.Members[n])) {
			warned = warned || strings.Contains(text, "unreadable")
		}
		if err := w.Members[n].Device.TakeIn(); err != nil {
			t.Fatal(err)
		}
		for _, text := range alarms(w.Members[n].Device) {
			warned = warned || strings.Contains(text, "unreadable")
		}
		if !warned {
			t.Errorf("member %d is not warned", n)
		}
	}
}

// TestAVaultOfLockedPagesAloneIsADecoyLikeAnyOther: its compartment holds as
// much as that of a decoy beside a device.
func TestAVaultOfLockedPagesAloneIsADecoyLikeAnyOther(t *testing.T) {
	w := prepared(t, testworld.Config{Seed: 14, Members: 2, RoundLength: time.Hour}, 0)
	m := w.Members[0]
	alone := m.Env
	alone.Dir = durable.NewMem(m.Env.Rand)
	n, err := device.FoundNotebook(alone, decoyPass(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Book().Write("only this", w.Now()); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	size := func(env device.Env) int {
		v, err := (vault.File{Dir: env.Dir, Name: device.VaultFile, Options: env.Vault, Params: env.Params, Rand: env.Rand}).Open(decoyPass(t))
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		return len(v.Ready())
	}
	if got, want := size(alone), size(m.Env); got != want {
		t.Errorf("alone it keeps %d bytes ready, beside a device %d", got, want)
	}
	if _, err := alone.Dir.ReadFile(device.PouchFile); err == nil {
		t.Error("a notebook has a pouch")
	}
}

// lidsOf returns the first 148 bytes of everything that a pouch writes.
func lidsOf(t *testing.T, m *testworld.Member) [][]byte {
	t.Helper()
	_, p := files(t, m)
	return lidsIn(t, p)
}

func sameLids(a, b [][]byte) bool { return slices.EqualFunc(a, b, bytes.Equal) }

// lidsIn returns the same of a pouch's file.
func lidsIn(t *testing.T, file []byte) (lids [][]byte) {
	t.Helper()
	for _, box := range boxesIn(t, file) {
		lids = append(lids, box[:148])
	}
	return lids
}

// boxesIn finds what a pouch's file writes (docs/protocol/pouch.md, "The file").
func boxesIn(t *testing.T, file []byte) (boxes [][]byte) {
	t.Helper()
	n, at := pouchFile(file).entries(), pouchFile(file).boxes()
	if len(file) != at+2*4096*n+266_240 { // the kept boxes
		t.Fatalf("a pouch of %d bytes", len(file))
	}
	for i := range n {
		boxes = append(boxes, file[at+4096*i:][:4096])
	}
	return boxes
}
