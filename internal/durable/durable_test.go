package durable_test

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/internal/durable/durabletest"
)

func chacha(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

func TestFolderKeepsTheContract(t *testing.T) {
	durabletest.Run(t, func(t *testing.T) (durable.Dir, durable.Dir) {
		path := filepath.Join(t.TempDir(), "new", "folder")
		return open(t, path), open(t, path)
	})
}

func TestLazyFolderKeepsTheContract(t *testing.T) {
	durabletest.Run(t, func(t *testing.T) (durable.Dir, durable.Dir) {
		path := filepath.Join(t.TempDir(), "new", "folder")
		return durable.Lazy(open(t, path)), durable.Lazy(open(t, path))
	})
}

// Nothing but tests may leave it to the system when what is written reaches the disk.
func TestNoProgramIsLazy(t *testing.T) {
	files := 0
	err := filepath.WalkDir("../..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		files++
		text, err := os.ReadFile(name)
		if bytes.Contains(text, []byte("durable.Lazy")) {
			t.Errorf("%s: what it writes is not durable", name)
		}
		return err
	})
	if err != nil || files < 100 {
		t.Errorf("looked at %d files, %v", files, err)
	}
}

func TestMemoryKeepsTheContract(t *testing.T) {
	durabletest.Run(t, func(t *testing.T) (durable.Dir, durable.Dir) {
		m := durable.NewMem(chacha(1))
		return m, m
	})
}

