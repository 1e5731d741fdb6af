package device

import (
	"errors"
	"slices"

	"bulkhead/cell"
	"bulkhead/link"
)

const (
	// maxCarried and maxCarriedBytes are how much is on its way at most that came
	// over one tie, goes over another, and is of one class. What comes beyond that
	// is not taken on, and whoever sent it is told: see [cell.State.NotSent].
	maxCarried      = 64
	maxCarriedBytes = 16 << 10

	// maxGivenCells is how many cells of what came over one tie a link has at a
	// time. The rest waits here, where nothing of anybody else's waits behind it.
	maxGivenCells = 32

	// maxStops is how many packets that say what went no further, of what one tie
	// brought or because it says so, wait for one tie at most. One is under way at a
	// time, and what is stopped meanwhile joins the next. From manyStops on nothing
	// more is taken in from the tie whose messages went no further; from manySaid on,
	// from a tie that says so.
	maxStops  = 8
	manyStops = 2
	manySaid  = 4

	// maxOwn is how many messages of the device itself wait for room in links at
	// most, those of its owner not counted.
	maxOwn = 256
)

// carried is a message on its way to a link, or in one. Of what a link has that
// is the owner's, or the device's own, nothing is here.
type carried struct {
	send   cell.Send
	number uint32         // in the mail; 0: not the owner's
	from   cell.TieID     // whom it is passed on for; 0: the owner, or the device
	class  cell.Class     // of what is passed on
	id     link.MessageID // in its link, which has the message; send has a stub. 0: it waits
	size   int            // of the message, in bytes
}

func (c *carried) waits() bool { return c.id == 0 }

// cells is how many cells of a link the message takes.
func (c *carried) cells() int { return link.Cells(c.size) }

// cost is what the message takes in the vault: with its entry, and in its link.
func (c *carried) cost() int {
	n := carriedOverhead + len(c.send.Message)
	if !c.waits() {
		n += link.MessageCost(c.size)
	}
	return n
}

// post gives a message to its link, or lets it wait for room there. from is the
// tie that it is sent for; 0: the owner or the device. sent is the owner's
// message that it is a part of.
func (d *Device) post(from cell.TieID, e cell.Send, sent *Sent) {
	now := d.known
	if e.Expires == 0 {
		e.Expires = now + d.lifetime()
	}
	c := carried{send: e, from: from, size: len(e.Message)}
	if sent != nil {
		c.number = sent.Number
		sent.Parts = append(sent.Parts, Part{Tie: e.Tie})
	}
	if from != 0 {
		c.class = cell.ClassOf(e.Message)
		if c.class != cell.Ordinary && c.class != cell.Stops {
			c.send.Expires = min(e.Expires, now+d.lifetime())
		}
		if c.class == cell.Stops && d.joinStops(&c) {
			return
		}
	}
	if !d.mayCarry(&c) {
		d.notSent(&c, cell.WayFull)
		return
	}
	d.carried = append(d.carried, c)
	if sent != nil {
		d.offerFor(e.Tie, sent)
	} else {
		d.offer(e.Tie)
	}
}

// mayCarry reports whether there is room for one more message in the account that
// it goes to.
func (d *Device) mayCarry(c *carried) bool {
	if c.from == 0 {
		n := 0
		for i := range d.carried {
			if o := &d.carried[i]; o.from == 0 && o.number == 0 {
				n++
			}
		}
		return c.number != 0 || n < maxOwn
	}
	n, size := 1, c.size
	for i := range d.carried {
		o := &d.carried[i]
		if o.send.Tie == c.send.Tie && o.class == c.class && o.from == c.from {
			n, size = n+1, size+o.size
		}
	}
	if c.class == cell.Stops {
		return n <= maxStops
	}
	return n <= maxCarried && size <= maxCarriedBytes
}

// joinStops adds what a message stops to one that waits for the same tie.
func (d *Device) joinStops(c *carried) bool {
	for i := range d.carried {
		o := &d.carried[i]
		if !o.waits() || o.send.Tie != c.send.Tie || o.from != c.from {
			continue
		}
		if joined, ok := cell.JoinStopped(o.send.Message, c.send.Message); ok {
			o.send.Message, o.size, o.send.Expires = joined, len(joined), c.send.Expires
			return true
		}
	}
	return false
}

// stops counts the packets to a tie that say what of its own went no further: all
// that go down, and of those that go up what it was this device that stopped. That
// others, below, say so often is not the tie's doing.
func (d *Device) stops(tie cell.TieID) (n int) {
	t, _ := d.cell.Tie(tie)
	for i := range d.carried {
		if c := &d.carried[i]; c.send.Tie == tie && c.class == cell.Stops && (c.from == tie || t.Relation == cell.Led) {
			n++
		}
	}
	return n
}

// said counts the packets by which a tie of those who are led says that what came
// from above went no further.
func (d *Device) said(tie cell.TieID) (n int) {
	t, _ := d.cell.Tie(tie)
	for i := range d.carried {
		if c := &d.carried[i]; c.from == tie && c.send.Tie != tie && c.class == cell.Stops && t.Relation == cell.Led {
			n++
		}
	}
	return n
}

// notSent tells whoever a message came from that it goes no further, or shows
// its owner.
func (d *Device) notSent(c *carried, why cell.Why) {
	if c.from == 0 {
		if sent := d.mail.bySentNumber(c.number); sent != nil {
			settle(partOf(sent, c.send.Tie), 0, Undelivered, reasonOf(why))
		}
		return
	}
	effects := d.cell.NotSent(c.from, c.send.Message, why, d.known)
	d.follow(c.from, effects, nil)
}

