package device

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/mail"
	"bulkhead/report/seal"
)

// Reports and replies that are passed on for others, as a hop sees them: opaque, of two
// lengths, and of one.
const (
	reportKind, shortReport, longReport = 24, 3836, 11_540
	replyKind, replySize                = 25, 1268
)

// reportOf returns a packet to a desk, and what a hop keeps of it besides its way: nothing but
// the kind and the way.
func (h *hop) reportOf(size int) (packet, stub []byte) {
	packet = make([]byte, size)
	packet[0], packet[1] = reportKind, 1
	for i := 2; i < 40; i++ {
		packet[i] = byte(h.rng.Uint32())
	}
	return packet, cell.Stub(packet)
}

// carries reports whether a packet is on its way from one tie to another, waiting or in the
// link: of one that the link has, its stub alone is kept.
func (h *hop) carries(from, to cell.TieID, packet, stub []byte) bool {
	for _, c := range h.d.mail.Carried() {
		if c.From == from && c.Send.Tie == to && (bytes.Equal(c.Send.Message, packet) || bytes.Equal(c.Send.Message, stub)) {
			return true
		}
	}
	return false
}

// Promise: a floods with reports while the lead is away. Whatever b's link brought is on its
// way up, or b is told that it is not; and once the lead is back b's do not wait behind a's.
func TestAFloodOfReportsLosesNobodysReport(t *testing.T) {
	for _, size := range []int{shortReport, longReport} {
		t.Run(fmt.Sprintf("of %d bytes", size), func(t *testing.T) {
			h := newHop(t, 181, 3*time.Hour, 16)
			type sent struct{ packet, stub []byte }
			var all []sent
			for range 12 {
				for range 40 {
					packet, _ := h.reportOf(size)
					h.brings(h.a, packet)
				}
				packet, stub := h.reportOf(size)
				if h.brings(h.b, packet) {
					all = append(all, sent{packet, stub})
				}
				h.goesOn()
			}
			if len(all) < 6 {
				t.Errorf("%d of 12 honest reports were taken in", len(all))
			}
			on, accounts := 0, map[cell.TieID]int{}
			for _, s := range all {
				up, told := h.carries(h.b, h.lead, s.packet, s.stub), h.under(h.b, s.stub[1:])
				if up == told {
					t.Errorf("a report that b's device counts as received: on its way up %v, b told that it is not %v", up, told)
				}
				if up {
					on++
				}
			}
			want := min(len(all), 46<<10/size)
			if on < want {
				t.Errorf("%d honest reports are on their way, want %d", on, want)
			}
			for _, c := range h.d.mail.Carried() {
				if c.Class == cell.Sealed {
					accounts[c.From] += c.Size
				}
			}
			if accounts[h.a] == 0 || accounts[h.a] > 46<<10 || accounts[h.b] > 46<<10 {
				t.Errorf("of one tie %d bytes are on their way, of the other %d", accounts[h.a], accounts[h.b])
			}
			if n := len(h.d.mail.Carried()); n > 100 {
				t.Errorf("%d messages are on their way", n)
			}
		})
	}
}

// Promise: a long report goes on as a parcel. Once the lead has it, nothing of it is kept but
// its way; until then it is on its way, over every save.
func TestALongReportGoesOnAsAParcel(t *testing.T) {
	h := newHop(t, 182, 15*time.Minute, 192)
	packet, stub := h.reportOf(longReport)
	if !h.brings(h.a, packet) {
		t.Fatal("it is not taken in")
	}
	for range 4 {
		h.goesOn()
		if !h.carries(h.a, h.lead, packet, stub) {
			t.Fatal("it is not on its way")
		}
	}
	if h.carries(h.a, h.lead, packet, packet) {
		t.Error("after four rounds it still waits for a place on the shelf")
	}
	if kept, err := h.d.marshal(); err != nil || bytes.Contains(kept, packet[2:40]) {
		t.Errorf("on the shelf, it is kept in the vault too (%v)", err)
	}
	h.d.happened(h.lead, nil)
	for _, c := range h.d.mail.Carried() {
		if c.From == h.a && c.Send.Tie == h.lead {
			h.d.mail.Confirmed(h.lead, c.ID)
		}
	}
	if h.carries(h.a, h.lead, packet, stub) {
		t.Error("confirmed, it is still on its way")
	}
	h.brings(h.a, packet) // again, by a restored device
	if h.carries(h.a, h.lead, packet, packet) {
		t.Error("the same packet goes on twice")
	}
}

// Promise: whoever is above floods with replies to one way; another's reply still gets through.
func TestAFloodOfRepliesStopsNobodysReply(t *testing.T) {
	h := newHop(t, 183, 3*time.Hour, 16)
	reply := func(stub []byte, n byte) []byte {
		b := make([]byte, replySize)
		b[0], b[1], b[18], b[40], b[41] = replyKind, 1, 7, n, 0xa5
		copy(b[2:], stub[1:])
		return b
	}
	_, a := h.brought(h.a)
	_, b := h.brought(h.b)
	for n := range 200 {
		h.brings(h.lead, reply(a, byte(n)))
	}
	h.goesOn()
	if !h.brings(h.lead, reply(b, 1)) || !h.under(h.b, b[1:]) {
		t.Error("b's reply does not go on")
	}
	if n := len(h.d.mail.Carried()); n > 64+8 {
		t.Errorf("%d messages are on their way", n)
	}
}

