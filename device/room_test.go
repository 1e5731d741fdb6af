package device

import (
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/round"
	"bulkhead/vault"
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

// TestTheSharesFitIntoACompartment: what links have to remember at most, the
// cell's state and everybody's share together, in the usual vault and shape, and
// with as many adopted as there can be, whether the lead has a slot or adopted this
// device. So does what one may take beyond shares. A lifeline's share holds a cell.
func TestTheSharesFitIntoACompartment(t *testing.T) {
	g := cell.Group{Calendar: round.Calendar{Length: 15 * time.Minute}, Slots: 6, PouchRounds: link.MaxPouch}
	room := vault.Options{}.Capacity()
	kept := bareShape(&g) + maxPaced*adoptedRoom(&g)
	for _, slowLead := range []int{0, 1} {
		slotted, paced := int(g.Slots)-round.SpareSlots-slowLead, cell.MaxAdopted+slowLead
		links := slotted*link.MaxBare(int(g.PouchRounds)) + paced*adoptedRoom(&g) + slotted*link.HandCost
		shares := mail.AllShares(slotted, paced)
		all := headRoom + g.MaxState() + links + shares
		t.Logf("%d links with a slot, %d without: links %d, head and rules %d, shares %d; together %d of %d bytes",
			slotted, paced, links, headRoom+g.MaxState(), shares, all, room)
		if all > room {
			t.Errorf("%d bytes, more than the %d of a compartment", all, room)
		}
		if headRoom+g.MaxState()+links > kept || shares > allShares(&g) {
			t.Errorf("the device keeps %d bytes free for links, rules and head, and %d for shares: less than they take", kept, allShares(&g))
		}
	}
	one := bareShape(&g) + adoptedRoom(&g) + allShares(&g)
	in := new(mail.Mail).Intake(mail.Room{Pool: room - one, Tie: func(cell.TieID) (int, bool) { return mail.Share(cell.Tie{}, false), false }})
	if half := in.RoomFor(1); half < link.Cells(cell.MaxMessage)*link.HeldCost {
		t.Errorf("the longest text finds no room: %d bytes for one tie", half)
	}
	if share := mail.Share(cell.Tie{Relation: cell.Lifeline}, true); share < link.HeldCost {
		t.Errorf("a lifeline's share of %d bytes holds no cell of %d", share, link.HeldCost)
	}
}
