package pebblestore

import (
	"errors"
	"syscall"
	"testing"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// TestARealDiskThatIsFull runs on a file system of its own, 72 MiB of memory,
// of which 64 MiB are the index's: only root can mount one.
func TestARealDiskThatIsFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=72m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	s := open(t, dir+"/drop", small(nil))
	defer func() { shut(t, s) }()
	kept := fillUp(t, s, 1)
	if kept < 500 {
		t.Errorf("full after %d boxes", kept)
	}
	expect(t, s, 1, 0, kept, true)
	if err := s.DropBefore(2); err != nil {
		t.Fatal(err)
	}
	if again := fillUp(t, s, 2); again < kept-300 {
		t.Errorf("%d boxes of the next round fit, %d did of the one before", again, kept)
	}
	shut(t, s)
	s = open(t, dir+"/drop", small(nil)) // and a full disk is no reason not to start
	expect(t, s, 2, 0, 300, true)
}

// fillUp writes boxes until the disk is full and returns how many there are.
func fillUp(t *testing.T, s *Store, round box.Round) uint64 {
	t.Helper()
	for n := uint64(0); ; n++ {
		ref, c := storetest.Some(round, n)
		switch o, err := s.Put(ref, &c); {
		case errors.Is(err, dropserver.ErrFull):
			return n
		case err != nil || o != dropserver.Created || n > 30000:
			t.Fatalf("box %d: %v, %v", n, o, err)
		}
	}
}