// offer gives a link what waits for it, as far as it has room: what is the owner's
// or the device's own first, in order; then of those for whom something waits
// whoever has the least in the link.
func (d *Device) offer(tie cell.TieID) { d.offerFor(tie, nil) }

// offerFor does so while sent is not in the mail yet.
func (d *Device) offerFor(tie cell.TieID, sent *Sent) {
	for {
		i := d.nextFor(tie)
		if i < 0 {
			return
		}
		c := d.carried[i]
		own := sent
		if own == nil || own.Number != c.number {
			own = d.mail.bySentNumber(c.number)
		}
		id, why, full := d.give(&c, own)
		switch {
		case full:
			return
		case why != 0 || c.from == 0:
			d.carried = slices.Delete(d.carried, i, i+1)
		default:
			d.carried[i].id, d.carried[i].send.Message = id, cell.Stub(c.send.Message)
		}
		if why != 0 && c.from != 0 {
			d.notSent(&c, why)
		}
	}
}

// nextFor returns which message a tie's link is to have next; -1: none now.
func (d *Device) nextFor(tie cell.TieID) int {
	given, stopping := map[cell.TieID]int{}, false
	for i := range d.carried {
		if c := &d.carried[i]; c.send.Tie == tie && !c.waits() {
			given[c.from] += c.cells()
			stopping = stopping || c.class == cell.Stops
		}
	}
	next := -1
	for i := range d.carried {
		c := &d.carried[i]
		switch {
		case c.send.Tie != tie || !c.waits():
		case c.from == 0:
			return i
		case c.class == cell.Stops:
			if !stopping {
				return i
			}
		case given[c.from] >= maxGivenCells:
		case next < 0 || given[c.from] < given[d.carried[next].from]:
			next = i
		}
	}
	return next
}

// give hands a message to its link. why tells that it never will be; full, that
// the link has no room now.
func (d *Device) give(c *carried, sent *Sent) (id link.MessageID, why cell.Why, full bool) {
	var part *Part
	if sent != nil {
		part = partOf(sent, c.send.Tie)
	}
	l := d.links[c.send.Tie]
	if l == nil {
		settle(part, 0, Undelivered, ReasonSevered)
		return 0, cell.NoWay, false
	}
	if c.send.Expires < d.known {
		settle(part, 0, Undelivered, ReasonNoRoom)
		return 0, cell.TooLate, false
	}
	id, err := l.Send(c.send.Message, d.latest(c.send.Tie, c.send.Expires))
	switch {
	case errors.Is(err, link.ErrOutboxFull):
		return 0, 0, true
	case errors.Is(err, link.ErrFrozen):
		settle(part, 0, Undelivered, ReasonFrozen)
		return 0, cell.NoWay, false
	case err != nil:
		settle(part, 0, Undelivered, ReasonNotTaken)
		return 0, cell.NoWay, false
	case part != nil:
		part.id = id
	}
	return id, 0, false
}

// partOf returns the part of a message over a tie that no link has yet.
func partOf(sent *Sent, tie cell.TieID) *Part {
	for i := range sent.Parts {
		if p := &sent.Parts[i]; p.Tie == tie && p.id == 0 && p.Stage < ReceivedBy {
			return p
		}
	}
	return nil
}

func settle(p *Part, id link.MessageID, s Stage, reason Reason) {
	if p != nil {
		p.id, p.Stage, p.Reason = id, s, reason
	}
}

// giveWaiting tries again for what had no room in its link.
func (d *Device) giveWaiting() {
	now := d.known
	for i := 0; i < len(d.carried); { // what waited for too long
		if c := d.carried[i]; c.waits() && c.from != 0 && c.send.Expires < now {
			d.carried = slices.Delete(d.carried, i, i+1)
			d.notSent(&c, cell.TooLate)
			continue
		}
		i++
	}
	tried := map[cell.TieID]bool{}
	for i := 0; i < len(d.carried); i++ {
		if tie := d.carried[i].send.Tie; !tried[tie] {
			tried[tie] = true
			d.offer(tie)
			i = -1 // the list has changed
		}
	}
}

// arrived forgets a message passed on that the other side has; gone one whose
// lifetime ended in its link.
func (d *Device) arrived(tie cell.TieID, id link.MessageID) { d.takeCarried(tie, id) }

func (d *Device) gone(tie cell.TieID, id link.MessageID) {
	if c, ok := d.takeCarried(tie, id); ok {
		d.notSent(&c, cell.TooLate)
	}
}

func (d *Device) takeCarried(tie cell.TieID, id link.MessageID) (carried, bool) {
	for i, c := range d.carried {
		if c.send.Tie == tie && c.id == id && id != 0 {
			d.carried = slices.Delete(d.carried, i, i+1)
			return c, true
		}
	}
	return carried{}, false
}

// stopCarried gives up what is on its way over a tie: it was cut, or its link froze.
func (d *Device) stopCarried(tie cell.TieID) {
	var ended []carried
	d.carried = slices.DeleteFunc(d.carried, func(c carried) bool {
		if c.send.Tie == tie {
			ended = append(ended, c)
		}
		return c.send.Tie == tie
	})
	for i := range ended {
		if ended[i].from != 0 {
			d.notSent(&ended[i], cell.NoWay)
		}
	}
}
