package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bulkhead/home"
)

// The passphrases of coercedFolder.
const (
	ownPass    = "a passphrase of one's own\n"
	decoyPass  = "the pages have a passphrase\n"
	duressPass = "only if I must\n"
)

// coerced is a device as coercedFolder hands it out, by its files' names, once
// it is made. Its drop is gone when the test that made it is over.
var coerced struct {
	mu    sync.Mutex
	files map[string][]byte // guarded by mu
}

// coercedFolder returns a copy of a device with a decoy of three pages and a
// duress passphrase. All of a run's are alike.
func coercedFolder(t *testing.T) (dir string) {
	t.Helper()
	coerced.mu.Lock()
	defer coerced.mu.Unlock()
	if coerced.files == nil {
		coerced.files = filesOf(t, newCoerced(t))
	}
	dir = t.TempDir()
	for name, data := range coerced.files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func newCoerced(t *testing.T) (dir string) {
	t.Helper()
	dir = cheapFolder(t)
	does := func(in string, args ...string) {
		t.Helper()
		if code, shown := typed(t, dir, ownPass, in, args...); code != exitDone {
			t.Fatalf("%v: exit code %d; %s", args, code, shown)
		}
	}
	does("", "init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16")
	does(decoyPass+"Shopping\noil\n.\nFlat bread\n.\nBirthdays\n", "vault", "add-decoy", "--new-passphrase-fd", fromStdin)
	does(duressPass, "vault", "add-duress", "--yes", "--new-passphrase-fd", fromStdin)
	return dir
}

// filesOf reads a folder.
func filesOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range all {
		if files[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// typed carries out a command line without a terminal, with a passphrase and
// standard input, and returns its exit code and all its output.
func typed(t *testing.T, dir, pass, in string, args ...string) (int, string) {
	t.Helper()
	return typedIn(t, t.Context(), testEdge(), dir, pass, in, args...)
}

// typedIn is typed in another world.
func typedIn(t *testing.T, ctx context.Context, e edge, dir, pass, in string, args ...string) (int, string) {
	t.Helper()
	at := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(at, []byte(in), 0o600); err != nil {
		t.Fatal(err)
	}
	stdin, err := os.Open(at)
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	out, err := os.Create(at + ".out")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	e.in, e.out, e.err = stdin, out, out
	args = append([]string{"--dir", dir, "--passphrase-fd", fdOf(t, pass)()}, args...)
	for i, arg := range args {
		if arg == fromStdin {
			args[i] = fmt.Sprint(stdin.Fd())
		}
	}
	code := run(ctx, args, e)
	shown, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return code, string(shown)
}

// fromStdin stands for the descriptor of standard input in typed's arguments.
const fromStdin = "STDIN"

// copyOf copies a device's folder.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// verbsOfADevice are all that ask for the passphrase.
var verbsOfADevice = [][]string{
	{"inbox"}, {"status"}, {"send", "Heron"}, {"note"}, {"notice"}, {"reply", "3"}, {"revoke", "3", "--yes"}, {"delete", "3"},
	{"words", "Heron"}, {"confirm", "Heron"}, {"introduce", "Heron", "Wren"}, {"rename", "Heron", "Wren"}, {"sever", "Heron", "--yes"},
	{"drill"}, {"drill", "Heron", "--yes"}, {"suspect", "Heron"}, {"checkin"}, {"join"},
	{"lifelines"}, {"lifelines", "--adopt", "3", "--yes"},
	{"invite", "--led", "--text"}, {"invite", "--led", "--wait"},
	{"vault", "add-decoy", "--new-passphrase-fd", fromStdin}, {"vault", "add-duress", "--new-passphrase-fd", fromStdin}, {"vault", "remove", "decoy", "--yes"}, {"vault", "check"},
	{"notebook", "--locked"}, {"notebook", "--locked", "read", "2"}, {"notebook", "--locked", "search", "oil"}, {"notebook", "--locked", "write"},
	{"notebook", "--locked", "delete", "1"}, {"notebook", "change", "--new-passphrase-fd", fromStdin}, {"vault", "change", "--new-passphrase-fd", fromStdin},
	{"vault", "change", "--of", "duress", "--new-passphrase-fd", fromStdin}, {"wipe", "--passphrase", "--yes"},
}

// Promise: whoever looks at the screen cannot tell the duress passphrase from
// the decoy's, whatever it is typed into; nor, later, the two notebooks.
func TestDuressLooksLikeTheDecoy(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	verbs := slices.Clone(verbsOfADevice)
	for _, verb := range verbsOfADevice {
		if verb[0] == "inbox" || verb[0] == "wipe" || slices.Contains(verb, "read") || slices.Contains(verb, "change") {
			verbs = append(verbs, append(slices.Clone(verb), "--json"))
		}
	}
	for _, verb := range verbs {
		t.Run(strings.Join(verb, " "), func(t *testing.T) {
			t.Parallel() // it waits for the disk
			a, b := copyOf(t, whole), copyOf(t, whole)
			codeA, shownA := typed(t, a, decoyPass, "some text\n", verb...)
			codeB, shownB := typed(t, b, duressPass, "some text\n", verb...)
			if codeA != codeB || shownA != shownB {
				t.Errorf("decoy: exit code %d, %s\nduress: exit code %d, %s", codeA, shownA, codeB, shownB)
			}
			wantCover(t, strings.Join(verb, " "), shownA)
			if of := verb[0]; of == "notebook" || of == "wipe" || slices.Contains(verb, "change") {
				return
			}
			if codeA != exitPassphrase || !strings.Contains(shownA, "Flat bread") {
				t.Errorf("exit code %d, want the pages and %d: %s", codeA, exitPassphrase, shownA)
			}
		})
	}
}

// Promise: what the duress passphrase opened is a notebook like any other from
// then on, and nothing else opens any more; after the decoy's all does.
func TestAfterDuressThereIsANotebook(t *testing.T) {
	t.Parallel()
	dir := coercedFolder(t)
	first := copyOf(t, dir)
	for n, pass := range []string{decoyPass, duressPass, duressPass, decoyPass, duressPass} {
		if n == 1 {
			if code, shown := typed(t, dir, ownPass, "", "status"); code != exitDone {
				t.Errorf("after the decoy the device does not open: exit code %d, %s", code, shown)
			}
		}
		_, want := typed(t, first, decoyPass, "", "status")
		if code, shown := typed(t, dir, pass, "", "status"); code != exitPassphrase || shown != want {
			t.Errorf("opening %d: exit code %d, %s", n, code, shown)
		}
	}
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitPassphrase || !strings.HasPrefix(shown, notOpened()) {
		t.Errorf("after duress the device opens: exit code %d, %s", code, shown)
	}
}

// Promise: a wrong passphrase is answered with the open notebook, whatever it
// was typed into.
func TestWrongPassphraseShowsTheOpenNotebook(t *testing.T) {
	t.Parallel()
	dir := coercedFolder(t)
	if code, shown := typed(t, dir, "", "Rice, oil\n", "notebook", "write"); code != exitDone {
		t.Fatal(shown)
	}
	for _, verb := range verbsOfADevice {
		code, shown := typed(t, dir, "no such passphrase\n", "some text\n", verb...)
		wantCover(t, strings.Join(verb, " "), shown)
		lines := strings.Split(strings.TrimSpace(shown), "\n")
		if code != exitPassphrase || len(lines) != 2 || lines[0] != notOpened() || !strings.HasSuffix(lines[1], "Rice, oil") {
			t.Errorf("%v: exit code %d; %s", verb, code, shown)
		}
	}
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitDone {
		t.Errorf("exit code %d; %s", code, shown)
	}
}

// Promise: a file that was shortened or lengthened, or settings that ask for too
// much, are told plainly, in the same words whatever passphrase is typed, and those
// are no more than a notebook has. Nothing is changed, and wipe erases it all the same.
func TestADamagedFolderIsToldTheSameToEveryPassphrase(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	sound, err := os.ReadFile(filepath.Join(whole, "vault"))
	if err != nil {
		t.Fatal(err)
	}
	const huge = `{"vault_format": 2, "vault_bytes": 2097152, "argon2_memory_kib": 4294967295, "argon2_passes": 4294967295, "argon2_lanes": 4}`
	for _, c := range []struct{ file, bytes, want string }{
		{"vault", string(sound[:len(sound)-5]), "damaged: it is 5 bytes shorter"},
		{"vault", string(sound) + "x", "damaged: it is 1 byte longer"},
		{"vault", "", "damaged: it is 1,048,576 bytes shorter"},
		{home.SettingsFile, huge, "more than one attempt with a passphrase may cost"},
	} {
		for _, verb := range [][]string{{"status"}, {"note"}, {"notebook", "--locked"}, {"wipe", "--passphrase", "--yes"}} {
			said := ""
			for _, pass := range []string{"no such passphrase\n", decoyPass, ownPass, duressPass} {
				dir := copyOf(t, whole)
				if err := os.WriteFile(filepath.Join(dir, c.file), []byte(c.bytes), 0o600); err != nil {
					t.Fatal(err)
				}
				code, shown := typed(t, dir, pass, "some text\n", verb...)
				if code != exitFailed || !strings.Contains(shown, c.want) {
					t.Errorf("%s, %v, %q: exit code %d; %s", c.want, verb, pass, code, shown)
				}
				wantPlain(t, c.want, shown)
				if said != "" && shown != said {
					t.Errorf("%s, %v, %q: %s, another passphrase: %s", c.want, verb, pass, shown, said)
				}
				said = shown
				if after, _ := os.ReadFile(filepath.Join(dir, c.file)); string(after) != c.bytes {
					t.Errorf("%s, %v, %q: the file was changed", c.want, verb, pass)
				}
			}
		}
	}
	dir := copyOf(t, whole)
	at := filepath.Join(dir, "vault")
	if err := os.WriteFile(at, append(sound, 1, 2, 3), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, shown := typed(t, dir, "", "", "wipe", "--yes"); code != exitDone {
		t.Errorf("wiping what is too long: exit code %d; %s", code, shown)
	}
	if err := os.Truncate(at, int64(len(sound))); err != nil {
		t.Fatal(err)
	}
	if _, shown := typed(t, dir, ownPass, "", "status"); !strings.HasPrefix(shown, notOpened()) {
		t.Errorf("after a wipe of what was too long: %s", shown)
	}
}

// Promise: wipe asks for no passphrase and leaves nothing that any opens; with
// one's own passphrase the decoy stays.
func TestWipeErasesEverything(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	opens := func(dir, pass string) bool {
		code, shown := typed(t, dir, pass, "", "status")
		return code == exitDone || !strings.HasPrefix(shown, notOpened())
	}
	for _, c := range []struct {
		args       []string
		pass       string
		own, decoy bool // opens afterwards
		spoil      string
	}{
		{args: []string{"wipe", "--yes"}},
		{args: []string{"wipe", "--yes"}, spoil: "{"},
		{args: []string{"wipe", "--yes"}, spoil: `{"vault_format": 2, "vault_bytes": 8388608, "argon2_memory_kib": 64, "argon2_passes": 1, "argon2_lanes": 1}`},
		{args: []string{"wipe", "--passphrase", "--yes"}, pass: ownPass, decoy: true},
		{args: []string{"wipe", "--passphrase", "--yes"}, pass: decoyPass, own: true, decoy: true},
		{args: []string{"wipe", "--passphrase", "--yes"}, pass: duressPass, decoy: true},
	} {
		dir := copyOf(t, whole)
		settings := filepath.Join(dir, home.SettingsFile)
		if c.spoil != "" {
			os.WriteFile(settings, []byte(c.spoil), 0o600)
		}
		code, shown := typed(t, dir, c.pass, "", c.args...)
		if code != exitDone || shown != "Done.\n" {
			t.Errorf("%v: exit code %d; %s", c.args, code, shown)
		}
		os.WriteFile(settings, []byte(cheap), 0o600)
		if got := opens(dir, ownPass); got != c.own {
			t.Errorf("%v %s: one's own passphrase opens: %v, want %v", c.args, c.pass, got, c.own)
		}
		if got := opens(dir, decoyPass); got != c.decoy {
			t.Errorf("%v %s: the decoy's passphrase opens: %v, want %v", c.args, c.pass, got, c.decoy)
		}
	}
	if code, shown := typed(t, t.TempDir(), "", "", "wipe", "--yes"); code != exitFailed {
		t.Errorf("nothing there: exit code %d; %s", code, shown)
	}
	if code, _ := typed(t, copyOf(t, whole), "", "yes\n", "wipe"); code != exitUsage {
		t.Errorf("without a terminal and without --yes: exit code %d", code)
	}
}

// Promise: where the system may end the program in an attempt, for want of memory,
// that is said before, in the same words to every passphrase; else nothing is said.
func TestLittleMemoryIsSaidBeforeAnAttempt(t *testing.T) {
	dir := coercedFolder(t)
	for _, pass := range []string{ownPass, decoyPass, "no such passphrase\n"} {
		for free, want := range map[int64]bool{64<<10 - 1: true, 64 << 10: false} {
			e := testEdge()
			e.freeMemory = func() (int64, bool) { return free, true }
			_, shown := typedIn(t, t.Context(), e, dir, pass, "", "status")
			said := strings.HasPrefix(shown, "note: trying a passphrase takes 0.0625 MiB of memory, and about 65.5 kB are free")
			if said != want {
				t.Errorf("%d bytes free: shown %q", free, shown)
			}
		}
	}
}
