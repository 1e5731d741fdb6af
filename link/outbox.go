package link

import "bulkhead/box"

// MessageID names a message that this end sends. Ids count from 1.
type MessageID uint64

// outbox is the sending side of the stream of cells.
type outbox struct {
	next    MessageID // for the next message
	bytes   int       // of messages neither confirmed nor gone
	count   int
	list    []outgoing // in order; numbered ones first
	end     uint32     // number of the next new cell
	tip     chainValue // M of the last numbered message
	peer    uint32     // the other end's next, as last accepted
	peerTip shortChain // and its chain value there
	placed  []placement

	chunkEnd  uint32      // number of the next parcel's first chunk
	parcels   []outParcel // in the order of sending
	parcelGen uint32      // of the peer's sealing whose receipts of parcels were taken last

	free  []mark // for the next messages, in memory only
	rooms rooms  // the same
}

// marks returns n marks. They are made many at a time, for most messages are of
// one cell.
func (o *outbox) marks(n int) []mark {
	const many = 64
	if len(o.free) < n {
		o.free = make([]mark, max(n, many))
	}
	m := o.free[:n:n]
	o.free = o.free[n:]
	return m
}

// Send takes a message of 0 to MaxMessage bytes, which it copies, to be carried
// in rounds up to expires and erased after that one. It is accepted once the
// caller has saved the link. Withdrawals of parcels that wait for room go before it.
// In epoch 0 it waits. Errors: ErrTooLong, ErrOutboxFull, ErrFrozen,
// ErrEnded, ErrErased.
func (l *Link) Send(message []byte, expires box.Round) (MessageID, error) {
	l.withdraw()
	return l.send(message, expires)
}

func (l *Link) send(message []byte, expires box.Round) (MessageID, error) {
	o := &l.outbox
	switch {
	case l.out.epochs == nil:
		return 0, ErrErased
	case l.reason != NotFrozen:
		return 0, ErrFrozen
	case len(message) > MaxMessage:
		return 0, ErrTooLong
	case o.count >= MaxOutboxMessages || o.bytes+len(message) > MaxOutbox:
		return 0, ErrOutboxFull
	case o.end >= lastCell:
		return 0, ErrEnded
	}
	id := o.next
	o.next++
	o.count++
	o.bytes += len(message)
	o.list = append(o.list, outgoing{id: id, expires: uint32(expires), data: append(o.rooms.take(len(message)), message...)})
	return id, nil
}

// Cancel gives up a message as if its lifetime had passed: it is erased now,
// and the other end may have it already. False if there is none by that id.
func (l *Link) Cancel(id MessageID) bool {
	o := &l.outbox
	if i := o.parcel(id); i >= 0 {
		return l.cancelParcel(i)
	}
	for i := range o.list {
		if m := &o.list[i]; m.id == id && !m.gone && !m.manifest {
			o.forget(m)
			o.sweep()
			return true
		}
	}
	return false
}

// forget erases a message whose lifetime passed.
func (o *outbox) forget(m *outgoing) {
	o.bytes -= len(m.data)
	o.count--
	o.rooms.give(m.data)
	m.data, m.gone = nil, true
}

// sweep drops what is gone and has no place in the stream (its end is 0), or whose
// place is passed.
func (o *outbox) sweep() {
	kept := o.list[:0]
	for _, m := range o.list {
		if m.gone && m.end() <= o.peer {
			continue
		}
		kept = append(kept, m)
	}
	clear(o.list[len(kept):])
	o.list = kept
}

// expire erases the messages whose last round is over.
func (o *outbox) expire(now int64) (events []Event) {
	swept := false
	for i := range o.list {
		if m := &o.list[i]; !m.gone && int64(m.expires) < now {
			o.forget(m)
			swept = true
			if !m.manifest { // its parcel's own end is told
				events = append(events, Expired{m.id})
			}
		}
	}
	if swept {
		o.sweep()
	}
	return append(events, o.expireParcels(now)...)
}

// base is the first cell that may still come.
func (o *outbox) base() uint32 {
	for i := range o.list {
		if m := &o.list[i]; !m.gone {
			if m.numbered() {
				return m.first
			}
			break
		}
	}
	return o.end
}

// number gives the next messages their places, as far as the other end's
// window reaches.
func (o *outbox) number() {
	for i := range o.list {
		m := &o.list[i]
		if m.numbered() || m.gone {
			continue
		}
		if o.end-o.peer >= window || o.end >= lastCell {
			return
		}
		m.first, m.before = o.end, o.tip
		m.cells = o.marks(cellsOf(len(m.data)))
		m.chain = o.tip.follow(m.data)
		o.end, o.tip = m.end(), m.chain
	}
}

// backlog counts the cells that still have to be brought over, from round
// first on.
func (o *outbox) backlog(first int64) (n int) {
	for i := range o.list {
		m := &o.list[i]
		if m.gone || int64(m.expires) < first {
			continue
		}
		if !m.numbered() {
			n += cellsOf(len(m.data))
		}
		for _, c := range m.cells {
			if !c.held {
				n++
			}
		}
	}
	return n
}

// markOf returns the mark of a cell that is still to be brought over.
func (o *outbox) markOf(number uint32) *mark {
	for i := range o.list {
		if m := &o.list[i]; m.numbered() && number >= m.first && number < m.end() {
			return &m.cells[number-m.first]
		}
	}
	return nil
}
