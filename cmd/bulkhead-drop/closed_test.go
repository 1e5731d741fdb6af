package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/drop"
)

// Promise: a drop's folder is its user's alone, whatever it was before and
// however careless the shell is: the folder, the boxes, the index, every file.
func TestADropsFolderIsClosedToOthers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drop")
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	for _, sub := range []string{"", "boxes", "index"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "old"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	p := launch(t, "--dir", dir, "--listen", "127.0.0.1:0", "--round", "1h")
	ctx := context.Background()
	c := p.client(t)
	info, _, err := c.Info(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ref, content := someBox(info.CurrentRound)
	if r, err := c.Put(ctx, ref, &content); err != nil || r.Outcome != drop.Stored {
		t.Fatalf("writing: %v, %v", r.Outcome, err)
	}
	p.terminate(t)
	seen := 0
	err = filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", strings.TrimPrefix(path, dir), info.Mode())
		}
		seen++
		return err
	})
	if err != nil || seen < 10 {
		t.Errorf("%d files, %v", seen, err)
	}
}

// Promise: a drop follows nothing that somebody planted in its folder.
func TestADropRefusesWhatItDidNotMake(t *testing.T) {
	for what, plant := range map[string]func(at, victim string) error{
		"a link":        func(at, victim string) error { return os.Symlink(victim, at) },
		"a pipe":        func(at, _ string) error { return syscall.Mkfifo(at, 0o600) },
		"a second name": func(at, victim string) error { return os.Link(victim, at) },
	} {
		for _, name := range []string{"prefix", "prefix.new", "address", "address.new", "key.pem", "boxes", "boxes/00000000.seg", "boxes/00000000.seg.new",
			"boxes/acked", "boxes/roster.1", "boxes/lock", "index", "index/LOCK", "index/000002.log"} {
			top := t.TempDir()
			dir, victim := filepath.Join(top, "drop"), filepath.Join(top, "victim")
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(victim, []byte("untouched"), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := plant(filepath.Join(dir, name), victim); err != nil {
				t.Fatal(err)
			}
			var out, errs strings.Builder
			ctx, cancel := context.WithCancel(context.Background())
			cancel() // what starts ends at once
			e := edge{&out, &errs, randReader, time.Now}
			if code := run(ctx, []string{"serve", "--dir", dir, "--listen", "127.0.0.1:0"}, e); code != exitFailed || !strings.Contains(errs.String(), filepath.Base(name)) {
				t.Errorf("%s as %s: exit code %d, %q", what, name, code, errs.String())
			}
			info, err := os.Stat(victim)
			b, _ := os.ReadFile(victim)
			if err != nil || string(b) != "untouched" || info.Mode().Perm() != 0o644 {
				t.Errorf("%s as %s: the file it points to was touched: %q, %v", what, name, b, info.Mode())
			}
		}
	}
}
