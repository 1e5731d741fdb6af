package device_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
)

// parcelCouple is a couple with shelves of so many pages. Rounds are of 45 minutes, so that a
// pouch is a third as long as with those of 15, which -long has.
func parcelCouple(t *testing.T, pages int) *testworld.World {
	t.Helper()
	c := testworld.Config{Seed: 11, Members: 2, RoundLength: 45 * time.Minute, Slots: 4, Keep: 8, Region: 192 << 10, ShelfPages: pages}
	if *long {
		c.RoundLength, c.Region = 15*time.Minute, 0
	}
	return begun(t, c, "", nil)
}

func filled(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{byte(n)}).Read(b)
	return b
}

// stay keeps a device open for so many saves, as the clock brings them.
func stay(t *testing.T, w *testworld.World, d *device.Device, saves int) {
	t.Helper()
	for range saves {
		w.Advance(time.Minute)
		if err := d.Tick(); err != nil {
			t.Fatal(err)
		}
	}
}

// Promise: an attachment of 2 MiB arrives whole and once, through losses, crashes and
// restarts at both ends; a text written beside it is there as soon as without it, and its owner
// sees how far it is.
// -long sends 2 MiB, over shelves of a real device's length; else it is an eighth.
func TestTwoMebibytesArriveWholeAndOnce(t *testing.T) {
	t.Parallel()
	length, pages := device.MaxAttachment/8, 256
	if *long {
		length, pages = device.MaxAttachment, 2048
	}
	w := parcelCouple(t, pages)
	a, b := w.Members[0], w.Members[1]
	want := filled(length)
	boxes := (length + 12 + 3*1284 - 1) / (3 * 1284)
	d := open(t, a)
	number, err := d.SendWith(a.Ties[1], "the bridge", want)
	if err != nil {
		t.Fatal(err)
	}
	if s := d.Sent()[0]; s.Number != number || s.Parts[0].Stage != mail.NotSaved {
		t.Errorf("before its chunks are on the shelf it is %v", s.Parts[0].Stage)
	}
	stay(t, w, d, 4)
	lock(t, a)
	c := rand.New(rand.NewPCG(4, 4))
	w.Loss = .1
	last, crashes := 0, 0
	for rounds, done := 0, false; !done; rounds++ {
		if rounds > 1500 {
			t.Fatal("1,500 rounds are not enough")
		}
		w.NextRound()
		for _, m := range w.Members {
			if c.IntN(6) > 0 {
				continue
			}
			d := open(t, m)
			if m == a {
				s := d.Sent()[0]
				p := s.Parts[0]
				if p.Stage < mail.ReceivedBy && (p.There < last || p.Boxes != boxes) {
					t.Errorf("round %d: %d of %d boxes are there, before it were %d", rounds, p.There, p.Boxes, last)
				}
				last, done = p.There, p.Stage == mail.ReceivedBy
			} else if len(texts(d)) > 1 {
				t.Fatal("it came twice")
			}
			if done {
				t.Logf("received after %d rounds, %d crashes", rounds, crashes)
			} else if c.IntN(5) == 0 { // the power goes
				m.Crash()
				m.SwitchOn()
				crashes++
				continue
			}
			lock(t, m)
		}
	}
	d = open(t, b)
	for _, r := range d.Inbox() {
		if r.What != cell.TextArrived {
			continue
		}
		if r.Text != "the bridge" || d.Attached()[r.Number] != len(want) || !bytes.Equal(d.Attachment(r.Number), want) {
			t.Errorf("the message %q came with %d bytes, not those that were sent", r.Text, len(d.Attachment(r.Number)))
		}
		d.Delete(r.Number)
	}
	lock(t, b)
	if len(open(t, b).Attached()) != 0 {
		t.Error("an attachment outlives its message")
	}
}

// Promise: what is sent while 2 MiB are under way arrives in the very rounds in which it would
// without them.
func TestATextBesideAParcelIsAsFastAsWithout(t *testing.T) {
	t.Parallel()
	arrivals := func(parcel bool) (when []int) {
		w := parcelCouple(t, 256)
		a, b := w.Members[0], w.Members[1]
		d := open(t, a)
		if parcel {
			if _, err := d.SendWith(a.Ties[1], "large", filled(1<<18)); err != nil {
				t.Fatal(err)
			}
		}
		stay(t, w, d, 4)
		lock(t, a)
		pass(t, w, 8)
		for n := range 6 {
			text := fmt.Sprint("text ", n)
			d := open(t, a)
			if _, err := d.Send(a.Ties[1], text); err != nil {
				t.Fatal(err)
			}
			lock(t, a)
			for rounds := 1; ; rounds++ {
				if rounds > 20 {
					t.Fatal("a text does not arrive")
				}
				pass(t, w, 1)
				if strings.Contains(strings.Join(texts(open(t, b)), "|")+"|", text+"|") {
					when = append(when, rounds)
					lock(t, b)
					break
				}
				lock(t, b)
			}
		}
		return when
	}
	with, without := arrivals(true), arrivals(false)
	if fmt.Sprint(with) != fmt.Sprint(without) {
		t.Errorf("texts arrive after %v rounds beside a parcel, after %v without", with, without)
	}
}

