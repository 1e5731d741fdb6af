package mail

import (
	"errors"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
)

const (
	// maxCarried and maxCarriedBytes are how much is on its way at most that came
	// over one tie, goes over another, and is of one class. What comes beyond that
	// is not taken on, and whoever sent it is told: see [cell.State.NotSent].
	maxCarried      = 64
	maxCarriedBytes = 16 << 10

	// maxSealedBytes is the same of what is sealed to a desk, or comes back from one: twelve
	// of the shorter packets, or four of the longer, which lie on the shelf.
	maxSealedBytes = 46 << 10

	// shelvedCost is what a parcel in a link takes in the vault at least, in bytes: its line.
	shelvedCost = 60

	// maxGivenCells is how many cells of what came over one tie a link has at a
	// time. The rest waits here, where nothing of anybody else's waits behind it.
	maxGivenCells = 32

	// maxStops is how many packets that say what went no further, of what one tie
	// brought or because it says so, wait for one tie at most. One is under way at a
	// time, and what is stopped meanwhile joins the next. From manyStops on nothing
	// more is taken in from one who is led whose messages went no further; from manySaid on,
	// from one who says so.
	maxStops  = 8
	manyStops = 2
	manySaid  = 4

	// maxOwn is how many messages of the device itself wait for room in links at
	// most, those of its owner not counted.
	maxOwn = 256
)

// Carried is a message on its way to a link, or in one. Of what a link has that
// is the owner's, or the device's own, nothing is here.
type Carried struct {
	Send   cell.Send
	Number uint32         // of the owner's message that it is a part of; 0: not the owner's
	From   cell.TieID     // whom it is passed on for; 0: the owner, or the device
	Class  cell.Class     // of what is passed on
	ID     link.MessageID // in its link, which has the message; Send has a stub. 0: it waits
	Size   int            // of the message, in bytes

	passed bool // in the offer under way: it waits by itself
}

// Carried returns what is on its way, in the order in which it came.
func (m *Mail) Carried() []Carried { return slices.Clone(m.carried) }

// Waits reports whether it waits for room in its link.
func (c *Carried) Waits() bool { return c.ID == 0 }

// Cells is how many cells of a link the message takes.
func (c *Carried) Cells() int { return link.Cells(c.Size) }

// cost is what the message takes in the vault: with its entry, and in its link.
func (c *Carried) cost() int {
	n := carriedOverhead + len(c.Send.Message)
	if !c.Waits() {
		n += link.MessageCost(c.Size)
	}
	return n
}

// frees is what the vault has more room for once the message is given up, at least: of what
// takes more than one box the chunks lie on the shelf.
func (c *Carried) frees() int {
	if c.Waits() || c.Size <= link.MaxPlain {
		return c.cost()
	}
	return carriedOverhead + len(c.Send.Message) + shelvedCost
}

// Post is the device's links and rules, as far as messages need them.
type Post interface {
	// Give hands a message to a tie's link, which carries it until round expires at
	// most. from is the tie that it is passed on for; 0: the owner, or the device.
	// ErrNoLink if the tie has none; ErrNoWay if the message is for nobody any more; link.ErrOutboxFull if the link has no room now;
	// ErrWaits if it may have room for others, though not yet for this one; any other
	// error is for good.
	Give(tie, from cell.TieID, message []byte, expires box.Round) (link.MessageID, error)
	// Reads reports whether the program at a tie's other end knows this kind of message.
	Reads(tie cell.TieID, message []byte) bool
	// Cancel takes a message back from a tie's link, if both are there still.
	Cancel(tie cell.TieID, id link.MessageID)
	// NotSent tells whoever a message came from that it goes no further: see
	// [cell.State.NotSent]. It may call the Mail again.
	NotSent(from cell.TieID, message []byte, why cell.Why)
}

// ErrNoLink is the error of a tie that has no link.
var ErrNoLink = errors.New("no link to give a message to")

