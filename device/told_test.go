package device

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/pouch"

	"golang.org/x/crypto/cryptobyte"
)

// TestWhatHappensAgainIsOneThingWithACount: and it is new again with each time,
// also after it was seen or erased.
func TestWhatHappensAgainIsOneThingWithACount(t *testing.T) {
	d := founder(t)
	room := d.room()
	again := func(want, seen uint32, read bool) uint32 {
		t.Helper()
		all := d.Inbox()
		if len(all) != 1 || all[0].What != Alarm || all[0].Count != want || all[0].Seen != seen || all[0].Read != read {
			t.Fatalf("got %+v, want one alarm, %d times, %d of them seen", all, want, seen)
		}
		if got := d.room(); got < room {
			t.Errorf("an alarm takes %d bytes from messages", room-got)
		}
		return all[0].Number
	}
	first := d.known
	for range 400 {
		d.known++
		d.alarm(1, AlarmFalseBox, 0)
	}
	number := again(400, 0, false)
	if r := d.Inbox()[0]; r.First != first+1 || r.At != d.known || d.Status().Unread != 1 {
		t.Errorf("%d unread, from round %d to %d; want 1, from %d to %d", d.Status().Unread, r.First, r.At, first+1, d.known)
	}
	d.MarkRead(number)
	again(400, 400, true)
	d.alarm(1, AlarmFalseBox, 0)
	if again(401, 400, false) != number {
		t.Error("the same alarm got another number")
	}
	d.mail.forget(d.known+d.lifetime(), d.lifetime())
	again(401, 400, false)
	if !d.Delete(number) || len(d.Inbox()) != 0 {
		t.Fatal("an alarm cannot be erased")
	}
	d.alarm(1, AlarmFalseBox, 0)
	again(1, 0, false)
	d.mail.forget(d.known+d.lifetime()+1, d.lifetime())
	if len(d.Inbox()) != 0 {
		t.Error("an alarm is never forgotten")
	}
}

// TestAlarmsOfOtherKindsAndTiesStandAlone: whatever differs in what there is to
// do about it is not counted together.
func TestAlarmsOfOtherKindsAndTiesStandAlone(t *testing.T) {
	d, want := founder(t), 0
	for tie := cell.TieID(0); tie < 5; tie++ {
		for kind := AlarmPouchGone; kind.String() != "unknown"; kind++ {
			for range 3 {
				d.alarm(tie, kind, uint8(link.ReasonTold))
			}
			want++
		}
		for _, what := range []cell.What{cell.Refused, cell.OverdueBegan, cell.OverdueEnded, cell.UnknownKind} {
			for n := range 3 {
				d.show(cell.Show{What: what, Tie: tie, Why: cell.Malformed, Kind: uint8(n)})
			}
			want++
		}
		d.show(cell.Show{What: cell.SaidTaken, Tie: tie, By: tie + 1})
		want++
	}
	all := d.Inbox()
	if len(all) != want {
		t.Errorf("%d things are told, want %d", len(all), want)
	}
	for i := range all {
		if i > 0 && (all[i].At < all[i-1].At || all[i].At == all[i-1].At && all[i].Number <= all[i-1].Number) {
			t.Fatal("the inbox is not in the order of happening")
		}
	}
}

// TestAFloodOfOneTiesPushesOutNobodyElses: things of one tie's, all different
// and without end, leave every alarm and what is told of others.
func TestAFloodOfOneTiesPushesOutNobodyElses(t *testing.T) {
	d := founder(t)
	room := d.room()
	d.alarm(0, AlarmPouchNewer, 0)
	d.alarm(1, AlarmFalseBox, 0)
	d.show(cell.Show{What: cell.OverdueBegan, Tie: 2})
	d.alarm(3, AlarmUnreadable, 0)
	for n := range 5 * maxTold {
		d.show(cell.Show{What: cell.NoticeRevoked, Tie: 3, ID: cell.ID{byte(n), byte(n >> 8)}})
		if got := d.room(); n%50 == 0 && got != room {
			t.Fatalf("%d things take %d bytes from messages", n, room-got)
		}
	}
	all := d.Inbox()
	if len(all) != maxTold {
		t.Errorf("%d things are kept, want %d", len(all), maxTold)
	}
	var left []string
	for _, r := range all {
		if r.What != cell.NoticeRevoked {
			left = append(left, fmt.Sprintf("%d %s %d", r.What, r.Alarm, r.Tie))
		}
	}
	if len(left) != 4 {
		t.Errorf("what is left of the rest is %q", left)
	}
	if newest := all[len(all)-1].ID; newest != (cell.ID{0xff, 4}) {
		t.Errorf("the newest is %x", newest[:2])
	}
}

// TestNoAlarmIsKeptAsASentence: of what a device tells by itself the vault
// keeps codes and numbers, of one length.
func TestNoAlarmIsKeptAsASentence(t *testing.T) {
	d := founder(t)
	for n := range 300 {
		d.alarm(cell.TieID(n), AlarmFrozen, uint8(link.ReasonEcho))
	}
	if len(d.mail.told) != maxTold {
		t.Fatalf("%d are kept", len(d.mail.told))
	}
	for _, what := range d.mail.told {
		var b cryptobyte.Builder
		what.add(&b)
		if got := b.BytesOrPanic(); len(got) != toldSize || bytes.Contains(got, []byte("frozen")) {
			t.Fatalf("an alarm is kept as %q", got)
		}
	}
	kept, err := d.marshal()
	if err != nil {
		t.Fatal(err)
	}
	s, err := unmarshal(kept)
	if err != nil || !slices.Equal(s.mail.told, d.mail.told) {
		t.Errorf("what was told does not come back: %v", err)
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
