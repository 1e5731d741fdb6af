package link

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
	"bulkhead/internal/seeds"
)

// posts are two ends that send each other parcels, each with a place for chunks that
// survives a crash, as a shelf does.
type posts struct {
	*pair
	sent   [2]map[uint32][]byte         // by first
	held   [2]map[uint32]map[int][]byte // what each end has of the other's
	whole  [2]map[uint32][]byte         // what each end has taken in
	room   [2]ParcelRoom
	loses  func() bool // whether a box is lost on its way
	drops  func() bool // whether a chunk finds no room in a turn
	chunks int         // that came
}

func newPosts(t testing.TB, pouch int) *posts {
	p := &posts{pair: newPair(t, pouch)}
	p.secure(1)
	never := func() bool { return false }
	p.loses, p.drops = never, never
	for i := range 2 {
		p.sent[i], p.held[i], p.whole[i] = map[uint32][]byte{}, map[uint32]map[int][]byte{}, map[uint32][]byte{}
		p.room[i] = ParcelRoom{Chunks: MaxParcelsChunks}
		p.events[i] = nil
	}
	return p
}

// send gives one end a parcel of so many bytes.
func (p *posts) send(i, length int, expires box.Round) (MessageID, uint32) {
	p.t.Helper()
	b := make([]byte, length)
	p.rand.Read(b)
	id, first, err := p.ends[i].SendParcel(Parcel{Length: length, Packet: 1, Sum: sha256.Sum256(b)}, expires)
	if err != nil {
		p.t.Fatal(err)
	}
	p.sent[i][first] = b
	return id, first
}

// unlock takes in what happened and seals, in the order of saving: what an end holds is told
// to the link before its receipts are sealed.
func (p *posts) unlock(i, rounds int) {
	p.t.Helper()
	p.take(i)
	p.sealWith(i, Moment{Chunk: p.chunk(i)}, rounds)
	p.take(i)
}

func (p *posts) chunk(i int) func(uint32, int, []byte) int {
	return func(first uint32, index int, b []byte) int {
		all := p.sent[i][first]
		if index*ChunkSize >= len(all) {
			p.t.Fatalf("chunk %d is asked for of a parcel of %d bytes", index, len(all))
		}
		return copy(b[:ChunkSize], all[index*ChunkSize:])
	}
}

// take puts what came on an end's shelf, and settles what is whole.
func (p *posts) take(i int) {
	p.t.Helper()
	l := p.ends[i]
	l.SetParcelRoom(p.room[i])
	for _, e := range p.events[i] {
		switch e := e.(type) {
		case Announced:
			p.held[i][e.First] = map[int][]byte{}
		case Chunk:
			p.chunks++
			if p.held[i][e.First] == nil {
				p.t.Fatal("a chunk came of a parcel that was not announced")
			}
			if !p.drops() {
				p.held[i][e.First][e.Index] = e.Data
			}
		case Ended:
			delete(p.held[i], e.First)
		}
	}
	for _, a := range l.Arriving() {
		has := p.held[i][a.First]
		l.Holds(a.First, func(k int) bool { return has[k] != nil })
		if !a.Open || len(has) < a.Chunks() {
			continue
		}
		var all []byte
		for k := range a.Chunks() {
			all = append(all, has[k]...)
		}
		if p.whole[i][a.First] != nil {
			p.t.Fatal("a parcel came twice")
		}
		if sha256.Sum256(all) != a.Sum || !bytes.Equal(all, p.sent[1-i][a.First]) {
			p.t.Fatal("a parcel is whole and is not what was sent")
		}
		p.whole[i][a.First] = all
		delete(p.held[i], a.First)
		if !l.Settle(a.First, true) {
			p.t.Fatal("a whole parcel cannot be settled")
		}
	}
}

// travel is one round: what both wrote in their last sealings is read, or lost.
func (p *posts) travel() {
	p.t.Helper()
	p.now++
	for i := range 2 {
		if p.pouch[i] != nil {
			p.write(i)
		}
	}
	for i := range 2 {
		if p.pouch[i] == nil {
			continue
		}
		p.ends[i].SetParcelRoom(p.room[i])
		for _, r := range p.pouch[i].Reads {
			c := p.drop[box.Ref{Round: r.Round, ID: r.ID}]
			if r.Round == p.now && c != nil && !p.loses() {
				ev, err := p.ends[i].Open(r.Round, r.ID, c, 1<<20)
				if err != nil && !errors.Is(err, ErrNotMine) {
					p.t.Fatal(err)
				}
				p.events[i] = append(p.events[i], ev...)
				p.take(i)
				p.keepMail(i)
			}
		}
	}
}

