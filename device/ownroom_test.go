package device

import (
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
)

// TestNoPacketHasMoreBesidesItsTextThanIsCounted holds what mail counts of a packet
// besides its text against what members and founders send.
func TestNoPacketHasMoreBesidesItsTextThanIsCounted(t *testing.T) {
	h := newHop(t, 92, 3*time.Hour, 16)
	now, text := h.d.known, strings.Repeat("x", 1000)
	const part = 2 + 1 + 8 + 1 // of a message in the mail: see mail.Marshal
	counted := mail.WriteCost(len(text), 2) - mail.WriteCost(len(text), 1)
	note, id := h.noteOf(10)
	_, err := h.founder.Receive(h.toHop, note, now, h.d.env.Rand)
	h.must(err)
	reply, err := h.founder.ReplyTo(cell.ID(id), text)
	h.must(err)
	_, effects, err := h.founder.Issue(text, 10, now, h.d.env.Rand)
	h.must(err)
	words, err := h.d.cell.SendText(h.a, text)
	h.must(err)
	_, own, err := h.d.cell.SendNote(text, now, h.d.env.Rand)
	h.must(err)
	for name, all := range map[string][]cell.Effect{"a reply": reply, "a notice": effects, "a text": words, "a note": own} {
		packets := 0
		for _, e := range all {
			if s, is := e.(cell.Send); is {
				packets++
				if took := link.MessageCost(len(s.Message)) + part; took > counted {
					t.Errorf("%s takes %d bytes over each link, counted are %d", name, took, counted)
				}
			}
		}
		if packets == 0 {
			t.Errorf("%s sends nothing", name)
		}
	}
}
