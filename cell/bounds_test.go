package cell

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"bulkhead/box"
	"bulkhead/card"
)

// TestAFloodOfNoticesIsBoundedAndReplaysNothing has one founder issue more than
// a device remembers, then delivers all of them again.
func TestAFloodOfNoticesIsBoundedAndReplaysNothing(t *testing.T) {
	w, people := seven(t, 40)
	a, c := people["A"], people["c"]
	lead := w.tie(c, a)
	issue := func(f *person, at box.Round) []byte {
		w.t.Helper()
		_, effects, err := f.s.Issue("n", MaxNoticeRounds, at, w.rand)
		w.must(err)
		return effects[0].(Send).Message
	}
	byB := issue(people["B"], w.now)
	sent := [][]byte{byB}
	pause := a.s.group.rounds(noticeSpan) / maxNotices
	for i := range box.Round(3 * maxSeen) {
		sent = append(sent, issue(a, w.now+i*pause))
	}
	shown := 0
	for range 2 {
		for i, message := range sent {
			effects, err := c.s.Receive(lead, message, w.now+box.Round(i)*pause, w.rand)
			w.must(err)
			if len(effects) > 0 && effects[0].(Show).What == NoticeArrived {
				shown++
			}
		}
	}
	if shown != len(sent) {
		t.Errorf("%d notices shown, want each of %d once", shown, len(sent))
	}
	if len(c.s.seen) > maxSeen+1 || len(w.bytes(c.s)) > MaxState {
		t.Errorf("%d notices remembered, want at most %d", len(c.s.seen), maxSeen)
	}
	if c.s.seenNotice(SecondFounder, ID(byB[1:17])) == nil {
		t.Error("one founder's flood pushed out the other's notice")
	}
	c.s.Tick(w.now + 2*MaxNoticeRounds)
	if len(c.s.seen) != 0 {
		t.Error("notices past their time are remembered")
	}
	if effects, _ := c.s.Receive(lead, byB, w.now+2*MaxNoticeRounds, w.rand); !refused(effects) {
		t.Error("a notice past its time was taken in")
	}
}

func TestTheWaysOfNotesAreBoundedAndForgotten(t *testing.T) {
	w, people := seven(t, 41)
	c, g := people["c"], people["g"]
	from := w.tie(c, g)
	for range 3 * maxRoutes {
		id, err := newID(w.rand)
		w.must(err)
		_, err = c.s.Receive(from, marshal(&note{id, nil}), w.now, w.rand)
		w.must(err)
	}
	if len(c.s.routes) != maxRoutes {
		t.Errorf("%d ways remembered, want %d", len(c.s.routes), maxRoutes)
	}
	again := c.s.routes[0]
	effects, err := c.s.Receive(from, marshal(&note{again.id, []byte("again")}), w.now, w.rand)
	w.must(err)
	if len(effects) != 0 {
		t.Error("a note that came again went on again")
	}
	effects, err = c.s.Receive(w.tie(c, people["A"]), marshal(&note{again.id, nil}), w.now, w.rand)
	w.must(err)
	if !refused(effects) {
		t.Error("the lead sent a note up")
	}
	c.s = w.saved(c.s)
	c.s.Tick(w.now + c.s.routeRounds() + 1)
	if len(c.s.routes) != 0 {
		t.Error("ways are remembered after a fortnight")
	}
}

func TestTextsHaveTheirLengths(t *testing.T) {
	w, people := seven(t, 42)
	a, c := people["A"], people["c"]
	lead := w.tie(c, a)
	long, body := strings.Repeat("x", MaxText), strings.Repeat("x", MaxBody)
	for name, c := range map[string]struct {
		got, want error
	}{
		"text of 64 KiB less one":  {second(c.s.SendText(lead, long)), nil},
		"text one longer":          {second(c.s.SendText(lead, long+"x")), ErrTooLong},
		"text that is no text":     {second(c.s.SendText(lead, "\xff")), ErrNotText},
		"text to nobody":           {second(c.s.SendText(99, "x")), ErrNoTie},
		"note of 4 KiB":            {third(c.s.SendNote(body, w.now, w.rand)), nil},
		"note one longer":          {third(c.s.SendNote(body+"x", w.now, w.rand)), ErrTooLong},
		"notice of 4 KiB":          {third(a.s.Issue(body, 1, w.now, w.rand)), nil},
		"notice one longer":        {third(a.s.Issue(body+"x", 1, w.now, w.rand)), ErrTooLong},
		"notice that is no text":   {third(a.s.Issue("\xff", 1, w.now, w.rand)), ErrNotText},
		"notice of no rounds":      {third(a.s.Issue("x", 0, w.now, w.rand)), ErrNoticeRounds},
		"notice of too many":       {third(a.s.Issue("x", MaxNoticeRounds+1, w.now, w.rand)), ErrNoticeRounds},
		"notice beyond all rounds": {third(a.s.Issue("x", 2, ^box.Round(0), w.rand)), ErrNoticeRounds},
		"notice by a member":       {third(c.s.Issue("x", 1, w.now, w.rand)), ErrNotFounder},
		"revocation by a member":   {second(c.s.Revoke(ID{})), ErrNotFounder},
		"reply by a member":        {second(c.s.ReplyTo(ID{}, "x")), ErrNotFounder},
		"reply to no note":         {second(a.s.ReplyTo(ID{}, "x")), ErrNoNote},
		"revocation of no notice":  {second(a.s.Revoke(ID{})), ErrNoNotice},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	effects, err := c.s.SendText(lead, long)
	w.must(err)
	if got := len(effects[0].(Send).Message); got != MaxMessage {
		t.Errorf("the longest text makes a packet of %d bytes, want %d", got, MaxMessage)
	}
}

func third[T, U any](_ T, _ U, err error) error { return err }

// TestWithoutRandomnessNothingChanges has every rule that draws run dry.
func TestWithoutRandomnessNothingChanges(t *testing.T) {
	w, people := seven(t, 43)
	dry := bytes.NewReader(nil)
	g := people["g"]
	if _, err := Found(cardOf(group()), CheckIn{1, 1}, dry); err == nil {
		t.Error("a group was founded")
	}
	if _, _, err := Join(&Invitation{Card: cardOf(group()).Hash()}, &card.Signed{Card: *cardOf(group())}, "", w.now, dry); err == nil {
		t.Error("somebody joined")
	}
	before := w.bytes(g.s)
	if _, _, err := g.s.Invite(Led, "", w.now, dry); err == nil {
		t.Error("somebody was invited")
	}
	if _, _, err := g.s.SendNote("x", w.now, dry); err == nil {
		t.Error("a note was sent")
	}
	lead := w.tie(g, people["c"])
	p := &introduction{invitation: Invitation{Card: cardOf(group()).Hash()}}
	if _, err := g.s.Receive(lead, marshal(p), w.now, dry); err == nil {
		t.Error("an introduction was taken in")
	}
	if !bytes.Equal(before, w.bytes(g.s)) {
		t.Error("the state changed")
	}
}
