package tell

import (
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/round"
)

var around = people{
	alias: map[cell.TieID]string{1: "Heron", 2: "", 3: "Wren", 9: ""}, cut: map[cell.TieID]bool{2: true, 3: true},
	lifeline: map[cell.TieID]bool{9: true}, calendar: round.Calendar{Length: time.Minute},
}

// Promise: an item says whom it concerns by the owner's alias, or a lifeline by its
// number, and whether that link is gone.
func TestAnItemSaysWhomItConcerns(t *testing.T) {
	for _, c := range []struct {
		name string
		r    mail.Received
		want Item // From, Lifeline, Cut and By
	}{
		{"nobody", mail.Received{What: mail.Alarm}, Item{}},
		{"a live link", mail.Received{Tie: 1, By: 3}, Item{From: "Heron", By: "Wren"}},
		{"a cut one", mail.Received{Tie: 2}, Item{Cut: true}},
		{"a cut one whose alias is kept", mail.Received{Tie: 3}, Item{From: "Wren", Cut: true}},
		{"a forgotten one", mail.Received{Tie: 5}, Item{Cut: true}},
		{"a lifeline", mail.Received{Tie: 9, Rel: cell.Lifeline}, Item{Lifeline: 9}},
		{"a lifeline, since led", mail.Received{Tie: 1, Rel: cell.Lifeline}, Item{Lifeline: 1}},
	} {
		got := around.item(c.r)
		if got.From != c.want.From || got.Lifeline != c.want.Lifeline || got.Cut != c.want.Cut || got.By != c.want.By {
			t.Errorf("%s: %q, lifeline %d, cut %v, by %q", c.name, got.From, got.Lifeline, got.Cut, got.By)
		}
	}
}

// Promise: how often something has happened is said if it was more than once, and
// how much of that is new if only some is; what an alarm counts is told too.
func TestAnItemSaysHowOften(t *testing.T) {
	for _, c := range []struct{ count, seen, times, lately uint32 }{{1, 0, 0, 0}, {1, 1, 0, 0}, {4, 0, 4, 0}, {4, 3, 4, 1}, {4, 4, 4, 0}} {
		i := around.item(mail.Received{What: mail.Alarm, Count: c.count, Seen: c.seen, First: 7})
		if i.Times != c.times || i.Lately != c.lately || i.First.IsZero() != (c.times == 0) {
			t.Errorf("%d times, %d seen: %d, %d, %v", c.count, c.seen, i.Times, i.Lately, i.First)
		}
	}
	if i := around.item(mail.Received{What: mail.Alarm, Alarm: mail.AlarmFrozen, Detail: uint8(link.ReasonEcho)}); i.Frozen != link.ReasonEcho || i.Links != 0 {
		t.Errorf("a frozen link: %v, %d", i.Frozen, i.Links)
	}
	if i := around.item(mail.Received{What: mail.Alarm, Alarm: mail.AlarmNothingFound, Detail: 3}); i.Links != 3 || i.Frozen != 0 {
		t.Errorf("nothing found: %v, %d", i.Frozen, i.Links)
	}
}

// Promise: an alarm of the other side warns until somebody has acted on it; what was
// sent does not, unless its sender is in doubt; what is new to this program does.
func TestWhatWarns(t *testing.T) {
	for _, c := range []struct {
		item Item
		want bool
	}{
		{Item{What: cell.OwnerCoerced}, true}, {Item{What: cell.OwnerCoerced, Closed: mail.ClosedByDrill}, false},
		{Item{What: mail.Alarm}, true}, {Item{What: cell.Refused}, true}, {Item{What: cell.NoticeRevoked}, true},
		{Item{What: cell.TextArrived}, false}, {Item{What: cell.TextArrived, Doubt: true}, true},
		{Item{What: cell.Welcomed}, false}, {Item{What: cell.TookBack}, false}, {Item{What: 99}, true},
	} {
		if got := c.item.Warns(); got != c.want {
			t.Errorf("%v, closed by %q: %v", c.item.What, c.item.Closed, got)
		}
	}
	for w := cell.Welcomed; w <= mail.Alarm; w++ {
		alarm := w == mail.Alarm || w == cell.OwnerCoerced || w == cell.DeviceCopied
		if Stands(mail.Received{What: w}) != alarm || Stands(mail.Received{What: w, Closed: mail.ClosedByCut}) {
			t.Errorf("whether %v stands is wrong", w)
		}
		if alarm && kindOf(w) != KindAlarm {
			t.Errorf("%v is of the kind %v", w, kindOf(w))
		}
	}
}
