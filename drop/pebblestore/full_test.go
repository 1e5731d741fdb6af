package pebblestore

import (
	"errors"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// fullFS is a disk that has no room for new files' bytes while full is set.
type fullFS struct {
	vfs.FS
	full atomic.Bool
}

func (f *fullFS) OpenReadWrite(name string, w vfs.DiskWriteCategory, o ...vfs.OpenOption) (vfs.File, error) {
	file, err := f.FS.OpenReadWrite(name, w, o...)
	if err != nil {
		return nil, err
	}
	return &fullFile{file, f}, nil
}

type fullFile struct {
	vfs.File
	fs *fullFS
}

// WriteAt fails where the file would grow.
func (f *fullFile) WriteAt(p []byte, at int64) (int, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if f.fs.full.Load() && at+int64(len(p)) > info.Size() {
		return 0, syscall.ENOSPC
	}
	return f.File.WriteAt(p, at)
}

func TestAFullDiskRefusesBoxesAndGivesThem(t *testing.T) {
	fs := &fullFS{FS: vfs.NewMem()}
	s := open(t, "/drop", tiny(fs))
	fill(t, s, 1, 0, 20)
	fs.full.Store(true)
	kept := uint64(20)
	for ; ; kept++ { // what is prepared is used up
		ref, c := storetest.Some(1, kept)
		o, err := s.Put(ref, &c)
		if errors.Is(err, dropserver.ErrFull) {
			break
		}
		if o != dropserver.Created || err != nil || kept > 1000 {
			t.Fatalf("box %d: %v, %v", kept, o, err)
		}
	}
	expect(t, s, 1, 0, kept, true)
	for n := kept; n < kept+40; n++ {
		ref, c := storetest.Some(2, n)
		if _, err := s.Put(ref, &c); !errors.Is(err, dropserver.ErrFull) {
			t.Fatalf("a put on a full disk: %v", err)
		}
	}
	ref, c := storetest.Some(1, 3)
	if o, err := s.Put(ref, &c); o != dropserver.Same || err != nil {
		t.Errorf("a kept box on a full disk: %v, %v", o, err)
	}
	if err := s.DropBefore(2); err != nil { // rounds expire, and their room is used
		t.Fatal(err)
	}
	fill(t, s, 2, 0, 20)
	expect(t, s, 2, 0, 20, true)
	expect(t, s, 1, 0, kept, false)
	fs.full.Store(false) // and somebody makes room
	fill(t, s, 2, 20, 200)
	expect(t, s, 2, 0, 200, true)
	shut(t, s)
}

// sickFS is a disk that cannot sync segment files while sick is set.
type sickFS struct {
	vfs.FS
	sick atomic.Bool
}

func (f *sickFS) OpenReadWrite(name string, w vfs.DiskWriteCategory, o ...vfs.OpenOption) (vfs.File, error) {
	file, err := f.FS.OpenReadWrite(name, w, o...)
	if err != nil {
		return nil, err
	}
	return &sickFile{file, f}, nil
}

type sickFile struct {
	vfs.File
	fs *sickFS
}

func (f *sickFile) SyncData() error {
	if f.fs.sick.Load() {
		return syscall.EIO
	}
	return f.File.SyncData()
}

// After one failed sync the system may have let go of the bytes, and another
// sync would succeed over their loss.
func TestAfterAFailedSyncNothingIsAcknowledged(t *testing.T) {
	fs := &sickFS{FS: vfs.NewMem()}
	s := open(t, "/drop", tiny(fs))
	fill(t, s, 1, 0, 20)
	fs.sick.Store(true)
	ref, c := storetest.Some(1, 20)
	if o, err := s.Put(ref, &c); o != 0 || err == nil {
		t.Errorf("a put whose sync failed: %v, %v", o, err)
	}
	fs.sick.Store(false)
	for n := uint64(20); n < 60; n++ {
		ref, c := storetest.Some(1, n)
		if o, err := s.Put(ref, &c); o != 0 || err == nil {
			t.Fatalf("a put after a failed sync: %v, %v", o, err)
		}
	}
	expect(t, s, 1, 0, 20, true)
	shut(t, s)
	s = open(t, "/drop", tiny(fs.FS))
	expect(t, s, 1, 0, 20, true)
	fillRest(t, s, 1, 20, 60)
	shut(t, s)
}

// fillRest writes boxes some of which may be kept.
func fillRest(t *testing.T, s *Store, round box.Round, from, to uint64) {
	t.Helper()
	for n := from; n < to; n++ {
		ref, c := storetest.Some(round, n)
		if o, err := s.Put(ref, &c); err != nil || o == dropserver.Conflict {
			t.Fatalf("box %d: %v, %v", n, o, err)
		}
	}
	expect(t, s, round, 0, to, true)
}
