package linktest

import (
	"errors"

	"bulkhead/box"
	"bulkhead/link"
)

// unlock is what a program does while it is open, in the specification's order
// of saving: results are taken in, a turn and cells are chosen, the vault is
// saved, and only then is the pouch replaced. The power may go between any two
// of these.
func (d *device) unlock() error {
	w := d.w
	w.tally.Unlocks++
	if err := d.load(); err != nil {
		return err
	}
	if err := d.land(); err != nil || d.session == nil {
		return err
	}
	d.giveRoom()
	if err := d.takeIn(); err != nil {
		return err
	}
	if err := d.carryIn(); err != nil {
		return err
	}
	if d.w.Fault == ChunkEarly {
		d.tellHeld(d.session.waiting)
	} else if err := d.turnShelf(); err != nil {
		return err
	}
	if err := d.writeParcels(); err != nil {
		return err
	}
	if err := d.write(); err != nil {
		return err
	}
	if w.c.hit(w.plan.SaveOnly) {
		if err := d.carryOut(); err != nil {
			return err
		}
		return d.saveOnly()
	}
	sealing, err := d.seal()
	if err != nil {
		return err
	}
	if err := d.carryOut(); err != nil {
		return err
	}
	if w.power(d, sealedOnly) {
		return nil
	}
	if w.Fault == PouchFirst {
		return d.pouchFirst(sealing)
	}
	if err := d.save(); err != nil {
		return err
	}
	if w.power(d, savedOnly) {
		return nil
	}
	d.session.pending = sealing
	if w.c.hit(w.plan.Late) {
		return nil // the pouch is replaced in a later third of the round
	}
	return d.land()
}

// saveOnly keeps the vault and leaves the pouch, as an open program does every
// minute. The results stay in the pouch; after a crash they come again.
func (d *device) saveOnly() error {
	if d.w.power(d, openOnly) {
		return nil
	}
	d.w.tally.SavesAlone++
	return d.save()
}

// load begins a session from the vault, unless one is open.
func (d *device) load() error {
	if d.session != nil {
		return nil
	}
	l, err := link.Unmarshal(d.vault.link)
	if err != nil {
		return d.w.broken("what was saved can be loaded", err.Error())
	}
	d.w.tally.Loads++
	v := &d.vault
	s := &session{link: l, gen: v.gen, tag: v.tag, floor: v.floor, first: v.first, seen: v.seen, waiting: shelf{}, record: v.record}
	d.session = s
	if err := d.openShelf(); err != nil {
		return err
	}
	switch p := d.pouch; {
	case p == nil:
		s.floor = max(s.floor, d.now()+box.Round(d.w.plan.PL))
	case p.gen > v.gen || p.gen == v.gen && p.tag != v.tag:
		l.Freeze(link.ReasonPouch)
		return d.frozen(link.ReasonPouch)
	case p.gen < v.gen:
		d.w.tally.SealingsLost++
		l.SealingLost()
	}
	return nil
}

// land puts the saved sealing into the pouch, or finds that the worker has
// meanwhile begun a round of it: then that sealing never leaves.
func (d *device) land() error {
	s := d.session
	if s.pending == nil {
		return nil
	}
	p := s.pending
	s.pending = nil
	if d.pouch != nil && d.pouch.floor >= p.First {
		d.w.tally.Moved++
		s.link.SealingLost()
		return nil
	}
	d.replace(p)
	if d.w.power(d, replaced) {
		return nil
	}
	switch d.w.Fault {
	case ReceiptEarly:
		d.vault.got = s.record.clip().got
	case ChunkEarly:
		return d.turnShelf()
	}
	return nil
}

// replace puts a sealing's rounds in the place of the pouch's, atomically.
func (d *device) replace(s *link.Sealing) {
	d.pouch = d.pouch.replaced(s, d.session.seeds, d.session.epoch, d.now(), d.second)
	d.pouch.floor = max(d.pouch.floor, d.session.floor)
}

// second draws what becomes of a second candidate.
func (d *device) second() place {
	switch {
	case d.w.Fault == NoSecond:
		return unknown
	case d.w.c.hit(d.w.plan.NoSpare):
		return idle
	}
	d.w.tally.Seconds++
	return placed
}

// seal fills the whole pouch from the session's state.
func (d *device) seal() (*link.Sealing, error) {
	w, s, now := d.w, d.session, d.now()
	if d.pouch != nil {
		s.floor = max(s.floor, d.pouch.floor)
	}
	made, err := w.newSeeds()
	if err != nil {
		return nil, err
	}
	m := link.Moment{Now: now, Floor: s.floor, Unlocked: now, Plain: made.plain, Duress: made.duress,
		Presence: made.said.presence, Card: made.said.card, Chunk: d.chunk}
	rounds := w.plan.PL
	if w.c.hit(w.plan.Short) {
		rounds = w.c.between(1, rounds)
	}
	sealing, err := s.link.SealRounds(m, rounds, w.draw)
	if errors.Is(err, link.ErrClockJump) {
		w.tally.ClockJumps++
		m.ClockOK = true
		sealing, err = s.link.SealRounds(m, rounds, w.draw)
	}
	if err != nil {
		return nil, w.broken("a link can always be sealed", err.Error())
	}
	if w.lateErr != nil {
		return nil, w.lateErr
	}
	if err := d.checkSealing(sealing, m, rounds); err != nil {
		return nil, err
	}
	if err := d.events(sealing.First, sealing.Events); err != nil {
		return nil, err
	}
	if err := d.checkOutbox(); err != nil {
		return nil, err
	}
	s.seeds, s.epoch = made, s.link.Status().Epoch
	s.tags = append(s.tags, sealing.Tag)
	s.gen, s.tag, s.first = sealing.Gen, sealing.Tag, sealing.First
	return sealing, nil
}

// write sends what the member has to say.
func (d *device) write() error {
	w, s := d.w, d.session
	if w.quiet || !w.c.hit(w.plan.Write) {
		return nil
	}
	for range w.c.between(1, 3) {
		m := w.compose(d, d.now())
		id, err := s.link.Send(m.bytes, m.expires)
		switch {
		case errors.Is(err, link.ErrOutboxFull):
			w.tally.Full++
			return nil
		case errors.Is(err, link.ErrFrozen) && w.plan.Theft != honest:
			return nil
		case err != nil:
			return w.broken("a message is accepted or refused with a reason", err.Error())
		}
		if err := d.accepted(id, m); err != nil {
			return err
		}
		w.tally.Sent++
	}
	return nil
}