// keepMail leaves of the events what is not the shelf's.
func (p *posts) keepMail(i int) {
	kept := p.events[i][:0]
	for _, e := range p.events[i] {
		switch e.(type) {
		case Announced, Chunk, Ended:
		default:
			kept = append(kept, e)
		}
	}
	p.events[i] = kept
}

// Promise: parcels arrive whole, once, through any loss, in any order, both ways at once,
// while chunks are dropped and, for some hundred rounds, lost from where they lay.
func TestParcelsArriveWholeAndOnceThroughAnyLoss(t *testing.T) {
	seeds.Each(t, 6, func(t *testing.T, seed uint64) {
		c := rand.New(rand.NewPCG(seed, 2))
		p := newPosts(t, MinPouch)
		lost, dropped := float64(c.IntN(7))/10, float64(c.IntN(4))/10
		p.loses = func() bool { return c.Float64() < lost }
		p.drops = func() bool { return c.Float64() < dropped }
		lengths := []int{1, ChunkSize, ChunkSize + 1, 9000, 65536, 300_000}
		want := map[MessageID]int{}
		for i := range 2 {
			for range 1 + c.IntN(4) {
				n := lengths[c.IntN(len(lengths))]
				id, _ := p.send(i, n, lastRound)
				want[id+MessageID(i)<<32] = n
			}
		}
		done := func() bool {
			return len(p.ends[0].outbox.parcels)+len(p.ends[1].outbox.parcels)+p.ends[0].Status().Outstanding+p.ends[1].Status().Outstanding == 0
		}
		for n := 0; !done(); n++ {
			if n > 6000 {
				t.Fatalf("after %d rounds parcels are still on the way", n)
			}
			for i := range 2 {
				if c.IntN(3) == 0 {
					p.unlock(i, MinPouch)
				}
				if c.IntN(20) == 0 && n < 500 { // some of the chunks are lost from where they lay
					for first, has := range p.held[i] {
						for k := range has {
							if (int(first)+k)%5 == 0 {
								delete(has, k)
							}
						}
					}
				}
			}
			p.travel()
		}
		for i := range 2 {
			for first, b := range p.sent[i] {
				if !bytes.Equal(p.whole[1-i][first], b) {
					t.Errorf("a parcel of %d bytes is confirmed, and the other end has not got it", len(b))
				}
			}
			for _, e := range p.events[i] {
				if c, is := e.(Confirmed); is {
					delete(want, c.ID+MessageID(i)<<32)
				}
			}
		}
		if len(want) > 0 {
			t.Errorf("%d parcels were never confirmed", len(want))
		}
	})
}

// How long parcels take, at one box a round and without loss: the figures of the page.
func TestParcelsTakeAsManyBoxesAsIsSaid(t *testing.T) {
	for _, c := range []struct{ length, boxes, atMost int }{{9000, 3, 9}, {65536, 18, 30}, {2 << 20, 545, 800}} {
		t.Run(fmt.Sprint(c.length), func(t *testing.T) {
			p := newPosts(t, MinPouch)
			_, first := p.send(0, c.length, lastRound)
			out := p.ends[0].Outbox()
			if len(out) != 1 || out[0].Boxes != c.boxes || out[0].There != 0 || !out[0].Parcel || out[0].Size != c.length {
				t.Fatalf("the outbox says %+v, want one parcel of %d boxes", out, c.boxes)
			}
			n := 0
			for ; p.whole[1][first] == nil; n++ {
				if n > c.atMost {
					t.Fatalf("%d rounds are not enough", n)
				}
				p.unlock(0, MinPouch)
				p.unlock(1, MinPouch)
				p.travel()
			}
			t.Logf("%d bytes in %d rounds, %d chunks came", c.length, n, p.chunks)
		})
	}
}

// bodies decrypts what a sealing writes, as the other end would: the cells of each box.
func (p *posts) bodies(i int, s *Sealing) (out [][boxCells][]byte) {
	p.t.Helper()
	other, err := Unmarshal(p.saved(1 - i))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, w := range s.Writes {
		f, ok := other.match(&other.in, int64(w.Round), w.ID)
		if !ok {
			p.t.Fatalf("round %d: not the other end's", w.Round)
		}
		if _, _, v := other.unseal(&f, w.Content); v == isShut {
			p.t.Fatalf("round %d does not open", w.Round)
		}
		var cells [boxCells][]byte
		for k := range cells {
			cells[k] = bytes.Clone(other.plain[k*cellSize:][:cellSize])
		}
		out = append(out, cells)
	}
	return out
}

