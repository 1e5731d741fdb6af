package pebblestore

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"go.uber.org/goleak"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// small are the options of tests: segments of 247 boxes.
func small(fs vfs.FS) Options { return Options{FS: fs, SegmentSize: 1 << 20} }

func TestStoreKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) dropserver.Store {
		s, err := Open(t.TempDir(), small(nil))
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func TestStoreKeepsTheContractOfDamagedBoxes(t *testing.T) {
	storetest.RunDamaged(t, func(t *testing.T) dropserver.Store { return open(t, t.TempDir(), small(nil)) },
		func(t *testing.T, s dropserver.Store, ref box.Ref) {
			g, n, err := s.(*Store).find(ref)
			if err != nil || g == nil {
				t.Fatal("a box is not where it was put")
			}
			if _, err := g.file.WriteAt([]byte{1, 2, 3}, g.layout.recordAt(int(n))+entrySize+9); err != nil {
				t.Fatal(err)
			}
		})
}

func open(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	return s
}

func shut(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatalf("closing: %v", err)
	}
}

func fill(t *testing.T, s *Store, round box.Round, from, to uint64) {
	t.Helper()
	var wg sync.WaitGroup
	for w := range uint64(8) {
		wg.Go(func() {
			for n := from + w; n < to; n += 8 {
				ref, c := storetest.Some(round, n)
				if o, err := s.Put(ref, &c); o != dropserver.Created || err != nil {
					t.Errorf("writing box %d of round %d: %v, %v", n, round, o, err)
				}
			}
		})
	}
	wg.Wait()
}

func expect(t *testing.T, s *Store, round box.Round, from, to uint64, there bool) {
	t.Helper()
	for n := from; n < to; n++ {
		ref, want := storetest.Some(round, n)
		var got box.Content
		found, err := s.Get(ref, &got)
		if err != nil || found != there || found && got != want {
			t.Fatalf("box %d of round %d: found %v, %v; want %v", n, round, found, err, there)
		}
	}
}

func TestBoxesOutliveTheProcess(t *testing.T) {
	fs := vfs.NewMem()
	for life := range uint64(8) {
		s := open(t, "/drop", tiny(fs))
		expect(t, s, 7, 0, life*50, true)
		fill(t, s, 7, life*50, life*50+50)
		expect(t, s, 7, 0, life*50+50, true)
		shut(t, s)
	}
}

func TestManyShortLivesDoNotFillTheDisk(t *testing.T) {
	fs := vfs.NewMem()
	for life := range uint64(30) {
		s := open(t, "/drop", tiny(fs))
		fill(t, s, 7, life, life+1)
		shut(t, s)
	}
	s := open(t, "/drop", tiny(fs))
	defer shut(t, s)
	expect(t, s, 7, 0, 30, true)
	if len(s.spares.files) > 8 {
		t.Errorf("%d segment files for 30 boxes, 14 to a segment", len(s.spares.files))
	}
}

func TestExpiredRoundsGiveTheirRoomBack(t *testing.T) {
	fs := vfs.NewMem()
	s := open(t, "/drop", tiny(fs))
	var after int
	for round := range box.Round(40) {
		fill(t, s, round, 0, 60)
		if round >= 3 {
			if err := s.DropBefore(round - 3); err != nil {
				t.Fatal(err)
			}
		}
		if round == 10 {
			after = len(s.spares.files)
		}
	}
	expect(t, s, 36, 0, 60, true)
	expect(t, s, 35, 0, 60, false)
	if len(s.spares.files) > after+4 {
		t.Errorf("%d segment files after 10 rounds, %d after 40", after, len(s.spares.files))
	}
	shut(t, s)
	s = open(t, "/drop", tiny(fs))
	expect(t, s, 36, 0, 60, true)
	expect(t, s, 39, 0, 60, true)
	shut(t, s)
}

func TestAQuietStoreLetsExpiredBoxesGo(t *testing.T) {
	s := open(t, "/drop", tiny(vfs.NewMem()))
	defer shut(t, s)
	fill(t, s, 1, 0, 3) // one segment, far from full
	if err := s.DropBefore(2); err != nil {
		t.Fatal(err)
	}
	fill(t, s, 2, 0, 3)
	if err := s.DropBefore(2); err != nil {
		t.Fatal(err)
	}
	expect(t, s, 1, 0, 3, false)
	expect(t, s, 2, 0, 3, true)
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, g := range s.live {
		if g.n > 0 && g.least < 2 {
			t.Error("an expired box still has its segment")
		}
	}
}

