package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// filesOfAFolder are all names that the program ever opens there.
var filesOfAFolder = []string{
	"vault", "vault.new", "vault.lock", "vault.write.lock", "vault.wipe.lock",
	"pouch", "pouch.new", "pouch-run.lock", "pouch-change.lock",
	"settings.json", "settings.json.new", "notebook", "notebook.new", "notebook.lock",
}

// verbsWithoutAPassphrase are those that read or write the folder all the same.
var verbsWithoutAPassphrase = [][]string{
	{}, {"notebook"}, {"notebook", "read", "1"}, {"notebook", "search", "oil"}, {"notebook", "write"}, {"notebook", "delete", "1"},
	{"notebook", "lock", "--light"}, {"run"}, {"wipe", "--yes"},
}

// Promise: whoever can write into the folder for a moment cannot have the
// program write, read or wait elsewhere: whatever stands under a name of its
// own, no verb follows it, waits for it or breaks down.
func TestNothingThatIsPlantedInTheFolderIsFollowed(t *testing.T) {
	t.Parallel() // it waits for the disk
	whole := coercedFolder(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	draw := rand.New(rand.NewPCG(seed, 0))
	verbs := append(append([][]string{}, verbsOfADevice...), verbsWithoutAPassphrase...)
	draw.Shuffle(len(verbs), func(i, j int) { verbs[i], verbs[j] = verbs[j], verbs[i] })
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	plants := map[string]func(at, victim string) error{
		"a link":            func(at, victim string) error { return os.Symlink(victim, at) },
		"a link to nothing": func(at, victim string) error { return os.Symlink(victim+"-not", at) },
		"a pipe":            func(at, _ string) error { return unix.Mkfifo(at, 0o600) },
		"a folder":          func(at, _ string) error { return os.MkdirAll(filepath.Join(at, "in"), 0o700) },
		"a second name":     func(at, victim string) error { return os.Link(victim, at) },
	}
	n, each := 0, 1
	if *long {
		each = len(verbs)
	}
	for kind, plant := range plants {
		for _, name := range filesOfAFolder {
			for range each {
				verb, pass := verbs[n%len(verbs)], []string{ownPass, decoyPass, "no such passphrase\n"}[n%3]
				n++
				dir, victim := copyOf(t, whole), filepath.Join(t.TempDir(), "victim")
				at := filepath.Join(dir, name)
				mine, err := os.ReadFile(at) // what the program would take for its own
				if err != nil {
					mine = []byte("mine")
				}
				os.Remove(at)
				if err := os.WriteFile(victim, mine, 0o640); err != nil {
					t.Fatal(err)
				}
				if err := plant(at, victim); err != nil {
					t.Fatal(err)
				}
				ctx := t.Context()
				if slices.Contains(verb, "run") || slices.Contains(verb, "--wait") { // which would go on
					ctx = ended
				}
				code, shown := typedIn(t, ctx, testEdge(), dir, pass, "some text\n", verb...)
				what := fmt.Sprintf("%s as %q, %q", kind, name, strings.Join(verb, " "))
				if strings.Contains(shown, "goroutine ") {
					t.Errorf("%s breaks down: exit code %d, %s", what, code, shown)
				}
				if now, err := os.ReadFile(victim); err != nil || string(now) != string(mine) {
					t.Errorf("%s: what lies elsewhere was changed (%v)", what, err)
				}
				if info, err := os.Stat(victim); err != nil || info.Mode().Perm() != 0o640 {
					t.Errorf("%s: what lies elsewhere has another mode, %v", what, info.Mode())
				}
				if _, err := os.Lstat(victim + "-not"); err == nil {
					t.Errorf("%s: a file was made elsewhere", what)
				}
			}
		}
	}
	t.Logf("%d times", n)
}

// Promise: what is planted beside the files, or in place of a lock, keeps nobody
// from the pages; and what can be taken away is.
func TestWhatIsPlantedBesideKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	_, want := typed(t, copyOf(t, whole), decoyPass, "", "status")
	for _, name := range filesOfAFolder {
		if !strings.Contains(name, ".new") && !strings.Contains(name, ".lock") || name == "pouch-run.lock" {
			continue // a worker's lock is no opening's
		}
		for _, pass := range []string{decoyPass, duressPass} {
			dir := copyOf(t, whole)
			at := filepath.Join(dir, name)
			os.Remove(at)
			if err := os.Symlink(filepath.Join(t.TempDir(), "not"), at); err != nil {
				t.Fatal(err)
			}
			if code, shown := typed(t, dir, pass, "", "status"); code != exitPassphrase || shown != want {
				t.Errorf("a link as %q: exit code %d, %s", name, code, shown)
			}
			if info, err := os.Lstat(at); err == nil && info.Mode().Type() != 0 {
				t.Errorf("a link as %q is still there", name)
			}
		}
	}
}
