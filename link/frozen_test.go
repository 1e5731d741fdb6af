package link

import (
	"testing"

	"bulkhead/box"
)

// forge has end i seal one box with a header of the test's making, and the
// other end open it.
func (p *pair) forge(i int, change func(h *header), cells ...func(b []byte)) {
	p.t.Helper()
	s := p.seal(i)
	w := s.Writes[0]
	l := p.ends[i]
	var k secrets
	if !l.out.firstOf(&l.kdf, l.ahead(&l.out), int64(w.Round), &k) {
		p.t.Fatal("no key for the forged box")
	}
	at := place{w.Round, l.out.number, w.ID}
	var plain [headerSize]byte
	if !l.kdf.openHead(&plain, w.Content, &at, boxCipher(&k.content)) {
		p.t.Fatal("the box to forge does not open")
	}
	var h header
	h.get(&plain)
	change(&h)
	h.put(&plain)
	l.kdf.sealHead(w.Content[:bodyTop], &at, boxCipher(&k.content), &plain)
	if len(cells) > 0 {
		body := w.Content[bodyAt : bodyAt+bodySize]
		clear(body)
		for n, c := range cells {
			c(body[n*cellSize : (n+1)*cellSize])
		}
		l.kdf.sealBody(w.Content, &at, boxCipher(&k.content))
	}
	p.seal(1 - i)
	ev, err := p.ends[1-i].Open(w.Round, w.ID, w.Content, 1<<20)
	if err != nil {
		p.t.Fatal(err)
	}
	p.events[1-i] = append(p.events[1-i], keep(ev)...)
	p.now++
}

// Promise: a link that froze carries nothing of its messages, from the first sealing after that:
// the program stays open, and the link's memory is that of the sealing before.
func TestAFrozenLinkCarriesNothingFromThenOn(t *testing.T) {
	for _, known := range []bool{false, true} { // whether the outbox still has the message
		p := newPosts(t, MinPouch)
		l := p.ends[0]
		if _, err := l.Send(message("frozen", 9000), p.now+4); err != nil {
			t.Fatal(err)
		}
		m := Moment{Now: p.now, Floor: p.now, Unlocked: p.now}
		if _, err := l.SealRounds(m, MinPouch, p.rand); err != nil {
			t.Fatal(err)
		}
		l.Freeze(ReasonPouch)
		if !known {
			m.Now, m.Floor = p.now+6, p.now+6
			l.outbox.peer = l.outbox.end
		}
		s, err := l.SealRounds(m, MinPouch, p.rand)
		if err != nil {
			t.Fatal(err)
		}
		for _, cells := range p.bodies(0, s) {
			for _, c := range cells {
				if c[0] != cellEmpty {
					t.Fatalf("a frozen link writes a cell of kind %d", c[0])
				}
			}
		}
	}
}

// Every sign of a copied, restored or contradicting device freezes the link,
// for the reason that the owner is told.
func TestEverySignOfAnotherDeviceFreezes(t *testing.T) {
	pk := func(e uint32, fill byte) func(b []byte) {
		return func(b []byte) {
			for i := range pkPayload {
				b[cellHead+i] = fill
			}
			putCell(b, cellPK, 0, e, shortChain{}, pkPayload)
		}
	}
	ct := func(e uint32) func(b []byte) {
		return func(b []byte) { putCell(b, cellCT, 0, e, shortChain{}, ctPayload) }
	}
	fragment := func(n uint32, marks uint8, chain byte, length int) func(b []byte) {
		return func(b []byte) { putCell(b, cellFragment, marks, n, shortChain{chain}, length) }
	}
	same := func(*header) {}
	for _, c := range []struct {
		name   string
		from   int
		want   Reason
		change func(h *header)
		cells  []func(b []byte)
	}{
		{"echo of a later sealing", 0, ReasonEcho, func(h *header) { h.echoGen++ }, nil},
		{"echo of another tag", 0, ReasonEcho, func(h *header) { h.echoTag[0] ^= 1 }, nil},
		{"gen falls", 0, ReasonPeer, func(h *header) { h.gen -= 3 }, nil},
		{"gen falls below all known", 0, ReasonPeer, func(h *header) { h.gen = 0 }, nil},
		{"one gen, two tags", 0, ReasonPeer, func(h *header) { h.gen -= 2; h.tag[0] ^= 1 }, nil},
		{"next beyond what was sent", 0, ReasonReceipt, func(h *header) { h.receipt.next += 9 }, nil},
		{"wrong chain value", 0, ReasonReceipt, func(h *header) { h.receipt.chain[0] ^= 1 }, nil},
		{"holds what was never sent", 0, ReasonReceipt, func(h *header) { h.receipt.bitmap[15] = 0x40 }, nil},
		{"second PK", 0, ReasonStep, same, []func(b []byte){pk(1, 1)}},
		{"second CT", 1, ReasonStep, same, []func(b []byte){ct(1)}},
		{"CT to no PK", 1, ReasonStep, same, []func(b []byte){ct(9)}},
		{"two chain values of one cell", 0, ReasonStream, same, []func(b []byte){fragment(1, 1, 7, 1284), fragment(1, 1, 8, 1284)}},
		{"broken chain", 0, ReasonStream, same, []func(b []byte){fragment(1, 3, 7, 20)}},
		{"message without a beginning", 0, ReasonStream, same, []func(b []byte){fragment(1, 2, 7, 20)}},
		{"message with a short middle", 0, ReasonStream, same, []func(b []byte){fragment(1, 1, 7, 20)}},
		{"echo of another tag, and the frozen flag", 0, ReasonEcho, func(h *header) { h.echoTag[0] ^= 1; h.flags |= flagFrozen }, nil},
		{"peer's frozen flag", 0, ReasonTold, func(h *header) { h.flags |= flagFrozen }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(t, MinPouch)
			p.secure(1)
			for i := range p.ends {
				if _, err := p.ends[i].Send([]byte("before"), lastRound); err != nil {
					t.Fatal(err)
				}
			}
			p.rounds(3)
			p.forge(c.from, c.change, c.cells...)
			to := 1 - c.from
			if got := p.ends[to].Status().Frozen; got != c.want || p.count(to, Frozen{c.want}) != 1 {
				t.Fatalf("froze for %q, want %q", got, c.want)
			}
			p.save(to)
			p.checkFrozen(to)
		})
	}
}

