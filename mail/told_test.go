package mail

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"

	"golang.org/x/crypto/cryptobyte"
)

const lifetime = 56 // rounds

// TestWhatHappensAgainIsOneThingWithACount: and it is new again with each time,
// also after it was seen or erased.
func TestWhatHappensAgainIsOneThingWithACount(t *testing.T) {
	var m Mail
	again := func(want, seen uint32, read bool) Received {
		t.Helper()
		all := m.Inbox(lifetime)
		if len(all) != 1 || all[0].What != Alarm || all[0].Count != want || all[0].Seen != seen || all[0].Read != read {
			t.Fatalf("got %+v, want one alarm, %d times, %d of them seen", all, want, seen)
		}
		if m.Bytes() != 0 {
			t.Errorf("an alarm takes %d bytes from messages", m.Bytes())
		}
		return all[0]
	}
	now := box.Round(1000)
	first := now + 1
	for range 400 {
		now++
		m.Alarm(1, AlarmFalseBox, 0, now, now)
	}
	r := again(400, 0, false)
	if r.First != first || r.At != now {
		t.Errorf("from round %d to %d; want from %d to %d", r.First, r.At, first, now)
	}
	m.MarkRead(r.Number)
	again(400, 400, true)
	m.Alarm(1, AlarmFalseBox, 0, now, now)
	if again(401, 400, false).Number != r.Number {
		t.Error("the same alarm got another number")
	}
	m.Forget(now+lifetime, lifetime)
	again(401, 400, false)
	if !m.Delete(r.Number) || len(m.Inbox(lifetime)) != 0 {
		t.Fatal("an alarm cannot be erased")
	}
	m.Alarm(1, AlarmFalseBox, 0, now, now)
	again(1, 0, false)
	m.Forget(now+lifetime+1, lifetime)
	if len(m.Inbox(lifetime)) != 0 {
		t.Error("an alarm is never forgotten")
	}
}

// show tells what the rules show, in round 1000.
func (m *Mail) show(s cell.Show) { m.Show(s, 1000, 1000, lifetime) }

// alarm tells an alarm in round 1000.
func (m *Mail) alarm(tie cell.TieID, kind AlarmKind, detail uint8) {
	m.Alarm(tie, kind, detail, 1000, 1000)
}

// TestAlarmsOfOtherKindsAndTiesStandAlone: whatever differs in what there is to
// do about it is not counted together.
func TestAlarmsOfOtherKindsAndTiesStandAlone(t *testing.T) {
	var m Mail
	want := 0
	for tie := cell.TieID(0); tie < 5; tie++ {
		for kind := AlarmPouchGone; kind.String() != "unknown"; kind++ {
			for range 3 {
				m.alarm(tie, kind, uint8(link.ReasonTold))
			}
			want++
		}
		for _, what := range []cell.What{cell.Refused, cell.OverdueBegan, cell.OverdueEnded, cell.NewerPacket} {
			for n := range 3 {
				m.show(cell.Show{What: what, Tie: tie, Why: cell.Malformed, Kind: uint8(n)})
			}
			want++
		}
		m.show(cell.Show{What: cell.SaidTaken, Tie: tie, By: tie + 1})
		want++
	}
	all := m.Inbox(lifetime)
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
	var m Mail
	m.alarm(0, AlarmPouchNewer, 0)
	m.alarm(1, AlarmFalseBox, 0)
	m.show(cell.Show{What: cell.OverdueBegan, Tie: 2})
	m.alarm(3, AlarmUnreadable, 0)
	for n := range 5 * maxTold {
		m.show(cell.Show{What: cell.NoticeRevoked, Tie: 3, ID: cell.ID{byte(n), byte(n >> 8)}})
		if m.Bytes() != 0 || len(m.told) > maxTold {
			t.Fatalf("%d things take %d bytes from messages", n, m.Bytes())
		}
	}
	all := m.Inbox(lifetime)
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
	var m Mail
	for n := range 300 {
		m.alarm(cell.TieID(n), AlarmFrozen, uint8(link.ReasonEcho))
	}
	if len(m.told) != maxTold {
		t.Fatalf("%d are kept", len(m.told))
	}
	for _, what := range m.told {
		var b cryptobyte.Builder
		what.add(&b)
		if got := b.BytesOrPanic(); len(got) != toldSize || bytes.Contains(got, []byte("frozen")) {
			t.Fatalf("an alarm is kept as %q", got)
		}
	}
	if got := len(m.told)*toldSize + m.ToldFree(); got != ToldRoom {
		t.Errorf("what is told and what is free are %d bytes, want %d", got, ToldRoom)
	}
	again, err := Unmarshal(m.Marshal())
	if err != nil || !slices.Equal(again.told, m.told) {
		t.Errorf("what was told does not come back: %v", err)
	}
}
