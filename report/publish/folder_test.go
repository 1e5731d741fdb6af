package publish

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// failing is a disk on which one operation fails, and all after it: the power went.
type failing struct {
	*os.Root
	left int
}

var errPower = errors.New("the power went")

func (d *failing) off() bool { d.left--; return d.left < 0 }

func (d *failing) MkdirAll(name string, perm fs.FileMode) error {
	if d.off() {
		return errPower
	}
	return d.Root.MkdirAll(name, perm)
}

func (d *failing) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	if d.off() {
		if flag&os.O_CREATE != 0 {
			if f, err := d.Root.OpenFile(name, flag, perm); err == nil {
				f.WriteString("half")
				f.Close()
			}
		}
		return nil, errPower
	}
	return d.Root.OpenFile(name, flag, perm)
}

func (d *failing) Chtimes(name string, a, m time.Time) error {
	if d.off() {
		return errPower
	}
	return d.Root.Chtimes(name, a, m)
}

func (d *failing) Rename(from, to string) error {
	if d.off() {
		return errPower
	}
	return d.Root.Rename(from, to)
}

func (d *failing) RemoveAll(name string) error {
	if d.off() {
		return errPower
	}
	return d.Root.RemoveAll(name)
}

// small is a publication of few files.
func small(t *testing.T, title string) []File {
	s := site()
	s.Title = title
	return must[[]File](t)(Build(s, nil, nil))
}

// served returns the title that a server shows, "" for none; what it serves is whole.
func served(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name, Sums))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			t.Fatalf("%s is half-written", name)
		}
		return ""
	}
	for _, title := range []string{"first", "second", "third"} {
		files := small(t, title)
		if !bytes.Equal(files[0].Bytes, b) {
			continue
		}
		for _, f := range files {
			if got, err := os.ReadFile(filepath.Join(dir, name, f.Path)); err != nil || !bytes.Equal(got, f.Bytes) {
				t.Fatalf("%s: %s is half-written: %v", name, f.Path, err)
			}
		}
		return title
	}
	t.Fatalf("%s is nothing that was written", name)
	return ""
}

// Promise: wherever the power fails, no half-written publication is served, and the next Put
// is as if nothing had been; the one before is kept, and one only.
func TestNothingHalfWrittenIsServed(t *testing.T) {
	first, second, third := small(t, "first"), small(t, "second"), small(t, "third")
	gaps, n := 0, 0
	for ; ; n++ {
		dir := t.TempDir()
		root := must[*os.Root](t)(os.OpenRoot(dir))
		if err := Put(root, first, noon); err != nil {
			t.Fatal(err)
		}
		err := Put(&failing{Root: root, left: n}, second, noon)
		now, before := served(t, dir, Current), served(t, dir, Previous)
		switch {
		case err == nil && (now != "second" || before != "first"):
			t.Fatalf("after Put %q is served, %q was before", now, before)
		case now == "" && before == "first":
			gaps++
		case now != "first" && now != "second":
			t.Fatalf("operation %d: %q is served", n, now)
		}
		if err := Put(root, third, noon); err != nil {
			t.Fatalf("operation %d: the next Put: %v", n, err)
		}
		if got := served(t, dir, Current); got != "third" {
			t.Fatalf("operation %d: then %q is served", n, got)
		}
		if got := served(t, dir, Previous); got == "" || got == "third" {
			t.Fatalf("operation %d: then %q is kept", n, got)
		}
		if err := Forget(root); err != nil || served(t, dir, Previous) != "" || served(t, dir, Current) != "third" {
			t.Fatalf("operation %d: what was before is not forgotten: %v", n, err)
		}
		root.Close()
		if err == nil {
			break
		}
	}
	if gaps > 1 || n < 10 {
		t.Errorf("%d of %d operations leave none to serve, want one", gaps, n)
	}
}

// Promise: all files have the publication's time, and nothing of the clock.
func TestFilesHaveTheTimeOfTheDay(t *testing.T) {
	dir := folder(t, signed(t))
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && !info.ModTime().Equal(dayOf(noon)) {
			t.Errorf("%s is of %s", path, info.ModTime())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Promise: nothing is written outside of the folder, nor over what is no publication.
func TestNothingElseIsWrittenOver(t *testing.T) {
	files := small(t, "first")
	for _, path := range []string{"../x", "/x", "items/../../x", "a b", "", ".", "..", "items/", ".htaccess", "a/b/c", "x\x00", `..\x`, "items//x"} {
		dir := t.TempDir()
		root := must[*os.Root](t)(os.OpenRoot(dir))
		bad := append([]File{{}}, append([]File{{path, []byte("x")}}, files[1:]...)...)
		bad[0] = File{Sums, sums(bad[1:])}
		if err := Put(root, bad, noon); !errors.Is(err, ErrFiles) {
			t.Errorf("%q: %v", path, err)
		}
		root.Close()
	}
	for name, bad := range map[string][]File{"nothing": nil, "no sums": files[1:], "a file more": append(files[:len(files):len(files)], File{"x", nil}), "one twice": append(files[:len(files):len(files)], files[1])} {
		root := must[*os.Root](t)(os.OpenRoot(t.TempDir()))
		if err := Put(root, bad, noon); !errors.Is(err, ErrFiles) {
			t.Errorf("%s: %v", name, err)
		}
		root.Close()
	}
	dir, elsewhere := t.TempDir(), t.TempDir()
	root := must[*os.Root](t)(os.OpenRoot(dir))
	defer root.Close()
	if err := os.Mkdir(filepath.Join(dir, Current), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, Current, "thesis"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Put(root, files, noon); !errors.Is(err, ErrFiles) {
		t.Errorf("over somebody's folder: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, Current, "thesis")); err != nil {
		t.Errorf("somebody's folder: %v", err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, coming)); err != nil {
		t.Fatal(err)
	}
	_ = Put(root, files, noon)
	if left, err := os.ReadDir(elsewhere); err != nil || len(left) != 0 {
		t.Errorf("it was written over a link: %v", err)
	}
}
