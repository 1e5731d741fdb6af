package vault

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"bulkhead/internal/durable"
)

// everyWrite is everything that replaces the file.
func everyWrite() (all []step) {
	for _, s := range steps() {
		if s.name != "wipe" {
			all = append(all, s)
		}
	}
	return all
}

// TestEveryWriteMakesTheOldCopyUnreadable: a handle on the file that is replaced
// sees what lies in the free blocks of the disk after it. No passphrase opens
// that.
func TestEveryWriteMakesTheOldCopyUnreadable(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		for _, s := range everyWrite() {
			f := onCopy(t, base)
			var v *Vault
			if s.open != "" {
				var err error
				v, err = f.Open(pass(t, s.open))
				must(t, err)
			}
			before := content(t, f.Dir)
			var keys []byte
			if f.Keystore != nil {
				keys = readFile(t, f.Dir, "keys")
			}
			old, err := f.Dir.OpenFile("vault")
			must(t, err)
			must(t, s.do(t, f, v))
			if v != nil {
				v.Close()
			}
			found := make([]byte, len(before))
			_, err = old.ReadAt(found, 0)
			must(t, err)
			for n := range f.Options.Compartments {
				if same := equalBytes(f.Options.in(before, n)[:shredLen], f.Options.in(found, n)[:shredLen]); same > shredLen/100 {
					t.Errorf("%s: %d bytes of region %d's beginning stay", s.name, same, n)
				}
			}
			f = on(f, newFolder())
			put(t, f.Dir, found)
			if keys != nil { // even with the key that it was under
				must(t, f.Dir.Replace("keys", keys))
			}
			for words, got := range look(t, f, slices.Collect(maps.Keys(begun))) {
				if got != nothing {
					t.Errorf("%s: the old copy opens by the passphrase %s", s.name, words)
				}
			}
		}
	})
}

// TestAnOldCopyThatCannotBeOverwrittenIsNoError: the file itself is written.
func TestAnOldCopyThatCannotBeOverwrittenIsNoError(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		f.probe = new(probe)
		f.Dir.(*durable.Mem).SetHook(func(int, durable.Op) durable.Fault {
			if f.probe.shredding {
				return durable.FailBefore
			}
			return durable.NoFault
		})
		opens(t, f, "normal", Normal, "secret", "own")
		opens(t, f, "duress", Decoy, "notebook", "flagged")
		opensNothing(t, f, "normal")
	})
}

// inFolder puts a vault into a folder of the operating system, and beside it
// a copy as an interrupted write would leave it; that is returned open.
func inFolder(t *testing.T, base File) (f File, path string, left *os.File) {
	t.Helper()
	path = t.TempDir()
	d, err := durable.Open(path)
	must(t, err)
	f = base
	f.Dir = d
	put(t, d, content(t, base.Dir))
	must(t, os.WriteFile(filepath.Join(path, "vault.new"), content(t, base.Dir), 0o600))
	left, err = os.OpenFile(filepath.Join(path, "vault.new"), os.O_RDWR, 0)
	must(t, err)
	t.Cleanup(func() { left.Close() })
	return f, path, left
}

