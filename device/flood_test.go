package device

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/mail"
)

// A turned member sends whatever its link takes, as fast as it takes it. Nothing
// of anybody else's is lost for it, or stands still, and no turn fails.

// TestAFloodOfNotesLosesNobodysNote: a floods while the lead is away. Whatever b's
// link brought is on its way up, or b is told that it is not.
func TestAFloodOfNotesLosesNobodysNote(t *testing.T) {
	for _, size := range []int{1, cell.MaxBody} {
		t.Run(fmt.Sprintf("of %d bytes", size), func(t *testing.T) {
			h := newHop(t, 81, 3*time.Hour, 16)
			var ids [][]byte
			for range 12 {
				for range 100 {
					note, _ := h.noteOf(size)
					h.brings(h.a, note)
				}
				note, id := h.noteOf(300)
				if h.brings(h.b, note) {
					ids = append(ids, id)
				}
				h.goesOn()
			}
			if len(ids) < 12 {
				t.Errorf("%d of 12 honest notes were taken in", len(ids))
			}
			on := 0
			for _, id := range ids {
				up, told := h.under(h.lead, id), h.under(h.b, id)
				if up == told {
					t.Errorf("a note that b's device counts as received: on its way up %v, b told that it is not %v", up, told)
				}
				if up {
					on++
				}
			}
			if on < 12 {
				t.Errorf("%d of 12 honest notes are on their way", on)
			}
			if !slices.ContainsFunc(h.d.mail.Carried(), func(c mail.Carried) bool { return c.Send.Tie == h.a && c.Class == cell.Stops }) {
				t.Error("who floods is told nothing")
			}
			if len(ids) == 0 {
				return
			}
			ahead := 0 // of b's last note, in messages, once the lead is back
			for h.under(h.lead, ids[len(ids)-1]) && ahead < 1000 {
				h.confirms(h.lead, 1)
				h.d.mail.SendWaiting(post{h.d}, h.d.known)
				ahead++
			}
			if ahead > 60 {
				t.Errorf("%d messages went before the last of b's 12 notes", ahead)
			}
		})
	}
}

// TestAFloodLeavesTheOwnersRoom: whatever a has sent, the owner can write, and the
// partner's and the lead's texts come in.
func TestAFloodLeavesTheOwnersRoom(t *testing.T) {
	for name, message := range map[string]func(h *hop) []byte{
		"notes of 4 KiB": func(h *hop) []byte { m, _ := h.noteOf(cell.MaxBody); return m },
		"texts":          func(h *hop) []byte { return append([]byte{4}, make([]byte, 4096)...) },
		"short texts":    func(h *hop) []byte { return []byte{4, 'x'} },
		"nothing known":  func(h *hop) []byte { return []byte{99, byte(h.rng.Uint32())} },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHop(t, 82, 15*time.Minute, 192)
			for range 3 {
				for range 400 {
					h.brings(h.a, message(h))
				}
				h.goesOn()
			}
			for n := range 3 {
				if _, err := h.d.Send(h.partner, string(make([]byte, 3000))); err != nil {
					t.Errorf("the owner's message %d: %v", n, err)
				}
			}
			for _, tie := range []cell.TieID{h.partner, h.lead, h.b} {
				if !h.brings(tie, append([]byte{4}, make([]byte, 4096)...)) {
					t.Errorf("a text over tie %d is not taken in", tie)
				}
			}
			h.goesOn()
		})
	}
}

// TestAFloodForgetsNobodysWay: a founder's reply to b's note finds its way after a
// has sent as many notes as it likes.
func TestAFloodForgetsNobodysWay(t *testing.T) {
	h := newHop(t, 83, 3*time.Hour, 16)
	note, id := h.noteOf(10)
	h.brings(h.b, note)
	now := h.d.known
	_, err := h.founder.Receive(h.toHop, note, now, h.d.env.Rand)
	h.must(err)
	for range 240 {
		n, _ := h.noteOf(1)
		h.brings(h.a, n)
	}
	reply, err := h.founder.ReplyTo(cell.ID(id), "an answer")
	h.must(err)
	h.brings(h.lead, reply[0].(cell.Send).Message)
	if !h.under(h.b, []byte("an answer")) {
		t.Error("the reply found no way to b")
	}
}

// TestAlternatingWordsCostTheAccusedNothing: the partner says that the lead was
// taken, and takes it back, again and again.
func TestAlternatingWordsCostTheAccusedNothing(t *testing.T) {
	h := newHop(t, 84, 3*time.Hour, 16)
	text := append([]byte{4}, make([]byte, 2000)...)
	before := h.d.free()
	for n := range 6000 {
		h.brings(h.partner, []byte{12, 2, byte(n % 2)})
	}
	h.goesOn()
	if !h.takes(h.lead, text) {
		t.Error("the lead's texts are not taken in any more")
	}
	if after := h.d.free(); before-after > 1024 {
		t.Errorf("room for %d bytes, before it was for %d", after, before)
	}
	if n := len(h.d.Inbox()); n > 20 {
		t.Errorf("the inbox has %d things", n)
	}
}
