package link

import (
	"cmp"
	"encoding/binary"
	"slices"

	"bulkhead/box"
)

// parcelState is how far a parcel of the other end has come. Its number travels.
type parcelState uint8

const (
	parcelOpen parcelState = iota + 1
	parcelNoRoom
	parcelWhole
	parcelRefused
	parcelStates
)

func (s parcelState) settled() bool { return s == parcelWhole || s == parcelRefused }

// inParcel is a parcel that the other end sends.
type inParcel struct {
	Parcel
	state parcelState
	until uint32   // last round in which it is waited for, or a settled one remembered
	held  chunkSet // of an open one: what the caller has, durably
}

// ParcelRoom says what a link may take in of parcels. It is not saved: the zero value, with
// which a link is loaded, lets every parcel wait.
type ParcelRoom struct {
	Chunks int       // that new parcels may have, all together
	Life   box.Round // rounds for which a parcel is waited for; 0: as long as its sender says
	None   bool      // the link takes no parcels: whatever comes of them is passed over
}

// SetParcelRoom says it, until the next time.
func (l *Link) SetParcelRoom(r ParcelRoom) { l.inbox.room = r }

// Arriving describes a parcel of the other end that is not whole and not refused.
type Arriving struct {
	Parcel
	Open  bool // else it waits for room
	Held  int  // chunks
	Until box.Round
}

// Arriving lists what the other end has announced and this end has not settled.
func (l *Link) Arriving() (all []Arriving) {
	for i := range l.inbox.parcels {
		if p := &l.inbox.parcels[i]; !p.state.settled() {
			a := Arriving{Parcel: p.Parcel, Open: p.state == parcelOpen, Until: box.Round(p.until)}
			if a.Open {
				a.Held = p.held.count(p.Chunks())
			}
			all = append(all, a)
		}
	}
	return all
}

// Admit opens a parcel that waited for room; false if there is none such.
func (l *Link) Admit(first uint32) bool {
	p := l.inbox.parcel(first)
	if p == nil || p.state != parcelNoRoom {
		return false
	}
	p.open()
	return true
}

// Holds says which chunks of an open parcel the caller has, durably: the next sealing's
// receipts say so. Saying less than before is allowed: what was lost comes again.
func (l *Link) Holds(first uint32, has func(index int) bool) {
	if p := l.inbox.parcel(first); p != nil && p.state == parcelOpen {
		for k := range p.Chunks() {
			p.held.put(k, has(k))
		}
	}
}

// Settle ends a parcel: it is whole, and taken in by the same save of the vault as the link;
// or it is refused for good. False if there is none to settle.
func (l *Link) Settle(first uint32, whole bool) bool {
	p := l.inbox.parcel(first)
	if p == nil || p.state.settled() {
		return false
	}
	in := *p
	if in.state, in.held = parcelRefused, nil; whole {
		in.state = parcelWhole
	}
	l.inbox.cut(first)
	reached, _ := l.peerReached()
	l.inbox.settled(in, reached)
	return true
}

func (p *inParcel) open() { p.state, p.held = parcelOpen, newChunks(p.Chunks()) }

func (n *inbox) parcel(first uint32) *inParcel {
	for i := range n.parcels {
		if n.parcels[i].First == first {
			return &n.parcels[i]
		}
	}
	return nil
}

// peerReached returns the highest round that the other end had reached when it sealed any of
// the boxes that were opened, and the last that it can have reached: a box by hand tells its
// block alone, which may have only begun. Not the last box opened counts: a manifest waits for
// the message before it, which a box that was sealed earlier may bring later.
func (l *Link) peerReached() (surely, atMost int64) {
	surely, atMost = l.in.heard, l.in.heard
	for i := range l.hand.heard {
		s := &l.hand.heard[i]
		if s.timed {
			surely = max(surely, int64(s.block)*l.pouch)
		}
		atMost = max(atMost, (int64(s.block)+1)*l.pouch-1)
	}
	return surely, atMost
}

// announce takes in a manifest, whose sender can have reached a round, and no later one. False
// is a freezing sign: it is none, or announces numbers again.
func (n *inbox) announce(message []byte, now, reached int64) (events []Event, ok bool) {
	p, expires, ok := parcelOf(message)
	if !ok || n.room.None && p.Length > 0 && !p.valid() {
		return nil, false
	}
	if p.Length == 0 {
		return n.withdraw(p.First), true
	}
	if !p.valid() || p.First < n.chunkEnd || p.First >= lastCell {
		return nil, false
	}
	n.chunkEnd = p.end()
	if n.room.None {
		return nil, true
	}
	in := inParcel{Parcel: p, state: parcelNoRoom, until: expires}
	if n.room.Life > 0 {
		in.until = uint32(min(int64(expires), now+int64(n.room.Life)))
	}
	if !n.mayAnnounce(&p) {
		events = n.makeRoom(&p, reached)
	}
	switch {
	case !n.mayAnnounce(&p):
		in.state = parcelRefused
	case p.Chunks() <= n.room.Chunks:
		n.room.Chunks -= p.Chunks()
		in.open()
	}
	if in.state == parcelRefused {
		n.settled(in, now) // its sender keeps to no limit
		return events, true
	}
	n.parcels = append(n.parcels, in)
	return append(events, Announced{p, in.state == parcelOpen}), true
}