// isGone checks that of what an interrupted write left there is nothing, neither
// under its name nor in its blocks.
func isGone(t *testing.T, d durable.Dir, left *os.File, was []byte) {
	t.Helper()
	if _, err := d.ReadFile(durable.Leftover("vault")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	found := make([]byte, len(was))
	_, err := left.ReadAt(found, 0)
	must(t, err)
	if n := equalBytes(was, found); n > len(was)/200 {
		t.Errorf("%d of %d bytes of it are as before", n, len(was))
	}
}

// TestWhatAnInterruptedWriteLeftGoesWithTheNextWriteAndWithAWipe, overwritten
// where it lies.
func TestWhatAnInterruptedWriteLeftGoesWithTheNextWriteAndWithAWipe(t *testing.T) {
	base := file(newFolder(), seeded(96))
	build(t, base)
	was := content(t, base.Dir)
	for _, words := range []string{"normal", "decoy", "duress"} {
		f, _, left := inFolder(t, base)
		v, err := f.Open(pass(t, words))
		must(t, err)
		v.Close()
		isGone(t, f.Dir, left, was)
	}
	f, _, left := inFolder(t, base)
	must(t, f.Wipe())
	isGone(t, f.Dir, left, was)
	opensNothing(t, f, "normal")

	f, _, left = inFolder(t, base) // the making of a vault was interrupted
	must(t, f.Dir.Remove("vault"))
	if err := f.Wipe(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("wiping no vault: %v, want fs.ErrNotExist", err)
	}
	isGone(t, f.Dir, left, was)

	f, path, _ := inFolder(t, base) // it cannot be removed: that is said
	must(t, os.Remove(filepath.Join(path, "vault.new")))
	must(t, os.MkdirAll(filepath.Join(path, "vault.new", "x"), 0o700))
	if err := f.Wipe(); err == nil {
		t.Error("a wipe that left something beside reported success")
	}
	opensNothing(t, File{Dir: memOf(t, f.Dir), Name: "vault", Options: f.Options, Params: f.Params, Rand: f.Rand}, "normal")
}

// memOf copies the vault into memory.
func memOf(t *testing.T, d durable.Dir) durable.Dir {
	t.Helper()
	m := newFolder()
	put(t, m, content(t, d))
	return m
}

// noRoom is a folder whose disk is full once a part of the new file is there.
type noRoom struct {
	durable.Dir
	path string
}

func (d noRoom) Replace(name string, data []byte) error {
	if err := os.WriteFile(filepath.Join(d.path, name+".new"), data[:len(data)*3/4], 0o600); err != nil {
		return err
	}
	return errors.New("no space left on device")
}

// TestAFullDiskKeepsNothingOfWhatWasToBeWritten: neither of what a normal
// passphrase was refused, nor beside what duress wrote in place.
func TestAFullDiskKeepsNothingOfWhatWasToBeWritten(t *testing.T) {
	base := file(newFolder(), seeded(97))
	build(t, base)
	for _, words := range []string{"normal", "decoy", "duress"} {
		f, path, _ := inFolder(t, base)
		must(t, os.Remove(filepath.Join(path, "vault.new")))
		f.Dir = noRoom{f.Dir, path}
		v, err := f.Open(pass(t, words))
		must(t, err)
		v.Close()
		if b, err := f.Dir.ReadFile(durable.Leftover("vault")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %d bytes are left, %v", words, len(b), err)
		}
	}
}

// TestAPowerCutAndAWipeLeaveNothingBeside: in memory, where a cut leaves what
// was to be written.
func TestAPowerCutAndAWipeLeaveNothingBeside(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		f := onCopyIn(t, base, durable.NewMem(fates(0)))
		d := f.Dir.(*durable.Mem)
		d.SetHook(func(_ int, op durable.Op) durable.Fault {
			if op == durable.OpReplace {
				return durable.CutDuring
			}
			return durable.NoFault
		})
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		if !errors.Is(v.Refused(), durable.ErrPower) {
			t.Fatal(v.Refused())
		}
		v.Close()
		f = on(f, d.Crash())
		if _, err := f.Dir.ReadFile(durable.Leftover("vault")); err != nil {
			t.Fatalf("the cut left nothing to be removed: %v", err)
		}
		must(t, f.Wipe())
		if _, err := f.Dir.ReadFile(durable.Leftover("vault")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after a wipe it is still there: %v", err)
		}
	})
}

// heads returns what shredding has to take from the disk of one written file:
// of each region prefix, lock and head.
func heads(o Options, file []byte) (parts [][]byte) {
	for n := range o.Compartments {
		region := o.in(file, n)
		for _, part := range [][]byte{region[:prefixLen], lockOf(region), headOf(region)} {
			parts = append(parts, bytes.Clone(part))
		}
	}
	return parts
}
