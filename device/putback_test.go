package device_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/mail"
)

// TestAPouchBeforeTheLastIsTold: somebody copies the pouch, waits for its owner
// to open the device, lets some rounds pass, and puts the copy back. Its owner
// is told at the next opening, and so is one whose last pouch a power cut took.
func TestAPouchBeforeTheLastIsTold(t *testing.T) {
	for _, rounds := range []int{1, 3} {
		w := couple(t, 3*time.Hour, 0)
		a := w.Members[0]
		_, before := files(t, a)
		d := open(t, a)
		if _, err := d.Send(a.Ties[1], "in the last pouch"); err != nil {
			t.Fatal(err)
		}
		lock(t, a)
		for range rounds {
			w.NextRound()
		}
		put(t, a.Env.Dir, device.PouchFile, before)
		d = open(t, a)
		if err := d.TakeIn(); err != nil {
			t.Fatal(err)
		}
		if got := alarms(d); !slices.Equal(got, []string{mail.AlarmPouchBefore.String()}) {
			t.Errorf("after %d rounds: alarms %q", rounds, got)
		}
		lock(t, a)
		pass(t, w, 4)
		if got := texts(open(t, w.Members[1])); !slices.Equal(got, []string{"in the last pouch"}) && !frozen(w.Members[1].Device) {
			t.Errorf("after %d rounds: arrived is %q", rounds, got)
		}
	}
}

// TestAPouchThatCouldNotBeFilledIsNoEdit: the owner was told that the pouch
// could not be filled. That is not told a second time as somebody's doing.
func TestAPouchThatCouldNotBeFilledIsNoEdit(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	d := open(t, a)
	release, err := a.Env.Dir.Lock(device.PouchFile + "-change")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Turn(); !errors.Is(err, device.ErrKept) {
		t.Fatal(err)
	}
	release()
	for range 3 {
		w.NextRound()
	}
	if err := d.Turn(); err != nil {
		t.Fatal(err)
	}
	if got := alarms(d); len(got) != 0 {
		t.Errorf("alarms %q", got)
	}
}

// TestALeftoverGoesWhateverStandsInThePouchsPlace: a crash left the beginning
// of a pouch beside, and somebody has put a folder in the pouch's place. The
// next opening of a notebook takes the leftover away as any other does.
func TestALeftoverGoesWhateverStandsInThePouchsPlace(t *testing.T) {
	folder := t.TempDir()
	env := couple(t, 3*time.Hour, 0).Members[0].Env
	var err error
	if env.Dir, err = durable.Open(folder); err != nil {
		t.Fatal(err)
	}
	n, err := device.FoundNotebook(env, decoyPass(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(folder, durable.Leftover(device.PouchFile))
	if err := errors.Join(os.Mkdir(filepath.Join(folder, device.PouchFile), 0o700), os.WriteFile(left, bytes.Repeat([]byte("x"), 4096), 0o600)); err != nil {
		t.Fatal(err)
	}
	if n = notesOf(t, env); n != nil {
		n.Abandon()
	}
	if _, err := os.Lstat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is there still: %v", err)
	}
}

func notesOf(t *testing.T, env device.Env) *device.Notebook {
	t.Helper()
	u, err := device.Unlock(env, decoyPass(t))
	if err != nil {
		t.Fatal(err)
	}
	return u.Notebook
}
