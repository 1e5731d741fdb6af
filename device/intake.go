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
	room int                // bytes that the vault can still take
	used map[cell.TieID]int // bytes that each tie's messages take already
	listening
}

const (
	// heldCell is what a fragment takes while its message is not whole yet,
	// in bytes.
	heldCell = 1_300

	// copies is how often a delivered message may be kept at most: shown here
	// and passed on to four others.
	copies = 5

	// tieShare is the part of a vault that one tie's messages may take: a
	// flood by one of four leaves the others theirs.
	tieShare = 4
)

// read hands one box, or the absence of one, to the link that asked for it. Of
// rounds that a notebook's opening forgot, only what was found is left: that
// says nothing of how often links find a box, and does not count.
func (in *intake) read(r box.Round, res pouch.ReadResult, counts bool) {
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
		d.cell.Listened(cell.Round(r))
	}
	content := res.Content
	if res.State == pouch.ReadAbsent {
		content = new(box.Content)
	}
	for _, l := range d.lines() {
		held := l.link.Status().Held
		events, err := d.open(&l, r, res.ID, content, in.roomFor(l.tie))
		if errors.Is(err, link.ErrNotMine) {
			continue
		}
		if l.dead {
			discard(events)
			in.charge(l.tie, nil, l.link.Status().Held-held)
			return
		}
		if counts && !d.paces.paced[l.tie] { // of the spare slot a link may have no box
			in.note(tieRound{l.tie, r}, res.State == pouch.ReadFound, events)
		}
		in.charge(l.tie, events, l.link.Status().Held-held)
		d.coming = r
		d.happened(l.tie, events)
		d.coming = 0
		return
	}
}

// charge counts what a box has added to the vault.
func (in *intake) charge(tie cell.TieID, events []link.Event, held int) {
	cost := held * heldCell
	for _, e := range events {
		if m, is := e.(link.Delivered); is {
			cost += copies * (len(m.Message) + receivedOverhead)
		}
	}
	in.room -= cost
	in.used[tie] += max(0, cost)
}

// roomFor returns how many bytes of new fragments a tie's link may take in.
// What finds no room is left unreceipted, and so comes again.
func (in *intake) roomFor(tie cell.TieID) int {
	share := in.d.vault.Capacity()/tieShare - in.used[tie]
	return max(0, min(in.room, share))
}

// usage returns how many bytes of the vault each tie's messages take.
func (m *mail) usage() map[cell.TieID]int {
	used := map[cell.TieID]int{}
	for i := range m.received {
		used[m.received[i].Tie] += len(m.received[i].Text) + receivedOverhead
	}
	return used
}

// receivedOverhead is what a received message takes besides its text, in bytes.
const receivedOverhead = 64
