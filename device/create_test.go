package device_test

import (
	"errors"
	"io/fs"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// TestACutWhileADeviceIsMadeLeavesNoneOrAWholeOne: the power goes at every
// operation of making a device. Either there is none, and making it again
// works, or it opens, with no alarm and no silence before it.
func TestACutWhileADeviceIsMadeLeavesNoneOrAWholeOne(t *testing.T) {
	m := couple(t, 3*time.Hour, 0).Members[0]
	group := open(t, m).Group()
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
			if d, err := device.Found(env, decoyPass(t), group); err == nil {
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
				d, err = device.Found(env, decoyPass(t), group)
			} else if err == nil {
				whole++
				err = d.Turn()
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
			if _, err := device.Found(env, decoyPass(t), group); !errors.Is(err, vault.ErrExists) {
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
