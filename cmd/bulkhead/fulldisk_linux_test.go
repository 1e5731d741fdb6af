package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// realDisk mounts a small disk in a mount namespace of this thread's own: the
// mount ends with the test, whatever happens.
func realDisk(t *testing.T, size int64) (path string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("NO REAL DISK WAS FILLED: this needs root")
	}
	path = t.TempDir()
	runtime.LockOSThread() // for good: the thread ends with the test
	for _, err := range []error{
		unix.Unshare(unix.CLONE_NEWNS),
		unix.Mount("none", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""),
		unix.Mount("bulkhead-test", path, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size)),
	} {
		if err != nil {
			t.Skip("NO REAL DISK WAS FILLED: ", err)
		}
	}
	t.Cleanup(func() { _ = unix.Unmount(path, unix.MNT_DETACH) })
	return path
}

// fill leaves free bytes on the disk that path is on.
func fill(t *testing.T, path string, free int64) {
	t.Helper()
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(path, "full"))
	if err != nil {
		t.Fatal(err)
	}
	some := make([]byte, 1<<20)
	for left := int64(s.Bavail)*s.Bsize - free; left > 0; {
		n, err := f.Write(some[:min(int64(len(some)), left)])
		left -= int64(n)
		if errors.Is(err, unix.ENOSPC) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// Promise: on a disk of the operating system's own that is full, or has a little
// room, every passphrase shows what it shows with room; duress destroys; one's
// own message is said not to be saved, and the inbox is shown; nothing is left beside.
func TestOnARealFullDiskEveryPassphraseShowsItsPages(t *testing.T) {
	whole := coercedFolder(t)
	now := time.Now()
	e := testEdge()
	e.disk = realEdge().disk
	e.now = func() time.Time { return now }
	shows := func(dir, pass string, verb ...string) string {
		code, shown := typedIn(t, t.Context(), e, dir, pass, "some text\n", verb...)
		return fmt.Sprintf("exit code %d\n%s", code, shown)
	}
	const wrong = "no such passphrase\n"
	want := map[string]string{}
	for _, pass := range []string{wrong, decoyPass, duressPass} {
		want[pass] = shows(copyOf(t, whole), pass, "status")
	}
	size := sizeOf(t, whole, "vault") + sizeOf(t, whole, "pouch")
	for _, free := range []int64{0, 4096, 100 << 10, sizeOf(t, whole, "vault") + 64<<10} {
		t.Run(fmt.Sprint(free, " bytes free"), func(t *testing.T) {
			disk := realDisk(t, 3*size)
			for _, pass := range []string{wrong, decoyPass, duressPass, ownPass} {
				dir := filepath.Join(disk, "folder")
				if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
					t.Fatal(err)
				}
				fill(t, disk, free)
				what := strings.TrimSpace(pass)
				if got := shows(dir, pass, "status"); pass == ownPass && !strings.HasPrefix(got, "exit code 0\n") || pass != ownPass && got != want[pass] {
					t.Errorf("%q: the screen: %s", what, got)
				}
				if pass == ownPass && free > sizeOf(t, whole, "vault") {
					if got := shows(dir, pass, "status"); !strings.Contains(got, "everything is saved, but the pouch") || strings.Contains(got, "nothing could be written") {
						t.Errorf("with room for the vault alone: %s", got)
					}
				}
				if pass == ownPass && free < size/2 {
					if got := shows(dir, pass, "inbox"); !strings.HasPrefix(got, "exit code 0\n") {
						t.Errorf("the inbox: %s", got)
					}
					if got := shows(dir, pass, "note"); !strings.HasPrefix(got, "exit code 1\n") || !strings.Contains(got, "not saved: there is no room") {
						t.Errorf("sending: %s", got)
					}
				}
				if pass == decoyPass {
					if got := shows(dir, pass, "notebook", "--locked", "write"); got != "exit code 0\nPage 4 is written.\n" {
						t.Errorf("writing a page: %s", got)
					}
				}
				if left, _ := filepath.Glob(filepath.Join(dir, "*.new")); len(left) > 0 {
					t.Errorf("%q: left beside: %q", what, left)
				}
				if gone := strings.Contains(shows(dir, ownPass, "status"), notOpened()); gone != (pass == duressPass) {
					t.Errorf("%q: that one's own passphrase opens nothing any more is %v", what, gone)
				}
				if err := errors.Join(os.RemoveAll(dir), os.Remove(filepath.Join(disk, "full"))); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// Promise: on a full disk the screen of 'open' is the same for every passphrase that
// opens something. Its owner is told by status.
func TestOnAFullDiskNoOpeningSaysMoreThanTheNotebooks(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	disk := realDisk(t, 3*(sizeOf(t, whole, "vault")+sizeOf(t, whole, "pouch")))
	shown := map[string]string{}
	for _, pass := range []string{decoyPass, duressPass, ownPass} {
		dir := filepath.Join(disk, "folder")
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		fill(t, disk, 0)
		p := newTypist(t)
		cmd := p.process(dir) // from this thread, which alone sees the disk
		p.types(strings.TrimSpace(pass))
		shown[pass] = p.sees("> ")
		if pass == ownPass {
			p.types("status")
			p.sees("nothing could be written: there is no room")
			p.sees("> ")
		}
		cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait() // that the disk was full is said by its exit code
		if err := errors.Join(os.RemoveAll(dir), os.Remove(filepath.Join(disk, "full"))); err != nil {
			t.Fatal(err)
		}
	}
	if shown[decoyPass] != shown[duressPass] || shown[decoyPass] != shown[ownPass] {
		t.Errorf("decoy: %q\nduress: %q\nown: %q", shown[decoyPass], shown[duressPass], shown[ownPass])
	}
}

// Promise: on a disk that is full quit ends what is open as ever, by the same exit code;
// that what was written last may not be saved stays on the screen, whatever was open.
func TestQuitEndsOnAFullDisk(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	disk := realDisk(t, 3*(sizeOf(t, whole, "vault")+sizeOf(t, whole, "pouch")))
	for _, c := range [][2]string{{"quit", ownPass}, {"lock", ownPass}, {"quit", decoyPass}, {"lock", duressPass}} {
		end, pass := c[0], c[1]
		dir := filepath.Join(disk, "folder")
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		p := newTypist(t)
		cmd := p.process(dir) // from this thread, which alone sees the disk
		p.types(strings.TrimSpace(pass))
		p.sees("> ")
		fill(t, disk, 0)
		p.types("write")
		p.sees("ends the page")
		p.types("a page")
		p.types(".")
		p.sees("not yet saved")
		p.sees("> ")
		p.types(end)
		if end == "lock" {
			p.sees(wipe)
		}
		if shown := p.sees("what was written last may not be saved"); strings.Contains(shown, "no room") {
			t.Errorf("%s shows a bystander which it was: %q", end, shown)
		}
		if end == "lock" {
			p.sees("> ")
			p.types("quit")
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", end, err)
		}
		if err := errors.Join(os.RemoveAll(dir), os.Remove(filepath.Join(disk, "full"))); err != nil {
			t.Fatal(err)
		}
	}
}
