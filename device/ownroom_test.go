package device

import (
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
)

// TestTheOwnersMessagesTakeNoMoreThanIsCounted: what one's own messages take in the
// vault is no more than is counted against the owner's room, however many links one goes
// over, and whatever became of it there.
func TestTheOwnersMessagesTakeNoMoreThanIsCounted(t *testing.T) {
	h := newHop(t, 91, 3*time.Hour, 16)
	size := func() int {
		payload, err := h.d.marshal()
		h.must(err)
		return len(payload)
	}
	for _, n := range []int{0, 1, 900, 1_180, 4096} {
		before, counted := size(), h.d.ownUsed()
		holds := func(when string) {
			t.Helper()
			if took, more := size()-before, h.d.ownUsed()-counted; took > more {
				t.Errorf("a notice of %d bytes over 12 links, %s: it takes %d bytes, %d are counted", n, when, took, more)
			}
		}
		sent := Sent{Number: h.d.mail.next(), What: Notice, Text: strings.Repeat("x", n), Expires: h.d.known + 50}
		for range 3 {
			for _, tie := range []cell.TieID{h.lead, h.partner, h.a, h.b} {
				h.d.post(0, cell.Send{Tie: tie, Message: make([]byte, n+packetOverhead), Expires: sent.Expires}, &sent)
			}
		}
		h.d.mail.sent = append(h.d.mail.sent, sent)
		holds("on its way")
		kept := &h.d.mail.sent[len(h.d.mail.sent)-1]
		for i := range kept.Parts {
			p := &kept.Parts[i]
			if l := h.d.links[p.Tie]; l != nil && p.id != 0 {
				l.Cancel(p.id)
			}
			p.Stage, p.Reason = Undelivered, ReasonNotHeard
		}
		h.d.carried = nil
		holds("not delivered")
		for i := range kept.Parts {
			kept.Parts[i].Stage, kept.Parts[i].Reason = ReceivedBy, NoReason
		}
		holds("received")
	}
}

// TestNoPacketHasMoreBesidesItsTextThanIsCounted holds packetOverhead against what
// members and founders send.
func TestNoPacketHasMoreBesidesItsTextThanIsCounted(t *testing.T) {
	h := newHop(t, 92, 3*time.Hour, 16)
	now, text := h.d.known, strings.Repeat("x", 1000)
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
				if more := len(s.Message) - len(text); more > packetOverhead {
					t.Errorf("%s has %d bytes besides its text, counted are %d", name, more, packetOverhead)
				}
			}
		}
		if packets == 0 {
			t.Errorf("%s sends nothing", name)
		}
	}
}
