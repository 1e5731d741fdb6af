package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Promise: after locking, no process is left that holds a message, a page, a
// name, the passphrase or a key of the vault, and the boxes travel on.
func TestNothingSecretStaysAfterLocking(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may look into the memory of a program that forbids dumps")
	}
	t.Parallel()
	// Drawn now: what stands in the source stands in this binary too.
	pass, page := strings.ToLower(rand.Text()), rand.Text()
	alias, sent, received := rand.Text()[:12], rand.Text(), rand.Text()
	dir, world := coercedFolder(t), testEdge
	if !testing.Short() {
		clock, err := newJumpClock()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(clock.close)
		dir, world = receives(t, clock, received, alias), clock.edge
	}
	for _, c := range []struct {
		pass string
		verb []string
		in   string
	}{
		{ownPass, []string{"vault", "change", "--new-passphrase-fd", fromStdin}, pass},
		{pass, []string{"invite", "--led", "--alias", "Heron", "--text"}, ""},
		{pass, []string{"rename", "Heron", "x" + alias}, ""},
		{pass, []string{"send", "x" + alias}, sent},
		{pass, []string{"notebook", "--locked", "write"}, page},
	} {
		if code, shown := typedIn(t, t.Context(), world(), dir, c.pass, c.in, c.verb...); code != exitDone {
			t.Fatalf("%v: exit code %d; %s", c.verb, code, shown)
		}
	}
	open := map[string]string{"the message sent": sent, "the page": page, "the name": alias}
	if !testing.Short() {
		open["the message received"] = received
	}
	for _, after := range []bool{false, true} {
		args := []string{"open"}
		if after {
			args = append(args, "--lock-after", "500ms")
		}
		r := startRun(t, dir, pass, args...)
		r.shows("Boxes travel")
		before := vaultKeys(t, dir, pass)
		if !after {
			held := holds(t, r.keeper(), open, before)
			for _, what := range append(slices.Collect(maps.Keys(open)), "the region's key") {
				if !held[what] {
					t.Errorf("%s is not even in the open device: this test sees nothing", what)
				}
			}
			if err := unix.Kill(r.cmd.Process.Pid, unix.SIGUSR1); err != nil {
				t.Fatal(err)
			}
		}
		r.shows("Locked.")
		if left := childrenOf(r.cmd.Process.Pid); len(bytes.TrimSpace(left)) > 0 {
			t.Errorf("a process is left: %s", left)
		}
		for what := range holds(t, r.cmd.Process.Pid, open, before, vaultKeys(t, dir, pass), map[string]string{"the passphrase": pass}) {
			t.Errorf("%s is still in memory", what)
		}
		if code, shown := typedIn(t, t.Context(), world(), dir, pass, "", "status"); code != exitDone || !strings.Contains(shown, alias) {
			t.Errorf("locked, and yet not free: exit code %d; %s", code, shown)
		}
		if err := unix.Kill(r.cmd.Process.Pid, unix.SIGINT); err != nil {
			t.Fatal(err)
		}
		if code := r.ended(); code != exitDone || !strings.Contains(r.all(), "Stopped after") {
			t.Errorf("exit code %d; %s", code, r.all())
		}
	}
}

// Promise: a keeper does not outlive the process that started it.
func TestKeeperLocksWhenItIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := coercedFolder(t)
	r := startRun(t, dir, ownPass, "open")
	r.shows("Boxes travel")
	keeper := r.keeper()
	r.cmd.Process.Kill()
	for unix.Kill(keeper, 0) == nil {
		time.Sleep(pollEvery)
	}
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitDone {
		t.Errorf("exit code %d; %s", code, shown)
	}
}

