package mail

import (
	"sort"

	"bulkhead/cell"
	"bulkhead/link"
)

// How the room of a vault is divided among those who send
// (docs/protocol/cell.md, "Who can make what grow").
const (
	// ownShare is what the owner's own messages can always take, in bytes.
	ownShare = 24 << 10

	// tieShare is the same for what one tie brings and the owner is to see, and
	// for cells of it that wait for the rest of their message: a text of 4 KiB.
	tieShare = 6 << 10

	// adoptedShare is that of one who was adopted, or who adopted.
	adoptedShare = 2 << 10

	// lifelineShare is that of a lifeline, over which hardly anything is said: one
	// cell, and so any packet of it, comes in whatever else is full.
	lifelineShare = link.HeldCost

	// ReceivedOverhead, sentOverhead and carriedOverhead are what a message takes
	// in the mail, or in the list of those on their way, besides its text;
	// partOverhead is what each link that one's own goes over adds.
	ReceivedOverhead = 64
	sentOverhead     = 40
	carriedOverhead  = 40
	partOverhead     = 12

	// packetOverhead is what a packet of one's own has besides its text at most, in
	// bytes: ids, rounds and a founder's signature.
	packetOverhead = 104
)

// Share returns what a tie can always take, in bytes; paced says whether its link
// has no slot of its own. It is 0 of a tie that was cut.
func Share(t cell.Tie, paced bool) int {
	switch {
	case t.Phase == cell.Severed:
		return 0
	case t.Relation == cell.Lifeline:
		return lifelineShare
	case t.Adopted && paced:
		return adoptedShare
	}
	return tieShare
}

// AllShares is what everybody can always take, in bytes, all together: the owner,
// who has one of the slots, who was adopted, and lifelines. A lead that adopted
// takes of the share of the slot that it has not got.
func AllShares(slots, adopted int) int {
	return ownShare + slots*tieShare + adopted*adoptedShare + cell.MaxLifelines*lifelineShare
}

// Room is a vault's room for messages as it is now.
type Room struct {
	Pool int                                    // bytes beyond everybody's share
	Own  int                                    // bytes that the owner keeps besides messages: of the owner's share
	Held map[cell.TieID]int                     // bytes that cells in a tie's link take, which wait for the rest of their message
	Tie  func(cell.TieID) (share int, led bool) // what a tie can always take, see [Share]; whether it is of those who are led
}

// part is what one tie may take of the pool at most: two thirds, or the longest text where
// that is more, so that it can come at all.
func (r *Room) part() int { return max(r.Pool*2/3, min(r.Pool, cell.MaxMessage)) }

// used returns how many bytes each tie takes with what it brought to the owner.
func (m *Mail) used(r *Room) map[cell.TieID]int {
	used := map[cell.TieID]int{}
	for i := range m.received {
		used[m.received[i].Tie] += len(m.received[i].Text) + ReceivedOverhead
	}
	for tie, held := range r.Held {
		used[tie] += held
	}
	return used
}

// Bytes returns what all messages take, held cells not counted: the owner's, those
// that were received, and those on their way.
func (m *Mail) Bytes() int {
	n := m.ownUsed()
	for _, used := range m.used(new(Room)) {
		n += used
	}
	for i := range m.carried {
		if m.carried[i].From != 0 {
			n += m.carried[i].cost()
		}
	}
	return n
}

// Free returns how many bytes of the pool nobody has taken. What is passed on for
// others counts as free: it goes where it is in the way.
func (m *Mail) Free(r *Room) int {
	n := r.Pool - max(0, r.Own+m.ownUsed()-ownShare)
	for tie, used := range m.used(r) {
		share, _ := r.Tie(tie)
		n -= max(0, used-share)
	}
	return max(0, n)
}

// ownUsed returns what the owner's own messages take.
func (m *Mail) ownUsed() (n int) {
	for i := range m.sent {
		n += m.sent[i].cost()
	}
	return n
}

// OwnRoom returns how many bytes the owner's messages can still take, and what else the owner
// keeps.
func (m *Mail) OwnRoom(r *Room) int { return max(0, ownShare-r.Own-m.ownUsed()) + m.Free(r) }

// cost returns what a message of one's own takes in the vault, in bytes, at least:
// in the mail, and in every link that has it, or where it waits for one.
func (s *Sent) cost() int {
	n := sentOverhead + len(s.Text)
	for i := range s.Parts {
		n += partOverhead
		if s.Parts[i].Stage < ReceivedBy {
			n += partCost(max(len(s.Text), s.Size))
		}
	}
	return n
}

// partCost is what one link's share takes until it is confirmed, of a text of so
// many bytes.
func partCost(text int) int { return link.MessageCost(text + packetOverhead) }

// WriteCost returns what a new message of one's own takes in the vault, in bytes,
// of a text of so many bytes that goes over so many links.
func WriteCost(text, parts int) int { return sentOverhead + text + parts*(partOverhead+partCost(text)) }

// Longest returns how many bytes a text to one other may have in so many bytes of
// room for the owner's messages: at most cell.MaxText.
func Longest(room int) int {
	return sort.Search(cell.MaxText, func(n int) bool { return WriteCost(n+1, 1) > room })
}

// Intake is the room there is while what was read is taken in.
type Intake struct {
	m    *Mail
	room Room
	free int                // bytes of the pool that nobody has taken
	used map[cell.TieID]int // bytes that each tie takes already
}

// Intake begins one.
func (m *Mail) Intake(r Room) Intake {
	return Intake{m: m, room: r, free: m.Free(&r), used: m.used(&r)}
}

// Charge counts what a box has added to the vault for its tie: messages, and bytes
// of cells that are newly held, below 0 for those that are held no more.
func (in *Intake) Charge(tie cell.TieID, events []link.Event, held int) {
	cost := held
	for _, e := range events {
		if m, is := e.(*link.Delivered); is {
			cost += len(m.Message) + ReceivedOverhead
		}
	}
	share, _ := in.room.Tie(tie)
	beyond := func() int { return max(0, in.used[tie]-share) }
	before := beyond()
	in.used[tie] += cost
	in.free -= beyond() - before
}

// RoomFor returns how many bytes of new fragments a tie's link may take in: as
// much as its share has left, and beyond that what nobody has taken, up to a part of
// it. What finds no room is left unreceipted, and so comes again. Nothing
// comes in from one who is led and leaves unread how much went no further, or who
// says so of more than can be passed on.
func (in *Intake) RoomFor(tie cell.TieID) int {
	share, led := in.room.Tie(tie)
	if in.m.stops(tie, led) >= manyStops || in.m.said(tie, led) >= manySaid {
		return 0
	}
	used := in.used[tie]
	most := share + in.room.part() - used
	return max(0, share-used, min(max(0, share-used)+in.free, most))
}