// Promise: what does not find room is told, and stops nothing else.
func TestNoRoomForAParcelIsTold(t *testing.T) {
	w := parcelCouple(t, 2048)
	a := w.Members[0]
	d := open(t, a)
	if _, err := d.SendWith(a.Ties[1], "x", nil); !errors.Is(err, device.ErrTooLong) {
		t.Errorf("no attachment: %v", err)
	}
	if _, err := d.SendWith(a.Ties[1], "x", filled(device.MaxAttachment+1)); !errors.Is(err, device.ErrTooLong) {
		t.Errorf("an attachment that is too long: %v", err)
	}
	sent := 0
	for range 5 {
		_, err := d.SendWith(a.Ties[1], "x", filled(device.MaxAttachment))
		if errors.Is(err, device.ErrNoRoom) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		sent++
	}
	if sent != 2 {
		t.Errorf("a shelf of 8 MiB took %d attachments of 2 MiB of its owner's, want 2", sent)
	}
	lock(t, a)
	for _, s := range open(t, a).Sent() {
		if stage, _ := s.Stage(); stage != mail.Undelivered {
			t.Errorf("closed before it was on the shelf, it is %v", stage)
		}
	}
	lock(t, a)
}

// Promise: after severing, after duress and after the owner deletes it, no chunk opens with what
// is kept.
func TestASeveredLinkLeavesNoParcels(t *testing.T) {
	w := parcelCouple(t, 256)
	a := w.Members[0]
	d := open(t, a)
	if _, err := d.SendWith(a.Ties[1], "x", filled(100_000)); err != nil {
		t.Fatal(err)
	}
	stay(t, w, d, 2)
	if s := d.Sent()[0].Parts[0].Stage; s != mail.Saved && s != mail.InPouch {
		t.Fatalf("after two saves it is %v", s)
	}
	lock(t, a)
	d = open(t, a)
	if n := d.OnShelf(); n != 1 {
		t.Fatalf("%d parcels are on the shelf, want 1", n)
	}
	if err := d.Sever(a.Ties[1], true); err != nil {
		t.Fatal(err)
	}
	lock(t, a)
	if n := open(t, a).OnShelf(); n != 0 {
		t.Errorf("%d parcels are on the shelf after severing", n)
	}
}

// Promise: an attachment that is on its way can be taken back at any time before it is there,
// before the shelf has it too: it is shown as taken back, leaves the shelf, and the other end
// forgets it. What is there is not called back.
func TestAnAttachmentCanBeTakenBack(t *testing.T) {
	w := parcelCouple(t, 256)
	a, b := w.Members[0], w.Members[1]
	d := open(t, a)
	at := func(number uint32) (mail.Stage, mail.Reason, int) {
		for _, s := range d.Sent() {
			if s.Number == number {
				stage, reason := s.Stage()
				return stage, reason, s.File
			}
		}
		return 0, 0, 0
	}
	early, err := d.SendWith(a.Ties[1], "early", filled(50_000))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, file := at(early); file != 50_000 {
		t.Errorf("of an attachment of 50,000 bytes that waits for the shelf, %d are told", file)
	}
	if !d.Withdraw(early) || d.Withdraw(early) || d.Withdraw(0) {
		t.Error("an attachment is taken back once, by its number")
	}
	if stage, reason, _ := at(early); stage != mail.Undelivered || reason != mail.ReasonTakenBack {
		t.Errorf("taken back, it is %v, %v", stage, reason)
	}
	late, err := d.SendWith(a.Ties[1], "late", filled(200_000))
	if err != nil {
		t.Fatal(err)
	}
	stay(t, w, d, 4)
	lock(t, a)
	pass(t, w, 8)
	d = open(t, b)
	before := d.OnShelf()
	lock(t, b)
	d = open(t, a)
	if stage, _, file := at(late); stage >= mail.ReceivedBy || file != 200_000 || before != 1 {
		t.Fatalf("under way, it is %v of %d bytes; the other end has %d parcels", stage, file, before)
	}
	if !d.Delete(late) { // what is deleted and not there is taken back
		t.Error("it cannot be deleted")
	}
	lock(t, a)
	pass(t, w, 16)
	if n := open(t, b).OnShelf(); n != 0 {
		t.Errorf("the other end still keeps %d parcels", n)
	}
	if n := open(t, a).OnShelf(); n != 0 {
		t.Errorf("its sender still keeps %d parcels", n)
	}
}

// Promise: its owner sees that the other has no room for it, by a code; it goes on by itself once
// there is room, and the code is gone.
func TestNoRoomThereIsTold(t *testing.T) {
	w := parcelCouple(t, 64) // 91 chunks of it are a tie's at most
	a, b := w.Members[0], w.Members[1]
	d := open(t, a)
	if got := d.Status().Shelf; got != device.ShelfWorks {
		t.Errorf("the shelf %v, though nothing refused it", got)
	}
	for n := range 2 {
		if _, err := d.SendWith(a.Ties[1], fmt.Sprint("large ", n), filled(60_000+n)); err != nil {
			t.Fatal(err)
		}
	}
	stay(t, w, d, 8)
	lock(t, a)
	second := func() mail.Part {
		defer lock(t, a)
		return open(t, a).Sent()[1].Parts[0]
	}
	until := func(what string, is func(mail.Part) bool) {
		t.Helper()
		for rounds := 0; !is(second()); rounds++ {
			if rounds > 200 {
				t.Fatalf("200 rounds, and it is not told that %s: %+v", what, second())
			}
			pass(t, w, 1)
		}
	}
	until("there is no room", func(p mail.Part) bool { return p.Hold == mail.HoldNoRoom })
	d = open(t, b)
	for rounds := 0; len(d.Attached()) == 0; rounds++ {
		if lock(t, b); rounds > 200 {
			t.Fatal("the first does not arrive")
		}
		pass(t, w, 1)
		d = open(t, b)
	}
	for number := range d.Attached() {
		d.Delete(number)
	}
	lock(t, b)
	until("there is room again", func(p mail.Part) bool { return p.Hold == mail.NoHold })
	until("it is there", func(p mail.Part) bool { return p.Stage == mail.ReceivedBy })
}