// ErrNoWay is the error of a message for whom nobody stands any more.
var ErrNoWay = errors.New("there is nobody any more whom this message is for")

// ErrWaits is the error of a message that waits for something of its own. Others do not wait
// behind it.
var ErrWaits = errors.New("this message waits, the link does not")

// Send gives a message to its link, or lets it wait for room there. from is the
// tie that it is sent for; 0: the owner or the device. number is the owner's
// message that it becomes a part of; 0: none.
func (m *Mail) Send(p Post, from cell.TieID, number uint32, e cell.Send, now, lifetime box.Round) {
	if e.Expires == 0 {
		e.Expires = now + lifetime
	}
	c := Carried{Send: e, From: from, Size: len(e.Message)}
	if sent := m.byNumber(number); sent != nil {
		c.Number = number
		sent.Parts = append(sent.Parts, Part{Tie: e.Tie})
	}
	if from != 0 {
		c.Class = cell.ClassOf(e.Message)
		if c.Class == cell.ByFirst || c.Class == cell.BySecond {
			c.Send.Expires = min(e.Expires, now+lifetime)
		}
		if c.Class == cell.Stops && m.joinStops(&c) {
			return
		}
	}
	if !m.mayCarry(&c) {
		m.notSent(p, &c, cell.WayFull)
		return
	}
	m.carried = append(m.carried, c)
	m.offer(p, e.Tie, now)
}

// mayCarry reports whether there is room for one more message in the account that
// it goes to.
func (m *Mail) mayCarry(c *Carried) bool {
	if c.From == 0 {
		n := 0
		for i := range m.carried {
			if o := &m.carried[i]; o.From == 0 && o.Number == 0 {
				n++
			}
		}
		return c.Number != 0 || n < maxOwn
	}
	n, size := 1, c.Size
	for i := range m.carried {
		o := &m.carried[i]
		if o.Send.Tie == c.Send.Tie && o.Class == c.Class && o.From == c.From {
			n, size = n+1, size+o.Size
		}
	}
	if c.Class == cell.Stops {
		return n <= maxStops
	}
	if c.Class == cell.Sealed {
		return n <= maxCarried && size <= maxSealedBytes
	}
	return n <= maxCarried && size <= maxCarriedBytes
}

// joinStops adds what a message stops to one that waits for the same tie.
func (m *Mail) joinStops(c *Carried) bool {
	for i := range m.carried {
		o := &m.carried[i]
		if !o.Waits() || o.Send.Tie != c.Send.Tie || o.From != c.From {
			continue
		}
		if joined, ok := cell.JoinStopped(o.Send.Message, c.Send.Message); ok {
			o.Send.Message, o.Size, o.Send.Expires = joined, len(joined), c.Send.Expires
			return true
		}
	}
	return false
}

// stops counts the packets to a tie of those who are led that say what went no further,
// whoever stopped it. What comes from a lead or the other founder is everybody's, and none of
// their doing: those words join others, and hold nothing up.
func (m *Mail) stops(tie cell.TieID, led bool) (n int) {
	for i := range m.carried {
		if c := &m.carried[i]; led && c.Send.Tie == tie && c.Class == cell.Stops {
			n++
		}
	}
	return n
}

// said counts the packets by which a tie of those who are led says that what came
// from above went no further.
func (m *Mail) said(tie cell.TieID, led bool) (n int) {
	for i := range m.carried {
		if c := &m.carried[i]; led && c.From == tie && c.Send.Tie != tie && c.Class == cell.Stops {
			n++
		}
	}
	return n
}

// notSent tells whoever a message came from that it goes no further, or shows
// its owner.
func (m *Mail) notSent(p Post, c *Carried, why cell.Why) {
	if c.From == 0 {
		m.waitingPart(c).end(Undelivered, reasonOf(why))
		return
	}
	p.NotSent(c.From, c.Send.Message, why)
}

