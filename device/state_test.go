package device

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/vault"
)

// founder returns a new first founder's device with one invitation and one
// message under way.
func founder(t testing.TB) *Device {
	t.Helper()
	pass, err := vault.NewPassphrase([]byte("correct horse battery staple"))
	if err != nil {
		t.Fatal(err)
	}
	source := rand.NewChaCha8([32]byte{1})
	now := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	env := Env{
		Dir: durable.NewMem(source), Now: func() time.Time { return now }, Rand: source,
		Vault: vault.Options{Size: 1 << 20, Compartments: 2}, Params: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1},
	}
	d, err := Found(env, pass, cardOf(cell.Group{Calendar: round.Calendar{Length: 3 * time.Hour}, Slots: 6, PouchRounds: 16}))
	if err != nil {
		t.Fatal(err)
	}
	_, tie, err := d.Invite(cell.Partner, "Heron")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Send(tie, "a first line"); err != nil {
		t.Fatal(err)
	}
	if err := d.Refill(); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWhatIsKeptComesBack(t *testing.T) {
	for name, d := range map[string]*Device{"a live link": founder(t), "a dead link": severed(t)} {
		t.Run(name, func(t *testing.T) { comesBack(t, d) })
	}
}

// severed returns a founder's device whose link is dead and has its cover.
func severed(t testing.TB) *Device {
	t.Helper()
	d := founder(t)
	if err := d.Sever(1, true); err != nil {
		t.Fatal(err)
	}
	if len(d.dead) != 1 || len(d.links) != 0 {
		t.Fatalf("%d dead links and %d live ones", len(d.dead), len(d.links))
	}
	return d
}

func comesBack(t *testing.T, d *Device) {
	kept, err := d.marshal()
	if err != nil {
		t.Fatal(err)
	}
	s, err := unmarshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.marshal()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, again) {
		t.Error("a device's state does not give itself back")
	}
	for n := range kept {
		if _, err := unmarshal(kept[:n]); !errors.Is(err, ErrState) {
			t.Fatalf("cut to %d bytes: got %v, want %v", n, err, ErrState)
		}
	}
	if _, err := unmarshal(append(kept, 0)); !errors.Is(err, ErrState) {
		t.Errorf("one byte too long: got %v, want %v", err, ErrState)
	}
	for version, want := range map[byte]error{stateVersion - 1: ErrState, stateVersion + 1: ErrNewer, 255: ErrNewer} {
		other := bytes.Clone(kept)
		other[0] = version
		if _, err := unmarshal(other); !errors.Is(err, want) {
			t.Errorf("version %d: got %v, want %v", version, err, want)
		}
	}
}

// Promise: bytes of another form are another version's, not damaged ones. Who changes what a
// vault keeps sees here that its number has to change too.
func TestAnotherFormHasAnotherNumber(t *testing.T) {
	lengths := map[int]int{12: 2907, 13: 2907, 14: 2911} // by version: of a founder's first state that has one of each
	kept, err := founder(t).marshal()
	if err != nil {
		t.Fatal(err)
	}
	if want := lengths[firstState]; len(kept) != want {
		t.Errorf("a founder's first state has %d bytes, of version %d it has %d", len(kept), firstState, want)
	}
}

func TestAClosedDeviceHoldsNothing(t *testing.T) {
	d := founder(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if len(d.links) != 0 || len(d.dead) != 0 || len(d.Sent()) != 0 || len(d.mail.Carried()) != 0 {
		t.Error("a closed device still holds links or messages")
	}
}

func TestAClockFarAheadNeedsTheOwnersWord(t *testing.T) {
	d := founder(t)
	now := d.env.Now()
	before, err := d.marshal()
	if err != nil {
		t.Fatal(err)
	}
	d.env.Now = func() time.Time { return now.Add(800 * 3 * time.Hour) }
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if err := d.Refill(); !errors.Is(err, ErrClockJump) {
		t.Fatalf("got %v, want %v", err, ErrClockJump)
	}
	if after, err := d.marshal(); err != nil || !bytes.Equal(before, after) {
		t.Errorf("a clock that nobody confirmed changed what is kept (%v)", err)
	}
	if !d.Status().ClockJumped {
		t.Error("the owner is not told of the clock")
	}
	d.ConfirmClock()
	if err := d.Refill(); err != nil {
		t.Errorf("after the owner's word: %v", err)
	}
	if d.Status().ClockJumped {
		t.Error("the owner is told of the clock still")
	}
}

// TestAClockFarAheadSavesNothingThatLasts: somebody sets the clock a year ahead,
// the device is opened, looked at and saved, and the clock is put right. The
// device goes on as if nothing had been.
func TestAClockFarAheadSavesNothingThatLasts(t *testing.T) {
	d := founder(t)
	right := d.env.Now
	year := right().Add(365 * 24 * time.Hour)
	d.env.Now = func() time.Time { return year }
	if err := d.TakeIn(); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(); err != nil {
		t.Fatal(err)
	}
	d.env.Now = right
	if err := d.Refill(); err != nil {
		t.Fatal(err)
	}
	if silent := d.sealFrom() - d.calendar.At(right()); silent > 2 {
		t.Errorf("the next box leaves %d rounds from now", silent)
	}
}

// FuzzState: whatever is read as a state gives back the same bytes.
func FuzzState(f *testing.F) {
	for _, d := range []*Device{founder(f), severed(f)} {
		kept, err := d.marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(kept)
		f.Add(kept[:100])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := unmarshal(data)
		if err != nil {
			return
		}
		again, err := s.marshal()
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("a state of %d bytes does not give itself back: %v", len(data), err)
		}
	})
}

func TestNothingOfADeviceIsPrinted(t *testing.T) {
	d := founder(t)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		for _, v := range []any{d, *d, d.links[1], *d.links[1]} {
			if got := fmt.Sprintf(verb, v); !strings.Contains(got, "(hidden)") || len(got) > 40 {
				t.Errorf("%s of %T prints %d bytes", verb, v, len(got))
			}
		}
	}
}

// TestManySealingsDoNotLockTheVault: more of them than a device remembers, its
// own that reached the pouch or not, or a newer state's, and the vault opens
// ever after.
func TestManySealingsDoNotLockTheVault(t *testing.T) {
	d := founder(t)
	for n := range maxSealings + 10 {
		d.remember(sealing{tag: [pouch.TagSize]byte{0xff, byte(n), byte(n >> 8)}, first: 7})
		kept, err := d.marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := unmarshal(kept); err != nil {
			t.Fatalf("after %d sealings the vault does not open: %v", n+1, err)
		}
	}
	if newest := d.filled[len(d.filled)-1].tag; newest != [pouch.TagSize]byte{0xff, 9, 1} || d.unsure != maxSealings {
		t.Errorf("the newest is %x, %d are unsure", newest, d.unsure)
	}
}
