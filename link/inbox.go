package link

// heldCell waits for the rest of its message.
type heldCell struct {
	number  uint32
	marks   uint8
	chain   shortChain
	payload []byte
}

// heldOverhead is what saving a held cell costs beyond its payload, in bytes.
const heldOverhead = 4 + 1 + 8 + 2

// inbox is the receiving side of the stream of cells.
type inbox struct {
	next   uint32     // first cell of the first message not taken in
	tip    chainValue // M of the last message taken in
	jumped bool       // base moved next: the coming message's M(j−1) is accepted as given
	held   []heldCell // ascending, within the window from next

	chunkEnd uint32     // end of the last parcel announced
	parcels  []inParcel // the last that were settled, in that order; then the others, by first
	room     ParcelRoom // for parcels, as the caller said last

	news  []Delivered // of the last box opened
	rooms rooms       // for payloads; both in memory only
}

// receipt says what is taken in and what is held.
func (n *inbox) receipt() receipt {
	r := receipt{next: n.next, chain: n.tip.short()}
	for i := range n.held {
		if k := n.held[i].number - n.next; k > 0 {
			r.bitmap[(k-1)/8] |= 1 << ((k - 1) % 8)
		}
	}
	return r
}

// jump moves beyond cells that will never come.
func (n *inbox) jump(base uint32) {
	if base <= n.next {
		return
	}
	i := 0
	for i < len(n.held) && n.held[i].number < base {
		n.rooms.give(n.held[i].payload)
		i++
	}
	n.held = cut(n.held, 0, i)
	n.next, n.jumped = base, true
}

// claimed is how many cells are held or may still come before one that is. Their
// room is taken already.
func (n *inbox) claimed() int {
	if len(n.held) == 0 {
		return 0
	}
	return int(n.held[len(n.held)-1].number-n.next) + 1
}

// take keeps a cell if it lies in the window, is new, and room bytes hold it
// together with all that may still come before it and was not claimed yet: else cells
// of later messages, or of others, could take the room that the first one needs to
// become whole.
// False is a freezing sign: another message's cell has the number already.
func (n *inbox) take(c *cell, room *int) bool {
	if c.number < n.next || c.number-n.next >= window {
		return true
	}
	i := 0
	for i < len(n.held) && n.held[i].number < c.number {
		i++
	}
	if i < len(n.held) && n.held[i].number == c.number {
		return n.held[i].chain == c.chain
	}
	claims := max(0, int(c.number-n.next)+1-n.claimed()) * HeldCost
	if *room < claims {
		return true
	}
	*room -= claims
	n.held = append(n.held, heldCell{})
	copy(n.held[i+1:], n.held[i:])
	n.held[i] = heldCell{c.number, c.marks, c.chain, append(n.rooms.take(len(c.payload)), c.payload...)}
	return true
}

// deliver takes in every message that is whole, in order, and appends it to
// events. reached is the highest round that the sender can have reached. False is a freezing
// sign: the cells or their chain do not make the message they claim.
func (n *inbox) deliver(events []Event, now, reached int64) ([]Event, bool) {
	for {
		cells, ok := n.whole()
		if !ok || cells == 0 {
			return events, ok
		}
		message, chain, ok := n.join(cells)
		if !ok {
			return events, false
		}
		manifest := n.held[0].marks&markManifest != 0
		for i := range cells {
			n.rooms.give(n.held[i].payload)
		}
		n.held = cut(n.held, 0, cells)
		n.next += uint32(cells)
		n.tip, n.jumped = chain, false
		if !manifest {
			n.news = append(n.news, Delivered{message})
			events = append(events, &n.news[len(n.news)-1])
			continue
		}
		more, ok := n.announce(message, now, reached)
		if events = append(events, more...); !ok {
			return events, false
		}
	}
}

// whole returns how many cells the message at next has, if all are held. False
// if what is held there can be no message.
func (n *inbox) whole() (cells int, ok bool) {
	for i := range n.held {
		c := &n.held[i]
		if c.number != n.next+uint32(i) {
			return 0, true
		}
		last := c.marks&markLast != 0
		switch {
		case c.marks&markManifest != 0 && c.marks != markFirst|markLast|markManifest, (c.marks&markFirst != 0) != (i == 0), i >= maxCells, c.chain != n.held[0].chain:
			return 0, false
		case !last && len(c.payload) != cellPayload, i == 0 && len(c.payload) < chainSize:
			return 0, false
		case last:
			return i + 1, true
		}
	}
	return 0, true
}

// join puts the message at next together and checks its chain.
func (n *inbox) join(cells int) (message []byte, chain chainValue, ok bool) {
	size := -chainSize
	for i := range cells {
		size += len(n.held[i].payload)
	}
	if size > MaxMessage {
		return nil, chain, false
	}
	before := chainValue(n.held[0].payload[:chainSize])
	if before != n.tip && !n.jumped {
		return nil, chain, false
	}
	message = append(make([]byte, 0, size), n.held[0].payload[chainSize:]...)
	for i := 1; i < cells; i++ {
		message = append(message, n.held[i].payload...)
	}
	chain = before.follow(message)
	return message, chain, chain.short() == n.held[0].chain
}

// erase drops what is held.
func (n *inbox) erase() {
	for i := range n.held {
		clear(n.held[i].payload)
	}
	n.held, n.parcels = nil, nil
}
