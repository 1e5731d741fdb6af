package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"bulkhead/round"
)

// Promise: a group is not founded at a drop whose rounds this device would
// miss, or that is not the one it was told of.
func TestFoundingAsksTheDrop(t *testing.T) {
	good := dropFor(t, time.Minute, 0)
	for _, c := range []struct {
		name string
		drop string
		args []string
		want string
		code int
	}{
		{"another round length", good, []string{"--round", "15m"}, "60 seconds long, not 15 minutes", exitFailed},
		{"another number of slots", good, []string{"--slots", fmt.Sprint(round.DefaultSlots + 1)}, fmt.Sprintf("%d slots, not %d", round.DefaultSlots, round.DefaultSlots+1), exitFailed},
		{"no such number of slots", good, []string{"--slots", "40"}, "3 to 16", exitUsage},
		{"a clock rounds ahead", dropFor(t, time.Minute, 5*time.Minute), nil, "apart, more than a round", exitFailed},
		{"another key", strings.TrimRight(good, "=")[:len(good)-4] + "AAAA", nil, "another key than the drop's", exitFailed},
		{"another prefix", strings.Replace(good, good[len(good)-76:len(good)-72], "aaaa", 1), nil, "it is another server", exitFailed},
		{"no address", "drop", nil, "not a drop's address", exitUsage},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{"--dir", t.TempDir(), "--passphrase-fd", "99", "init", "--drop", c.drop}, c.args...)
			code, shown := captured(t, args)
			if code != c.code || !strings.Contains(shown, c.want) {
				t.Errorf("exit code %d, want %d; %q, want %q in it", code, c.code, shown, c.want)
			}
			if host := "127.0.0.1"; strings.Contains(shown, host) {
				t.Errorf("an address is in what was shown: %q", shown)
			}
		})
	}
}

// Promise: nobody has to know how many slots the drop was laid out for.
func TestFoundingTakesTheDropsSlots(t *testing.T) {
	for slots, want := range map[int]string{
		4:  "4 boxes each way in every one of them, so at most 2 links",
		2:  fmt.Sprintf("laid out for 2 slots, not %d", round.DefaultSlots),
		17: fmt.Sprintf("laid out for 17 slots, not %d", round.DefaultSlots),
	} {
		url, stop, err := startDropFor(slots, time.Minute, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer stop()
		code, shown := captured(t, []string{"--dir", cheapFolder(t), "--passphrase-fd", passFile(t)(), "init", "--drop", url, "--pouch-rounds", "16"})
		if flat := strings.Join(strings.Fields(shown), " "); !strings.Contains(flat, want) || (code == exitDone) != (slots == 4) {
			t.Errorf("%d slots: exit code %d; %s", slots, code, shown)
		}
	}
}

// Promise: a clock that has jumped does not cost the links before the owner
// has said that it is right.
func TestClockFarAheadIsAskedAbout(t *testing.T) {
	dir, pass := cheapFolder(t), passFile(t)
	at := time.Now()
	does := func(args ...string) (int, string) {
		args = append([]string{"--dir", dir, "--passphrase-fd", pass()}, args...)
		return capturedAt(t, func() time.Time { return at }, args)
	}
	if code, shown := does("init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16"); code != exitDone {
		t.Fatal(shown)
	}
	if code, shown := does("invite", "--led", "--text"); code != exitDone {
		t.Fatal(shown)
	}
	at = at.Add(8 * 24 * time.Hour)
	if code, shown := does("status"); code != exitClock || !strings.Contains(shown, "--clock-is-right") {
		t.Errorf("exit code %d; %s", code, shown)
	}
	if code, shown := does("status", "--clock-is-right"); code != exitDone {
		t.Errorf("exit code %d; %s", code, shown)
	}
	if code, shown := does("status"); code != exitDone {
		t.Errorf("exit code %d; %s", code, shown)
	}
}

// captured carries out a command line without a terminal and returns its exit
// code and all its output.
func captured(t *testing.T, args []string) (int, string) {
	t.Helper()
	return capturedAt(t, time.Now, args)
}

// capturedAt does so with a clock of the test's own.
func capturedAt(t *testing.T, now func() time.Time, args []string) (int, string) {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e := testEdge()
	e.now, e.out, e.err = now, f, f
	if e.in, err = os.Open(os.DevNull); err != nil {
		t.Fatal(err)
	}
	defer e.in.Close()
	code := run(t.Context(), args, e)
	shown, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	return code, string(bytes.TrimSpace(shown))
}