// Promise: a notice, an alarm or a text never waits behind a long one. Boxes hold the
// very cells of the stream that they would hold without parcels; only what would be empty is
// chunks.
func TestTheStreamIsWhatItWouldBeWithoutParcels(t *testing.T) {
	for _, texts := range []int{0, 1, 2, 3, 4, 7, 40} {
		p := newPosts(t, MinPouch)
		p.send(0, 200_000, lastRound)
		for range 6 { // until the manifest is receipted
			p.unlock(0, MinPouch)
			p.unlock(1, MinPouch)
			p.travel()
		}
		if p.ends[0].Status().Outstanding != 0 {
			t.Fatal("the manifest is not receipted yet")
		}
		for n := range texts {
			if _, err := p.ends[0].Send(message(fmt.Sprint(n), 100), lastRound); err != nil {
				t.Fatal(err)
			}
		}
		state, source := p.saved(0), *p.rand
		sealed := func(chunk func(uint32, int, []byte) int) (all [][boxCells][]byte) {
			l, err := Unmarshal(state)
			if err != nil {
				t.Fatal(err)
			}
			rand := source
			s, err := l.SealRounds(Moment{Now: p.now, Floor: p.now, Unlocked: p.now, Chunk: chunk}, MinPouch, &rand)
			if err != nil {
				t.Fatal(err)
			}
			return p.bodies(0, s)
		}
		without, with := sealed(nil), sealed(p.chunk(0))
		chunks, free := 0, 0
		for n := range with {
			for k := range boxCells {
				if without[n][k][0] == cellEmpty {
					free++
				}
				if with[n][k][0] == cellChunk {
					chunks++
					if without[n][k][0] != cellEmpty {
						t.Errorf("%d texts: a chunk lies where a cell of kind %d would", texts, without[n][k][0])
					}
				} else if !bytes.Equal(with[n][k], without[n][k]) {
					t.Errorf("%d texts: cell %d of box %d is another beside a parcel", texts, k, n)
				}
			}
		}
		if chunks != free || free == 0 && texts == 0 {
			t.Errorf("%d texts leave %d cells free, %d are chunks", texts, free, chunks)
		}
	}
}

// Promise: what nobody announced, or what is over, is dropped without a trace.
func TestAChunkThatNobodyWaitsForIsDropped(t *testing.T) {
	var n inbox
	now := int64(5000)
	n.room = ParcelRoom{Chunks: 10}
	announce := func(first uint32, length int, sum byte) Parcel {
		p := Parcel{First: first, Length: length, Packet: 1, Sum: [32]byte{sum}}
		if _, ok := n.announce(p.manifest(9000), now, now); !ok {
			t.Fatal("a manifest is not taken")
		}
		return p
	}
	of := func(p *Parcel, k int) *cell {
		return &cell{cellChunk, 0, p.First + uint32(k), p.tag(), make([]byte, p.Size(k))}
	}
	open, large := announce(100, 3*ChunkSize-5, 1), announce(103, 20*ChunkSize, 2)
	if len(n.parcels) != 2 || n.parcels[0].state != parcelOpen || n.parcels[1].state != parcelNoRoom || n.room.Chunks != 7 {
		t.Fatalf("of room for 10 chunks, parcels of 3 and 20 leave %d", n.room.Chunks)
	}
	if n.chunk(of(&open, 0)) == nil || n.chunk(of(&open, 2)) == nil {
		t.Fatal("chunks of an open parcel are dropped")
	}
	n.parcels[0].held.put(0, true)
	tagged, short, long := of(&open, 1), of(&open, 1), of(&open, 2)
	tagged.chain[0]++
	short.payload = short.payload[1:]
	long.payload = make([]byte, ChunkSize)
	for what, c := range map[string]*cell{
		"before the first announced": {cellChunk, 0, 99, open.tag(), make([]byte, ChunkSize)},
		"beyond the last announced":  {cellChunk, 0, 123, open.tag(), make([]byte, ChunkSize)},
		"of a parcel without room":   of(&large, 0),
		"that is held":               of(&open, 0),
		"of another sum":             tagged,
		"that is short":              short,
		"that is long":               long,
	} {
		if n.chunk(c) != nil {
			t.Errorf("a chunk %s is taken", what)
		}
	}
	for _, whole := range []bool{true, false} {
		p := announce(n.chunkEnd, ChunkSize, 3)
		l := Link{inbox: n}
		if !l.Settle(p.First, whole) || l.Settle(p.First, true) || l.inbox.chunk(of(&p, 0)) != nil {
			t.Errorf("a parcel that is settled (whole: %v) takes chunks, or is settled again", whole)
		}
		n = l.inbox
	}
	if ev, ok := n.announce(withdrawal(open.First), now, now); !ok || len(ev) != 1 || n.chunk(of(&open, 1)) != nil {
		t.Error("a chunk of a withdrawn parcel is taken")
	}
	if ev := n.endParcels(9001); len(ev) != 1 || len(n.parcels) != 0 {
		t.Errorf("after the last round of all %d are left, %d have ended: want 0 and the one without room", len(n.parcels), len(ev))
	}
}

