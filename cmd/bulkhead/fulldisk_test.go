package main

import (
	"bytes"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
)

// refusal is a disk that does not take everything.
type refusal struct {
	name    string
	room    int64 // bytes free; below 0: no end
	refuse  func(durable.Call) error
	inPlace bool // it takes writes into the files there are
	removes bool // it lets go of files
}

// refusals are full disks of every size, and disks that refuse one step of one
// file, or all of a kind, for every reason there is.
func refusals(vaultSize, pouchSize int64) (all []refusal) {
	const block = 4096
	for _, room := range []int64{
		0, block, 2 * block, 100 << 10, pouchSize - block, pouchSize, pouchSize + block,
		vaultSize - block, vaultSize, vaultSize + 100<<10, vaultSize + pouchSize, 1 << 30,
	} {
		all = append(all, refusal{fmt.Sprintf("%d bytes free", room), room, nil, true, true})
	}
	reasons := []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EIO}
	for step := durable.StepCreate; step <= durable.StepSync; step++ {
		for i, file := range []string{device.VaultFile, device.PouchFile, ""} {
			reason := reasons[(int(step)+i)%len(reasons)]
			all = append(all, refusal{
				fmt.Sprintf("%v of %q fails: %v", step, file, reason), -1,
				func(c durable.Call) error {
					if c.Step == step && (file == "" || strings.TrimSuffix(c.Name, ".new") == file) {
						return reason
					}
					return nil
				}, step < durable.StepRemove, step != durable.StepRemove,
			})
		}
	}
	for _, reason := range reasons {
		always := func(durable.Call) error { return reason }
		beside := func(c durable.Call) error {
			if c.Step <= durable.StepFolder {
				return reason
			}
			return nil
		}
		late := func(c durable.Call) error { // and what is beside cannot be removed
			if c.Step == durable.StepFlush || c.Step == durable.StepRemove {
				return reason
			}
			return nil
		}
		all = append(all, refusal{fmt.Sprint("nothing is written: ", reason), -1, always, false, false},
			refusal{fmt.Sprint("nothing is replaced: ", reason), -1, beside, true, true},
			refusal{fmt.Sprint("nothing is replaced or removed: ", reason), -1, late, true, false})
	}
	return all
}

