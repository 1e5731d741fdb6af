package pebblestore

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
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
	t.Cleanup(func() { unmount(t, dir) })
	s := openThere(t, dir, small(nil))
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

// Others take the last byte of the disk while the drop runs: it ends for no write
// of its index, refuses boxes when it cannot keep more places in memory, gives
// what it has, and takes boxes again once there is room.
func TestARealDiskThatOthersFill(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=128m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { unmount(t, dir) })
	o := small(nil)
	o.Reserve = 40 << 20 // files for 40 segments of 247 boxes
	s := openThere(t, dir, o)
	defer func() { shut(t, s) }()
	fill(t, s, 1, 0, 600)
	hog := dir + "/hog"
	takeAll(t, hog)
	kept := uint64(600) + fillUpFrom(t, s, 1, 600)
	if lag := kept - 600; lag < (indexLag-1)*247 || lag > 3*indexLag*247 {
		t.Errorf("%d boxes were taken on the full disk", lag)
	}
	expect(t, s, 1, 0, kept, true)
	if err := s.DropBefore(1); err != nil {
		t.Errorf("dropping rounds on a full disk: %v", err)
	}
	if err := os.Remove(hog); err != nil {
		t.Fatal(err)
	}
	for deadline := 0; s.waiting.Load() > 0; deadline++ { // a refused box has it look again
		ref, c := storetest.Some(2, 0)
		if _, err := s.Put(ref, &c); err != nil && !errors.Is(err, dropserver.ErrFull) || deadline > 1e7 {
			t.Fatalf("a box on a disk with room: %v", err)
		}
		runtime.Gosched()
	}
	fill(t, s, 2, 1, 1000)
	expect(t, s, 1, 0, kept, true)
	expect(t, s, 2, 1, 1000, true)
	shut(t, s)
	s = open(t, dir+"/drop", o)
	if found := s.Found(); !found.IsWell() {
		t.Errorf("the opening found %+v", found)
	}
	expect(t, s, 1, 0, kept, true)
}

// unmount ends a disk whose store is closed: then this process has nothing of it open.
// Another that looks through all folders at that moment may, and keeps nobody waiting.
func unmount(t *testing.T, dir string) {
	t.Helper()
	if held := heldUnder(t, dir); len(held) > 0 {
		t.Errorf("what was closed still holds %q", held)
	}
	if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
		t.Error(err)
	}
}

// heldUnder lists what this process has open or mapped of a folder.
func heldUnder(t *testing.T, dir string) (all []string) {
	t.Helper()
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil || len(links) == 0 {
		t.Fatalf("no list of what is open: %v", err)
	}
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && strings.HasPrefix(to, dir) {
			all = append(all, to)
		}
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(maps)) {
		if at := strings.Index(line, dir); at >= 0 {
			all = append(all, "mapped "+strings.TrimSpace(line[at:]))
		}
	}
	return all
}

// openThere opens a store, and wants what it holds to be seen: see heldUnder.
func openThere(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	s := open(t, dir+"/drop", o)
	held := heldUnder(t, dir)
	if !slices.ContainsFunc(held, func(at string) bool { return strings.HasPrefix(at, "mapped ") }) || len(held) < 8 {
		t.Errorf("of an open store only %q is seen", held)
	}
	return s
}

// takeAll takes all room that a disk has.
func takeAll(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
}

// fillUp writes boxes until the disk is full and returns how many there are.
func fillUp(t *testing.T, s *Store, round box.Round) uint64 {
	t.Helper()
	return fillUpFrom(t, s, round, 0)
}

// fillUpFrom does so from box n on, and returns how many were taken.
func fillUpFrom(t *testing.T, s *Store, round box.Round, from uint64) uint64 {
	t.Helper()
	for n := from; ; n++ {
		ref, c := storetest.Some(round, n)
		switch o, err := s.Put(ref, &c); {
		case errors.Is(err, dropserver.ErrFull):
			return n - from
		case err != nil || o != dropserver.Created || n > 30000:
			t.Fatalf("box %d: %v, %v", n, o, err)
		}
	}
}