// Promise: a parcel without room is told so, pauses, and goes on once there is room; nothing
// of it travels meanwhile.
func TestNoRoomIsAnAnswerAndNotAnEnd(t *testing.T) {
	p := newPosts(t, MinPouch)
	p.room[1].Chunks = 10
	_, first := p.send(0, 65536, lastRound)
	for range 8 {
		p.unlock(0, MinPouch)
		p.unlock(1, MinPouch)
		p.travel()
	}
	if out := p.ends[0].Outbox(); len(out) != 1 || !out[0].NoRoom || out[0].Stage == Written {
		t.Fatalf("the sender knows %+v, want that there is no room", out)
	}
	for _, cells := range p.bodies(0, p.sealWith(0, Moment{Chunk: p.chunk(0)}, MinPouch)) {
		for _, c := range cells {
			if c[0] == cellChunk {
				t.Fatal("chunks travel although there is no room for them")
			}
		}
	}
	if p.chunks > 0 || p.ends[1].Admit(first+1) || !p.ends[1].Admit(first) || p.ends[1].Admit(first) {
		t.Fatal("a parcel is admitted once, by its number, and no chunk of it was taken before")
	}
	for n := 0; p.whole[1][first] == nil; n++ {
		if n > 40 {
			t.Fatal("once there is room the parcel does not come")
		}
		p.unlock(1, MinPouch)
		p.unlock(0, MinPouch)
		p.travel()
	}
}

func TestParcelsThatEndAreForgottenAtBothEnds(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(p *posts, id MessageID, first uint32)
		told Event
	}{
		{"cancelled", func(p *posts, id MessageID, _ uint32) { p.ends[0].Cancel(id) }, nil},
		{"refused", func(p *posts, _ MessageID, first uint32) { p.ends[1].Settle(first, false) }, Refused{1}},
		{"expired", func(p *posts, _ MessageID, _ uint32) { p.now += 40 }, Expired{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPosts(t, MinPouch)
			id, first := p.send(0, 100_000, p.now+30)
			for range 6 {
				p.unlock(0, MinPouch)
				p.unlock(1, MinPouch)
				p.travel()
			}
			if len(p.ends[1].Arriving()) != 1 || p.chunks == 0 {
				t.Fatal("the parcel is not under way")
			}
			c.end(p, id, first)
			for range 8 {
				p.unlock(1, MinPouch)
				p.unlock(0, MinPouch)
				p.travel()
			}
			if n := len(p.ends[1].Arriving()); n != 0 || len(p.ends[0].Outbox()) != 0 || p.ends[0].Status().Outstanding != 0 {
				t.Errorf("%d parcels still arrive, %d are in the outbox", n, len(p.ends[0].Outbox()))
			}
			told := 0
			for _, e := range p.events[0] {
				switch e.(type) {
				case Refused, Expired, Confirmed:
					told++
					if c.told == nil || fmt.Sprintf("%T", e) != fmt.Sprintf("%T", c.told) {
						t.Errorf("the sender is told %T", e)
					}
				}
			}
			if want := 1; c.told == nil && told != 0 || c.told != nil && told != want {
				t.Errorf("the sender was told %d times", told)
			}
			if _, err := Unmarshal(p.saved(0)); err != nil {
				t.Error(err)
			}
		})
	}
}

