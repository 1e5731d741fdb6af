package durable_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bulkhead/internal/durable"

	"golang.org/x/sys/unix"
)

// plants puts something that is no plain file of the folder's own at a path;
// victim is a file elsewhere.
var plants = map[string]func(at, victim string) error{
	"a link to a file":    func(at, victim string) error { return os.Symlink(victim, at) },
	"a link to nothing":   func(at, victim string) error { return os.Symlink(victim+"-not", at) },
	"a link to a folder":  func(at, victim string) error { return os.Symlink(filepath.Dir(victim), at) },
	"a pipe":              func(at, _ string) error { return unix.Mkfifo(at, 0o600) },
	"a folder":            func(at, _ string) error { return os.Mkdir(at, 0o700) },
	"a folder with files": func(at, _ string) error { return errors.Join(os.MkdirAll(filepath.Join(at, "in"), 0o700)) },
	"a socket": func(at, _ string) error {
		fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		return unix.Bind(fd, &unix.SockaddrUnix{Name: at})
	},
	"a device":          func(at, _ string) error { return unix.Mknod(at, unix.S_IFCHR|0o600, int(unix.Mkdev(1, 5))) },
	"a file's 2nd name": func(at, victim string) error { return os.Link(victim, at) },
}

// TestWhatIsNoPlainFileIsNeitherFollowedNorWaitedFor plants every kind of thing
// under every name that a Dir touches, and does everything that a Dir can do. A
// test that waits for a pipe never ends.
func TestWhatIsNoPlainFileIsNeitherFollowedNorWaitedFor(t *testing.T) {
	for kind, plant := range plants {
		for _, name := range []string{"a", "a.new", "a.lock"} {
			for what, do := range map[string]func(d durable.Dir) error{
				"ReadFile": func(d durable.Dir) error { _, err := d.ReadFile("a"); return err },
				"Size":     func(d durable.Dir) error { _, err := d.Size("a"); return err },
				"Replace":  func(d durable.Dir) error { return d.Replace("a", []byte("new")) },
				"OpenFile": func(d durable.Dir) error {
					f, err := d.OpenFile("a")
					if err != nil {
						return err
					}
					_, err = f.WriteAt([]byte("NEW"), 0)
					return errors.Join(err, f.Sync(), f.Close())
				},
				"OpenFile of what is left": func(d durable.Dir) error {
					f, err := d.OpenFile(durable.Leftover("a"))
					if err != nil {
						return err
					}
					_, err = f.WriteAt([]byte("NEW"), 0)
					return errors.Join(err, f.Close())
				},
				"Remove": func(d durable.Dir) error { return d.Remove("a") },
				"Lock": func(d durable.Dir) error {
					release, err := d.Lock("a")
					if err == nil {
						if _, again := d.Lock("a"); !errors.Is(again, durable.ErrLocked) {
							t.Errorf("%s as %s: a lock is held twice: %v", kind, name, again)
						}
						release()
					}
					return err
				},
			} {
				folder, victim := t.TempDir(), filepath.Join(t.TempDir(), "victim")
				mustDo(t, os.WriteFile(victim, []byte("mine"), 0o640))
				d := open(t, folder)
				if name != "a" {
					mustDo(t, d.Replace("a", []byte("old")))
				}
				if err := plant(filepath.Join(folder, name), victim); err != nil {
					t.Logf("%s cannot be planted: %v", kind, err)
					continue
				}
				err := do(d)
				if got, read := os.ReadFile(victim); read != nil || string(got) != "mine" {
					t.Errorf("%s as %s: after %s what it leads to holds %q, %v", kind, name, what, got, read)
				}
				if _, made := os.Lstat(victim + "-not"); made == nil {
					t.Errorf("%s as %s: %s made a file elsewhere", kind, name, what)
				}
				if info, err := os.Stat(victim); err != nil || info.Mode().Perm() != 0o640 {
					t.Errorf("%s as %s: after %s the mode elsewhere is %v", kind, name, what, info.Mode())
				}
				switch {
				case what == "Lock" && err != nil:
					t.Errorf("%s as %s: no lock: %v", kind, name, err)
				case what == "Replace" && err != nil:
					t.Errorf("%s as %s: Replace: %v", kind, name, err)
				case what == "Replace" && err == nil:
					if got, err := d.ReadFile("a"); err != nil || string(got) != "new" {
						t.Errorf("%s as %s: replaced, the file holds %q, %v", kind, name, got, err)
					}
				case (what == "ReadFile" || what == "Size" || what == "OpenFile") && name == "a" && kind != "a file's 2nd name" && !errors.Is(err, durable.ErrNotFile):
					t.Errorf("%s as %s: %s: %v", kind, name, what, err)
				}
			}
		}
	}
}

