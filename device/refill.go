package device

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device/ready"
	"bulkhead/internal/durable"
	"bulkhead/link"
	"bulkhead/pouch"
)

// refillTries is how often a Refill starts again because a round began while it
// was sealing. Sealing takes milliseconds, a round at least 100 of them.
const refillTries = 8

// Refill takes in what was read, seals the coming rounds, saves the vault and
// replaces the pouch, in this order. On return without error everything asked
// of the device is saved and, as far as the links had room, in the pouch.
// ErrClockJump, ErrNotSaved, errors of the vault and the disk; ErrOnlySaved if
// everything is saved and only the pouch could not be filled, with ErrBusy if that
// was too slow.
func (d *Device) Refill() error {
	d.turned = false
	for range refillTries {
		err := d.refill()
		switch {
		case errors.Is(err, pouch.ErrMoved):
		case errors.Is(err, durable.ErrLocked):
			d.env.pause()
		default:
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrOnlySaved, ErrBusy)
}

func (d *Device) refill() error {
	old, err := d.takeIn()
	if d.jumped {
		return ErrClockJump
	}
	if err != nil {
		if err := d.save(nil); err != nil {
			return err
		}
		return fmt.Errorf("%w: %w", ErrOnlySaved, err)
	}
	if d.vault.Refused() != nil { // nothing is sealed that could not be saved
		if err := d.save(nil); err != nil {
			return err
		}
	}
	d.mail.SendWaiting(post{d}, d.known)
	d.turnShelf()
	d.mail.SendWaiting(post{d}, d.known) // what the shelf has now
	d.forgetStaged()
	d.makeRoom()
	alt, err := d.lids()
	if err != nil {
		return err
	}
	fill, first, err := d.seal(alt)
	if err != nil {
		return err
	}
	tag, err := d.newSealing(first)
	if err != nil {
		return err
	}
	others, err := d.readied(alt, ready.Sealing{Plan: pouch.Plan{Cards: d.Cards()}, Fill: fill, First: first, Tag: tag, Old: old})
	if err != nil {
		return err
	}
	d.unfilled = true // what is sealed now is in no pouch yet
	if err := d.save(others); err != nil {
		return err
	}
	if err := d.fillPouch(fill, tag, old); err != nil {
		return fmt.Errorf("%w: %w", ErrOnlySaved, err)
	}
	d.pouchless, d.unfilled, d.clockOK, d.unsure = false, false, false, 0
	d.sealed = max(d.known, d.floor) + box.Round(d.group.PouchRounds)
	clear(d.taken)
	clear(d.toldOf)
	d.refilled = d.env.Now()
	return nil
}

// newSealing draws the tag of a sealing from first on, and remembers it. That
// it reached the pouch is known once that was seen.
func (d *Device) newSealing(first box.Round) (tag [pouch.TagSize]byte, err error) {
	if _, err := io.ReadFull(d.env.Rand, tag[:]); err != nil {
		return tag, fmt.Errorf("drawing a tag: %w", err)
	}
	d.remember(sealing{tag, first})
	return tag, nil
}

func (d *Device) remember(s sealing) {
	d.filled = append(d.filled, s)
	if len(d.filled) > maxSealings {
		d.filled = d.filled[1:]
	}
	d.unsure = min(d.unsure+1, len(d.filled))
}

// fillPouch puts a sealing into the pouch's place, after old or after whatever
// is there that is not believed.
func (d *Device) fillPouch(fill *pouch.Fill, tag [pouch.TagSize]byte, old *pouch.Pouch) error {
	fill.Prove(&d.proof)
	if d.foreign {
		return pouch.Overwrite(d.env.Dir, PouchFile, fill, tag)
	}
	return pouch.Replace(d.env.Dir, PouchFile, fill, tag, old)
}

// seal lets every link fill its part of the coming rounds, from first on, and
// adds loops.
func (d *Device) seal(alt *ready.Lids) (fill *pouch.Fill, first box.Round, err error) {
	first = d.sealFrom()
	fill, err = pouch.NewFill(pouch.Plan{Cards: d.Cards()}, first)
	if err != nil {
		return nil, 0, fmt.Errorf("sealing: %w", err)
	}
	moment := link.Moment{Now: d.known, Floor: d.floor, Unlocked: d.unlocked, Card: uint16(d.cell.CardSaid(d.unlocked)), ClockOK: d.clockOK, Jump: int(sevenDays(d.calendar)), Presence: d.told()}
	alt.Ask(&moment)
	for _, tie := range d.ties() {
		if d.paces.paced[tie] {
			continue
		}
		m := moment
		m.Chunk = d.chunkOf(tie)
		s, err := d.sealLink(d.links[tie], m, int(d.group.PouchRounds))
		if err != nil {
			return nil, 0, err
		}
		if s == nil {
			d.ended(tie)
			continue
		}
		d.happened(tie, s.Events)
		if err := d.place(fill, tie, s); err != nil {
			return nil, 0, err
		}
		alt.Note(s)
	}
	if err := d.sealDead(fill, moment, alt); err != nil {
		return nil, 0, err
	}
	moment.Card = 0 // who shares a slot says nothing of itself
	if err := d.sealPaced(fill, moment, alt); err != nil {
		return nil, 0, err
	}
	if _, err := fill.Finish(d.rate(), d.env.Rand); err != nil {
		return nil, 0, fmt.Errorf("filling the pouch: %w", err)
	}
	return fill, first, nil
}

// sealLink has one link seal rounds of its own count. A link that has come to its
// end, or was left alone for longer than its chains reach, says nothing any more
// and stops nobody else: nil. One that never sealed knows no clock to jump from.
func (d *Device) sealLink(l *link.Link, m link.Moment, rounds int) (*link.Sealing, error) {
	m.ClockOK = m.ClockOK || l.Status().Gen == 0
	s, err := l.SealRounds(m, rounds, d.env.Rand)
	switch {
	case errors.Is(err, link.ErrTooFar), errors.Is(err, link.ErrEnded):
		return nil, nil
	case errors.Is(err, link.ErrClockJump):
		return nil, ErrClockJump
	case err != nil:
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return s, nil
}

// place gives a sealing's writes and reads their places. What lies beyond the pouch's last
// round is taken out of the sealing: a link that begins some rounds from now, by somebody
// else's word, seals as many from its beginning on.
func (d *Device) place(fill *pouch.Fill, tie cell.TieID, s *link.Sealing) error {
	s.Writes = slices.DeleteFunc(s.Writes, func(w link.Write) bool { return !fill.Has(w.Round) })
	s.Reads = slices.DeleteFunc(s.Reads, func(r link.Read) bool { return !fill.Has(r.Round) })
	for i := range s.Writes {
		w := &s.Writes[i]
		if err := fill.Put(w.Round, w.ID, w.Content); err != nil {
			return fmt.Errorf("placing a write: %w", err)
		}
		d.trace(tie, true, box.Ref{Round: w.Round, ID: w.ID})
	}
	for _, r := range s.Reads {
		priority := pouch.Own
		if r.Second {
			priority = pouch.IfOff
		}
		if err := fill.Get(r.Round, r.ID, priority); err != nil {
			return fmt.Errorf("placing a read: %w", err)
		}
		d.trace(tie, false, box.Ref{Round: r.Round, ID: r.ID})
	}
	return nil
}
