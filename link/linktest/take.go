package linktest

import (
	"errors"

	"bulkhead/box"
	"bulkhead/link"
)

// takeIn gives the link every result that came into the pouch and was not
// given to it in this session.
func (d *device) takeIn() error {
	if d.pouch == nil {
		return nil
	}
	entries := d.pouch.entries
	if d.w.c.hit(d.w.plan.Shuffle) {
		entries = append([]*entry(nil), entries...)
		d.w.c.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	}
	for _, e := range entries {
		for i := range e.writes {
			if err := d.takeWrite(e, &e.writes[i]); err != nil {
				return err
			}
		}
		for i := range e.reads {
			if err := d.takeRead(e, &e.reads[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *device) takeWrite(e *entry, wr *write) error {
	if wr.taken || wr.tries == 0 && e.round >= d.now() {
		return nil
	}
	wr.taken = true
	for range d.w.times() {
		events, err := d.session.link.Wrote(e.round, wr.ID, wr.result, wr.readback)
		mine := !errors.Is(err, link.ErrNotMine)
		if err != nil && mine {
			return d.w.broken("a result is taken in", err.Error())
		}
		if err := d.events(e.round, events); err != nil {
			return err
		}
		if err := d.checkRefused(wr, mine); err != nil {
			return err
		}
	}
	if ref := (box.Ref{Round: e.round, ID: wr.ID}); wr.result != link.WriteUnknown {
		d.session.settled = append(d.session.settled, ref)
	} else {
		d.session.unsure = append(d.session.unsure, ref)
	}
	return nil
}

func (d *device) takeRead(e *entry, r *read) error {
	if r.taken || r.content == nil {
		return nil
	}
	r.taken = true
	for again := range d.w.times() {
		events, err := d.session.link.Open(e.round, r.ID, r.content, d.w.room())
		if err != nil && !errors.Is(err, link.ErrNotMine) {
			return d.w.broken("a box is taken in", err.Error())
		}
		if err := d.checkOpened(e, r, events, err, again > 0); err != nil {
			return err
		}
		d.session.seen = max(d.session.seen, e.round)
		if err := d.events(e.round, events); err != nil {
			return err
		}
	}
	return nil
}

// times is how often one result is taken in.
func (w *World) times() int {
	if w.c.hit(w.plan.Repeat) {
		return 2
	}
	return 1
}

// room is how many bytes of cells a vault can still hold.
func (w *World) room() int {
	if !w.quiet && w.c.hit(w.plan.Room) {
		return w.c.between(0, 4000)
	}
	return 1 << 20
}

// events applies what the link reports to the program's record. r is the round
// of the box, or the first of a sealing.
func (d *device) events(r box.Round, events []link.Event) error {
	for _, event := range events {
		var err error
		switch e := event.(type) {
		case *link.Delivered:
			err = d.delivered(e.Message)
		case link.Confirmed:
			err = d.ended(r, ending{e.ID, true})
		case link.Expired:
			err = d.ended(r, ending{e.ID, false})
		case link.EpochBegun:
			d.w.tally.epoch(e.Epoch)
		case link.Frozen:
			err = d.frozen(e.Reason)
		case link.Warning:
			err = d.warned(e.Kind)
		case *link.Heard:
			d.w.tally.Opened++
		case link.ByHand:
			d.w.tally.HandHeard++
		case link.Announced:
			err = d.announced(e)
		case link.Chunk:
			err = d.cameChunk(e)
		case link.Ended:
			err = d.endedParcel(e.First)
		case link.Refused:
			err = d.refusedParcel(e.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
