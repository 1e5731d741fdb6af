package link

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"bulkhead/box"
)

// A saved link is bounded, however it is filled.
func TestASavedLinkIsBounded(t *testing.T) {
	p := newPair(t, MaxPouch)
	p.short = true
	p.secure(1)
	for e := uint32(2); e < 24; e++ {
		p.secure(e) // scheduled turns
	}
	l := p.ends[0]
	for range MaxOutboxMessages {
		if _, err := l.Send(make([]byte, MaxOutbox/MaxOutboxMessages), lastRound); err != nil {
			t.Fatal(err)
		}
	}
	for n := 0; !l.Status().Uncertain; n++ {
		if n > 40 {
			t.Fatal("the end is never in doubt")
		}
		p.round()
		l = p.ends[0]
	}
	for n := range uint32(window) { // cells held, with the first one missing
		room := 1 << 20
		if n > 0 {
			l.inbox.take(&cell{cellFragment, 0, l.inbox.next + n, shortChain{}, make([]byte, cellPayload)}, &room)
		}
	}
	p.now += MaxPouch
	m := Moment{Now: p.now, Floor: p.now}
	for range 2 { // nothing heard, no result known
		if _, err := l.Seal(m, p.rand); err != nil {
			t.Fatal(err)
		}
		m.Now, m.Floor = m.Now+MaxPouch-1, m.Floor+MaxPouch-1
	}
	n := len(mustMarshal(l))
	t.Logf("%d bytes saved, MaxSaved %d; %d epochs, %d and %d rounds kept", n, MaxSaved, len(l.in.epochs), len(l.in.kept), len(l.out.kept))
	if n > MaxSaved {
		t.Errorf("%d bytes, more than MaxSaved", n)
	}
	if _, err := Unmarshal(mustMarshal(l)); err != nil {
		t.Error("a full link does not load")
	}
}

// A message and a cell that waits take what is said of them, to the byte: an owner's
// vault counts on it.
func TestWhatMessagesAndCellsTakeInASavedLink(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	l := p.ends[0]
	before := len(mustMarshal(l))
	for _, n := range []int{0, 1, 1268, 1269, MaxMessage} {
		if _, err := l.Send(make([]byte, n), lastRound); err != nil {
			t.Fatal(err)
		}
		l.outbox.number()
		after := len(mustMarshal(l))
		if got := after - before; got != MessageCost(n) {
			t.Errorf("a message of %d bytes takes %d bytes, MessageCost says %d", n, got, MessageCost(n))
		}
		before = after
	}
	room := 1 << 20
	l.inbox.take(&cell{cellFragment, 0, l.inbox.next, shortChain{}, make([]byte, cellPayload)}, &room)
	if got := len(mustMarshal(l)) - before; got != HeldCost || room != 1<<20-got {
		t.Errorf("a cell takes %d bytes, HeldCost says %d, and %d were taken", got, HeldCost, 1<<20-room)
	}
}

// A link whose every list is as long as it can be takes exactly what is said besides
// its messages.
func TestABareLinkTakesWhatIsSaid(t *testing.T) {
	for _, c := range []struct{ pouch, epochs int }{{MinPouch, 8}, {64, 20}, {MaxPouch, maxEpochs}} {
		l := newPair(t, c.pouch).ends[0]
		l.ladder.making, l.ladder.pk = true, make([]byte, pkPayload)
		for _, d := range []*direction{&l.out, &l.in} {
			e := *d.newest()
			for len(d.epochs) < c.epochs {
				d.epochs = append(d.epochs, e)
			}
			for len(d.kept) < c.pouch {
				k := kept{}
				if d.reads { // only a reader doubts
					k.second = &second{hasID: true}
				}
				d.kept = append(d.kept, k)
			}
		}
		l.gen, l.peers = ownTags, make([]sealed, peerSealings)
		for range window { // expired, and still in their places
			l.outbox.list = append(l.outbox.list, outgoing{gone: true, cells: make([]mark, 1)})
		}
		for range 2 * c.pouch {
			l.outbox.placed = append(l.outbox.placed, placement{n: boxCells})
		}
		fullOfParcels(l)
		h := &l.hand
		h.out.open, h.out.epochs = true, make([]handChains, 2)
		h.in, h.heard = make([]handReader, maxHandEpochs), make([]handSealed, handSealings)
		h.in[0].passed = make([]passed, maxHandKeys+1) // one more than is saved
		if got, want := len(mustMarshal(l)), MaxBare(c.pouch)+HandCost; got != want {
			t.Errorf("%+v: %d bytes, MaxBare says %d", c, got, want)
		}
	}
}

// fullOfParcels gives a link as many parcels, and as many chunks of them, as may be.
func fullOfParcels(l *Link) {
	for i := range MaxParcels {
		p := Parcel{Length: 257 * ChunkSize, Packet: 1}
		if i == MaxParcels-1 {
			p.Length = (MaxParcelsChunks - (MaxParcels-1)*257) * ChunkSize
		}
		n := p.Chunks()
		l.outbox.parcels = append(l.outbox.parcels, outParcel{Parcel: p, held: newChunks(n), stored: newChunks(n)})
		l.inbox.parcels = append(l.inbox.parcels, inParcel{Parcel: p, state: parcelOpen, held: newChunks(n)}, inParcel{Parcel: p, state: parcelWhole})
	}
}

// The specification prints the bound that the code has.
func TestTheSpecificationPrintsTheBound(t *testing.T) {
	page, err := os.ReadFile("../docs/protocol/link.md")
	if err != nil {
		t.Fatal(err)
	}
	n := fmt.Sprint(MaxSaved)
	n = n[:1] + "," + n[1:4] + "," + n[4:]
	if !strings.Contains(string(page), n+" bytes") {
		t.Errorf("docs/protocol/link.md does not print %s bytes", n)
	}
}

// Scheduled turns, kept rounds, tags and sealings of the peer stay within
// their limits for as long as a link lives.
func TestEveryListStaysWithinItsLimit(t *testing.T) {
	p := newPair(t, 64)
	p.short = true
	for n := range 600 {
		p.round()
		if n%50 > 40 { // an absence
			p.now += box.Round(n % 7)
		}
		for i := range p.ends {
			l := p.ends[i]
			for _, d := range []*direction{&l.in, &l.out} {
				if len(d.epochs) > maxEpochs || len(d.kept) > 64+pruneAfter {
					t.Fatalf("round %d: %d epochs, %d rounds kept", p.now, len(d.epochs), len(d.kept))
				}
			}
			if len(l.peers) > peerSealings || len(l.outbox.placed) > maxPlaced {
				t.Fatalf("round %d: %d sealings of the peer, %d placements", p.now, len(l.peers), len(l.outbox.placed))
			}
		}
	}
	if p.ends[0].gen < ownTags || p.ends[0].Status().Epoch < 20 || len(p.ends[0].peers) != peerSealings {
		t.Error("the lists were never full, so the test shows little")
	}
	for i := range p.ends {
		if r := p.ends[i].Status().Frozen; r != NotFrozen {
			t.Errorf("end %d froze: %v", i, r)
		}
	}
}
