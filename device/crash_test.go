package device_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
	"bulkhead/vault"
)

// TestAPowerCutAtAnyWriteLosesAndDoublesNothing is promise P6 on one device: the
// power goes at the n-th operation on the disk, in its midst or right after it,
// for every n of an unlock and of the round after it. What was accepted as kept
// arrives once; nothing arrives twice.
func TestAPowerCutAtAnyWriteLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	w := couple(t, 3*time.Hour, 0)
	a, b := w.Members[0], w.Members[1]
	var kept, all, got []string
	cuts, past, last := 0, 0, uint32(0)
	look := func() {
		for _, r := range open(t, b).Inbox() {
			if r.What == cell.TextArrived && r.Number > last {
				got, last = append(got, r.Text), r.Number
			}
		}
		lock(t, b)
	}
	for n := 1; past < 4; n++ { // 4 unlocks in a row without a cut: n is past the last operation
		for _, fault := range cutsAt(n) {
			text := fmt.Sprintf("cut %d at operation %d", fault, n)
			all = append(all, text)
			if wasKept, cut := unlockAndCut(t, w, a, text, n, fault); cut {
				cuts++
				past = 0
				if wasKept {
					kept = append(kept, text)
				}
			} else {
				past++
				kept = append(kept, text)
			}
			w.NextRound()
			open(t, a)
			lock(t, a)
			look()
		}
	}
	for tries := 0; tries < 20 && missing(kept, got) > 0; tries++ {
		pass(t, w, 2)
		look()
	}
	t.Logf("%d power cuts, %d messages kept for sure, %d arrived", cuts, len(kept), len(got))
	if cuts < 20 {
		t.Fatalf("only %d cuts: the test has lost its grip on the disk", cuts)
	}
	for _, text := range kept {
		if !slices.Contains(got, text) {
			t.Errorf("%q was kept and never arrived", text)
		}
	}
	for i, text := range got {
		if slices.Contains(got[:i], text) {
			t.Errorf("%q arrived twice", text)
		}
		if !slices.Contains(all, text) {
			t.Errorf("%q was never written", text)
		}
	}
	if frozen(open(t, b)) {
		t.Error("a crash looks like a clone to the other side")
	}
	if frozen(open(t, a)) {
		t.Error("a crash looks like a clone to this side")
	}
}

// missing is how many of some texts are not among others.
func missing(kept, got []string) (n int) {
	for _, text := range kept {
		if !slices.Contains(got, text) {
			n++
		}
	}
	return n
}

// cutsAt are the ways in which the power goes at the n-th operation: in turn,
// or, in the long form (go test ./device -run PowerCut -long 1m), both.
func cutsAt(n int) []durable.Fault {
	both := []durable.Fault{durable.CutDuring, durable.CutAfter}
	if *longFor > 0 {
		return both
	}
	return both[n%2 : n%2+1]
}

// unlockAndCut unlocks a, writes a message, refills the pouch and locks, then lets the
// worker run for a round, with the power going at the n-th operation of it all.
// It reports whether the device had said that the message is kept, and whether
// the power went.
func unlockAndCut(t *testing.T, w *testworld.World, a *testworld.Member, text string, n int, fault durable.Fault) (kept, cut bool) {
	t.Helper()
	a.SwitchOn()
	start := a.Mem().Ops()
	a.Mem().SetHook(func(op int, _ durable.Op) durable.Fault {
		if op-start == n {
			cut = true
			return fault
		}
		return durable.NoFault
	})
	if err := a.Unlock(); err == nil {
		if _, err := a.Device.Send(a.Ties[1], text); err != nil {
			t.Fatal(err)
		}
		if kept = a.Device.Save() == nil; kept {
			_ = a.Device.Refill() // the cut may be here
		}
		a.Device.Abandon()
		a.Device = nil
	}
	if !cut {
		w.NextRound()
	}
	a.Mem().SetHook(nil)
	if cut {
		a.Crash()
		a.SwitchOn()
	}
	return kept, cut
}

// cutDuring unlocks a device and does something on it, with the power going at
// the n-th operation on the disk. It reports whether it went.
func cutDuring(t *testing.T, m *testworld.Member, n int, fault durable.Fault, do func(*device.Device) error) (cut bool) {
	t.Helper()
	start := m.Mem().Ops()
	m.Mem().SetHook(func(op int, _ durable.Op) durable.Fault {
		if op-start == n {
			cut = true
			return fault
		}
		return durable.NoFault
	})
	err := m.Unlock()
	if err == nil {
		err = do(m.Device)
		m.Device.Abandon()
		m.Device = nil
	}
	m.Mem().SetHook(nil)
	switch {
	case cut:
		m.Crash()
		m.SwitchOn()
	case err != nil:
		t.Fatal(err)
	}
	return cut
}

// frozen reports whether any link of a device is frozen.
func frozen(d *device.Device) bool {
	for _, tie := range d.Status().Ties {
		if tie.Frozen != 0 {
			return true
		}
	}
	return false
}

// TestACutWhileADeviceIsMadeLeavesNoneOrAWholeOne: the power goes at every
// operation of making a device. Either there is none, and making it again
// works, or it opens, with no alarm and no silence before it.
func TestACutWhileADeviceIsMadeLeavesNoneOrAWholeOne(t *testing.T) {
	m := couple(t, 3*time.Hour, 0).Members[0]
	group := open(t, m).CardForJoining().Card
	none, whole := 0, 0
	for op := 1; ; op++ {
		cut := false
		for _, fault := range []durable.Fault{durable.CutDuring, durable.CutDuring, durable.CutDuring, durable.CutAfter} {
			env := m.Env
			disk := durable.NewMem(m.Env.Rand)
			cut = false
			disk.SetHook(func(n int, _ durable.Op) durable.Fault {
				if n == op {
					cut = true
					return fault
				}
				return durable.NoFault
			})
			env.Dir = disk
			if d, err := device.Found(env, decoyPass(t), &group); err == nil {
				d.Abandon()
			}
			if cut {
				disk = disk.Crash()
			}
			disk.SetHook(nil)
			env.Dir = disk
			d, err := device.Open(env, decoyPass(t))
			if errors.Is(err, fs.ErrNotExist) {
				none++
				d, err = device.Found(env, decoyPass(t), &group)
			} else if err == nil {
				whole++
				err = d.Refill()
			}
			if err != nil {
				t.Fatalf("operation %d: %v", op, err)
			}
			if got := alarms(d); len(got) > 0 {
				t.Errorf("operation %d: a new device says %q", op, got)
			}
			if first, now := d.Status().Sealed, env.Now().Add(49*time.Hour+6*time.Hour); first.After(now) {
				t.Errorf("operation %d: a new device is silent at first", op)
			}
			d.Abandon()
			if _, err := device.Found(env, decoyPass(t), &group); !errors.Is(err, vault.ErrExists) {
				t.Errorf("operation %d: a second device in one folder: %v", op, err)
			}
		}
		if !cut {
			break
		}
	}
	t.Logf("%d times no device, %d times a whole one", none, whole)
	if none < 4 || whole < 4 {
		t.Error("the cuts did not fall on both sides")
	}
}