// waitingPart finds the part that an owner's message waits for; nil if it is no
// owner's, or is erased.
func (m *Mail) waitingPart(c *Carried) *Part {
	sent := m.byNumber(c.Number)
	if sent == nil {
		return nil
	}
	for i := range sent.Parts {
		if p := &sent.Parts[i]; p.Tie == c.Send.Tie && p.id == 0 && p.Stage < ReceivedBy {
			return p
		}
	}
	return nil
}

// offer gives a link what waits for it, as far as it has room: what is the owner's
// or the device's own first, in order; then of those for whom something waits
// whoever has the least in the link. What waits by itself is passed over.
func (m *Mail) offer(p Post, tie cell.TieID, now box.Round) {
	defer func() {
		for i := range m.carried {
			m.carried[i].passed = m.carried[i].passed && m.carried[i].Send.Tie != tie
		}
	}()
	for {
		i := m.nextFor(tie)
		if i < 0 {
			return
		}
		c := m.carried[i]
		id, why, err := m.give(p, &c, now)
		switch {
		case errors.Is(err, link.ErrOutboxFull):
			return
		case err != nil:
			m.carried[i].passed = true
		case why != 0 || c.From == 0:
			m.carried = slices.Delete(m.carried, i, i+1)
		default:
			m.carried[i].ID, m.carried[i].Send.Message = id, cell.Stub(c.Send.Message)
		}
		if why != 0 && c.From != 0 {
			m.notSent(p, &c, why)
		}
	}
}

// nextFor returns which message a tie's link is to have next; -1: none now.
func (m *Mail) nextFor(tie cell.TieID) int {
	given, stopping := map[cell.TieID]int{}, false
	for i := range m.carried {
		if c := &m.carried[i]; c.Send.Tie == tie && !c.Waits() {
			given[c.From] += c.Cells()
			stopping = stopping || c.Class == cell.Stops
		}
	}
	next := -1
	for i := range m.carried {
		c := &m.carried[i]
		switch {
		case c.Send.Tie != tie || !c.Waits() || c.passed:
		case c.From == 0:
			return i
		case c.Class == cell.Stops:
			if !stopping {
				return i
			}
		case given[c.From] >= maxGivenCells:
		case next < 0 || given[c.From] < given[m.carried[next].From]:
			next = i
		}
	}
	return next
}

// give hands a message to its link. why tells that it never will be; an error, that it
// cannot be now: link.ErrOutboxFull, ErrWaits.
func (m *Mail) give(p Post, c *Carried, now box.Round) (id link.MessageID, why cell.Why, err error) {
	part, reads := m.waitingPart(c), p.Reads(c.Send.Tie, c.Send.Message)
	part.hold(reads)
	switch {
	case c.Send.Expires < now && reads:
		part.end(Undelivered, ReasonNoRoom)
		return 0, cell.TooLate, nil
	case c.Send.Expires < now:
		part.end(Undelivered, ReasonOlder)
		return 0, cell.TooLate, nil
	case !reads:
		return 0, 0, ErrWaits
	}
	id, err = p.Give(c.Send.Tie, c.From, c.Send.Message, c.Send.Expires)
	switch {
	case errors.Is(err, link.ErrOutboxFull), errors.Is(err, ErrWaits):
		return 0, 0, err
	case errors.Is(err, ErrNoLink):
		part.end(Undelivered, ReasonSevered)
		return 0, cell.NoWay, nil
	case errors.Is(err, ErrNoWay):
		part.end(Undelivered, reasonOf(cell.NoWay))
		return 0, cell.NoWay, nil
	case errors.Is(err, link.ErrFrozen):
		part.end(Undelivered, ReasonFrozen)
		return 0, cell.NoWay, nil
	case err != nil:
		part.end(Undelivered, ReasonNotTaken)
		return 0, cell.NoWay, nil
	case part != nil:
		part.id = id
	}
	return id, 0, nil
}

