package device_test

import (
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
	"bulkhead/vault"
)

// keptBy opens a decoy's compartment as somebody does who has a copy of the
// vault, its passphrase and this program's source.
func keptBy(t *testing.T, env device.Env, pass *vault.Passphrase) []byte {
	t.Helper()
	file, err := env.Dir.ReadFile(device.VaultFile)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := durable.NewMem(env.Rand)
	put(t, elsewhere, device.VaultFile, file)
	v, err := (vault.File{Dir: elsewhere, Name: device.VaultFile, Options: env.Vault, Params: env.Params, Rand: env.Rand}).Open(pass)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if v.Role() != vault.Decoy {
		t.Fatalf("a passphrase given under duress opens a %v compartment", v.Role())
	}
	return append([]byte(nil), v.Ready()...)
}

// TestWhatADecoyKeepsDoesNotTellThatItWasDuress: somebody copied the pouch,
// saw the notebook opened, copied the pouch again, and reads the compartment.
// Whether the owner had looked at the decoy before or not, or will be made to
// open it again, what is kept fits the copies in the same way.
func TestWhatADecoyKeepsDoesNotTellThatItWasDuress(t *testing.T) {
	for before := range 2 { // openings by the decoy's passphrase since the device was last open
		for after := range 2 { // openings by the same passphrase once more
			if before+after >= 2 {
				continue // no set is left: a limit
			}
			looks := map[string]string{}
			for _, way := range []string{"decoy", "duress"} {
				w := prepared(t, testworld.Config{Seed: 41, Members: 2}, 0)
				m := w.Members[0]
				open(t, m)
				lock(t, m) // now a set of the pouch before lies there as well
				for range before {
					notes(t, m, decoyPass(t)).Abandon()
					w.NextRound()
				}
				_, p0 := files(t, m)
				for range 1 + after {
					notes(t, m, ways(t)[way]).Abandon()
				}
				_, p1 := files(t, m)
				looks[way] = device.KeptLook(keptBy(t, m.Env, ways(t)[way]), p0, p1)
			}
			t.Logf("%d before, %d again: %s", before, after, looks["decoy"])
			if looks["decoy"] != looks["duress"] {
				t.Errorf("%d before, %d again: a decoy keeps %s, with duress %s", before, after, looks["decoy"], looks["duress"])
			}
		}
	}
}

