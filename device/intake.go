package device

import (
	"errors"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/pouch"
)

// intake is the taking in of one pouch's reads.
type intake struct {
	d    *Device
	pool int                // bytes that the vault has beyond all shares
	room int                // of these, what nobody has taken
	used map[cell.TieID]int // bytes that each tie takes already
	listening
}

const (
	// heldCell is what a fragment takes while its message is not whole yet,
	// in bytes: also one that is still to come before another that is here.
	heldCell = link.HeldCost
)

// read hands one box, or the absence of one, to the link that asked for it. Of
// rounds that a notebook's opening forgot, only what was found is left: that
// says nothing of how often links find a box, and does not count.
func (in *intake) read(r box.Round, res pouch.ReadResult, counts bool) {
	switch res.State {
	case pouch.ReadFound:
		in.d.dealt(r, func(it *dealing) { it.showed = true })
	case pouch.ReadAbsent, pouch.ReadRefused:
		in.d.dealt(r, func(it *dealing) { it.answered = true })
	}
	if res.State == pouch.ReadUnknown || res.State == pouch.ReadRefused {
		in.silent[r] = true
	}
	if res.State != pouch.ReadFound && res.State != pouch.ReadAbsent {
		return
	}
	d := in.d
	if res.State == pouch.ReadAbsent {
		in.absent = append(in.absent, box.Ref{Round: r, ID: res.ID})
	}
	if r > d.listened {
		d.listened = r
		d.cell.Listened(r)
	}
	content := res.Content
	if res.State == pouch.ReadAbsent {
		content = new(box.Content)
	}
	for _, l := range d.lines() {
		held := l.link.Status().Claimed
		events, err := d.open(&l, r, res.ID, content, in.roomFor(l.tie))
		if errors.Is(err, link.ErrNotMine) {
			continue
		}
		if l.dead {
			discard(events)
			in.charge(l.tie, nil, l.link.Status().Claimed-held)
			return
		}
		if counts && !d.paces.paced[l.tie] { // of the spare slot a link may have no box
			in.note(tieRound{l.tie, r}, res.State == pouch.ReadFound, events)
		}
		in.charge(l.tie, events, l.link.Status().Claimed-held)
		d.coming = r
		d.happened(l.tie, events)
		d.coming = 0
		return
	}
}

// charge counts what a box has added to the vault for its tie.
func (in *intake) charge(tie cell.TieID, events []link.Event, held int) {
	cost := held * heldCell
	for _, e := range events {
		if m, is := e.(link.Delivered); is {
			cost += len(m.Message) + receivedOverhead
		}
	}
	beyond := func() int { return max(0, in.used[tie]-in.d.share(tie)) }
	before := beyond()
	in.used[tie] += cost
	in.room -= beyond() - before
}

// roomFor returns how many bytes of new fragments a tie's link may take in: as
// much as its share has left, and beyond that what nobody has taken, up to a part of
// it. What finds no room is left unreceipted, and so comes again. Nothing
// comes in from a tie that leaves unread how much of it went no further, or that
// says so of more than can be passed on.
func (in *intake) roomFor(tie cell.TieID) int {
	if in.d.stops(tie) >= manyStops || in.d.said(tie) >= manySaid {
		return 0
	}
	share, used := in.d.share(tie), in.used[tie]
	most := share + poolPart(in.pool) - used
	return max(0, share-used, min(max(0, share-used)+in.room, most))
}
