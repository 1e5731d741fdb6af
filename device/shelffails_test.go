package device_test

import (
	"syscall"
	"testing"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/mail"
)

// unread is a folder that refuses to read one file.
type unread struct {
	durable.Dir
	name string
}

func (d unread) ReadFile(name string) ([]byte, error) {
	if name == d.name {
		return nil, syscall.EMFILE
	}
	return d.Dir.ReadFile(name)
}

// Promise: an opening in which the disk refuses to read the shelf loses nothing that lies
// there, and gives nothing up.
func TestAShelfThatCannotBeReadLosesNothing(t *testing.T) {
	w := parcelCouple(t, 128)
	a := w.Members[0]
	d := open(t, a)
	if _, err := d.SendWith(a.Ties[1], "x", filled(60_000)); err != nil {
		t.Fatal(err)
	}
	stay(t, w, d, 2)
	lock(t, a)
	was, err := a.Env.Dir.ReadFile(device.ShelfFile)
	if err != nil {
		t.Fatal(err)
	}
	whole := a.Env.Dir
	a.Env.Dir = unread{whole, device.ShelfFile}
	d = open(t, a)
	stay(t, w, d, 3)
	lock(t, a)
	a.Env.Dir = whole
	if is, err := whole.ReadFile(device.ShelfFile); err != nil || string(is) != string(was) {
		t.Errorf("a shelf that could not be read was written over (%v)", err)
	}
	d = open(t, a)
	stay(t, w, d, 2)
	if n := d.OnShelf(); n != 1 {
		t.Errorf("%d parcels are on the shelf, want 1", n)
	}
	if stage, _ := d.Sent()[0].Stage(); stage == mail.Undelivered {
		t.Error("what lies on a shelf that could not be read is given up")
	}
	lock(t, a)
}
