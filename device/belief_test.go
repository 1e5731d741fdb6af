package device_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/mail"
)

// stageOf returns the stage of the one message that a device has sent.
func stageOf(t *testing.T, d *device.Device) (mail.Stage, mail.Reason) {
	t.Helper()
	sent := d.Sent()
	if len(sent) != 1 {
		t.Fatalf("got %d messages, want the one", len(sent))
	}
	return sent[0].Stage()
}

// TestWhatFailsAfterTheSaveSaysThatAllIsSaved: somebody keeps the pouch locked
// for ever. The refill fails, says that everything is saved, and it is.
func TestWhatFailsAfterTheSaveSaysThatAllIsSaved(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a, b := w.Members[0], w.Members[1]
	a.SwitchOff()
	d := open(t, a)
	if _, err := d.Send(a.Ties[1], "kept all the same"); err != nil {
		t.Fatal(err)
	}
	release, err := a.Env.Dir.Lock(device.PouchFile + "-change")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Refill(); !errors.Is(err, device.ErrOnlySaved) || !errors.Is(err, device.ErrBusy) {
		t.Errorf("got %v, want %v", err, device.ErrOnlySaved)
	}
	if stage, _ := stageOf(t, d); stage < mail.Saved {
		t.Errorf("it is shown as %q", stage)
	}
	d.Abandon()
	release()
	a.SwitchOn()
	pass(t, w, 4)
	if got := texts(open(t, b)); !slices.Equal(got, []string{"kept all the same"}) {
		t.Errorf("arrived is %q", got)
	}
}

// TestALinkThatSealsNothingMoreIsAnAlarm: a device was left alone for longer
// than its links' chains reach. Its owner is told, once, and every message that
// waited or is written after that is shown as not delivered.
func TestALinkThatSealsNothingMoreIsAnAlarm(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	a.SetClock(13 * 365 * 24 * time.Hour)
	for n := range 2 {
		d := open(t, a)
		d.ConfirmClock()
		if _, err := d.Send(a.Ties[1], "is anybody there?"); err != nil {
			t.Fatal(err)
		}
		lock(t, a)
		d = open(t, a)
		if got := alarms(d); !slices.Equal(got, []string{mail.AlarmLinkEnded.String()}) {
			t.Errorf("opening %d: alarms %q", n, got)
		}
		for _, s := range d.Sent() {
			if stage, reason := s.Stage(); stage != mail.Undelivered || reason == mail.NoReason {
				t.Errorf("opening %d: a message is shown as %q, %q", n, stage, reason)
			}
		}
		if len(d.Sent()) != n+1 {
			t.Errorf("opening %d: %d messages are shown", n, len(d.Sent()))
		}
		d.Abandon()
		a.Device = nil
	}
}

// TestAPouchFromLongAgoIsNoNewerState: a pouch that was sealed before all that
// the device remembers is proven, and unknown, and freezes nothing.
func TestAPouchFromLongAgoIsNoNewerState(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	a := w.Members[0]
	_, old := files(t, a)
	pass(t, w, 3)
	d := open(t, a)
	d.ForgetSealings(2)
	lock(t, a)
	a.SwitchOff()
	put(t, a.Env.Dir, device.PouchFile, old)
	d = open(t, a)
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if got := alarms(d); frozen(d) || !slices.Equal(got, []string{mail.AlarmPouchOld.String()}) {
		t.Errorf("frozen %v, alarms %q", frozen(d), got)
	}
}

// TestNothingThatStandsInThePouchsPlaceHindersADevice: what is no plain file, or
// one that cannot be opened, gives way to a pouch, and what a link points to
// stays as it is.
func TestNothingThatStandsInThePouchsPlaceHindersADevice(t *testing.T) {
	w := couple(t, 3*time.Hour, 0)
	group := open(t, w.Members[0]).CardForJoining().Card
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.WriteFile(elsewhere, []byte("not the device's"), 0o600); err != nil {
		t.Fatal(err)
	}
	pass := passOf(t, "one alone")
	for what, plant := range map[string]func(path string) error{
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"a folder with files": func(path string) error {
			return errors.Join(os.Mkdir(path, 0o700), os.WriteFile(filepath.Join(path, "x"), nil, 0o600))
		},
		"a link":            func(path string) error { return os.Symlink(elsewhere, path) },
		"a link to nothing": func(path string) error { return os.Symlink(elsewhere+"-not", path) },
		"a pipe":            func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a file of 1 TB": func(path string) error {
			return errors.Join(os.WriteFile(path, []byte("bhpouch\x04"), 0o600), os.Truncate(path, 1<<40))
		},
		"a file that nobody may read": func(path string) error { return os.WriteFile(path, []byte("x"), 0) },
	} {
		folder := t.TempDir()
		env := w.Members[0].Env
		var err error
		if env.Dir, err = durable.Open(folder); err != nil {
			t.Fatal(err)
		}
		d, err := device.Found(env, pass, &group)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, device.PouchFile)
		if err := errors.Join(os.Remove(path), plant(path)); err != nil {
			t.Fatal(err)
		}
		if d, err = device.Open(env, pass); err != nil {
			t.Errorf("%s: opening: %v", what, err)
			continue
		}
		if err := d.TakeIn(); err != nil {
			t.Errorf("%s: taking in: %v", what, err)
		}
		if err := d.Refill(); err != nil {
			t.Errorf("%s: refilling: %v", what, err)
		}
		if got := alarms(d); !slices.Equal(got, []string{mail.AlarmPouchDamaged.String()}) {
			t.Errorf("%s: alarms %q", what, got)
		}
		if err := d.Close(); err != nil {
			t.Errorf("%s: closing: %v", what, err)
		}
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() > 1<<30 {
			t.Errorf("%s: no pouch is in its place: %v", what, err)
		}
	}
	if data, err := os.ReadFile(elsewhere); err != nil || !bytes.Equal(data, []byte("not the device's")) {
		t.Errorf("what the link pointed to is %q, %v", data, err)
	}
}

// TestAnEditedBoxIsNotShownAsAtTheDrop: the drop has stored what somebody made
// of a box. That is no word about the message that was in it.
func TestAnEditedBoxIsNotShownAsAtTheDrop(t *testing.T) {
	for _, edited := range []bool{false, true} {
		w := couple(t, 3*time.Hour, 0)
		a := w.Members[0]
		d := open(t, a)
		if _, err := d.Send(a.Ties[1], "as it was written"); err != nil {
			t.Fatal(err)
		}
		lock(t, a)
		_, file := files(t, a)
		for i := range pouchFile(file).entries() {
			if edited {
				pouchFile(file).writes(i)[2000] ^= 1
			}
		}
		put(t, a.Env.Dir, device.PouchFile, file)
		w.NextRound()
		w.NextRound()
		d = open(t, a)
		if err := d.TakeIn(); err != nil {
			t.Fatal(err)
		}
		if stage, _ := stageOf(t, d); (stage == mail.AtDrop) == edited {
			t.Errorf("edited %v: shown as %q", edited, stage)
		}
		d.Abandon()
	}
}