// mayAnnounce reports whether one more parcel is not more than a sender may have on the way.
func (n *inbox) mayAnnounce(p *Parcel) bool {
	count, chunks := 1, p.Chunks()
	for i := range n.parcels {
		if q := &n.parcels[i]; !q.state.settled() {
			count, chunks = count+1, chunks+q.Chunks()
		}
	}
	return count <= MaxParcels && chunks <= MaxParcelsChunks
}

// makeRoom ends those whose time at their sender was over first, until one more may be
// announced: a sender that keeps to its limits has ended as many, and has the others still. None
// ends whose time goes on beyond the round that the sender can have reached.
func (n *inbox) makeRoom(p *Parcel, reached int64) (events []Event) {
	for !n.mayAnnounce(p) {
		first := -1
		for i := range n.parcels {
			q := &n.parcels[i]
			if q.state.settled() || int64(q.until) >= reached {
				continue
			}
			if first < 0 || q.until < n.parcels[first].until {
				first = i
			}
		}
		if first < 0 {
			break
		}
		events = append(events, Ended{n.parcels[first].First})
		n.parcels = cut(n.parcels, first, first+1)
	}
	return events
}

// withdraw forgets a parcel that its sender took back. One that was settled before its sender
// knew is remembered for nobody, and would take the place of one whose sender is to hear.
func (n *inbox) withdraw(first uint32) (events []Event) {
	p := n.parcel(first)
	if p == nil {
		return nil
	}
	if !p.state.settled() {
		events = []Event{Ended{first}}
	}
	n.cut(first)
	return events
}

// cut removes one from the list.
func (n *inbox) cut(first uint32) {
	n.parcels = slices.DeleteFunc(n.parcels, func(q inParcel) bool { return q.First == first })
}

// settled remembers one as the last that was settled. If there are more than maxSettled, one
// goes: that whose time was over first at its sender, which has surely reached a round and waits
// for no word of it; if there is none, the one that was settled before all others: its sender
// knows, or could not have as many on the way.
func (n *inbox) settled(p inParcel, reached int64) {
	at := slices.IndexFunc(n.parcels, func(q inParcel) bool { return !q.state.settled() })
	if at < 0 {
		at = len(n.parcels)
	}
	n.parcels = slices.Insert(n.parcels, at, p)
	if at < maxSettled {
		return
	}
	gone := 0
	for i := range n.parcels[:at+1] {
		if u := n.parcels[i].until; int64(u) < reached && u < n.parcels[gone].until {
			gone = i
		}
	}
	n.parcels = cut(n.parcels, gone, gone+1)
}

// endParcels forgets those whose time is over.
func (n *inbox) endParcels(now int64) (events []Event) {
	n.parcels = slices.DeleteFunc(n.parcels, func(p inParcel) bool {
		if int64(p.until) >= now {
			return false
		}
		if !p.state.settled() {
			events = append(events, Ended{p.First})
		}
		return true
	})
	return events
}

// chunk takes in a chunk's cell; nil if nobody waits for it.
func (n *inbox) chunk(c *cell) Event {
	for i := range n.parcels {
		p := &n.parcels[i]
		if p.state != parcelOpen || c.number < p.First || c.number >= p.end() {
			continue
		}
		k := int(c.number - p.First)
		if p.held.has(k) || c.chain != p.tag() || len(c.payload) != p.Size(k) {
			return nil
		}
		return Chunk{p.First, k, slices.Clone(c.payload)}
	}
	return nil
}

// parcelReceipts is the payload of a cell of receipts; nil if there is nothing to say.
func (n *inbox) parcelReceipts() []byte {
	var b []byte
	byFirst := slices.Clone(n.parcels)
	slices.SortFunc(byFirst, func(p, q inParcel) int { return cmp.Compare(p.First, q.First) })
	for i := range byFirst {
		p := &byFirst[i]
		b = append(binary.BigEndian.AppendUint32(b, p.First), byte(p.state))
		if p.state == parcelOpen {
			b = append(binary.BigEndian.AppendUint16(b, uint16(p.Chunks())), p.held...)
		}
	}
	return b
}