// brought has a tie bring a report.
func (h *hop) brought(tie cell.TieID) (packet, stub []byte) {
	h.t.Helper()
	packet, stub = h.reportOf(shortReport)
	if !h.brings(tie, packet) {
		h.t.Fatal("a report is not taken in")
	}
	return packet, stub
}

// Promise: what stopped reports above is told below in few packets, each of its writers once.
func TestStoppedReportsShareAnAnswer(t *testing.T) {
	h := newHop(t, 184, 3*time.Hour, 16)
	var stubs [][]byte
	for range 10 {
		_, stub := h.brought(h.a)
		stubs = append(stubs, stub)
		h.confirms(h.lead, 10)
	}
	for _, s := range stubs {
		h.brings(h.lead, append([]byte{29, 0}, s[1:]...))
	}
	told, packets := 0, 0
	for _, s := range stubs {
		if h.under(h.a, s[1:]) {
			told++
		}
	}
	for _, c := range h.d.mail.Carried() {
		if c.Send.Tie == h.a && c.Class == cell.Stops {
			packets++
		}
	}
	if told != len(stubs) || packets > 2 {
		t.Errorf("%d of %d reports are answered, in %d packets", told, len(stubs), packets)
	}
	if h.d.mail.Cut(post{h.d}, h.a, mail.ReasonSevered); len(h.waitingFor(h.a)) > 0 {
		t.Error("after a cut something waits for it")
	}
}

// Promise: a long report that its owner takes back, or that is shed, leaves the shelf, and its
// place among its account's parcels: after four there is as much room as before.
func TestALongReportThatIsGivenUpLeavesTheShelf(t *testing.T) {
	for name, giveUp := range map[string]func(h *hop) cell.TieID{
		"taken back": func(h *hop) cell.TieID {
			packet, _ := h.reportOf(longReport)
			n := h.d.mail.Accept(mail.Sent{What: mail.Text, Size: len(packet), At: h.d.known, Expires: h.d.known + 600})
			h.d.mail.Send(post{h.d}, 0, n, cell.Send{Tie: h.lead, Message: packet}, h.d.known, 600)
			for range 4 {
				h.goesOn()
			}
			if len(h.d.parcels) != 1 || !h.d.mail.TakeBack(post{h.d}, n) {
				t.Fatalf("%d parcels are on the shelf", len(h.d.parcels))
			}
			return 0
		},
		"shed": func(h *hop) cell.TieID {
			packet, _ := h.reportOf(longReport)
			if !h.brings(h.a, packet) {
				t.Fatal("it is not taken in")
			}
			for range 4 {
				h.goesOn()
			}
			if len(h.d.parcels) != 1 {
				t.Fatalf("%d parcels are on the shelf", len(h.d.parcels))
			}
			h.d.mail.Shed(post{h.d}, 1, true)
			h.confirms(h.a, 10) // that it was told so
			return h.a
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHop(t, 185, 15*time.Minute, 192)
			h.goesOn()
			before := h.d.shelfRoomTo(0, h.lead)
			for range 4 {
				of := giveUp(h)
				if len(h.d.parcels) != 0 || len(h.d.shelf.Handles()) != 0 {
					t.Fatalf("%d parcels are left, %d on the shelf", len(h.d.parcels), len(h.d.shelf.Handles()))
				}
				if room := h.d.shelfRoomTo(of, h.lead); of == 0 && room != before || room == 0 {
					t.Fatalf("there is room for %d chunks, before there was for %d", room, before)
				}
				h.goesOn()
			}
		})
	}
}

// Promise: what waits here for a desk that is taken back meanwhile goes no further, and whoever
// sent it hears so.
func TestWhatWaitsForADeskThatIsTakenBackGoesNoFurther(t *testing.T) {
	h := newHop(t, 186, 15*time.Minute, 192)
	packet, _ := h.reportOf(longReport)
	digest := seal.Digest{1, 2, 3}
	name := digest.Name()
	copy(packet[2:], name[:])
	stub := cell.Stub(packet)
	if !h.brings(h.a, packet) || !h.carries(h.a, h.lead, packet, packet) {
		t.Fatal("it does not wait for its place on the shelf")
	}
	effects, err := h.founder.RevokeDesk(digest, h.d.known)
	h.must(err)
	for _, e := range effects {
		if e, is := e.(cell.Send); is && e.Tie == h.toHop && !h.brings(h.lead, e.Message) {
			t.Fatal("the revocation is not taken in")
		}
	}
	for range 3 {
		h.goesOn()
	}
	if h.carries(h.a, h.lead, packet, stub) || !h.under(h.a, stub[1:]) {
		t.Error("it goes on, or whoever sent it is not told")
	}
	if len(h.d.parcels)+len(h.d.staged) != 0 {
		t.Error("it has a place on the shelf")
	}
}