// someOf draws some of them, or with -long returns all.
func someOf(t *testing.T, all []refusal, n int) []refusal {
	if *long {
		return all
	}
	mathrand.New(mathrand.NewPCG(seeds.One(t), 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:n]
}

// memDisk copies a folder into a disk in memory and returns the world in which
// it is the only disk, and time stands still.
func memDisk(t *testing.T, folder string, now time.Time) (*durable.Mem, edge) {
	t.Helper()
	m := durable.NewMem(bytes.NewReader(nil))
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".lock") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err == nil {
			err = m.Replace(f.Name(), data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	e := testEdge()
	here := func(string) (durable.Dir, error) { return m, nil }
	e.now = func() time.Time { return now }
	e.disk = home.Disk{Open: here, Existing: here}
	return m, e
}

// saysTooMuch are words that no screen of a notebook has.
var saysTooMuch = []string{"vault", "pouch", "device", "seal", "duress", "decoy", "alarm", "saving", "rewrit", "replac", ".new"}

func wantPlain(t *testing.T, what, shown string) {
	t.Helper()
	for _, word := range saysTooMuch {
		if strings.Contains(strings.ToLower(shown), word) {
			t.Errorf("%s: the screen says %q: %s", what, word, shown)
		}
	}
}

// Promise: a disk that is full, or takes no writes, or fails, changes nothing of
// what decoy, duress and a wrong passphrase show; the disk itself cannot tell
// decoy from duress; what was to be destroyed is, the alarm leaves, nothing is
// left beside.
func TestNoDiskTellsDuressFromTheDecoy(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	if code, shown := typed(t, whole, "", "Rice, oil\n", "notebook", "write"); code != exitDone {
		t.Fatal(shown)
	}
	vaultSize, pouchSize, now := sizeOf(t, whole, "vault"), sizeOf(t, whole, "pouch"), time.Now()
	shows := func(e edge, pass string, verb ...string) string {
		code, shown := typedIn(t, t.Context(), e, "anywhere", pass, "some text\n", verb...)
		return fmt.Sprintf("exit code %d\n%s", code, shown)
	}
	const wrong = "no such passphrase\n"
	_, roomy := memDisk(t, whole, now)
	want := map[string]string{}
	for _, pass := range []string{wrong, decoyPass, ownPass, duressPass} {
		want[pass] = shows(roomy, pass, "status")
	}
	if want[duressPass] != want[decoyPass] || !strings.Contains(want[decoyPass], "Flat bread") || !strings.Contains(want[wrong], "Rice, oil") {
		t.Fatalf("with room: %q", want)
	}
	for _, r := range someOf(t, refusals(vaultSize, pouchSize), 4) {
		traces := map[string][]durable.Call{}
		for pass, want := range want {
			what := fmt.Sprintf("%s, %q", r.name, strings.TrimSpace(pass))
			m, e := memDisk(t, whole, now)
			before, err := m.ReadFile(device.PouchFile)
			if err != nil {
				t.Fatal(err)
			}
			m.SetRoom(r.room)
			m.SetRefusal(func(c durable.Call) error {
				if c.Name == device.ShelfFile && c.Off > 0 {
					c.Off = 1 // which of the shelf's places are rewritten is chance's
				}
				traces[pass] = append(traces[pass], c)
				if r.refuse != nil {
					return r.refuse(c)
				}
				return nil
			})
			if got := shows(e, pass, "status"); pass == ownPass && !strings.HasPrefix(got, "exit code 0\n") || pass != ownPass && got != want {
				t.Errorf("%s: the screen: %s", what, got)
			}
			if left := leftovers(m); len(left) > 0 && r.removes {
				t.Errorf("%s: left beside: %q", what, left)
			}
			after, err := m.ReadFile(device.PouchFile)
			if err != nil {
				t.Fatal(err)
			}
			coerced := pass == decoyPass || pass == duressPass
			if r.inPlace && coerced && bytes.Equal(before, after) {
				t.Errorf("%s: the boxes to come begin as before", what)
			}
			m.SetRefusal(nil)
			m.SetRoom(-1)
			if pass != decoyPass && pass != duressPass {
				continue
			}
			if gone := strings.Contains(shows(e, ownPass, "status"), notOpened()); r.inPlace && gone != (pass == duressPass) {
				t.Errorf("%s: that one's own passphrase opens nothing any more is %v", what, gone)
			}
			if pass == duressPass {
				if got := shows(e, decoyPass, "status"); got != want {
					t.Errorf("%s: later, with the decoy's passphrase: %s", what, got)
				}
			}
			if left := leftovers(m); len(left) > 0 {
				t.Errorf("%s: after the next opening there is still %q", what, left)
			}
		}
		if !slices.Equal(traces[decoyPass], traces[duressPass]) {
			t.Errorf("%s: the disk sees\n%v for the decoy,\n%v for duress", r.name, traces[decoyPass], traces[duressPass])
		}
	}
}

// Promise: a page written where the disk refuses is saved, or said not to be in a
// notebook's words, and the same for decoy and duress; later it can be written.
func TestAPageOnAFullDiskIsSavedOrSaidNotToBe(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	vaultSize, pouchSize, now := sizeOf(t, whole, "vault"), sizeOf(t, whole, "pouch"), time.Now()
	for _, r := range someOf(t, refusals(vaultSize, pouchSize), 4) {
		for _, verb := range [][]string{{"notebook", "--locked", "write"}, {"notebook", "write"}, {"notebook", "--locked", "delete", "1"}} {
			said := map[string]string{}
			for _, pass := range []string{decoyPass, duressPass} {
				m, e := memDisk(t, whole, now)
				m.SetRoom(r.room)
				m.SetRefusal(r.refuse)
				code, shown := typedIn(t, t.Context(), e, "anywhere", pass, "some text\n", verb...)
				said[pass] = fmt.Sprint(code, shown)
				what := fmt.Sprintf("%s, %q, %q", r.name, strings.TrimSpace(pass), verb)
				wantPlain(t, what, shown)
				if code == exitDone == strings.Contains(shown, "not saved") {
					t.Errorf("%s: exit code %d, %s", what, code, shown)
				}
				if r.inPlace && slices.Contains(verb, "--locked") && code != exitDone {
					t.Errorf("%s: not saved though the file is there to be written: %s", what, shown)
				}
				m.SetRefusal(nil)
				m.SetRoom(-1)
				if strings.HasPrefix(r.name, "folder of") {
					continue // the page may be there: it is only not sure to stay
				}
				if _, pages := typedIn(t, t.Context(), e, "anywhere", pass, "", append(slices.Clone(verb[:len(verb)-1]), "search", "text")...); verb[len(verb)-1] == "write" &&
					strings.Contains(pages, "some text") != (code == exitDone) {
					t.Errorf("%s: exit code %d, and later %s", what, code, pages)
				}
			}
			if said[decoyPass] != said[duressPass] {
				t.Errorf("%s, %q: decoy: %s\nduress: %s", r.name, verb, said[decoyPass], said[duressPass])
			}
		}
	}
}

// Promise: a message that is in the vault and not in the pouch, since the disk
// refused that one, is said to be saved, with the exit code of that; it is there at the
// next opening, once, and nobody is told to write it again.
func TestWhatIsKeptAndCannotLeaveYetSaysSo(t *testing.T) {
	t.Parallel()
	m, e := memDisk(t, coercedFolder(t), time.Now())
	m.SetRefusal(func(c durable.Call) error {
		if strings.TrimSuffix(c.Name, ".new") == device.PouchFile {
			return syscall.ENOSPC
		}
		return nil
	})
	code, shown := typedIn(t, t.Context(), e, "anywhere", ownPass, "some text\n", "notice")
	if code != exitOnlySaved || !strings.Contains(shown, "everything is saved") || !strings.Contains(shown, "Do not write it a second time") {
		t.Errorf("exit code %d, want %d; %s", code, exitOnlySaved, shown)
	}
	m.SetRefusal(nil)
	code, shown = typedIn(t, t.Context(), e, "anywhere", ownPass, "", "status", "--json")
	if code != exitDone || strings.Count(shown, `"kind":"notice"`) != 1 {
		t.Errorf("afterwards: exit code %d; %s", code, shown)
	}
}

func leftovers(m *durable.Mem) []string {
	return slices.DeleteFunc(m.Names(), func(name string) bool { return !strings.HasSuffix(name, ".new") })
}

func sizeOf(t *testing.T, dir, name string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