// Promise: a parcel that is given up while the outbox is full is withdrawn once there is room:
// until then nothing of it travels, nobody is shown it, and a saved state knows of it.
func TestAWithdrawalWaitsForRoom(t *testing.T) {
	p := newPosts(t, MinPouch)
	id, _ := p.send(0, 100_000, p.now+200)
	round := func() {
		for i := range 2 {
			p.unlock(i, MinPouch)
		}
		p.travel()
	}
	for range 6 {
		round()
	}
	full, messages := p.now+6, 0
	for ; ; messages++ {
		if _, err := p.ends[0].Send([]byte{byte(messages)}, full); errors.Is(err, ErrOutboxFull) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if messages < MaxOutboxMessages/2 || !p.ends[0].Cancel(id) || p.ends[0].Cancel(id) {
		t.Fatalf("%d messages fill the outbox, or a parcel is given up twice or not at all", messages)
	}
	l, err := Unmarshal(p.saved(0))
	if err != nil {
		t.Fatal(err)
	}
	p.ends[0] = l
	if o := &l.outbox; len(o.parcels) != 1 || !o.parcels[0].gone || o.count != MaxOutboxMessages {
		t.Fatalf("%d parcels wait to be withdrawn, of %d messages", len(o.parcels), o.count)
	}
	for _, o := range l.Outbox() {
		if o.Parcel {
			t.Error("what was given up is in the outbox")
		}
	}
	if l.Status().Lacking != 0 {
		t.Error("what was given up is still to be brought over")
	}
	came := p.chunks
	for range 24 {
		round()
	}
	if n, waits := len(p.ends[1].Arriving()), len(p.ends[0].outbox.parcels); n != 0 || waits != 0 || came == 0 || p.chunks != came {
		t.Errorf("once there is room %d parcels still arrive, %d wait to be withdrawn; %d chunks came before, %d after", n, waits, came, p.chunks-came)
	}
	for _, e := range p.events[0] {
		if x, is := e.(Expired); is && x.ID == id {
			t.Error("its sender is told that it expired")
		}
	}
}

func TestADirectionHasEightParcelsAndTheirChunksAtMost(t *testing.T) {
	l := newPair(t, MinPouch).ends[0]
	for range MaxParcels {
		if _, _, err := l.SendParcel(Parcel{Length: 5000, Packet: 5000}, lastRound); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := l.SendParcel(Parcel{Length: 5000, Packet: 5000}, lastRound); !errors.Is(err, ErrOutboxFull) {
		t.Errorf("a ninth parcel: %v", err)
	}
	l = newPair(t, MinPouch).ends[0]
	if _, _, err := l.SendParcel(Parcel{Length: MaxParcel, Packet: 1}, lastRound); err != nil {
		t.Fatal(err)
	}
	if _, _, err := l.SendParcel(Parcel{Length: (MaxParcelsChunks-MaxParcelChunks)*ChunkSize + 1, Packet: 1}, lastRound); !errors.Is(err, ErrOutboxFull) {
		t.Errorf("one chunk too many: %v", err)
	}
	if _, _, err := l.SendParcel(Parcel{Length: (MaxParcelsChunks - MaxParcelChunks) * ChunkSize, Packet: 1}, lastRound); err != nil {
		t.Errorf("as many chunks as may be: %v", err)
	}
	for _, p := range []Parcel{{Length: 0, Packet: 1}, {Length: MaxParcel + 1, Packet: 1}, {Length: 10, Packet: 11}, {Length: 10}, {Length: 1 << 20, Packet: MaxMessage + 1}} {
		if _, _, err := l.SendParcel(p, lastRound); !errors.Is(err, ErrTooLong) {
			t.Errorf("%d bytes with a packet of %d: %v", p.Length, p.Packet, err)
		}
	}
}

// A receiver takes no more from a sender that keeps to no limit, and its state stays within
// its bound.
func TestAnnouncementsBeyondTheLimitsAreRefused(t *testing.T) {
	var n inbox
	n.room = ParcelRoom{Chunks: 1 << 20}
	first := uint32(7)
	for i := range 100 {
		p := Parcel{First: first, Length: ChunkSize * (1 + i%3), Packet: 1}
		first = p.end()
		if _, ok := n.announce(p.manifest(9000), 1, 1); !ok {
			t.Fatal("a manifest is a freezing sign")
		}
		open := 0
		for _, q := range n.parcels {
			if q.state == parcelOpen {
				open++
			}
		}
		if open > MaxParcels || len(n.parcels) > MaxParcels+maxSettled || len(n.parcelReceipts()) > cellPayload {
			t.Fatalf("%d parcels are open, %d remembered", open, len(n.parcels))
		}
	}
	n = inbox{room: ParcelRoom{Chunks: 1 << 20}}
	for i := range 3 {
		p := Parcel{First: uint32(i) * 1024, Length: ChunkSize * 1024, Packet: 1}
		n.announce(p.manifest(9000), 1, 1)
	}
	states := map[uint32]parcelState{}
	for _, p := range n.parcels {
		states[p.First] = p.state
	}
	if states[0] != parcelOpen || states[1024] != parcelOpen || states[2048] != parcelRefused {
		t.Error("of three parcels of 1,024 chunks the third is to be refused")
	}
	n = inbox{room: ParcelRoom{None: true}}
	if ev, ok := n.announce((&Parcel{First: 1, Length: 5, Packet: 1}).manifest(9000), 1, 1); !ok || ev != nil || n.parcels != nil || n.parcelReceipts() != nil {
		t.Error("a link without parcels remembers one")
	}
}

// Promise: a sender that keeps to its limits is never refused, in whatever order boxes are taken
// in. The time of one of its 8 parcels ends, and a ninth takes its place; the box with the ninth
// one's manifest is opened first, and the message before it comes with boxes of an earlier
// sealing, which know nothing of that end.
func TestAParcelIsNotRefusedForTheOrderOfBoxes(t *testing.T) {
	for _, byHand := range []bool{false, true} {
		t.Run(map[bool]string{false: "rounds", true: "by hand"}[byHand], func(t *testing.T) {
			p := newPosts(t, MinPouch)
			p.drops = func() bool { return true } // so that none becomes whole
			last := p.now + 12
			_, short := p.send(0, 1, last)
			for range MaxParcels - 1 {
				p.send(0, 1, lastRound)
			}
			for p.now < last-1 {
				p.unlock(0, MinPouch)
				p.unlock(1, MinPouch)
				p.travel()
			}
			if all := p.ends[1].Arriving(); len(all) != MaxParcels || all[0].First != short {
				t.Fatalf("%d parcels are on the way, want %d, the first of which is to end", len(all), MaxParcels)
			}
			if _, err := p.ends[0].Send(make([]byte, 5*cellPayload), lastRound); err != nil {
				t.Fatal(err)
			}
			early := p.sealWith(0, Moment{Chunk: p.chunk(0)}, MinPouch)
			p.now += 3
			p.unlock(0, MinPouch)
			_, ninth := p.send(0, 1, lastRound)
			if byHand {
				s := p.sealHand(0, 8)
				p.openFirst(func(l *Link, i int) []Event { _, ev := l.OpenHand(&s.Boxes[i], 1<<20); return ev })
			} else {
				s := p.sealWith(0, Moment{Chunk: p.chunk(0)}, MinPouch)
				p.openFirst(func(l *Link, i int) []Event {
					w := s.Writes[i]
					ev, err := l.Open(w.Round, w.ID, w.Content, 1<<20)
					if err != nil {
						t.Fatal(err)
					}
					return ev
				})
			}
			for _, w := range early.Writes[:3] {
				p.open(1, Read{Round: w.Round, ID: w.ID}, w.Content)
			}
			all := p.ends[1].Arriving()
			if p.count(1, Ended{short}) != 1 || len(all) != MaxParcels || all[MaxParcels-1].First != ninth {
				t.Errorf("%d parcels are on the way, the last from number %d, want %d, the last from %d", len(all), all[len(all)-1].First, MaxParcels, ninth)
			}
		})
	}
}

// Promise: what a parcel's sender still waits to hear is not forgotten for parcels of which it
// waits for nothing more: that it took back, or whose time is over.
func TestAWholeParcelIsRememberedUntilItsSenderKnows(t *testing.T) {
	for name, end := range map[string]func(l *Link, first uint32){
		"taken back": func(l *Link, first uint32) {
			if ev := l.inbox.withdraw(first); ev != nil {
				t.Fatalf("a whole parcel that was taken back: %v", ev)
			}
		},
		"over": func(l *Link, first uint32) { l.in.heard = int64(first) + 101 },
	} {
		t.Run(name, func(t *testing.T) {
			l := &Link{pouch: MinPouch}
			l.inbox.room.Chunks = MaxParcelsChunks
			settle := func(first uint32, until box.Round) {
				p := Parcel{First: first, Length: 1, Packet: 1}
				_, reached := l.peerReached()
				if _, ok := l.inbox.announce(p.manifest(until), 1, reached); !ok || !l.Settle(first, true) {
					t.Fatal("a parcel is not taken in")
				}
			}
			settle(0, lastRound)
			for first := uint32(1); first <= 2*maxSettled; first++ {
				settle(first, box.Round(first)+100)
				end(l, first)
			}
			if p := l.inbox.parcel(0); p == nil || p.state != parcelWhole {
				t.Error("a whole parcel is forgotten, and its sender was never told")
			}
		})
	}
}

// Promise: a box by hand, which tells no more than the block in which it was sealed, ends no
// parcel that its sender still has. One of two ends there, and a third takes its place; the time
// of the second ends in the same block, later.
func TestABoxByHandEndsNoParcelBeforeItsTime(t *testing.T) {
	const pouch = 192
	p := newPosts(t, pouch)
	p.drops = func() bool { return true } // so that none becomes whole
	p.now += pouch - p.now%pouch
	_, short := p.send(0, 400*ChunkSize, p.now+6)
	_, long := p.send(0, 1634*ChunkSize, p.now+pouch-20)
	p.unlock(0, pouch)
	p.unlock(1, pouch)
	p.ends[1].SetParcelRoom(p.room[1])
	for _, b := range p.sealHand(0, 4).Boxes {
		_, ev := p.ends[1].OpenHand(&b, 1<<20)
		p.events[1] = append(p.events[1], ev...)
	}
	for range 8 {
		p.travel()
	}
	if all := p.ends[1].Arriving(); len(all) != 2 {
		t.Fatalf("%d parcels are on the way, want 2", len(all))
	}
	p.unlock(0, pouch) // the first ends here, and is still listed there
	_, third := p.send(0, 20*ChunkSize, p.now+100)
	p.unlock(0, pouch)
	ended := 0
	for range 6 {
		p.travel()
		if p.ends[1].inbox.parcel(short) == nil {
			ended++
		}
	}
	if ended == 0 || p.ends[1].inbox.parcel(third) == nil {
		t.Error("the first did not end, or the third did not come")
	}
	if q := p.ends[1].inbox.parcel(long); q == nil || q.state != parcelOpen {
		t.Error("a parcel ended that its sender still has")
	}
}

// Promise: what has settled is not forgotten for a block in which its sender may not have come so
// far; what is surely over there gives way before what is not.
func TestABoxByHandMakesNoWholeParcelForgotten(t *testing.T) {
	const pouch, block = 192, 10
	for _, timed := range []bool{true, false} {
		l := &Link{pouch: pouch}
		l.hand.heard = []handSealed{{gen: 1, block: block, timed: timed}}
		l.inbox.room.Chunks = MaxParcelsChunks
		for first := range uint32(maxSettled + 1) {
			until := box.Round(block*pouch + 50)
			if first == 3 {
				until = block*pouch - 1
			}
			p := Parcel{First: first, Length: 1, Packet: 1}
			_, reached := l.peerReached()
			if _, ok := l.inbox.announce(p.manifest(until), 1, reached); !ok || !l.Settle(first, true) {
				t.Fatal("a parcel is not taken in")
			}
			if first < maxSettled && len(l.inbox.parcels) != int(first)+1 {
				t.Fatalf("%d parcels are remembered of %d", len(l.inbox.parcels), first+1)
			}
		}
		gone := uint32(0)
		if timed {
			gone = 3
		}
		for first := range uint32(maxSettled + 1) {
			if here := l.inbox.parcel(first) != nil; here != (first != gone) {
				t.Errorf("timed %t: parcel %d is remembered: %t", timed, first, here)
			}
		}
	}
}

// Promise: a withdrawal that waited for room goes before anything new, and its parcel's place is
// free for the next.
func TestAWithdrawalThatWaitedGoesBeforeWhatIsNew(t *testing.T) {
	for _, next := range []string{"message", "parcel"} {
		p := newPosts(t, MinPouch)
		var parcels, messages []MessageID
		for range MaxParcels {
			id, _ := p.send(0, 1, lastRound)
			parcels = append(parcels, id)
		}
		p.unlock(0, MinPouch)
		l := p.ends[0]
		for {
			id, err := l.Send([]byte{1}, lastRound)
			if errors.Is(err, ErrOutboxFull) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			messages = append(messages, id)
		}
		given := parcels[0]
		first := l.outbox.parcels[0].First
		if !l.Cancel(given) || len(l.outbox.parcels) != MaxParcels {
			t.Fatal("the withdrawal does not wait")
		}
		send := func() (id MessageID, err error) {
			if next == "parcel" {
				id, _, err = l.SendParcel(Parcel{Length: 1, Packet: 1}, lastRound)
				return id, err
			}
			return l.Send([]byte{2}, lastRound)
		}
		n := len(messages)
		if !l.Cancel(messages[n-1]) {
			t.Fatal("a message is not given up")
		}
		if _, err := send(); !errors.Is(err, ErrOutboxFull) {
			t.Errorf("%s: the one place is not the withdrawal's: %v", next, err)
		}
		if !l.Cancel(messages[n-2]) {
			t.Fatal("a message is not given up")
		}
		id, err := send()
		if err != nil {
			t.Fatalf("%s: %v", next, err)
		}
		at := len(l.outbox.list) - 2
		if m := &l.outbox.list[at]; !m.manifest || !bytes.Equal(m.data, withdrawal(first)) || m.id+1 != id || l.outbox.parcel(given) >= 0 {
			t.Errorf("%s: the withdrawal does not stand before it", next)
		}
	}
}

// openFirst opens one of a sealing's first 8 boxes that brings a manifest and not what stands
// before it in the stream.
func (p *posts) openFirst(open func(l *Link, i int) []Event) {
	p.t.Helper()
	before := p.ends[1]
	for i := range 8 {
		p.ends[1] = before
		p.save(1)
		p.ends[1].SetParcelRoom(p.room[1])
		open(p.ends[1], i)
		for _, c := range p.ends[1].inbox.held {
			if c.marks&markManifest != 0 {
				return
			}
		}
	}
	p.t.Fatal("no box brings a manifest before its time")
}

// Promise: a manifest that cannot be freezes the link, as any broken message of the stream.
func TestABrokenManifestFreezes(t *testing.T) {
	good := Parcel{First: 50, Length: 3000, Packet: 3000}
	field := func(at int, v uint32) []byte {
		b := good.manifest(9000)
		binary.BigEndian.PutUint32(b[at:], v)
		return b
	}
	for name, b := range map[string][]byte{
		"numbers again":    field(0, 49),
		"no packet":        field(8, 0),
		"a longer packet":  field(8, 3001),
		"too long":         field(4, MaxParcel+1),
		"numbers that end": field(0, lastCell),
		"short":            good.manifest(9000)[:47],
		"long":             append(good.manifest(9000), 0),
	} {
		n := inbox{chunkEnd: 50}
		if _, ok := n.announce(b, 1, 1); ok {
			t.Errorf("%s: is taken", name)
		}
	}
	n := inbox{chunkEnd: 50}
	if _, ok := n.announce(good.manifest(9000), 1, 1); !ok {
		t.Error("a good one is not")
	}
	for _, marks := range []uint8{markManifest, markFirst | markManifest, markLast | markManifest} {
		n := inbox{held: []heldCell{{marks: marks, payload: make([]byte, chainSize+manifestSize)}}}
		if _, ok := n.whole(); ok {
			t.Errorf("marks %d begin a message", marks)
		}
	}
}

// Promise: nothing that a receipt says freezes, panics, or touches another parcel; an older
// one changes nothing; and one that says less is believed.
func TestReceiptsOfParcelsSayWhatIs(t *testing.T) {
	l := newPair(t, MinPouch).ends[0]
	o := &l.outbox
	o.chunkEnd = 1 << 20
	id, first, err := l.SendParcel(Parcel{Length: 20 * ChunkSize, Packet: 1}, lastRound)
	if err != nil {
		t.Fatal(err)
	}
	say := func(gen uint32, has ...int) {
		in := inbox{parcels: []inParcel{{Parcel: o.parcels[0].Parcel, state: parcelOpen, held: newChunks(20)}}}
		for _, k := range has {
			in.parcels[0].held.put(k, true)
		}
		if ev := o.acceptParcels(gen, in.parcelReceipts()); len(ev) != 0 {
			t.Fatalf("an open parcel is told to be %v", ev)
		}
	}
	held := func() int { return o.parcels[0].held.count(20) }
	if say(5, 0, 3, 19); held() != 3 {
		t.Errorf("%d chunks are held, want 3", held())
	}
	if say(4, 0, 1, 2, 3); held() != 3 {
		t.Error("an older receipt counts")
	}
	if say(6, 0); held() != 1 {
		t.Error("a newer receipt that says less is not believed")
	}
	c := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		b := make([]byte, c.IntN(60))
		for i := range b {
			b[i] = byte(c.IntN(6))
		}
		if len(b) > 7 && c.IntN(2) == 0 {
			binary.BigEndian.PutUint32(b, first)
			b[4] = byte([]parcelState{0, parcelOpen, parcelNoRoom, 5}[c.IntN(4)])
		}
		if ev := o.acceptParcels(7, b); len(ev) > 0 && len(o.parcels) > 0 {
			t.Fatalf("%v of what is no receipt", ev)
		}
		if len(o.parcels) == 0 {
			t.Fatal("a parcel went by a receipt that does not say so")
		}
	}
	b := binary.BigEndian.AppendUint32(nil, first)
	if ev := o.acceptParcels(8, append(b, byte(parcelWhole))); len(ev) != 1 || ev[0] != (Confirmed{id}) || len(o.parcels) != 0 {
		t.Errorf("a whole parcel: %v", ev)
	}
}

// A frozen link says and takes nothing of parcels.
func TestAFrozenLinkHasNoParcels(t *testing.T) {
	p := newPosts(t, MinPouch)
	p.send(0, 100_000, lastRound)
	p.send(1, 100_000, lastRound)
	for range 6 {
		p.unlock(0, MinPouch)
		p.unlock(1, MinPouch)
		p.travel()
	}
	l := p.ends[0]
	l.Freeze(ReasonPouch)
	if len(l.Arriving()) != 0 {
		t.Error("a frozen link still waits for a parcel")
	}
	if out := l.Outbox(); len(out) != 1 || out[0].Stage != Stuck {
		t.Errorf("the outbox of a frozen link: %+v", out)
	}
	for _, cells := range p.bodies(0, p.sealWith(0, Moment{Chunk: p.chunk(0)}, MinPouch)) {
		for _, c := range cells {
			if c[0] != cellEmpty {
				t.Fatalf("a frozen link writes a cell of kind %d", c[0])
			}
		}
	}
}
