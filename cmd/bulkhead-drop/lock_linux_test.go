package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Promise: two drops never share a folder, even if somebody takes the lock's
// file away: both would acknowledge other bytes for one id.
func TestTwoDropsNeverShareAFolder(t *testing.T) {
	dir := t.TempDir()
	p := launch(t, "--dir", dir, "--listen", "127.0.0.1:0", "--round", "1h")
	for _, lost := range []string{"", "boxes/lock", "index/LOCK", "boxes", "index"} {
		if lost != "" {
			if err := os.RemoveAll(filepath.Join(dir, lost)); err != nil {
				t.Fatal(err)
			}
		}
		if code, said := startOnce(t, dir); code != exitFailed || !strings.Contains(said, "in use by another bulkhead-drop") {
			t.Errorf("without %q: exit code %d, %q", lost, code, said)
		}
	}
	p.terminate(t)
}

// Promise: a drop whose disk others have filled says so and ends, and starts
// when there is room. It needs root, for a disk of its own.
func TestADropSaysThatThereIsNoRoomToStart(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=72m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	dir, fill := filepath.Join(disk, "drop"), filepath.Join(disk, "fill")
	if code, said := startOnce(t, dir); code != 0 {
		t.Fatal(code, said)
	}
	f, err := os.Create(fill)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 20; size > 0; size /= 2 {
		for b := make([]byte, size); ; {
			if n, err := f.Write(b); n == 0 || err != nil {
				break
			}
		}
	}
	f.Close()
	if code, said := startOnce(t, dir); code != exitFailed || !strings.Contains(said, "room") || strings.Contains(said, dir) {
		t.Errorf("on a full disk: exit code %d, %q", code, said)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, roomFile+"*")); len(left) > 0 {
		t.Errorf("left behind: %d files", len(left))
	}
	if err := os.Remove(fill); err != nil {
		t.Fatal(err)
	}
	if code, said := startOnce(t, dir); code != 0 {
		t.Errorf("with room again: exit code %d, %q", code, said)
	}
}