// TestAFileWithASecondNameGetsACopyOfItsOwn: a write in place stays in the
// folder, and the file can be written to.
func TestAFileWithASecondNameGetsACopyOfItsOwn(t *testing.T) {
	folder, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
	d := open(t, folder)
	mustDo(t, d.Replace("a", []byte("old")))
	mustDo(t, os.Link(filepath.Join(folder, "a"), other))
	f, err := d.OpenFile("a")
	mustDo(t, err)
	_, err = f.WriteAt([]byte("new"), 0)
	mustDo(t, errors.Join(err, f.Sync(), f.Close()))
	if got, err := d.ReadFile("a"); err != nil || string(got) != "new" {
		t.Errorf("the file holds %q, %v", got, err)
	}
	if got, err := os.ReadFile(other); err != nil || string(got) != "old" {
		t.Errorf("its other name holds %q, %v", got, err)
	}
}

// TestAFolderIsNoLink: neither a link to a folder nor a file stands for one, and
// a folder that is put in the path's place later is not written to.
func TestAFolderIsNoLink(t *testing.T) {
	above := t.TempDir()
	at := func(name string) string { return filepath.Join(above, name) }
	mustDo(t, os.Mkdir(at("elsewhere"), 0o755))
	mustDo(t, os.Symlink(at("elsewhere"), at("link")))
	mustDo(t, os.WriteFile(at("file"), nil, 0o600))
	mustDo(t, unix.Mkfifo(at("pipe"), 0o600))
	for _, name := range []string{"link", "link/", "file", "pipe"} {
		if _, err := durable.Open(at(name)); err == nil {
			t.Errorf("%q is taken for a folder", name)
		}
	}
	if info, err := os.Stat(at("elsewhere")); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("where the link leads, the mode is %v", info.Mode())
	}
	if _, err := durable.Existing(at("none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	d := open(t, at("own"))
	mustDo(t, d.Replace("a", []byte("x")))
	mustDo(t, os.Rename(at("own"), at("moved")))
	mustDo(t, os.Symlink(at("elsewhere"), at("own")))
	mustDo(t, d.Replace("a", []byte("y")))
	if _, err := os.Lstat(filepath.Join(at("elsewhere"), "a")); err == nil {
		t.Error("a link in the folder's place is followed")
	}
	if got, err := os.ReadFile(filepath.Join(at("moved"), "a")); err != nil || string(got) != "y" {
		t.Errorf("the folder holds %q, %v", got, err)
	}
}

// TestALongFileEndsNoProgram: what somebody put there to fill the memory is not
// read.
func TestALongFileEndsNoProgram(t *testing.T) {
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, "a"))
	mustDo(t, err)
	mustDo(t, errors.Join(f.Truncate(1<<40), f.Close()))
	if got, err := open(t, folder).ReadFile("a"); err == nil {
		t.Errorf("%d bytes were read", len(got))
	}
}

// TestAnErrorOfTheDiskNamesNothing: no folder, no file, no system call.
func TestAnErrorOfTheDiskNamesNothing(t *testing.T) {
	folder := t.TempDir()
	d := open(t, folder)
	_, err := d.ReadFile("vault")
	mustDo(t, os.RemoveAll(folder)) // nothing can be made in it any more
	for _, err := range []error{err, d.Replace("vault", nil)} {
		if err == nil || bytes.Contains([]byte(err.Error()), []byte("vault")) || bytes.Contains([]byte(err.Error()), []byte(folder)) {
			t.Errorf("%v", err)
		}
	}
}
