package device

import (
	"fmt"
	"maps"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device/ready"
	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/round"
)

// Paced links, lifelines above all, have no slot of their own and count their
// boxes instead of rounds (docs/protocol/lifeline.md, "Pace"). Everything
// that such a link is told or tells is translated here: what goes in by own and
// latest, what comes out by heard and sealPaced. All other files know rounds
// only.

// paces knows which links are paced, and which boxes of theirs lie in the round
// asked for last: results come by rounds, and each asks for all.
type paces struct {
	paced map[cell.TieID]bool
	round box.Round // of boxes
	boxes map[cell.TieID]box.Round
}

// knowPaces finds out which links are paced.
func (d *Device) knowPaces() {
	d.paces = paces{paced: map[cell.TieID]bool{}}
	for tie := range d.links {
		d.paces.paced[tie] = d.cell.Pace(tie) != nil
	}
	for _, l := range d.dead {
		d.paces.paced[l.tie] = d.cell.Pace(l.tie) != nil
	}
	maps.DeleteFunc(d.paces.paced, func(_ cell.TieID, paced bool) bool { return !paced })
}

// slotted returns how many links, live and dead, have a slot of their own.
func (d *Device) slotted() int { return len(d.links) + len(d.dead) - len(d.paces.paced) }

// own returns the number of a link's box that lies in round r; false if none
// does. Of a link with a slot of its own it is r itself.
func (d *Device) own(tie cell.TieID, r box.Round) (box.Round, bool) {
	p := &d.paces
	if !p.paced[tie] {
		return r, true
	}
	if p.boxes == nil || p.round != r {
		p.round, p.boxes = r, map[cell.TieID]box.Round{}
		for tie := range p.paced {
			pace := d.cell.Pace(tie)
			if pace == nil {
				continue // just cut
			}
			if k, ok := pace.At(r); ok {
				p.boxes[tie] = k
			}
		}
	}
	k, ok := p.boxes[tie]
	return k, ok
}

// latest returns the last of a link's boxes that is not after round r.
func (d *Device) latest(tie cell.TieID, r box.Round) box.Round {
	p := d.cell.Pace(tie)
	if p == nil { // it has a slot of its own, or was just cut
		return r
	}
	return p.Latest(r)
}

// heard puts the rounds of the calendar into a link's events.
func (d *Device) heard(tie cell.TieID, events []link.Event) []link.Event {
	p := d.cell.Pace(tie)
	if p == nil {
		return events
	}
	for i, e := range events {
		if h, is := e.(*link.Heard); is {
			real := *h
			real.Round, real.Unlocked = p.Real(h.Round), p.Real(h.Unlocked)
			events[i] = &real
		}
	}
	return events
}

// spareSlots says whose the spare slots are in the rounds of one sealing: both, or
// where a dead link took one, the other.
type spareSlots struct {
	d     *Device
	fill  *pouch.Fill
	last  box.Round // of the sealing
	whose map[box.Round][]cell.TieID
}

func (s *spareSlots) are(tie cell.TieID, r box.Round) bool {
	if r > s.last {
		return false
	}
	won, known := s.whose[r]
	if !known {
		free, _ := s.fill.Room(r)
		won = s.d.cell.Spare(r, min(free, round.SpareSlots))
		s.whose[r] = won
	}
	return slices.Contains(won, tie)
}

// sealPaced lets the paced links fill the spare slots of the coming rounds. A
// box of theirs has its place only where a spare slot is theirs.
func (d *Device) sealPaced(fill *pouch.Fill, m link.Moment, alt *ready.Lids) error {
	last := d.sealFrom() + box.Round(d.group.PouchRounds) - 1
	spare := spareSlots{d, fill, last, map[box.Round][]cell.TieID{}}
	for _, l := range slices.Clone(d.lines()) {
		if d.cell.Pace(l.tie) == nil {
			continue
		}
		s, err := d.sealSlowly(&l, m, last)
		if err != nil {
			return err
		}
		if s == nil && !l.dead {
			d.ended(l.tie)
		}
		if s == nil {
			continue
		}
		if events := d.heard(l.tie, s.Events); l.dead {
			discard(events)
		} else {
			d.happened(l.tie, events)
		}
		if err := d.placePaced(fill, l.tie, s, &spare, alt); err != nil {
			return err
		}
	}
	return nil
}

// sealSlowly has a paced link seal those of its boxes that lie in the pouch, and
// at least one, so that every refill is a sealing of every link.
func (d *Device) sealSlowly(l *line, m link.Moment, last box.Round) (*link.Sealing, error) {
	tie := l.tie
	m.Now = d.latest(tie, d.known)
	m.Floor = d.latest(tie, d.floor)
	m.Unlocked = d.latest(tie, d.unlocked)
	m.Presence, m.Card = link.Presence{}, 0 // a map would say who is behind a lifeline
	first, end := max(m.Now, m.Floor)+1, d.latest(tie, last)
	boxes := min(max(int(end)-int(first)+1, 1), d.cell.Pace(tie).Pouch())
	return d.sealLink(l.link, m, boxes)
}

func (d *Device) placePaced(fill *pouch.Fill, tie cell.TieID, s *link.Sealing, spare *spareSlots, alt *ready.Lids) error {
	p := d.cell.Pace(tie)
	for i := range s.Writes {
		w := &s.Writes[i]
		r := p.Real(w.Round)
		if !spare.are(tie, r) {
			continue
		}
		if err := fill.Put(r, w.ID, w.Content); err != nil {
			return fmt.Errorf("placing a write: %w", err)
		}
		alt.NoteWrite(w)
		d.trace(tie, true, box.Ref{Round: r, ID: w.ID})
	}
	for _, read := range s.Reads {
		r := p.Real(read.Round)
		if !spare.are(tie, r) {
			continue
		}
		// In a loop's place, and marked like a loop's, in a locked pouch too.
		if err := fill.Get(r, read.ID, pouch.IfRoom); err != nil {
			return fmt.Errorf("placing a read: %w", err)
		}
		d.trace(tie, false, box.Ref{Round: r, ID: read.ID})
	}
	return nil
}
