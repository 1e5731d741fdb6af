package device

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/internal/durable"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/shelf"
)

// A hostile member announces what parcels it likes, finishes none, and takes back some.
// Nothing grows for it that is anybody else's, and nothing short waits.

// announces has a tie's link announce a parcel, as the link does with the room it is given.
func (h *hop) announces(tie cell.TieID, first uint32, length int) bool {
	h.t.Helper()
	p := link.Parcel{First: first, Length: length, Packet: 1}
	open := p.Chunks() <= h.d.parcelRoomFor(tie).Chunks
	h.d.parcelEvents(tie, []link.Event{link.Announced{Parcel: p, Open: open}})
	return open && h.d.find(tie, parcelIn, first) != nil
}

// Promise: who announces and withdraws without end, between two saves, takes no line of the
// shelf's book and no room from anybody.
func TestWhoAnnouncesAndWithdrawsTakesNothing(t *testing.T) {
	h := newHop(t, 91, 15*time.Minute, 192)
	h.must(h.d.Refill())
	before := h.d.shelfRoom(h.b)
	for round := range 3 {
		for n := range 2000 {
			first := uint32(round*100_000 + n*40)
			if !h.announces(h.a, first, 1+n%40*link.ChunkSize) {
				t.Fatalf("announcement %d is not taken, though nothing is there", n)
			}
			h.d.parcelEvents(h.a, []link.Event{link.Chunk{First: first, Index: 0, Data: make([]byte, 1)}, link.Ended{First: first}})
		}
		if got := h.d.shelfRoom(h.b); got != before {
			t.Errorf("room for %d chunks of another's is left of %d", got, before)
		}
		if !h.announces(h.b, uint32(round), 40_000) {
			t.Error("another's text of 40,000 bytes finds no place")
		}
		h.d.parcelEvents(h.b, []link.Event{link.Ended{First: uint32(round)}})
		h.goesOn()
	}
	if n := len(h.d.shelf.Handles()); n != 0 {
		t.Errorf("%d parcels are left on the shelf", n)
	}
}

// Promise: who announces all that it can and never finishes takes its own account: each other
// one keeps its share and a third of the pool, the owner keeps room for its longest parcel, and
// what is counted is counted to whose link it came over.
func TestAnAccountIsItsTiesOwn(t *testing.T) {
	h := newHop(t, 92, 15*time.Minute, 192)
	h.must(h.d.Refill())
	given := h.d.env.shelfFile().Given()
	own, tie := given*ownShelf/wholeShelf, given*tieShelf/wholeShelf
	pool := given - own - accounts(6)*tie
	taken, lines := 0, 0
	for n := uint32(0); n < 512; n++ {
		chunks := max(1, h.d.parcelRoomFor(h.a).Chunks/(tieParcels-lines+1))
		if h.announces(h.a, n*2000, chunks*link.ChunkSize) {
			taken, lines = taken+chunks, lines+1
		}
		if lines == tieParcels {
			break
		}
	}
	for h.announces(h.a, 2_000_000, link.ChunkSize) {
		t.Fatal("more parcels than an account may have")
	}
	if most := tie + max(pool*2/3, min(pool, link.MaxParcelChunks)); taken > most {
		t.Errorf("one account took %d chunks, it may have %d", taken, most)
	}
	left := pool - max(0, taken-tie)
	for _, other := range []cell.TieID{h.b, h.lead, h.partner} {
		want := min(tie+left, tie+max(pool*2/3, min(pool, link.MaxParcelChunks)))
		if got := h.d.shelfRoom(other); got != want || got < tie {
			t.Errorf("tie %d has room for %d chunks, want %d: its share and what is left", other, got, want)
		}
	}
	if got := h.d.shelfRoom(0); got != own+left {
		t.Errorf("the owner has room for %d chunks, want %d", got, own+left)
	}
	if h.d.shelfRoom(h.a) != 0 {
		t.Error("who has as many parcels as may be has room for another")
	}
	h.d.parcelEvents(h.a, []link.Event{link.Frozen{Reason: link.ReasonPeer}})
	if got := h.d.shelfRoom(0); got != own+pool {
		t.Errorf("after its link froze the owner has room for %d chunks, want %d", got, own+pool)
	}
}

// Promise: what was written after long texts goes before them while they have no room: as many
// as may be are on the way to somebody who never answers, or the disk refuses the shelf.
func TestAShortTextNeverWaitsBehindALongOne(t *testing.T) {
	long := strings.Repeat("long ", 1000)
	for name, fails := range map[string]bool{"nobody answers": false, "the shelf fails": true} {
		t.Run(name, func(t *testing.T) {
			h := newHop(t, 93, 15*time.Minute, 192)
			if fails {
				h.d.env.Dir.(*durable.Mem).SetRefusal(func(c durable.Call) error {
					if c.Name == ShelfFile {
						return syscall.EIO
					}
					return nil
				})
			}
			for n := range link.MaxParcels + 2 {
				if _, err := h.d.Send(h.partner, fmt.Sprint(n, long)); err != nil {
					t.Fatal(err)
				}
				h.goesOn()
			}
			number, err := h.d.Send(h.partner, "short")
			h.must(err)
			h.goesOn()
			waits := 0
			for _, c := range h.d.mail.Carried() { // what has no link yet
				if c.Number == number {
					t.Error("a short text waits behind long ones")
				}
				waits++
			}
			if got := h.d.Status().Shelf == ShelfFails; got != fails {
				t.Errorf("the owner is told that the shelf fails: %v, want %v", got, fails)
			}
			for _, s := range h.d.Sent() {
				if told := s.Parts[0].Hold == mail.HoldNotKept; told != (fails && s.Number != number) {
					t.Errorf("of text %d it is told that the disk refuses it: %v", s.Number, told)
				}
			}
			if want := map[bool]int{false: 2, true: link.MaxParcels + 2}[fails]; waits < want {
				t.Errorf("%d long texts wait, want %d: nothing was shown", waits, want)
			}
		})
	}
}

// Promise: a long message that was given up while it waited for the shelf leaves nothing there.
func TestWhatNobodyWaitsForLeavesTheShelf(t *testing.T) {
	h := newHop(t, 95, 15*time.Minute, 192)
	before := h.d.shelfRoom(0)
	_, err := h.d.Send(h.partner, strings.Repeat("x", 20_000))
	h.must(err)
	if len(h.d.staged) != 1 || h.d.shelfRoom(0) == before {
		t.Fatal("a long text does not wait for the shelf")
	}
	h.d.mail.Cut(post{h.d}, h.partner, mail.ReasonSevered)
	h.goesOn()
	h.goesOn()
	if got := h.d.shelfRoom(0); got != before || len(h.d.staged) != 0 {
		t.Errorf("room for %d chunks is left of %d, %d are staged", got, before, len(h.d.staged))
	}
	if n := len(h.d.shelf.Handles()); n != 0 {
		t.Errorf("%d parcels are left on the shelf", n)
	}
}

const _ = uint(shelf.MaxParcels - 2*(accounts16+1)*tieParcels) // lines: each account's, and those that are dropped and not saved

const accounts16 = 16 - 2