// SendWaiting tries again for what had no room in its link.
func (m *Mail) SendWaiting(p Post, now box.Round) {
	for i := 0; i < len(m.carried); { // what waited for too long
		if c := m.carried[i]; c.Waits() && c.From != 0 && c.Send.Expires < now {
			m.carried = slices.Delete(m.carried, i, i+1)
			m.notSent(p, &c, cell.TooLate)
			continue
		}
		i++
	}
	tried := map[cell.TieID]bool{}
	for i := 0; i < len(m.carried); i++ {
		if tie := m.carried[i].Send.Tie; !tried[tie] {
			tried[tie] = true
			m.offer(p, tie, now)
			i = -1 // the list has changed
		}
	}
}

// Confirmed notes that the other side has a message of a tie's link.
func (m *Mail) Confirmed(tie cell.TieID, id link.MessageID) {
	m.settle(tie, id, ReceivedBy, NoReason)
	m.takeCarried(tie, id)
}

// Expired notes that the lifetime of a message has ended in a tie's link.
func (m *Mail) Expired(p Post, tie cell.TieID, id link.MessageID) {
	m.settle(tie, id, Undelivered, ReasonNotHeard)
	if c, ok := m.takeCarried(tie, id); ok {
		m.notSent(p, &c, cell.TooLate)
	}
}

func (m *Mail) takeCarried(tie cell.TieID, id link.MessageID) (Carried, bool) {
	for i, c := range m.carried {
		if c.Send.Tie == tie && c.ID == id && id != 0 {
			m.carried = slices.Delete(m.carried, i, i+1)
			return c, true
		}
	}
	return Carried{}, false
}

// Cut gives up everything that is under way over a tie, and everything that is on
// its way to it.
func (m *Mail) Cut(p Post, tie cell.TieID, reason Reason) {
	for part := range m.under(tie) {
		part.end(Undelivered, reason)
	}
	m.stop(p, tie)
}

// Froze gives up what is on its way to a tie whose link is frozen. What of one's
// own is in the link already says so by itself.
func (m *Mail) Froze(p Post, tie cell.TieID) {
	for part := range m.under(tie) {
		if part.id == 0 {
			part.end(Undelivered, ReasonFrozen)
		}
	}
	m.stop(p, tie)
}

// stop forgets what is on its way to a tie, and tells those it is passed on for.
func (m *Mail) stop(p Post, tie cell.TieID) {
	var ended []Carried
	m.carried = slices.DeleteFunc(m.carried, func(c Carried) bool {
		if c.Send.Tie == tie {
			ended = append(ended, c)
		}
		return c.Send.Tie == tie
	})
	for i := range ended {
		if ended[i].From != 0 {
			m.notSent(p, &ended[i], cell.NoWay)
		}
	}
}

// Shed gives up what is passed on for others until surplus bytes are free, or
// nothing is left: of the tie that takes the most, what came last. What waits goes
// first; what is in a link only if linked says so. Whoever sent it is told.
func (m *Mail) Shed(p Post, surplus int, linked bool) {
	for surplus > 0 {
		most, used := cell.TieID(0), map[cell.TieID]int{}
		sheds := func(c *Carried) bool {
			return c.From != 0 && c.Class != cell.Stops && (linked || c.Waits())
		}
		for i := range m.carried {
			if c := &m.carried[i]; sheds(c) {
				if used[c.From] += c.cost(); most == 0 || used[c.From] > used[most] {
					most = c.From
				}
			}
		}
		if most == 0 {
			return
		}
		for i := len(m.carried) - 1; i >= 0; i-- {
			if c := m.carried[i]; c.From == most && sheds(&c) {
				surplus -= c.frees()
				if !c.Waits() {
					p.Cancel(c.Send.Tie, c.ID)
				}
				m.carried = slices.Delete(m.carried, i, i+1)
				m.notSent(p, &c, cell.WayFull)
				break
			}
		}
	}
}
