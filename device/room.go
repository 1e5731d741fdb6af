package device

import (
	"slices"
	"sort"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/round"
)

// How the room of a vault is divided (docs/protocol/cell.md, "Who can make what
// grow"). What a link has to remember, the cell's state and the shares below fit
// into a compartment together, whatever anybody sends; what is passed on for
// others takes what is left, and goes, told to whoever sent it, where it is
// needed.

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

	// maxPaced is how many paced links there is room for, besides lifelines. Five
	// can be there, with a lead that adopted; but a device has one lead, and the
	// room of the slot that this one has not got is larger than a paced link's.
	maxPaced = cell.MaxAdopted

	// lifelineRoom is what a lifeline takes in the vault once it has lived for
	// long, in bytes: 5,101 at most in 330 turns with absences, measured.
	lifelineRoom = 7 << 10

	// headRoom is what a device's state has besides: rounds, tags, lengths, and
	// what its person is told without a text.
	headRoom = 4<<10 + maxTold*toldSize

	// perRound is what a link may have to remember of a round during an absence,
	// in bytes: two candidates each way, a key and an id seed each.
	perRound = 4 * 64

	// margin is what a sealing may add to a state, in bytes.
	margin = 16 << 10

	// receivedOverhead, sentOverhead and carriedOverhead are what a message takes
	// in the mail, or in the list of those on their way, besides its text;
	// partOverhead is what each link that one's own goes over adds.
	receivedOverhead = 64
	sentOverhead     = 40
	carriedOverhead  = 40
	partOverhead     = 12

	// packetOverhead is what a packet of one's own has besides its text at most, in
	// bytes: ids, rounds and a founder's signature.
	packetOverhead = 104
)

// bare returns what all else may take at most that is no message: of every link
// that fits into the slots, and of the paced ones that there are. Lifelines are
// not among it: they take what those do not use, and where all of them use all
// they may, lifelines go before a save fails. Where a vault is too small for that,
// it is what links take now and usually come to take.
func (d *Device) bare() int {
	n, paced := bareShape(&d.group), 0
	for _, l := range d.lines() {
		if p := d.cell.Pace(l.tie); p != nil && !l.dead && d.adopted(l.tie) {
			paced++
		}
	}
	n += min(max(1, paced), maxPaced) * adoptedRoom(&d.group)
	if n+allShares(&d.group) <= d.vault.Capacity() {
		return n
	}
	payload, err := d.marshal()
	if err != nil {
		return n
	}
	defer clear(payload)
	return min(n, max(0, len(payload)-d.messages())+d.growth())
}

// adoptedRoom is what a paced link of an adopted member, or to the lead that
// adopted, takes at most besides its messages.
func adoptedRoom(g *cell.Group) int { return link.MaxBare(g.PacedPouch(), 0) }

// growth is what links usually come to have to remember during an absence, for
// each a pouch length of retained round keys, and lifelines that are not there yet:
// others make them, and there is no telling when.
func (d *Device) growth() int {
	lifelines := cell.MaxLifelines * lifelineRoom
	for _, l := range d.lines() {
		if !d.paces.paced[l.tie] {
			continue
		}
		if kept, err := l.link.Marshal(); err == nil {
			lifelines -= len(kept)
			clear(kept)
		}
	}
	untold := (maxTold - len(d.mail.told)) * toldSize
	return untold + 32<<10 + int(d.group.Slots)*int(d.group.PouchRounds)*perRound/2 + max(0, lifelines)
}

// allShares is what everybody can always take, in bytes, all together: the owner,
// who has a slot, who was adopted, and lifelines. A lead that adopted takes of the
// share of the slot that it has not got.
func allShares(g *cell.Group) int {
	return ownShare + (int(g.Slots)-round.SpareSlots)*tieShare + maxPaced*adoptedShare + cell.MaxLifelines*lifelineShare
}

func (d *Device) adopted(tie cell.TieID) bool {
	t, ok := d.cell.Tie(tie)
	return ok && t.Adopted
}

// bareShape is what a device keeps at most besides messages and paced links.
func bareShape(g *cell.Group) int {
	slotted := int(g.Slots) - round.SpareSlots
	return headRoom + g.MaxState() + (slotted-1)*link.MaxBare(int(g.PouchRounds), 0) + link.MaxBare(int(g.PouchRounds), maxExtras)
}

// messages returns what all messages take: the owner's, those that were received,
// those on their way, and cells that wait for the rest of theirs.
func (d *Device) messages() int {
	n := d.ownUsed() + d.carriedBytes()
	for _, used := range d.used() {
		n += used
	}
	return n
}

// pool returns how many bytes there are beyond everybody's share.
func (d *Device) pool() int { return max(0, d.vault.Capacity()-d.bare()-allShares(&d.group)) }

// poolPart is what one tie may take of the pool at most: enough for the longest
// text, and others keep a third.
func poolPart(pool int) int { return pool * 2 / 3 }