// TestOneVaultFileDoesNotTellADecoyBesideADeviceFromANotebookAlone: without the
// pouch, what is kept beside the pages is as long in both, and noise.
func TestOneVaultFileDoesNotTellADecoyBesideADeviceFromANotebookAlone(t *testing.T) {
	w := prepared(t, testworld.Config{Seed: 42, Members: 2, RoundLength: time.Hour}, 0)
	m := w.Members[0]
	alone := m.Env
	alone.Dir = durable.NewMem(m.Env.Rand)
	n, err := device.FoundNotebook(alone, decoyPass(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	beside, without := keptBy(t, m.Env, decoyPass(t)), keptBy(t, alone, decoyPass(t))
	if len(beside) != len(without) {
		t.Errorf("beside a device it keeps %d bytes, alone %d", len(beside), len(without))
	}
	var a, b [256]int
	for i := range beside {
		a[beside[i]]++
		b[without[min(i, len(without)-1)]]++
	}
	if uneven(&a) > 6 || uneven(&b) > 6 || apart(&a, &b) > 6 {
		t.Errorf("what is kept is no noise: z %.1f beside, %.1f alone, %.1f apart", uneven(&a), uneven(&b), apart(&a, &b))
	}
}

// TestRefillsThatFailKeepAnAlarmReady: the vault is saved and the pouch cannot be
// replaced, again and again. The pouch that is there can still be given lids.
func TestRefillsThatFailKeepAnAlarmReady(t *testing.T) {
	for fails := range 3 {
		w, m, known := pair(t, 43)
		w.NextRound()
		d := open(t, m)
		for range fails {
			release, err := m.Env.Dir.Lock(device.PouchFile + "-change")
			if err != nil {
				t.Fatal(err)
			}
			if err = d.Refill(); err == nil {
				t.Fatal("the pouch was replaced")
			}
			release()
		}
		if sets := d.Compartments().Sets; sets == 0 {
			t.Errorf("after %d failed refills the device says that no set is left", fails)
		}
		d.Abandon()
		m.Device = nil
		notes(t, m, duressPass(t)).Abandon()
		w.NextRound()
		w.NextRound()
		if who := told(t, w, m, known); len(who) != len(known) {
			t.Errorf("after %d failed refills told are %v, want %v", fails, who, known)
		}
	}
}

// TestADecoyInEveryRoundIsNoFalseWarning: device and decoy, one after the
// other, in each of several rounds; the boxes of the round in progress open.
func TestADecoyInEveryRoundIsNoFalseWarning(t *testing.T) {
	w, m, _ := pair(t, 44)
	for range 5 {
		open(t, m)
		lock(t, m)
		if err := notes(t, m, decoyPass(t)).Close(); err != nil {
			t.Fatal(err)
		}
		w.NextRound()
	}
	w.NextRound()
	d := open(t, w.Members[1])
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	for _, text := range alarms(d) {
		t.Errorf("the other side is told: %s", text)
	}
}

// TestThePanicKeyWithoutADuressPassphrase: the pouch's lids open nowhere, and
// the decoy keeps as much as any decoy does.
func TestThePanicKeyWithoutADuressPassphrase(t *testing.T) {
	w, m, _ := pair(t, 45)
	d := open(t, m)
	if err := d.Remove(vault.Duress); err != nil {
		t.Fatal(err)
	}
	lock(t, m)
	_, p0 := files(t, m)
	control := m.Copy()
	v, p := files(t, m)
	put(t, control.Env.Dir, device.VaultFile, v)
	put(t, control.Env.Dir, device.PouchFile, p)
	if err := open(t, m).Coerced(); err != nil {
		t.Fatal(err)
	}
	m.Device = nil
	notes(t, control, decoyPass(t)).Abandon()
	_, p1 := files(t, m)
	_, c1 := files(t, control)
	got, want := device.KeptLook(keptBy(t, m.Env, decoyPass(t)), p0, p1), device.KeptLook(keptBy(t, control.Env, decoyPass(t)), p0, c1)
	if got != want {
		t.Errorf("after the panic key a decoy keeps %s, after its own opening %s", got, want)
	}
	for range 5 {
		w.NextRound()
	}
	b := open(t, w.Members[1])
	if err := b.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(alarms(b), " "), "unreadable") {
		t.Errorf("the other side is told %q", alarms(b))
	}
}

// TestWhoIsPresentInAnOpenDeviceIsSeenToBe: a check-in is the owner's presence, in a
// device that stays open too. Others see it in the boxes that it sends anyway; a device
// that only stays open says nothing of that kind.
func TestWhoIsPresentInAnOpenDeviceIsSeenToBe(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a, b := w.Members[0], w.Members[1]
	d := open(t, a)
	defer d.Abandon()
	opened := d.Round()
	last := func() box.Round {
		t.Helper()
		for range 4 {
			if err := d.Refill(); err != nil {
				t.Fatal(err)
			}
			w.NextRound()
		}
		seen := open(t, b)
		defer lock(t, b)
		if err := seen.TakeIn(); err != nil {
			t.Fatal(err)
		}
		tie, err := seen.Tie(b.Ties[0])
		if err != nil {
			t.Fatal(err)
		}
		return tie.Unlocked
	}
	if got := last(); got != opened {
		t.Errorf("of a device that was opened in round %d and left open, the other sees %d", opened, got)
	}
	d.Present()
	here := d.Round()
	if got := last(); got != here || here <= opened {
		t.Errorf("opened in round %d, with its owner there in %d; the other sees %d", opened, here, got)
	}
}