// Promise: a notebook kept open looks the same for decoy and duress, and the
// boxes travel on.
func TestANotebookIsKeptOpen(t *testing.T) {
	whole := coercedFolder(t)
	var shown []string
	for _, pass := range []string{decoyPass, duressPass} {
		dir := copyOf(t, whole)
		r := startRun(t, dir, pass, "open", "--show")
		r.shows("Sealed until")
		if code, _ := typed(t, dir, pass, "", "inbox"); code != exitPassphrase {
			t.Errorf("a verb elsewhere: exit code %d, want %d", code, exitPassphrase)
		}
		if err := unix.Kill(r.cmd.Process.Pid, unix.SIGINT); err != nil {
			t.Fatal(err)
		}
		if code := r.ended(); code != exitDone { // as for a device
			t.Errorf("exit code %d, want %d", code, exitDone)
		}
		before, _, _ := strings.Cut(r.all(), "Sealed until") // the clock may move on
		shown = append(shown, before)
	}
	if shown[0] != shown[1] || !strings.Contains(shown[0], "Flat bread") {
		t.Errorf("decoy: %s\nduress: %s", shown[0], shown[1])
	}
}

// holds reports which of the texts, by their names, stand anywhere in a process's memory.
func holds(t *testing.T, pid int, texts ...map[string]string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer mem.Close()
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(line, "%x-%x %s", &from, &to, &mode); err != nil || mode[0] != 'r' || strings.Contains(line, "[v") {
			continue
		}
		readable(mem, from, to, func(b []byte) {
			for _, named := range texts {
				for what, text := range named {
					if bytes.Contains(b, []byte(text)) {
						found[what] = true
					}
				}
			}
		})
	}
	return found
}

// readable shows one mapping, piece by piece: what is not in memory cannot be read. A
// text of up to 4,096 bytes stands in one of them.
func readable(mem *os.File, from, to int64, piece func([]byte)) {
	const step, overlap = 1 << 20, 4096
	b := make([]byte, step+overlap)
	for at := from; at < to; at += step {
		n, _ := mem.ReadAt(b[:min(int64(len(b)), to-at)], at)
		piece(b[:n])
	}
}

// Promise: neither process leaves its memory on disk or prints its stacks, and
// no secret stands in their arguments or environment.
func TestProcessesLeaveNothingBehind(t *testing.T) {
	dir := coercedFolder(t)
	r := startRun(t, dir, ownPass, "open")
	r.shows("Boxes travel")
	for _, pid := range []int{r.cmd.Process.Pid, r.keeper()} {
		read := func(name string) string {
			data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		for line := range strings.Lines(read("limits")) {
			if strings.HasPrefix(line, "Max core file size") && strings.Join(strings.Fields(line)[4:6], " ") != "0 0" {
				t.Error(line)
			}
		}
		if os.Geteuid() == 0 {
			environ := read("environ")
			if !strings.Contains(environ, "GOTRACEBACK=none\x00") {
				t.Error("stacks would be printed")
			}
			if strings.Contains(environ+read("cmdline"), strings.TrimSpace(ownPass)) {
				t.Error("the passphrase stands in arguments or environment")
			}
		}
	}
	if err := unix.Kill(r.cmd.Process.Pid, unix.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := r.ended(); code != exitDone {
		t.Errorf("exit code %d; %s", code, r.all())
	}
}

// Promise: 'wipe' reaches a device that another process keeps open: that locks
// at its next save, and the boxes travel on.
func TestWipeReachesAnOpenDevice(t *testing.T) {
	dir := cheapFolder(t)
	if code, shown := typed(t, dir, ownPass, "", "init", "--drop", dropFor(t, roundLength(), 0), "--pouch-rounds", "16"); code != exitDone {
		t.Fatal(shown)
	}
	r := startRun(t, dir, ownPass, "open")
	r.shows("Boxes travel")
	if code, shown := typed(t, dir, "", "", "wipe", "--yes"); code != exitDone || shown != "Done.\n" {
		t.Fatalf("exit code %d; %s", code, shown)
	}
	r.shows("Locked.")
	if err := unix.Kill(r.cmd.Process.Pid, unix.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := r.ended(); code != exitDone {
		t.Errorf("exit code %d; %s", code, r.all())
	}
	if code, shown := typed(t, dir, ownPass, "", "status"); code != exitPassphrase || !strings.HasPrefix(shown, notOpened()) {
		t.Errorf("exit code %d; %s", code, shown)
	}
}