// room returns how many of them nobody has taken. What is passed on for others
// counts as room: it goes where it is in the way.
func (d *Device) room() int {
	n := d.pool() - max(0, d.ownUsed()-ownShare)
	for tie, used := range d.used() {
		n -= max(0, used-d.share(tie))
	}
	return max(0, n)
}

// ownUsed returns what the owner's own messages take.
func (d *Device) ownUsed() (n int) {
	for i := range d.mail.sent {
		n += d.mail.sent[i].cost()
	}
	return n
}

// cost returns what a message of one's own takes in the vault, in bytes, at least:
// in the mail, and in every link that has it, or where it waits for one.
func (s *Sent) cost() int {
	n := sentOverhead + len(s.Text)
	for i := range s.Parts {
		n += partOverhead
		if s.Parts[i].Stage < ReceivedBy {
			n += partCost(len(s.Text))
		}
	}
	return n
}

// partCost is what one link's share takes until it is confirmed, of a text of so
// many bytes.
func partCost(text int) int { return link.MessageCost(text + packetOverhead) }

// ownRoom returns how many bytes the owner's messages can still take.
func (d *Device) ownRoom() int { return max(0, ownShare-d.ownUsed()) + d.room() }

// Longest returns how many bytes a text to one other may have now: at most
// cell.MaxText, and less where what is kept leaves less room.
func (d *Device) Longest() int {
	room := d.ownRoom()
	return sort.Search(cell.MaxText, func(n int) bool { return writeCost(n+1, 1) > room })
}

// writeCost returns what a new message of one's own takes in the vault, in bytes,
// of a text of so many bytes that goes over so many links.
func writeCost(text, parts int) int { return sentOverhead + text + parts*(partOverhead+partCost(text)) }

// used returns how many bytes each tie takes with what it brought to the owner.
func (d *Device) used() map[cell.TieID]int {
	used := map[cell.TieID]int{}
	for i := range d.mail.received {
		used[d.mail.received[i].Tie] += len(d.mail.received[i].Text) + receivedOverhead
	}
	for _, l := range d.lines() {
		used[l.tie] += l.link.Status().Claimed * heldCell
	}
	return used
}

// share returns what a tie can always take; 0 if it was cut.
func (d *Device) share(tie cell.TieID) int {
	t, ok := d.cell.Tie(tie)
	switch {
	case !ok || t.Phase == cell.Severed:
		return 0
	case t.Relation == cell.Lifeline:
		return lifelineShare
	case t.Adopted && d.cell.Pace(tie) != nil:
		return adoptedShare
	}
	return tieShare
}

// carriedBytes returns what takes room for others.
func (d *Device) carriedBytes() (n int) {
	for i := range d.carried {
		if d.carried[i].from != 0 {
			n += d.carried[i].cost()
		}
	}
	return n
}

// shed gives up what is passed on for others until surplus bytes are free, or
// nothing is left: of the tie that takes the most, what came last. What waits goes
// first; what is in a link only if linked says so. Whoever sent it is told.
func (d *Device) shed(surplus int, linked bool) {
	for surplus > 0 {
		most, used := cell.TieID(0), map[cell.TieID]int{}
		sheds := func(c *carried) bool {
			return c.from != 0 && c.class != cell.Stops && (linked || c.waits())
		}
		for i := range d.carried {
			if c := &d.carried[i]; sheds(c) {
				if used[c.from] += c.cost(); most == 0 || used[c.from] > used[most] {
					most = c.from
				}
			}
		}
		if most == 0 {
			return
		}
		for i := len(d.carried) - 1; i >= 0; i-- {
			if c := d.carried[i]; c.from == most && sheds(&c) {
				surplus -= c.cost()
				if !c.waits() && d.links[c.send.Tie] != nil {
					d.links[c.send.Tie].Cancel(c.id)
				}
				d.carried = slices.Delete(d.carried, i, i+1)
				d.notSent(&c, cell.WayFull)
				break
			}
		}
	}
}

// makeRoom gives up what is passed on for others where it is in the way, before
// a sealing: what is sealed can hardly be called back.
func (d *Device) makeRoom() {
	payload, err := d.marshal()
	if err != nil {
		return
	}
	defer clear(payload)
	d.shed(len(payload)+margin-d.vault.Capacity(), true)
}

// fitted returns the state's bytes, made to fit into the vault whatever others
// have sent: what is passed on for others goes, then covers, then lifelines.
func (d *Device) fitted() ([]byte, error) {
	for step := 0; ; step++ {
		payload, err := d.marshal()
		surplus := len(payload) - d.vault.Capacity()
		if err != nil || surplus <= 0 {
			return payload, err
		}
		switch {
		case step < 4:
			d.shed(surplus, step > 1)
		case len(d.dead) > 0:
			d.dead[0].link.Erase()
			d.dead = slices.Delete(d.dead, 0, 1)
			d.linksChanged()
		default:
			all := d.cell.Lifelines(d.known)
			if len(all) == 0 {
				return payload, nil
			}
			effects, err := d.cell.Sever(all[len(all)-1].Tie, false, d.known)
			d.follow(0, effects, err)
		}
		clear(payload)
	}
}