func open(t *testing.T, path string) durable.Dir {
	t.Helper()
	d, err := durable.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Nobody but the owner may read the folder or a file in it, whatever the
// folder's mode was.
func TestFolderIsClosedToOthers(t *testing.T) {
	path := t.TempDir()
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
	d := open(t, path)
	if err := d.Replace("a", []byte("x")); err != nil {
		t.Fatal(err)
	}
	release, err := d.Lock("a")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	for _, name := range []string{"", "a", "a.lock"} {
		info, err := os.Stat(filepath.Join(path, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%q has mode %v", name, info.Mode())
		}
	}
}

// What a crash left of an unfinished replacement is written over, in place and
// not in other blocks, also when it was longer.
func TestLeftoverOfACrashIsReused(t *testing.T) {
	path := t.TempDir()
	d := open(t, path)
	left := filepath.Join(path, "a.new")
	if err := os.WriteFile(left, bytes.Repeat([]byte("left"), 12_500), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := d.OpenFile(durable.Leftover("a"))
	mustDo(t, err)
	defer f.Close()
	if err := d.Replace("a", []byte("short")); err != nil {
		t.Fatal(err)
	}
	if got, err := d.ReadFile("a"); err != nil || string(got) != "short" {
		t.Fatalf("got %d bytes, %v", len(got), err)
	}
	if _, err := os.Stat(filepath.Join(path, "a.new")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the leftover is still there: %v", err)
	}
	got := make([]byte, 5)
	if _, err := f.ReadAt(got, 0); err != nil || string(got) != "short" {
		t.Errorf("what was left holds %q, %v", got, err)
	}
}

// TestRemovingWhatACrashLeft, in memory and in a folder: it can be read,
// overwritten and removed, and a replacement takes it away.
func TestRemovingWhatACrashLeft(t *testing.T) {
	m := durable.NewMem(chacha(1))
	mustDo(t, m.Replace("a", []byte("old")))
	left := durable.Leftover("a")
	cut := func() bool {
		m.SetHook(func(int, durable.Op) durable.Fault { return durable.CutDuring })
		_ = m.Replace("a", []byte("new"))
		m = m.Crash()
		got, err := m.ReadFile("a")
		mustDo(t, err)
		_, err = m.ReadFile(left)
		if errors.Is(err, os.ErrNotExist) != (string(got) == "new") {
			t.Fatalf("the file holds %q, what is left: %v", got, err)
		}
		mustDo(t, m.Replace("a", []byte("old")))
		if _, err := m.ReadFile(left); !errors.Is(err, os.ErrNotExist) {
			t.Fatal("a replacement does not take the leftover away")
		}
		return err == nil
	}
	for n := 0; !cut(); n++ {
		if n == 40 {
			t.Fatal("40 cuts left nothing")
		}
	}
	path := t.TempDir()
	mustDo(t, os.WriteFile(filepath.Join(path, left), []byte("left"), 0o600))
	d := open(t, path)
	f, err := d.OpenFile(left)
	mustDo(t, err)
	_, err = f.WriteAt([]byte("void"), 0)
	mustDo(t, errors.Join(err, f.Sync(), f.Close()))
	mustDo(t, d.Remove(left))
	if _, err := d.ReadFile(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("removed, it is still there: %v", err)
	}
}

// A power cut during or after a replacement leaves the old or the new file,
// whole; during it, either is seen.
func TestPowerCutLeavesOldOrNew(t *testing.T) {
	seen := map[byte]int{}
	for seed := range byte(40) {
		m := durable.NewMem(chacha(seed))
		mustDo(t, m.Replace("a", bytes.Repeat([]byte("o"), 9000)))
		m.SetHook(func(int, durable.Op) durable.Fault { return durable.CutDuring })
		if err := m.Replace("a", bytes.Repeat([]byte("n"), 9000)); !errors.Is(err, durable.ErrPower) {
			t.Fatalf("got %v, want ErrPower", err)
		}
		got, err := m.Crash().ReadFile("a")
		mustDo(t, err)
		if len(got) != 9000 || bytes.Count(got, got[:1]) != 9000 {
			t.Fatal("a mixture")
		}
		seen[got[0]]++
	}
	if seen['o'] == 0 || seen['n'] == 0 {
		t.Errorf("outcomes of 40 cuts: %v, want both", seen)
	}
}

// What was synced survives; what was not survives sector by sector, by chance;
// nothing else is ever seen.
func TestPowerCutKeepsWhatWasSynced(t *testing.T) {
	kept, lost := 0, 0
	for seed := range byte(20) {
		m := durable.NewMem(chacha(seed))
		mustDo(t, m.Replace("a", make([]byte, 64*durable.Sector)))
		f, err := m.OpenFile("a")
		mustDo(t, err)
		fill := func(b byte, from, to int) {
			_, err := f.WriteAt(bytes.Repeat([]byte{b}, (to-from)*durable.Sector), int64(from*durable.Sector))
			mustDo(t, err)
		}
		fill(1, 0, 32)
		mustDo(t, f.Sync())
		fill(2, 16, 48)
		after := m.Crash()
		if _, err := m.ReadFile("a"); !errors.Is(err, durable.ErrPower) {
			t.Fatal("the old folder still works")
		}
		got, err := after.ReadFile("a")
		mustDo(t, err)
		for i := range 64 {
			s := got[i*durable.Sector:][:durable.Sector]
			if bytes.Count(s, s[:1]) != durable.Sector {
				t.Fatalf("sector %d is torn", i)
			}
			before := byte(0)
			if i < 32 {
				before = 1
			}
			switch maybe := i >= 16 && i < 48; {
			case s[0] == before && maybe:
				lost++
			case s[0] == 2 && maybe:
				kept++
			case s[0] != before:
				t.Fatalf("sector %d holds %d, synced was %d", i, s[0], before)
			}
		}
	}
	if kept < 200 || lost < 200 {
		t.Errorf("of 640 unsynced sectors %d were kept and %d lost, want about half", kept, lost)
	}
}

// The hook's faults do what they say.
func TestFaults(t *testing.T) {
	for fault, want := range map[durable.Fault]struct {
		err  error
		file string
	}{
		durable.NoFault:    {nil, "new"},
		durable.FailBefore: {durable.ErrFault, "old"},
		durable.FailAfter:  {durable.ErrFault, "new"},
		durable.CutAfter:   {durable.ErrPower, "new"},
	} {
		m := durable.NewMem(chacha(3))
		mustDo(t, m.Replace("a", []byte("old")))
		m.SetHook(func(n int, op durable.Op) durable.Fault {
			if n == 2 && op == durable.OpReplace {
				return fault
			}
			return durable.NoFault
		})
		if err := m.Replace("a", []byte("new")); !errors.Is(err, want.err) {
			t.Errorf("fault %d: got %v, want %v", fault, err, want.err)
		}
		got, err := m.Crash().ReadFile("a")
		if err != nil || string(got) != want.file {
			t.Errorf("fault %d: file is %q, %v, want %q", fault, got, err, want.file)
		}
	}
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