// What a box's flags tell is told on, each for itself.
func TestTheFlagsOfABoxAreToldOn(t *testing.T) {
	for flags := range uint8(8) {
		p := newPair(t, MinPouch)
		p.secure(1)
		before := len(p.events[1])
		p.forge(0, func(h *header) { h.flags = flags })
		h, ok := p.events[1][before].(*Heard)
		if !ok || h.Duress != (flags&1 != 0) || h.Clone != (flags&2 != 0) || h.PeerFrozen != (flags&4 != 0) {
			t.Errorf("flags %03b: %+v", flags, p.events[1][before])
		}
	}
}

// checkFrozen: a frozen end delivers, confirms and sends nothing, tells the
// other end, and goes on writing and reading as before.
func (p *pair) checkFrozen(i int) {
	p.t.Helper()
	if _, err := p.ends[i].Send(nil, lastRound); err != ErrFrozen {
		p.t.Errorf("sending on a frozen link: got %v, want ErrFrozen", err)
	}
	p.events = [2][]Event{}
	p.ends[1-i].Send([]byte("after"), lastRound)
	before := p.ends[i].inbox.next
	p.rounds(4)
	if p.ends[i].inbox.next != before || len(p.delivered(i)) > 0 {
		p.t.Error("a frozen link delivered something")
	}
	if p.ends[1-i].Status().Frozen == NotFrozen {
		p.t.Error("the other end was not told")
	}
	if len(p.pouch[i].Writes) != MinPouch || len(p.pouch[i].Reads) < MinPouch {
		p.t.Errorf("a frozen link has %d writes and %d reads a pouch", len(p.pouch[i].Writes), len(p.pouch[i].Reads))
	}
	heard := false
	for _, e := range p.events[i] {
		h, ok := e.(*Heard)
		heard = heard || ok && h.PeerFrozen
	}
	if !heard {
		p.t.Error("a frozen link no longer hears that the other end lives")
	}
	k := &p.ends[i].ladder
	if k.making || k.ct != nil || !k.step.IsZero() {
		p.t.Error("a frozen link keeps the secrets of a step")
	}
}

// A refused write freezes only if what stands there opens and was never
// sealed by this device.
func TestARefusedWriteIsJudgedByWhatStandsThere(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	copied, err := Unmarshal(p.saved(0))
	if err != nil {
		t.Fatal(err)
	}
	first := p.seal(0)
	second := p.seal(0)
	m := Moment{Now: p.now, Floor: p.now}
	clone, err := copied.Seal(m, p.rand)
	if err != nil {
		t.Fatal(err)
	}
	frozen := func(k int, readback *box.Content) []Event {
		t.Helper()
		w := second.Writes[k]
		if w.ID != clone.Writes[k].ID || w.ID != first.Writes[k].ID {
			t.Fatal("two sealings of one state differ in their ids")
		}
		ev, err := p.ends[0].Wrote(w.Round, w.ID, WriteConflict, readback)
		if err != nil {
			t.Fatal(err)
		}
		return ev
	}
	if ev := frozen(0, nil); ev != nil {
		t.Errorf("without a read-back: got %v, want nothing", ev)
	}
	if ev := frozen(0, second.Writes[0].Content); ev != nil {
		t.Errorf("own bytes: got %v, want nothing", ev)
	}
	if ev := frozen(1, first.Writes[1].Content); ev != nil {
		t.Errorf("own earlier sealing: got %v, want nothing", ev)
	}
	if ev := frozen(2, &box.Content{9}); len(ev) != 1 || ev[0] != (Warning{WarnDrop}) {
		t.Errorf("junk: got %v, want a warning of the drop", ev)
	}
	if ev := frozen(3, clone.Writes[3].Content); len(ev) != 1 || ev[0] != (Frozen{ReasonConflict}) {
		t.Errorf("a copy's box: got %v, want frozen", ev)
	}
	if _, err := p.ends[0].Wrote(second.Writes[3].Round, second.Writes[3].ID, WriteStored, nil); err != ErrNotMine {
		t.Errorf("a result told twice: got %v, want ErrNotMine", err)
	}
	if _, err := p.ends[0].Wrote(second.Writes[3].Round, box.ID{}, WriteStored, nil); err != ErrNotMine {
		t.Errorf("a loop's result: got %v, want ErrNotMine", err)
	}
}

// A reason from outside freezes too, the first one stays, and none is none.
func TestFreezingFromOutside(t *testing.T) {
	p := newPair(t, MinPouch)
	for _, none := range []Reason{NotFrozen, reasons, 255} {
		p.ends[0].Freeze(none)
		if p.ends[0].Status().Frozen != NotFrozen {
			t.Errorf("froze for no reason, numbered %d", none)
		}
	}
	p.ends[0].Freeze(ReasonPouch)
	p.ends[0].Freeze(ReasonEcho)
	if got := p.ends[0].Status().Frozen; got != ReasonPouch {
		t.Errorf("got %q, want %q", got, ReasonPouch)
	}
	for r := NotFrozen; r < reasons; r++ {
		if r.String() == "" || r.String() == "unknown reason" {
			t.Errorf("reason %d has no words", r)
		}
	}
}
