package main

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// opened opens a copy of a folder, which is the only disk of the world e, and keeps it
// open.
func openedIn(t *testing.T, e edge, m *durable.Mem, pass string) (*home.Session, edge) {
	t.Helper()
	h := &home.Home{Path: "anywhere", Now: e.now, Rand: e.rand, Disk: e.disk, ShelfPages: e.shelfPages, Regions: e.regions}
	o, err := h.Opening(m)
	if err != nil {
		t.Fatal(err)
	}
	p, err := vault.NewPassphrase([]byte(strings.TrimSpace(pass)))
	if err != nil {
		t.Fatal(err)
	}
	u, err := o.Try(p)
	if err != nil {
		t.Fatal(err)
	}
	s := h.Hold(context.Background(), u, o.Env, func(error) {})
	t.Cleanup(func() { s.End() })
	e.session, e.sessionDir = s, "anywhere"
	return s, e
}

// someLinks is a device's folder with two links, Heron and Crow, and some pages.
func someLinks(t *testing.T) string {
	t.Helper()
	dir := copyOf(t, coercedFolder(t))
	for _, args := range [][]string{{"invite", "--led", "--alias", "Heron", "--text"}, {"invite", "--partner", "--alias", "Crow", "--text"}} {
		if code, shown := typed(t, dir, ownPass, "", args...); code != exitDone {
			t.Fatal(shown)
		}
	}
	return dir
}

// changes are verbs that change something, and what shows it afterwards.
var changes = []struct {
	verb    string
	look    string
	after   string
	already bool // it is there before, and gone afterwards
}{
	{"sever Heron --yes", "status --json", `"alias":"Heron"`, true},
	{"rename Heron Kite", "status --json", `"alias":"Kite"`, false},
	{"suspect Heron", "status --json", `"suspected":true`, false},
	{"drill Crow --yes", "status --json", `"alias":"Crow"`, true},
	{"notice", "status --json", `"kind":"notice"`, false},
	{"notebook --locked write", "notebook --locked list", "some text", false},
	{"notebook --locked delete 1", "notebook --locked list", "Shopping", true},
	{"vault remove duress --yes", "vault check --json", `"duress":true`, true},
}

// Promise: what a verb of an open session says is done is durable when it says so, as
// without a session. A disk that does not take it is told in the same words, with the
// same exit code; a verb that only shows writes nothing.
func TestWhatAVerbOfAnOpenSessionSaysIsDoneIsKept(t *testing.T) {
	t.Parallel()
	whole, now := someLinks(t), time.Now()
	shows := func(m *durable.Mem, e edge, line string) (int, string) {
		e.session = nil
		return typedIn(t, t.Context(), e, "anywhere", ownPass, "some text\n", strings.Fields(line)...)
	}
	for _, c := range changes {
		t.Run(c.verb, func(t *testing.T) {
			m, e := memDisk(t, whole, now)
			if _, before := shows(m, e, c.look); strings.Contains(before, c.after) != c.already {
				t.Fatalf("before: %s", before)
			}
			_, in := openedIn(t, e, m, ownPass)
			code, said := typedIn(t, t.Context(), in, "anywhere", "\n", "some text\n", strings.Fields(c.verb)...)
			if code != exitDone {
				t.Fatalf("exit code %d; %s", code, said)
			}
			after := m.Crash() // the power goes
			here := func(string) (durable.Dir, error) { return after, nil }
			e.disk = home.Disk{Open: here, Existing: here}
			if _, shown := shows(after, e, c.look); strings.Contains(shown, c.after) == c.already {
				t.Errorf("it said %q, and after a power cut: %s", said, shown)
			}
		})
		t.Run(c.verb+" on a full disk", func(t *testing.T) {
			outside, e := memDisk(t, whole, now)
			refuse := func(call durable.Call) error {
				if strings.TrimSuffix(call.Name, ".new") == device.VaultFile {
					return syscall.ENOSPC
				}
				return nil
			}
			outside.SetRefusal(refuse)
			code, said := shows(outside, e, c.verb)
			m, e := memDisk(t, whole, now)
			_, in := openedIn(t, e, m, ownPass)
			m.SetRefusal(refuse)
			inside, shown := typedIn(t, t.Context(), in, "anywhere", "\n", "some text\n", strings.Fields(c.verb)...)
			first, _, _ := strings.Cut(said, "\n")
			if inside != code || code == exitDone || !strings.Contains(shown, first) {
				t.Errorf("without a session: exit code %d, %s\nin one: exit code %d, %s", code, said, inside, shown)
			}
		})
	}
	m, e := memDisk(t, whole, now)
	_, in := openedIn(t, e, m, ownPass)
	before := m.Ops()
	for _, line := range []string{"status", "inbox", "words Heron", "lifelines", "drill Heron --dry-run", "vault check", "notebook --locked list", "rename Nobody Kite"} {
		typedIn(t, t.Context(), in, "anywhere", "\n", "", strings.Fields(line)...)
		if m.Ops() != before {
			t.Errorf("%s wrote to the disk", line)
			before = m.Ops()
		}
	}
}

// Promise: a page that is written or deleted in an open session is kept by then, or said
// not to be, in the same words and with the same writes for decoy and duress; what the
// disk refused then is kept when it has room.
func TestAPageInAnOpenSessionIsKeptAlikeForDecoyAndDuress(t *testing.T) {
	t.Parallel()
	whole, now := coercedFolder(t), time.Now()
	seen := map[string]string{}
	for _, pass := range []string{decoyPass, duressPass} {
		m, e := memDisk(t, whole, now)
		s, in := openedIn(t, e, m, pass)
		var all strings.Builder
		m.SetRefusal(func(c durable.Call) error { fmt.Fprintln(&all, c); return nil })
		does := func(line string) {
			code, shown := typedIn(t, t.Context(), in, "anywhere", "\n", "some text\n", strings.Fields(line)...)
			fmt.Fprintln(&all, line, code, shown)
			wantPlain(t, line, shown)
		}
		does("notebook --locked write")
		does("notebook --locked delete 1")
		m.SetRefusal(func(durable.Call) error { return syscall.ENOSPC })
		does("notebook --locked write")
		does("notebook --locked delete 2")
		m.SetRefusal(nil)
		if err := s.End(); err != nil {
			t.Fatal(err)
		}
		if _, shown := typedIn(t, t.Context(), e, "anywhere", decoyPass, "", "status"); pass == decoyPass &&
			(strings.Count(shown, "some text") != 2 || strings.Contains(shown, "Flat bread")) {
			t.Errorf("in the end there is: %s", shown)
		}
		seen[pass] = all.String()
	}
	if seen[decoyPass] != seen[duressPass] || strings.Count(seen[decoyPass], "not saved") != 2 {
		t.Errorf("decoy: %s\nduress: %s", seen[decoyPass], seen[duressPass])
	}
}