func TestALostIndexIsMadeAnew(t *testing.T) {
	fs := vfs.NewMem()
	s := open(t, "/drop", tiny(fs))
	fill(t, s, 7, 0, 200)
	shut(t, s)
	for _, how := range []string{"removed", "without its manifest"} {
		names, err := fs.List("/drop/index")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if how == "removed" || strings.HasPrefix(name, "MANIFEST") {
				if err := fs.Remove("/drop/index/" + name); err != nil {
					t.Fatal(err)
				}
			}
		}
		s = open(t, "/drop", tiny(fs))
		expect(t, s, 7, 0, 200, true)
		ref, c := storetest.Some(7, 3)
		if o, err := s.Put(ref, &c); o != dropserver.Same || err != nil {
			t.Errorf("index %s: writing a kept box: %v, %v", how, o, err)
		}
		shut(t, s)
	}
}

func TestADamagedBoxIsAnErrorAndNoOtherIs(t *testing.T) {
	fs := vfs.NewMem()
	s := open(t, "/drop", tiny(fs))
	defer shut(t, s)
	fill(t, s, 7, 0, 10)
	ref, same := storetest.Some(7, 4)
	g, n, err := s.find(ref)
	if err != nil || g == nil {
		t.Fatal("a box is not where it was put")
	}
	flip := func(at int64) {
		t.Helper()
		var b [1]byte
		if _, err := g.file.ReadAt(b[:], at); err != nil {
			t.Fatal(err)
		}
		b[0] ^= 1
		if _, err := g.file.WriteAt(b[:], at); err != nil {
			t.Fatal(err)
		}
	}
	record, listed := s.layout.recordAt(int(n)), int64(n)*entrySize
	for _, at := range []int64{record, record + 5, record + 20, record + 63, record + recordSize - 67, record + recordSize - 65, record + recordSize - 1, listed} {
		flip(at) // what says which box it is stands twice
		expect(t, s, 7, 0, 10, true)
		flip(at)
	}
	for _, at := range []int64{entrySize, entrySize + 2000, entrySize + box.Size - 1} {
		flip(record + at)
		var c box.Content
		if found, err := s.Get(ref, &c); found || !errors.Is(err, dropserver.ErrDamaged) {
			t.Errorf("byte %d flipped: found %v, %v", at, found, err)
		}
		if o, err := s.Put(ref, &c); o != 0 || !errors.Is(err, dropserver.ErrDamaged) {
			t.Errorf("byte %d flipped: writing: %v, %v", at, o, err)
		}
		flip(record + at)
	}
	flip(record + entrySize)
	if s.Answered() == 0 {
		t.Error("answers of a damaged box are not counted")
	}
	if o, err := s.Put(ref, &same); o != dropserver.Same || err != nil {
		t.Errorf("the bytes that a damaged box had: %v, %v", o, err)
	}
	expect(t, s, 7, 0, 10, true)
}

func TestOnlyOneProcessOpensAStore(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, tiny(nil))
	defer shut(t, s)
	if second, err := Open(dir, tiny(nil)); err == nil {
		t.Error("a second store was opened in the same folder")
		shut(t, second)
	}
	fill(t, s, 1, 0, 3)
	expect(t, s, 1, 0, 3, true)
}

func TestAnotherSegmentSizeIsRefused(t *testing.T) {
	fs := vfs.NewMem()
	s := open(t, "/drop", tiny(fs))
	fill(t, s, 1, 0, 3)
	shut(t, s)
	if s, err := Open("/drop", small(fs)); err == nil {
		t.Error("opened with segments of another size")
		shut(t, s)
	}
	s = open(t, "/drop", tiny(fs)) // and nothing was changed
	expect(t, s, 1, 0, 3, true)
	shut(t, s)
}

func TestNothingRunsAfterClose(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := open(t, "/drop", tiny(vfs.NewMem()))
	fill(t, s, 1, 0, 40)
	shut(t, s)
}
