package device_test

import (
	"testing"

	"bulkhead/device"
)

// TestADamagedDecoyDoesNotStopTheDevice: one byte of each region in turn is
// flipped. Whichever it was, the owner gets in or is told, and an open device
// goes on refilling its pouch.
func TestADamagedDecoyDoesNotStopTheDevice(t *testing.T) {
	_, m, _ := pair(t, 61)
	m.SwitchOff()
	good, p := files(t, m)
	region, told := len(good)/3, 0
	for n := range 3 {
		bad := append([]byte(nil), good...)
		bad[n*region+region/2] ^= 1
		put(t, m.Env.Dir, device.VaultFile, bad)
		put(t, m.Env.Dir, device.PouchFile, p)
		d, err := device.Open(m.Env, passOf(t, "passphrase of member 0"))
		if err != nil {
			continue // its own region
		}
		if err := d.Refill(); err != nil {
			t.Errorf("region %d: %v", n, err)
		}
		if c := d.Compartments(); !c.Decoy || !c.Duress {
			told += len(alarms(d))
		}
		d.Abandon()
	}
	if told != 2 {
		t.Errorf("%d of two damaged regions were told", told)
	}
}
