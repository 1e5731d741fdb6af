package link

// flow is one parcel in a sealing: which chunks are still to be brought over, in the order in
// which they go, again and again.
type flow struct {
	parcel int // in the outbox
	order  []uint16
	at     int
}

// parcelPacker gives cells that the stream leaves to receipts and chunks.
type parcelPacker struct {
	j        *sealJob
	receipts []byte
	flows    []flow
	turn     int // the flow whose chunk is next
}

func newParcelPacker(j *sealJob, byHand bool) parcelPacker {
	l := j.l
	p := parcelPacker{j: j, receipts: l.inbox.parcelReceipts()}
	o := &l.outbox
	air := o.inAir(j.first - 1)
	for i := range o.parcels {
		q := &o.parcels[i]
		if q.noRoom || q.gone || !o.announced(q.id) || j.chunk == nil {
			continue
		}
		if f := (flow{parcel: i, order: q.chunkOrder(air, byHand)}); len(f.order) > 0 {
			p.flows = append(p.flows, f)
		}
	}
	return p
}

// announced reports whether a parcel's manifest has its place in the stream, or is there.
func (o *outbox) announced(id MessageID) bool {
	for i := range o.list {
		if m := &o.list[i]; m.id == id {
			return m.numbered()
		}
	}
	return true
}

// inAir returns the chunks in boxes of rounds from first on that an earlier sealing filled:
// those of the round that is now. What became of them is not known yet.
func (o *outbox) inAir(first int64) map[uint32]bool {
	air := map[uint32]bool{}
	for i := range o.placed {
		for k, n := range o.placed[i].cells[:o.placed[i].n] {
			if int64(o.placed[i].round) >= first && o.placed[i].chunk>>k&1 == 1 {
				air[n] = true
			}
		}
	}
	return air
}

// chunkOrder returns what a parcel still has to bring over: for a pouch, first what no box has
// had that the drop took or that is in the air, by number; then the rest, beginning where the
// sealing before ended. A pouch holds many more rounds than pass until the next: what it ends
// with was mostly never sent. Boxes by hand all leave, and nobody says that they did: there it
// is the rest alone.
func (p *outParcel) chunkOrder(air map[uint32]bool, byHand bool) (order []uint16) {
	n := p.Chunks()
	went := func(k int) bool { return byHand || p.stored.has(k) || air[p.First+uint32(k)] }
	for k := range n {
		if !p.held.has(k) && !went(k) {
			order = append(order, uint16(k))
		}
	}
	for i := range n {
		if k := (p.next + i) % n; !p.held.has(k) && went(k) {
			order = append(order, uint16(k))
		}
	}
	return order
}

// fill writes cells of one box after n that the stream has: the numbers of their chunks join
// the box's placement. Receipts go first where they are due, or where no chunk is left. It
// returns what is left of body and room.
func (p *parcelPacker) fill(body []byte, room int, at *placement, due bool) ([]byte, int) {
	if room > 0 && p.receipts != nil && (due || len(p.flows) == 0) {
		putCell(body, cellReceipts, 0, 0, shortChain{}, len(p.receipts))
		copy(body[cellHead:], p.receipts)
		body, room = body[cellSize:], room-1
	}
	for tries := len(p.flows); room > 0 && tries > 0; {
		f := &p.flows[p.turn%len(p.flows)]
		p.turn++
		if !p.put(f, body[:cellSize], at) {
			tries--
			continue
		}
		body, room, tries = body[cellSize:], room-1, len(p.flows)
	}
	return body, room
}

// put writes a flow's next chunk; false if it may not travel in this box, or is not at hand.
func (p *parcelPacker) put(f *flow, b []byte, at *placement) bool {
	q := &p.j.l.outbox.parcels[f.parcel]
	if q.expires < at.round {
		return false
	}
	for range f.order {
		k := int(f.order[f.at])
		f.at = (f.at + 1) % len(f.order)
		number := q.First + uint32(k)
		if at.hasChunk(number) {
			return false // it has come round
		}
		if n := p.j.chunk(q.First, k, b[cellHead:cellSize]); n != q.Size(k) {
			clear(b[cellHead:cellSize])
			continue
		}
		clear(b[cellHead+q.Size(k) : cellSize])
		putCell(b, cellChunk, 0, number, q.tag(), q.Size(k))
		q.sealed, q.next = true, k+1
		at.chunk |= 1 << at.n
		at.cells[at.n] = number
		at.n++
		return true
	}
	return false
}

// hasChunk reports whether a box has a chunk already.
func (a *placement) hasChunk(number uint32) bool {
	for i, n := range a.cells[:a.n] {
		if a.chunk>>i&1 == 1 && n == number {
			return true
		}
	}
	return false
}
