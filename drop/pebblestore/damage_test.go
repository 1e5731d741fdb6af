package pebblestore

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// readAll returns a file's bytes.
func readAll(t *testing.T, fs vfs.FS, path string) []byte {
	t.Helper()
	f, err := fs.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, info.Size())
	if n, err := f.ReadAt(b, 0); n != len(b) {
		t.Fatal(err)
	}
	return b
}

// writeAll makes a file hold b and nothing else.
func writeAll(t *testing.T, fs vfs.FS, path string, b []byte) {
	t.Helper()
	f, err := fs.Create(path, vfs.WriteCategoryUnspecified)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(bytes.Clone(b)); err != nil { // a disk in memory may change what it is given
		t.Fatal(err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// filesOf returns the paths of a store's files, deepest folders last.
func filesOf(t *testing.T, fs vfs.FS) (paths []string) {
	t.Helper()
	for _, dir := range []string{"/drop/boxes", "/drop/index"} {
		names, err := fs.List(dir)
		if err != nil {
			continue
		}
		for _, name := range names {
			if info, err := fs.Stat(fs.PathJoin(dir, name)); err == nil && !info.IsDir() {
				paths = append(paths, fs.PathJoin(dir, name))
			}
		}
	}
	return paths
}

// holder returns the file that holds a box, and where its content begins.
func holder(t *testing.T, fs vfs.FS, round box.Round, n uint64) (path string, at int) {
	t.Helper()
	_, c := storetest.Some(round, n)
	for _, path := range filesOf(t, fs) {
		if at := bytes.Index(readAll(t, fs, path), c[:]); at >= 0 {
			return path, at
		}
	}
	t.Fatalf("no file holds box %d", n)
	return "", 0
}

// holdTo holds a store to boxes that it acknowledged: each is itself or
// damaged, and takes no other bytes. It returns how many are damaged.
func holdTo(t *testing.T, s *Store, round box.Round, from, to uint64) (damaged int) {
	t.Helper()
	for n := from; n < to; n++ {
		ref, want := storetest.Some(round, n)
		if holdBox(t, s, ref, want) {
			damaged++
		}
	}
	return damaged
}

// holdBox does so for one box.
func holdBox(t *testing.T, s *Store, ref box.Ref, want box.Content) (damaged bool) {
	t.Helper()
	var got box.Content
	found, err := s.Get(ref, &got)
	switch {
	case errors.Is(err, dropserver.ErrDamaged):
		damaged = true
	case err != nil:
		t.Errorf("an acknowledged box of round %d: %v", ref.Round, err)
	case !found:
		t.Errorf("an acknowledged box of round %d is absent", ref.Round)
	case got != want:
		t.Errorf("an acknowledged box of round %d has other bytes", ref.Round)
	}
	other := want
	other[17]++
	if o, err := s.Put(ref, &other); o == dropserver.Created || o == dropserver.Same || err != nil && !errors.Is(err, dropserver.ErrDamaged) {
		t.Errorf("the id of an acknowledged box took other bytes: %v, %v", o, err)
	}
	return damaged
}

// stops are the ways in which a store ends: what is left of the disk.
var stops = map[string]func(t *testing.T, s *Store, fs *vfs.MemFS) *vfs.MemFS{
	"told to": func(t *testing.T, s *Store, fs *vfs.MemFS) *vfs.MemFS {
		shut(t, s)
		return fs.CrashClone(vfs.CrashCloneCfg{})
	},
	"killed": func(t *testing.T, s *Store, fs *vfs.MemFS) *vfs.MemFS {
		left := fs.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 100, RNG: rand.New(rand.NewPCG(1, 1))})
		shut(t, s)
		return left
	},
}

// One flipped bit, in the first record, in the second, in the midst; in the
// content, before it and behind it; after a good end and after a kill: it costs
// one box at most, and no other is lost for it.
func TestOneFlippedBitCostsOneBoxAtMost(t *testing.T) {
	const boxes = 200
	offs := []int{-64, -40, -20, -5, 0, 2000, box.Size - 1, box.Size + 2, box.Size + 10, box.Size + 60}
	for how, stop := range stops {
		fs := vfs.NewCrashableMem()
		s := open(t, "/drop", small(fs))
		for n := range uint64(boxes) { // in their order
			fill(t, s, 7, n, n+1)
		}
		stopped := stop(t, s, fs) // each flip is of a copy of it
		for i, n := range []uint64{0, 1, 100, boxes - 1} {
			for j, off := range offs {
				// In the short form each place is met with two of the boxes.
				if !*long && (i+j)%2 != 0 {
					continue
				}
				left := stopped.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 100, RNG: rand.New(rand.NewPCG(1, 1))})
				path, at := holder(t, left, 7, n)
				b := readAll(t, left, path)
				if at+off >= 0 {
					b[at+off] ^= 4
				}
				writeAll(t, left, path, b)
				s, err := Open("/drop", small(left))
				if err != nil {
					t.Fatalf("%s, bit at %d of box %d: %v", how, off, n, err)
				}
				if damaged := holdTo(t, s, 7, 0, boxes); damaged > 1 || damaged == 0 && off >= 0 && off < box.Size {
					t.Errorf("%s, bit at %d of box %d: %d boxes are damaged", how, off, n, damaged)
				}
				fill(t, s, 7, boxes, boxes+20)
				expect(t, s, 7, boxes, boxes+20, true)
				shut(t, s)
				if t.Failed() {
					return
				}
			}
		}
	}
}
