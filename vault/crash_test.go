package vault

import (
	"bytes"
	"fmt"
	"testing"

	"bulkhead/internal/durable"
)

// TestACrashLeavesTheOldOrTheNew makes every write of a life of a vault fail
// before and after it lands and cuts the power during and after it; whatever
// happened, every passphrase finds what it last saved, or what it was saving.
func TestACrashLeavesTheOldOrTheNew(t *testing.T) {
	const writes = 6
	for _, fault := range []durable.Fault{durable.FailBefore, durable.FailAfter, durable.CutDuring, durable.CutAfter} {
		for at := 1; at <= writes; at++ {
			for seed := byte(0); seed < 4; seed++ { // both fates of what was cut
				t.Run(fmt.Sprintf("fault%d-write%d-seed%d", fault, at, seed), func(t *testing.T) {
					liveAndCrash(t, fault, at, seed)
				})
			}
		}
	}
}

// liveAndCrash runs create, four saves with a change of passphrase among them,
// under one fault at write n, and then checks what is found.
func liveAndCrash(t *testing.T, fault durable.Fault, at int, seed byte) {
	disk, r := durable.NewMem(seeded(seed)), seeded(100+seed)
	old, changed := pass(t, "old"), pass(t, "new")
	other := plantCompartment(t, disk, r) // a second passphrase that must never be harmed
	base := disk.Ops()
	disk.SetHook(func(n int, op durable.Op) durable.Fault {
		if n-base == at {
			return fault
		}
		return durable.NoFault
	})
	v, err := Open(disk, "vault", pass(t, "first"), small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	found := []state{{"first", nil}} // what may be found
	step := func(next state, do func() error) bool {
		before := found[len(found)-1]
		if err := do(); err != nil {
			found = []state{before, next}
			return false
		}
		found = []state{next}
		return true
	}
	_ = step(state{"first", []byte("1")}, func() error { return v.Save([]byte("1")) }) &&
		step(state{"first", []byte("22")}, func() error { return v.Save([]byte("22")) }) &&
		step(state{"old", []byte("22")}, func() error { return v.Change(old) }) &&
		step(state{"old", []byte("333")}, func() error { return v.Save([]byte("333")) }) &&
		step(state{"new", []byte("333")}, func() error { return v.Change(changed) }) &&
		step(state{"new", []byte("4444")}, func() error { return v.Save([]byte("4444")) })
	v.Close()

	after := disk.Crash()
	if !opensAsOneOf(t, after, found, r) {
		t.Errorf("neither the old nor the new state opens (%d may be found)", len(found))
	}
	w, err := Open(after, "vault", other, small(), cheap(), r)
	if err != nil {
		t.Fatalf("the other passphrase: %v", err)
	}
	defer w.Close()
	if !bytes.Equal(w.Payload(), []byte("the other's")) {
		t.Error("the other compartment was harmed")
	}
}

type state struct {
	words   string
	payload []byte
}

func opensAsOneOf(t *testing.T, d durable.Dir, found []state, r *source) bool {
	for _, f := range found {
		v, err := Open(d, "vault", pass(t, f.words), small(), cheap(), r)
		if err != nil {
			continue
		}
		same := bytes.Equal(v.Payload(), f.payload)
		v.Close()
		if same {
			return true
		}
	}
	return false
}

// plantCompartment creates a vault under "first" and puts a second passphrase
// into a compartment that the first does not use.
func plantCompartment(t *testing.T, d durable.Dir, r *source) *Passphrase {
	t.Helper()
	v, err := Create(d, "vault", pass(t, "first"), small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	other := pass(t, "other")
	addCompartment(t, v, other, []byte("the other's"))
	return other
}

// addCompartment does what adding a passphrase to an open vault will do.
func addCompartment(t *testing.T, v *Vault, p *Passphrase, payload []byte) (number int) {
	t.Helper()
	file, err := v.read()
	if err != nil {
		t.Fatal(err)
	}
	m, err := v.cost.stretch(p, v.salt[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	number = (v.number + 3) % v.shape.Compartments
	if err := v.shape.sealInto(file, number, &m, &header{generation: 1}, payload, v.rand); err != nil {
		t.Fatal(err)
	}
	if err := v.dir.Replace(v.name, file); err != nil {
		t.Fatal(err)
	}
	return number
}

func TestASaveLeavesEveryOtherByteOfACompartmentAsItIs(t *testing.T) {
	d, r := newFolder(), seeded(9)
	v, err := Create(d, "vault", pass(t, "first"), small(), cheap(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	before := content(t, d)
	if err := v.Save([]byte("x")); err != nil {
		t.Fatal(err)
	}
	after := content(t, d)
	for n := range v.shape.Compartments {
		was, is := v.shape.in(before, n), v.shape.in(after, n)
		if same := bytes.Equal(was[freshAt:], is[freshAt:]); same != (n != v.number) {
			t.Errorf("compartment %d (own: %d): unchanged %v", n, v.number, same)
		}
		if same := bytes.Equal(was[:freshAt], is[:freshAt]); same != (n == 0) {
			t.Errorf("unread bytes of region %d: unchanged %v", n, same)
		}
	}
	own, was := v.shape.in(after, v.number)[freshAt:], v.shape.in(before, v.number)[freshAt:]
	equal := 0
	for i := range own {
		if own[i] == was[i] {
			equal++
		}
	}
	if limit := len(own)/256 + 40; equal > limit {
		t.Errorf("%d of %d bytes of the own compartment are unchanged, chance is about %d", equal, len(own), len(own)/256)
	}
}
