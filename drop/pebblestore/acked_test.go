//go:build unix

package pebblestore

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// readMark returns the mark as another process sees it, which a kill leaves.
func readMark(t *testing.T, boxes string) place {
	t.Helper()
	a, err := openAcked(vfs.Default, boxes)
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	p, _ := a.read()
	return p
}

// When a put has returned, the mark says so on a real disk, in both its places.
func TestTheMarkOfWhatIsAcknowledgedOutlivesAKill(t *testing.T) {
	dir := t.TempDir()
	boxes, mark := filepath.Join(dir, "boxes"), filepath.Join(dir, "boxes", ackedName)
	for life := range box.Round(2) { // in a new file, and in one that is there
		s := open(t, dir, small(nil))
		if s.mark.mapped == nil {
			t.Error("the mark is not mapped here")
		}
		for n := range uint64(3) {
			before := readMark(t, boxes)
			ref, c := storetest.Some(7+life, n)
			if o, err := s.Put(ref, &c); o != dropserver.Created || err != nil {
				t.Fatalf("putting: %v, %v", o, err)
			}
			g, i, err := s.find(ref)
			if want := (place{g.seq, i + 1}); err != nil || readMark(t, boxes) != want {
				t.Errorf("the mark is %v, want %v; %v before", readMark(t, boxes), want, before)
			}
		}
		b, err := os.ReadFile(mark)
		if err != nil || string(b[:markSize]) != string(b[sector:sector+markSize]) {
			t.Errorf("the mark does not stand twice: %v", err)
		}
		shut(t, s)
	}
}

// A mark that cannot be stored refuses the box and does not end the process.
func TestAMarkThatCannotBeStoredRefusesTheBox(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, small(nil))
	fill(t, s, 7, 0, 3)
	if err := os.Truncate(filepath.Join(dir, "boxes", ackedName), 0); err != nil {
		t.Fatal(err)
	}
	ref, c := storetest.Some(7, 3)
	if o, err := s.Put(ref, &c); o != 0 || err == nil {
		t.Errorf("a put without its mark: %v, %v", o, err)
	}
	expect(t, s, 7, 0, 3, true)
	shut(t, s)
	s = open(t, dir, small(nil))
	expect(t, s, 7, 0, 3, true)
	fill(t, s, 7, 4, 10)
	shut(t, s)
}
