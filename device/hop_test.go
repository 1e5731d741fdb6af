package device

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"time"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/internal/durable"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/round"
	"bulkhead/vault"
)

// hop is one member's device with its whole cell: a lead, a partner, and two whom
// it leads. Its neighbours are played by the test: what their links bring, and
// what they confirm.
type hop struct {
	t                   testing.TB
	d                   *Device
	rng                 *rand.Rand
	now                 time.Time
	lead, partner, a, b cell.TieID
	founder             *cell.State // who leads it
	toHop               cell.TieID  // the founder's tie to it
}

// cardOf is the founding card of a group with one drop, on this machine.
func cardOf(g cell.Group) *card.Card {
	c, err := card.Found(g.Calendar, g.Slots, g.PouchRounds, 0, []card.Place{{Drop: card.Server{Plain: true, Host: "127.0.0.1:1"}}})
	if err != nil {
		panic(err)
	}
	return &c
}

func newHop(t testing.TB, seed uint64, period time.Duration, pouch uint8) *hop {
	t.Helper()
	h := &hop{t: t, rng: rand.New(rand.NewPCG(seed, 0)), now: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)}
	source := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16), byte(seed >> 24)})
	pass, err := vault.NewPassphrase([]byte("correct horse battery staple"))
	h.must(err)
	env := Env{
		Dir: durable.NewMem(source), Now: func() time.Time { return h.now }, Rand: source,
		Vault: vault.Options{Size: 1 << 20, Compartments: 2}, Params: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1},
	}
	g := cell.Group{Calendar: round.Calendar{Length: period}, Slots: 6, PouchRounds: pouch}
	now := g.Calendar.At(h.now)
	h.founder, err = cell.Found(cardOf(g), cell.DefaultCheckIn(g.Calendar), source)
	h.must(err)
	inv, effects, err := h.founder.Invite(cell.Led, "hop", now, source)
	h.must(err)
	h.toHop = effects[0].(cell.StartLink).Tie
	welcome := effects[1].(cell.Send).Message
	_, other, err := h.founder.Invite(cell.Led, "the other", now, source)
	h.must(err)
	h.d, err = Join(env, pass, inv, &card.Signed{Card: *cardOf(g)}, "lead")
	h.must(err)
	h.lead = 1
	h.brings(h.lead, welcome)
	h.must(h.d.cell.Secured(h.lead))
	x := other[0].(cell.StartLink).Tie
	h.must(h.founder.Secured(h.toHop))
	h.must(h.founder.Secured(x))
	pair, err := h.founder.Introduce(h.toHop, x, now, source)
	h.must(err)
	h.brings(h.lead, pair[0].(cell.Send).Message)
	h.partner = 2
	for _, tie := range []*cell.TieID{&h.a, &h.b} {
		_, *tie, err = h.d.Invite(cell.Led, "")
		h.must(err)
	}
	for _, tie := range []cell.TieID{h.partner, h.a, h.b} {
		h.must(h.d.cell.Secured(tie))
	}
	h.must(h.d.Refill())
	return h
}

func (h *hop) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// brings has a link deliver a message, if the device takes its cells in. Else it
// stays with whoever sent it.
func (h *hop) brings(tie cell.TieID, message []byte) bool {
	h.t.Helper()
	if h.d.links[tie] == nil || !h.takes(tie, message) {
		return false
	}
	h.d.happened(tie, []link.Event{&link.Delivered{Message: bytes.Clone(message)}})
	return true
}

// goesOn lets a round go by, in which the drop takes the device's boxes, and the owner
// open the device, which must be kept.
func (h *hop) goesOn() {
	h.t.Helper()
	h.now = h.now.Add(h.d.calendar.Length)
	h.d.sure = h.d.calendar.At(h.now) - 1
	if err := h.d.Refill(); err != nil {
		h.t.Fatalf("a refill fails: %v", err)
	}
}

// confirms has the other end of a link say that it has the first n messages.
func (h *hop) confirms(tie cell.TieID, n int) {
	l := h.d.links[tie]
	if l == nil {
		return
	}
	for _, o := range l.Outbox() {
		if n--; n < 0 {
			return
		}
		l.Cancel(o.ID)
		h.d.happened(tie, []link.Event{link.Confirmed{ID: o.ID}})
	}
}

// under reports whether a message with these bytes is on its way over a tie: in
// its link, or waiting for it.
func (h *hop) under(tie cell.TieID, id []byte) bool {
	if kept, err := h.d.links[tie].Marshal(); err == nil && bytes.Contains(kept, id) {
		return true
	}
	for _, m := range h.waitingFor(tie) {
		if bytes.Contains(m, id) {
			return true
		}
	}
	return false
}

// noteOf returns a note as it travels, and its id.
func (h *hop) noteOf(size int) (message, id []byte) {
	message = []byte{7}
	for range 2 {
		message = binary.BigEndian.AppendUint64(message, h.rng.Uint64())
	}
	id = message[1:17:17]
	message = binary.BigEndian.AppendUint16(message, uint16(size))
	return append(message, bytes.Repeat([]byte("x"), size)...), id
}

// overhead is what a text takes in the mail besides itself.
const overhead = 64

// free is how many bytes are left to be lent.
func (d *Device) free() int {
	r := d.room()
	return d.mail.Free(&r)
}

// intake is the room there is while what was read is taken in.
func (d *Device) intake() mail.Intake { return d.mail.Intake(d.room()) }

// show tells the person what the rules would show.
func (d *Device) show(s cell.Show) { d.mail.Show(s, d.known, d.cameNow(), d.lifetime()) }

// takes reports whether the device would take in what a message's cells hold.
func (h *hop) takes(tie cell.TieID, message []byte) bool {
	in := h.d.intake()
	return in.RoomFor(tie) >= len(message)+overhead
}

func (h *hop) waitingFor(tie cell.TieID) (all [][]byte) {
	for _, c := range h.d.mail.Carried() {
		if c.Send.Tie == tie && c.Waits() {
			all = append(all, c.Send.Message)
		}
	}
	return all
}

// readsAll has the owner read and delete all texts.
func (h *hop) readsAll() {
	for _, r := range h.d.Inbox() {
		if mail.Brings(r.What) {
			h.d.Delete(r.Number)
		}
	}
}
